from pathlib import Path

import numpy as np
import pytest

from orrery.encoding import pack as pack_module
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack, self_test, self_test_once
from orrery.errors import PackDamaged
from packs import make_pack, rehash


def put_to_the_test(folder: Path) -> None:
    pack = load_pack(folder)
    self_test(pack, Encoder(pack, threads=1))


@pytest.mark.parametrize("towers", [("image", "sound", "text"), ("text",), ("image",), ("sound", "text")])
@pytest.mark.parametrize("recorded", [True, False])
def test_a_whole_pack_passes_its_self_test(tmp_path: Path, towers: tuple[str, ...], recorded: bool) -> None:
    put_to_the_test(make_pack(tmp_path, towers=towers, recorded=recorded, calibrated=False))


@pytest.mark.parametrize("tower", ["image", "sound", "text"])
def test_a_swapped_model_fails_the_self_test(broken: Path, tmp_path: Path, tower: str) -> None:
    other = make_pack(tmp_path / "other", mirrored=True, calibrated=False, recorded=False)
    (broken / f"{tower}.onnx").write_bytes((other / f"{tower}.onnx").read_bytes())
    rehash(broken)
    with pytest.raises(PackDamaged, match=f"its {tower} model answers differently than when the pack was made"):
        put_to_the_test(broken)


def test_other_preprocessing_than_recorded_fails_the_self_test(broken: Path) -> None:
    manifest = broken / "manifest.toml"
    manifest.write_text(manifest.read_text().replace("mean = [0.5, 0.5, 0.5]", "mean = [0.9, 0.1, 0.5]"))
    with pytest.raises(PackDamaged, match="its image model answers differently"):
        put_to_the_test(broken)


def test_a_model_that_says_the_same_of_everything_fails_the_self_test(broken: Path) -> None:
    pixels = np.load(broken / "self_test_image.npy")
    pixels[1] = pixels[0]
    np.save(broken / "self_test_image.npy", pixels)
    rehash(broken)
    with pytest.raises(PackDamaged, match="its image model gives two different inputs the same vector"):
        put_to_the_test(broken)


def test_recordings_of_the_wrong_shape_are_a_damaged_pack(broken: Path) -> None:
    np.save(broken / "self_test_vectors.npy", np.zeros((5, 8), np.float16))
    rehash(broken)
    with pytest.raises(PackDamaged, match=r"“self_test_vectors.npy” should hold 6 × 8"):
        put_to_the_test(broken)


def test_recorded_sounds_may_be_short_and_stand_for_their_repetition(broken: Path) -> None:
    pack = load_pack(broken)
    short = np.random.default_rng(3).normal(0, 0.1, (2, 1000)).astype(np.float16)
    window = pack.inputs.sound.window_samples
    vectors = np.load(broken / "self_test_vectors.npy")
    vectors[2:4] = Encoder(pack, threads=1).encode_sounds(
        np.stack([np.resize(s, window) for s in short], dtype=np.float32)
    )
    np.save(broken / "self_test_sound.npy", short)
    np.save(broken / "self_test_vectors.npy", vectors)
    rehash(broken)
    put_to_the_test(broken)
    np.save(broken / "self_test_sound.npy", short[::-1])
    rehash(broken)
    with pytest.raises(PackDamaged, match="its sound model answers differently"):
        put_to_the_test(broken)


def test_a_self_test_that_was_passed_is_not_repeated(
    toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = []
    monkeypatch.setattr(pack_module, "self_test", lambda pack, _: runs.append(pack.id))
    pack, cache = load_pack(toy_folder), tmp_path / "verified.json"
    encoder = Encoder(pack, threads=1)
    self_test_once(pack, encoder, cache)
    self_test_once(pack, encoder, cache)
    assert runs == ["toy"]
    other = load_pack(make_pack(tmp_path / "other", mirrored=True))
    self_test_once(other, Encoder(other, threads=1), cache)
    assert runs == ["toy", "toy"]


def test_a_self_test_that_failed_is_repeated(broken: Path, tmp_path: Path) -> None:
    np.save(broken / "self_test_vectors.npy", np.eye(6, 8, dtype=np.float16))
    rehash(broken)
    pack = load_pack(broken)
    for _ in range(2):
        with pytest.raises(PackDamaged, match="answers differently"):
            self_test_once(pack, Encoder(pack, threads=1), tmp_path / "verified.json")
