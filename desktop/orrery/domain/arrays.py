"""Names for arrays, so that a signature says what an array means."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Vector: TypeAlias = npt.NDArray[np.float32]
"""(dim,), float32; unit length where it is an embedding."""

Vectors: TypeAlias = npt.NDArray[np.floating]
"""(items, dim), float16 or float32; unit length rows where they are embeddings."""

Rows: TypeAlias = npt.NDArray[np.intp]
"""(k,) row numbers into a matrix."""

Similarities: TypeAlias = npt.NDArray[np.float32]
"""(k,) cosines in [-1, 1]."""

Scores: TypeAlias = npt.NDArray[np.float32]
"""(k,) z-scores, or calibrated scores in [0, 1] where the docstring says so."""

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""(height, width, 3), sRGB, upright."""

Samples: TypeAlias = npt.NDArray[np.float32]
"""(n,), mono, in [-1, 1]."""

Points: TypeAlias = npt.NDArray[np.float32]
"""(items, 2) places on a map, in [-1, 1]."""
