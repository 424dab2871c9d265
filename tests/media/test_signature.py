import contextlib
import os

import numpy as np
import pytest

from media import made
from orrery.domain.modality import Kind
from orrery.errors import DamagedFile, EmptyFile, FileProblem, UnsupportedKind
from orrery.media.extensions import PICTURES, SOUNDS
from orrery.media.signature import kind_of, promised_kind

NOISE = np.random.default_rng(1).bytes(5000)


def kind(name: str, head: bytes) -> Kind:
    return kind_of(os.fsencode(name), head)


def test_every_supported_file_is_known_by_its_content_whatever_its_name(tmp_path):
    writers = {Kind.IMAGE: made.write_pictures, Kind.SOUND: made.write_sounds, Kind.TEXT: made.write_texts}
    for expected, write in writers.items():
        for path in write(tmp_path):
            head = path.read_bytes()
            assert kind(str(path), head) is expected, path
            assert kind("stripped-of-its-extension", head) is expected, path


def test_a_png_named_jpg_is_an_image(tmp_path):
    made.picture().save(tmp_path / "a.png")
    assert kind("a.jpg", (tmp_path / "a.png").read_bytes()) is Kind.IMAGE


def test_a_text_named_jpg_is_told_apart():
    with pytest.raises(DamagedFile, match=r"picture is damaged .* named \.jpg but holds plain text\."):
        kind("notes.jpg", b"Dear diary, this is no picture.")


@pytest.mark.parametrize("extension", sorted(PICTURES | SOUNDS | {"pdf", "docx", "txt", "md", "html", "csv", "json"}))
def test_random_bytes_under_a_supported_extension_are_damaged(extension, tmp_path):
    path = tmp_path / f"noise.{extension}"
    path.write_bytes(NOISE)
    if extension == "mp3":
        assert kind(path.name, NOISE) is Kind.SOUND  # its decoder looks further, and refuses
    else:
        with pytest.raises(DamagedFile):
            kind(path.name, NOISE)


def test_a_byte_order_mark_before_random_bytes_makes_no_text():
    with pytest.raises(UnsupportedKind):
        kind("thing", b"\xff\xfe" + NOISE)


def test_nothing_is_an_empty_file():
    with pytest.raises(EmptyFile):
        kind("a.txt", b"")


@pytest.mark.parametrize(
    ("name", "head", "what"),
    [
        ("film.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isommp41", "a video"),
        ("film.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "a video"),
        ("film.mkv", b"\x1a\x45\xdf\xa3" + NOISE, "a video"),
        ("film.avi", b"RIFF\0\1\0\0AVI LIST" + NOISE, "a video"),
        ("film.ogv", b"OggS\0\2" + bytes(20) + b"\1\x2a\x80theora" + NOISE, "a video"),
        ("film.ts", (b"\x47" + NOISE[:187]) * 4, "a video"),
        ("pack.zip", made.zip_bytes({"a.txt": b"x"}), "an archive"),
        ("pack.tar", b"name".ljust(257, b"\0") + b"ustar\0" + NOISE, "an archive"),
        ("pack.gz", b"\x1f\x8b\x08" + NOISE, "an archive"),
        ("sums.xlsx", made.zip_bytes({"xl/workbook.xml": b"x"}), "a spreadsheet"),
        ("talk.pptx", made.zip_bytes({"ppt/presentation.xml": b"x"}), "a presentation"),
        ("book.epub", made.zip_bytes({"mimetype": b"application/epub+zip"}), "an e-book"),
        ("run", b"\x7fELF" + NOISE, "a program"),
        ("letters.ttf", b"\0\1\0\0\0" + NOISE, "a font"),
        ("rows.db", b"SQLite format 3\0" + NOISE, "a database"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "an old Office document"),
        ("shot.nef", b"II*\0" + NOISE, "a raw camera picture"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a vector drawing"),
        ("thing.xyz", NOISE, "an unknown kind of file"),
        ("thing", NOISE, "an unknown kind of file"),
    ],
)
def test_other_kinds_are_named(name, head, what):
    with pytest.raises(UnsupportedKind, match=what):
        kind(name, head)


def test_the_brand_of_an_mp4_decides_between_sound_and_video():
    assert kind("a.m4a", b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42") is Kind.SOUND
    assert kind("a", b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42") is Kind.SOUND
    assert kind("from-a-recorder.m4a", b"\0\0\0\x18ftypmp42\0\0\0\0isommp42") is Kind.SOUND
    assert kind("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic") is Kind.IMAGE
    assert kind("a.avif", b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif") is Kind.IMAGE


def test_source_code_and_unknown_extensions_with_letters_are_texts():
    for name in ("a.ts", "a.rs", "Makefile", "notes.of-mine", "LICENSE"):
        assert kind(name, b"let the heron wait; // \xc3\xa9\n") is Kind.TEXT


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "shift_jis"]
)
def test_a_text_is_known_in_its_encoding(encoding):
    words = (
        "これは鳥です。水辺で待っています。" * 8
        if encoding == "shift_jis"
        else "Ein Reiher wartet früh am Fluß, völlig ruhig. " * 8
    )
    assert kind("a.txt", words.encode(encoding)) is Kind.TEXT


def test_a_letter_cut_in_two_at_the_end_of_the_head_is_still_text():
    assert kind("a.txt", ("é" * 5000).encode()[:-1]) is Kind.TEXT


def test_no_start_of_a_real_file_raises_anything_but_a_sentence(tmp_path):
    for path in (*made.write_pictures(tmp_path), *made.write_sounds(tmp_path), *made.write_texts(tmp_path)):
        content = path.read_bytes()
        for length in (1, 2, 3, 4, 8, 11, 12, 13, 20, 40):
            with contextlib.suppress(FileProblem):
                kind_of(os.fsencode(path), content[:length])


def test_a_name_promises_a_picture_or_a_sound_or_nothing():
    assert promised_kind(b"/a/heron.JPG") is Kind.IMAGE
    assert promised_kind(b"/a/heron.tar.flac") is Kind.SOUND
    for name in (b"/a/heron.txt", b"/a/heron.pdf", b"/a.jpg/heron", b"/a/\xff"):
        assert promised_kind(name) is None
