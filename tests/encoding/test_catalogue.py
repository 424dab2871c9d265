"""The catalogue that ships, and what is told of one that is wrong."""

from pathlib import Path

import pytest

from models_offered import offer
from orrery import paths
from orrery.domain.modality import Kind
from orrery.encoding.catalogue import entry_called, read_catalogue
from orrery.encoding.drafting import draft_manifest
from orrery.encoding.mel import shape_of
from orrery.encoding.parsing import read_manifest
from orrery.errors import PackDamaged, PackMissing

ENTRIES = read_catalogue(paths.catalogue())


def test_the_shipped_catalogue_offers_what_it_should() -> None:
    assert {
        "clip-vit-b32",
        "openclip-datacomp-b32-256",
        "tinyclip-8m",
        "siglip2-base",
        "clap-htsat",
        "clap-general",
    } <= {entry.id for entry in ENTRIES}
    assert {"embeddinggemma-2", "multilingual-e5-small"} <= {entry.id for entry in ENTRIES}
    assert all(entry.checked and entry.good_at and entry.licence for entry in ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_entry_makes_a_manifest_that_can_be_read(entry, tmp_path: Path) -> None:
    for file in entry.files:
        (tmp_path / file.name).write_bytes(b"not yet")
    draft_manifest(entry, tmp_path, {file.repo: "0" * 40 for file in entry.files})
    pack = read_manifest(tmp_path)
    assert (pack.id, pack.space.dim, pack.licence) == (entry.id, entry.dim, entry.licence)
    has = {Kind.IMAGE: pack.image, Kind.SOUND: pack.sound, Kind.TEXT: pack.text}
    assert {kind for kind, tower in has.items() if tower} == set(entry.kinds)
    assert set(pack.files) == {file.name for file in entry.files}
    assert pack.source.count("@") == len({file.repo for file in entry.files})


def test_siglip_fills_up_64_small_pieces_and_ends_in_its_own() -> None:
    pack = entry_called(ENTRIES, "siglip2-base").pack
    for line in ("pad_to = 64", "pad_id = 0", "end_id = 1", "lowercase = true"):
        assert line in pack


def test_embeddinggemma_never_comes_in_half_precision_and_has_a_chain_and_prefixes(tmp_path: Path) -> None:
    entry = entry_called(ENTRIES, "embeddinggemma-2")
    assert not any("fp16" in file.path for file in entry.files)
    for file in entry.files:
        (tmp_path / file.name).write_bytes(b"not yet")
    draft_manifest(entry, tmp_path, {})
    pack = read_manifest(tmp_path)
    assert len(pack.image.chain.links) == 2
    assert set(pack.text.prefixes.values()) == {"task: search result | query: ", "title: none | text: "}
    (frame,) = [constant for constant in pack.image.chain.constants if constant.name == "frame"]
    assert sum(times for _, times in frame.values) == 260
    ear, mel, cut = pack.sound.chain, pack.sound.mel, pack.inputs.sound
    told = {constant.name: constant for constant in ear.constants}
    assert shape_of(cut.window_samples, mel) == (999, 128)
    assert (told["heard"].kind, told["heard"].values) == ("bool", ((1, 999),))
    # Two convolutions of every second frame: 999 → 500 → 250 pieces of sound, with a frame of four around them.
    assert told["frame"].values == ((2, 1), (256000, 1), (258881, 250), (258883, 1), (1, 1))
    assert told["all"].values == ((1, 254),)


def test_an_unknown_model_is_told_with_those_that_there_are() -> None:
    with pytest.raises(PackMissing, match=r"no model pack called “gpt”. Available: clip-vit-b32, "):
        entry_called(ENTRIES, "gpt")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("schema = 1", "schema = 9", "catalogue.toml, schema must be 1, but is 9"),
        ('speed = "fast"', 'speed = "quick"', "[model] entry 1, speed must be one of “fast”"),
        ('kinds = ["image"', 'kinds = ["smell"', "kinds must be some of image, sound and text"),
        ('path = "onnx/image.onnx"', 'path = "../image.onnx"', "[model.files] entry 1, path must be a path inside"),
        ('revision = "0123', 'revision = "v0123', "revision must be a commit's 40 hexadecimal digits, or main"),
        ('id = "offered"', 'id = "starter"', "none called “starter”"),
        ("[image]", "[image", "pack must be valid TOML"),
        ('repo = "somebody/toy"', 'repo = "toy"', "repo must be OWNER/NAME"),
    ],
)
def test_what_is_wrong_in_a_catalogue_is_told_with_its_place(
    tmp_path: Path, before: str, after: str, told: str
) -> None:
    file = offer(tmp_path)
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(PackDamaged) as caught:
        read_catalogue(file)
    assert told in str(caught.value)
