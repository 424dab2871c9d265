"""Makes v2.db, a library of the second schema; it was run once, the file is never made again."""

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
            made_now.tags.set_colour(1, 5)
            made_now.tags.set_key(1, 3)
            made_now.searches.save("sea", "sea - rain", "collection 1")
        shutil.copy(path, sys.argv[1])
