"""What can be evaluated: files with labels or captions, gathered into data sets, and which of them are wanted."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from orrery.errors import UsageError
from orrery.workflows.evaluation.report import Failed

NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a data set.

    Attributes:
        path: os.fsencode bytes, absolute.
        label: its class in words, or None.
        captions: what people wrote about it.
        columns: everything its list says of it, lower-case name -> value as text; `label` and `dataset` always.
    """

    path: bytes
    label: str | None = None
    captions: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=lambda: NO_COLUMNS)


@dataclass(frozen=True, slots=True)
class DataSet:
    """Files whose classes compete with one another.

    Attributes:
        name: for headings.
        entries: in the order of their list or their names.
        failed: lines that could not be understood.
    """

    name: str
    entries: tuple[Entry, ...]
    failed: tuple[Failed, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which files are wanted.

    Attributes:
        where: column -> values of which one must be met; several columns must all be met.
        least: only classes with at least this many files in the whole data set, before `where` is looked at; files
            without a label stay.
    """

    where: Mapping[str, frozenset[str]] = field(default_factory=dict)
    least: int = 1

    @classmethod
    def of(cls, conditions: Iterable[str], least: int = 1) -> "Choice":
        """Understand conditions such as "split=dev" and "fold=1,2".

        Raises:
            UsageError: one of them is not COLUMN=VALUE.
        """
        where: dict[str, frozenset[str]] = {}
        for condition in conditions:
            column, sign, values = condition.partition("=")
            wanted = frozenset(same(value) for value in values.split(",") if value.strip())
            if not (sign and column.strip() and wanted):
                raise UsageError(sentence=f"“{condition}” is not a condition such as split=dev or fold=1,2.")
            name = column.strip().lower()
            where[name] = where.get(name, frozenset()) | wanted
        return cls(where, least)

    def narrowed(self, found: Sequence[DataSet]) -> tuple[DataSet, ...]:
        """The data sets with the files that are wanted; those with none left are gone.

        Raises:
            UsageError: a column is unknown to all data sets, or nothing is left.
        """
        self._require_columns(found)
        kept = [replace(data, entries=tuple(self._of(data))) for data in found]
        left = tuple(data for data in kept if data.entries)
        if not left and any(data.entries for data in found):
            raise UsageError(sentence=f"No file is left with {self._told()}. {_values_told(found, self.where)}".strip())
        return left

    def _of(self, data: DataSet) -> Iterable[Entry]:
        sizes = Counter(same(entry.label) for entry in data.entries if entry.label is not None)
        for entry in data.entries:
            if entry.label is not None and sizes[same(entry.label)] < self.least:
                continue
            if all(same(entry.columns.get(column, "")) in values for column, values in self.where.items()):
                yield entry

    def _require_columns(self, found: Sequence[DataSet]) -> None:
        known = {column for data in found for entry in data.entries for column in entry.columns}
        for column in self.where:
            if known and column not in known:
                raise UsageError(sentence=f"There is no column “{column}”; there are {', '.join(sorted(known))}.")

    def _told(self) -> str:
        told = [f"{column}={','.join(sorted(values))}" for column, values in self.where.items()]
        return " and ".join(told + ([f"{self.least} files of its class"] if self.least > 1 else []))


def same(text: str) -> str:
    """Two names are the same if this is: "Dog-bark", "dog bark" and "dog_bark" are."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split()) or text.strip().casefold()


def words(name: str) -> str:
    """The class that a folder or file is named for, in words.

    The numbers that data sets put in front are dropped: a WordNet synset as in "n01440764_tench", a running number as
    in "001.ape"; `_` and `-` become spaces.
    """
    bare = re.sub(r"^n\d{8}[\s_.-]+", "", name)
    bare = re.sub(r"^(\d+[._]|\d{2,}[\s-])\s*(?=\S)", "", bare)
    spaced = " ".join(re.sub(r"[_-]+", " ", bare).split())
    return spaced or name


def _values_told(found: Sequence[DataSet], where: Mapping[str, frozenset[str]]) -> str:
    told = []
    for column in where:
        values = sorted({entry.columns[column] for data in found for entry in data.entries if column in entry.columns})
        more = ", …" if len(values) > 8 else ""
        told.append(f"{column} is {', '.join(values[:8])}{more}")
    return f"In the data {'; '.join(told)}." if told else ""
