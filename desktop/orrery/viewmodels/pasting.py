"""What was copied elsewhere, as something to ask with; nothing of it is added to the library."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QMimeData
from PySide6.QtGui import QImage

from orrery import paths
from orrery.viewmodels.dragging import dropped_files

MOST_KEPT = 50
"""Pasted pictures that are kept for going back to them."""


def pasted_files(data: QMimeData) -> Sequence[str]:
    """Files to ask with: those that were copied, or the picture that was, written to a file of Orrery's own.

    Returns:
        Paths; none where there is neither, so that the text of the clipboard counts.
    """
    files = dropped_files(data)
    if files or not data.hasImage():
        return files
    image = data.imageData()
    written = _write(image) if isinstance(image, QImage) and not image.isNull() else None
    return () if written is None else (str(written),)


def _write(image: QImage) -> Path | None:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # pyright: ignore[reportCallIssue, reportArgumentType]  (its stub errs)
        return None
    drawn = bytes(buffer.data().data())
    folder = paths.home() / "pasted"
    file = folder / f"pasted-{hashlib.sha256(drawn).hexdigest()[:8]}.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(drawn)
    except OSError:
        return None
    for old in sorted(folder.glob("pasted-*.png"), key=lambda kept: kept.stat().st_mtime)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
    return file
