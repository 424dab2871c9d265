"""What the application makes of a picture or a text is what OpenCLIP makes of it."""

from pathlib import Path

import numpy as np
import pytest
import torch
from families import write_tokenizer as write_fast_tokenizer
from loading import import_open_clip
from PIL import Image
from tokenizers import Tokenizer
from words import HARD_TEXTS, same_pieces, write_tokenizer

from orrery.domain.inputs import ImageInput
from orrery.media.image import decode_image

open_clip = import_open_clip()

MODES = {"shortest": "crop", "squash": "squash", "longest": "pad"}


@pytest.mark.parametrize("interpolation", ["bicubic", "bilinear"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [224, 97])
def test_pixels_are_the_same_to_the_last_bit(mode: str, interpolation: str, size: int, pictures: list[Path]) -> None:
    prepare = open_clip.image_transform(
        size, is_train=False, mean=(0, 0, 0), std=(1, 1, 1), resize_mode=mode, interpolation=interpolation
    )
    for file in pictures:
        with Image.open(file) as image:
            theirs = (prepare(image) * 255).round().to(torch.uint8).permute(1, 2, 0).numpy()
        with file.open("rb") as stream:
            ours = decode_image(stream, ImageInput(size, MODES[mode], interpolation), 10**9).pixels  # type: ignore[arg-type]
        assert np.array_equal(ours, theirs), f"{file.name}, {mode}"


@pytest.mark.parametrize("clean", ["lower", "canonicalize", "whitespace"])
@pytest.mark.parametrize("context", [77, 16])
def test_every_hard_text_is_cut_into_the_same_pieces(clean: str, context: int, tmp_path: Path) -> None:
    tokenizer = open_clip.tokenizer.SimpleTokenizer(clean=clean, context_length=context)
    file = tmp_path / "tokenizer.json"
    cutting = write_tokenizer(tokenizer, file)
    assert len(HARD_TEXTS) > 70
    assert same_pieces(tokenizer, file, cutting, HARD_TEXTS) == []


def test_a_tokenizer_that_errs_is_found_out(tmp_path: Path) -> None:
    tokenizer = open_clip.tokenizer.SimpleTokenizer()
    file = tmp_path / "tokenizer.json"
    cutting = write_tokenizer(tokenizer, file)
    made = Tokenizer.from_file(str(file))
    made.normalizer = None
    made.save(str(file))
    assert "“" in "".join(same_pieces(tokenizer, file, cutting, HARD_TEXTS))


def test_a_tokenizer_of_the_transformers_library_is_taken_over_with_the_cleaning_before_it(tmp_path: Path) -> None:
    folder = write_fast_tokenizer(tmp_path / "theirs")
    tokenizer = open_clip.tokenizer.HFTokenizer(str(folder), context_length=12, clean="canonicalize")
    cutting = write_tokenizer(tokenizer, tmp_path / "tokenizer.json")
    assert (cutting.context, cutting.pad_id, cutting.is_lowered) == (12, tokenizer.tokenizer.pad_token_id, True)
    assert same_pieces(tokenizer, tmp_path / "tokenizer.json", cutting, HARD_TEXTS) == []
