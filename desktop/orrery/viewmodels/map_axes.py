"""A map whose directions the user names: what stands in the place of the map by likeness, and stays up to date."""

from PySide6.QtCore import QObject, Signal

from orrery.viewmodels.explorer import Explorer
from orrery.workflows.axes import Axis, chart_axes
from orrery.workflows.chart import MapPicture

Ends = tuple[str, str, str, str]
"""Words for what lies left, right, at the bottom and at the top; left and bottom may be empty."""


class MapAxes(QObject):
    """Places all items between things that are named; not stored, so it is worked out anew when the library differs.

    Signals:
        changed(): there is another picture, or none any more.
    """

    changed = Signal()

    def __init__(self, explorer: Explorer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._words: Ends | None = None
        self._picture: MapPicture | None = None
        self._is_placing = False
        explorer.map_changed.connect(self._place_again)

    @property
    def words(self) -> Ends | None:
        """What was named; None while the map is the one by likeness."""
        return self._words

    @property
    def picture(self) -> MapPicture | None:
        """The map between the words; None before it is there, and without words."""
        return self._picture

    @property
    def is_settled(self) -> bool:
        """Whether nothing is placed any more."""
        return not self._is_placing

    def place(self, words: Ends) -> bool:
        """Place all items between words; False, and a sentence for the user, where too few are named."""
        left, right, bottom, top = (word.strip() for word in words)
        if not (right and top):
            self._explorer.tell(
                self.tr("Name what lies at the right and at the top; the other two ends may stay empty.")
            )
            return False
        self._words = (left, right, bottom, top)
        self._work_out()
        return True

    def drop(self) -> None:
        """Show the map by likeness again."""
        had = self._words is not None
        self._words = self._picture = None
        self._is_placing = False
        self._explorer.runner.forget("axes")
        if had:
            self.changed.emit()

    def _place_again(self, picture: MapPicture | None) -> None:
        if self._words is not None and picture is not None and picture.is_final:
            self._work_out()

    def _work_out(self) -> None:
        engine, words = self._explorer.engine, self._words
        assert words is not None
        across, up = Axis(words[0], words[1]), Axis(words[2], words[3])
        self._is_placing = True
        self._explorer.study("axes", lambda check: chart_axes(engine, across, up, check), self._keep)

    def _keep(self, picture: MapPicture) -> None:
        self._is_placing = False
        if self._words is not None and picture.axes == self._words:
            self._picture = picture
            self.changed.emit()
