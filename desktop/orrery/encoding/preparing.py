"""Bringing arrays into the form that graphs read, and what they give into one vector each."""

import numpy as np
import numpy.typing as npt

from orrery.encoding.manifest import Pooling

Planes = npt.NDArray[np.float32]


def normalised(
    pixels: npt.NDArray[np.uint8], mean: tuple[float, ...], deviation: tuple[float, ...]
) -> npt.NDArray[np.float32]:
    """(n, size, size, 3) of 0-255 to (n, 3, size, size), each channel as (value / 255 - mean) / deviation."""
    planes = np.empty((len(pixels), 3, *pixels.shape[1:3]), np.float32)
    for channel, (centre, spread) in enumerate(zip(mean, deviation, strict=True)):
        np.multiply(pixels[..., channel], np.float32(1 / (255 * spread)), out=planes[:, channel])
        planes[:, channel] -= np.float32(centre / spread)
    return planes


def patches(planes: Planes, side: int) -> npt.NDArray[np.float32]:
    """(n, 3, size, size) to (n, patches, 3 · side²), row by row, within a patch too; the colours of a pixel together.

    That is the order of Gemma's image processor ("p h p w c").
    """
    count, colours, size, _ = planes.shape
    many = size // side
    cut = planes.reshape(count, colours, many, side, many, side).transpose(0, 2, 4, 3, 5, 1)
    return np.ascontiguousarray(cut).reshape(count, many * many, side * side * colours)


def positions(planes: Planes, side: int) -> npt.NDArray[np.int64]:
    """(n, patches, 2): column and row of every patch, in the order of `patches`."""
    many = planes.shape[2] // side
    rows, columns = np.divmod(np.arange(many * many, dtype=np.int64), many)
    return np.repeat(np.stack([columns, rows], axis=1)[None], len(planes), axis=0)


def pooled(states: npt.NDArray[np.float32], mask: npt.NDArray[np.int64], how: Pooling) -> npt.NDArray[np.float32]:
    """One vector a text from one a piece.

    Args:
        states: (n, pieces, dim).
        mask: (n, pieces), 1 for pieces of the text, 0 for what fills it up.
        how: "mean" of the text's pieces, its "first" or its "last".

    Returns:
        (n, dim), not yet of unit length.
    """
    if how == "first":
        return states[:, 0]
    if how == "last":
        return states[np.arange(len(states)), mask.sum(axis=1) - 1]
    weights = mask[..., None].astype(np.float32)
    return (states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)
