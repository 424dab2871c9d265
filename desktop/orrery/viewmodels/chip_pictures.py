"""Small pictures for chips that stand for an image, read in the background."""

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage

from orrery.domain.modality import Kind
from orrery.domain.query import Asked, FileTerm, ItemTerm, Region, Term
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.query_line import kind_by_name
from orrery.workflows.asking import resolved
from orrery.workflows.previews import Thumbnail


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
            explorer, size = self._explorer, self._size
            explorer.runner.look("chips", lambda: _read_all(explorer, missing, size), self._take)

    def _take(self, found: dict[Asked, QImage | None]) -> None:
        self._pictures |= found
        self.arrived.emit()


def _may_be_image(asked: Asked) -> bool:
    return isinstance(asked, ItemTerm) or (isinstance(asked, FileTerm) and kind_by_name(asked.path) is Kind.IMAGE)


def _read_all(explorer: Explorer, wanted: list[Asked], size: QSize) -> dict[Asked, QImage | None]:
    return {asked: _read(explorer, asked, size) for asked in wanted}


def _read(explorer: Explorer, asked: Asked, size: QSize) -> QImage | None:
    """Decode in a process of its own: a file that is asked with is as little to be trusted as one that is added."""
    preview = None
    if isinstance(asked, FileTerm):
        preview = explorer.previews.of_file(resolved(asked.path))
    elif isinstance(asked, ItemTerm):
        with explorer.engine.library() as library:
            item = library.items.get(asked.item)
        preview = explorer.previews.preview(item) if item is not None else None
    if isinstance(preview, Thumbnail):
        image = QImage.fromData(QByteArray(preview.encoded))
        part = asked.part if isinstance(asked, (FileTerm, ItemTerm)) else None
        return _filled(_cut_out(image, part) if isinstance(part, Region) else image, size)
    return None


def _cut_out(image: QImage, region: Region) -> QImage:
    """What a region in percent shows; all of a picture whose size in pixels is not known here."""
    if region.in_pixels:
        return image
    across, down = image.width() / 100, image.height() / 100
    box = QRectF(region.x * across, region.y * down, region.width * across, region.height * down)
    return image.copy(box.toAlignedRect().intersected(image.rect()))


def _filled(image: QImage, size: QSize) -> QImage | None:
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
