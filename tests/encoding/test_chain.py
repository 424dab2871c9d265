"""Towers of several graphs, inputs that are constants, patches, pooling and the rules of a text tower."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from orrery.domain.modality import Role
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack, self_test
from orrery.encoding.preparing import patches, pooled, positions
from orrery.encoding.tokenizer import PackTokenizer
from orrery.errors import PackDamaged
from packs import COLOURS, make_pack, picture, write_manifest

FLOAT, WHOLE = TensorProto.FLOAT, TensorProto.INT64
TOP = """schema = 1
id = "chain"
revision = "1"
name = "Chain"
licence = "CC0-1.0"
dim = 8
"""
LOOKS = 'size = 32\nresize = "squash"\nmean = [0.0, 0.0, 0.0]\nstd = [1.0, 1.0, 1.0]'
FRAMED = """[image]
file = "eye.onnx"
inputs = { pixel_values = "patches", places = "positions" }
output = "seen"
patch = 16
%s

[[image.then]]
file = "mind.onnx"
inputs = { seen = "seen", ids = "frame", heard = "nothing" }
output = "embedding"

[image.constants]
frame = { type = "int64", values = [2, [7, 4], 1], each = true }
nothing = { type = "float32", shape = [0, 3] }
"""


def write_graph(file: Path, nodes: list, inputs: dict, output: tuple[str, tuple], **tensors: np.ndarray) -> None:
    graph = helper.make_graph(
        [helper.make_node(operation, list(given), [made], **settings) for operation, given, made, settings in nodes],
        "g",
        [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
        [helper.make_tensor_value_info(output[0], FLOAT, output[1])],
        [numpy_helper.from_array(np.asarray(array), name) for name, array in tensors.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    file.write_bytes(model.SerializeToString())


def write_eye(file: Path) -> None:
    """Four patches of 768 numbers and their places to (n, 3): the mean colour, and the mean column on top of red."""
    write_graph(
        file,
        [
            ("Reshape", ["pixel_values", "split"], "by_colour", {}),
            ("ReduceMean", ["by_colour"], "colour", {"axes": [1, 2], "keepdims": 0}),
            ("Cast", ["places"], "numbers", {"to": FLOAT}),
            ("ReduceMean", ["numbers"], "place", {"axes": [1], "keepdims": 0}),
            ("MatMul", ["place", "only_column"], "moved", {}),
            ("Add", ["colour", "moved"], "seen", {}),
        ],
        {"pixel_values": (FLOAT, ("n", 4, 768)), "places": (WHOLE, ("n", 4, 2))},
        ("seen", ("n", 3)),
        split=np.array([0, 4, 256, 3]),
        only_column=np.array([[1, 0, 0], [0, 0, 0]], np.float32),
    )


def write_mind(file: Path) -> None:
    """(n, 3) seen, six ids for each and nothing heard to (n, 8): the ids' sum is the fourth number, what is heard the
    fifth."""
    write_graph(
        file,
        [
            ("Cast", ["ids"], "numbers", {"to": FLOAT}),
            ("ReduceSum", ["numbers", "one"], "sum", {"keepdims": 1}),
            ("ReduceSum", ["heard"], "sounds", {"keepdims": 1}),
            ("Mul", ["sum", "naught"], "zero", {}),
            ("Add", ["zero", "sounds"], "fifth", {}),
            ("Concat", ["seen", "sum", "fifth", "rest"], "wide", {"axis": 1}),
            ("Slice", ["wide", "start", "stop", "one"], "embedding", {}),
        ],
        {"seen": (FLOAT, ("n", 3)), "ids": (WHOLE, ("n", 6)), "heard": (FLOAT, ("sounds", 3))},
        ("embedding", ("n", 8)),
        one=np.array([1]),
        naught=np.float32(0),
        rest=np.zeros((1, 3), np.float32),
        start=np.array([0]),
        stop=np.array([8]),
    )


@pytest.fixture
def framed(tmp_path: Path) -> Path:
    folder = tmp_path / "chain"
    folder.mkdir()
    write_eye(folder / "eye.onnx")
    write_mind(folder / "mind.onnx")
    write_manifest(folder, [TOP, FRAMED % LOOKS])
    return folder


def test_a_tower_of_two_graphs_feeds_the_second_with_the_first_and_constants(framed: Path) -> None:
    encoder = Encoder(load_pack(framed), threads=1)
    vectors, features = encoder.encode_images(picture(COLOURS["white"])[None])
    white = 250 / 255
    expected = np.array([white + 0.5, white, white, 2 + 4 * 7 + 1, 0, 0, 0, 0], np.float32)
    np.testing.assert_allclose(vectors[0], expected / np.linalg.norm(expected), atol=1e-6)
    assert features is None


def test_a_chain_passes_the_self_test(framed: Path) -> None:
    write_manifest(framed, [TOP, (FRAMED % LOOKS).replace("[7, 4]", "[0, 4]").replace("values = [2,", "values = [0,")])
    pack = load_pack(framed)
    self_test(pack, Encoder(pack, threads=1))


def test_every_part_of_a_chain_makes_the_space(framed: Path) -> None:
    spaces = {load_pack(framed).space.id}
    for before, after in (
        ("values = [2, [7, 4], 1]", "values = [2, [8, 4], 1]"),
        ("shape = [0, 3]", "shape = [0, 3], each = false"),
        ('places = "positions"', 'places = "positions", more = "positions"'),
    ):
        write_manifest(framed, [TOP, (FRAMED % LOOKS).replace(before, after)])
        spaces.add(load_pack(framed).space.id)
    write_manifest(framed, [TOP, FRAMED % LOOKS])
    model = onnx.load(framed / "mind.onnx")
    model.doc_string = "other weights"
    (framed / "mind.onnx").write_bytes(model.SerializeToString())
    write_manifest(framed, [TOP, FRAMED % LOOKS])
    spaces.add(load_pack(framed).space.id)
    assert len(spaces) == 5


def test_files_with_a_graphs_weights_make_the_space_and_have_to_be_listed(framed: Path) -> None:
    sections = [TOP, (FRAMED % LOOKS).replace('file = "mind.onnx"', 'file = "mind.onnx"\ndata = ["mind.onnx_data"]')]
    write_manifest(framed, sections)
    with pytest.raises(PackDamaged, match=r"names “mind\.onnx_data”, which is not listed"):
        load_pack(framed)
    ids = set()
    for content in (b"some weights", b"other weights"):
        (framed / "mind.onnx_data").write_bytes(content)
        write_manifest(framed, sections)
        ids.add(load_pack(framed).space.id)
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('seen = "seen", ids', 'seen = "smelt", ids', "[image.then] entry 1, inputs must be fed from"),
        (
            'inputs = { pixel_values = "patches", places = "positions" }',
            'input = "pixel_values"',
            "wants an input “places”",
        ),
        ("patch = 16", "patch = 5", "[image] patch must be a part of size"),
        ("[7, 4]", "[7, 0]", "[image.constants.frame] values must be a list of numbers"),
        ("shape = [0, 3]", "shape = [1, 3]", "values must be as many numbers as its shape has places"),
        ("each = true", 'each = "yes"', "[image.constants.frame] each must be true or false"),
        ('type = "int64"', 'type = "int8"', "type must be one of “int64”, “float32”"),
        ('file = "mind.onnx"', 'file = "../mind.onnx"', "the name of a file inside the pack's folder"),
        ('output = "seen"', 'output = "scent"', "has no output “scent”"),
        ("[[image.then]]", "[image.then]", "then must be a list of tables"),
    ],
)
def test_what_is_wrong_in_a_chain_is_told_with_its_place(framed: Path, before: str, after: str, told: str) -> None:
    text = FRAMED % LOOKS
    assert before in text
    changed = text.replace(before, after)
    if "scent" in after:
        changed = changed.replace('seen = "seen", ids', 'seen = "scent", ids')
    write_manifest(framed, [TOP, changed])
    with pytest.raises(PackDamaged) as caught:
        Encoder(load_pack(framed), threads=1).encode_images(picture(COLOURS["red"])[None])
    assert told in str(caught.value)


def test_patches_are_cut_row_by_row_with_the_colours_of_a_pixel_together() -> None:
    planes = np.arange(3 * 4 * 4, dtype=np.float32).reshape(1, 3, 4, 4)
    cut = patches(planes, 2)
    assert cut.shape == (1, 4, 12)
    # the second patch is the upper right one: its first pixel is row 0, column 2
    assert cut[0, 1].tolist() == [2, 18, 34, 3, 19, 35, 6, 22, 38, 7, 23, 39]
    assert positions(planes, 2)[0].tolist() == [[0, 0], [1, 0], [0, 1], [1, 1]]


def test_pooling_leaves_out_what_only_fills_up() -> None:
    states = np.array([[[1.0, 0], [3, 2], [9, 9]], [[1, 1], [9, 9], [9, 9]]], np.float32)
    mask = np.array([[1, 1, 0], [1, 0, 0]])
    assert pooled(states, mask, "mean").tolist() == [[2, 1], [1, 1]]
    assert pooled(states, mask, "first").tolist() == [[1, 0], [1, 1]]
    assert pooled(states, mask, "last").tolist() == [[3, 2], [1, 1]]


def worded(tmp_path: Path, changes: dict[str, str]) -> Path:
    """The toy's text tower alone, under other rules."""
    folder = make_pack(tmp_path / "words", towers=("text",), calibrated=False, recorded=False)
    lines = (folder / "manifest.toml").read_text("utf-8").split("\n\n[files.")[0]
    for before, after in changes.items():
        assert before in lines
        lines = lines.replace(before, after)
    write_manifest(folder, [lines])
    return folder


def test_a_text_tower_without_a_last_layer_is_pooled(tmp_path: Path) -> None:
    folder = worded(tmp_path, {'output = "embedding"': 'output = "embedding"\npooling = "mean"'})
    table = np.random.default_rng(0).normal(size=(400, 8)).astype(np.float32)
    ids = {"input_ids": (WHOLE, ("n", "pieces"))}
    nodes = [("Gather", ["table", "input_ids"], "embedding", {})]
    write_graph(folder / "text.onnx", nodes, ids, ("embedding", ("n", "pieces", 8)), table=table)
    text = (folder / "manifest.toml").read_text("utf-8").split("\n\n[files.")[0]
    write_manifest(folder, [text.replace('inputs = ["input_ids", "attention_mask"]', 'inputs = ["input_ids"]')])
    encoder = Encoder(load_pack(folder), threads=1)
    both = encoder.encode_texts(["red", "a red apple under the sun"], Role.QUERY)  # the first is filled up
    np.testing.assert_allclose(both[0], encoder.encode_texts(["red"], Role.QUERY)[0], atol=1e-6)
    (pieces,) = PackTokenizer(encoder.pack, encoder.pack.text, 1).pieces(["red"])
    mean = table[pieces.ids].mean(axis=0)
    np.testing.assert_allclose(both[0], mean / np.linalg.norm(mean), atol=1e-6)


def test_texts_are_filled_up_written_small_and_ended_as_the_pack_says(tmp_path: Path) -> None:
    rules = "max_tokens = 6\npad_to = 6\npad_id = 4\nend_id = 1\nlowercase = true"
    folder = worded(tmp_path, {"max_tokens = 64": rules, "max_pieces = 48": "max_pieces = 4"})
    encoder = Encoder(load_pack(folder), threads=1)
    seen = []
    chain = encoder._text()
    run = chain.run
    chain.run = lambda feeds, rows: seen.append(feeds) or run(feeds, rows)  # type: ignore[method-assign]
    encoder.encode_texts(["RED"], Role.QUERY)
    (feeds,) = seen
    assert feeds["input_ids"].shape == (1, 6)
    assert feeds["input_ids"][0].tolist()[3:] == [4, 4, 4]
    assert feeds["attention_mask"][0].tolist() == [1, 1, 1, 0, 0, 0]
    assert feeds["input_ids"][0, 2] == 1  # [SEP] is not what this pack ends in


def test_prefixes_per_role_make_the_space_and_the_vectors(tmp_path: Path) -> None:
    plain = make_pack(tmp_path / "plain", towers=("text",), calibrated=False)
    asked = make_pack(
        tmp_path / "asked", towers=("text",), calibrated=False, prefixes={"query-text": "high ", "passage": "low "}
    )
    packs = [load_pack(plain), load_pack(asked)]
    assert packs[0].space.id != packs[1].space.id
    query, passage = (Encoder(packs[1], 1).encode_texts(["tone"], role)[0] for role in (Role.QUERY, Role.PASSAGE))
    without = Encoder(packs[0], 1).encode_texts(["high tone", "low tone"], Role.QUERY)
    np.testing.assert_allclose([query, passage], without, atol=1e-6)
