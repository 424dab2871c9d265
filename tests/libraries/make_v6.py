"""Makes v6.db, a library of the sixth schema; it was run once, the file is never made again."""

import shutil
import sys
import tempfile
from pathlib import Path

from libraries.made import picture, text
from libraries.make_v1 import fill
from orrery.library.library import Library

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.orrery"
        with Library.open(path, write=True, create=True) as made_now:
            fill(made_now)
            made_now.store(
                [picture("/pictures/海边的狗.png".encode(), "dog"), text(b"/t.txt", "犬が浜辺を走っている。")]
            )
        shutil.copy(path, sys.argv[1])
