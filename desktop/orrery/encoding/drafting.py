"""The manifest of a model that came without one: the catalogue's data, and the hashes of the files that came."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from orrery.encoding.catalogue import Entry
from orrery.encoding.manifest import MANIFEST

REVISION = "1"
"""Of packs drafted from the catalogue; what files they have is in the hash of their space."""


def draft_manifest(entry: Entry, folder: Path, commits: Mapping[str, str]) -> None:
    """Write manifest.toml for the files of a catalogue's entry, which lie in the folder.

    Args:
        entry: what is known of the model.
        folder: holds the entry's files by their names.
        commits: repository → commit that the files are of; empty where nobody knows.
    """
    origin = " ".join(f"{repo}@{commit}" for repo, commit in sorted(commits.items()))
    head = [
        "schema = 1",
        f"id = {quoted(entry.id)}",
        f"revision = {quoted(REVISION)}",
        f"name = {quoted(entry.name)}",
        f"family = {quoted(entry.family)}",
        f"licence = {quoted(entry.licence)}",
        f"source = {quoted(origin or entry.source)}",
        f"languages = [{', '.join(map(quoted, entry.languages))}]",
        f"dim = {entry.dim}",
    ]
    (folder / MANIFEST).write_text("\n".join(head) + f"\n\n{entry.pack.strip()}\n", "utf-8")
    list_files(folder, [file.name for file in entry.files])


def add_to_manifest(folder: Path, lines: Sequence[str], names: Sequence[str]) -> None:
    """Append sections to a drafted manifest, and list the files that they name."""
    with (folder / MANIFEST).open("a", encoding="utf-8") as manifest:
        manifest.write("\n" + "\n".join(lines) + "\n")
    list_files(folder, names)


def list_files(folder: Path, names: Sequence[str]) -> None:
    """Append sizes and hashes of files to the manifest."""
    with (folder / MANIFEST).open("a", encoding="utf-8") as manifest:
        for name in names:
            with (folder / name).open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            size = (folder / name).stat().st_size
            manifest.write(f"\n[files.{quoted(name)}]\nsha256 = {quoted(sha256)}\nsize = {size}\n")


def quoted(text: str) -> str:
    """A string of TOML; JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
