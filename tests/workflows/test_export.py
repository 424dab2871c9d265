import csv
import errno
import io
import json
import os
import stat
from pathlib import Path

import pytest

from orrery.domain.item import Item, Passage, Stretch
from orrery.domain.modality import Kind
from orrery.domain.query import Filters
from orrery.errors import DiskFull, JobCancelled, NotWritable
from orrery.workflows import export
from orrery.workflows.browse import browse
from orrery.workflows.engine import Engine
from orrery.workflows.export import TableForm, copy_files, write_table
from orrery.workflows.find import Answer
from orrery.workflows.job import JobContext, Progress


def item(path: Path | bytes, number: int = 1, kind: Kind = Kind.IMAGE, **facts: object) -> Item:
    return Item(number, os.fsencode(path), kind, number, 3, 0, facts=facts)  # type: ignore[arg-type]


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    made = []
    for folder, words in (("one", b"first"), ("two", b"second"), ("three", b"third")):
        (tmp_path / folder).mkdir()
        made.append(tmp_path / folder / "waves.jpg")
        made[-1].write_bytes(words)
        os.utime(made[-1], (1_600_000_000, 1_600_000_000))
    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_a_name_that_is_taken_gets_a_number_and_nothing_is_written_over(tmp_path: Path, photos: list[Path]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "waves.jpg").write_bytes(b"was here")
    report = copy_files([item(path) for path in photos], out)
    assert contents(out) == {
        "waves (2).jpg": b"first",
        "waves (3).jpg": b"second",
        "waves (4).jpg": b"third",
        "waves.jpg": b"was here",
    }
    assert (report.copied, report.renamed, report.failed) == (3, 3, ())


def test_originals_stay_as_they_are_and_copies_keep_their_times(tmp_path: Path, photos: list[Path]) -> None:
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in photos]
    copy_files([item(path) for path in photos], tmp_path / "new" / "out")
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in photos] == before
    assert (tmp_path / "new/out/waves.jpg").stat().st_mtime == 1_600_000_000


def test_copying_into_the_own_folder_makes_a_second_file(photos: list[Path]) -> None:
    copy_files([item(photos[0])], photos[0].parent)
    assert contents(photos[0].parent) == {"waves (2).jpg": b"first", "waves.jpg": b"first"}


def test_a_file_that_is_gone_costs_that_file_alone(tmp_path: Path, photos: list[Path]) -> None:
    photos[1].unlink()
    report = copy_files([item(path) for path in photos], tmp_path / "out")
    assert report.copied == 2
    (missing,) = report.failed
    assert missing.path == bytes(photos[1])
    assert "no longer there" in missing.reason


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "waves.jpg"
    os.mkfifo(pipe)
    report = copy_files([item(pipe)], tmp_path / "out")
    assert report.copied == 0
    assert contents(tmp_path / "out") == {}


def test_a_name_that_is_not_utf8_is_copied_as_it_is(tmp_path: Path) -> None:
    odd = os.path.join(bytes(tmp_path), b"caf\xe9.jpg")
    with open(odd, "wb") as file:
        file.write(b"x")
    copy_files([item(odd)], tmp_path / "out")
    assert os.listdir(bytes(tmp_path / "out")) == [b"caf\xe9.jpg"]


def test_stopped_in_the_middle_whole_copies_stay_and_the_one_in_hand_goes(
    tmp_path: Path, photos: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_CHUNK", 2)
    job = JobContext()

    def stop_while_the_second_is_copied() -> None:
        if (tmp_path / "out" / "waves (2).jpg").exists():
            raise JobCancelled

    monkeypatch.setattr(JobContext, "check", lambda _: stop_while_the_second_is_copied())
    with pytest.raises(JobCancelled):
        copy_files([item(path) for path in photos], tmp_path / "out", job)
    assert contents(tmp_path / "out") == {"waves.jpg": b"first"}


def test_it_tells_how_far_it_is(tmp_path: Path, photos: list[Path]) -> None:
    told: list[Progress] = []
    copy_files([item(path) for path in photos], tmp_path / "out", JobContext(on_progress=told.append))
    assert [(progress.done, progress.total) for progress in told] == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_full_disk_is_told_and_leaves_no_half_file(
    tmp_path: Path, photos: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = export._free

    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "no room")

    def full(name: bytes, folder: bytes) -> tuple[bytes, io.BytesIO]:
        taken, file = made(name, folder)
        file.close()
        return taken, Full()

    monkeypatch.setattr(export, "_free", full)
    with pytest.raises(DiskFull):
        copy_files([item(photos[0])], tmp_path / "out")
    assert contents(tmp_path / "out") == {}


def test_a_folder_that_is_a_file_is_said(tmp_path: Path, photos: list[Path]) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(NotWritable):
        copy_files([item(photos[0])], tmp_path / "out")


def answers() -> list[Answer]:
    passage = Passage(3, 20, '=cmd|"/c calc"!A1', 2)
    return [
        Answer(item(b"/a/photo, of the sea.jpg", 1, width=40, height=30, taken="2024-08-12T06:14:00"), 0.9, 0.3, None),
        Answer(item(b"/a/gulls.wav", 2, Kind.SOUND, duration_s=5.0), 0.6, 0.2, Stretch(0.0, 5.0)),
        Answer(item("/a/Ärger 猫.txt".encode(), 3, Kind.TEXT, words=4), 0.2, 0.1, passage),
    ]


def test_a_table_has_a_line_for_each_result(tmp_path: Path, engine: Engine) -> None:
    file = tmp_path / "results.csv"
    assert write_table(answers(), file, TableForm.CSV, engine) == 3
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["path"] for row in rows] == ["/a/photo, of the sea.jpg", "/a/gulls.wav", "/a/Ärger 猫.txt"]
    assert [row["likely"] for row in rows] == ["yes", "yes", "no"]
    assert (rows[0]["taken"], rows[0]["width"]) == ("2024-08-12T06:14:00", "40")
    assert (rows[1]["start"], rows[1]["end"]) == ("0.0", "5.0")
    assert rows[2]["page"] == "2"
    assert rows[2]["text"].startswith("'="), "a spreadsheet would run it"


def test_json_has_the_fields_of_the_command_line(tmp_path: Path, engine: Engine) -> None:
    file = tmp_path / "results.json"
    write_table(answers(), file, TableForm.JSON, engine)
    rows = json.loads(file.read_text(encoding="utf-8"))
    assert {"path", "kind", "score", "similarity", "likely", "part"} <= set(rows[0])
    assert [row["part"] for row in rows[:2]] == [None, {"start_s": 0.0, "end_s": 5.0}]
    assert rows[2]["part"]["text"] == '=cmd|"/c calc"!A1', "programs get it as it is"


def test_items_without_a_question_have_no_scores(tmp_path: Path, engine: Engine) -> None:
    file = tmp_path / "results.json"
    write_table([item(b"/caf\xe9.jpg")], file, TableForm.JSON, engine)
    (row,) = json.loads(file.read_text(encoding="utf-8"))
    assert row["score"] is None
    assert row["path_bytes"] == "L2NhZukuanBn"


def test_nothing_found_is_an_empty_table(tmp_path: Path, engine: Engine) -> None:
    file = tmp_path / "results.json"
    assert write_table([], file, TableForm.JSON, engine) == 0
    assert json.loads(file.read_text()) == []


def test_a_table_never_takes_the_place_of_an_original(filled_engine: Engine) -> None:
    text = next(one for one in browse(filled_engine, Filters()) if one.kind is Kind.TEXT)
    before = Path(os.fsdecode(text.path)).read_bytes()
    with pytest.raises(NotWritable):
        write_table([text], os.fsdecode(text.path), TableForm.CSV, filled_engine)
    assert Path(os.fsdecode(text.path)).read_bytes() == before


def test_a_stopped_table_leaves_the_earlier_one_as_it_was(tmp_path: Path, engine: Engine) -> None:
    file = tmp_path / "results.csv"
    file.write_text("earlier")
    job = JobContext()
    job.stop()
    with pytest.raises(JobCancelled):
        write_table(answers(), file, TableForm.CSV, engine, job)
    assert file.read_text() == "earlier"
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, engine: Engine) -> None:
    with pytest.raises(NotWritable):
        write_table(answers(), tmp_path / "no" / "results.csv", TableForm.CSV, engine)


def test_a_copy_can_be_read_by_its_owner(tmp_path: Path, photos: list[Path]) -> None:
    copy_files([item(photos[0])], tmp_path / "out")
    assert (tmp_path / "out/waves.jpg").stat().st_mode & stat.S_IRUSR
