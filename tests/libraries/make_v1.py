"""Makes v1.db, a library of the first schema; it was run once, the file is never made again."""

import shutil
import sys
import tempfile
from pathlib import Path

from libraries.made import FEATURES, SPACE, picture, sound, stamp, text
from orrery.domain.item import ItemState
from orrery.domain.modality import Kind, Role
from orrery.errors import DamagedFile, UnsupportedKind
from orrery.library.library import Library
from orrery.library.rows import Cluster, Measured


def fill(library: Library) -> None:
    root = b"/home/ada/things"
    library.roots.add(root, watched=True)
    first, *_, gone = library.store(
        [
            picture(root + b"/red.png", "red", (SPACE, FEATURES), root=root),
            sound(root + b"/rain.wav", "rain", root=root),
            text(root + b"/n\xf6te.txt", "A walk by the sea.\nThen rain.", root=root),
            picture(root + b"/gone.png", "gone", root=root),
        ]
    )
    images = library.vectors.load(SPACE, Kind.IMAGE)
    content = images.contents
    library.attach(stamp(root + b"/copy of red.png", "red"), root, int(content[0]))
    library.items.mark([gone], ItemState.VANISHED)
    library.fail(stamp(root + b"/bad.png", "x"), root, DamagedFile(kind="image", reason="it ends early"), [SPACE])
    library.fail(stamp(root + b"/film.mp4", "x"), root, UnsupportedKind(what="a video (mp4)"), [SPACE])
    library.tags.add([first], "seaside")
    library.collections.add(library.collections.create("Holiday"), [first])
    library.searches.save("sea", "sea - rain")
    library.calibrations.save(SPACE, Role.QUERY, Kind.IMAGE, Measured(0.1, 0.05, 500, 1))
    library.layouts.save(
        SPACE,
        method="pca",
        seed=1,
        contents=content,
        points=images.vectors[:, :2],
        labels=content * 0,
        clusters=[Cluster(0, "colours", len(content)), Cluster(1, "reds", 1, parent=0)],
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.orrery"
        with Library.open(path, write=True, create=True) as made_now:
            fill(made_now)
        shutil.copy(path, sys.argv[1])
