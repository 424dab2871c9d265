"""Close looks at the item in hand, made in the background: all pixels of a picture, the pitches of a sound."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from orrery.domain.item import Item
from orrery.viewmodels.explorer import Explorer
from orrery.workflows.closeup import Closeup, Enlarged, NothingCloser, Pitches, closeup

KEPT = 4
"""Close looks kept: going back and forth between some pictures decodes each once; 200 MB at the very most."""

SETTLING_MS = 120
"""How long one stays at an item before its file is opened: arrow keys held down open none."""


class Closeups(QObject):
    """Hands out close looks when they are there, and makes them when they are not.

    Signals:
        arrived(int): the close look at this item id can be had now.
    """

    arrived = Signal(int)

    def __init__(self, explorer: Explorer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._kept: OrderedDict[bytes, Closeup] = OrderedDict()
        self._wanted: Item | None = None
        self._soon = QTimer(self, interval=0 if explorer.is_still else SETTLING_MS, singleShot=True)
        self._soon.timeout.connect(self._begin)
        explorer.library_changed.connect(self._kept.clear)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is waited for."""
        return self._wanted is None

    def get(self, item: Item) -> Closeup | None:
        """A close look; None while it is made, then `arrived` follows unless another item is asked for meanwhile."""
        if item.sha256 is None:
            return NothingCloser()
        if item.sha256 in self._kept:
            self._kept.move_to_end(item.sha256)
            return self._kept[item.sha256]
        if self._wanted is None or self._wanted.id != item.id:
            self._wanted = item
            self._soon.start()
        return None

    def forget(self) -> None:
        """Nobody looks any more."""
        self._soon.stop()
        self._wanted = None
        self._explorer.runner.forget("closeup")

    # ---- inside

    def _begin(self) -> None:
        item = self._wanted
        if item is not None:
            maker = self._explorer.previews
            self._explorer.runner.look("closeup", lambda: closeup(item, maker), self._keep_for(item), self._give_up)

    def _keep_for(self, item: Item) -> Callable[[Any], None]:
        def keep(found: Closeup) -> None:
            if item.sha256 is not None:
                self._kept[item.sha256] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            self._wanted = None
            self.arrived.emit(item.id)

        return keep

    def _give_up(self, problem: Exception) -> None:
        self._wanted = None
        self._explorer.tell(problem)


def as_image(found: Closeup | None) -> QImage | None:
    """A close look as something that can be drawn: a picture, or shades of grey for the pitches of a sound."""
    if isinstance(found, Enlarged):
        high, wide = found.pixels.shape[:2]
        return QImage(found.pixels.data, wide, high, wide * 3, QImage.Format.Format_RGB888).copy()
    if isinstance(found, Pitches):
        high, wide = found.shades.shape
        shades = found.shades.copy()
        return QImage(shades.data, wide, high, wide, QImage.Format.Format_Grayscale8).copy()
    return None
