"""Asks where an export is to go, and starts it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from orrery.domain.item import Item
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.exporter import exporter_of
from orrery.viewmodels.wording import grouped, translate
from orrery.workflows.export import TableForm


def fill_exports(menu: QMenu, items: Sequence[Item], explorer: Explorer, parent: QWidget) -> QMenu:
    """Add the ways to export some items to a menu, in a menu of their own."""
    inside = menu.addMenu(translate("exporting", "Export"))
    for words, deed in export_entries(items, explorer, parent):
        inside.addAction(words, deed)
    return inside


def export_entries(
    items: Sequence[Item], explorer: Explorer, parent: QWidget
) -> list[tuple[str, Callable[[], object]]]:
    """The ways to export some items: words and what they do."""
    copy = translate("exporting", "Copy 1 file to a folder…")
    if len(items) != 1:
        copy = translate("exporting", "Copy {count} files to a folder…").format(count=grouped(len(items)))
    return [
        (copy, lambda: ask_copy(items, explorer, parent)),
        (translate("exporting", "As a table (CSV)…"), lambda: ask_table(items, TableForm.CSV, explorer, parent)),
        (translate("exporting", "As JSON…"), lambda: ask_table(items, TableForm.JSON, explorer, parent)),
    ]


def ask_copy(items: Sequence[Item], explorer: Explorer, parent: QWidget) -> None:
    """Ask for a folder and copy the files there."""
    if not items:
        explorer.tell(translate("exporting", "There is nothing to export."))
        return
    dialog = _dialog(parent, translate("exporting", "Copy to this folder"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda folder: exporter_of(explorer).copy(items, folder))
    dialog.open()


def ask_table(items: Sequence[Item], form: TableForm, explorer: Explorer, parent: QWidget) -> None:
    """Ask for a file name and write the table; a file that is there is replaced only after a yes."""
    if not items:
        explorer.tell(translate("exporting", "There is nothing to export."))
        return
    dialog = _dialog(parent, translate("exporting", "Write the results to"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(form.value)
    names = {
        TableForm.CSV: translate("exporting", "Table (*.csv)"),
        TableForm.JSON: translate("exporting", "JSON (*.json)"),
    }
    dialog.setNameFilter(names[form])
    dialog.selectFile(translate("exporting", "results") + f".{form.value}")
    dialog.fileSelected.connect(lambda file: exporter_of(explorer).write(items, file, form))
    dialog.open()


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
