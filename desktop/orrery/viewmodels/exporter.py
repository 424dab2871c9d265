"""Starts exports and tells how they went."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from orrery.domain.item import Item
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.runner import JobHandle
from orrery.viewmodels.wording import grouped, shown_name
from orrery.workflows.export import CopyReport, TableForm, copy_files, write_table
from orrery.workflows.find import Answer


class Exporter(QObject):
    """Copies and tables of results, each a job that can be watched and stopped."""

    def __init__(self, explorer: Explorer) -> None:
        super().__init__(explorer)
        self._explorer = explorer

    def copy(self, items: Sequence[Item], folder: str) -> JobHandle:
        """Copy the files of some items into a folder."""
        name = self.tr("Copying 1 file") if len(items) == 1 else self.tr("Copying {count} files")
        kept = tuple(items)
        return self._explorer.run_beside(
            name.format(count=grouped(len(items))), lambda job: copy_files(kept, folder, job), self._copied
        )

    def write(self, items: Sequence[Item], file: str, form: TableForm) -> JobHandle:
        """Write some items as a table, with their scores where they are answers."""
        found, engine = self._as_found(items), self._explorer.engine
        name = self.tr("Writing {file}").format(file=Path(file).name)
        return self._explorer.run_beside(
            name, lambda job: write_table(found, file, form, engine, job), lambda count: self._written(count, file)
        )

    # ---- inside

    def _as_found(self, items: Sequence[Item]) -> list[Item | Answer]:
        answers = self._explorer.answers
        known = {hit.item.id: hit for hit in answers.hits} if answers else {}
        return [known.get(item.id, item) for item in items]

    def _copied(self, report: CopyReport) -> None:
        words = (
            self.tr("1 file copied to {folder}.") if report.copied == 1 else self.tr("{n} files copied to {folder}.")
        )
        told = [words.format(n=grouped(report.copied), folder=report.folder)]
        if report.renamed:
            told.append(self.tr("{n} got a number, for the name was taken.").format(n=grouped(report.renamed)))
        if report.failed:
            first = report.failed[0]
            words = self.tr("{n} could not be copied, the first of them {file}: {reason}.")
            told.append(words.format(n=grouped(len(report.failed)), file=shown_name(first.path), reason=first.reason))
        self._explorer.told.emit(" ".join(told))

    def _written(self, count: int, file: str) -> None:
        words = self.tr("1 line written to {file}.") if count == 1 else self.tr("{n} lines written to {file}.")
        self._explorer.told.emit(words.format(n=grouped(count), file=file))


def exporter_of(explorer: Explorer) -> Exporter:
    """The one exporter of a window; whoever asks first makes it."""
    found = explorer.findChild(Exporter)
    return found if isinstance(found, Exporter) else Exporter(explorer)
