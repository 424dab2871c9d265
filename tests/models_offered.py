"""A catalogue with one model, whose files are those of the toy pack; for a hub on this machine, or for a folder."""

import hashlib
from pathlib import Path

from hub import COMMIT, Hub, Repository
from packs import make_pack

REPO = "somebody/toy"
NAMES = ("image.onnx", "sound.onnx", "text.onnx", "tokenizer.json")


def toy_files(folder: Path) -> dict[str, bytes]:
    """Path in the repository → content."""
    made = make_pack(folder, calibrated=False, recorded=False)
    return {f"onnx/{name}" if name.endswith(".onnx") else name: (made / name).read_bytes() for name in NAMES}


def write_catalogue(file: Path, files: dict[str, bytes], sections: str, *, research_only: bool = False) -> Path:
    """A catalogue that offers the toy's files under the id "offered"."""
    listed = [
        f'[[model.files]]\nrepo = "{REPO}"\nrevision = "{COMMIT}"\npath = "{path}"\nsize = {len(content)}\n'
        f'sha256 = "{hashlib.sha256(content).hexdigest()}"'
        for path, content in files.items()
    ]
    head = f"""schema = 1

[[model]]
id = "offered"
name = "Offered"
good_at = "Colours and tones."
kinds = ["image", "sound", "text"]
languages = ["en"]
dim = 8
memory_mb = 10
speed = "fast"
family = "toy"
licence = "CC-BY-NC-4.0"
research_only = {str(research_only).lower()}
source = "https://example.org/toy"
checked = "made by the tests"
pack = '''
{sections}
'''"""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n\n".join([head, *listed]) + "\n", "utf-8")
    return file


def toy_sections(folder: Path) -> str:
    """The toy's manifest from its first tower on, without what only a made pack has."""
    text = (folder / "manifest.toml").read_text("utf-8").split("\n\n[files.")[0]
    towers = text[text.index("[image]") :]
    return towers.replace('\nfeatures_output = "features"', "")


def offer(folder: Path, hub: Hub | None = None, *, research_only: bool = False) -> Path:
    """Make toy, repository and catalogue; gives the catalogue's file."""
    files = toy_files(folder / "toy")
    if hub is not None:
        hub.repositories[REPO] = Repository(files)
    return write_catalogue(folder / "catalogue.toml", files, toy_sections(folder / "toy"), research_only=research_only)
