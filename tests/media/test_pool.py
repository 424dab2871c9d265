import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from media import made
from orrery.domain.item import FileStamp, Stretch
from orrery.domain.modality import Kind
from orrery.errors import DamagedFile, DecoderDied
from orrery.media import wire
from orrery.media.decode import visit
from orrery.media.pool import Decoded, DecodeRequest, DecoderPool, Limits, Undecoded
from orrery.media.process import DecoderProcess

MISBEHAVING = "media.misbehaving:visit"


def texts(folder: Path, *contents: str) -> list[DecodeRequest]:
    paths = [folder / f"{number:03}.txt" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_text(content)
    return [made.request(path) for path in paths]


def by_path(outcomes: Iterator[Decoded | Undecoded]) -> dict[str, Decoded | Undecoded]:
    return {Path(os.fsdecode(outcome.stamp.path)).name: outcome for outcome in outcomes}


def reason(outcome: Decoded | Undecoded) -> str:
    assert isinstance(outcome, Undecoded)
    assert isinstance(outcome.problem, DecoderDied)
    return str(outcome.problem)


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def test_a_pool_gives_what_decoding_in_the_same_process_gives(tmp_path):
    paths = (*made.write_pictures(tmp_path), *made.write_sounds(tmp_path), *made.write_texts(tmp_path))
    with DecoderPool(2) as pool:
        outcomes = by_path(pool.decode(map(made.request, paths)))
    assert len(outcomes) == len(paths)
    for path in paths:
        here, there = visit(made.request(path), Limits()), outcomes[path.name]
        assert isinstance(here, Decoded)
        assert isinstance(there, Decoded)
        for field in ("stamp", "kind", "sha256", "facts", "stretches", "text", "page_starts", "preview"):
            assert getattr(here, field) == getattr(there, field), (path, field)
        for field in ("pixels", "windows"):
            assert np.array_equal(getattr(here, field), getattr(there, field)), (path, field)


def test_a_crash_costs_its_file_and_no_other(tmp_path):
    requests = texts(tmp_path, "fine one", "crash now", "fine two", "exit now", "fine three")
    with DecoderPool(1, visit=MISBEHAVING) as pool:
        outcomes = by_path(pool.decode(requests))
    assert reason(outcomes["001.txt"]) == "The file could not be decoded: its decoder crashed (signal 6)."
    assert reason(outcomes["003.txt"]) == "The file could not be decoded: its decoder crashed (exit code 3)."
    assert [outcomes[f"{n:03}.txt"].text for n in (0, 2, 4)] == ["fine one", "fine two", "fine three"]


def test_a_hang_costs_its_file_after_the_time_limit(tmp_path):
    requests = texts(tmp_path, "hang now", "fine one", "fine two")
    with DecoderPool(1, Limits(time_s=1.0), visit=MISBEHAVING) as pool:
        outcomes = by_path(pool.decode(requests))
    assert reason(outcomes["000.txt"]) == "The file could not be decoded: its decoder was still busy after 1 seconds."
    assert isinstance(outcomes["001.txt"], Decoded)
    assert isinstance(outcomes["002.txt"], Decoded)


def test_eating_memory_costs_its_file(tmp_path):
    requests = texts(tmp_path, "eat now", "fine one")
    with DecoderPool(1, Limits(memory_bytes=1 << 30), visit=MISBEHAVING) as pool:
        outcomes = by_path(pool.decode(requests))
    assert reason(outcomes["000.txt"]) == (
        "The file could not be decoded: decoding it needs more than 1.0 GB of memory."
    )
    assert isinstance(outcomes["001.txt"], Decoded)


def test_a_bug_in_a_decoder_and_a_library_that_prints_are_no_crash(tmp_path):
    requests = texts(tmp_path, "raise now", "babble now", "refuse it")
    with DecoderPool(1, visit=MISBEHAVING) as pool:
        outcomes = by_path(pool.decode(requests))
    assert isinstance(outcomes["000.txt"].problem, DamagedFile)
    assert outcomes["001.txt"].text == "babble now"
    assert str(outcomes["002.txt"].problem) == "The text is damaged or cut short: it says so."


def test_a_picture_of_900_million_pixels_costs_its_file(tmp_path):
    (tmp_path / "huge.png").write_bytes(made.huge_png(30_000, 30_000))
    with DecoderPool(1) as pool:
        (outcome,) = pool.decode([made.request(tmp_path / "huge.png")])
    assert "30,000 × 30,000 = 900 million pixels, and at most 400 million" in str(outcome.problem)


def test_requests_are_taken_lazily_and_outcomes_bounded(tmp_path):
    taken = 0

    def counted() -> Iterator[DecodeRequest]:
        nonlocal taken
        for request in texts(tmp_path, *["a heron"] * 300):
            taken += 1
            yield request

    with DecoderPool(2) as pool:
        outcomes = pool.decode(counted())
        next(outcomes)
        assert taken <= 64
        assert len(list(outcomes)) == 299
    assert taken == 300


def test_finished_bytes_wait_within_their_bound(tmp_path, monkeypatch):
    """With room for one picture at a time a process holds back until the caller takes one, and all still arrive."""
    (path, *_) = made.write_pictures(tmp_path)
    asked = []
    real = DecoderProcess.ask
    monkeypatch.setattr(DecoderProcess, "ask", lambda self, request: asked.append(request) or real(self, request))
    with DecoderPool(1, Limits(ahead_bytes=1)) as pool:
        outcomes = pool.decode([made.request(path)] * 20)
        next(outcomes)
        time.sleep(0.3)  # in which twenty small pictures would be decoded
        assert len(asked) <= 2
        assert sum(isinstance(outcome, Decoded) for outcome in outcomes) == 19


def test_closing_the_iterator_early_ends_what_is_in_work_and_the_pool_goes_on(tmp_path):
    with DecoderPool(1, visit=MISBEHAVING) as pool:
        outcomes = pool.decode(texts(tmp_path, "fine", "hang", "hang", "hang"))
        assert isinstance(next(outcomes), Decoded)
        while not pool._in_hand:
            time.sleep(0.01)
        outcomes.close()
        again = tmp_path / "again"
        again.mkdir()
        assert len(list(pool.decode(texts(again, "fine one", "fine two", "fine three")))) == 3


def test_two_callers_get_their_own_outcomes(tmp_path):
    requests = texts(tmp_path, *[f"text {number}" for number in range(10)])
    with DecoderPool(2) as pool:
        first, second = pool.decode(requests[:5]), pool.decode(requests[5:])
        mixed = [(next(first), next(second)) for _ in range(5)]
    assert {each.text for each, _ in mixed} == {f"text {number}" for number in range(5)}
    assert {each.text for _, each in mixed} == {f"text {number}" for number in range(5, 10)}


def test_a_decoder_that_ended_between_two_files_costs_neither(tmp_path):
    requests = texts(tmp_path, "fine one", "fine two")
    before = set(children())
    with DecoderPool(1) as pool:
        assert len(list(pool.decode(requests[:1]))) == 1
        (decoder,) = set(children()) - before
        decoder.kill()
        psutil.wait_procs([decoder], timeout=10)
        (outcome,) = pool.decode(requests[1:])
    assert isinstance(outcome, Decoded)


def test_a_pool_closed_by_another_thread_ends_the_iterator(tmp_path):
    pool = DecoderPool(1, visit=MISBEHAVING)
    closing = threading.Timer(0.5, pool.close)
    closing.start()
    assert list(pool.decode(texts(tmp_path, "hang"))) == []
    closing.join()


def test_nothing_asked_is_nothing_decoded():
    with DecoderPool(1) as pool:
        assert list(pool.decode([])) == []


def test_more_processes_start_when_the_caller_waits_for_files(tmp_path):
    before = set(children())
    with DecoderPool(3, visit=MISBEHAVING) as pool:
        outcomes = pool.decode(texts(tmp_path, "hang", "hang", "fine"))
        assert next(outcomes).text == "fine"
        assert len(set(children()) - before) == 3


def test_a_caller_that_does_not_wait_has_one_process(tmp_path):
    before = set(children())
    with DecoderPool(3, visit=MISBEHAVING) as pool:
        assert len(list(pool.decode(texts(tmp_path, "fine")))) == 1
        assert len(set(children()) - before) == 1


def test_a_closed_pool_leaves_no_process_behind(tmp_path):
    before = set(children())
    with DecoderPool(3, visit=MISBEHAVING) as pool:
        outcomes = pool.decode(texts(tmp_path, "hang", "fine", "hang"))
        next(outcomes)
    assert set(children()) == before
    outcomes.close()


def test_an_error_in_the_requests_reaches_the_caller(tmp_path):
    def broken() -> Iterator[DecodeRequest]:
        yield from texts(tmp_path, "fine")
        raise ZeroDivisionError

    with DecoderPool(1) as pool, pytest.raises(ZeroDivisionError):
        list(pool.decode(broken()))


def test_a_decoder_that_cannot_start_blames_itself_once_a_file(tmp_path):
    with DecoderPool(1, visit="media.nowhere:visit") as pool:
        (outcome,) = pool.decode(texts(tmp_path, "fine"))
    assert reason(outcome) == "The file could not be decoded: the decoder process does not start."


# This program has no `if __name__ == "__main__"`: a decoder that ran it again would start decoders for ever.
PROGRAM = """
import os, sys
from orrery.media.process import DecoderProcess
from orrery.media.pool import DecoderPool
from media import made
from pathlib import Path
print("started", flush=True)
pool = DecoderPool(2, visit="media.misbehaving:visit")
for outcome in pool.decode(made.request(Path(path)) for path in sys.argv[1:]):
    print(type(outcome).__name__, flush=True)
pool.close()
print("done", flush=True)
"""


@pytest.fixture
def program(tmp_path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(textwrap.dedent(PROGRAM))
    return path


def started(program: Path, requests: list[DecodeRequest], **more) -> subprocess.Popen:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(program), *[os.fsdecode(request.stamp.path) for request in requests]]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True, **more)


def test_a_program_without_a_main_guard_can_decode(program, tmp_path):
    child = started(program, texts(tmp_path, "fine", "fine"))
    out, error = child.communicate(timeout=60)
    assert out.splitlines() == ["started", "Decoded", "Decoded", "done"]
    assert error == ""


def test_a_killed_program_leaves_no_decoder_behind_even_a_hanging_one(program, tmp_path):
    child = started(program, texts(tmp_path, "fine", "hang", "hang"))
    assert child.stdout.readline() == "started\n"
    assert child.stdout.readline() == "Decoded\n"
    while len(decoders := psutil.Process(child.pid).children(recursive=True)) < 2:
        time.sleep(0.05)
    child.kill()
    child.communicate()
    _, alive = psutil.wait_procs(decoders, timeout=10)
    assert alive == []


def test_ctrl_c_in_a_terminal_prints_nothing_from_the_decoders(program, tmp_path):
    child = started(program, texts(tmp_path, "fine", "hang"), start_new_session=True)
    assert child.stdout.readline() == "started\n"
    assert child.stdout.readline() == "Decoded\n"
    decoders = psutil.Process(child.pid).children(recursive=True)
    os.killpg(child.pid, signal.SIGINT)
    _, error = child.communicate(timeout=60)
    assert error.count("Traceback") == 1  # the program's own, which is ours to catch
    assert error.rstrip().endswith("KeyboardInterrupt")
    _, alive = psutil.wait_procs(decoders, timeout=10)
    assert alive == []


def test_a_decoder_whose_interpreter_hangs_ends_itself_when_nobody_is_left():
    from orrery.media import worker

    if not hasattr(signal, "setitimer"):
        pytest.skip("this system has no alarm clock")
    worker._set_alarm(1000)
    assert signal.getitimer(signal.ITIMER_REAL)[0] > 990
    worker._set_alarm(0)
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_a_stranger_in_the_current_folder_is_not_imported(tmp_path, monkeypatch):
    (tmp_path / "numpy.py").write_text("raise SystemExit('a stranger')")
    monkeypatch.chdir(tmp_path)
    with DecoderPool(1) as pool:
        (outcome,) = pool.decode(texts(tmp_path, "fine"))
    assert isinstance(outcome, Decoded)


class Pipe:
    """Both ends of a wire in one process."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self.reading, self.writing = os.fdopen(reading, "rb", buffering=0), os.fdopen(writing, "wb", buffering=0)

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self.reading.close()
        self.writing.close()


def test_outcomes_cross_the_wire_whole():
    stamp = FileStamp(b"/caf\xe9", 3, 4)
    outcomes = [
        Decoded(stamp, Kind.SOUND, bytes(32), {"duration_s": 1.5, "title": "é"}, windows=np.ones((1, 3), np.float32),
                stretches=(Stretch(0, 1.5),), preview=b"\0\1"),
        Decoded(stamp, Kind.TEXT, bytes(32), {}, text="häron\U0001f600", page_starts=(0, 3)),
        Undecoded(stamp, Kind.IMAGE, DamagedFile(kind="picture", reason="so"), bytes(32)),
        Undecoded(stamp, None, DecoderDied(reason="so")),
    ]  # fmt: skip
    with Pipe() as pipe:
        for outcome in outcomes:
            wire.send(pipe.writing, *wire.outcome_message(outcome))
            back = wire.outcome_from(*wire.receive(pipe.reading))
            assert type(back) is type(outcome)
            assert back.stamp == outcome.stamp
            assert back.sha256 == outcome.sha256
            if isinstance(back, Undecoded):
                assert str(back.problem) == str(outcome.problem)
                assert type(back.problem) is type(outcome.problem)
            else:
                assert (back.text, back.facts, back.stretches, back.page_starts, back.preview) == (
                    outcome.text, outcome.facts, outcome.stretches, outcome.page_starts, outcome.preview
                )  # fmt: skip
                assert np.array_equal(back.windows, outcome.windows)


def test_requests_cross_the_wire_whole():
    request = DecodeRequest(FileStamp(b"/caf\xe9", 3, 4), made.INPUTS, Kind.SOUND, hash_only=True)
    assert wire.request_from(json.loads(json.dumps(wire.request_header(request)))) == request


@pytest.mark.parametrize(
    "nonsense",
    [
        b"",
        b"\xff" * 100,
        b"\2\0\0\0\0\0\0\0{}",
        b'\x0c\0\0\0\0\0\0\0{"blobs":-1}',
        b'\x0e\0\0\0\0\0\0\0{"blobs":[-1]}',
        b"\4\0\0\0\0\0\0\0null",
    ],
)
def test_nonsense_on_the_wire_is_the_end_of_the_conversation(nonsense):
    with Pipe() as pipe:
        pipe.writing.write(nonsense)
        pipe.writing.close()
        with pytest.raises(wire.WireClosed):
            wire.receive(pipe.reading)


def test_a_problem_that_is_none_of_ours_does_not_run_anything():
    stamp = ["2f61", 1, 2]
    for name in ("exit", "OrreryError", "__import__", "LibraryNewer"):
        header = {"problem": name, "fields": {"reason": "x"}, "stamp": stamp, "kind": None, "sha256": None}
        assert isinstance(wire.outcome_from(header, []).problem, DecoderDied)
    for broken in ({}, {"problem": "DamagedFile", "fields": {}}, {"stamp": stamp, "kind": "film"}):
        with pytest.raises(wire.WireClosed):
            wire.outcome_from(broken, [])


def test_a_frozen_application_is_its_own_decoder(tmp_path, monkeypatch):
    """What the installer builds has no `python -m`: a stand-in for it runs `orrery.__main__` with all its arguments."""
    stand_in = tmp_path / "orrery"
    stand_in.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m orrery "$@"\n')
    stand_in.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(stand_in))
    with DecoderPool(1) as pool:
        (outcome,) = pool.decode(texts(tmp_path, "fine"))
    assert isinstance(outcome, Decoded)
