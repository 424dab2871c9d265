"""Downloads from a hub on this machine that breaks off, lies, stalls and refuses."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hub import COMMIT, Hub, Repository, cut, running_hub, stall, status, whole, wrong_bytes
from orrery.domain.modality import Kind
from orrery.encoding import download
from orrery.encoding.catalogue import Entry, HubFile
from orrery.encoding.download import fetch
from orrery.errors import DownloadFailed, JobCancelled, NoRoomForModel

LARGE = os.urandom(3_000_000)
SMALL = b'{"a": "tokenizer"}'
REPO = "somebody/eye"


def of_hub(path: str, **changes: object) -> HubFile:
    return replace(HubFile(REPO, COMMIT, path, 1, None, None), **changes)


ENTRY = Entry(
    id="eye",
    name="Eye",
    good_at="Seeing.",
    kinds=(Kind.IMAGE,),
    languages=("en",),
    dim=8,
    memory_mb=1,
    speed="fast",
    family="eye",
    licence="MIT",
    is_research_only=False,
    note="",
    source="",
    checked="",
    pack="",
    files=(of_hub("onnx/eye.onnx"), of_hub("tokenizer.json")),
)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setattr(download, "PAUSES_S", (0.01,))
    monkeypatch.setattr(download, "QUIET_S", 0.3)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    for name in ("HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_XET", "HF_HUB_DISABLE_UPDATE_CHECK"):
        monkeypatch.setenv(name, "1")
    with running_hub() as made:
        monkeypatch.setenv("HF_ENDPOINT", made.url)
        made.repositories[REPO] = Repository({"onnx/eye.onnx": LARGE, "tokenizer.json": SMALL, "README.md": b"words"})
        yield made


def get(folder: Path, entry: Entry = ENTRY, check=lambda: None, report=lambda *_: None) -> dict[str, bytes]:
    fetched = fetch(entry, folder, check, report)
    return {name: path.read_bytes() for name, path in fetched.files.items()}


def files_asked(hub: Hub) -> list[str]:
    return [line for line in hub.asked if "/resolve/" in line]


def test_the_listed_files_arrive_and_nothing_else_is_asked_for(hub: Hub, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    assert get(tmp_path, report=lambda *now: told.append(now)) == {"eye.onnx": LARGE, "tokenizer.json": SMALL}
    assert hub.asked == [
        f"GET /api/models/{REPO}/revision/{COMMIT}",
        f"GET /{REPO}/resolve/{COMMIT}/onnx/eye.onnx",
        f"GET /{REPO}/resolve/{COMMIT}/tokenizer.json",
    ]
    assert told[-1] == (len(LARGE) + len(SMALL), len(LARGE) + len(SMALL), "tokenizer.json")
    assert [done for done, *_ in told] == sorted(done for done, *_ in told)


def test_what_is_whole_is_not_asked_for_again(hub: Hub, tmp_path: Path) -> None:
    get(tmp_path)
    hub.asked.clear()
    get(tmp_path)
    assert files_asked(hub) == []


@pytest.mark.parametrize("breaks", [1, 12])
def test_a_connection_that_breaks_off_is_taken_up_where_it_broke(hub: Hub, tmp_path: Path, breaks: int) -> None:
    """Twelve breaks are more than the tries in a row: each brought something."""
    hub.next("eye.onnx", *(cut(200_000 * (number + 1)) for number in range(breaks)))
    assert get(tmp_path)["eye.onnx"] == LARGE
    ranges = [line.rpartition("bytes=")[2] for line in files_asked(hub) if "bytes=" in line]
    assert len(ranges) == breaks
    assert ranges[0] == "200000-"


def test_a_server_without_ranges_sends_all_of_it_again(hub: Hub, tmp_path: Path) -> None:
    hub.next("eye.onnx", cut(500_000), whole)
    assert get(tmp_path)["eye.onnx"] == LARGE


def test_a_server_that_only_ever_breaks_off_is_given_up(hub: Hub, tmp_path: Path) -> None:
    hub.next("eye.onnx", cut(700_000), *[cut(0)] * 20)
    with pytest.raises(DownloadFailed, match=r"broke off again and again. Start again to go on from where it stopped"):
        get(tmp_path)
    assert len(files_asked(hub)) == 1 + download.TRIES
    hub.deeds.clear()
    hub.asked.clear()
    assert get(tmp_path)["eye.onnx"] == LARGE  # another day
    assert files_asked(hub)[0].endswith("bytes=700000-")


def test_wrong_bytes_are_thrown_away_and_asked_for_once_more(hub: Hub, tmp_path: Path) -> None:
    hub.next("eye.onnx", wrong_bytes)
    assert get(tmp_path)["eye.onnx"] == LARGE
    assert len(files_asked(hub)) == 3


@pytest.mark.parametrize("name", ["eye.onnx", "tokenizer.json"])
def test_wrong_bytes_twice_are_an_error_and_never_kept(hub: Hub, tmp_path: Path, name: str) -> None:
    hub.next(name, wrong_bytes, wrong_bytes)
    with pytest.raises(DownloadFailed, match=r"arrived otherwise than .* lists it, twice.* try another network"):
        get(tmp_path)
    assert not [path for path in tmp_path.iterdir() if path.name.endswith((name, f"{name}.part"))]


def test_a_server_that_stalls_is_asked_again_and_then_given_up(hub: Hub, tmp_path: Path) -> None:
    hub.next("eye.onnx", stall(0.5))
    assert get(tmp_path)["eye.onnx"] == LARGE
    hub.next("", *[stall(0.5)] * download.TRIES)
    with pytest.raises(DownloadFailed, match=r"does not answer any more. Start again"):
        get(tmp_path)


@pytest.mark.parametrize("number", [429, 500, 503])
def test_passing_trouble_of_the_server_is_waited_for(hub: Hub, tmp_path: Path, number: int) -> None:
    hub.next("eye.onnx", status(number), status(number, Retry_After="0"))
    hub.next("", status(number))
    assert get(tmp_path)["eye.onnx"] == LARGE


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        (status(404, "RepoNotFound"), "shows it to some accounts only. If yours is one of them, put its token"),
        (status(404, "RevisionNotFound"), "the version of somebody/eye that this Orrery knows is gone"),
        (status(401), "shows it to some accounts only"),
        (status(403, "GatedRepo"), "its makers let only those in who ask. Ask on http://127.0.0.1"),
        (status(418), "refuses it (error 418). Try later"),
        (status(429), "asks to wait: too much was downloaded from here. In some minutes, start again"),
        (status(500), "has trouble of its own (error 500). Try later; it goes on from where it stopped"),
    ],
)
def test_every_refusal_ends_in_a_sentence_with_a_way_on(hub: Hub, tmp_path: Path, deed, told: str) -> None:
    hub.next("", *[deed] * download.TRIES)
    with pytest.raises(DownloadFailed) as caught:
        get(tmp_path)
    assert str(caught.value).startswith("The model “Eye” was not downloaded: ")
    assert told in str(caught.value)


def test_a_file_that_is_gone_from_the_repository_is_said_so(hub: Hub, tmp_path: Path) -> None:
    del hub.repositories[REPO].files["tokenizer.json"]
    with pytest.raises(DownloadFailed, match=r"has no file “tokenizer.json” any more. A newer Orrery"):
        get(tmp_path)


def test_nobody_at_home_is_said_so(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(DownloadFailed, match=r"http://127.0.0.1:9 cannot be reached. Check the network .*add it from"):
        get(tmp_path)


def test_another_file_than_the_catalogue_knows_is_left_alone(hub: Hub, tmp_path: Path) -> None:
    for changes in ({"size": 7}, {"sha256": "0" * 64}):
        entry = replace(ENTRY, files=(of_hub("onnx/eye.onnx", **changes),))
        with pytest.raises(DownloadFailed, match="is not the file that this Orrery knows, so it was left alone"):
            get(tmp_path, entry)
    small = replace(ENTRY, files=(of_hub("tokenizer.json", sha256="0" * 64),))
    with pytest.raises(DownloadFailed, match="arrived otherwise"):  # git's hash says nothing of SHA-256
        get(tmp_path, small)
    assert not list(tmp_path.iterdir())


def test_main_is_resolved_once_and_told(hub: Hub, tmp_path: Path) -> None:
    entry = replace(ENTRY, files=tuple(replace(file, revision="main") for file in ENTRY.files))
    fetched = fetch(entry, tmp_path, lambda: None, lambda *_: None)
    assert fetched.commits == {REPO: COMMIT}
    assert all(f"/resolve/{COMMIT}/" in line for line in files_asked(hub))


def test_a_stop_is_heard_at_once_and_keeps_what_is_there(hub: Hub, tmp_path: Path) -> None:
    done = []

    def check() -> None:
        if done and done[-1] > 1_000_000:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        get(tmp_path, check=check, report=lambda now, *_: done.append(now))
    (half,) = tmp_path.glob("*.part")
    assert 1_000_000 < half.stat().st_size < len(LARGE)
    hub.asked.clear()
    assert get(tmp_path)["eye.onnx"] == LARGE
    assert files_asked(hub)[0].endswith("bytes=" + str(done[-1]) + "-")


def test_a_stop_is_heard_while_waiting_for_a_server(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.next("", status(429, Retry_After="20"))
    calls = []

    def check() -> None:
        calls.append(1)
        if len(calls) > 2:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        get(tmp_path, check=check)
    assert len(hub.asked) == 1


def test_too_little_room_is_told_before_anything_is_downloaded(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = download.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(download.shutil, "disk_usage", lambda _: usage._replace(free=2_000_000))
    with pytest.raises(NoRoomForModel, match=r"The model “Eye” needs 70 MB on the disk with .*, and 2 MB are free"):
        get(tmp_path)
    assert files_asked(hub) == []


def test_a_token_goes_to_the_hub_and_telemetry_does_not(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    get(tmp_path)
    assert {headers.get("Authorization") or headers.get("authorization") for headers in hub.headers} == {
        "Bearer hf_secret"
    }
    assert all("orrery" in (headers.get("User-Agent") or headers.get("user-agent", "")) for headers in hub.headers)


def test_a_file_in_the_hubs_cache_is_taken_from_there(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub

    cached = tmp_path / "cached"
    cached.write_bytes(LARGE)

    def known(repo: str, path: str, revision: str) -> str | None:
        return str(cached) if (repo, path, revision) == (REPO, "onnx/eye.onnx", COMMIT) else None

    monkeypatch.setattr(huggingface_hub, "try_to_load_from_cache", known)
    assert get(tmp_path / "folder")["eye.onnx"] == LARGE
    assert len(files_asked(hub)) == 1


def test_leftovers_of_another_version_make_room(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "ffffffffffff-eye.onnx.part").write_bytes(b"old")
    get(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0123456789ab-eye.onnx", "0123456789ab-tokenizer.json"]


def test_offline_mode_of_the_hub_is_honoured(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants
    from huggingface_hub.utils import close_session

    close_session()
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(DownloadFailed, match="HF_HUB_OFFLINE forbids the network"):
        get(tmp_path)
    assert hub.asked == []
