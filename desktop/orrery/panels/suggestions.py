"""The actions that lead on from what is picked, for the Query menu and the command palette."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from orrery.panels.actions import Entry, make_action
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.suggesting import suggester_of

translate = QCoreApplication.translate


def suggestions(explorer: Explorer, owner: QWidget) -> list[Entry | QAction]:
    """More and less like what is picked, one of each, what goes with it, and answers that differ."""
    suggester, selection = suggester_of(explorer), explorer.selection
    differ = make_action(
        owner,
        Entry(
            translate("suggestions", "Answers that differ from one another"),
            suggester.switch_variety,
            "Ctrl+Shift+D",
            checked=False,
        ),
    )
    suggester.variety_changed.connect(lambda: differ.setChecked(suggester.wants_variety))
    return [
        Entry(
            translate("suggestions", "More like what is picked"),
            lambda: suggester.more_like(selection.items),
            "Ctrl+Alt+J",
        ),
        Entry(
            translate("suggestions", "Less like what is picked"),
            lambda: suggester.less_like(selection.items),
            "Ctrl+Shift+J",
        ),
        Entry(
            translate("suggestions", "One of each of what is picked, or of all in view"),
            lambda: suggester.one_of_each(selection.items),
            "Ctrl+U",
        ),
        Entry(
            translate("suggestions", "What you may also want beside what is picked"),
            lambda: suggester.also_wanted(selection.items),
            "Ctrl+Shift+U",
        ),
        differ,
    ]
