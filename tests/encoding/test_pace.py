"""How many inputs at once are best, measured and remembered."""

import json
import os
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper

from orrery.domain.modality import Kind
from orrery.encoding import pace as pace_module
from orrery.encoding.encoder import BATCHES, BEHIND, Encoder
from orrery.encoding.pace import SIZES, Pace, Paces, measure
from orrery.encoding.pack import load_pack
from orrery.errors import JobCancelled
from packs import SIZE, make_pack, write_manifest


@pytest.fixture(autouse=True)
def in_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace_module, "LEAST_S", 0.0)


def test_every_tower_is_measured_and_the_chosen_size_is_one_that_was_tried(toy: Encoder) -> None:
    paces = measure(toy)
    assert list(paces) == list(Kind)
    for found in paces.values():
        assert found.size in found.tried
        assert set(found.tried) <= set(SIZES)
        assert all(rate > 0 for rate in found.tried.values())
        assert found.per_second == found.tried[found.size]


@pytest.mark.parametrize(
    ("tried", "best"),
    [
        ({1: 100, 2: 105, 4: 109}, 1),  # nothing is clearly better than the usual size
        ({1: 100, 2: 140, 4: 150, 8: 151}, 2),  # the smallest of those that are as good
        ({1: 50, 2: 70, 4: 90, 8: 100, 16: 60}, 8),
        ({1: 10}, 1),
    ],
)
def test_the_usual_size_stays_unless_another_is_clearly_better(tried: dict[int, float], best: int) -> None:
    assert pace_module._best(tried, 1) == best


def test_what_was_measured_is_remembered_for_this_pack_and_this_many_threads(toy: Encoder, tmp_path: Path) -> None:
    kept = Paces(tmp_path / "home" / "pace.json")
    assert kept.of(toy) == {}
    paces = {Kind.IMAGE: Pace(4, {1: 10.0, 4: 20.0})}
    kept.keep(toy, paces)
    assert kept.of(toy) == paces
    assert Paces(tmp_path / "home" / "pace.json").of(Encoder(toy.pack, threads=toy.threads)) == paces
    assert kept.of(Encoder(toy.pack, threads=toy.threads + 1)) == {}
    other = make_pack(tmp_path / "other", mirrored=True, calibrated=False, recorded=False)
    assert kept.of(Encoder(load_pack(other), threads=toy.threads)) == {}


@pytest.mark.parametrize("content", ["", "[]", "{", '{"image|x": 3}', '{"image|x": {"size": 3, "tried": {"3": 1}}}'])
def test_a_damaged_file_is_as_good_as_none(toy: Encoder, tmp_path: Path, content: str) -> None:
    file = tmp_path / "pace.json"
    file.write_text(content)
    assert Paces(file).of(toy) == {}
    Paces(file).keep(toy, {Kind.TEXT: Pace(1, {1: 5.0})})
    assert Paces(file).of(toy) == {Kind.TEXT: Pace(1, {1: 5.0})}
    assert json.loads(file.read_text())


def test_measuring_can_be_stopped(toy: Encoder) -> None:
    def stop() -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        measure(toy, stop)


def test_an_encoder_takes_as_many_at_once_as_it_was_told(toy: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    chain, sizes = toy._image(), []
    run = chain.run
    monkeypatch.setattr(chain, "run", lambda feeds, rows: sizes.append(len(feeds["pixels"])) or run(feeds, rows))
    monkeypatch.setattr(toy, "batches", BATCHES | {Kind.IMAGE: 5})
    toy.encode_images(np.zeros((12, SIZE, SIZE, 3), np.uint8) + 9)
    assert sizes == [5, 5, 2]


def test_a_tower_whose_batches_change_the_vectors_takes_its_inputs_one_by_one(tmp_path: Path) -> None:
    """As towers do whose activations are rounded by the range of the whole batch."""
    nodes = [
        helper.make_node("ReduceMean", ["pixels"], ["colours"], axes=[2, 3], keepdims=0),
        helper.make_node("ReduceMax", ["colours"], ["largest"], axes=[0], keepdims=1),
        helper.make_node("Sub", ["colours", "largest"], ["moved"]),
        helper.make_node("Add", ["moved", "one"], ["embedding"]),
    ]
    given = helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ("n", 3, 32, 32))
    made = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ("n", 3))
    one = helper.make_tensor("one", TensorProto.FLOAT, (1, 3), [0.001, 0.002, 0.003])
    graph = helper.make_graph(nodes, "touchy", [given], [made], [one])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    (tmp_path / "image.onnx").write_bytes(model.SerializeToString())
    top = 'schema = 1\nid = "touchy"\nrevision = "1"\nname = "Touchy"\nlicence = "CC0-1.0"\ndim = 3'
    image = """[image]
file = "image.onnx"
input = "pixels"
output = "embedding"
size = 32
resize = "squash"
interpolation = "bilinear"
mean = [0.5, 0.5, 0.5]
std = [0.5, 0.5, 0.5]"""
    write_manifest(tmp_path, [top, image])
    found = measure(Encoder(load_pack(tmp_path), threads=1))[Kind.IMAGE]
    assert (found.size, list(found.tried)) == (1, [1])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets threads stand back")
def test_encoding_stands_back_behind_other_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = Encoder(load_pack(make_pack(tmp_path, calibrated=False, recorded=False)), threads=2)
    chain, seen = encoder._image(), set()
    run = chain.run

    def watched(feeds: dict, rows: int) -> list:
        seen.add(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return run(feeds, rows)

    monkeypatch.setattr(chain, "run", watched)
    encoder.encode_images(np.zeros((4, SIZE, SIZE, 3), np.uint8) + 9)
    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert seen == {min(19, own + BEHIND)}
