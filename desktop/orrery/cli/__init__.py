"""The command line: `parser` says what can be asked, `commands` does it, `output` words the answers."""

import os
import sys
from collections.abc import Sequence

from orrery.errors import JobCancelled, OrreryError

EXIT_DONE, EXIT_INTERRUPTED = 0, 130


def run(arguments: Sequence[str]) -> int:
    """Do what the command line asks.

    Args:
        arguments: without the program's name.

    Returns:
        0 done, 1 some files failed, 2 wrong use, 3 library or model problem, 130 interrupted.
    """
    from orrery.cli import commands
    from orrery.cli.parser import STOPPED, parse

    stopped = STOPPED
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        asked = parse(arguments)
        stopped = asked.stopped
        return getattr(commands, asked.command)(asked)
    except (KeyboardInterrupt, JobCancelled):
        print(stopped, file=sys.stderr)
        return EXIT_INTERRUPTED
    except OrreryError as problem:
        print(f"orrery: {problem}", file=sys.stderr)
        return problem.exit_code
    except BrokenPipeError:  # `orrery search … | head` closed the pipe: not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
