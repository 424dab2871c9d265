"""Which regions of a picture matched: parts of it are blurred one after the other, and the loss is drawn as heat.

Source: Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2014 (occlusion sensitivity), with a
blur instead of a grey square, which is an object itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Pixels
from orrery.domain.inputs import ImageInput, Inputs
from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.encoding.encoder import Encoder
from orrery.media.image import resized_size
from orrery.search.candidates import Candidates
from orrery.search.ranking import Calibration, QueryTerm, z_scores
from orrery.workflows.previews import PreviewMaker

CELLS = 9
"""Cells a side of the heat map."""

COVERED = (3, 5)
"""Cells a side of what is blurred: small things are found by the first, those that fill a third of the picture by the
second."""

_STRIDE = 2
"""Cells from one blur to the next: 25 blurs. With 58 (every cell) two photos side by side are told apart no better (34
and 32 of 40 captions point at their own photo) in 1.4 times the time."""

_BATCH = 5
"""Pictures between two looks whether to go on: a tenth of a second."""

CLEAR_Z = 1.0
"""A loss of one standard deviation is drawn in full; less is drawn fainter, for it says less."""

Heat = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """What of a picture matched.

    Attributes:
        heat: (CELLS, CELLS) in [0, 1], how much each cell matters.
        area: left, top, width, height of the heat map as shares of the picture; the model may see only its middle.
        loss: largest loss of z; below about 0.3 nothing in particular matched.
    """

    heat: Heat
    area: tuple[float, float, float, float]
    loss: float


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """What a picture is held against.

    Attributes:
        terms: the query.
        calibration: with which it was ranked.
        encoder: the model.
    """

    terms: Sequence[QueryTerm]
    calibration: Calibration
    encoder: Encoder


def regions(item: Item, asking: Asking, maker: PreviewMaker, check: Callable[[], None]) -> Regions | None:
    """Find out which regions of a picture matched a query.

    Args:
        item: a picture.
        asking: the query.
        maker: reads the file.
        check: called several times a second; may raise to stop, or wait.

    Returns:
        None where the file cannot be read any more, or the model sees no pictures.
    """
    wanted = asking.encoder.inputs.image
    if wanted is None:
        return None
    seen = maker.visit(item, Inputs(wanted, None, None))
    if isinstance(seen, str) or seen.pixels is None:
        return None
    size = int(seen.facts.get("width", 1)), int(seen.facts.get("height", 1))
    heat, loss = occluded(seen.pixels, lambda batch: _relevance(batch, asking), check)
    return Regions(heat, seen_area(size, wanted), loss)


def occluded(
    pixels: Pixels, relevance: Callable[[npt.NDArray[np.uint8]], npt.NDArray[np.floating]], check: Callable[[], None]
) -> tuple[Heat, float]:
    """Blur one part after another and see what is lost.

    Args:
        pixels: (size, size, 3) uint8.
        relevance: (n, size, size, 3) to (n,): how well each matches.
        check: called between batches.

    Returns:
        Heat (CELLS, CELLS) in [0, 1], and the largest loss of relevance.
    """
    masks = [mask for side in COVERED for mask in _masks(side)]
    blurred = _blurred(pixels)
    whole = float(relevance(pixels[None])[0])
    losses = np.zeros(len(masks), np.float64)
    for start in range(0, len(masks), _BATCH):
        check()
        batch = np.stack([_covered(pixels, blurred, mask) for mask in masks[start : start + _BATCH]])
        losses[start : start + _BATCH] = whole - relevance(batch)
    return _heat_of(masks, losses)


def seen_area(size: tuple[int, int], wanted: ImageInput) -> tuple[float, float, float, float]:
    """Left, top, width and height of what a model sees, as shares of a picture; more than all of a padded one."""
    wide, high = resized_size(size, wanted)
    left, top = round((wide - wanted.size) / 2), round((high - wanted.size) / 2)
    return left / wide, top / high, wanted.size / wide, wanted.size / high


def _masks(side: int) -> Iterator[npt.NDArray[np.bool_]]:
    for top in range(0, CELLS - side + 1, _STRIDE):
        for left in range(0, CELLS - side + 1, _STRIDE):
            mask = np.zeros((CELLS, CELLS), np.bool_)
            mask[top : top + side, left : left + side] = True
            yield mask


def _covered(pixels: Pixels, blurred: Pixels, mask: npt.NDArray[np.bool_]) -> Pixels:
    size = len(pixels)
    cell = np.minimum(np.arange(size) * CELLS // size, CELLS - 1)
    return np.where(mask[np.ix_(cell, cell)][..., None], blurred, pixels)


def _blurred(pixels: Pixels) -> Pixels:
    """The colours of a picture without its shapes."""
    from PIL import Image

    image, size = Image.fromarray(pixels), (len(pixels), len(pixels))
    return np.asarray(image.resize((5, 5), Image.Resampling.BOX).resize(size, Image.Resampling.BICUBIC))


def _heat_of(masks: Sequence[npt.NDArray[np.bool_]], losses: npt.NDArray[np.float64]) -> tuple[Heat, float]:
    """The mean loss of the masks over each cell, each size of mask by itself, then both together."""
    heat = np.zeros((CELLS, CELLS))
    sizes = np.array([mask.sum() for mask in masks])
    for size in np.unique(sizes):
        own = np.flatnonzero(sizes == size)
        stacked = np.stack([masks[at] for at in own.tolist()])
        heat += np.einsum("nij,n->ij", stacked, losses[own]) / stacked.sum(axis=0)
    heat = np.clip(heat, 0.0, None)
    loss = max(0.0, float(losses.max()))
    return (heat / max(float(heat.max()), 1e-9)).astype(np.float32), loss


def _relevance(batch: npt.NDArray[np.uint8], asking: Asking) -> npt.NDArray[np.floating]:
    """Z of each picture, by the formula that ranked it."""
    calibration = asking.calibration
    vectors, features = asking.encoder.encode_images(batch)
    rows = np.arange(len(batch))
    figures = calibration.features
    candidates = Candidates.of(
        Kind.IMAGE,
        vectors,
        rows,
        rows,
        calibration.means[Kind.IMAGE.role],
        features=features if figures is not None else None,
        features_mean=figures.mean if figures is not None else None,
    )
    return z_scores(asking.terms, candidates, calibration)
