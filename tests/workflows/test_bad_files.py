"""A folder of bad files: each is listed with a sentence, and the good ones beside them are taken in."""

import os
import random
import re
import shutil
import struct
import zlib
from pathlib import Path

import pytest

from orrery.domain.item import Failure, OutcomeKind
from orrery.workflows.engine import Engine
from orrery.workflows.failures import list_failures
from orrery.workflows.ingest import ingest
from packs import COLOURS, write_picture, write_text, write_tone

PICTURES = ("jpg", "jpeg", "png", "webp", "gif", "bmp", "tiff", "heic", "heif", "avif")
SOUNDS = ("wav", "flac", "ogg", "opus", "mp3", "m4a", "aac", "aiff")
DOCUMENTS = ("pdf", "docx")


def write_huge_png(file: Path, side: int = 30_000) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((side // 8 + 1) * side), 1)
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    folder = tmp_path / "bad"
    folder.mkdir()
    noise = random.Random(3)
    for extension in (*PICTURES, *SOUNDS, *DOCUMENTS, "txt"):
        (folder / f"empty.{extension}").write_bytes(b"")
    for extension in (*PICTURES, *SOUNDS, *DOCUMENTS):
        (folder / f"random.{extension}").write_bytes(noise.randbytes(5000))
    whole = write_picture(folder / "whole.png", COLOURS["red"], size=(300, 200)).read_bytes()
    (folder / "truncated.png").write_bytes(whole[: len(whole) // 2])
    write_huge_png(folder / "huge.png")
    (folder / "letter.jpg").write_text("This is only a letter.", "utf-8")
    shutil.copy(write_picture(folder / "blue.png", COLOURS["blue"]), folder / "named.jpg")
    odd = os.fsencode(folder) + b"/caf\xe9.wav"
    shutil.move(os.fsencode(write_tone(folder / "tone.wav", 440.0)), odd)
    (folder / "dangling.png").symlink_to(folder / "nothing.png")
    (folder / "film.mp4").write_bytes(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(200))
    (folder / "archive.zip").write_bytes(b"PK\x03\x04" + bytes(200))
    os.mkfifo(folder / "pipe.txt")
    write_text(folder / "note.txt", "The sea is blue.")
    return folder


def test_each_bad_file_is_told_and_the_good_ones_are_taken_in(engine: Engine, bad: Path) -> None:
    report = ingest(engine, [bad])
    told = {failure.path: failure for failure in list_failures(engine)}
    with engine.library() as library:
        good = {item.path: item for item in library.items.all() if item.content is not None}
    assert {os.path.basename(path) for path in good} == {
        b"whole.png",
        b"blue.png",
        b"named.jpg",
        b"caf\xe9.wav",
        b"note.txt",
    }
    assert report.added == 5
    everything = {os.path.join(os.fsencode(bad), name) for name in os.listdir(os.fsencode(bad))}
    assert set(told) == everything - set(good)
    for failure in told.values():
        _is_a_sentence(failure)
    _tells(told, bad, "huge.png", OutcomeKind.FAILED, "too large")
    _tells(told, bad, "letter.jpg", OutcomeKind.FAILED, "text")
    _tells(told, bad, "dangling.png", OutcomeKind.FAILED, "link")
    _tells(told, bad, "truncated.png", OutcomeKind.FAILED, "cut short")
    _tells(told, bad, "empty.flac", OutcomeKind.FAILED, "empty")
    _tells(told, bad, "film.mp4", OutcomeKind.SKIPPED, "video")
    _tells(told, bad, "archive.zip", OutcomeKind.SKIPPED, "archive")


def _is_a_sentence(failure: Failure) -> None:
    assert failure.reason[0].isupper()
    assert failure.reason.endswith(".")
    assert failure.reason.count(". ") == 0
    assert ".." not in failure.reason
    assert not re.search(r": [A-Z]", failure.reason), "a sentence inside a sentence"
    assert "Error" not in failure.reason
    assert "\n" not in failure.reason


def _tells(told: dict[bytes, Failure], folder: Path, name: str, outcome: OutcomeKind, word: str) -> None:
    failure = told[os.fsencode(folder / name)]
    assert failure.outcome is outcome
    assert word in failure.reason
