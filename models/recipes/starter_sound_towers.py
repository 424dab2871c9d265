"""Which sound towers are trained, from what and without what, and packs to measure them with.

One tower ships. The others are for measuring: one without each fold of ESC-10, and some without any
recording of a few classes, of which the tower then knows only the synthesis and the words.
"""

import hashlib
import json
import multiprocessing
import shutil
import tomllib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import starter_labels as labels
import starter_sound as sound
import starter_sound_head as head
import starter_sound_training as training
import torch
from starter_calibration import Vectors, centred
from starter_data import Clip
from torch import nn

Net = TypeVar("Net", bound=nn.Module)
EDITION = "2"  # of the code of training and synthesis: raise it when either changes, for caches are kept by it
SYNTHESISED, SEED = 24, 20
HEARINGS = "1"  # of the code of starter_ears: the same for what SoundNet hears
RECORDED_AS, SYNTHESISED_AS = 8, 3  # varied windows a clip
VOICES = 2  # networks of the tower that ships
SHIPPED = training.Recipe(steps=3000)  # the towers that only measure have to do with half of it
FOLDS = ("fold1", "fold2", "fold3", "fold4")
UNHEARD = (
    ("dog bark", "rain", "frog", "monkey"),
    ("baby cry", "helicopter", "cow", "bird"),
    ("chainsaw", "clock tick", "cat", "lion"),
    ("rooster", "sea waves", "sheep"),
    ("person sneeze", "fire crackling", "donkey", "chicken"),
)
"""Kinds left out together, two of ESC-10 and two animals that do not sound alike: stricter than one at a time, and a
quarter of the work. The dog is in both sets."""


@dataclass(frozen=True)
class LeftOut:
    """Recordings that a tower does not hear; dev clips never are material.

    Attributes:
        fold: of ESC-10, or "".
        kinds: of sound, by key; their synthesis and words stay.
    """

    fold: str = ""
    kinds: tuple[str, ...] = ()

    def name(self) -> str:
        """For file names: shipped, fold1, without_rain_monkey."""
        return (
            self.fold or "_".join(("without", *self.kinds)).replace(" ", "-") if self.fold or self.kinds else "shipped"
        )


MEASURING = (*(LeftOut(fold=f) for f in FOLDS), *(LeftOut(kinds=k) for k in UNHEARD))
"""The towers that only measure."""


@dataclass(frozen=True)
class Material:
    """All sounds there are: clips with their mel powers in the same order, syntheses, and where kinds are to lie."""

    clips: list[Clip]
    recorded: sound.Sounds
    made: sound.Sounds
    aims: training.Aims
    cache: Path


def stored(path: Path, make: Callable[..., sound.Sounds], *settings: object) -> sound.Sounds:
    """Sounds from a file, measured first where there is none."""
    if not path.exists():
        made = make(*settings)
        np.savez(
            path, keys=np.array(made.keys), powers=np.concatenate(made.powers), lengths=[len(p) for p in made.powers],
            features=np.concatenate(made.features), windows=[len(f) for f in made.features], varied=made.varied,
        )  # fmt: skip
    kept = np.load(path)
    powers = np.split(kept["powers"], np.cumsum(kept["lengths"])[:-1])
    features = np.split(kept["features"], np.cumsum(kept["windows"])[:-1])
    return sound.Sounds(powers, features, kept["varied"], [str(k) for k in kept["keys"]])


def aims_of(
    clips: Sequence[Clip], made: Sequence[str], tower: Callable[[list[str]], Vectors], vocabulary: Vectors
) -> training.Aims:
    """Where all kinds of sound are to lie; the vocabulary (words, dim) gives the mean."""
    sets: dict[str, set[str]] = {}
    for clip in clips:
        sets.setdefault(clip.dataset, set()).add(labels.key_of(clip.label))
    mean, kinds = vocabulary.mean(0), sorted(set().union(made, *sets.values()))
    phrases = [centred(tower(list(labels.said(k))), mean) for k in kinds]
    most = max(map(len, phrases))
    filled = np.stack([np.pad(p, ((0, most - len(p)), (0, 0))) for p in phrases])
    names = centred(centred(tower(kinds), mean) + centred(tower([labels.told(k) for k in kinds]), mean), 0)
    rivals = np.array([[any({a, b} <= s for s in sets.values()) for b in kinds] for a in kinds])
    rivals |= ~rivals.any(1, keepdims=True)
    return training.Aims(kinds, filled.astype(np.float32), names.astype(np.float32), rivals)


def gather(clips: list[Clip], cache: Path, tower: Callable[[list[str]], Vectors], vocabulary: Vectors) -> Material:
    """Read the recordings, make the syntheses, say where all of them are to lie."""
    listed = hashlib.sha256("".join(f"{c.path.name} {c.label}\n" for c in clips).encode()).hexdigest()[:8]
    shape = f"{HEARINGS}_{sound.RATE}_{sound.HOP}_{sound.BANDS}"
    recorded = (cache / f"sounds_{listed}_{shape}.npz", sound.recorded, clips, RECORDED_AS, SEED)
    name = f"syntheses_{EDITION}_{SYNTHESISED}_{SEED}_{shape}.npz"
    made = (cache / name, sound.synthesised, SYNTHESISED, SYNTHESISED_AS, SEED)
    side_by_side([(stored, *sounds) for sounds in (recorded, made) if not sounds[0].exists()])
    both = stored(*recorded), stored(*made)
    return Material(clips, *both, aims_of(clips, both[1].keys, tower, vocabulary), cache)


def fresh(cache: Path) -> sound.Sounds:
    """Syntheses that no tower was trained on."""
    return stored(cache / f"syntheses_{EDITION}_fresh_{HEARINGS}.npz", sound.synthesised, 3, 1, SEED + 1)


Job = tuple[Callable[..., object], *tuple[object, ...]]


def side_by_side(jobs: Sequence[Job], material: Material | None = None) -> None:
    """Run jobs whose results are files, two at a time: each makes good use of one core only.

    Args:
        jobs: a function and its arguments each.
        material: comes before the arguments, where there is some.
    """
    spawned = multiprocessing.get_context("spawn")  # PyTorch's threads do not survive a fork
    with ProcessPoolExecutor(2, spawned, initializer=_take, initargs=(material,)) as pool:
        for done in [pool.submit(_run, *job) for job in jobs]:
            done.result()


_taken: list[Material] = []  # of a process that works for another


def _take(material: Material | None) -> None:
    torch.set_num_threads(1)
    if material is not None:
        _taken.append(material)


def _run(job: Callable[..., object], *arguments: object) -> None:
    job(*_taken, *arguments)


def train_ahead(material: Material, left_out: Sequence[LeftOut]) -> None:
    """Train everything that towers are made of, where an earlier run has not."""
    networks = [(train_network, one, seed) for one in left_out for seed in seeds(one)]
    side_by_side([*networks, *((train_head, one) for one in left_out)], material)


def seeds(left_out: LeftOut) -> range:
    """Of a tower's networks.

    One instead of two has to do for towers that only measure, to save half an hour: what they reach is a lower bound.
    """
    return range(SEED, SEED + (VOICES if left_out == LeftOut() else 1))


def train_tower(material: Material, left_out: LeftOut) -> sound.Tower:
    """A tower from everything but what is left out and the dev clips."""
    networks = [train_network(material, left_out, seed) for seed in seeds(left_out)]
    return sound.Tower(networks, train_head(material, left_out)).eval()


def train_head(material: Material, left_out: LeftOut) -> sound.Head:
    """The head on what SoundNet hears, or the same from an earlier run."""
    recorded, made, kinds = material.recorded.chosen(_kept(material, left_out)), material.made, material.aims.kinds
    settings = json.dumps([EDITION, HEARINGS, kinds, recorded.keys, made.keys])
    windows = [sounds.varied.sum((1, 2), np.float64) for sounds in (recorded, made)]
    path = material.cache / f"head_{left_out.name()}_{_digest(settings, np.concatenate(windows))}.pt"
    return _trained(
        path, sound.Head, material, lambda: head.train(head.heard(recorded, made, kinds), material.aims, SEED)
    )


def _digest(settings: str, sums: npt.NDArray[np.float64]) -> str:
    return hashlib.sha256(settings.encode() + sums.tobytes()).hexdigest()[:12]


def _trained(path: Path, blank: type[Net], material: Material, train: Callable[[], Net]) -> Net:
    """A network as an earlier run kept it, trained and kept first where there is none."""
    if not path.exists():
        print(f"  sound: training {path.stem}", flush=True)
        torch.save(train().state_dict(), path)
    net = blank(material.aims.phrases.shape[2])
    net.load_state_dict(torch.load(path, weights_only=True))
    return net.eval()


def _kept(material: Material, left_out: LeftOut) -> list[int]:
    """Rows of the clips that a tower may hear."""
    return [
        i for i, c in enumerate(material.clips)
        if c.split not in ("dev", left_out.fold) and material.recorded.keys[i] not in left_out.kinds
    ]  # fmt: skip


def train_network(
    material: Material, left_out: LeftOut, seed: int = SEED, recipe: training.Recipe | None = None
) -> sound.Network:
    """One network, or the same from an earlier run."""
    recipe = recipe or (training.Recipe() if left_out != LeftOut() else SHIPPED)
    recorded, made = material.recorded.chosen(_kept(material, left_out)), material.made
    powers, keys = recorded.powers + made.powers, recorded.keys + made.keys
    settings = json.dumps([EDITION, asdict(recipe), sound.Network.widths, seed, material.aims.kinds, keys])
    digest = _digest(settings, np.float64([p.sum() for p in powers]))

    def train() -> sound.Network:
        pool = training.pooled(powers, keys, material.aims.kinds, len(recorded.keys))
        return training.train(pool, material.aims, recipe, seed)

    return _trained(material.cache / f"sound_{left_out.name()}_{digest}.pt", sound.Network, material, train)


def measuring_pack(pack: Path, tower: sound.Tower, folder: Path) -> None:
    """Copy a pack with another sound.onnx, its self-test and hashes put right, so `orrery evaluate` can measure it."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(pack, folder)
    sound.export(tower, folder / "sound.onnx")
    vectors = np.load(folder / "self_test_vectors.npy")
    # Two rows of each tower: images, sounds, texts.
    vectors[2:4] = sound.SoundTower(folder / "sound.onnx").of_short(np.load(folder / "self_test_sound.npy"))
    np.save(folder / "self_test_vectors.npy", vectors)
    manifest = (folder / "manifest.toml").read_text(encoding="utf-8")
    for name in ("sound.onnx", "self_test_vectors.npy"):
        manifest = _listed_anew(manifest, folder / name)
    (folder / "manifest.toml").write_text(manifest, encoding="utf-8")


def _listed_anew(manifest: str, path: Path) -> str:
    was = tomllib.loads(manifest)["files"][path.name]
    content = path.read_bytes()
    before = f'[files."{path.name}"]\nsha256 = "{was["sha256"]}"\nsize = {was["size"]}\n'
    if before not in manifest:
        raise ValueError(f"the manifest does not list {path.name} as the recipe writes it")
    now = f'[files."{path.name}"]\nsha256 = "{hashlib.sha256(content).hexdigest()}"\nsize = {len(content)}\n'
    return manifest.replace(before, now)
