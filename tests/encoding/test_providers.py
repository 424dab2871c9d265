"""What models run on, and why."""

from pathlib import Path

import numpy as np
import pytest

from orrery.encoding.encoder import Encoder
from orrery.encoding.onnx import Graph, Port
from orrery.encoding.pack import load_pack
from orrery.encoding.providers import CPU, device, device_of, open_session, tried, without
from packs import SIZE, make_pack

# What a runtime for graphics cards does where the card's libraries are missing, this one does as well: it takes the
# name, says nothing to the program, and runs on the processor. (The warning is only said of names that it was not
# built with.)
BROKEN = device_of(["CUDAExecutionProvider", CPU])
not_built_in = pytest.mark.filterwarnings("ignore:Specified provider:UserWarning")


def test_the_processor_is_used_where_nothing_else_is_offered() -> None:
    found = device_of(["AzureExecutionProvider", CPU])
    assert found.providers == (CPU,)
    assert found.name == "the processor"
    assert "offers nothing else" in found.reason


@pytest.mark.parametrize("provider", ["CUDAExecutionProvider", "DmlExecutionProvider", "CoreMLExecutionProvider"])
def test_what_the_runtime_offers_is_used_with_the_processor_behind_it(provider: str) -> None:
    found = device_of(["TensorrtExecutionProvider", provider, "AzureExecutionProvider", CPU])
    assert found.providers == (provider, CPU)
    assert found.name in found.reason


def test_a_device_that_fails_is_said_so() -> None:
    found = without(BROKEN, "no driver")
    assert found.is_processor
    assert found.reason == "NVIDIA graphics (CUDA) could not be used: no driver."


@not_built_in
def test_a_device_that_is_offered_but_does_not_work_is_found_out() -> None:
    found = tried(BROKEN)
    assert found.is_processor
    assert found.name == "the processor"
    assert found.reason.startswith("NVIDIA graphics (CUDA) could not be used: ONNX Runtime could not load it")


def test_the_processor_needs_no_trial() -> None:
    own = device_of([CPU])
    assert tried(own) is own


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    return make_pack(tmp_path, calibrated=False, recorded=False)


@not_built_in
def test_a_graph_that_the_device_cannot_run_runs_on_the_processor_and_says_so(toy_folder: Path) -> None:
    pack = load_pack(toy_folder)
    ports = [Port("pixels", (None, 3, SIZE, SIZE))], [Port("embedding", (None, 8))]
    broken, whole = (Graph(pack, "image.onnx", *ports, on=on) for on in (BROKEN, None))
    planes = np.random.default_rng(0).normal(size=(2, 3, SIZE, SIZE)).astype(np.float32)
    assert broken.device.is_processor
    assert "NVIDIA graphics (CUDA) could not be used" in broken.device.reason
    np.testing.assert_array_equal(broken.run({"pixels": planes})[0], whole.run({"pixels": planes})[0])


@not_built_in
def test_a_file_that_is_no_graph_is_not_blamed_on_the_device(tmp_path: Path) -> None:
    (tmp_path / "bad.onnx").write_bytes(b"not a model")
    with pytest.raises(Exception, match=r"(?i)protobuf|model"):
        open_session(tmp_path / "bad.onnx", BROKEN)


def test_an_encoder_tells_what_its_open_towers_run_on(toy_folder: Path) -> None:
    encoder = Encoder(load_pack(toy_folder), threads=1)
    assert encoder.devices() == {}
    encoder.encode_images(np.zeros((1, SIZE, SIZE, 3), np.uint8))
    assert list(encoder.devices().values()) == [device()]
