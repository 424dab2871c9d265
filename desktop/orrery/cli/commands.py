"""One function per sub-command; what is slow to import is imported inside the functions that need it."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from orrery import paths
from orrery.cli import output
from orrery.errors import EmptyQuery, LibraryUnreachable, NoSuchPath, OrreryError, UsageError

if TYPE_CHECKING:
    from orrery.domain.query import Query
    from orrery.workflows.engine import Engine
    from orrery.workflows.job import JobContext

Asked = argparse.Namespace
Result = TypeVar("Result")
_MANY = 40
"""From so many questions on, vectors of a large library are packed first. Of a million, on a busy machine, ten
questions took 8 s without codes and 0.9 s with them, and opening the codes 27 s."""
EXIT_DONE, EXIT_FILES, EXIT_USAGE, EXIT_BROKEN = 0, 1, 2, 3


def window(asked: Asked) -> int:
    """`orrery`: the window."""
    from orrery.app import run_window

    return run_window(_library(asked), pack=asked.pack)


def index(asked: Asked) -> int:
    """`orrery index PATH…`: add files and folders, or look at them again."""
    from orrery.workflows.ingest import ingest

    with _engine(asked, make=True) as engine:
        report = _with_progress(asked, lambda job: ingest(engine, [os.fsencode(path) for path in asked.paths], job))
    if not asked.quiet:
        output.tell(output.failures_as_text(report.problems))
    output.answer(asked, output.report_as_dict(report), output.report_as_text(report))
    return EXIT_FILES if report.failed else EXIT_DONE


def search(asked: Asked) -> int:
    """`orrery search QUERY…`: find by words, files or a mix."""
    if asked.queries is None and not asked.query:
        raise EmptyQuery
    if asked.queries is not None and asked.query:
        raise UsageError(sentence="Give either a query or --queries FILE, not both.")
    from orrery.search.grammar import parse, parse_line

    if asked.queries is None:
        return _answer_all(asked, [" ".join(asked.query)], lambda _: parse(asked.query), go_on=False)
    return _answer_all(asked, _lines(asked.queries), parse_line, go_on=True)


def _answer_all(asked: Asked, questions: Sequence[str], read: "Callable[[str], Query]", *, go_on: bool) -> int:
    from orrery.workflows.find import Finder

    worst = EXIT_DONE
    with _engine(asked) as engine:
        finder = Finder(engine)
        if len(questions) >= _MANY:
            finder.prepare()
            finder.pack(lambda: None)
        for text in questions:
            try:
                query = _narrowed(read(text), asked)
                answers = finder.find(query, limit=asked.limit, include_self=asked.include_self)
            except OrreryError as problem:
                if not go_on:
                    raise
                worst = max(worst, problem.exit_code if problem.exit_code == EXIT_BROKEN else EXIT_USAGE)
                output.answer(asked, {"query": text, "error": str(problem), "results": []}, f"{text}\n  {problem}")
            else:
                output.answer(asked, output.answers_as_dict(answers, text), output.answers_as_text(answers, text))
        if finder.is_empty and not asked.quiet:
            output.tell(_why_empty(engine))
    return worst


def _why_empty(engine: "Engine") -> str:
    from orrery.workflows.overview import overview

    waiting = overview(engine).total
    if not waiting:
        return "The library is empty. Add files with “orrery index FOLDER”."
    embedded = f"{output.counted(waiting, 'item')} not yet embedded with the model {engine.encoder.pack.name}"
    return f"The library holds {embedded}: “orrery index” on their folders does that."


def info(asked: Asked) -> int:
    """`orrery info`: what the library holds."""
    from orrery.workflows.overview import overview

    with _engine(asked) as engine:
        seen = overview(engine)
    output.answer(asked, output.overview_as_dict(seen, engine), output.overview_as_text(seen, engine))
    return EXIT_DONE


def chart_map(asked: Asked) -> int:
    """`orrery map [--across LEFT RIGHT --up BOTTOM TOP]`: places of all items, clusters and their names."""
    from orrery.workflows.axes import Axis, chart_axes
    from orrery.workflows.chart import chart

    named = [words for words in (asked.across, asked.up) if words is not None]
    if len(named) == 1 or not all(words[1].strip() for words in named):
        raise UsageError(sentence="Give --across and --up together, each with two things.")
    with _engine(asked) as engine:
        picture = _with_progress(asked, lambda job: chart(engine, job))
        if named:
            across, up = (Axis(*words) for words in named)
            picture = _with_progress(asked, lambda job: chart_axes(engine, across, up, job.check))
        with engine.library() as library:
            items = {item.id: item for item in library.items.all()}
    output.answer(asked, output.map_as_dict(picture, items), output.map_as_text(picture))
    return EXIT_DONE


def failures(asked: Asked) -> int:
    """`orrery failures [--retry]`: what could not be taken in, and why."""
    from orrery.workflows.failures import list_failures, retry

    with _engine(asked) as engine:
        if asked.retry:
            _with_progress(asked, lambda job: retry(engine, job))
        found = list_failures(engine)
    for failure in found:
        output.answer(asked, output.failure_as_dict(failure), output.failures_as_text([failure]))
    if not found and not asked.quiet:
        output.tell("No file failed.")
    return EXIT_FILES if asked.retry and any(failure.outcome == "failed" for failure in found) else EXIT_DONE


def forget(asked: Asked) -> int:
    """`orrery forget PATH…`: remove from the library; the files stay."""
    from orrery.workflows.forget import forget as forget_paths

    with _engine(asked) as engine:
        count = forget_paths(engine, [os.fsencode(path) for path in asked.paths]).result
    if not count:
        _require_existing(asked.paths)
    sentence = f"{output.counted(count, 'item')} forgotten; the files stay where they are."
    output.answer(asked, {"forgotten": count}, sentence)
    return EXIT_DONE


def check(asked: Asked) -> int:
    """`orrery check`: is the library whole, is the model what it says?"""
    from orrery.workflows.check import check as check_all

    with _engine(asked) as engine:
        problems = _with_progress(asked, lambda job: check_all(engine, job))
    sentence = "All is well: the library is whole and the model passes its self-test."
    output.answer(asked, {"problems": list(problems)}, "\n".join(problems) or sentence)
    return EXIT_BROKEN if problems else EXIT_DONE


def evaluate(asked: Asked) -> int:
    """`orrery evaluate --data FOLDER`: how good is the model on files whose labels or captions are known?"""
    from orrery.app import open_engine
    from orrery.cli import evaluation as worded
    from orrery.workflows.evaluation import Choice, Evaluation, find_data
    from orrery.workflows.evaluation import evaluate as evaluate_on

    choice = Choice.of(asked.where, asked.least)
    names = _names(asked.classes) if asked.classes else []
    found = find_data(Path(asked.data))
    sources = choice.narrowed(found)
    if not asked.quiet and "dataset" not in choice.where:  # who names a data set knows that the others are not it
        output.tell(worded.unmet_as_text(found, sources))
    engine = open_engine(_library(asked), pack=asked.pack)

    def tell(found: object) -> None:
        if isinstance(found, Evaluation):
            output.answer(asked, worded.evaluation_as_dict(found), worded.evaluation_as_text(found))
            output.tell("" if asked.quiet else worded.failed_as_text(found.failed))

    report = _with_progress(asked, lambda job: evaluate_on(engine, sources, job, names=names), tell)
    output.tell("" if asked.quiet or asked.json else worded.LEGEND)
    return EXIT_FILES if report.failed else EXIT_DONE


def shot(asked: Asked) -> int:
    """`orrery shot --out FILE.png`: a picture of the whole window, always off screen."""
    from orrery.app import take_picture

    out = Path(asked.out)
    if not out.absolute().parent.is_dir():
        raise NoSuchPath(path=out.absolute().parent)
    take_picture(_library(asked), out, size=asked.size, query=asked.query, theme=asked.theme, pack=asked.pack)
    output.answer(asked, {"picture": str(out.absolute())}, f"The picture of the window is in {out}")
    return EXIT_DONE


def demo(asked: Asked) -> int:
    """`orrery demo`: build the demo library if it is not there, then open the window on it."""
    from orrery.app import open_engine, run_window
    from orrery.workflows.demo import build_demo

    engine = open_engine(paths.demo_library(), pack=asked.pack)
    _with_progress(asked, lambda job: build_demo(engine, job))
    return run_window(paths.demo_library(), pack=asked.pack)


def models(asked: Asked) -> int:
    """`orrery models …`: which models there are, getting them, and changing the one a library uses."""
    from orrery.cli.models import models as do

    return do(asked, lambda work: _with_progress(asked, work))


@contextmanager
def _engine(asked: Asked, *, make: bool = False) -> "Iterator[Engine]":
    from orrery.app import open_engine

    library = _library(asked)
    if not make and asked.library is not None and not library.exists():
        raise LibraryUnreachable(path=library, reason="there is no such file; “orrery index” makes a new library")
    yield open_engine(library, pack=asked.pack)


def _library(asked: Asked) -> Path:
    return Path(asked.library).expanduser().absolute() if asked.library else paths.default_library()


def _with_progress(
    asked: Asked, work: "Callable[[JobContext], Result]", tell: Callable[[object], None] = lambda _: None
) -> Result:
    """Do work with a line that shows how far it is; `tell` prints partial results."""
    from orrery.workflows.job import JobContext

    if asked.quiet or not sys.stderr.isatty():
        return work(JobContext(on_partial=tell))
    line = output.ProgressLine(sys.stderr)

    def tell_above(partial: object) -> None:
        line.clear()
        tell(partial)

    try:
        return work(JobContext(on_progress=line.show, on_partial=tell_above))
    finally:
        line.clear()


def _narrowed(query: "Query", asked: Asked) -> "Query":
    from orrery.domain.modality import Kind

    if not asked.kind:
        return query
    chosen = frozenset(Kind(kind) for kind in asked.kind)
    return replace(query, filters=replace(query.filters, kinds=query.filters.kinds & chosen or chosen))


def _lines(file: str) -> list[str]:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8-sig", errors="surrogateescape")
    except OSError as problem:
        raise NoSuchPath(path=file) from problem
    return [line.strip() for line in text.splitlines() if line.strip()]


def _names(file: str) -> list[str]:
    names = [line.encode("utf-8", "replace").decode("utf-8") for line in _lines(file)]
    if not names:
        raise UsageError(sentence=f"There is no class name in {file}.")
    return names


def _require_existing(given: Sequence[str]) -> None:
    for path in given:
        if not os.path.lexists(path):
            raise NoSuchPath(path=path)
