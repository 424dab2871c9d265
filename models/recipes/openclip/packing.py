"""The pack around two towers: its manifest, with what it was made from and what it answers."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from graphs import side
from loading import CannotExport, Loaded, Wanted
from parity import Figures, Rows, Samples
from words import Cutting

RESIZING = {"shortest": "crop", "squash": "squash", "longest": "pad"}
RECORDED = 2
"""Pictures and texts whose vectors are kept, to try the pack on wherever it is used."""


def require_sayable(preprocess: dict[str, Any]) -> None:
    """Refuse what a manifest cannot say, before hours are spent.

    Raises:
        CannotExport: the model sees pictures in a way that packs do not know.
    """
    size = preprocess["size"]
    if isinstance(size, (tuple, list)) and len(set(size)) != 1:
        raise CannotExport(f"This model sees pictures of {size[1]} × {size[0]} pixels; packs know squares only.")
    if preprocess["resize_mode"] == "longest" and preprocess.get("fill_color", 0):
        raise CannotExport("This model fills pictures up with another colour than black, which packs do not know.")


def write_pack(
    wanted: Wanted,
    loaded: Loaded,
    folder: Path,
    *,
    towers: tuple[list[str], list[str]],
    cutting: Cutting,
    taken: Samples,
    vectors: tuple[Rows, Rows],
    texts: list[str],
    figures: Figures,
    licence: str,
    is_quantised: bool,
) -> str:
    """Write what the towers need around them.

    Returns:
        The pack's id.
    """
    id_ = pack_id(wanted, is_quantised=is_quantised)
    np.save(folder / "self_test_image.npy", taken.pixels[:RECORDED])
    rows = np.concatenate([vectors[0][:RECORDED], vectors[1][:RECORDED]])
    np.save(folder / "self_test_vectors.npy", rows.astype(np.float16))
    (folder / "MODEL_CARD.md").write_text(_card(wanted, licence, figures, is_quantised=is_quantised), "utf-8")
    (folder / "manifest.toml").write_text(
        "\n".join(
            [
                *_head(wanted, id_, vectors[0].shape[1], licence, is_quantised=is_quantised),
                *_image(loaded.preprocess, towers[0]),
                *_text(cutting, towers[1]),
                "[self_test]",
                'image = "self_test_image.npy"',
                f"texts = {_toml(texts[:RECORDED])}",
                'vectors = "self_test_vectors.npy"',
                "",
                *_files(folder),
            ]
        ),
        "utf-8",
    )
    return id_


def pack_id(wanted: Wanted, *, is_quantised: bool) -> str:
    """A name that says what it was made from, fit for folders and command lines."""
    source = wanted.checkpoint.stem if wanted.checkpoint else wanted.weights or f"random{wanted.random}"
    words = re.sub(r"[^a-z0-9._]+", "-", f"openclip-{wanted.architecture}-{source}".lower()).strip("-.")
    return words[:60].rstrip("-.") + ("-q8" if is_quantised else "")


def _head(wanted: Wanted, id_: str, dim: int, licence: str, *, is_quantised: bool) -> list[str]:
    source = (
        str(wanted.checkpoint.name) if wanted.checkpoint else f"{wanted.architecture}, {wanted.weights or 'random'}"
    )
    return [
        "schema = 1",
        f"id = {_toml(id_)}",
        'revision = "1"',
        f"name = {_toml(wanted.name + (' · 8 bits' if is_quantised else ''))}",
        'family = "openclip"',
        f"licence = {_toml(licence)}",
        f"source = {_toml(f'exported from OpenCLIP: {source}')}",
        f"dim = {dim}",
        'languages = ["en"]',
        "",
    ]


def _image(preprocess: dict[str, Any], files: list[str]) -> list[str]:
    return [
        "[image]",
        f"file = {_toml(files[0])}",
        *([f"data = {_toml(files[1:])}"] if files[1:] else []),
        'input = "pixels"',
        'output = "embedding"',
        f"size = {side(preprocess)}",
        f"resize = {_toml(RESIZING[preprocess['resize_mode']])}",
        f"interpolation = {_toml('bilinear' if preprocess['interpolation'] == 'bilinear' else 'bicubic')}",
        f"mean = {_toml([float(value) for value in preprocess['mean']])}",
        f"std = {_toml([float(value) for value in preprocess['std']])}",
        "",
    ]


def _text(cutting: Cutting, files: list[str]) -> list[str]:
    return [
        "[text]",
        f"file = {_toml(files[0])}",
        *([f"data = {_toml(files[1:])}"] if files[1:] else []),
        'inputs = ["input_ids"]',
        'output = "embedding"',
        'tokenizer = "tokenizer.json"',
        f"max_tokens = {cutting.context}",
        f"max_pieces = {max(8, cutting.context - 2)}",
        f"pad_to = {cutting.context}",
        f"pad_id = {cutting.pad_id}",
        *([] if cutting.end_id is None else [f"end_id = {cutting.end_id}"]),
        f"lowercase = {_toml(cutting.is_lowered)}",
        "",
    ]


def _files(folder: Path) -> list[str]:
    lines = list[str]()
    for file in sorted(folder.iterdir()):
        if file.name != "manifest.toml":
            with file.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            lines += [f"[files.{_toml(file.name)}]", f'sha256 = "{digest}"', f"size = {file.stat().st_size}", ""]
    return lines


def _card(wanted: Wanted, licence: str, figures: Figures, *, is_quantised: bool) -> str:
    return f"""# {wanted.name}

Exported from OpenCLIP{" with the weights of matrix products in 8 bits" if is_quantised else ""}. Licence: {licence}.

Against the original, on cut-outs of photographs and on phrases: lowest cosine {figures.image_cosine:.5f} (pictures) and
{figures.text_cosine:.5f} (texts), common nearest neighbours {figures.image_overlap:.1%} and {figures.text_overlap:.1%}.
"""


def _toml(value: object) -> str:
    """Texts, numbers, truths and lists are written alike in TOML and JSON."""
    return json.dumps(value, ensure_ascii=False)
