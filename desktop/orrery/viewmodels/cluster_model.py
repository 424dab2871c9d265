"""The cluster that is picked as a whole: what it is, and the name that the user gives it."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from orrery.domain.modality import Kind
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import ItemBook, desk_of
from orrery.viewmodels.wording import grouped
from orrery.workflows.about_cluster import AboutCluster, about_cluster
from orrery.workflows.chart import MapPicture
from orrery.workflows.ground import ClusterInfo
from orrery.workflows.organise import Done, rename_cluster, renamed, same_name


class ClusterModel(QObject):
    """Follows the shared selection: a cluster is picked as long as its items are, and no others.

    Signals:
        changed(): another cluster, none, or more is known of it.
    """

    changed = Signal()

    def __init__(self, explorer: Explorer, book: ItemBook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._book = book
        self._picture = explorer.picture
        self._number: int | None = None
        self._about: AboutCluster | None = None
        self._is_asking = self._wants_example = False
        explorer.selection.changed.connect(self._follow)
        explorer.map_changed.connect(self._look_again)

    # ---- what is shown

    @property
    def info(self) -> ClusterInfo | None:
        """The cluster that is picked; None while none is."""
        picture = self._picture
        return None if picture is None or self._number is None else _known(picture, self._number)

    @property
    def about(self) -> AboutCluster | None:
        """What is known of it; None while that is worked out."""
        return self._about

    @property
    def is_settled(self) -> bool:
        """Whether nothing is worked out any more."""
        return not self._is_asking

    # ---- what the user does

    def show(self, number: int, current: int | None = None) -> None:
        """Pick all items of a cluster of any level, and tell what it is.

        Args:
            number: of the cluster.
            current: the item to look at; the most telling one by default.
        """
        picture = self._picture
        if picture is None or _known(picture, number) is None:
            return
        self._number, self._about, self._wants_example = number, None, current is None
        self._explorer.selection.replace(self._items(picture, number), current)
        self._ask()
        self.changed.emit()

    def look_at(self, item: int) -> None:
        """Look at one of its items; all of them stay picked."""
        self._explorer.selection.replace(self._explorer.selection.items, item)

    def rename(self, number: int, name: str) -> None:
        """Give a cluster a name; an empty one brings back the name that was found."""
        engine, picture = self._explorer.engine, self._picture
        before = _known(picture, number) if picture is not None else None

        def told(done: Done[str]) -> None:
            if done.result and done.patch.rows:
                self._explorer.note_change(of_items=False)  # saved searches follow
                self._ask_anew(before.name if before else "", done.result)
                shown = " ".join(name.split())
                words = self.tr("Renamed to “{name}”.") if shown else self.tr("It has the name again that was found.")
                self._explorer.tell(words.format(name=shown))

        words = self.tr("Renaming a cluster")
        self._explorer.history.carry_out(words, lambda _: rename_cluster(engine, number, name), told)

    def _ask_anew(self, old: str, new: str) -> None:
        """The question in hand goes on to mean the cluster."""
        query = self._explorer.query
        if query is not None and any(same_name(old, known) for known in query.filters.clusters):
            clusters = renamed(query.filters.clusters, old, new)
            self._explorer.ask(replace(query, filters=replace(query.filters, clusters=clusters)))

    def counts_told(self) -> str:
        """How many items of each kind there are."""
        if self._about is None:
            info = self.info
            return self.tr("{count} items").format(count=grouped(info.count)) if info else ""
        words = {
            Kind.IMAGE: self.tr("{count} images"),
            Kind.SOUND: self.tr("{count} sounds"),
            Kind.TEXT: self.tr("{count} texts"),
        }
        counts = self._about.counts
        return " · ".join(words[kind].format(count=grouped(counts[kind])) for kind in Kind if counts[kind])

    # ---- inside

    def _items(self, picture: MapPicture, number: int) -> list[int]:
        info = _known(picture, number)
        return [] if info is None else picture.items[picture.clusters_at(info.level) == number].tolist()

    def _follow(self) -> None:
        picture = self._picture
        if self._number is None or picture is None:
            return
        if set(self._explorer.selection.items) != set(self._items(picture, self._number)):
            self._forget()

    def _look_again(self, picture: MapPicture | None) -> None:
        """The map is another one: the cluster may have another name, or be none any more."""
        self._picture = picture
        if self._number is None:
            return
        if picture is None or _known(picture, self._number) is None:
            self._forget()
            return
        self._follow()
        if self._number is not None:
            self._ask()
            self.changed.emit()

    def _forget(self) -> None:
        self._number = self._about = None
        self._is_asking = False
        self._explorer.runner.forget("cluster")
        self.changed.emit()

    def _ask(self) -> None:
        engine, number = self._explorer.engine, self._number
        assert number is not None
        self._is_asking = True
        self._explorer.study("cluster", lambda check: about_cluster(engine, number, check), self._keep)

    def _keep(self, about: AboutCluster | None) -> None:
        self._is_asking = False
        if about is not None and about.info.id == self._number:
            self._about = about
            self._book.take(about.examples)
            if self._wants_example and about.examples:
                self.look_at(about.examples[0].id)
            self._wants_example = False
            self.changed.emit()


def _known(picture: MapPicture, number: int) -> ClusterInfo | None:
    return picture.tree.get(number) or picture.names.get(number)


def cluster_model_of(explorer: Explorer) -> ClusterModel:
    """The one of a window; whoever asks first makes it."""
    found = explorer.findChild(ClusterModel)
    return found if isinstance(found, ClusterModel) else ClusterModel(explorer, desk_of(explorer).items, explorer)
