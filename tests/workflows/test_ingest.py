"""Files become searchable items: counted, resumed, stopped, and never lost."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from orrery.domain.arrays import Vectors
from orrery.domain.item import OutcomeKind
from orrery.encoding.encoder import Encoder
from orrery.errors import JobCancelled, LibraryBusy, NoSuchPath, UnusableVector
from orrery.workflows.engine import Engine
from orrery.workflows.failures import list_failures, retry
from orrery.workflows.ingest import ingest
from orrery.workflows.job import JobContext, Progress
from packs import COLOURS, write_picture, write_text


def embedded(engine: Engine) -> int:
    with engine.library() as library:
        return library.counts(engine.space).embedded


def test_every_kind_is_taken_in(engine: Engine, things: Path) -> None:
    report = ingest(engine, [things])
    assert (report.added, report.failed, report.skipped) == (9, 0, 0)
    assert embedded(engine) == 9


def test_a_file_is_told_by_name_as_it_is_done(engine: Engine, things: Path) -> None:
    told: list[Progress] = []
    ingest(engine, [things], JobContext(on_progress=told.append))
    assert [progress.done for progress in told] == list(range(1, 10))
    assert {Path(progress.what).name for progress in told} == {path.name for path in things.iterdir()}
    assert all(progress.total == 9 for progress in told)


def test_batches_stored_before_a_stop_stay_stored(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    for number in range(60):
        write_picture(folder / f"{number:02}.png", (number * 4, 9, 200 - number))
    job = JobContext(on_partial=lambda _: job.stop())
    with pytest.raises(JobCancelled):
        ingest(engine, [folder], job)
    stored = embedded(engine)
    assert 0 < stored < 60
    report = ingest(engine, [folder])
    assert (report.added, report.unchanged) == (60 - stored, stored)


def test_a_second_writer_is_told_who_is_writing(engine: Engine, things: Path) -> None:
    with engine.library(write=True), pytest.raises(LibraryBusy, match=str(os.getpid())):
        ingest(engine, [things])


def test_a_missing_place_stops_everything_before_it_begins(engine: Engine, things: Path) -> None:
    with pytest.raises(NoSuchPath):
        ingest(engine, [things, things / "not here"])
    assert embedded(engine) == 0


def test_a_copy_costs_no_second_vector(engine: Engine, things: Path) -> None:
    shutil.copytree(things, things / "copies")
    report = ingest(engine, [things])
    assert report.added == 18
    with engine.library() as library:
        assert library.vectors.count(engine.space) == 9


def test_a_copy_of_what_the_model_is_working_on_costs_no_second_vector(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    for number in range(34):  # two batches and two files, the copies of a batch right behind it
        write_picture(folder / f"{number:02}.png", (number % 17 * 9, 9, 200))
    report = ingest(engine, [folder])
    assert (report.added, report.failed) == (34, 0)
    with engine.library() as library:
        assert library.vectors.count(engine.space) == 17


def test_a_moved_folder_keeps_its_items(engine: Engine, things: Path) -> None:
    write_picture(things / "old" / "white.png", COLOURS["white"])
    write_picture(things / "old" / "black.png", COLOURS["black"])
    ingest(engine, [things])
    with engine.library() as library:
        before = {item.name: item.id for item in library.items.all()}
    (things / "old").rename(things / "new")
    report = ingest(engine, [things])
    assert (report.moved, report.added, report.vanished, report.unchanged) == (2, 0, 0, 9)
    with engine.library() as library:
        assert {item.name: item.id for item in library.items.all()} == before


def test_two_copies_of_which_one_moved_are_told_apart(engine: Engine, things: Path) -> None:
    shutil.copy(things / "red.png", things / "red too.png")
    ingest(engine, [things])
    (things / "red.png").rename(things / "crimson.png")
    report = ingest(engine, [things])
    assert (report.moved, report.added, report.vanished, report.unchanged) == (1, 0, 0, 9)


def test_a_changed_file_leaves_its_old_vector_behind(engine: Engine, things: Path) -> None:
    ingest(engine, [things])
    write_text(things / "sea.txt", "Green grass, middle of the day.")
    report = ingest(engine, [things])
    assert report.updated == 1
    with engine.library() as library:
        assert library.vectors.count(engine.space) == 9
        assert library.check() == []


def test_a_changed_file_that_broke_is_no_longer_found(engine: Engine, things: Path) -> None:
    ingest(engine, [things])
    (things / "red.png").write_bytes(b"\x89PNG\r\n\x1a\n cut short")
    report = ingest(engine, [things])
    assert (report.failed, report.unchanged) == (1, 8)
    assert embedded(engine) == 8


def test_what_lies_in_a_folder_that_cannot_be_read_is_not_called_vanished(engine: Engine, things: Path) -> None:
    ingest(engine, [things])
    away = things.with_name("away")
    things.rename(away)
    things.symlink_to(things.with_name("nowhere"))  # the folder is a dangling link now
    report = ingest(engine, [things])
    assert (report.vanished, report.failed) == (0, 1)


def test_several_spaces_live_side_by_side(engine: Engine, things: Path, tmp_path: Path) -> None:
    from orrery.encoding.calibration import load_calibration
    from orrery.encoding.encoder import Encoder
    from orrery.encoding.pack import load_pack
    from packs import make_pack

    ingest(engine, [things])
    make_pack(tmp_path / "other", dim=10, id="other")
    encoder = Encoder(load_pack(tmp_path / "other"), threads=1)
    calibration = load_calibration(encoder.pack)
    other = Engine(engine.library_path, encoder, calibration, engine.previews, engine.settings)
    assert ingest(other, [things]).updated == 9
    assert ingest(engine, [things]).unchanged == 9
    assert (embedded(engine), embedded(other)) == (9, 9)


def test_a_text_without_words_fails_with_a_sentence(engine: Engine, tmp_path: Path) -> None:
    write_text(tmp_path / "blank.txt", " \n\t\n ")
    report = ingest(engine, [tmp_path / "blank.txt"])
    assert report.failed == 1
    assert report.problems[0].reason == "The file is empty."


def test_failed_files_are_tried_again_only_when_asked(engine: Engine, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n cut short")
    ingest(engine, [broken])
    (failure,) = list_failures(engine)
    assert failure.outcome is OutcomeKind.FAILED
    assert ingest(engine, [broken]).failed == 1
    assert list_failures(engine)[0].when == failure.when
    assert retry(engine).failed == 1
    assert list_failures(engine)[0].when > failure.when


def test_a_paused_job_waits_and_goes_on(engine: Engine, things: Path) -> None:
    import threading

    job = JobContext()
    job.pause()
    reports = []
    worker = threading.Thread(target=lambda: reports.append(ingest(engine, [things], job)))
    worker.start()
    worker.join(1.0)
    assert worker.is_alive()
    job.resume()
    worker.join(60)
    assert reports[0].added == 9


def test_previews_are_made_on_the_way_and_shared_by_copies(engine: Engine, things: Path) -> None:
    shutil.copy(things / "red.png", things / "red too.png")
    ingest(engine, [things])
    previews = [path for path in engine.previews.folder.rglob("*") if path.is_file()]
    assert len(previews) == 4 + 3


@pytest.mark.parametrize("count", [0, 1])
def test_hardly_anything_to_take_in(make_engine: Callable[[str], Engine], tmp_path: Path, count: int) -> None:
    folder = tmp_path / "few"
    folder.mkdir()
    if count:
        write_picture(folder / "red.png", COLOURS["red"])
    assert ingest(make_engine("few.orrery"), [folder]).added == count


class Choosy(Encoder):
    """Finds nothing to go by in a black picture."""

    def encode_images(self, pixels: np.ndarray) -> tuple[Vectors, Vectors | None]:
        black = tuple(int(row) for row in np.flatnonzero(pixels.reshape(len(pixels), -1).max(axis=1) < 10))
        if black:
            raise UnusableVector(pack=self.pack.name, what="a picture", rows=black)
        return super().encode_images(pixels)


def test_a_picture_without_a_vector_costs_only_itself(engine: Engine, things: Path) -> None:
    write_picture(things / "black.png", COLOURS["black"])
    choosy = replace(engine, encoder=Choosy(engine.encoder.pack, threads=1))
    report = ingest(choosy, [things])
    assert (report.added, report.failed) == (9, 1)
    assert report.problems[0].reason == "The picture is damaged or cut short: the model finds nothing in it to go by."
