"""A model pack: found, read, verified and put to the test before its first use."""

from pathlib import Path

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.domain.modality import Role
from orrery.encoding.arrays import load_array
from orrery.encoding.encoder import Encoder
from orrery.encoding.joined import JoinedEncoder
from orrery.encoding.manifest import MANIFEST, Pack
from orrery.encoding.parsing import read_manifest
from orrery.encoding.verification import Verified, verify_files
from orrery.errors import PackDamaged, PackMissing

__all__ = ["Pack", "load_pack", "self_test", "self_test_once"]

REPRODUCED = 0.999
"""Cosine to a recorded vector; float16 storage costs 1e-6, another processor's int8 kernels up to some 1e-4."""

DIFFERENT = 0.9995
"""Cosine from which on two vectors count as the same."""


def load_pack(folder: Path, verify: bool = True, cache: Path | None = None) -> Pack:
    """Read a pack and check its files; nothing is opened yet.

    Args:
        folder: that holds manifest.toml.
        verify: compare every listed file with its hash.
        cache: file that remembers checks, so that an unchanged file is hashed once; None hashes every time.

    Raises:
        PackMissing: no pack there.
        PackDamaged: the manifest or a file is wrong, of it or of a pack that it joins.
        PartMissing, PartChanged: it joins a pack that is not here, or not as it was.
    """
    if not (folder / MANIFEST).is_file():
        raise PackMissing(pack=folder.name, available=_available(folder.parent))
    pack = read_manifest(folder)
    if verify:
        for part in (*(pack.joined.packs if pack.joined else ()), pack):
            verify_files(part, Verified(cache))
    return pack


def _available(folder: Path) -> str:
    found = sorted(manifest.parent.name for manifest in folder.glob(f"*/{MANIFEST}"))
    return ", ".join(found) or "none"


def self_test_once(pack: Pack, encoder: Encoder, cache: Path) -> None:
    """Run the self-test unless this pack passed it before with this version of ONNX Runtime.

    Raises:
        PackDamaged: as self_test.
    """
    import onnxruntime

    verified = Verified(cache)
    key = f"tested|{pack.space.id}|{onnxruntime.__version__}|" + "|".join(
        f"{file.name}:{file.sha256}" for _, file in sorted(pack.files.items())
    )
    if key not in verified:
        self_test(pack, encoder)
        verified.add(key)
        verified.save()


def self_test(pack: Pack, encoder: Encoder) -> None:
    """Check that a pack's towers do what they did when it was made.

    Two different inputs must give different vectors, and recorded inputs their recorded vectors (cosine >= 0.999). A
    pack that brings no recordings is tried on made-up inputs, for difference only. Norms need no look here: the
    encoder refuses vectors that are zero or not finite.

    Raises:
        PackDamaged: it does not.
    """
    if isinstance(encoder, JoinedEncoder):
        for part in encoder.parts.values():
            self_test(part.pack, part)
    kinds, vectors = _answers(pack, encoder)
    for row, kind in enumerate(kinds[1:], 1):
        if kind == kinds[row - 1] and float(vectors[row] @ vectors[row - 1]) > DIFFERENT:
            raise PackDamaged(path=pack.folder, reason=f"its {kind} model gives two different inputs the same vector")
    if pack.recorded is None:
        return
    expected = load_array(pack, pack.recorded.vectors, (len(kinds), pack.space.dim), np.floating).astype(np.float32)
    for kind, cosine in zip(kinds, np.sum(vectors * expected, axis=1), strict=True):
        if not cosine >= REPRODUCED:
            reason = f"its {kind} model answers differently than when the pack was made (agreement {cosine:.3f} of 1)"
            raise PackDamaged(path=pack.folder, reason=reason)


def _answers(pack: Pack, encoder: Encoder) -> tuple[list[str], Vectors]:
    """The vectors of the recorded inputs, or of made-up ones, and the kind of each."""
    kinds, vectors = list[str](), list[Vectors]()
    for kind, answers in (
        ("image", _image_answers(pack, encoder)),
        ("sound", _sound_answers(pack, encoder)),
        ("text", _text_answers(pack, encoder)),
    ):
        if answers is not None:
            kinds += [kind] * len(answers)
            vectors.append(answers)
    return kinds, np.concatenate(vectors)


def _image_answers(pack: Pack, encoder: Encoder) -> Vectors | None:
    if pack.inputs.image is None or (pack.recorded and not pack.recorded.image):
        return None
    shape = (2, pack.inputs.image.size, pack.inputs.image.size, 3)
    if pack.recorded and pack.recorded.image:
        pixels = load_array(pack, pack.recorded.image, shape, np.uint8)
    else:
        pixels = np.zeros(shape, np.uint8)
        pixels[1, :, ::2] = (255, 128, 0)
    return encoder.encode_images(pixels)[0]


def _sound_answers(pack: Pack, encoder: Encoder) -> Vectors | None:
    if pack.inputs.sound is None or (pack.recorded and not pack.recorded.sound):
        return None
    shape = (2, pack.inputs.sound.window_samples)
    if pack.recorded and pack.recorded.sound:
        recorded = load_array(pack, pack.recorded.sound, (2, None), np.floating).astype(np.float32)
        windows = np.take(recorded, np.arange(shape[1]), axis=1, mode="wrap")
    else:
        windows = np.random.default_rng(0).normal(0, 0.1, shape).astype(np.float32)
        windows[1] = 0.5 * np.sin(np.arange(shape[1]) * 2 * np.pi * 440 / pack.inputs.sound.rate_hz)
    return encoder.encode_sounds(windows)


def _text_answers(pack: Pack, encoder: Encoder) -> Vectors | None:
    if pack.text is None or (pack.recorded and not pack.recorded.texts):
        return None
    texts = pack.recorded.texts if pack.recorded else ("a red apple", "waves on the sea at night")
    return encoder.encode_texts(texts, Role.QUERY)
