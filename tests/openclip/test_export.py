"""Packs made of OpenCLIP's architectures answer as OpenCLIP does, from the file to the vector."""

import json
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
import torch
from export import main
from families import FAMILIES, describe
from loading import Loaded, Wanted, import_open_clip, load
from PIL import Image
from safetensors.torch import save_file

from conftest import ROOT
from orrery.domain.modality import Role
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack, self_test
from orrery.media.image import decode_image

open_clip = import_open_clip()

TEXTS = ["a dog on the beach", "Straße im Regen, 3.14", "a very long text " * 20, ""]


def run(*words: str | Path) -> tuple[int, list[dict]]:
    """As in a process of its own, without the seconds that importing torch takes."""
    said = StringIO()
    with redirect_stdout(said):
        code = main([str(word) for word in words])
    return code, [json.loads(line) for line in said.getvalue().splitlines()]


def export(name: str, folder: Path, *more: str | Path) -> tuple[int, list[dict]]:
    config = describe(name, folder)
    return run(f"openclip:{name}", "--config", config, "--random-weights", "3", "--out", folder / "pack", *more)


def test_the_recipe_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    recipe = ROOT / "models/recipes/openclip/export.py"
    words = ["openclip:tiny-vit", "--config", describe("tiny-vit", tmp_path), "--random-weights", "3", "--out"]
    done = subprocess.run(
        [sys.executable, recipe, *words, tmp_path / "pack"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [entry["done"] for entry in said[:-1]] == list(range(said[0]["of"]))
    pack = load_pack(Path(said[-1]["pack"]))
    self_test(pack, Encoder(pack, threads=1))


def original(name: str, folder: Path) -> Loaded:
    return load(Wanted(name, description=describe(name, folder), random=3))


def agreement(loaded: Loaded, folder: Path, pictures: list[Path]) -> float:
    """Lowest cosine of the application's vectors to OpenCLIP's own, of pictures and texts.

    The pack's self-test is left out: random weights may give two pictures nearly the same vector.
    """
    pack = load_pack(folder)
    encoder = Encoder(pack, threads=1)
    prepare = open_clip.transform.image_transform_v2(open_clip.transform.PreprocessCfg(**loaded.preprocess), False)
    lowest = 1.0
    for file in pictures:
        with Image.open(file) as image, torch.inference_mode():
            theirs = loaded.model.encode_image(prepare(image)[None]).numpy()[0]
        with file.open("rb") as stream:
            pixels = decode_image(stream, pack.inputs.image, 10**9).pixels
        assert pixels is not None
        lowest = min(lowest, cosine(encoder.encode_images(pixels[None])[0][0], theirs))
    with torch.inference_mode():
        read = loaded.model.encode_text(loaded.tokenizer(TEXTS)).numpy()
    ours = encoder.encode_texts(TEXTS, Role.QUERY)
    return min([lowest, *(cosine(a, b) for a, b in zip(ours, read, strict=True))])


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


@pytest.mark.parametrize("name", FAMILIES)
def test_a_pack_of_every_family_answers_as_the_original_does(name: str, tmp_path: Path, pictures: list[Path]) -> None:
    code, said = export(name, tmp_path)
    assert code == 0, said
    assert said[-1]["figures"]["image_cosine"] > 0.9999
    assert agreement(original(name, tmp_path), tmp_path / "pack", pictures) > 0.9999


def test_with_weights_of_eight_bits_neighbours_stay(tmp_path: Path, pictures: list[Path]) -> None:
    code, said = export("tiny-vit", tmp_path, "--quantise")
    assert code == 0, said
    figures = said[-1]["figures"]
    assert figures["image_overlap"] >= 0.95
    assert figures["text_overlap"] >= 0.95
    assert figures["image_cosine"] < 0.9999999, "nothing was stored in 8 bits"
    assert said[-1]["id"].endswith("-q8")
    assert agreement(original("tiny-vit", tmp_path), tmp_path / "pack", pictures) > 0.99


def test_weights_come_from_a_checkpoint_of_ones_own(tmp_path: Path, pictures: list[Path]) -> None:
    model = original("tiny-vit", tmp_path)
    save_file(model.model.state_dict(), tmp_path / "mine.safetensors")
    more = ("--checkpoint", tmp_path / "mine.safetensors", "--out", tmp_path / "own")
    code, said = run("openclip:tiny-vit", "--config", tmp_path / "tiny-vit.json", *more)
    assert code == 0, said
    assert agreement(model, tmp_path / "own", pictures) > 0.9999


def test_a_pickle_is_opened_only_where_it_is_trusted(tmp_path: Path) -> None:
    model = original("tiny-vit", tmp_path)
    torch.save(
        {"state_dict": {f"module.{name}": value for name, value in model.model.state_dict().items()}},
        tmp_path / "mine.pt",
    )
    words = ("openclip:tiny-vit", "--config", tmp_path / "tiny-vit.json", "--checkpoint", tmp_path / "mine.pt", "--out")
    code, said = run(*words, tmp_path / "pack")
    assert code == 1
    assert "pickles" in said[-1]["error"]
    assert "--trust-checkpoint" in said[-1]["error"]
    assert run(*words, tmp_path / "pack", "--trust-checkpoint")[0] == 0


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("openclip:ViT-B-33/laion2b_s34b_b79k",), "no architecture “ViT-B-33”. Close to it are ViT-B-32"),
        (("openclip:ViT-B-32",), "Name the weights too"),
        (("clip:ViT-B-32/openai",), "Name the model like this"),
        (("openclip:ViT-B-32", "--checkpoint", "nowhere.safetensors"), "There is no file nowhere.safetensors"),
        (("openclip:ViT-B-32/no_such_tag",), "cannot be opened"),
    ],
)
def test_what_cannot_be_made_is_told_in_a_sentence_and_leaves_nothing(
    words: tuple[str, ...], reason: str, tmp_path: Path
) -> None:
    code, said = run(*words, "--out", tmp_path / "pack")
    assert code == 1
    assert reason in said[-1]["error"]
    assert list(tmp_path.iterdir()) == []


def test_a_checkpoint_of_another_architecture_is_refused(tmp_path: Path) -> None:
    model = original("tiny-resnet", tmp_path)
    save_file(model.model.state_dict(), tmp_path / "other.safetensors")
    describe("tiny-vit", tmp_path)
    more = ("--checkpoint", tmp_path / "other.safetensors", "--out", tmp_path / "pack")
    code, said = run("openclip:tiny-vit", "--config", tmp_path / "tiny-vit.json", *more)
    assert code == 1
    assert "does not belong to this architecture" in said[-1]["error"]
    assert not (tmp_path / "pack").exists()
