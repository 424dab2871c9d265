"""What a screen reader takes the map for: a chart, with its name and a summary in words, not a bare area."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from orrery.panels.map_view import MapCanvas

_made: dict[int, QAccessibleInterface] = {}
"""By the identity of their widgets; Qt holds them, and Python must not take them apart while it does."""


class _MapAccess(QAccessibleWidget):
    """A chart; name, description and what is focused are the widget's own."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas, QAccessible.Role.Chart)


def _interface_of(_class_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(thing, MapCanvas):
        return None
    key = id(thing)
    if key not in _made:
        _made[key] = _MapAccess(thing)
        thing.destroyed.connect(lambda: _made.pop(key, None))
    return _made[key]


def tell_what_the_map_is() -> None:
    """Let screen readers know the map of every window; once is enough, more does no harm."""
    QAccessible.installFactory(_interface_of)  # pyright: ignore[reportAttributeAccessIssue]
