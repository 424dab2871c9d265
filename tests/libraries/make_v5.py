"""Makes v5.db, a library of the fifth schema; it was run once, the file is never made again."""

import shutil
import sys
import tempfile
from pathlib import Path

from libraries.made import SPACE
from libraries.make_v1 import fill
from orrery.domain.space import VectorSpace
from orrery.library.library import Library

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.orrery"
        with Library.open(path, write=True, create=True) as made_now:
            fill(made_now)
            made_now.spaces.put_in_use(SPACE, "toy")
            made_now.spaces.want(VectorSpace("other@1+00000000", 4), "other")
        shutil.copy(path, sys.argv[1])
