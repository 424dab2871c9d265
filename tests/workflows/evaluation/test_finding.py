"""Every layout of a folder that can be evaluated, and every way in which one can be wrong."""

import json
import os
from pathlib import Path

import pytest

from orrery.errors import BadData, NoSuchPath, NothingLabelled, OrreryError, UsageError
from orrery.workflows.evaluation import Choice, DataSet, find_data
from orrery.workflows.evaluation.sources import same, words


def put(file: Path, text: str = "x") -> Path:
    """A file that is never opened here."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def manifest(folder: Path, *rows: object) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    return put(folder / "manifest.jsonl", "\n".join(lines) + "\n")


def labels(data: DataSet) -> dict[str, str | None]:
    return {os.path.basename(os.fsdecode(entry.path)): entry.label for entry in data.entries}


def reasons(found: tuple[DataSet, ...]) -> list[str]:
    return [failed.reason for data in found for failed in data.failed]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("n01440764_tench", "tench"),
        ("n01484850_great_white_shark", "great white shark"),
        ("dog-bark", "dog bark"),
        ("001.ape", "ape"),
        ("012_sea_lion", "sea lion"),
        ("Black-footed_ferret", "Black footed ferret"),
        ("cat", "cat"),
        ("7", "7"),
        ("3d printer", "3d printer"),
        ("n01440764", "n01440764"),
        ("___", "___"),
    ],
)
def test_names_are_read_as_words(name: str, said: str) -> None:
    assert words(name) == said


def test_spelling_does_not_make_two_classes_of_one() -> None:
    assert same("Dog-bark") == same("dog_bark") == same(" dog  bark ")
    assert same("…") == "…"


def test_sub_folders_are_classes_at_any_depth(tmp_path: Path) -> None:
    put(tmp_path / "pets" / "dog-bark" / "1.jpg")
    put(tmp_path / "pets" / "dog-bark" / "more" / "2.jpg")
    put(tmp_path / "pets" / "001.cat" / "3.wav")
    put(tmp_path / "pets" / "readme.txt")
    (data,) = find_data(tmp_path / "pets")
    assert data.name == "pets"
    assert labels(data) == {"1.jpg": "dog bark", "2.jpg": "dog bark", "3.wav": "cat"}


def test_a_folder_of_such_folders_holds_several_data_sets(tmp_path: Path) -> None:
    for place in ("pets/dog/1.jpg", "pets/cat/1.jpg", "tools/saw/1.wav", "tools/hammer/1.wav"):
        put(tmp_path / place)
    assert [data.name for data in find_data(tmp_path)] == ["pets", "tools"]


def test_files_named_for_their_class(tmp_path: Path) -> None:
    for name in ("n01440764_tench", "n01484850_great_white_shark", "n01440764_tench_2"):
        put(tmp_path / f"{name}.jpg")
    (data,) = find_data(tmp_path)
    assert set(labels(data).values()) == {"tench", "great white shark", "tench 2"}


def test_numbered_files_in_folders_named_for_a_synset(tmp_path: Path) -> None:
    put(tmp_path / "n01440764_tench" / "n01440764_10026.JPEG")
    put(tmp_path / "n01484850_shark" / "n01484850_999.JPEG")
    (data,) = find_data(tmp_path)
    assert labels(data) == {"n01440764_10026.JPEG": "tench", "n01484850_999.JPEG": "shark"}


def test_a_manifest_names_pictures_and_captions(tmp_path: Path) -> None:
    manifest(
        tmp_path,
        {"image": "images/1.jpg", "captions": ["A dog.", "A dog.", " "], "split": "dev"},
        {"image": "images/2.jpg", "captions": "A cat."},
        {"image": "images/1.jpg", "captions": ["A brown dog."]},
        {"image": "images/3.jpg", "label": "sea_lion"},
    )
    put(tmp_path / "images" / "1.jpg")
    put(tmp_path / "images" / "not in the list.jpg")
    (data,) = find_data(tmp_path)
    assert [entry.captions for entry in data.entries] == [("A dog.", "A brown dog."), ("A cat.",), ()]
    assert data.entries[2].label == "sea lion"
    assert data.entries[0].columns["split"] == "dev"
    assert data.failed == ()


def test_a_table_is_parted_by_its_column_dataset(tmp_path: Path) -> None:
    put(tmp_path / "audio.csv", "﻿Path,Label,Dataset\na/1.ogg,dog bark,one\na/2.ogg,rain,two\n\na/3.ogg,cat,one\n")
    put(tmp_path / "a" / "one" / "1.ogg")
    found = find_data(tmp_path)
    assert [(data.name, list(labels(data).values())) for data in found] == [
        ("one", ["dog bark", "cat"]),
        ("two", ["rain"]),
    ]


def test_all_layouts_together(tmp_path: Path) -> None:
    put(tmp_path / "audio.csv", "path,label\naudio/x/1.ogg,dog\naudio/y/2.ogg,cat\n")
    for place in ("audio/x/1.ogg", "audio/y/2.ogg", "audio/y/unlisted.ogg"):
        put(tmp_path / place)
    manifest(tmp_path / "captioned", {"image": "images/1.jpg", "captions": ["A dog."]})
    put(tmp_path / "captioned" / "images" / "1.jpg")
    put(tmp_path / "flat" / "n00000001_dog.jpg")
    put(tmp_path / "flat" / "n00000002_cat.jpg")
    put(tmp_path / "sorted" / "dog" / "1.jpg")
    put(tmp_path / "sorted" / "cat" / "1.jpg")
    found = find_data(tmp_path)
    assert [(data.name, len(data.entries)) for data in found] == [
        (tmp_path.name, 2),
        ("captioned", 1),
        ("flat", 2),
        ("sorted", 2),
    ]


def test_two_data_sets_of_one_name_are_told_apart(tmp_path: Path) -> None:
    put(tmp_path / "audio.csv", "path,label\na/1.ogg,dog\na/2.ogg,cat\n")
    manifest(tmp_path, {"image": "i/1.jpg", "captions": ["A dog."]})
    assert [data.name for data in find_data(tmp_path)] == [tmp_path.name, f"{tmp_path.name} (2)"]


def test_where_and_least_choose(tmp_path: Path) -> None:
    rows = [f"{i}.ogg,{'dog' if i < 6 else 'cat'},{'dev' if i % 2 else 'train'},{i % 5}" for i in range(8)]
    put(tmp_path / "audio.csv", "path,label,split,fold\n" + "\n".join(rows))

    def chosen(*where: str, least: int = 1) -> int:
        return sum(len(data.entries) for data in find_data(tmp_path, Choice.of(where, least)))

    assert chosen() == 8
    assert chosen("split=dev") == 4
    assert chosen("SPLIT = Dev , test", "fold=1,3") == 2
    assert chosen("label=dog") == 6
    assert chosen(least=3) == 6
    assert chosen("split=dev", least=6) == 3  # six dogs before --where, three after


def test_captions_need_no_class_of_some_size(tmp_path: Path) -> None:
    manifest(tmp_path, {"image": "1.jpg", "captions": ["A dog."]})
    assert len(find_data(tmp_path, Choice(least=40))[0].entries) == 1


@pytest.mark.parametrize(
    ("conditions", "least", "told"),
    [
        (["split"], 1, "not a condition"),
        (["=dev"], 1, "not a condition"),
        (["split="], 1, "not a condition"),
        (["splt=dev"], 1, "no column “splt”; there are dataset, label, path, split"),
        (["split=test"], 1, "No file is left with split=test. In the data split is dev, train."),
        ([], 9, "No file is left with 9 files of its class."),
    ],
)
def test_a_choice_that_leaves_nothing_is_told(tmp_path: Path, conditions: list[str], least: int, told: str) -> None:
    put(tmp_path / "audio.csv", "path,label,split\n1.ogg,dog,dev\n2.ogg,cat,train\n")
    with pytest.raises(UsageError) as problem:
        find_data(tmp_path, Choice.of(conditions, least))
    assert told in str(problem.value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not json", "it is not a JSON object"),
        ("[1, 2]", "it is not a JSON object"),
        ("[" * 100_000, "it is not a JSON object"),
        ('{"captions": ["x"]}', "it names no file"),
        ('{"image": 7, "captions": ["x"]}', "it names no file"),
        ('{"image": "../x.jpg", "captions": ["x"]}', "leads out of the folder"),
        ('{"image": "a/../../x.jpg", "captions": ["x"]}', "leads out of the folder"),
        ('{"image": "..\\\\x.jpg", "captions": ["x"]}', "leads out of the folder"),
        ('{"image": "/etc/passwd", "captions": ["x"]}', "leads out of the folder"),
        ('{"image": "C:\\\\x.jpg", "captions": ["x"]}', "leads out of the folder"),
        ('{"image": "a\\u0000b.jpg", "captions": ["x"]}', "cannot be written"),
        ('{"image": "\\ud800.jpg", "captions": ["x"]}', "cannot be written"),
        ('{"image": "x.jpg"}', "neither captions nor a label"),
        ('{"image": "x.jpg", "captions": []}', "neither captions nor a label"),
        ('{"image": "x.jpg", "captions": [1, 2]}', "not a list of sentences"),
        ('{"image": "x.jpg", "captions": {"a": "b"}}', "not a list of sentences"),
        ('{"image": "x.jpg", "label": ["a"]}', "its label is not a word"),
    ],
)
def test_a_wrong_line_is_left_out_with_its_reason(tmp_path: Path, line: str, reason: str) -> None:
    file = manifest(tmp_path, line, {"image": "good.jpg", "captions": ["A dog \ud800."]})
    found = find_data(tmp_path)
    assert [entry.captions for entry in found[0].entries] == [("A dog ?.",)]
    (failed,) = found[0].failed
    assert failed.path == os.fsencode(file)
    assert failed.reason.startswith("Line 1 is left out: ")
    assert reason in failed.reason


def test_one_file_with_two_labels_counts_once(tmp_path: Path) -> None:
    put(tmp_path / "audio.csv", "path,label\n1.ogg,dog\n./1.ogg,cat\n2.ogg,cat\n3.ogg\n")
    found = find_data(tmp_path)
    assert labels(found[0]) == {"1.ogg": "dog", "2.ogg": "cat"}
    assert reasons(found) == [
        "Line 3 is left out: its file was named before, as “dog”.",
        "Line 5 is left out: it has neither captions nor a label.",
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("manifest.jsonl", b"\xff\xfe{", "it is not UTF-8 text"),
        ("manifest.jsonl", b"\n\n", "it names no file"),
        ("manifest.jsonl", b"nonsense\n", "Line 1 is left out: it is not a JSON object"),
        ("audio.csv", b"path;label\nx;y\n", "names no column “path”"),
        ("audio.csv", b"path,name\nx,y\n", "names no column “label”"),
        ("audio.csv", b"", "names no column “path”"),
        ("audio.csv", b"path,label\n", "it names no file"),
        ("audio.csv", b"path,label\nx," + b"y" * 200_000 + b"\n", "line 2 is not comma-separated text"),
        ("audio.csv", b"path,label\n\xe9.ogg,dog\n", "it is not UTF-8 text"),
    ],
)
def test_a_list_that_cannot_be_used_is_told(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadData) as problem:
        find_data(tmp_path)
    assert told in str(problem.value)
    assert name in str(problem.value)


def test_a_folder_without_labels_says_what_it_looks_for(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "loose"):
        put(folder / "holiday.jpg") if folder != tmp_path else None
        with pytest.raises(NothingLabelled) as problem:
            find_data(folder)
        assert "manifest.jsonl" in str(problem.value)
        assert "audio.csv" in str(problem.value)


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoSuchPath):
        find_data(tmp_path / "nowhere")
    with pytest.raises(OrreryError, match="it is a file"):
        find_data(put(tmp_path / "audio.csv", "path,label\n"))


def test_names_that_are_not_utf8_are_found(tmp_path: Path) -> None:
    for name in (b"caf\xe9", b"dog"):
        folder = os.fsencode(tmp_path) + b"/" + name
        os.mkdir(folder)
        Path(os.fsdecode(folder + b"/\xe9.jpg")).write_bytes(b"x")
    (data,) = find_data(tmp_path)
    assert {entry.label for entry in data.entries} == {"caf�", "dog"}
