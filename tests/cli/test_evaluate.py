"""`orrery evaluate` against its contract: fields, words, exit codes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from labelled import write_captioned, write_classes, write_sounds
from orrery.cli import run
from packs import COLOURS, make_pack, write_picture

Run = Callable[..., tuple[int, list[dict], str]]


@pytest.fixture
def judge(toy_home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Evaluate the toy pack; gives exit code, JSON lines and messages."""

    def call(folder: object, *more: object, json_lines: bool = True, pack: str = "toy") -> tuple[int, list[dict], str]:
        asked = ["evaluate", "--data", str(folder), "--pack", pack, *map(str, more)]
        code = run([*asked, *(["--json"] if json_lines else [])])
        told = capsys.readouterr()
        return code, [json.loads(line) for line in told.out.splitlines()] if json_lines else [], told.err + told.out

    return call


def test_one_object_a_data_set_in_the_words_of_the_contract(judge: Run, tmp_path: Path, toy_home: Path) -> None:
    code, (found,), told = judge(write_classes(tmp_path / "colours"))
    assert code == 0
    fields = ["data", "pack", "space", "items", "classes", "measures", "worst", "failed", "notes"]
    assert list(found) == fields
    assert (found["data"], found["pack"], found["classes"], found["failed"]) == ("colours", "Toy", 3, [])
    assert found["items"] == {"image": 12, "sound": 0, "text": 0}
    for measure in found["measures"]:
        assert list(measure) == ["measure", "kind", "value", "low", "high", "chance", "n"]
        assert 0 <= measure["low"] <= measure["value"] <= measure["high"] <= 1
        assert 0 < measure["chance"] <= 1
    assert found["measures"][0] == {
        "measure": "image_zero_shot_top1",
        "kind": "image",
        "value": 1.0,
        "low": 1.0,
        "high": 1.0,
        "chance": 0.333333,
        "n": 12,
    }
    assert list(found["worst"][0]) == ["class", "kind", "top1", "n", "taken_for", "precision@10"]
    assert not (toy_home / "library.orrery").exists()
    assert told == json.dumps(found, ensure_ascii=False) + "\n"


def test_a_folder_of_data_sets_gives_a_line_each(judge: Run, tmp_path: Path) -> None:
    write_sounds(tmp_path)
    write_captioned(tmp_path / "captioned")
    write_classes(tmp_path / "colours", each=1)
    code, lines, _ = judge(tmp_path)
    assert code == 0
    assert [line["data"] for line in lines] == ["tones", "captioned", "colours"]
    names = {measure["measure"] for line in lines for measure in line["measures"]}
    assert {"text_to_image_recall@10", "image_to_text_recall@10", "sound_zero_shot_top1", "sound_knn"} <= names
    assert {"text_to_sound_precision@10", "sound_to_text_precision@10", "image_zero_shot_top5"} <= names


def test_where_and_least_choose_files(judge: Run, tmp_path: Path) -> None:
    folder = write_sounds(tmp_path)
    assert judge(folder, "--where", "split=dev")[1][0]["items"]["sound"] == 6
    assert judge(folder, "--where", "split=dev", "--where", "label=low tone,high tone")[1][0]["items"]["sound"] == 4
    assert judge(folder, "--where", "split=dev", "--least", 3)[1][0]["items"]["sound"] == 6
    code, lines, told = judge(folder, "--least", 4)
    assert (code, lines) == (2, [])
    assert "4 files of its class" in told


def test_data_sets_that_are_not_asked_for_are_named(judge: Run, tmp_path: Path) -> None:
    write_captioned(tmp_path / "captioned")
    write_classes(tmp_path / "colours", each=1)
    code, lines, told = judge(tmp_path, "--where", "split=dev")
    assert (code, len(lines)) == (0, 1)
    assert "Left aside, as none of their files is asked for: colours." in told


def test_more_class_names_come_from_a_file(judge: Run, tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("red\ngreen\n\nyellow\ngrey\n", "utf-8")
    folder = write_classes(tmp_path / "colours", each=1)
    _, (found,), _ = judge(folder, "--classes", tmp_path / "names.txt")
    assert found["measures"][0]["chance"] == 0.2
    (tmp_path / "empty.txt").write_text("\n", "utf-8")
    code, _, told = judge(folder, "--classes", tmp_path / "empty.txt")
    assert (code, "no class name" in told) == (2, True)
    assert judge(folder, "--classes", tmp_path / "nowhere.txt")[0] == 2


def test_a_pack_may_be_named_by_its_folder(judge: Run, tmp_path: Path) -> None:
    folder = write_classes(tmp_path / "colours", each=1)
    make_pack(tmp_path / "elsewhere" / "mine", id="mine", revision="7")
    _, (found,), _ = judge(folder, pack=str(tmp_path / "elsewhere" / "mine"))
    assert found["space"].startswith("mine@7")
    code, lines, told = judge(folder, pack=str(tmp_path / "colours"))
    assert (code, lines) == (3, [])
    assert "no model pack" in told


def test_files_that_fail_are_listed_and_the_exit_code_says_so(judge: Run, tmp_path: Path) -> None:
    folder = write_classes(tmp_path / "colours")
    (folder / "red" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    code, (found,), told = judge(folder)
    assert code == 1
    (failed,) = found["failed"]
    assert list(failed) == ["path", "reason"]
    assert failed["path"].endswith("broken.png")
    assert "One entry is left out:" in told
    assert "broken.png" in told
    assert judge(folder, "--quiet")[2].count("broken.png") == 1


def test_the_table_for_people(judge: Run, tmp_path: Path) -> None:
    write_captioned(tmp_path)
    _, _, told = judge(tmp_path, json_lines=False)
    assert "5 pictures, 10 captions, model Toy" in told
    assert "a caption finds its picture, as the first of 5" in told
    assert "in the first 10 of 5 " not in told  # always right, whatever the model
    assert "what blind guessing would score" in told
    assert max(map(len, told.splitlines())) <= 100


def test_the_table_tells_the_worst_classes(judge: Run, tmp_path: Path) -> None:
    folder = write_classes(tmp_path / "colours", each=2)
    (folder / "red").rename(folder / "sea")
    _, _, told = judge(folder, json_lines=False)
    assert "The classes that are guessed worst" in told
    assert "    0 % of 2     sea" in told
    assert "mostly taken for" in told
    assert max(map(len, told.splitlines())) <= 100


def test_a_class_name_cannot_drive_the_terminal(judge: Run, tmp_path: Path) -> None:
    write_picture(tmp_path / "re\x1b[2Jd" / "1.png", COLOURS["red"])
    write_picture(tmp_path / ("blue " * 20) / "1.png", COLOURS["green"])
    _, _, told = judge(tmp_path, json_lines=False)
    assert "\x1b" not in told
    assert max(map(len, told.splitlines())) <= 100


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda _: None, "Nothing in"),
        (lambda folder: (folder / "manifest.jsonl").write_text("nonsense"), "not a JSON object"),
        (lambda folder: (folder / "manifest.jsonl").write_bytes(b"\xff\xfe\x00"), "not UTF-8"),
        (
            lambda folder: (folder / "manifest.jsonl").write_text('{"image": "../x.jpg", "captions": ["a"]}'),
            "leads out",
        ),
        (lambda folder: (folder / "audio.csv").write_text("name,label\n"), "no column “path”"),
        (lambda folder: write_picture(folder / "red" / "1.png", COLOURS["red"]), "one class, “red”"),
    ],
)
def test_data_that_cannot_be_used_gets_one_sentence(
    judge: Run, tmp_path: Path, make: Callable[[Path], object], word: str
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    make(folder)
    code, lines, told = judge(folder)
    assert (code, lines) == (2, [])
    assert word in told
    assert len(told.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("more", "word"),
    [
        (["--where", "split"], "not a condition"),
        (["--where", "nonsense=1"], "no column “nonsense”"),
    ],
)
def test_wrong_conditions_get_one_sentence(judge: Run, tmp_path: Path, more: list[str], word: str) -> None:
    code, lines, told = judge(write_captioned(tmp_path), *more)
    assert (code, lines) == (2, [])
    assert word in told
    assert len(told.strip().splitlines()) == 1


def test_a_folder_that_is_not_there(judge: Run, tmp_path: Path) -> None:
    assert judge(tmp_path / "nowhere")[0] == 2


def test_the_folder_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(["evaluate"])
    assert stopped.value.code == 2
    assert "--data" in capsys.readouterr().err


def test_help_tells_the_layouts_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(["evaluate", "--help"])
    assert stopped.value.code == 0
    told = capsys.readouterr().out
    for word in ("manifest.jsonl", "audio.csv", "n01440764_tench.jpg", "--where", "--least", "--classes", "examples:"):
        assert word in told


@pytest.mark.skipif(os.name == "nt", reason="signals are another thing there")
def test_an_interruption_is_told_and_leaves_nothing(toy_home: Path, tmp_path: Path) -> None:
    write_classes(tmp_path / "data" / "a few", each=1)
    write_classes(tmp_path / "data" / "many", each=300)
    running = subprocess.Popen(
        [sys.executable, "-m", "orrery", "evaluate", "--data", str(tmp_path / "data"), "--pack", "toy", "--json"],
        env=os.environ | {"ORRERY_HOME": str(toy_home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout
    assert json.loads(running.stdout.readline())["data"] == "a few"  # told while the others are still to come
    running.send_signal(signal.SIGINT)
    out, told = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, "")
    assert told.strip() == "Stopped. Nothing was stored."
    assert not (toy_home / "library.orrery").exists()
