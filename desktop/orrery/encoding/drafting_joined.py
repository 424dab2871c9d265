"""The manifest of a joined pack, written; `parts` reads it."""

from collections.abc import Iterator
from pathlib import Path

from orrery.domain.modality import Kind, Role
from orrery.encoding.drafting import list_files, quoted
from orrery.encoding.manifest import MANIFEST, BridgeFile, CalibrationFigures, Joined
from orrery.encoding.parts import fingerprint


def draft_joined(folder: Path, id_: str, joined: Joined, figures: CalibrationFigures) -> None:
    """Write manifest.toml for a joined pack whose other files lie in the folder.

    Args:
        folder: of the pack that is being made.
        id_: of the pack.
        joined: its parts.
        figures: what was measured of it; its files are listed.
    """
    lines = [*_head(id_, joined), *_parts(joined), *_bridge(joined.bridge), *_calibration(figures)]
    (folder / MANIFEST).write_text("\n".join(lines) + "\n", "utf-8")
    named = (figures.means, figures.concepts, figures.concept_vectors, figures.nonsense, *figures.references.values())
    list_files(folder, [*joined.bridge.files, *(name for name in named if name)])


def _head(id_: str, joined: Joined) -> list[str]:
    packs = joined.packs
    languages = [code for code in packs[0].languages if all(code in pack.languages for pack in packs)]
    licences = "; ".join(dict.fromkeys(pack.licence for pack in packs))
    parts = ", ".join(f"{pack.id}@{pack.revision}" for pack in packs)
    return [
        "schema = 2",
        f"id = {quoted(id_)}",
        'revision = "1"',
        f"name = {quoted(f'{joined.image.pack.name} + {joined.sound.pack.name}')}",
        'family = "joined"',
        f"licence = {quoted(licences)}",
        f"source = {quoted(f'joined on this machine from {parts}')}",
        f"languages = [{', '.join(map(quoted, languages or packs[0].languages))}]",
    ]


def _parts(joined: Joined) -> list[str]:
    lines = list[str]()
    for side, block in (("image", joined.image), ("sound", joined.sound), ("text", joined.text)):
        weights = ", ".join(f"{role} = {weight}" for role, weight in block.weights.items())
        lines += ["", f"[join.{side}]", f"id = {quoted(block.pack.id)}", f"revision = {quoted(block.pack.revision)}"]
        lines += [f"space = {quoted(block.pack.space.id)}", f"sha256 = {quoted(fingerprint(block.pack))}"]
        lines.append(f"weights = {{ {weights} }}")
    files = ("matrix", "mean", "words", "places")
    return [*lines, "", "[join.bridge]", *(f"{name} = {quoted(getattr(joined.bridge, name))}" for name in files)]


def _bridge(bridge: BridgeFile) -> list[str]:
    figures = (f"{name} = {float(getattr(bridge, name)):.6f}" for name in ("strength", "gap", "score", "chance"))
    told = (f"{name} = {quoted(getattr(bridge, name))}" for name in ("vocabulary", "made"))
    return ["", "[bridge]", *figures, f"phrases = {bridge.phrases}", f"sounds = {bridge.sounds}", *told]


def _calibration(figures: CalibrationFigures) -> Iterator[str]:
    named = {name: getattr(figures, name) for name in ("means", "concepts", "concept_vectors", "nonsense")}
    references = ", ".join(f"{role} = {quoted(name)}" for role, name in figures.references.items())
    yield from ("", "[calibration]", *(f"{name} = {quoted(file)}" for name, file in named.items() if file))
    yield f"references = {{ {references} }}"
    for pair, figure in figures.background.items():
        yield from _figure("background", pair, {"median": figure.median, "sigma": figure.sigma})
    for pair, figure in figures.platt.items():
        yield from _figure("platt", pair, {"a": figure.a, "b": figure.b})


def _figure(table: str, pair: tuple[Role, Kind], values: dict[str, float]) -> list[str]:
    told = (f"{name} = {float(value):.6f}" for name, value in values.items())
    return ["", f"[[calibration.{table}]]", f'role = "{pair[0]}"', f'kind = "{pair[1]}"', *told]
