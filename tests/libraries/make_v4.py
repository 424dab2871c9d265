"""Makes v4.db, a library of the fourth schema; it was run once, the file is never made again."""

import shutil
import sys
import tempfile
from pathlib import Path

from libraries.make_v1 import fill
from orrery.library.library import Library

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.orrery"
        with Library.open(path, write=True, create=True) as made_now:
            fill(made_now)
        shutil.copy(path, sys.argv[1])
