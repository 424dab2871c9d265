import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from orrery.errors import LibraryBusy, LibraryUnreachable
from orrery.library import lock
from orrery.library.library import Library
from orrery.library.lock import WriterLock, holder

SOURCE = Path(lock.__file__).parents[2]

HOLD = """
import sys
from pathlib import Path
from orrery.library.library import Library
with Library.open(Path(sys.argv[1]), write=True, create=True):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_writer(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that writes to the library until a line is sent to it."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_writer_is_told_which_process_holds_the_library(path: Path) -> None:
    with another_writer(path) as process:
        with pytest.raises(LibraryBusy, match=rf"process {process.pid}\b"):
            Library.open(path, write=True, wait_s=0.1)
        with Library.open(path) as reader:
            assert reader.counts().embedded == 0


def test_a_second_writer_waits_for_the_first(path: Path) -> None:
    with another_writer(path) as process:
        timer = threading.Timer(0.3, process.communicate, ["\n"])
        timer.start()
        with Library.open(path, write=True, wait_s=30):
            assert holder(path) == os.getpid()
        timer.join()


def test_a_killed_writer_s_lock_is_free_at_once(path: Path) -> None:
    with another_writer(path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        with Library.open(path, write=True, wait_s=0) as library:
            assert library.check() == []


def test_two_threads_of_one_process_exclude_each_other_too(path: Path) -> None:
    with Library.open(path, write=True, create=True), pytest.raises(LibraryBusy, match=str(os.getpid())):
        Library.open(path, write=True, wait_s=0)
    Library.open(path, write=True, wait_s=0).close()


def test_a_lock_is_let_go_when_the_library_turns_out_to_be_no_library(path: Path) -> None:
    path.write_bytes(b"something else")
    with pytest.raises(Exception, match="something else"):
        Library.open(path, write=True)
    with WriterLock(path, 0):
        pass


def test_closing_twice_does_nothing(path: Path) -> None:
    held = WriterLock(path, 0)
    held.close()
    with WriterLock(path, 0):
        held.close()
        with pytest.raises(LibraryBusy):
            WriterLock(path, 0)


def test_a_lock_in_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LibraryUnreachable):
        WriterLock(tmp_path / "gone" / "l.orrery", 0)


def test_nobody_holds_a_library_that_was_never_written_to(path: Path) -> None:
    assert holder(path) is None
    lock.lock_path(path).write_text("not a number")
    assert holder(path) is None
