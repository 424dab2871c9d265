import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from orrery.domain.modality import Role
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from orrery.errors import PackDamaged
from packs import COLOURS, hiss, make_pack, picture, rehash

RED = picture(COLOURS["red"])[None]


def encode_red(folder: Path) -> None:
    rehash(folder)
    Encoder(load_pack(folder), threads=1).encode_images(RED)


def redeclared(folder: Path, name: str, *, inputs: list | None = None, outputs: list | None = None) -> None:
    model = onnx.load(folder / name)
    if inputs is not None:
        del model.graph.input[:]
        model.graph.input.extend(inputs)
    if outputs is not None:
        del model.graph.output[:]
        model.graph.output.extend(outputs)
    (folder / name).write_bytes(model.SerializeToString())


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"not a model"])
def test_a_file_that_is_no_model_is_a_damaged_pack(broken: Path, content: bytes) -> None:
    (broken / "image.onnx").write_bytes(content or b"\n")
    with pytest.raises(PackDamaged, match=r"“image.onnx” is not a model that can be opened"):
        encode_red(broken)


def test_a_truncated_model_is_a_damaged_pack(broken: Path) -> None:
    content = (broken / "image.onnx").read_bytes()
    (broken / "image.onnx").write_bytes(content[: len(content) // 2])
    with pytest.raises(PackDamaged, match=r"“image.onnx” is not a model"):
        encode_red(broken)


def test_a_model_of_another_dimension_is_a_damaged_pack(broken: Path, tmp_path: Path) -> None:
    other = make_pack(tmp_path / "other", dim=10, calibrated=False, recorded=False)
    (broken / "image.onnx").write_bytes((other / "image.onnx").read_bytes())
    with pytest.raises(PackDamaged, match=r"output “embedding” of any × 10 where the manifest says any × 8"):
        encode_red(broken)


def test_a_dimension_that_only_shows_when_the_model_runs_is_a_damaged_pack(broken: Path, tmp_path: Path) -> None:
    other = make_pack(tmp_path / "other", dim=10, features=False, calibrated=False, recorded=False)
    (broken / "text.onnx").write_bytes((other / "text.onnx").read_bytes())
    free = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ("n", "dim"))
    redeclared(broken, "text.onnx", outputs=[free])
    rehash(broken)
    encoder = Encoder(load_pack(broken), threads=1)
    with pytest.raises(PackDamaged, match=r"any × 10 where the manifest says any × 8|gave 1 × 10 .* 1 × 8"):
        encoder.encode_texts(["red"], Role.QUERY)


def test_a_model_without_the_named_input_is_a_damaged_pack(broken: Path) -> None:
    manifest = broken / "manifest.toml"
    manifest.write_text(manifest.read_text().replace('input = "pixels"', 'input = "image"'))
    with pytest.raises(PackDamaged, match=r"wants an input “pixels” that the manifest does not name"):
        encode_red(broken)


def test_a_model_without_the_named_output_is_a_damaged_pack(broken: Path) -> None:
    manifest = broken / "manifest.toml"
    manifest.write_text(manifest.read_text().replace('output = "embedding"', 'output = "vector"'))
    with pytest.raises(PackDamaged, match=r"has no output “vector”, only “embedding”, “features”"):
        encode_red(broken)


def test_a_model_for_another_picture_size_is_a_damaged_pack(broken: Path) -> None:
    manifest = broken / "manifest.toml"
    manifest.write_text(manifest.read_text().replace("size = 32", "size = 64", 1))
    rehash(broken)
    encoder = Encoder(load_pack(broken), threads=1)
    with pytest.raises(
        PackDamaged, match=r"input “pixels” of any × 3 × 32 × 32 where the manifest says any × 3 × 64 × 64"
    ):
        encoder.encode_images(np.zeros((1, 64, 64, 3), np.uint8))


def test_a_model_for_another_window_is_a_damaged_pack(broken: Path) -> None:
    manifest = broken / "manifest.toml"
    manifest.write_text(manifest.read_text().replace("window_s = 1.0", "window_s = 2.0"))
    encoder = Encoder(load_pack(broken), threads=1)
    with pytest.raises(PackDamaged, match=r"“waveform” of any × 8000 where the manifest says any × 16000"):
        encoder.encode_sounds(hiss(seconds=2)[None])


def test_a_model_that_takes_only_one_picture_at_a_time_is_a_damaged_pack(broken: Path) -> None:
    one = helper.make_tensor_value_info("pixels", TensorProto.FLOAT, (1, 3, 32, 32))
    redeclared(broken, "image.onnx", inputs=[one])
    with pytest.raises(PackDamaged, match=r"of 1 × 3 × 32 × 32 where the manifest says any × 3 × 32 × 32"):
        encode_red(broken)


def test_a_model_for_other_numbers_is_a_damaged_pack(broken: Path) -> None:
    (broken / "image.onnx").write_bytes((broken / "text.onnx").read_bytes())
    manifest = broken / "manifest.toml"
    manifest.write_text(
        manifest.read_text().replace('inputs = ["input_ids", "attention_mask"]', 'inputs = ["input_ids"]')
    )
    rehash(broken)
    with pytest.raises(PackDamaged, match="wants an input “attention_mask”"):
        Encoder(load_pack(broken), threads=1).encode_texts(["red"], Role.QUERY)


def test_weights_outside_the_pack_are_not_read(broken: Path, tmp_path: Path) -> None:
    model = onnx.load(broken / "text.onnx")
    table = next(tensor for tensor in model.graph.initializer if tensor.name == "table")
    (tmp_path / "secret.bin").write_bytes(table.raw_data)
    table.ClearField("raw_data")
    table.data_location = TensorProto.EXTERNAL
    table.external_data.add(key="location", value="../secret.bin")
    (broken / "text.onnx").write_bytes(model.SerializeToString())
    rehash(broken)
    with pytest.raises(PackDamaged, match="not a model that can be opened"):
        Encoder(load_pack(broken), threads=1).encode_texts(["red"], Role.QUERY)


def test_nothing_reaches_the_terminal_not_even_when_a_model_is_broken(broken: Path) -> None:
    (broken / "sound.onnx").write_bytes(b"not a model")
    model = onnx.load(broken / "text.onnx")  # ONNX Runtime warns of weights that nothing uses
    model.graph.initializer.append(numpy_helper.from_array(np.zeros(3, np.float32), "idle"))
    (broken / "text.onnx").write_bytes(model.SerializeToString())
    rehash(broken)
    program = f"""
import numpy as np
from pathlib import Path
from orrery.domain.modality import Role
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from orrery.errors import PackDamaged
encoder = Encoder(load_pack(Path({str(broken)!r})))
encoder.encode_texts(["red", "green"], Role.QUERY)
encoder.encode_images(np.zeros((1, 32, 32, 3), np.uint8))
try:
    encoder.encode_sounds(np.zeros((1, 8000), np.float32))
except PackDamaged:
    pass
import os, sys
sys.stdout.flush()
if hasattr(os, "fork"):
    if os.fork() == 0:
        os._exit(0)
    os.wait()
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(Path(__file__).parents[2] / "desktop"), "PATH": "/usr/bin:/bin"},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
