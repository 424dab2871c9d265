"""The manifest of a pack that is made of others: which ones, what they weigh, and the bridge between them.

    [join.image]
    id = "starter"
    space = "starter@2+0c8a91f3"
    sha256 = "…"
    weights = { query-text = 0.71, passage = 0.45, image = 1.0, sound = 0.5 }

    [join.sound]
    …
    [join.text]
    …
    [join.bridge]
    matrix = "bridge.npy"
    mean = "bridge_mean.npy"
    words = "bridge_words.npy"
    places = "bridge_places.npy"

    [bridge]
    strength = 0.3
    …

The packs are named, not copied: each lies beside this one, and has to be the very one that was joined.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from orrery import paths
from orrery.domain.modality import Role
from orrery.encoding.manifest import Block, BridgeFile, Joined, Pack, PackFile
from orrery.encoding.section import Section
from orrery.errors import PackDamaged, PartChanged, PartMissing

SIDES = ("image", "sound", "text")
_STARTER = "starter"


def read_joined(top: Section, files: Mapping[str, PackFile], read: Callable[[Path], Pack]) -> tuple[Joined, str]:
    """Read [join] and [bridge].

    Args:
        top: the whole manifest.
        files: that it lists.
        read: reads the manifest of a pack.

    Returns:
        The parts, and eight digits of a hash over all that decides where vectors lie.

    Raises:
        PackDamaged: a field is missing or wrong.
        PartMissing, PartChanged: a part is not here, or not as it was.
    """
    join = top.table("join")
    blocks = list[Block]()
    sides = dict[str, Block]()
    for side in SIDES:
        section = join.table(side)
        known = next((block for block in blocks if block.pack.id == section.text("id")), None)
        start = sum(block.pack.space.dim for block in blocks)
        sides[side] = known or Block(_part(top, section, read), start, _weights(section))
        if getattr(sides[side].pack, side) is None:
            raise section.damaged("id", f"that of a pack which reads {side}s itself")
        if known is None:
            blocks.append(sides[side])
    joined = Joined(sides["image"], sides["sound"], sides["text"], _bridge(join.table("bridge"), top.table("bridge")))
    if joined.image.pack.id == joined.sound.pack.id:
        raise join.table("sound").damaged("id", "another than that of [join.image]")
    if joined.sound.pack.text is None or joined.image.pack.text is None:
        raise join.damaged("image", "a pack that reads words, and so [join.sound]")
    used = {name: files[name].sha256 for name in joined.bridge.files if name in files}
    told = {"join": _canonical(join.values), "files": used}
    return joined, hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:8]


def fingerprint(pack: Pack) -> str:
    """SHA-256 of all that decides where a pack's vectors lie: its settings, and the content of every file it runs."""
    towers = [tower for tower in (pack.image, pack.sound, pack.text) if tower is not None]
    names = {name for tower in towers for name in tower.chain.files}
    names |= {pack.text.tokenizer} if pack.text else set()
    told = [pack.space.id, *(f"{name} {pack.files[name].sha256}" for name in sorted(names))]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _part(top: Section, section: Section, read: Callable[[Path], Pack]) -> Pack:
    name, owner = section.text("id"), top.text("id")
    if not name.replace("-", "").replace(".", "").replace("_", "").isalnum() or name.startswith("."):
        raise section.damaged("id", "letters, digits, dots and dashes")
    folder = paths.starter_pack() if name == _STARTER else top.folder.parent / name
    if not (folder / "manifest.toml").is_file():
        raise PartMissing(pack=owner, part=name)
    try:
        found = read(folder)
    except PackDamaged as problem:
        raise PackDamaged(path=top.folder, reason=f"it joins “{name}”, and that is damaged: {problem}") from problem
    if found.space.id != section.text("space") or fingerprint(found) != section.text("sha256"):
        raise PartChanged(pack=owner, part=name, joined=section.text("space"), found=found.space.id)
    return found


def _weights(section: Section) -> Mapping[Role, float]:
    table = section.table("weights")
    found = {role: table.number(role.value, above=0) for role in Role if table.has(role.value)}
    if any(weight > 1.0001 for weight in found.values()) or not {Role.QUERY, Role.PASSAGE} <= found.keys():
        raise section.damaged("weights", "lengths in (0, 1], for query-text and passage at least")
    return MappingProxyType(found)


def _bridge(files: Section, figures: Section) -> BridgeFile:
    return BridgeFile(
        matrix=files.file("matrix"),
        mean=files.file("mean"),
        words=files.file("words"),
        places=files.file("places"),
        strength=figures.number("strength", above=0),
        gap=figures.number("gap", above=0),
        score=figures.number("score"),
        chance=figures.number("chance"),
        phrases=figures.whole("phrases"),
        sounds=figures.index("sounds"),
        vocabulary=figures.text("vocabulary"),
        made=figures.text("made"),
    )


def _canonical(value: object) -> object:
    """1 and 1.0 are the same weight."""
    if isinstance(value, dict):
        return {key: _canonical(entry) for key, entry in value.items()}
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
