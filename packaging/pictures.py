"""Pictures of the window in all its states, off screen: `make pictures [FILES=folder]` → build/pictures/*.png.

Most are of the demo library; those of the map and of a search through much are of the files in the folder that is
named, which are taken into a library of their own under build/. Without one the demo stands in, and it says so.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build/pictures"
HOME = ROOT / "build/pictures-home"
DEMO = ROOT / "resources/demo"
SIZE = (1600, 1000)
FRESH = ("empty", "running")
LARGE_QUERY = f'children playing in water + 0.5:"{DEMO / "sounds/brook.ogg"}" - dog'


@dataclass(frozen=True)
class Scene:
    """One picture.

    Attributes:
        play: brings the window into the state to be seen and draws it; given the stage, it returns a QImage.
        library: "demo", "large", "bad" (with files that failed), "running" or "empty" (made anew each time).
        size: of the window in pixels before scaling.
        theme: "dark" or "light".
        language: of its words.
        scale: how much everything is enlarged.
    """

    play: Callable
    library: str = "demo"
    size: tuple[int, int] = SIZE
    theme: str = "dark"
    language: str = "en"
    scale: float = 1.0


def main() -> int:
    """Draw all scenes, or those that are named; the exit code tells whether every one was drawn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, help="a folder of many photos, sounds and texts")
    parser.add_argument("--scene", choices=SCENES, help="draw this one only, in this process")
    parser.add_argument("--only", nargs="*", help="draw only these")
    asked = parser.parse_args()
    if asked.scene:
        draw(asked.scene)
        return 0
    prepare(asked.files)
    failed = [name for name in asked.only or SCENES if not drawn(name)]
    print(f"The pictures are in {OUT}" + (f"; not drawn: {', '.join(failed)}" if failed else ""))
    return bool(failed)


def prepare(files: Path | None) -> None:
    """Make the libraries that are not there yet."""
    OUT.mkdir(parents=True, exist_ok=True)
    bad = HOME / "bad-files"
    write_bad_files(bad)
    index("demo", *(DEMO / kind for kind in ("photos", "sounds", "texts")))
    index("bad", bad, DEMO / "photos")
    write_toy_model(HOME / "packs/toy")
    if files is not None:
        index("large", files)
    elif not library("large").exists():
        print("No FILES=folder was named: the demo stands in for the large library.")
        shutil.copytree(library("demo").parent, library("large").parent, dirs_exist_ok=True)
        library("large").with_name("demo.orrery").rename(library("large"))


def drawn(name: str) -> bool:
    """Draw a scene in a process of its own, for the scale cannot change within one."""
    scene = SCENES[name]
    environment = os.environ | {
        "ORRERY_HOME": str(HOME),
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(scene.scale),
        "QT_LOGGING_RULES": "qt.multimedia.*=false;qt.qpa.*=false",
    }
    done = subprocess.run([sys.executable, __file__, "--scene", name], env=environment, check=False)
    print(f"  {name}.png" if done.returncode == 0 else f"  {name} could not be drawn", flush=True)
    return done.returncode == 0


def draw(name: str) -> None:
    """Draw a scene here and now."""
    from orrery.app import open_engine
    from orrery.panels.shot import stage
    from orrery.workflows.chart import chart

    scene = SCENES[name]
    if scene.library in FRESH:
        shutil.rmtree(library(scene.library).parent, ignore_errors=True)
    library(scene.library).parent.mkdir(parents=True, exist_ok=True)
    engine = open_engine(library(scene.library))
    if scene.library not in FRESH:
        chart(engine)
    with stage(engine, scene.size, scene.theme, language=scene.language) as made:
        picture = scene.play(made)
    if not picture.save(str(OUT / f"{name}.png"), "PNG"):
        raise OSError(f"{OUT / name}.png cannot be written")


def library(name: str) -> Path:
    """The file of one of the libraries."""
    return HOME / name / f"{name}.orrery"


def index(name: str, *folders: Path) -> None:
    """Take files into a library through the command line, as anybody could; those that fail are told there."""
    library(name).parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-P", "-m", "orrery", "index", "--quiet", "--library", str(library(name))]
    subprocess.run([*command, *map(str, folders)], env=os.environ | {"ORRERY_HOME": str(HOME)}, check=False)


def write_toy_model(folder: Path) -> None:
    """A second model, to be tried."""
    sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]
    from packs import make_pack

    if not folder.exists():
        make_pack(folder)


def write_bad_files(folder: Path) -> None:
    """A few files that cannot be taken in, each for another reason."""
    folder.mkdir(parents=True, exist_ok=True)
    photo = (DEMO / "photos/cat.jpg").read_bytes()
    (folder / "half of a photo.jpg").write_bytes(photo[: len(photo) // 3])
    (folder / "empty.wav").write_bytes(b"")
    (folder / "not a picture.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing of the kind")
    (folder / "noise.mp3").write_bytes(bytes(range(256)) * 40)


# --- the scenes


def first_start(stage):
    """Nothing has been added yet."""
    return stage.draw()


def search(query: str, place: int = 0):
    """Ask, and look at one of the answers."""

    def play(stage):
        stage.ask(query)
        hits = stage.explorer.answers.hits
        stage.explorer.selection.pick(hits[min(place, len(hits) - 1)].item.id)
        return stage.draw()

    return play


def map_at(factor: float):
    """The map nearer by a factor, about the place where most items are."""

    def play(stage):
        panel = stage.window.docks.panels["map"]
        stage.settle()
        if factor > 1:
            panel.box.setRange(around_most(panel, factor), padding=0)
        return stage.draw()

    return play


def around_most(panel, factor: float):
    """The part of the map in view, made smaller, about the middle of the densest of 24 × 24 fields."""
    import numpy as np

    view, points = panel.box.viewRect(), panel.model.points
    counts, across, up = np.histogram2d(points[:, 0], points[:, 1], 24)
    column, row = np.unravel_index(int(counts.argmax()), counts.shape)
    view.setSize(view.size() / factor)
    middle = view.center()
    middle.setX((across[column] + across[column + 1]) / 2)
    middle.setY((up[row] + up[row + 1]) / 2)
    view.moveCenter(middle)
    return view


def lasso(stage):
    """A closed line around some of the map, its items picked."""
    import numpy as np

    panel = stage.window.docks.panels["map"]
    view = around_most(panel, 3.0)
    turns = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    wobble = 1 + 0.15 * np.sin(3 * turns)
    across = view.center().x() + view.width() / 3 * np.cos(turns) * wobble
    up = view.center().y() + view.height() / 3 * np.sin(turns) * wobble
    outline = list(zip(across.tolist(), up.tolist(), strict=True))
    from orrery.viewmodels.map_model import Gesture

    panel.model.pick_inside(outline, Gesture.REPLACE)
    panel.pointer.draw_outline(outline, Gesture.REPLACE)
    stage.settle()
    return stage.window.grab().toImage()


def picks(stage):
    """More like three answers, less like another one: each a chip."""
    from orrery.viewmodels.suggesting import suggester_of

    stage.ask("dog")
    hits, suggester = [hit.item.id for hit in stage.explorer.answers.hits], suggester_of(stage.explorer)
    stage.explorer.selection.replace(hits[:3])
    suggester.more_like(hits[:3])
    suggester.less_like(hits[4:5])
    return stage.draw()


def one_of_each(stage):
    """A few items that stand for all."""
    from orrery.viewmodels.suggesting import suggester_of

    stage.settle()
    suggester_of(stage.explorer).one_of_each(())
    return stage.draw()


def cluster(stage):
    """The largest cluster picked, and what it is."""
    from orrery.viewmodels.cluster_model import cluster_model_of

    stage.settle()
    largest = max(stage.explorer.picture.names.values(), key=lambda info: (info.count, -info.id))
    cluster_model_of(stage.explorer).show(largest.id)
    return stage.draw()


def axes(stage):
    """The map between things that are named."""
    panel = stage.window.docks.panels["map"]
    panel.show_axes(is_shown=True)
    panel.axes.place(("indoors", "outdoors", "people", "animals"))
    return stage.draw()


def attention(name: str):
    """A list for the user's attention, with its reasons."""

    def play(stage):
        from orrery.viewmodels.organiser import Notice, organiser_of

        stage.settle()
        organiser = organiser_of(stage.explorer)
        notice = Notice(name)
        found = organiser.attention
        first = (found.alike if notice is Notice.NEAR_DUPLICATES else found.outliers) if found else ()
        if first:  # a small library may have none
            organiser.show_notice(notice)
            stage.explorer.selection.pick(first[0])
        return stage.draw()

    return play


def job(stage):
    """Files are being added."""
    from orrery.panels.shot import settle

    seen = []
    stage.explorer.runner.progressed.connect(lambda _, progress: seen.append(progress))
    stage.explorer.add_files([DEMO / "photos", DEMO / "sounds", DEMO / "texts"])
    settle(lambda: any(progress.done > 8 for progress in seen))
    picture = stage.window.grab().toImage()
    stage.settle()
    return picture


def failures(stage):
    """The list of files that were not added, over the window."""
    stage.window.show_failures()
    return stage.draw_with_dialogs()


def palette(stage):
    """Every action by name, over the window."""
    stage.window.open_palette()
    return stage.draw_with_dialogs()


def preferences(stage):
    """What can be set, over the window."""
    stage.window.show_preferences()
    return stage.draw_with_dialogs()


def models(model: str):
    """The models, one of them picked."""

    def play(stage):
        open_models(stage).choose(model)
        return stage.draw_with_dialogs()

    return play


def trial(stage):
    """What another model would change; it is the toy of the tests, which knows colours and tones only."""
    from orrery.panels.shot import settle

    dialog = open_models(stage)
    dialog.choose("toy")
    dialog.buttons()["Try on this library"].click()
    settle(lambda: "Back to the model" in dialog.buttons())
    return stage.draw_with_dialogs()


def download(stage):
    """A download that is under way, from a hub on this machine that hands out nothing but zeros, slowly."""
    from orrery.panels.shot import settle

    seen = []
    with slow_hub("clip-vit-b32") as url:
        os.environ["HF_ENDPOINT"] = url
        dialog = open_models(stage)
        dialog.choose("clip-vit-b32")
        stage.explorer.runner.progressed.connect(lambda job, progress: seen.append((job, progress)))
        next(button for words, button in dialog.buttons().items() if words.startswith("Download")).click()
        settle(lambda: any(progress.done > 40 for _, progress in seen))
        picture = stage.draw_over(dialog)
        stage.explorer.runner.stop(seen[-1][0])
        stage.settle()
    dialog.close()
    shutil.rmtree(HOME / "downloads", ignore_errors=True)
    return picture


def download_failed(stage):
    """A download without a network: what happened, and the way on."""
    from orrery.encoding import download as downloading

    downloading.PAUSES_S = (0.01,)
    os.environ["HF_ENDPOINT"] = "http://127.0.0.1:9"
    dialog = open_models(stage)
    dialog.choose("clap-htsat")
    next(button for words, button in dialog.buttons().items() if words.startswith("Download")).click()
    return stage.draw_with_dialogs()


def open_models(stage):
    """Open the dialog and wait until it has listed them."""
    from orrery.panels.models import ModelsDialog

    stage.window.show_models()
    stage.settle()
    return stage.window.findChild(ModelsDialog)


@contextmanager
def slow_hub(model: str):
    """A hub that lists the files of a model as the catalogue does, and sends the first of them at 20 MB a second."""
    sys.path.insert(0, str(ROOT / "tests"))
    from hub import Repository, running_hub
    from orrery import paths
    from orrery.encoding.catalogue import entry_called, read_catalogue

    entry = entry_called(read_catalogue(paths.catalogue()), model)

    class Listed(Repository):
        def listing(self):
            return [
                {"rfilename": file.path, "size": file.about, "blobId": "p" * 40}
                | {"lfs": {"sha256": file.sha256, "size": file.about, "pointerSize": 130}}
                for file in entry.files
            ]

    def send(handler, _):
        handler.send_response(200)
        handler.send_header("Content-Length", str(entry.files[0].about))
        handler.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(600):
                handler.wfile.write(bytes(1_000_000))
                time.sleep(0.05)
        handler.close_connection = True

    with running_hub() as made:
        for file in entry.files:
            made.repositories[file.repo] = Listed({}, commit=file.revision)
            made.next(file.name, *[send] * 9)
        yield made.url


SCENES: Mapping[str, Scene] = {
    "first-start": Scene(first_start, "empty"),
    "window-dark": Scene(search("dog")),
    "window-light": Scene(search("dog"), theme="light"),
    "search-mixed": Scene(search(LARGE_QUERY), "large"),
    "map-far": Scene(map_at(1), "large"),
    "map-middle": Scene(map_at(4), "large"),
    "map-near": Scene(map_at(14), "large"),
    "lasso": Scene(lasso, "large"),
    "groups": Scene(search('"dog" AND (beach OR snow) duplicates:fold diverse:0.4'), "large"),
    "picks": Scene(picks, "large"),
    "one-of-each": Scene(one_of_each, "large"),
    "cluster": Scene(cluster, "large"),
    "axes": Scene(axes, "large"),
    "outliers": Scene(attention("outliers"), "large"),
    "near-duplicates": Scene(attention("near-duplicates"), "large"),
    "inspector-image": Scene(search("a mountain path under a blue sky kind:image")),
    "inspector-sound": Scene(search("thunder kind:sound")),
    "inspector-text": Scene(search("a boat trip on a lake kind:text")),
    "job": Scene(job, "running"),
    "failures": Scene(failures, "bad"),
    "palette": Scene(palette),
    "preferences": Scene(preferences),
    "models": Scene(models("siglip2-base")),
    "models-light": Scene(models("starter"), theme="light"),
    "model-trial": Scene(trial),
    "model-download": Scene(download),
    "model-download-failed": Scene(download_failed),
    "scale-200": Scene(search("dog"), size=(1100, 700), scale=2.0),
    "german": Scene(search("dog"), language="de"),
}


if __name__ == "__main__":
    sys.exit(main())
