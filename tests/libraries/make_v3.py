"""Makes v3.db, a library of the third schema; it was run once, the file is never made again."""

import shutil
import sys
import tempfile
from pathlib import Path

from libraries.made import SPACE
from libraries.make_v1 import fill
from orrery.library.library import Library

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.orrery"
        with Library.open(path, write=True, create=True) as made_now:
            fill(made_now)
            layout = made_now.layouts.latest(SPACE)
            assert layout is not None, "fill() stores a map"
            made_now.layouts.rename(layout.id, layout.clusters[0].number, "Our holidays")
        shutil.copy(path, sys.argv[1])
