"""Small pictures for chips that stand for an image, read in the background."""

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from orrery.domain.modality import Kind
from orrery.domain.query import Asked, FileTerm, ItemTerm, Term
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.query_line import kind_by_name
from orrery.workflows.engine import Engine
from orrery.workflows.previews import Thumbnail, preview_of

_MOST_BYTES = 256 << 20
"""Of a decoded picture; beyond it the chip keeps its icon."""


class ChipPictures(QObject):
    """Keeps the pictures of the chips in view.

    Signals:
        arrived(): a picture is there that was missing.
    """

    arrived = Signal()

    def __init__(self, explorer: Explorer, size: QSize, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._size = size
        self._pictures: dict[Asked, QImage | None] = {}

    def get(self, asked: Asked) -> QImage | None:
        """The picture of a term; None where it has none, or not yet."""
        return self._pictures.get(asked)

    def want(self, terms: tuple[Term, ...]) -> None:
        """Read the pictures that these terms lack, and forget those of others."""
        wanted = [term.asked for term in terms if _may_be_image(term.asked)]
        self._pictures = {asked: picture for asked, picture in self._pictures.items() if asked in wanted}
        missing = [asked for asked in wanted if asked not in self._pictures]
        if missing:
            engine, size = self._explorer.engine, self._size
            self._explorer.runner.look("chips", lambda: _read_all(engine, missing, size), self._take)

    def _take(self, found: dict[Asked, QImage | None]) -> None:
        self._pictures |= found
        self.arrived.emit()


def _may_be_image(asked: Asked) -> bool:
    return isinstance(asked, ItemTerm) or (isinstance(asked, FileTerm) and kind_by_name(asked.path) is Kind.IMAGE)


def _read_all(engine: Engine, wanted: list[Asked], size: QSize) -> dict[Asked, QImage | None]:
    return {asked: _read(engine, asked, size) for asked in wanted}


def _read(engine: Engine, asked: Asked, size: QSize) -> QImage | None:
    if isinstance(asked, FileTerm):
        return _cut(_of_file(asked.path, size), size)
    if isinstance(asked, ItemTerm):
        with engine.library() as library:
            item = library.items.get(asked.item)
        preview = preview_of(item, engine.previews) if item is not None else None
        if isinstance(preview, Thumbnail):
            return _cut(QImage.fromData(QByteArray(preview.encoded)), size)
    return None


def _of_file(path: str, size: QSize) -> QImage:
    """Read no more of a photo than a chip needs; the JPEG reader scales while decoding."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    full = reader.size()
    if not full.isValid() or full.width() * full.height() * 4 > _MOST_BYTES:
        return QImage()
    reader.setScaledSize(full.scaled(size * 2, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return reader.read()


def _cut(image: QImage, size: QSize) -> QImage | None:
    """Fill the size, cutting what stands over; twice as fine as needed at 100 %."""
    if image.isNull():
        return None
    fine = size * 2
    smooth = Qt.TransformationMode.SmoothTransformation
    scaled = image.scaled(fine, Qt.AspectRatioMode.KeepAspectRatioByExpanding, smooth)
    left, top = (scaled.width() - fine.width()) // 2, (scaled.height() - fine.height()) // 2
    cut = scaled.copy(left, top, fine.width(), fine.height())
    cut.setDevicePixelRatio(2.0)
    return cut
