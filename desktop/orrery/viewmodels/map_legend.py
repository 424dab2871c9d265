"""What the colours of the map say, and which of them are dimmed away."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QObject, Signal

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.viewmodels.map_colours import (
    NO_SWATCH,
    SHAPES,
    ColourBy,
    Colouring,
    LegendRow,
    Swatches,
    Tags,
    by_cluster,
    by_date,
    by_folder,
    by_kind,
    by_match,
    by_tag,
)
from orrery.viewmodels.map_sheet import MapSheet
from orrery.workflows.find import Answers

_NO_COLOURS = Colouring(np.zeros(0, np.int16), {})


class MapLegend(QObject):
    """Colours of the points, the lines that explain them, and what a click on a line does.

    Signals:
        changed(): other colours, or another line is dimmed.
        tags_wanted(): colours are to say the tag, and the tags are not known.
    """

    changed = Signal()
    tags_wanted = Signal()

    def __init__(self, item_of: Callable[[int], Item | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._item_of = item_of
        self._sheet = MapSheet(None)
        self._answers: Answers | None = None
        self._colour_by = ColourBy.CLUSTER
        self._off: dict[ColourBy, set[int]] = {by: set() for by in ColourBy}
        self._tags: Tags = {}
        self._colouring = _NO_COLOURS
        self._wanted_by: ColourBy | None = None
        self._wanted_off: frozenset[str] = frozenset()

    # ---- what is coloured

    def show_sheet(self, sheet: MapSheet) -> None:
        """Colour the points of another picture."""
        self._sheet = sheet
        self._colour()

    def show_answers(self, answers: Answers | None) -> None:
        """Colour by other answers, where colours say the match; without any they say the cluster again."""
        self._answers = answers
        is_wanted = answers is not None and self._wanted_by is ColourBy.MATCH
        if is_wanted or self._colour_by is ColourBy.MATCH:
            self._wanted_by = None
            self._colour_by = ColourBy.CLUSTER if answers is None else ColourBy.MATCH
            self._colour()

    def learn_items(self) -> None:
        """More items are known: their folders and days too."""
        if self._colour_by in {ColourBy.FOLDER, ColourBy.DATE}:
            self._recolour()

    def learn_tags(self, tags: Tags) -> None:
        """Which items have which tags."""
        self._tags = tags
        if self._colour_by is ColourBy.TAG:
            self._recolour()

    # ---- colours

    @property
    def swatches(self) -> Swatches:
        """(n,) number of each point's colour, NO_SWATCH for none."""
        return self._colouring.swatches

    @property
    def colour_by(self) -> ColourBy:
        """What the colour of a point says."""
        return self._colour_by

    @property
    def colourings(self) -> tuple[ColourBy, ...]:
        """What colours can say now; similarity only while something is asked."""
        return tuple(by for by in ColourBy if by is not ColourBy.MATCH or self._answers is not None)

    def use_colour(self, by: ColourBy) -> None:
        """Colour points by something else."""
        if by is not self._colour_by and by in self.colourings:
            self._colour_by = by
            if by is ColourBy.TAG:
                self.tags_wanted.emit()
            self._recolour()

    def palette_number(self, swatch: int) -> int:
        """Which of the palette's colours a swatch has; tags bring their own."""
        return self._colouring.colours.get(swatch, swatch)

    @property
    def colour_count(self) -> int:
        """How many colours with a meaning there are."""
        return len(self._colouring.names)

    # ---- lines

    def rows(self) -> tuple[LegendRow, ...]:
        """Lines of the legend, largest first, spans of time in their order; the points without a colour last."""
        swatches, names = self._colouring.swatches, self._colouring.names
        counts = np.bincount(swatches + 1) if len(swatches) else np.zeros(1, np.int64)
        off = self.off
        rows = [
            LegendRow(
                key,
                name,
                int(counts[key + 1]) if key + 1 < len(counts) else 0,
                self.palette_number(key),
                key not in off,
            )
            for key, name in names.items()
        ]
        if not self._colour_by.is_ramp:
            rows.sort(key=lambda row: (-row.count, row.key))
        if counts[0] and rows:
            rows.append(LegendRow(NO_SWATCH, self._rest_name(), int(counts[0]), NO_SWATCH, NO_SWATCH not in off))
        return tuple(rows)

    def items_of(self, key: int) -> tuple[int, ...]:
        """Ids of the items that a line of the legend stands for."""
        return tuple(self._sheet.items[self._colouring.swatches == key].tolist())

    # ---- what is dimmed

    @property
    def off(self) -> frozenset[int]:
        """Lines that are dimmed, of the colours in use."""
        return frozenset(self._off[self._colour_by])

    @property
    def clusters_off(self) -> frozenset[int]:
        """Clusters that are dimmed; none while colours say something else."""
        return self.off if self._colour_by is ColourBy.CLUSTER else frozenset()

    def toggle(self, key: int) -> None:
        """Dim one line of the legend, or bring it back."""
        self._off[self._colour_by] ^= {key}
        self.changed.emit()

    def only(self, key: int) -> None:
        """Dim all lines of the legend but one, or bring all back when that is so already."""
        others = {row.key for row in self.rows()} - {key}
        self._off[self._colour_by] = set() if self._off[self._colour_by] == others else others
        self.changed.emit()

    def toggle_kind(self, kind: Kind) -> None:
        """Dim a kind, or bring it back."""
        self._off[ColourBy.KIND] ^= {int(SHAPES[kind])}
        self.changed.emit()

    def is_kind_on(self, kind: Kind) -> bool:
        """Whether the legend leaves a kind undimmed."""
        return int(SHAPES[kind]) not in self._off[ColourBy.KIND]

    @property
    def dims_any(self) -> bool:
        """Whether any line or kind is dimmed."""
        return bool(self._off[self._colour_by] or self._off[ColourBy.KIND])

    def dimmed(self) -> npt.NDArray[np.bool_]:
        """(n,) which points the legend dims, by their colour or their kind."""
        by_colour = np.isin(self.swatches, list(self.off))
        return by_colour | np.isin(self._sheet.shapes, list(self._off[ColourBy.KIND]))

    # ---- the next start

    def remembered(self) -> dict[str, Any]:
        """What colours say, and what is dimmed, by its words: numbers differ from map to map."""
        return {
            "colour": self._colour_by.value,
            "off": [row.name for row in self.rows() if not row.is_on],
            "kinds off": [kind.value for kind in Kind if not self.is_kind_on(kind)],
        }

    def bring_back(self, remembered: Mapping[str, Any]) -> None:
        """Say and dim the same again, as soon as what it is about is known."""
        by, off = remembered.get("colour"), remembered.get("off")
        self._wanted_off = frozenset(map(str, off)) if isinstance(off, list) else frozenset()
        kinds = remembered.get("kinds off")
        self._off[ColourBy.KIND] = {int(SHAPES[kind]) for kind in Kind if isinstance(kinds, list) and kind in kinds}
        if by in set(ColourBy):
            self._wanted_by = ColourBy(by)
            self.use_colour(self._wanted_by)
        self._recolour()

    # ---- inside

    def _dim_wanted(self) -> None:
        known = {**self._colouring.names, NO_SWATCH: self._rest_name()}
        keys = {key for key, name in known.items() if name in self._wanted_off}
        if keys and self._colouring.names:
            self._off[self._colour_by] |= keys
            self._wanted_off = frozenset()

    def _rest_name(self) -> str:
        if self._colour_by is ColourBy.CLUSTER:
            return QCoreApplication.translate("map", "in no cluster")
        if self._colour_by is ColourBy.TAG:
            return QCoreApplication.translate("map", "without a tag")
        return QCoreApplication.translate("map", "other")

    def _recolour(self) -> None:
        self._colour()
        self.changed.emit()

    def _colour(self) -> None:
        """Work out anew which colour each point has."""
        picture, by = self._sheet.picture, self._colour_by
        if picture is None:
            self._colouring = _NO_COLOURS
        elif by is ColourBy.KIND:
            self._colouring = by_kind(self._sheet.shapes)
        elif by is ColourBy.TAG:
            self._colouring = by_tag(picture.items, self._tags)
        elif by is ColourBy.MATCH:
            self._colouring = by_match(len(picture.items), self._answers, self._sheet.row_of)
        elif by is ColourBy.CLUSTER:
            level = self._sheet.coloured_level
            self._colouring = by_cluster(self._sheet.clusters(level), self._sheet.names_at(level))
        else:
            items = [self._item_of(item) for item in picture.items.tolist()]
            self._colouring = by_folder(items) if by is ColourBy.FOLDER else by_date(items)
        if self._wanted_off:
            self._dim_wanted()
