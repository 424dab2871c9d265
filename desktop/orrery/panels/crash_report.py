"""Shows what went wrong the last time, with a button that copies it; it is never sent anywhere."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from orrery.panels.looks import fill, label, resize_within_screen
from orrery.viewmodels.crash import Report


class CrashReport(QDialog):
    """One or more reports as text."""

    def __init__(self, reports: Sequence[Report], parent: QWidget, *, was_last_time: bool = True) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Crash report"))
        resize_within_screen(self, 760, 460)
        title = self.tr("Orrery ran into a fault last time") if was_last_time else self.tr("The last fault")
        told = label(
            self.tr(
                "This report is kept on this machine only; Orrery never sends it. It may name files of yours. "
                "Copy it to pass it on."
            ),
            "quiet",
        )
        told.setWordWrap(True)
        self._text = QPlainTextEdit("\n\n".join(report.text for report in reports))
        self._text.setReadOnly(True)
        self._text.setProperty("look", "fixed")
        self._text.setAccessibleName(self.tr("Report"))
        self._copy = QPushButton(self.tr("Copy"))
        self._copy.setProperty("look", "primary")
        self._copy.clicked.connect(self.copy)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        buttons = QWidget()
        where = label(str(reports[0].file.parent) if reports else "", "faint")
        fill(QHBoxLayout(buttons), where, None, close, self._copy)
        fill(QVBoxLayout(self), label(title, "strong"), told, self._text, buttons, margins=(16, 14, 16, 14), gap=10)
        self._copy.setFocus()

    def copy(self) -> None:
        """Put the whole text on the clipboard."""
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._copy.setText(self.tr("Copied"))
