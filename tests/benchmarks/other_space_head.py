"""A sound tower that points at words of another space, made without training a network anew.

The starter's own tower is cut off before its last two layers, and one ridge regression leads from there to the words of
models/recipes/other_space_words.py that say what the recordings are; dev clips are not among them. It is nearer to the
words than a tower that was trained from the recordings (other_space.py), so that is the harder one to join.
"""

import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "recipes"))

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import soundfile
from onnx import TensorProto, helper, numpy_helper
from other_space_words import placed, write_pack
from starter_labels import key_of, said

from orrery import paths
from orrery.domain.modality import Role
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack

PENALTY = 3000.0
WINDOW = 160_000

Floats = npt.NDArray[np.float32]


def make(folder: Path, data: Path) -> Path:
    """Write the pack, unless an earlier run did; gives its folder.

    Args:
        folder: of the pack.
        data: laid out as models/packs/starter/MODEL_CARD.md says.
    """
    if (folder / "manifest.toml").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    starter = paths.starter_pack()
    graph = onnx.load(starter / "sound.onnx")
    features = [node.output[0] for node in graph.graph.node if node.op_type == "Relu" and "/head/" in node.output[0]]
    with (data / "audio.csv").open(newline="", encoding="utf-8") as opened:
        rows = [row for row in csv.DictReader(opened) if row["split"] != "dev"]
    heard = _features(graph, features, [data / row["path"] for row in rows])
    kinds = [key_of(row["label"]) for row in rows]
    aims = _aims(sorted(set(kinds)))
    _write_head(graph, features, heard, np.stack([aims[kind] for kind in kinds]), folder / "sound.onnx")
    made = onnxruntime.InferenceSession(folder / "sound.onnx")
    some = np.random.default_rng(0).permutation(len(rows))[:256]
    vectors = [made.run(None, {"waveform": _windows(data / rows[row]["path"])})[0].mean(axis=0) for row in some]
    write_pack(folder, starter, np.stack([vector / np.linalg.norm(vector) for vector in vectors]))
    return folder


def _windows(file: Path) -> Floats:
    samples = soundfile.read(file, dtype="float32", always_2d=True)[0].mean(axis=1)
    whole = max(1, len(samples) // WINDOW)
    return (
        np.resize(samples, (whole, WINDOW)) if len(samples) < WINDOW else samples[: whole * WINDOW].reshape(-1, WINDOW)
    )


def _features(graph: onnx.ModelProto, names: list[str], files: list[Path]) -> Floats:
    """What the starter's tower knows before its last layers: (files, features)."""
    open_ = onnx.ModelProto()
    open_.CopyFrom(graph)
    open_.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = onnxruntime.InferenceSession(open_.SerializeToString())
    answers = [session.run(names, {"waveform": _windows(file)}) for file in files]
    return np.stack([np.concatenate([answer.mean(axis=0) for answer in several]) for several in answers])


def _aims(kinds: list[str]) -> dict[str, Floats]:
    """Where each kind of sound is to lie: the middle of what is said of it, less that of all."""
    encoder = Encoder(load_pack(paths.starter_pack()))
    phrases = {kind: placed(encoder.encode_texts(list(said(kind)), Role.QUERY)) for kind in kinds}
    middle = np.concatenate(list(phrases.values())).mean(axis=0)
    aims = {kind: (own - middle).mean(axis=0) for kind, own in phrases.items()}
    return {kind: aim / np.linalg.norm(aim) for kind, aim in aims.items()}


def _write_head(graph: onnx.ModelProto, names: list[str], heard: Floats, aims: Floats, file: Path) -> None:
    mean, spread = heard.mean(axis=0), heard.std(axis=0) + 1e-3
    known = np.c_[(heard - mean) / spread, np.ones(len(heard), np.float32)]
    weights = np.linalg.solve(known.T @ known + PENALTY * np.eye(known.shape[1]), known.T @ aims).astype(np.float32)
    tensors = {"other.mean": mean, "other.spread": spread, "other.weights": weights[:-1], "other.bias": weights[-1]}
    graph.graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in tensors.items())
    graph.graph.node.extend(
        [
            helper.make_node("Concat", names, ["other.heard"], axis=1),
            helper.make_node("Sub", ["other.heard", "other.mean"], ["other.moved"]),
            helper.make_node("Div", ["other.moved", "other.spread"], ["other.even"]),
            helper.make_node("MatMul", ["other.even", "other.weights"], ["other.told"]),
            helper.make_node("Add", ["other.told", "other.bias"], ["other.embedding"]),
        ]
    )
    for node in graph.graph.node:  # the manifest's name for the answer is the starter's
        for row, name in enumerate(node.output):
            node.output[row] = {"embedding": "starter.embedding", "other.embedding": "embedding"}.get(name, name)
    del graph.graph.output[:]
    graph.graph.output.append(helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ("n", aims.shape[1])))
    onnx.save(graph, str(file))
