"""Arrays that a pack brings along."""

import numpy as np
import numpy.typing as npt

from orrery.encoding.manifest import Pack
from orrery.errors import PackDamaged


def load_array(pack: Pack, name: str, shape: tuple[int | None, ...], *kinds: type[np.generic]) -> npt.NDArray:
    """Read a .npy file of the pack; never a pickle.

    Args:
        pack: whose folder holds the file.
        name: of the file.
        shape: expected; None stands for any length of at least 1.
        kinds: np.floating, or exact types; the first is the one to name where none fits.

    Returns:
        The array, read-only, every number finite.

    Raises:
        PackDamaged: it cannot be read, or is not what is expected.
    """
    try:
        # As np.load(allow_pickle=False), which would also open .npz archives.
        with pack.path(name).open("rb") as stream:
            array = np.lib.format.read_array(stream, allow_pickle=False)
    except (OSError, ValueError, EOFError, MemoryError) as error:
        raise PackDamaged(path=pack.folder, reason=f"“{name}” cannot be read as an array") from error
    if not _fits(array.shape, shape) or not any(np.issubdtype(array.dtype, kind) for kind in kinds):
        wanted = " × ".join("any" if length is None else str(length) for length in shape)
        found = " × ".join(map(str, array.shape))
        word = "numbers with decimals" if kinds[0] is np.floating else kinds[0].__name__
        reason = f"“{name}” should hold {wanted} of {word}, but holds {found} of {array.dtype}"
        raise PackDamaged(path=pack.folder, reason=reason)
    if not np.isfinite(array).all():
        raise PackDamaged(path=pack.folder, reason=f"“{name}” holds values that are not numbers")
    array.flags.writeable = False
    return array


def _fits(found: tuple[int, ...], wanted: tuple[int | None, ...]) -> bool:
    return len(found) == len(wanted) and all(
        have == want or (want is None and have > 0) for have, want in zip(found, wanted, strict=True)
    )
