"""What the panels know of every item of the library, by id, and the pictures and sounds that belong to them."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from orrery.domain.item import Item
from orrery.domain.query import Filters
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.player import Player
from orrery.viewmodels.thumbnails import Thumbnails
from orrery.workflows.chart import MapPicture
from orrery.workflows.find import Answers
from orrery.workflows.reading import openings


class ItemBook(QObject):
    """Every item by its id, read once in the background and again when the library changes.

    Signals:
        changed(): more or other items are known.
        opened(): more beginnings of texts are known.
    """

    changed = Signal()
    opened = Signal()

    def __init__(self, explorer: Explorer) -> None:
        super().__init__(explorer)
        self._explorer = explorer
        self._items: dict[int, Item] = {}
        self._openings: dict[int, str] = {}
        self._wished: dict[int, Item] = {}
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._read_openings)
        explorer.listed.connect(self._take_listed)
        explorer.answered.connect(self._take_answers)
        explorer.library_changed.connect(self._read_again)
        explorer.map_changed.connect(self._read_if_unknown)

    @property
    def is_settled(self) -> bool:
        """Whether no beginning of a text is waited for."""
        return not self._wished

    def get(self, item: int) -> Item | None:
        """An item; None when it is not known yet, or no more."""
        return self._items.get(item)

    def take(self, items: Iterable[Item]) -> None:
        """Learn of some items; those known before stay known."""
        news = {item.id: item for item in items if self._items.get(item.id) != item}
        self._items |= news
        if news:  # answers are mostly known; to say so all the same would have the whole map drawn anew
            self.changed.emit()

    def opening(self, item: int) -> str:
        """The first words of a text; "" while they are being read, then `opened` follows."""
        known = self._items.get(item)
        if item not in self._openings and known is not None:
            self._wished[item] = known
            self._soon.start()
        return self._openings.get(item, "")

    # ---- inside

    def _take_listed(self, items: tuple[Item, ...]) -> None:
        """A list of everything takes the place of what was known; nothing is kept of half a million items twice."""
        if self._explorer.scope == Filters():
            self._replace(items)
        else:
            self.take(items)

    def _read_again(self) -> None:
        self._openings.clear()
        lists_all = self._explorer.query is None and self._explorer.scope == Filters()
        if not lists_all:  # else the list that follows brings every item
            self._read()

    def _read(self) -> None:
        from orrery.workflows.browse import browse

        engine = self._explorer.engine
        self._explorer.runner.look("items", lambda: browse(engine, Filters()), self._replace, self._explorer.tell)

    def _replace(self, items: Iterable[Item]) -> None:
        self._items = {item.id: item for item in items}
        self.changed.emit()

    def _take_answers(self, answers: Answers) -> None:
        self.take(hit.item for hit in answers.hits)

    def _read_if_unknown(self, picture: MapPicture | None) -> None:
        if picture is not None and not self._items.keys() >= set(picture.items.tolist()):
            self._read()

    def _read_openings(self) -> None:
        engine, items = self._explorer.engine, list(self._wished.values())
        self._explorer.runner.look(
            "openings", lambda: openings(engine, items), self._keep_openings, lambda _: self._wished.clear()
        )

    def _keep_openings(self, found: dict[int, str]) -> None:
        self._openings.update(found)
        for item in found:
            self._wished.pop(item, None)
        self.opened.emit()


class Desk(QObject):
    """What the map, the results and the inspector share: items, thumbnails, the player."""

    def __init__(self, explorer: Explorer) -> None:
        super().__init__(explorer)
        self.items = ItemBook(explorer)
        self.thumbnails = Thumbnails(explorer.previews.preview, self)
        self.player = Player(self)
        explorer.library_changed.connect(self.thumbnails.forget)

    @property
    def is_settled(self) -> bool:
        """Whether every picture and text that was wished is there."""
        return self.items.is_settled and self.thumbnails.is_settled


def desk_of(explorer: Explorer) -> Desk:
    """The one desk of a window; the first panel that asks makes it."""
    found = explorer.findChild(Desk)
    return found if isinstance(found, Desk) else Desk(explorer)
