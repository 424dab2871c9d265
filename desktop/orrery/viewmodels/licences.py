"""Under which licences Orrery and what it brings along stand."""

import tomllib
from dataclasses import dataclass
from importlib import metadata

from orrery import __version__, paths


@dataclass(frozen=True, slots=True)
class Licence:
    """Something that is part of Orrery or installed with it.

    Attributes:
        name: of the thing, with its version where it has one.
        licence: its short name.
        text: the whole of it, or where to find it.
    """

    name: str
    licence: str
    text: str


def licences() -> tuple[Licence, ...]:
    """Orrery, its model, font, icons and demo, then every library that it uses, by name."""
    return (*_own(), *_libraries())


def _own() -> list[Licence]:
    root = paths.data_root()
    packs, resources = root / "models" / "packs" / "starter", paths.resources()
    notices = [file.read_text("utf-8") for file in sorted(packs.glob("LICENSE-*"))]
    return [
        Licence(f"Orrery {__version__}", "Apache-2.0", _our_licence()),
        Licence("Starter model", "Apache-2.0", "\n\n".join(notices)),
        Licence("Inter", "OFL-1.1", (resources / "fonts" / "Inter-OFL.txt").read_text("utf-8")),
        Licence("Icons", "Apache-2.0", (resources / "icons" / "README.md").read_text("utf-8")),
        Licence("Demo files", "CC", (resources / "demo" / "CREDITS.md").read_text("utf-8")),
    ]


def _our_licence() -> str:
    file = paths.data_root() / "LICENSE"
    return file.read_text("utf-8") if file.exists() else _licence_of("orrery")


def _libraries() -> list[Licence]:
    found: dict[str, Licence] = {}
    for name in sorted(_needed("orrery", set())):
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:  # another system's, or left out of a frozen application
            continue
        title = f"{about['Name']} {about['Version']}"
        found[title.casefold()] = Licence(title, _short(about), _licence_of(name))
    return [found[key] for key in sorted(found)]


def _needed(name: str, seen: set[str]) -> set[str]:
    """Names of all that a distribution needs, and what that needs, extras aside."""
    try:
        wanted = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        wanted = _written_down() if name == "orrery" else []
    for line in wanted:
        needed = _name_of(line)
        if "extra ==" not in line and needed not in seen:
            seen.add(needed)
            _needed(needed, seen)
    return seen


def _written_down() -> list[str]:
    """What a checkout that is not installed says it needs."""
    file = paths.data_root() / "pyproject.toml"
    return tomllib.loads(file.read_text("utf-8"))["project"]["dependencies"] if file.exists() else []


def _name_of(requirement: str) -> str:
    for place, letter in enumerate(requirement):
        if not (letter.isalnum() or letter in "-_."):
            return requirement[:place]
    return requirement


def _short(about: metadata.PackageMetadata) -> str:
    said = about.json.get("license_expression")
    if not said:
        classes = [line.rpartition(" :: ")[2] for line in about.json.get("classifier", []) if "License ::" in line]
        said = ", ".join(classes) or str(about.json.get("license", "")).strip().partition("\n")[0]
    return str(said)[:60]


def _licence_of(name: str) -> str:
    """The texts of a distribution's licence files, or its home where it has none."""
    try:
        files = metadata.files(name) or []
        texts = [file.read_text() for file in files if _is_licence(str(file))]
        home = str(metadata.metadata(name).json.get("home_page", ""))
    except (metadata.PackageNotFoundError, OSError, UnicodeDecodeError):
        return ""
    return "\n\n".join(texts) or home


def _is_licence(path: str) -> bool:
    place, _, file = path.rpartition("/")
    return ".dist-info" in place and file.upper().startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE"))
