"""A decoder that does what its file tells it to: for trying the pool, run inside its processes."""

import os
import time
from pathlib import Path

from orrery.errors import DamagedFile
from orrery.media.decode import Decoded, DecodeRequest, Undecoded
from orrery.media.decode import visit as real_visit
from orrery.media.limits import Limits


def visit(request: DecodeRequest, limits: Limits) -> Decoded | Undecoded:
    """Crash, hang, eat memory or raise when the file's first word says so; otherwise decode it."""
    word = Path(os.fsdecode(request.stamp.path)).read_bytes()[:40].split(b" ")[0]
    match word:
        case b"crash":
            os.abort()
        case b"exit":
            os._exit(3)
        case b"hang":
            time.sleep(3600)
        case b"eat":
            hoard = bytearray(limits.memory_bytes * 2)
            raise AssertionError(len(hoard))
        case b"raise":
            raise ZeroDivisionError
        case b"babble":
            os.write(1, b"printed by a library\n" * 100)
        case b"refuse":
            return Undecoded(request.stamp, None, DamagedFile(kind="text", reason="it says so"))
    return real_visit(request, limits)
