"""manifest.toml, read into the values of `manifest`; what is wrong in it becomes a sentence."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypedDict

from orrery.domain.calibration import Background, Platt
from orrery.domain.inputs import ImageInput, Inputs, SoundInput, TextInput
from orrery.domain.modality import Kind, Role
from orrery.domain.space import VectorSpace
from orrery.encoding.manifest import (
    MANIFEST,
    CalibrationFigures,
    Pack,
    PackFile,
    Recorded,
)
from orrery.encoding.parts import read_joined
from orrery.encoding.section import Section
from orrery.encoding.towers import image_tower, sound_tower, text_tower
from orrery.errors import PackDamaged

SCHEMA = 1
SCHEMA_JOINED = 2
"""Of packs that are made of others, which earlier versions would take for damaged."""
TOWERS = ("image", "sound", "text")


def read_manifest(folder: Path, *, is_part: bool = False) -> Pack:
    """Read a pack's manifest.

    Args:
        folder: of the pack.
        is_part: of another one; then it has to have towers of its own.

    Raises:
        PackDamaged: it is not TOML, or a field is missing or wrong; the sentence names the field.
        PartMissing, PartChanged: it joins a pack that is not here, or not as it was.
    """
    top = Section(folder, "", _toml(folder))
    if top.whole("schema") != (SCHEMA_JOINED if top.has("join") else SCHEMA):
        reason = f"it is made for another Orrery (pack format {top.values['schema']}, this version reads {SCHEMA})"
        raise PackDamaged(path=folder, reason=reason)
    files = _files(top.table("files"))
    if top.has("join"):
        if is_part:  # before its own parts are read, which may lead back here
            raise PackDamaged(path=folder, reason="it is joined itself, and cannot be a part of another pack")
        return _joined_pack(top, files)
    image, sound, text = (top.table(name) if top.has(name) else None for name in TOWERS)
    if not (image or sound or text):
        raise top.damaged("image", "there, or [sound], or [text]")
    about = _about(top)
    space, features = _spaces(top, files)
    pack = Pack(
        **about,
        image=image_tower(image) if image else None,
        sound=sound_tower(sound) if sound else None,
        text=text_tower(text) if text else None,
        inputs=Inputs(
            _image_input(image) if image else None,
            _sound_input(sound) if sound else None,
            TextInput(text.whole("max_pieces", 128), about["languages"]) if text else None,
        ),
        space=space,
        features=features,
        files=files,
        calibration=_calibration(top.table("calibration")),
        recorded=_recorded(top.table("self_test")) if top.has("self_test") else None,
    )
    _require_listed(pack)
    return pack


def _joined_pack(top: Section, files: Mapping[str, PackFile]) -> Pack:
    """A pack whose towers are those of other packs."""
    joined, digest = read_joined(top, files, lambda folder: read_manifest(folder, is_part=True))
    image, sound, text = joined.image.pack, joined.sound.pack, joined.text.pack
    about = _about(top)
    id_ = f"{about['id']}@{about['revision']}+{digest}"
    pack = Pack(
        **about,
        image=image.image,
        sound=sound.sound,
        text=text.text,
        inputs=Inputs(image.inputs.image, sound.inputs.sound, text.inputs.text),
        space=VectorSpace(id_, sum(block.pack.space.dim for block in joined.blocks)),
        features=VectorSpace(f"{id_}/features", image.features.dim) if image.features else None,
        files=files,
        calibration=_calibration(top.table("calibration")),
        recorded=None,
        joined=joined,
    )
    _require_listed(pack)
    return pack


class _About(TypedDict):
    """What every manifest says of its pack, whatever that is made of; see Pack."""

    id: str
    revision: str
    name: str
    family: str
    licence: str
    source: str
    languages: tuple[str, ...]
    folder: Path


def _about(top: Section) -> _About:
    return _About(
        id=_plain(top, "id"),
        revision=_plain(top, "revision"),
        name=top.text("name"),
        family=top.text("family", top.text("id")),
        licence=top.text("licence"),
        source=top.text("source", ""),
        languages=top.texts("languages", ("en",)),
        folder=top.folder,
    )


def _toml(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / MANIFEST).read_text("utf-8"))
    except OSError as error:
        raise PackDamaged(path=folder, reason=f"manifest.toml cannot be read ({error.strerror})") from error
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError
        raise PackDamaged(path=folder, reason=f"manifest.toml is not valid TOML ({error})") from error


def _plain(top: Section, key: str) -> str:
    """An id or revision: it becomes a part of the space's id, of folder names and of command lines."""
    value = top.text(key)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", value):
        raise top.damaged(key, "letters, digits, dots and dashes")
    return value


def _files(table: Section) -> Mapping[str, PackFile]:
    files = {}
    for name in table.values:
        entry = Section(table.folder, f'files."{name}"', table.table(name).values)
        Section(table.folder, "files", {"file": name}).file("file")
        if not re.fullmatch(r"[0-9a-f]{64}", entry.text("sha256")):
            raise entry.damaged("sha256", "64 hexadecimal digits in lower case")
        files[name] = PackFile(name, entry.text("sha256"), entry.whole("size"))
    return MappingProxyType(files)


def _image_input(section: Section) -> ImageInput:
    share = section.number("crop_share", 1.0, above=0)
    if share > 1:
        raise section.damaged("crop_share", "a number above 0, at most 1")
    return ImageInput(
        size=section.whole("size"),
        resize=section.choice("resize", ("crop", "squash", "pad"), "crop"),
        interpolation=section.choice("interpolation", ("bilinear", "bicubic"), "bicubic"),
        crop_share=share,
    )


def _sound_input(section: Section) -> SoundInput:
    return SoundInput(
        rate_hz=section.whole("rate_hz"),
        window_s=section.number("window_s", above=0),
        max_windows=section.whole("max_windows", 120),
        fill=section.choice("fill", ("zeros", "repeat", "repeatpad"), "zeros"),
    )


def _calibration(section: Section) -> CalibrationFigures:
    references = section.table("references")
    if section.has("concepts") != section.has("concept_vectors"):
        raise section.damaged("concept_vectors" if section.has("concepts") else "concepts", "given with the other")
    return CalibrationFigures(
        means=_optional_file(section, "means"),
        concepts=_optional_file(section, "concepts"),
        concept_vectors=_optional_file(section, "concept_vectors"),
        nonsense=_optional_file(section, "nonsense"),
        references=MappingProxyType(
            {
                role: references.file(role.value)
                for role in (Role.IMAGE, Role.SOUND, Role.PASSAGE)
                if references.has(role)
            }
        ),
        background=MappingProxyType(
            {
                _asking(entry): Background(entry.number("median"), entry.number("sigma", above=0))
                for entry in section.tables("background")
            }
        ),
        platt=MappingProxyType(
            {_asking(entry): Platt(entry.number("a", above=0), entry.number("b")) for entry in section.tables("platt")}
        ),
    )


def _optional_file(section: Section, key: str) -> str | None:
    return section.file(key) if section.has(key) else None


def _asking(entry: Section) -> tuple[Role, Kind]:
    return Role(entry.choice("role", tuple(Role))), Kind(entry.choice("kind", tuple(Kind)))


def _recorded(section: Section) -> Recorded:
    texts = section.texts("texts")
    if len(texts) not in (0, 2):
        raise section.damaged("texts", "a list of two texts")
    return Recorded(_optional_file(section, "image"), _optional_file(section, "sound"), texts, section.file("vectors"))


def _require_listed(pack: Pack) -> None:
    """Every file that the manifest names has to have a hash."""
    figures, recorded, joined = pack.calibration, pack.recorded, pack.joined
    towers = {} if joined else {"image": pack.image, "sound": pack.sound, "text": pack.text}
    graphs = {name: tower.chain.files for name, tower in towers.items() if tower}
    named = {
        **{f"[{name}] file": files[0] for name, files in graphs.items()},
        **{f"[{name}.then] {row}": file for name, files in graphs.items() for row, file in enumerate(files[1:], 1)},
        "[text] tokenizer": None if joined or not pack.text else pack.text.tokenizer,
        "[join.bridge] matrix": joined and joined.bridge.matrix,
        "[join.bridge] mean": joined and joined.bridge.mean,
        "[join.bridge] words": joined and joined.bridge.words,
        "[join.bridge] places": joined and joined.bridge.places,
        "[calibration] means": figures.means,
        "[calibration] concepts": figures.concepts,
        "[calibration] concept_vectors": figures.concept_vectors,
        "[calibration] nonsense": figures.nonsense,
        **{f"[calibration.references] {role}": name for role, name in figures.references.items()},
        "[self_test] image": recorded and recorded.image,
        "[self_test] sound": recorded and recorded.sound,
        "[self_test] vectors": recorded and recorded.vectors,
    }
    for place, name in named.items():
        if name and name not in pack.files:
            reason = f"in manifest.toml, {place} names “{name}”, which is not listed under [files]"
            raise PackDamaged(path=pack.folder, reason=reason)


def _spaces(top: Section, files: Mapping[str, PackFile]) -> tuple[VectorSpace, VectorSpace | None]:
    """The ids say how the vectors came to be: other preprocessing or other weights are another space."""
    sections = {name: top.values[name] for name in TOWERS if name in top.values}
    used = {name for section in sections.values() for name in _strings(section) if name in files}
    told = {"towers": _canonical(sections), "files": {name: files[name].sha256 for name in used}}
    digest = hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:8]
    about = _about(top)
    id_ = f"{about['id']}@{about['revision']}+{digest}"
    image = top.table("image")
    if not image.has("features_output"):
        return VectorSpace(id_, top.whole("dim")), None
    return VectorSpace(id_, top.whole("dim")), VectorSpace(f"{id_}/features", top.whole("features_dim"))


def _strings(value: object) -> set[str]:
    """All texts inside a value of TOML, so that every file a tower uses is found, whatever its key."""
    if isinstance(value, dict):
        return set().union(*map(_strings, value.values()))
    if isinstance(value, list):
        return set().union(*map(_strings, value))
    return {value} if isinstance(value, str) else set()


def _canonical(value: object) -> object:
    """5 and 5.0 are the same setting, and must not make two spaces."""
    if isinstance(value, dict):
        return {key: _canonical(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_canonical(entry) for entry in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
