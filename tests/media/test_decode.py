import contextlib
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media import made
from nobody import open_the_way, run_as_nobody
from orrery.domain.modality import Kind
from orrery.errors import DamagedFile, EmptyFile, FileProblem, UnreadableFile, UnsupportedKind
from orrery.media import original
from orrery.media.decode import Decoded, Undecoded, decode, visit
from orrery.media.extensions import PICTURES, SOUNDS
from orrery.media.limits import Limits

# Qt's decoder, which reads .m4a and .aac, tells the log about damaged files; the user is told by the outcome.
pytestmark = pytest.mark.qt_log_ignore("Could not open media", "Using Qt multimedia", "Could not load source")

EXTENSIONS = sorted(PICTURES | SOUNDS | {"txt", "md", "html", "pdf", "docx", "csv", "json", "py", "zip", "mp4", "xyz"})


def test_one_visit_yields_everything(tmp_path):
    (path, *_) = made.write_pictures(tmp_path)
    decoded = decode(made.request(path))
    assert decoded.kind is Kind.IMAGE
    assert decoded.sha256 == hashlib.sha256(path.read_bytes()).digest()
    assert decoded.stamp.size == path.stat().st_size
    assert decoded.stamp.mtime_ns == path.stat().st_mtime_ns
    assert decoded.pixels.shape == (64, 64, 3)
    assert decoded.preview.startswith(b"\xff\xd8")
    assert (decoded.windows, decoded.text, decoded.stretches) == (None, None, ())


def test_hash_only_decodes_nothing(tmp_path):
    (path, *_) = made.write_sounds(tmp_path)
    path.write_bytes(path.read_bytes()[:100])  # which no decoder would take
    decoded = decode(made.request(path, hash_only=True))
    assert decoded.sha256 == hashlib.sha256(path.read_bytes()).digest()
    assert decoded.windows is None


def test_a_file_of_another_kind_than_was_asked_for_is_refused(tmp_path):
    (path, *_) = made.write_pictures(tmp_path)
    with pytest.raises(UnsupportedKind, match="a picture where a sound was asked for"):
        decode(made.request(path, kind_wanted=Kind.SOUND))
    assert decode(made.request(path, kind_wanted=Kind.IMAGE)).kind is Kind.IMAGE


def test_a_large_file_is_hashed_and_decoded_as_a_stream(tmp_path, monkeypatch):
    monkeypatch.setattr(original, "_IN_MEMORY", 10)
    for path in (*made.write_pictures(tmp_path), *made.write_sounds(tmp_path), *made.write_texts(tmp_path)):
        decoded = decode(made.request(path))
        assert decoded.sha256 == hashlib.sha256(path.read_bytes()).digest(), path


def test_a_damaged_file_tells_its_kind_and_its_hash(tmp_path):
    (path, *_) = made.write_pictures(tmp_path)
    path.write_bytes(path.read_bytes()[:400])
    outcome = visit(made.request(path), Limits())
    assert isinstance(outcome, Undecoded)
    assert outcome.kind is Kind.IMAGE
    assert outcome.sha256 == hashlib.sha256(path.read_bytes()).digest()
    assert isinstance(outcome.problem, DamagedFile)


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_time(tmp_path, monkeypatch):
    (path, *_) = made.write_texts(tmp_path)
    from orrery.media import text

    real = text.decode_text

    def change_meanwhile(*arguments):
        path.write_text("another text, and longer than the first one was before")
        return real(*arguments)

    monkeypatch.setattr(text, "decode_text", change_meanwhile)
    with pytest.raises(UnreadableFile, match="changed while it was being read"):
        decode(made.request(path))


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_an_empty_file_says_so_under_every_extension(extension, tmp_path):
    (tmp_path / f"empty.{extension}").touch()
    with pytest.raises(EmptyFile):
        decode(made.request(tmp_path / f"empty.{extension}"))


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("seed", range(3))
def test_random_bytes_fail_with_a_sentence_under_every_extension(extension, seed, tmp_path):
    import numpy as np

    path = tmp_path / f"noise.{extension}"
    path.write_bytes(np.random.default_rng(seed).bytes(3000))
    with pytest.raises(FileProblem, match=r"\.$"):
        decode(made.request(path))


@pytest.fixture(scope="module")
def good_files(tmp_path_factory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("good")
    paths = (*made.write_pictures(folder), *made.write_sounds(folder), *made.write_texts(folder))
    return [path.read_bytes() for path in paths]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_in_a_file_nothing_but_a_sentence_comes_out(data, good_files, tmp_path):
    """Good files with a part overwritten, cut out or cut off, under any extension."""
    content = bytearray(data.draw(st.sampled_from(good_files)))
    at = data.draw(st.integers(0, len(content)))
    content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    path = tmp_path / f"a.{data.draw(st.sampled_from(EXTENSIONS))}"
    path.write_bytes(content)
    with contextlib.suppress(FileProblem):
        assert isinstance(decode(made.request(path)), Decoded)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), extension=st.sampled_from(EXTENSIONS))
def test_few_random_bytes_raise_nothing_but_a_sentence(content, extension, tmp_path):
    path = tmp_path / f"a.{extension}"
    path.write_bytes(content)
    with contextlib.suppress(FileProblem):
        decode(made.request(path))


def test_what_is_no_file_is_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    for path, why in (
        (tmp_path / "pipe.txt", "a pipe or a device"),
        (Path("/dev/zero"), "a pipe or a device"),
        (tmp_path, "a folder"),
        (tmp_path / "gone.txt", "no longer there"),
    ):
        with pytest.raises(UnreadableFile, match=why):
            decode(made.request(path))


def test_a_file_without_permission_says_so(tmp_path):
    path = tmp_path / "closed.txt"
    path.write_text("heron")
    path.chmod(0)
    code = (
        "import os, sys; from orrery.media.decode import *; from orrery.domain.inputs import Inputs\n"
        "from orrery.domain.item import FileStamp\n"
        "stamp = FileStamp(os.fsencode(sys.argv[1]), 5, 0)\n"
        "print(visit(DecodeRequest(stamp, Inputs(None, None, None)), Limits()).problem)"
    )
    open_the_way(tmp_path)
    assert run_as_nobody(code, path) == ["The file cannot be opened: you do not have permission to read it."]
