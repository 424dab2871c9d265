"""The command line against its contract: every sub-command, its fields and its exit codes."""

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from orrery.cli import run
from packs import make_pack

Run = Callable[..., tuple[int, list[dict], str]]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "things"
    folder.mkdir()
    for name, colour in {"red": (250, 10, 10), "green": (10, 250, 10), "blue": (10, 10, 250)}.items():
        Image.new("RGB", (64, 48), colour).save(folder / f"{name}.png")
    time_s = np.arange(8000) / 8000
    soundfile.write(folder / "low.wav", 0.5 * np.sin(2 * np.pi * 150 * time_s), 8000)
    soundfile.write(folder / "high.wav", 0.5 * np.sin(2 * np.pi * 3000 * time_s), 8000)
    (folder / "note.txt").write_text("Everything here is red. Red red red.", "utf-8")
    return folder


@pytest.fixture
def orrery(toy_home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with the toy pack; gives exit code, JSON lines and messages."""

    def call(*arguments: object, json_lines: bool = True) -> tuple[int, list[dict], str]:
        asked = [str(argument) for argument in arguments]
        code = run([*asked, "--pack", "toy", *(["--json"] if json_lines else [])])
        told = capsys.readouterr()
        return code, [json.loads(line) for line in told.out.splitlines()] if json_lines else [], told.err + told.out

    return call


@pytest.fixture
def indexed(orrery: Run, files: Path) -> Path:
    assert orrery("index", files)[0] == 0
    return files


def test_index_counts_every_file_seen(orrery: Run, files: Path) -> None:
    (files / "film.mp4").write_bytes(b"\x00\x00\x00\x18ftypisom" + b"\x00" * 64)
    (files / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    code, lines, told = orrery("index", files)
    assert code == 1
    (report,) = lines
    assert list(report) == ["added", "updated", "unchanged", "moved", "vanished", "failed", "skipped", "seconds"]
    assert (report["added"], report["failed"], report["skipped"]) == (6, 1, 1)
    assert report["seconds"] > 0
    assert "broken.jpg" in told


def test_index_again_changes_nothing(orrery: Run, indexed: Path) -> None:
    code, (report,), _ = orrery("index", indexed)
    assert code == 0
    assert (report["added"], report["unchanged"]) == (0, 6)


def test_an_unchanged_failed_file_fails_again_without_a_new_try(orrery: Run, files: Path) -> None:
    (files / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    orrery("index", files)
    code, (report,), told = orrery("index", files)
    assert (code, report["failed"], report["unchanged"]) == (1, 1, 6)
    assert "broken.jpg" in told


def test_a_moved_file_keeps_its_place(orrery: Run, indexed: Path) -> None:
    (indexed / "deep").mkdir()
    (indexed / "red.png").rename(indexed / "deep" / "crimson.png")
    _, (report,), _ = orrery("index", indexed)
    assert (report["moved"], report["added"], report["vanished"], report["unchanged"]) == (1, 0, 0, 5)


def test_a_vanished_file_is_marked_and_comes_back(orrery: Run, indexed: Path, tmp_path: Path) -> None:
    (indexed / "red.png").rename(tmp_path / "away.png")
    _, (report,), _ = orrery("index", indexed)
    assert (report["vanished"], report["unchanged"]) == (1, 5)
    _, (seen,), _ = orrery("info")
    assert (seen["missing"], seen["items"]["image"]) == (1, 2)
    (tmp_path / "away.png").rename(indexed / "red.png")
    _, (report,), _ = orrery("index", indexed)
    assert (report["unchanged"], report["vanished"]) == (6, 0)
    assert orrery("info")[1][0]["missing"] == 0


def test_a_changed_file_is_updated(orrery: Run, indexed: Path) -> None:
    Image.new("RGB", (64, 48), (250, 250, 250)).save(indexed / "red.png")
    _, (report,), _ = orrery("index", indexed)
    assert (report["updated"], report["unchanged"]) == (1, 5)


def test_a_touched_file_is_unchanged(orrery: Run, indexed: Path) -> None:
    os.utime(indexed / "red.png", (1_000_000_000, 1_000_000_000))
    _, (report,), _ = orrery("index", indexed)
    assert (report["updated"], report["unchanged"]) == (0, 6)


def test_a_copy_is_added(orrery: Run, indexed: Path) -> None:
    shutil.copy(indexed / "red.png", indexed / "red again.png")
    _, (report,), _ = orrery("index", indexed)
    assert (report["added"], report["unchanged"], report["moved"]) == (1, 6, 0)
    assert orrery("info")[1][0]["embedded"] == 7


def test_search_answers_in_the_words_of_the_contract(orrery: Run, indexed: Path) -> None:
    code, (answers,), _ = orrery("search", "red")
    assert code == 0
    assert list(answers) == ["query", "took_ms", "space", "results"]
    assert answers["query"] == "red"
    assert len(answers["results"]) == 6
    best = answers["results"][0]
    assert list(best)[:6] == ["path", "kind", "score", "similarity", "likely", "part"]
    assert Path(best["path"]).name in {"red.png", "note.txt"}
    scores = [hit["score"] for hit in answers["results"]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert all(hit["likely"] == (hit["score"] >= 0.5) for hit in answers["results"])
    note = next(hit for hit in answers["results"] if hit["kind"] == "text")
    text = (indexed / "note.txt").read_text("utf-8")
    assert note["part"]["text"] == text[note["part"]["start"] : note["part"]["end"]]
    assert next(hit for hit in answers["results"] if hit["kind"] == "image")["part"] is None


def test_a_part_of_a_long_sound_is_told_in_seconds(orrery: Run, files: Path) -> None:
    time_s = np.arange(8000 * 3) / 8000
    pitch = np.where(time_s < 2, 150, 3000)
    soundfile.write(files / "long.wav", 0.5 * np.sin(2 * np.pi * pitch * time_s), 8000)
    orrery("index", files)
    _, (answers,), _ = orrery("search", files / "high.wav", "--kind", "sound")
    long = next(hit for hit in answers["results"] if hit["path"].endswith("long.wav"))
    assert long["part"] == {"start_s": 2.0, "end_s": 3.0}


def test_a_file_is_not_among_its_own_answers(orrery: Run, indexed: Path, tmp_path: Path) -> None:
    copy = shutil.copy(indexed / "red.png", tmp_path / "elsewhere.png")
    _, (answers,), _ = orrery("search", copy)
    assert len(answers["results"]) == 5
    assert not any(hit["path"].endswith("red.png") for hit in answers["results"])
    _, (answers,), _ = orrery("search", copy, "--include-self")
    assert answers["results"][0]["path"] == str(indexed / "red.png")


def test_kind_and_limit_narrow_the_answers(orrery: Run, indexed: Path) -> None:
    _, (answers,), _ = orrery("search", "red", "--kind", "image", "--limit", "2")
    assert [hit["kind"] for hit in answers["results"]] == ["image", "image"]
    _, (answers,), _ = orrery("search", "red kind:sound")
    assert {hit["kind"] for hit in answers["results"]} == {"sound"}


def test_a_query_of_negatives_only_is_allowed(orrery: Run, indexed: Path) -> None:
    code, (answers,), _ = orrery("search", "- red", "--kind", "image")
    assert code == 0
    assert answers["results"][-1]["path"].endswith("red.png")


def test_all_words_are_one_query_before_and_behind_options(orrery: Run, indexed: Path) -> None:
    assert orrery("search", "red", "--limit", "1", "-", "the blue sea")[1][0]["query"] == "red - the blue sea"
    assert orrery("search", "-", "crowd", "+", "red")[1][0]["query"] == "- crowd + red"


def test_several_queries_give_one_line_each_and_a_bad_one_does_not_stop_the_rest(
    orrery: Run, indexed: Path, tmp_path: Path
) -> None:
    asked = tmp_path / "asked.txt"
    asked.write_text("red\n\n./does-not-exist.png - red\nblue kind:image\n", "utf-8")
    code, lines, _ = orrery("search", "--queries", asked)
    assert code == 2
    assert [line["query"] for line in lines] == ["red", "./does-not-exist.png - red", "blue kind:image"]
    assert list(lines[1]) == ["query", "error", "results"]
    assert "at ./does-not-exist.png." in lines[1]["error"]
    assert lines[1]["results"] == []
    assert lines[2]["results"][0]["path"].endswith("blue.png")


def test_very_many_queries_are_answered_as_each_alone(orrery: Run, indexed: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked.txt"
    asked.write_text("red\nblue kind:image\n" * 20, "utf-8")
    code, lines, _ = orrery("search", "--queries", asked)
    alone = orrery("search", "red")[1][0], orrery("search", "blue", "kind:image")[1][0]
    assert (code, len(lines)) == (0, 40)
    for line, expected in zip(lines, alone * 20, strict=True):
        assert line["results"] == expected["results"]


def test_nothing_in_the_library_is_not_an_error(orrery: Run) -> None:
    code, (answers,), told = orrery("search", "red")
    assert (code, answers["results"]) == (0, [])
    assert "empty" in told


def test_items_of_another_model_are_not_called_nothing(indexed: Path, toy_home: Path, capsys: Capture) -> None:
    make_pack(toy_home / "packs" / "other", id="other", revision="7")
    assert run(["search", "red", "--pack", "other"]) == 0
    assert "6 items not yet embedded with the model" in capsys.readouterr().err
    assert run(["index", str(indexed), "--pack", "other"]) == 0
    assert run(["search", "red", "--pack", "other", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out.splitlines()[-1])["results"]) == 6


def test_info_counts(orrery: Run, indexed: Path, toy_home: Path) -> None:
    code, (seen,), _ = orrery("info")
    assert code == 0
    assert list(seen) == ["library", "schema", "spaces", "items", "embedded", "failed", "skipped", "missing"]
    assert seen["library"] == str(toy_home / "library.orrery")
    assert seen["items"] == {"image": 3, "sound": 2, "text": 1}
    assert (seen["embedded"], seen["failed"], seen["skipped"], seen["missing"]) == (6, 0, 0, 0)
    assert seen["schema"] >= 1
    assert orrery("search", "red")[1][0]["space"] in seen["spaces"]


def test_map_between_things_that_the_user_names(orrery: Run, indexed: Path) -> None:
    code, (picture,), _ = orrery("map", "--across", "blue", "red", "--up", "", "green")
    assert (code, picture["method"]) == (0, "axes")
    assert set(picture) == {"space", "method", "seed", "points", "clusters"}
    at = {Path(point["path"]).name: (point["x"], point["y"]) for point in picture["points"]}
    assert at["red.png"][0] > at["blue.png"][0]
    assert at["green.png"][1] > at["red.png"][1]
    assert orrery("map")[1][0]["method"] != "axes"  # such a map is not kept


@pytest.mark.parametrize("words", [("--across", "blue", "red"), ("--across", "blue", "", "--up", "a", "b")])
def test_half_a_pair_of_axes_is_wrong_use(orrery: Run, indexed: Path, words: tuple[str, ...]) -> None:
    code, _, told = orrery("map", *words)
    assert code == 2
    assert "--across and --up" in told


def test_map_gives_every_item_a_place(orrery: Run, indexed: Path) -> None:
    code, (picture,), _ = orrery("map")
    assert code == 0
    assert list(picture) == ["space", "method", "seed", "points", "clusters"]
    assert len(picture["points"]) == 6
    assert all(list(point) == ["path", "kind", "x", "y", "cluster"] for point in picture["points"])
    known = {cluster["id"] for cluster in picture["clusters"]} | {-1}
    assert all(point["cluster"] in known for point in picture["points"])
    assert all(list(cluster) == ["id", "name", "count"] for cluster in picture["clusters"])
    assert orrery("map")[1] == [picture]


def test_map_of_an_empty_library_is_empty(orrery: Run) -> None:
    code, (picture,), _ = orrery("map")
    assert (code, picture["points"], picture["clusters"]) == (0, [], [])


def test_failures_are_listed_with_reasons_and_tried_again(orrery: Run, files: Path) -> None:
    (files / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n no picture")
    orrery("index", files)
    code, (failure,), _ = orrery("failures")
    assert code == 0
    assert list(failure) == ["path", "kind", "outcome", "reason", "when"]
    assert failure["outcome"] == "failed"
    assert failure["reason"].endswith(".")
    code, _, _ = orrery("failures", "--retry")
    assert code == 1
    Image.new("RGB", (9, 9), (9, 9, 9)).save(files / "broken.png")
    code, lines, _ = orrery("failures", "--retry")
    assert (code, lines) == (0, [])


def test_forget_takes_a_folder_with_all_below_it(orrery: Run, indexed: Path) -> None:
    shutil.rmtree(indexed)
    code, lines, _ = orrery("forget", indexed)
    assert (code, lines) == (0, [{"forgotten": 6}])
    assert orrery("search", "red")[1][0]["results"] == []


def test_forget_leaves_the_files_alone(orrery: Run, indexed: Path) -> None:
    assert orrery("forget", indexed / "red.png")[1] == [{"forgotten": 1}]
    assert (indexed / "red.png").exists()


def test_check_finds_nothing_wrong(orrery: Run, indexed: Path) -> None:
    assert orrery("check")[:2] == (0, [{"problems": []}])


def test_a_name_that_is_not_utf8_is_told_in_bytes(orrery: Run, indexed: Path) -> None:
    odd = os.fsencode(indexed) + b"/r\xe9d.png"
    shutil.copy(os.fsencode(indexed / "red.png"), odd)
    with Path(os.fsdecode(odd)).open("ab") as more:
        more.write(b"another content")
    orrery("index", indexed)
    _, (answers,), _ = orrery("search", "red", "--kind", "image")
    hit = next(hit for hit in answers["results"] if "path_bytes" in hit)
    assert base64.b64decode(hit["path_bytes"]) == odd


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["index", "/no/such/place"], 2, "no file or folder"),
        (["search"], 2, "empty"),
        (["search", "   "], 2, "empty"),
        (["search", "kind:video red"], 2, "video"),
        (["search", "./no-such-file.png"], 2, "no file"),
        (["search", "red", "--queries", "x.txt"], 2, "not both"),
        (["search", "--queries", "/no/such/file"], 2, "no file"),
        (["forget", "/no/such/place"], 2, "no file or folder"),
        (["shot", "--out", "/no/such/folder/x.png"], 2, "no file or folder"),
        (["info", "--library", "/no/such/library.orrery"], 3, "no such file"),
    ],
)
def test_wrong_use_gets_one_sentence(orrery: Run, arguments: list[str], code: int, word: str) -> None:
    given, lines, told = orrery(*arguments)
    assert (given, lines) == (code, [])
    assert word in told
    assert len(told.strip().splitlines()) == 1
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["search", "--limit", "0", "x"], ["shot", "--out", "x", "--size", "3"]]
)
def test_unknown_options_exit_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(arguments)
    assert stopped.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_an_unknown_pack_is_a_model_problem(toy_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["info", "--pack", "nonsense"]) == 3
    assert "nonsense" in capsys.readouterr().err


def test_a_newer_library_is_refused(orrery: Run, indexed: Path, toy_home: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(toy_home / "library.orrery")
    connection.execute("pragma user_version = 999")
    connection.close()
    code, _, told = orrery("search", "red")
    assert code == 3
    assert "newer" in told


def test_a_file_that_is_no_library_is_refused(orrery: Run, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.orrery"
    rubbish.write_bytes(b"this is not a library" * 100)
    code, _, told = orrery("info", "--library", rubbish)
    assert code == 3
    assert "Traceback" not in told
    assert rubbish.read_bytes() == b"this is not a library" * 100


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(["--help"])
    assert stopped.value.code == 0
    told = capsys.readouterr().out
    for command in ("index", "search", "map", "info", "failures", "forget", "check", "evaluate", "shot", "demo"):
        assert f"\n  {command} " in told


def test_the_words_for_people_say_the_same(orrery: Run, indexed: Path) -> None:
    assert "6 added" not in orrery("index", indexed, json_lines=False)[2]
    assert "red.png" in orrery("search", "red", json_lines=False)[2]
    assert "3 images" in orrery("info", json_lines=False)[2]
    assert "6 points" in orrery("map", json_lines=False)[2]


def test_a_process_of_its_own_prints_nothing_but_json(toy_home: Path, files: Path) -> None:
    environment = os.environ | {"ORRERY_HOME": str(toy_home)}
    for arguments in (["index", str(files)], ["search", "red"]):
        done = subprocess.run(
            [sys.executable, "-m", "orrery", *arguments, "--pack", "toy", "--json"],
            env=environment, capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        (line,) = done.stdout.splitlines()
        assert json.loads(line)
        assert done.stderr == ""
