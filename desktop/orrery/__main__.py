"""`python -m orrery`: the command line; with no arguments, the window."""

import multiprocessing
import sys

BUG = 3


def main() -> int:
    """Run the command line and return its exit code; what escapes is a bug, and the log gets all of it."""
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["--decoder-process"]:  # media.process.HIDDEN_ARGUMENT: a frozen application is its own decoder
        from orrery.media.worker import main as decode_until_closed

        decode_until_closed(sys.argv[2:])
        return 0
    from orrery.app import start_log
    from orrery.cli import run
    from orrery.paths import log_file

    start_log()
    try:
        return run(sys.argv[1:])
    except Exception:
        import logging

        logging.getLogger("orrery").exception("This should not have happened")
        print(
            f"orrery: Something went wrong that should not have. The log has the details: {log_file()}", file=sys.stderr
        )
        return BUG


if __name__ == "__main__":
    sys.exit(main())
