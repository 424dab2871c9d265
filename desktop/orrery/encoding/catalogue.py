"""models/catalogue.toml: models that can be downloaded, as data."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from orrery.domain.modality import Kind
from orrery.encoding.section import Section, is_inside
from orrery.errors import PackDamaged, PackMissing

SCHEMA = 1
Speed = Literal["fast", "medium", "slow"]


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a model on the hub.

    Attributes:
        repo: such as "Xenova/clip-vit-base-patch32".
        revision: a commit's hash, or "main" where none can be pinned.
        path: in the repository.
        about: bytes, exactly or nearly, for the eye.
        size: bytes; None where the catalogue does not know them exactly.
        sha256: None where the catalogue does not know it; the hub's own is compared in any case.
    """

    repo: str
    revision: str
    path: str
    about: int
    size: int | None
    sha256: str | None

    @property
    def name(self) -> str:
        """Of the file in the pack: the last part of its path."""
        return PurePosixPath(self.path).name

    @property
    def is_pinned(self) -> bool:
        """Whether it is the same file today and tomorrow."""
        return re.fullmatch(r"[0-9a-f]{40}", self.revision) is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """A model that can be downloaded.

    Attributes:
        id: of the pack that it becomes.
        name: for the eye.
        good_at: one line.
        kinds: that it reads.
        languages: ISO 639-1 codes.
        dim: of its space.
        memory_mb: that it takes while it works, about.
        speed: on a processor, beside the others.
        family: such as "clip".
        licence: SPDX id, or the name.
        is_research_only: the licence forbids any other use; downloading asks for an explicit yes.
        note: what else has to be known of the licence; may be empty.
        source: where it is described.
        checked: what of this was checked, and how.
        pack: the manifest's sections on its towers, TOML.
        files: to be downloaded.
    """

    id: str
    name: str
    good_at: str
    kinds: tuple[Kind, ...]
    languages: tuple[str, ...]
    dim: int
    memory_mb: int
    speed: Speed
    family: str
    licence: str
    is_research_only: bool
    note: str
    source: str
    checked: str
    pack: str
    files: tuple[HubFile, ...]

    @property
    def download_bytes(self) -> int:
        """Of all files together, about."""
        return sum(file.about for file in self.files)

    @property
    def is_pinned(self) -> bool:
        """Whether every file is the same today and tomorrow."""
        return all(file.is_pinned for file in self.files)


def read_catalogue(file: Path) -> tuple[Entry, ...]:
    """All entries, in the order of the file.

    Raises:
        PackDamaged: the file is missing, or something in it is wrong; the sentence names the field.
    """
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise PackDamaged(path=file, reason=f"it cannot be read ({error})") from error
    top = Section(file, "", values, file_name=file.name)
    if top.whole("schema") != SCHEMA:
        raise top.damaged("schema", str(SCHEMA))
    entries = tuple(_entry(section) for section in top.tables("model"))
    ids = [entry.id for entry in entries]
    if len(set(ids)) < len(ids) or "starter" in ids:
        raise top.damaged("model", "a list with every id once, and none called “starter”")
    return entries


def entry_called(entries: Sequence[Entry], name: str) -> Entry:
    """The entry of that id.

    Raises:
        PackMissing: there is none.
    """
    for entry in entries:
        if entry.id == name:
            return entry
    raise PackMissing(pack=name, available=", ".join(entry.id for entry in entries) or "none")


def _entry(section: Section) -> Entry:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", section.text("id")):
        raise section.damaged("id", "letters, digits, dots and dashes")
    pack = section.text("pack")
    try:
        tomllib.loads(pack)
    except ValueError as error:
        raise section.damaged("pack", f"valid TOML ({error})") from error
    kinds = section.texts("kinds")
    if not kinds or not set(kinds) <= set(Kind):
        raise section.damaged("kinds", "some of image, sound and text")
    files = tuple(_file(entry) for entry in section.tables("files"))
    if not files or len({file.name for file in files}) < len(files):
        raise section.damaged("files", "a list of files with different names")
    return Entry(
        id=section.text("id"),
        name=section.text("name"),
        good_at=section.text("good_at"),
        kinds=tuple(Kind(kind) for kind in kinds),
        languages=section.texts("languages"),
        dim=section.whole("dim"),
        memory_mb=section.whole("memory_mb"),
        speed=section.choice("speed", ("fast", "medium", "slow")),
        family=section.text("family"),
        licence=section.text("licence"),
        is_research_only=section.truth("research_only"),
        note=section.text("note", ""),
        source=section.text("source"),
        checked=section.text("checked"),
        pack=pack,
        files=files,
    )


def _file(section: Section) -> HubFile:
    size = section.whole("size") if section.has("size") else None
    sha256 = section.text("sha256") if section.has("sha256") else None
    if sha256 is not None and not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise section.damaged("sha256", "64 hexadecimal digits in lower case")
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", section.text("repo")):
        raise section.damaged("repo", "OWNER/NAME")
    if not is_inside(section.text("path")):
        raise section.damaged("path", "a path inside the repository")
    if not re.fullmatch(r"main|[0-9a-f]{40}", section.text("revision")):
        raise section.damaged("revision", "a commit's 40 hexadecimal digits, or main")
    return HubFile(
        section.text("repo"),
        section.text("revision"),
        section.text("path"),
        size or section.whole("about"),
        size,
        sha256,
    )
