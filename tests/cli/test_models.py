"""`orrery models …` against its contract: fields, exit codes, sentences."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub import Hub, running_hub, status
from models_offered import offer
from orrery import paths
from orrery.cli import run
from orrery.encoding import download, pace
from orrery.workflows import packs_words
from packs import COLOURS, make_pack, write_picture

Call = Callable[..., tuple[int, list[dict], str]]


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setattr(download, "PAUSES_S", (0.01,))
    monkeypatch.setattr(packs_words, "MOST_PHRASES", 40)
    monkeypatch.setattr(pace, "LEAST_S", 0.0)
    monkeypatch.setattr(pace, "BUDGET_S", 0.0)
    monkeypatch.setattr(paths, "catalogue", lambda: tmp_path / "offer" / "catalogue.toml")
    for name in ("HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_XET", "HF_HUB_DISABLE_UPDATE_CHECK"):
        monkeypatch.setenv(name, "1")
    with running_hub() as made:
        monkeypatch.setenv("HF_ENDPOINT", made.url)
        offer(tmp_path / "offer", made)
        yield made


@pytest.fixture
def models(capsys: pytest.CaptureFixture[str]) -> Call:
    def call(*arguments: object) -> tuple[int, list[dict], str]:
        code = run(["models", *(str(argument) for argument in arguments), "--json"])
        told = capsys.readouterr()
        return code, [json.loads(line) for line in told.out.splitlines()], told.err

    return call


def test_list_has_the_fields_of_its_contract(models: Call, hub: Hub) -> None:
    code, (starter, offered), _ = models("list")
    assert code == 0
    assert (starter["id"], starter["state"], starter["default"]) == ("starter", "ready", True)
    common = ["id", "name", "state", "default", "bytes", "problem", "kinds", "languages", "dim", "space", "licence"]
    device = ["device", "device_reason"]
    assert list(starter) == [*common, "source", "scores", *device]
    assert starter["scores"] == "fitted"
    assert starter["device"]
    assert starter["device_reason"].endswith(".")
    own = ["good_at", "memory_mb", "speed", "research_only", "pinned", "checked"]
    assert list(offered) == [*common, "source", *own, *device]
    assert (offered["state"], offered["space"], offered["pinned"]) == ("not here", None, True)


def test_models_alone_lists_them_and_says_what_they_run_on(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models"]) == 0
    told = capsys.readouterr()
    assert "offered   Offered" in told.out
    assert "Colours and tones." in told.out
    assert "CC-BY-NC-4.0" in told.out
    assert "Models run on" in told.err
    assert run(["models", "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_download_verify_default_and_remove(models: Call, hub: Hub) -> None:
    code, (done,), _ = models("download", "offered")
    assert (code, done["id"], done["done"]) == (0, "offered", "downloaded")
    assert done["source"].startswith("somebody/toy@")
    listed = models("list")[1][1]
    assert (listed["space"], listed["scores"]) == (done["space"], "estimated")
    code, (whole,), _ = models("verify", "offered")
    assert (code, whole["id"], whole["whole"], whole["problem"]) == (0, "offered", True, None)
    assert [tower["kind"] for tower in whole["towers"]] == ["image", "sound", "text"]
    for tower in whole["towers"]:
        assert list(tower) == ["kind", "device", "reason", "batch", "per_second", "tried"]
        assert tower["tried"][str(tower["batch"])] == tower["per_second"] > 0
    assert models("default", "offered")[1] == [{"id": "offered", "done": "default"}]
    assert models("default")[1] == [{"id": "offered", "done": "default"}]
    (paths.packs() / "offered" / "image.onnx").write_bytes(b"x")
    code, lines, _ = models("verify")
    assert code == 3
    assert [(line["id"], line["whole"]) for line in lines] == [("starter", True), ("offered", False)]
    assert models("list")[0] == 3
    code, (gone,), _ = models("remove", "offered")
    assert (code, gone["done"]) == (0, "removed")
    assert models("default")[1][0]["id"] == "starter"


def test_add_takes_a_folder(models: Call, tmp_path: Path) -> None:
    code, (done,), _ = models("add", make_pack(tmp_path / "mine", id="mine"))
    assert (code, done["id"], done["done"]) == (0, "mine", "added")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["download", "nosuch"], 3, "no model pack called “nosuch”"),
        (["remove", "nosuch"], 3, "no model pack called “nosuch”"),
        (["verify", "nosuch"], 3, "no model pack called “nosuch”"),
        (["default", "nosuch"], 3, "no model pack called “nosuch”"),
        (["add", "/nowhere"], 3, "cannot be taken in as a model: it is not there"),
        (["remove", "starter"], 3, "ships with Orrery and stays"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    models: Call, hub: Hub, arguments: list[str], code: int, told: str
) -> None:
    found, lines, err = models(*arguments)
    assert (found, lines) == (code, [])
    assert told in err
    assert "Traceback" not in err


def test_wrong_use_is_exit_2(models: Call, hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (["fly"], ["download"], ["download", "--fast", "offered"]):
        with pytest.raises(SystemExit) as caught:
            run(["models", *wrong])
        assert caught.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_licence_for_research_asks_for_a_yes_with_exit_2(models: Call, hub: Hub, tmp_path: Path) -> None:
    offer(tmp_path / "offer", hub, research_only=True)
    code, lines, err = models("download", "offered")
    assert (code, lines) == (2, [])
    assert "--accept-licence" in err
    assert models("download", "offered", "--accept-licence")[0] == 0


def test_a_failed_download_is_exit_3_with_a_way_on(models: Call, hub: Hub) -> None:
    hub.next("", *[status(500)] * 9)
    code, lines, err = models("download", "offered")
    assert (code, lines) == (3, [])
    assert "Try later; it goes on from where it stopped" in err


def test_help_reads_like_a_manual_page(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(["models", "--help"])
    assert caught.value.code == 0
    told = capsys.readouterr().out
    assert "Only “download”, and “export” without --checkpoint, open a network connection" in told
    assert max(map(len, told.splitlines())) <= 120


@pytest.fixture
def two(own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A library made with the toy, and a second model on the machine."""
    make_pack(own_home / "packs" / "toy")
    make_pack(own_home / "packs" / "turned", id="turned", mirrored=True)
    for name, colour in COLOURS.items():
        write_picture(tmp_path / "things" / f"{name}.png", colour)
    library = tmp_path / "own.orrery"
    assert run(["index", str(tmp_path / "things"), "--pack", "toy", "--library", str(library), "--quiet"]) == 0
    capsys.readouterr()
    return library


def test_trial_use_back_spaces_and_drop(models: Call, two: Path) -> None:
    code, (trial,), _ = models("trial", "turned", "--library", two)
    assert code == 0
    fields = ["now", "then", "tried", "failed", "unread", "overlap", "chance", "same", "different", "labels", "judged"]
    assert list(trial) == [*fields, "seconds", "bytes"]
    assert trial["tried"] == {"image": 7}
    assert list(trial["different"][0]) == ["path", "overlap", "now", "then"]
    code, (used,), _ = models("use", "turned", "--library", two)
    assert (code, used["id"], used["embedded"], used["away"], used["done"]) == (0, "turned", 7, 0, "in use")
    code, lines, _ = models("spaces", "--library", two)
    assert [(line["id"], line["in_use"], line["share"]) for line in lines] == [("turned", True, 1), ("toy", False, 1)]
    assert list(lines[0]) == ["space", "id", "dim", "in_use", "half", "here", "contents", "bytes", "share"]
    assert models("back", "--library", two)[1][0]["id"] == "toy"
    code, (gone,), _ = models("drop", "turned", "--library", two)
    assert (code, gone["done"]) == (0, "deleted")
    code, lines, err = models("drop", "toy", "--library", two)
    assert (code, lines) == (3, [])
    assert "is the space in use" in err


def test_a_trial_reads_well(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "trial", "turned", "--library", str(two)]) == 0
    told = capsys.readouterr().out
    assert "Toy instead of Toy, tried on 7 images" in told
    assert "of the ten nearest images to an image, " in told
    assert "for the whole library: about " in told
    assert max(map(len, told.splitlines())) < 200


def test_a_library_whose_model_is_gone_says_how_to_go_on(models: Call, two: Path) -> None:
    assert models("remove", "toy")[0] == 0
    code = run(["search", "red", "--library", str(two)])
    assert code == 3
    assert models("use", "turned", "--library", two)[0] == 0
    assert run(["search", "red", "--library", str(two), "--quiet"]) == 0


def test_a_library_that_is_not_there_is_said_so(models: Call, tmp_path: Path) -> None:
    for deed in (["spaces"], ["back"], ["use", "starter"], ["drop", "x"], ["trial", "starter"]):
        code, _, err = models(*deed, "--library", tmp_path / "none.orrery")
        assert code == 3
        assert "there is no such file" in err


def test_two_models_are_joined_by_one_command_and_listed(
    models: Call, hub: Hub, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_pack(own_home / "packs" / "eyes", id="eyes", towers=("image", "text"))
    make_pack(own_home / "packs" / "ears", id="ears", dim=12, towers=("sound", "text"))
    code, (told,), _ = models("join", "eyes", "ears", "--text", "eyes")
    assert code == 0
    assert list(told) == ["id", "space", "source", "joined", "done"]
    assert (told["id"], told["done"]) == ("eyes-ears", "joined")
    figures = ["score", "chance", "strength", "phrases", "sounds", "vocabulary", "made"]
    assert list(told["joined"]) == ["image", "sound", "text", *figures]
    _, listed, _ = models("list")
    (joined,) = [model for model in listed if model["id"] == "eyes-ears"]
    assert joined["joined"] == told["joined"]
    assert joined["kinds"] == ["image", "sound", "text"]
    assert run(["models", "list"]) == 0
    assert "pictures by eyes, sounds by ears, texts by eyes" in capsys.readouterr().out
    code, _, problem = models("remove", "ears")
    assert code == 3
    assert "is a part of “eyes-ears”" in problem
    assert models("join", "eyes", "nobody")[0] == 3
