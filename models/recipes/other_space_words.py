"""Words of a space that has nothing to do with the starter's: to measure joining with; see other_space.py.

MiniLM's vectors go through a random matrix into 256 numbers, are squashed by tanh, and blurred until a phrase and its
blurred self have a cosine of .9: nothing that turns one space into the other is exact. A bridge that was made for one
such space says little of the next, so there are as many as there are seeds and sizes.
"""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

STEEP = 20.0
"""How fast the blur changes: texts of a cosine below .99 are blurred each its own way, one text always the same."""
SELF_COSINE = 0.9
SOUND_MEAN = 0.75
"""Share of the sounds' mean that is taken off, as in the starter (decision 5)."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Space:
    """Which space.

    Attributes:
        dim: numbers of a vector.
        seed: of its random matrices.
    """

    dim: int = 256
    seed: int = 5

    def matrices(self, dim: int) -> tuple[Floats, Floats]:
        """(dim, own dim) each: what turns the starter's words into this space, and what blurs them."""
        rng = np.random.default_rng(self.seed)
        turned, blurred = (rng.normal(0, 1, (dim, self.dim)).astype(np.float32) for _ in range(2))
        return turned, (STEEP * blurred).astype(np.float32)


FIRST = Space()
"""The one that the bridge was made with; see decision 13."""


def placed(vectors: Floats, space: Space = FIRST) -> Floats:
    """Unit vectors (n, dim) of the starter's words to unit vectors (n, own dim); the graph does the same."""
    turned, blurred = space.matrices(vectors.shape[1])
    clear = np.tanh(vectors @ turned)
    noise = np.sin(vectors @ blurred)
    noise *= np.linalg.norm(clear, axis=1, keepdims=True) / np.linalg.norm(noise, axis=1, keepdims=True)
    own = clear + np.float32(np.sqrt(1 / SELF_COSINE**2 - 1)) * noise
    return own / np.linalg.norm(own, axis=1, keepdims=True)


def write_text(source: Path, target: Path, space: Space) -> None:
    """Put the way into a space behind the starter's graph."""
    model = onnx.load(source)
    graph = model.graph
    dim = graph.output[0].type.tensor_type.shape.dim[1].dim_value or 384
    turned, blurred = space.matrices(dim)
    blur = np.float32(np.sqrt(1 / SELF_COSINE**2 - 1))
    tensors = {"other.turned": turned, "other.blurred": blurred, "other.blur": blur}
    graph.initializer.extend(numpy_helper.from_array(np.asarray(value), name) for name, value in tensors.items())
    steps = (
        ("MatMul", ["embedding", "other.turned"], "other.far"),
        ("Tanh", ["other.far"], "other.clear"),
        ("MatMul", ["embedding", "other.blurred"], "other.phase"),
        ("Sin", ["other.phase"], "other.noise"),
        ("ReduceL2", ["other.clear"], "other.length"),
        ("ReduceL2", ["other.noise"], "other.loudness"),
        ("Div", ["other.length", "other.loudness"], "other.ratio"),
        ("Mul", ["other.ratio", "other.blur"], "other.much"),
        ("Mul", ["other.noise", "other.much"], "other.added"),
        ("Add", ["other.clear", "other.added"], "other.sum"),
        ("ReduceL2", ["other.sum"], "other.norm"),
        ("Div", ["other.sum", "other.norm"], "placed"),
    )
    for operator, inputs, output in steps:
        extra = {"axes": [1], "keepdims": 1} if operator == "ReduceL2" else {}
        graph.node.append(helper.make_node(operator, inputs, [output], **extra))
    del graph.output[:]
    graph.output.append(helper.make_tensor_value_info("placed", TensorProto.FLOAT, ("n", space.dim)))
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


MANIFEST = """\
schema = 1
id = "other-space"
revision = "1"
name = "Other space"
family = "orrery-measuring"
licence = "Apache-2.0"
source = "made by models/recipes/other_space.py, for measuring only"
dim = {dim}
languages = ["en"]

[sound]
file = "sound.onnx"
input = "waveform"
output = "embedding"
rate_hz = 32000
window_s = 5.0
fill = "repeat"

[text]
file = "text.onnx"
inputs = ["input_ids", "attention_mask"]
output = "placed"
tokenizer = "tokenizer.json"
max_tokens = 256
max_pieces = 128
"""


def write_pack(folder: Path, starter: Path, heard: Floats | None = None, space: Space = FIRST) -> None:
    """Make a pack of a folder that holds sound.onnx.

    Args:
        folder: of the pack.
        starter: the starter's folder, whose words these are.
        heard: (n, dim), vectors of some sounds that the pack brings along, as packs of our own recipes do; None for a
            pack as one from elsewhere is, of which nothing was measured, not even a mean.
        space: where words lie.
    """
    write_text(starter / "text.onnx", folder / "text.onnx", space)
    shutil.copyfile(starter / "tokenizer.json", folder / "tokenizer.json")
    lines, names = [MANIFEST.format(dim=space.dim)], ["sound.onnx", "text.onnx", "tokenizer.json"]
    if heard is not None:
        means = np.zeros((4, space.dim), np.float32)  # of queries, passages, pictures, sounds
        means[3] = SOUND_MEAN * heard.mean(axis=0)
        np.save(folder / "means.npy", means)
        np.save(folder / "reference_sound.npy", heard[:256].astype(np.float16))
        lines.append('[calibration]\nmeans = "means.npy"\nreferences = { sound = "reference_sound.npy" }\n')
        names += ["means.npy", "reference_sound.npy"]
    for name in names:
        content = (folder / name).read_bytes()
        lines.append(f'[files."{name}"]\nsha256 = "{hashlib.sha256(content).hexdigest()}"\nsize = {len(content)}\n')
    (folder / "manifest.toml").write_text("\n".join(lines), encoding="utf-8")
