"""What leads on from what is picked: more like these, less like those, one of each, what goes with them; variety."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Signal

from orrery.domain.item import Item
from orrery.domain.query import Gathering, ItemTerm, Query
from orrery.search.filters import SOME_DIVERSITY
from orrery.search.picks import picked
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import desk_of
from orrery.viewmodels.organiser import Notice
from orrery.viewmodels.wording import grouped, shown_name
from orrery.workflows.engine import Engine
from orrery.workflows.job import JobContext

MOST_PICKS = 12
"""Items that are asked with at once, each a chip; of more, so many that stand for all of them."""

SHOWN = 24
"""Items that are suggested at once: some five rows of results."""

ONE_OF_EACH, ALSO_WANTED = "one of each", "also wanted"
"""Keys of the gatherings that suggestions are shown as."""


class Suggester(QObject):
    """Asks and shows what leads on from some items.

    Signals:
        variety_changed(): whether answers are to differ from one another.
    """

    variety_changed = Signal()

    def __init__(self, explorer: Explorer) -> None:
        super().__init__(explorer)
        self._explorer = explorer
        self._book = desk_of(explorer).items
        explorer.asking.connect(lambda _: self.variety_changed.emit())
        explorer.cleared.connect(self.variety_changed)

    # ---- picks

    def more_like(self, items: Sequence[int]) -> None:
        """Ask for more like these items, besides what is asked already."""
        self._ask_with(items, is_liked=True)

    def less_like(self, items: Sequence[int]) -> None:
        """Ask for less like these items, besides what is asked already."""
        self._ask_with(items, is_liked=False)

    # ---- suggestions

    def one_of_each(self, items: Sequence[int]) -> None:
        """Show a few of these items that stand for all of them; of fewer than two, of everything in view."""
        from orrery.workflows.suggest import one_of_each

        shown = self._explorer.shown
        chosen = items if len(items) > 1 else None if shown is None else sorted(shown)
        self._suggest(
            self.tr("Choosing one of each"),
            lambda engine, job: one_of_each(engine, chosen, SHOWN, job.check),
            ONE_OF_EACH,
        )

    def also_wanted(self, items: Sequence[int]) -> None:
        """Show what goes with these items: of all kinds, and neither these nor the same again."""
        from orrery.workflows.suggest import also_wanted

        if items:
            self._suggest(
                self.tr("Looking for what goes with {count} items").format(count=grouped(len(items))),
                lambda engine, job: also_wanted(engine, items, SHOWN, job.check),
                ALSO_WANTED,
            )
        else:
            self._tell_to_pick()

    # ---- variety

    @property
    def wants_variety(self) -> bool:
        """Whether the answers to the question in hand differ from one another."""
        query = self._explorer.query
        return query is not None and query.filters.diversity > 0

    def switch_variety(self) -> None:
        """Let answers differ from one another, or take the best whatever they are."""
        query = self._explorer.query
        if query is None:
            self._explorer.tell(self.tr("Ask something first: then its answers can differ from one another."))
            self.variety_changed.emit()
            return
        wanted = 0.0 if query.filters.diversity else SOME_DIVERSITY
        self._explorer.ask(replace(query, filters=replace(query.filters, diversity=wanted)))

    # ---- inside

    def _ask_with(self, items: Sequence[int], *, is_liked: bool) -> None:
        if not items:
            self._tell_to_pick()
        elif len(items) <= MOST_PICKS:
            self._ask(items, is_liked=is_liked)
        else:
            from orrery.workflows.suggest import one_of_each

            engine, chosen = self._explorer.engine, tuple(items)

            def ask(found: tuple[int, ...]) -> None:
                if not found:
                    self._tell_of_nothing()
                    return
                words = self.tr("Asking with {few} items that stand for the {count}.")
                self._ask(found, is_liked=is_liked)
                self._explorer.tell(words.format(few=len(found), count=grouped(len(chosen))))

            words = self.tr("Choosing one of each")
            self._explorer.run_beside(words, lambda job: one_of_each(engine, chosen, MOST_PICKS, job.check), ask)

    def _ask(self, items: Sequence[int], *, is_liked: bool) -> None:
        terms = [ItemTerm(item, self._name(item)) for item in items]
        liked, disliked = (terms, []) if is_liked else ([], terms)
        self._explorer.ask(picked(liked, disliked, self._explorer.query))

    def _name(self, item: int) -> str:
        known: Item | None = self._book.get(item)
        return shown_name(known.path) if known else self.tr("picked item")

    def _suggest(self, name: str, work: Callable[[Engine, JobContext], tuple[int, ...]], key: str) -> None:
        engine = self._explorer.engine

        def show(found: tuple[int, ...]) -> None:
            if not found:
                self._tell_of_nothing()
                return
            if self._explorer.query is not None:
                self._explorer.clear()  # "back" brings the question back
            self._explorer.show_among(Gathering(key, found))

        self._explorer.run_beside(name, lambda job: work(engine, job), show)

    def _tell_of_nothing(self) -> None:
        self._explorer.tell(self.tr("There is nothing to suggest: these items are not on the map yet."))

    def _tell_to_pick(self) -> None:
        self._explorer.tell(self.tr("Pick some items first, on the map or in the results."))


def suggester_of(explorer: Explorer) -> Suggester:
    """The one suggester of a window; whoever asks first makes it."""
    found = explorer.findChild(Suggester)
    return found if isinstance(found, Suggester) else Suggester(explorer)


def order_word(query: Query | None, among: Gathering | None) -> str:
    """What the order is called in which things were found: answers to a question, or what is in view without one."""
    if query is not None:
        if query.filters.diversity:
            return QCoreApplication.translate("suggestions", "Best first, varied")
        return QCoreApplication.translate("suggestions", "Best first")
    named = {
        "": QCoreApplication.translate("suggestions", "By path"),
        ONE_OF_EACH: QCoreApplication.translate("suggestions", "Most telling first"),
        ALSO_WANTED: QCoreApplication.translate("suggestions", "Best first"),
        Notice.NEAR_DUPLICATES: QCoreApplication.translate("suggestions", "Copies together"),
        Notice.OUTLIERS: QCoreApplication.translate("suggestions", "Strangest first"),
    }
    return named.get(among.key if among else "", QCoreApplication.translate("suggestions", "As added"))


def gathering_name(key: str) -> str:
    """What a gathering is called that stands nowhere else in the window; empty for collections, tags and lists."""
    sort, _, rest = key.partition(" ")
    if sort == "legend":
        return rest.partition(" ")[2]
    named = {
        ONE_OF_EACH: QCoreApplication.translate("suggestions", "One of each"),
        ALSO_WANTED: QCoreApplication.translate("suggestions", "You may also want"),
    }
    return named.get(key, "")
