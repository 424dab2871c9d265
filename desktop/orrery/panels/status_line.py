"""The line at the foot of the window: the running job at the left, what the library holds at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from orrery.panels.job_tray import JobTray
from orrery.panels.looks import fill, icon_button, label, retint
from orrery.panels.theme import Theme
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.job_line import JobLine
from orrery.viewmodels.job_list import JobList
from orrery.viewmodels.wording import grouped
from orrery.workflows.overview import Overview

HEIGHT = 28
NAME_WIDTH = 330
_STEPS = 1000


class StatusLine(QWidget):
    """Shows the oldest running job with pause and stop, and the counts.

    Signals:
        failures_wanted(): show which files failed, and why.
    """

    failures_wanted = Signal()

    def __init__(self, explorer: Explorer, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("status_line")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._theme = theme
        self._explorer = explorer
        self.job = JobLine(explorer.runner, self)
        self.jobs = JobList(explorer.runner, self)
        self._name = QPushButton()
        self._name.setProperty("look", "link")
        self._name.setToolTip(self.tr("Show all jobs"))
        self._name.clicked.connect(lambda: self.open_tray())  # noqa: PLW0108 - leaves out `checked`
        self._name.setMaximumWidth(NAME_WIDTH)
        self._trouble = QPushButton()
        self._trouble.setProperty("look", "link")
        self._trouble.clicked.connect(lambda: self.open_tray())  # noqa: PLW0108
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(220)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._figures = label("", "quiet")
        self._pause = icon_button(theme, "pause", self.tr("Pause"), self.job.toggle_pause)
        self._stop = icon_button(theme, "close", self.tr("Stop; what is stored stays"), self.job.stop)
        self._counts = label("", "quiet")
        self._failed = QPushButton()
        self._failed.setProperty("look", "link")
        self._failed.setToolTip(self.tr("Show which files failed, and why"))
        self._failed.clicked.connect(lambda: self.failures_wanted.emit())  # noqa: PLW0108 - leaves out `checked`
        held = QWidget()
        fill(QHBoxLayout(held), self._counts, self._failed, gap=0)
        job_parts = (self._name, self._bar, self._figures, self._pause, self._stop)
        fill(QHBoxLayout(self), *job_parts, self._trouble, None, held, margins=(14, 0, 14, 0), gap=10)
        self.job.changed.connect(self._show_job)
        self.jobs.changed.connect(self._show_trouble)
        self._show_trouble()
        explorer.overview_changed.connect(self._show_counts)
        self._failed.hide()
        self._show_job()

    def use_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        retint(self, theme)

    def open_tray(self) -> JobTray:
        """Show every job above this line."""
        tray = JobTray(self.jobs, self._theme, self)
        tray.failures_wanted.connect(self.failures_wanted)
        tray.open_above(self)
        return tray

    def _show_trouble(self) -> None:
        failed = self.jobs.failed
        words = self.tr("1 job failed") if failed == 1 else self.tr("{count} jobs failed").format(count=failed)
        self._trouble.setText(words)
        self._trouble.setVisible(failed > 0 and not self.job.is_running)

    def _show_job(self) -> None:
        job = self.job
        for part in (self._name, self._bar, self._figures, self._pause, self._stop):
            part.setVisible(job.is_running)
        if not job.is_running:
            self._show_trouble()
            return
        self._show_trouble()
        more = self.tr(" (+{count} waiting)").format(count=job.waiting) if job.waiting else ""
        wide = QFontMetrics(self._name.font())
        shown = wide.elidedText(job.name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH - wide.horizontalAdvance(more) - 20)
        self._name.setText((shown + more).replace("&", "&&"))
        self._name.setAccessibleName(job.name + more)
        self._figures.setText(
            self.tr("{figures} · paused").format(figures=job.figures) if job.is_paused else job.figures
        )
        self._figures.setToolTip(job.what)
        self._bar.setRange(0, 0 if job.share is None and not job.is_paused else _STEPS)
        self._bar.setValue(round((job.share or 0) * _STEPS))
        name = self.tr("Go on") if job.is_paused else self.tr("Pause")
        self._pause.setProperty("icon_name", "play" if job.is_paused else "pause")
        self._pause.setToolTip(name)
        self._pause.setAccessibleName(name)
        retint(self, self._theme)

    def _show_counts(self, overview: Overview) -> None:
        parts = [
            (self.tr("1 item") if overview.total == 1 else self.tr("{count} items")).format(
                count=grouped(overview.total)
            ),
            self.tr("{count} embedded").format(count=grouped(overview.embedded)),
        ]
        if overview.missing:
            parts.append(self.tr("{count} missing").format(count=grouped(overview.missing)))
        self._counts.setText(" · ".join(parts) + (" ·" if overview.failed else ""))
        self._failed.setText(self.tr("{count} failed").format(count=grouped(overview.failed)))
        self._failed.setVisible(overview.failed > 0)
