"""A thumbnail in small and grey, to lay over another one."""

from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError


def small_grey(encoded: bytes, edge: int) -> npt.NDArray[np.float32] | None:
    """Brightness (edge, edge), 0 to 255, of an encoded thumbnail whatever its shape; None where it is damaged."""
    try:
        with Image.open(BytesIO(encoded)) as opened:
            opened.draft("L", (2 * edge, 2 * edge))
            grey = opened.convert("L").resize((edge, edge), Image.Resampling.BOX)
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError):
        return None
    return np.asarray(grey, np.float32)
