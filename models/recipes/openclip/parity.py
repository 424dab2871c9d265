"""Whether the written towers say what the original says: cosines, and whose neighbours stay whose."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime
import torch
from graphs import side
from loading import CannotExport, Loaded
from PIL import Image

Rows: TypeAlias = npt.NDArray[np.float32]

LEAST_COSINE = 0.9999
"""float32 towers: what rounding alone stays above."""

LEAST_OVERLAP = 0.95
"""Towers of 8 bits: mean share of the ten nearest neighbours that stay."""

NEIGHBOURS = 10
PICTURES = 192
TEXTS = 192
BATCH = 8


@dataclass(frozen=True)
class Figures:
    """How near the towers are to the original.

    Attributes:
        image_cosine: lowest of all pictures tried.
        text_cosine: lowest of all texts tried.
        image_overlap: mean share of common neighbours among the pictures tried, 0-1.
        text_overlap: the same of texts.
    """

    image_cosine: float
    text_cosine: float
    image_overlap: float
    text_overlap: float


@dataclass(frozen=True)
class Samples:
    """What is compared on.

    Attributes:
        pixels: (n, size, size, 3) uint8.
        pieces: (m, context) int64.
        originals: vectors of both by the original, unit length.
    """

    pixels: npt.NDArray[np.uint8]
    pieces: torch.Tensor
    originals: tuple[Rows, Rows]


def samples(loaded: Loaded, photos: Path, phrases: Path) -> Samples:
    """Take pictures and texts and let the original encode them.

    Args:
        loaded: the original.
        photos: folder of photographs; cut-outs of them are taken, always the same ones.
        phrases: file with a phrase a line, spread over which some are taken.
    """
    pixels = _cut_outs(photos, side(loaded.preprocess))
    lines = phrases.read_text("utf-8").splitlines()
    pieces = loaded.tokenizer(lines[:: max(1, len(lines) // TEXTS)][:TEXTS])
    with torch.inference_mode():
        planes = torch.from_numpy(normalised(pixels, loaded.preprocess))
        images = torch.cat([loaded.model.encode_image(batch) for batch in planes.split(BATCH)])
        texts = torch.cat([loaded.model.encode_text(batch) for batch in pieces.split(BATCH)])
    return Samples(pixels, pieces, (_unit(images.numpy()), _unit(texts.numpy())))


def compare(taken: Samples, preprocess: dict[str, Any], folder: Path) -> tuple[Figures, tuple[Rows, Rows]]:
    """Encode the samples with the written towers.

    Returns:
        How near they are, and the vectors.
    """
    images = _run(folder / "image.onnx", "pixels", normalised(taken.pixels, preprocess))
    texts = _run(folder / "text.onnx", "input_ids", taken.pieces.numpy())
    figures = Figures(
        *(float((made * given).sum(1).min()) for made, given in zip((images, texts), taken.originals, strict=True)),
        *(_overlap(made, given) for made, given in zip((images, texts), taken.originals, strict=True)),
    )
    return figures, (images, texts)


def require(figures: Figures, *, is_quantised: bool) -> None:
    """Refuse towers that are not what they were made from.

    Raises:
        CannotExport: with the figure that is too low.
    """
    lowest = min(figures.image_cosine, figures.text_cosine)
    if not is_quantised and not lowest >= LEAST_COSINE:
        raise CannotExport(
            f"The written model differs from the original: cosine {lowest:.5f}, at least {LEAST_COSINE}."
        )
    fewest = min(figures.image_overlap, figures.text_overlap)
    if is_quantised and not fewest >= LEAST_OVERLAP:
        raise CannotExport(
            f"In 8 bits only {fewest:.1%} of the nearest neighbours stay, at least {LEAST_OVERLAP:.0%} have to. "
            "Export it without --quantise."
        )


def normalised(pixels: npt.NDArray[np.uint8], preprocess: dict[str, Any]) -> Rows:
    """(n, size, size, 3) uint8 → (n, 3, size, size) float32 as the model wants it."""
    scaled = pixels.astype(np.float32) / 255
    mean, std = (np.asarray(preprocess[key], np.float32) for key in ("mean", "std"))
    return np.ascontiguousarray(((scaled - mean) / std).transpose(0, 3, 1, 2))


def _cut_outs(photos: Path, size: int) -> npt.NDArray[np.uint8]:
    chance = np.random.default_rng(5)
    files = sorted(file for file in photos.iterdir() if file.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"))
    if not files:
        raise CannotExport(f"There is no photograph in {photos} to compare on.")
    taken = []
    for row in range(PICTURES):
        with Image.open(files[row % len(files)]) as image:
            picture = image.convert("RGB")
        edge = int(chance.uniform(0.4, 1) * min(picture.size))
        left, top = (int(chance.integers(0, length - edge + 1)) for length in picture.size)
        cut = picture.crop((left, top, left + edge, top + edge)).resize((size, size), Image.Resampling.BICUBIC)
        taken.append(np.asarray(cut))
    return np.stack(taken)


def _run(file: Path, name: str, rows: npt.NDArray) -> Rows:
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    found = [session.run(None, {name: rows[start : start + BATCH]})[0] for start in range(0, len(rows), BATCH)]
    return _unit(np.concatenate(found))


def _unit(rows: Rows) -> Rows:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _overlap(made: Rows, given: Rows) -> float:
    count = min(NEIGHBOURS, len(given) - 1)
    shares = []
    for row, (ours, theirs) in enumerate(zip(made @ made.T, given @ given.T, strict=True)):
        ours[row] = theirs[row] = -2
        common = set(np.argsort(-ours)[:count]) & set(np.argsort(-theirs)[:count])
        shares.append(len(common) / count)
    return float(np.mean(shares))
