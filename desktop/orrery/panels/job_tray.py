"""The job tray: a small window above the status line with every job, its bar, and what can be done about it."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from orrery.panels.looks import ElidedLabel, fill, icon_button, label
from orrery.panels.theme import Theme
from orrery.viewmodels.job_list import JobList, JobRow, Stage

WIDTH, MOST_HEIGHT = 460, 420
_STEPS = 1000
_SIGNS = {
    Stage.WAITING: ("pause", "faint"),
    Stage.RUNNING: ("play", "accent"),
    Stage.PAUSED: ("pause", "warning"),
    Stage.DONE: ("dot", "good"),
    Stage.FAILED: ("error", "negative"),
    Stage.STOPPED: ("close", "faint"),
}


class JobTray(QFrame):
    """Lists the jobs; it closes with Esc or a click beside it.

    Signals:
        failures_wanted(): list the files that were not added.
    """

    failures_wanted = Signal()

    def __init__(self, jobs: JobList, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("job_tray")
        self.setAccessibleName(self.tr("Jobs"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._jobs = jobs
        self._theme = theme
        self._views: list[JobView] = []
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        fill(self._list, gap=2)
        scroll = QScrollArea()
        scroll.setWidget(self._inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = label(self.tr("Nothing is running."), "quiet")
        files = QPushButton(self.tr("Files that were not added…"))
        files.clicked.connect(self._list_files)
        self._clear = QPushButton(self.tr("Clear the list"))
        self._clear.clicked.connect(jobs.clear)
        foot = QWidget()
        fill(QHBoxLayout(foot), files, None, self._clear)
        head = label(self.tr("Jobs"), "head")
        fill(QVBoxLayout(self), head, self._empty, scroll, foot, margins=(14, 12, 14, 12), gap=8)
        jobs.changed.connect(self._show)
        self._show()

    def open_above(self, foot: QWidget) -> None:
        """Stand on top of the status line, at its left."""
        self.resize(WIDTH, MOST_HEIGHT)
        self.ensurePolished()
        frame = 110  # head, foot and margins
        self.resize(WIDTH, min(MOST_HEIGHT, frame + self._inside.heightForWidth(WIDTH - 40) if self._views else frame))
        self.move(foot.mapToGlobal(QPoint(10, -self.height() - 6)))
        self.show()

    @property
    def views(self) -> tuple["JobView", ...]:
        """What is shown, in order."""
        return tuple(self._views)

    def _list_files(self) -> None:
        self.close()
        self.failures_wanted.emit()

    def _show(self) -> None:
        rows = self._jobs.rows
        if [view.row.id for view in self._views] != [row.id for row in rows]:
            for view in self._views:
                self._list.removeWidget(view)
                view.deleteLater()
            while self._list.count():
                self._list.takeAt(0)
            self._views = [JobView(row, self._jobs, self._theme) for row in rows]
            for view in self._views:
                self._list.addWidget(view)
            self._list.addStretch(1)
        for view, row in zip(self._views, rows, strict=True):
            view.show_row(row)
        self._empty.setVisible(not rows)
        self._clear.setEnabled(any(row.is_over for row in rows))


class JobView(QFrame):
    """One job: what it does, how far it is, and its buttons."""

    def __init__(self, row: JobRow, jobs: JobList, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "raised")
        self.row = row
        self._theme = theme
        self._sign = QLabel()
        self._sign.setFixedWidth(16)
        self._name = ElidedLabel("", "strong")
        self._name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._figures = label("", "quiet")
        self._figures.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.pause = icon_button(theme, "pause", self.tr("Pause"), lambda: jobs.toggle_pause(row.id))
        self.stop = icon_button(theme, "close", self.tr("Stop; what is stored stays"), lambda: jobs.stop(row.id))
        self.retry = icon_button(theme, "refresh", self.tr("Do it once more"), lambda: jobs.retry(row.id))
        top = QWidget()
        fill(QHBoxLayout(top), self._sign, self._name, self.pause, self.stop, self.retry, gap=6)
        fill(QVBoxLayout(self), top, self._bar, self._figures, margins=(10, 6, 8, 8), gap=4)

    def show_row(self, row: JobRow) -> None:
        """Show how the job is now."""
        self.row = row
        icon, role = _SIGNS[row.stage]
        self._sign.setPixmap(self._theme.picture(icon, 12, role, self.devicePixelRatioF()))
        self._name.setText(row.name)
        said = " · ".join(part for part in (self._stage_name(row.stage), row.figures) if part)
        self._figures.setText(said)
        self._figures.setToolTip(row.what)
        self.setAccessibleName(f"{row.name}: {said}")
        self._bar.setVisible(row.stage in (Stage.RUNNING, Stage.PAUSED))
        self._bar.setRange(0, 0 if row.share is None and row.stage is Stage.RUNNING else _STEPS)
        self._bar.setValue(round((row.share or 0) * _STEPS))
        self.pause.setVisible(row.stage in (Stage.RUNNING, Stage.PAUSED))
        is_paused = row.stage is Stage.PAUSED
        name = self.tr("Go on") if is_paused else self.tr("Pause")
        self.pause.setIcon(self._theme.icon("play" if is_paused else "pause", "quiet"))
        self.pause.setToolTip(name)
        self.pause.setAccessibleName(name)
        self.stop.setVisible(not row.is_over)
        self.retry.setVisible(row.can_retry)

    def _stage_name(self, stage: Stage) -> str:
        return {
            Stage.WAITING: self.tr("waiting"),
            Stage.RUNNING: "",
            Stage.PAUSED: self.tr("paused"),
            Stage.DONE: self.tr("done"),
            Stage.FAILED: self.tr("failed"),
            Stage.STOPPED: self.tr("stopped"),
        }[stage]
