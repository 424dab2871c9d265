import shutil
from pathlib import Path

import pytest

from orrery.domain.inputs import ImageInput, SoundInput, TextInput
from orrery.domain.modality import Kind, Role
from orrery.encoding.parsing import read_manifest
from orrery.encoding.section import is_inside
from orrery.errors import PackDamaged
from packs import make_pack, rehash


def change(folder: Path, old: str, new: str) -> None:
    manifest = folder / "manifest.toml"
    text = manifest.read_text("utf-8")
    assert old in text
    manifest.write_text(text.replace(old, new, 1), "utf-8")


def test_a_manifest_is_read_as_frozen_values(toy_folder: Path) -> None:
    pack = read_manifest(toy_folder)
    assert (pack.id, pack.revision, pack.name, pack.licence, pack.languages) == (
        "toy",
        "1",
        "Toy",
        "Apache-2.0",
        ("en",),
    )
    assert pack.inputs.image == ImageInput(32, "squash", "bilinear", 1.0)
    assert pack.inputs.sound == SoundInput(8000, 1.0, 120, "repeat")
    assert pack.inputs.text == TextInput(48, ("en",))
    assert pack.space.dim == 8
    assert pack.features is not None
    assert pack.features.dim == 12
    assert pack.features.id == pack.space.id + "/features"
    assert pack.files["image.onnx"].size == (toy_folder / "image.onnx").stat().st_size
    assert len(pack.calibration.background) == len(Role) * len(Kind)
    with pytest.raises(TypeError):
        pack.files["other"] = pack.files["image.onnx"]  # pyright: ignore[reportIndexIssue]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("schema = 1", "schema = 2", "made for another Orrery (pack format 2, this version reads 1)"),
        ("schema = 1", "", "schema must be a whole number above 0, but is missing"),
        ('id = "toy"', 'id = "../toy"', "id must be letters, digits, dots and dashes, but is “../toy”"),
        ('revision = "1"', "revision = 1", "revision must be text, but is 1"),
        ('name = "Toy"', 'name = ""', "name must be text, but is “”"),
        ('licence = "Apache-2.0"', "", "licence must be text, but is missing"),
        ("dim = 8", "dim = 0", "dim must be a whole number above 0, but is 0"),
        ("dim = 8", "dim = true", "dim must be a whole number above 0, but is True"),
        ("features_dim = 12", "", "features_dim must be a whole number above 0, but is missing"),
        ('languages = ["en"]', 'languages = "en"', "languages must be a list of texts, but is “en”"),
        ("size = 32", 'size = "big"', "[image] size must be a whole number above 0, but is “big”"),
        (
            'resize = "squash"',
            'resize = "melt"',
            "[image] resize must be one of “crop”, “squash”, “pad”, but is “melt”",
        ),
        (
            '"squash"',
            '"squash"\ncrop_share = 1.5',
            "[image] crop_share must be a number above 0, at most 1, but is 1.5",
        ),
        ("mean = [0.5, 0.5, 0.5]", "mean = [0.5]", "[image] mean must be a list of 3 numbers, but is [0.5]"),
        (
            "std = [0.25, 0.25, 0.25]",
            "std = [1, 0, 1]",
            "[image] std must be a list of 3 numbers above 0, but is [1, 0, 1]",
        ),
        (
            "mean = [0.5, 0.5, 0.5]",
            "mean = [nan, 0, 0]",
            "[image] mean must be a list of 3 numbers, but is [nan, 0, 0]",
        ),
        ('input = "pixels"', "", "[image] input must be text, but is missing"),
        ("rate_hz = 8000", "rate_hz = 8000.5", "[sound] rate_hz must be a whole number above 0, but is 8000.5"),
        ("window_s = 1.0", "window_s = -1", "[sound] window_s must be a number above 0, but is -1"),
        ('fill = "repeat"', 'fill = "hum"', "[sound] fill must be one of “zeros”, “repeat”, “repeatpad”, but is “hum”"),
        ('"input_ids", "attention_mask"', '"attention_mask"', "[text] inputs must be “input_ids” and perhaps"),
        ("max_tokens = 64", "max_tokens = 32", "[text] max_pieces must be at most max_tokens, but is 48"),
        ('tokenizer = "tokenizer.json"', "", "[text] tokenizer must be text, but is missing"),
        (
            'file = "text.onnx"',
            'file = "../text.onnx"',
            "[text] file must be the name of a file inside the pack's folder",
        ),
        (
            'file = "text.onnx"',
            'file = "other.onnx"',
            "[text] file names “other.onnx”, which is not listed under [files]",
        ),
        ('means = "means.npy"', 'means = "x.npy"', "[calibration] means names “x.npy”, which is not listed"),
        ('concepts = "concepts.txt"', "", "[calibration] concepts must be given with the other, but is missing"),
        ('role = "image"', 'role = "smell"', "[calibration.background] entry 1, role must be one of “query-text”"),
        ("sigma = 0", "sigma = -0", "[calibration.background] entry 1, sigma must be a number above 0"),
        ('texts = ["a red apple", ', "texts = [", "[self_test] texts must be a list of two texts"),
        (
            '[files."image.onnx"]\nsha256 = "',
            '[files."image.onnx"]\nsha256 = "X',
            '[files."image.onnx"] sha256 must be 64',
        ),
        (
            '[files."image.onnx"]',
            '[files."/etc/passwd"]',
            "[files] file must be the name of a file inside the pack's folder",
        ),
        ("schema = 1", "schema = = 1", "manifest.toml is not valid TOML"),
        ("[image]", "image = 3\n[other]", "image must be a table, but is 3"),
    ],
)
def test_a_wrong_field_is_named_in_a_sentence(broken: Path, old: str, new: str, sentence: str) -> None:
    change(broken, old, new)
    with pytest.raises(PackDamaged) as caught:
        read_manifest(broken)
    assert sentence in str(caught.value)
    assert str(broken) in str(caught.value)


def test_a_manifest_that_is_not_utf8_is_a_damaged_pack(broken: Path) -> None:
    (broken / "manifest.toml").write_bytes(b'name = "\xff\xfe"')
    with pytest.raises(PackDamaged, match="not valid TOML"):
        read_manifest(broken)


def test_a_pack_without_any_tower_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackDamaged, match=r"image must be there, or \[sound\], or \[text\]"):
        read_manifest(make_pack(tmp_path, towers=(), calibrated=False, recorded=False))


def test_keys_of_a_later_kind_of_pack_are_left_alone(broken: Path) -> None:
    change(broken, "schema = 1", 'schema = 1\nadvice = "none"')
    assert read_manifest(broken).id == "toy"


@pytest.mark.parametrize("name", ["../x", "/x", "a/../x", "./x", "a//x", "C:x", "a\\x", "", ".", "..", "x\0", "a/"])
def test_a_name_that_leads_out_of_the_folder_or_has_two_spellings_is_refused(name: str) -> None:
    assert not is_inside(name)


@pytest.mark.parametrize("name", ["x", "a/x.onnx", "..x", "é.npy", "a b"])
def test_a_name_below_the_folder_is_taken(name: str) -> None:
    assert is_inside(name)


def test_the_space_stays_the_same_when_only_the_order_of_keys_or_the_spelling_of_numbers_changes(broken: Path) -> None:
    before = read_manifest(broken)
    change(broken, "size = 32\n", "")
    change(broken, "std = [", "size = 32\nstd = [")
    change(broken, "window_s = 1.0", "window_s = 1")
    change(broken, 'name = "Toy"', 'name = "Plaything"')
    change(broken, "sigma = ", "sigma = 1")
    assert read_manifest(broken).space == before.space


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('revision = "1"', 'revision = "2"'),
        ("mean = [0.5", "mean = [0.4"),
        ('fill = "repeat"', 'fill = "zeros"'),
        ("max_pieces = 48", "max_pieces = 40"),
        ('tokenizer = "tokenizer.json"', 'tokenizer = "tokenizer.json"\nsome_later_setting = 3'),
    ],
)
def test_other_preprocessing_is_another_space(broken: Path, old: str, new: str) -> None:
    before = read_manifest(broken)
    change(broken, old, new)
    assert read_manifest(broken).space != before.space


@pytest.mark.parametrize("name", ["image.onnx", "tokenizer.json"])
def test_other_weights_are_another_space(broken: Path, name: str) -> None:
    before = read_manifest(broken)
    (broken / name).write_bytes(b"another")
    rehash(broken)
    assert read_manifest(broken).space != before.space


def test_other_measurements_are_the_same_space(broken: Path) -> None:
    before = read_manifest(broken)
    shutil.copy(broken / "self_test_image.npy", broken / "means.npy")
    rehash(broken)
    assert read_manifest(broken).space == before.space
