import os
from pathlib import Path

import pytest

from orrery.library.previews import PreviewStore

HASH = bytes(range(32))


def test_what_was_put_can_be_got(tmp_path: Path) -> None:
    store = PreviewStore.beside(tmp_path / "a.orrery")
    assert store.get(HASH) is None
    store.put(HASH, b"small picture")
    assert store.get(HASH) == b"small picture"
    store.drop(HASH)
    assert store.get(HASH) is None


def test_a_preview_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    store = PreviewStore(tmp_path / "previews")
    store.put(HASH, b"first")
    store.put(HASH, b"second")
    assert store.get(HASH) == b"first"


def test_dropping_what_is_not_there_does_nothing(tmp_path: Path) -> None:
    store = PreviewStore(tmp_path / "previews")
    store.drop(HASH)
    store.clear()
    assert not store.folder.exists()


def test_a_full_disk_costs_the_preview_and_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = PreviewStore(tmp_path / "previews")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    store.put(HASH, b"small picture")
    assert store.get(HASH) is None
    assert not [path for path in store.folder.rglob("*") if path.is_file()]


def test_a_place_that_cannot_be_written_costs_the_preview(tmp_path: Path) -> None:
    (tmp_path / "previews").write_text("a file in the way", "utf-8")
    store = PreviewStore(tmp_path / "previews")
    store.put(HASH, b"small picture")
    assert store.get(HASH) is None


def test_the_oldest_previews_go_until_the_rest_fits(tmp_path: Path) -> None:
    store = PreviewStore(tmp_path / "previews")
    assert (store.size(), store.trim(0)) == (0, 0)
    hashes = [bytes([number]) * 32 for number in range(4)]
    for number, sha256 in enumerate(hashes):
        store.put(sha256, b"x" * 100)
        os.utime(store._file(sha256), (number, number))
    assert store.size() == 400
    assert store.trim(250) == 2
    assert [store.get(sha256) is not None for sha256 in hashes] == [False, False, True, True]
