"""M4A and AAC, which libsndfile does not read, through Qt's decoder. The one module below the window that knows Qt."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from orrery.errors import DamagedFile
from orrery.media.original import Original


@contextmanager
def opened_by_qt(_: Original, format_name: str) -> Iterator[Any]:
    """Not there yet."""
    raise DamagedFile(kind="sound", reason=f"{format_name} cannot be read here")
    yield
