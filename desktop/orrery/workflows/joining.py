"""Join a model of pictures and one of sounds through the words that both understand.

phrases ─ text tower of each ─▶ bridge fitted, its strength measured ─▶ draft ─ verify ─ self-test ─▶ packs/ID

Nothing is trained and nothing copied: the joined model is a manifest that names its parts, and a matrix of some hundred
thousand numbers. `encoding/joined.py` tells what its vectors are made of.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from orrery import paths
from orrery.domain.arrays import Vectors
from orrery.domain.calibration import Background, Platt
from orrery.domain.modality import Kind, Role
from orrery.encoding.bridge import Bridge, Fit, fit, unit
from orrery.encoding.calibration import load_calibration
from orrery.encoding.drafting_joined import draft_joined
from orrery.encoding.joined import place_images, place_sounds, place_texts
from orrery.encoding.manifest import Block, BridgeFile, CalibrationFigures, Joined, Pack
from orrery.encoding.pack import load_pack
from orrery.errors import ModelProblem
from orrery.search.background import PHRASES, measure, sample
from orrery.search.centring import centred
from orrery.workflows.job import JobContext, Progress
from orrery.workflows.joining_sides import Side, make_side, sounds_to_hear
from orrery.workflows.packs import STARTER, folder_of, making, pack_folders, prepare, put_in_place

SOUND_BRIDGED = 0.5
"""Share of a sound's vector that lies beyond the bridge; the rest is what its own pack makes of it."""
TEXT_OWN = 0.8
"""Share of a passage's vector that is what the texts' own pack makes of it; the others share the rest equally."""
_BRIDGE = ("bridge.npy", "bridge_mean.npy", "bridge_words.npy", "bridge_places.npy")
_FILES = ("means.npy", "concepts.txt", "concepts.npy", "nonsense.npy")


def join_models(
    image: str,
    sound: str,
    job: JobContext | None = None,
    *,
    text: str | None = None,
    name: str | None = None,
    library: Path | None = None,
) -> Pack:
    """Make one model of two or three that are on this machine.

    Args:
        image: id of the model that reads pictures and words.
        sound: id of the model that reads sounds and words.
        job: to stop and to tell of progress.
        text: id of the model by which texts are compared with texts and words; the starter by default.
        name: id of the new model; made of the others' by default.
        library: whose sounds tell how sounds lie beside words in the sounds' model, where that brings none along.

    Returns:
        The new model, ready for use; the others stay as they are and are needed from now on.

    Raises:
        PackMissing, PackDamaged: a part is not here, or does not work.
        ModelProblem: a part cannot do what is asked of it, or there is a model of that id.
        JobCancelled: the job was stopped; nothing was added.
    """
    job = job or JobContext()
    ids = dict.fromkeys((image, sound, text or STARTER))
    id_ = _free(name or joined_id(image, sound))
    packs = {part: _joinable(part) for part in ids}
    _require_towers(packs[image], packs[sound], packs[text or STARTER])
    phrases = _vocabulary()
    files = sounds_to_hear(library)
    sides = {part: make_side(pack, phrases, job, sounds=files * (part == sound)) for part, pack in packs.items()}
    chosen = sides[image], sides[sound], sides[text or STARTER]
    with making(id_) as folder:
        job.report(Progress(0, None, "bridge.npy"))
        _write(folder, id_, chosen, phrases)
        prepare(folder, job)
        return put_in_place(folder, id_)


def joined_id(image: str, sound: str) -> str:
    """The id of what is joined of two models, where nobody gives another."""
    return f"{image}-{sound}"


# ---- inside


def _free(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
        sentence = (
            f"“{name}” cannot be the id of a model: letters, digits, dots and dashes, at most 64. --as gives one."
        )
        raise ModelProblem(sentence=sentence)
    if name in pack_folders():
        sentence = f"There is a model called “{name}” already. --as gives the joined one another id."
        raise ModelProblem(sentence=sentence)
    return name


def _joinable(name: str) -> Pack:
    pack = load_pack(folder_of(name), cache=paths.home() / "checked-packs.json")
    if pack.joined is not None:
        raise ModelProblem(sentence=f"“{name}” is joined already; join the models that it is made of.")
    return pack


def _require_towers(image: Pack, sound: Pack, text: Pack) -> None:
    if image.id == sound.id:
        raise ModelProblem(sentence=f"“{image.id}” cannot be joined with itself: pictures and sounds share its space.")
    for pack, tower, what in ((image, image.image, "pictures"), (sound, sound.sound, "sounds"), (text, text, "")):
        if tower is None:
            raise ModelProblem(sentence=f"“{pack.id}” does not read {what}, so it cannot be joined for them.")
        if pack.text is None:
            raise ModelProblem(sentence=f"“{pack.id}” does not read words, and models are joined through words.")


def _vocabulary() -> list[str]:
    return list(load_calibration(load_pack(paths.starter_pack(), verify=False)).concepts)


def _write(folder: Path, id_: str, sides: tuple[Side, Side, Side], phrases: list[str]) -> None:
    """Fit the bridge and write everything down."""
    image, sound, text = sides
    fitted = fit(sound.centred_words, image.centred_words, sound.heard - sound.sound_mean)
    vocabulary = hashlib.sha256("\n".join(phrases).encode()).hexdigest()
    made = datetime.now(UTC).isoformat(timespec="seconds")
    found = (fitted.strength, fitted.gap, fitted.score, fitted.chance, fitted.phrases, len(sound.heard))
    joined = _joined(image, sound, text, BridgeFile(*_BRIDGE, *found, vocabulary, made))
    bridge = _bridge(folder, fitted, image, sound)
    means = _means(joined, sides)
    np.save(folder / "means.npy", means)
    (folder / "concepts.txt").write_text("\n".join(phrases) + "\n", "utf-8")
    by_start = {block.start: side for block, side in zip((joined.image, joined.sound, joined.text), sides, strict=True)}
    words = place_texts(joined, Role.QUERY, lambda block: by_start[block.start].words)
    np.save(folder / "concepts.npy", words.astype(np.float16))
    nonsense = place_texts(joined, Role.QUERY, lambda block: by_start[block.start].nonsense)
    np.save(folder / "nonsense.npy", nonsense.astype(np.float16))
    known = _references(joined, bridge, by_start)
    for role, vectors in known.items():
        np.save(folder / f"reference_{role}.npy", vectors.astype(np.float16))
    references = {role: f"reference_{role}.npy" for role in known}
    figures = CalibrationFigures(*_FILES, references, _backgrounds(known | {Role.QUERY: words}, means), _platts(sides))
    draft_joined(folder, id_, joined, figures)


def _bridge(folder: Path, fitted: Fit, image: Side, sound: Side) -> Bridge:
    """Write the bridge down, and give it as it will be read."""
    words, places = (unit(side.centred_words).astype(np.float16) for side in (sound, image))
    mean = sound.sound_mean.astype(np.float32)
    for name, array in zip(_BRIDGE, (fitted.matrix, mean, words, places), strict=True):
        np.save(folder / name, array)
    return Bridge(fitted.matrix, mean, words.astype(np.float32), places.astype(np.float32))


def _joined(image: Side, sound: Side, text: Side, bridge: BridgeFile) -> Joined:
    """The parts with what they weigh: as much as their shares say after centring."""
    sides = tuple(dict.fromkeys((image, sound, text)))
    rest = np.sqrt((1 - TEXT_OWN**2) / max(len(sides) - 1, 1))
    queries = _weighed([1.0 / side.reach for side in sides])
    passages = _weighed([(TEXT_OWN if side is text else rest) / side.reach for side in sides])
    reach = float(np.linalg.norm(sound.heard - sound.sound_mean, axis=1).mean()) if len(sound.heard) else 1.0
    sounds = _weighed([SOUND_BRIDGED, np.sqrt(1 - SOUND_BRIDGED**2) / reach])
    blocks, start = list[Block](), 0
    for number, side in enumerate(sides):
        weights = {Role.QUERY: queries[number], Role.PASSAGE: passages[number]}
        if side is image:
            weights |= {Role.IMAGE: 1.0, Role.SOUND: sounds[0]}
        if side is sound:
            weights[Role.SOUND] = sounds[1]
        blocks.append(Block(side.pack, start, weights))
        start += side.pack.space.dim
    return Joined(blocks[0], blocks[1], blocks[sides.index(text)], bridge)


def _weighed(weights: list[float]) -> list[float]:
    """The same with a sum of squares of 1."""
    length = float(np.linalg.norm(weights))
    return [round(weight / length, 6) for weight in weights]


def _means(joined: Joined, sides: tuple[Side, Side, Side]) -> Vectors:
    """(4, dim): the parts' means side by side; what comes over the bridge has none left."""
    whole = np.zeros((len(Role), sum(block.pack.space.dim for block in joined.blocks)), np.float32)
    side_of = {side.pack.id: side for side in sides}
    for row, role in enumerate(Role):
        for block in joined.blocks:
            own = side_of[block.pack.id].figures.means[role]
            is_bridged = role is Role.SOUND and block == joined.image
            if role in block.weights and not is_bridged:
                whole[row, block.columns] = block.weights[role] * own
    return whole


def _references(joined: Joined, bridge: Bridge, sides: Mapping[int, Side]) -> dict[Role, Vectors]:
    """Things of each role for measuring what is usual, as far as the parts brought some."""
    seen = sides[joined.image.start].figures.references[Role.IMAGE]
    heard = sides[joined.sound.start].figures.references[Role.SOUND]
    read = place_texts(joined, Role.PASSAGE, lambda block: sides[block.start].figures.references[Role.PASSAGE])
    known = {
        Role.IMAGE: place_images(joined, seen),
        Role.SOUND: place_sounds(joined, bridge, heard),
        Role.PASSAGE: read,
    }
    return {role: vectors for role, vectors in known.items() if len(vectors)}


def _backgrounds(known: Mapping[Role, Vectors], means: Vectors) -> dict[tuple[Role, Kind], Background]:
    """What is usual between unrelated things, wherever there are some of both."""
    around = {role: centred(sample(it, PHRASES), means[list(Role).index(role)]) for role, it in known.items()}
    found = {
        (role, kind): measure(asking, around[kind.role])
        for role, asking in around.items()
        for kind in Kind
        if kind.role in around
    }
    return {pair: figure for pair, figure in found.items() if figure is not None}


def _platts(sides: tuple[Side, Side, Side]) -> dict[tuple[Role, Kind], Platt]:
    """Curves from z to a chance, as each part's makers fitted them for what it is asked; none across the bridge."""
    image, sound, text = (side.pack.calibration.platt for side in sides)
    asked = {
        (role, kind): (image if Role.IMAGE in (role, kind.role) else sound if Role.SOUND in (role, kind.role) else text)
        for role in Role
        for kind in Kind
        if {role, kind.role} != {Role.IMAGE, Role.SOUND}
    }
    return {pair: platts[pair] for pair, platts in asked.items() if pair in platts}
