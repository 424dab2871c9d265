"""How the starter's graphs are stored: 8-bit and half-precision weights, float32 arithmetic.

A weight is stored small and cast (and scaled) back to float32 by nodes that ONNX Runtime folds once when the graph is
opened: answers and speed are those of float32 on every processor, only the file is small.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

STEPS = 127  # of signed 8-bit integers on either side of zero


def to_int8(weight: npt.NDArray[np.float32], axis: int) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Symmetric int8 with one scale per index of axis; returns (int8 weights, scales shaped to broadcast)."""
    others = tuple(i for i in range(weight.ndim) if i != axis)
    scale = np.maximum(np.abs(weight).max(axis=others, keepdims=True), 1e-8) / STEPS
    return np.round(weight / scale).astype(np.int8), scale.astype(np.float32)


def session(graph: Path, threads: int) -> onnxruntime.InferenceSession:
    """A session that does not spin while it waits."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def store_as_halves(graph: onnx.GraphProto, more_than: int = 64) -> None:
    """Store weights of more than some numbers as float16; scales of int8 weights stay exact."""
    casts = []
    for item in [i for i in graph.initializer if i.data_type == TensorProto.FLOAT and np.prod(i.dims) > more_than]:
        if item.name.endswith(".scale"):
            continue
        small = numpy_helper.from_array(numpy_helper.to_array(item).astype(np.float16), f"{item.name}.half")
        casts.append(helper.make_node("Cast", [small.name], [item.name], to=TensorProto.FLOAT))
        graph.initializer.remove(item)
        graph.initializer.append(small)
    put_first(graph, casts)


def multiplied_out(
    graph: onnx.GraphProto, name: str, small: npt.NDArray[np.int8], scale: npt.NDArray[np.float32]
) -> list[onnx.NodeProto]:
    """Add a weight as int8 and scales to a graph; returns the nodes that make it of them, under its name."""
    graph.initializer.extend(
        [numpy_helper.from_array(small, f"{name}.int8"), numpy_helper.from_array(scale, f"{name}.scale")]
    )
    return [
        helper.make_node("Cast", [f"{name}.int8"], [f"{name}.float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}.float", f"{name}.scale"], [name]),
    ]


def put_first(graph: onnx.GraphProto, nodes: list[onnx.NodeProto]) -> None:
    """Put nodes before all others of a graph, whose nodes stand in the order in which they run."""
    after = list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes + after)


def shrink(path: Path) -> None:
    """Store weights of a graph small: large ones on a grid of 255 steps (`rounded`) as int8, the rest as float16."""
    model = onnx.load(str(path))
    graph, before = model.graph, []
    for item in [i for i in graph.initializer if i.data_type == TensorProto.FLOAT and np.prod(i.dims) > 4096]:
        weight = numpy_helper.to_array(item)
        axis = _grid_axis(weight)
        if axis is None:
            continue
        small, scale = to_int8(weight, axis)
        graph.initializer.remove(item)
        before += multiplied_out(graph, item.name, small, scale)
    put_first(graph, before)
    store_as_halves(graph)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _grid_axis(weight: npt.NDArray[np.float32]) -> int | None:
    for axis in range(min(weight.ndim, 2)):
        small, scale = to_int8(weight, axis)
        if np.abs(small * scale - weight).max() <= 1e-5 * np.abs(weight).max():
            return axis
    return None


def rounded(weight: Tensor) -> Tensor:
    """A weight (out, ...) on the grid of int8 steps per output that comes closest to it in the mean square.

    Clipping the largest weights a little makes the steps finer for all the others: 16 shares from .7 to 1 are tried.
    """
    flat = weight.flatten(1)
    most = flat.abs().amax(1, keepdim=True).clamp(min=1e-8)
    best, least = most / STEPS, torch.full_like(most, torch.inf)
    for share in torch.linspace(0.7, 1, 16):
        scale = most * share / STEPS
        error = ((flat / scale).round().clamp(-STEPS, STEPS) * scale - flat).pow(2).sum(1, keepdim=True)
        best, least = torch.where(error < least, scale, best), torch.minimum(error, least)
    return ((flat / best).round().clamp(-STEPS, STEPS) * best).view_as(weight)


def round_matrices(net: nn.Module) -> None:
    """Round the weights of a network (in place) that mix many channels: matrices and dense convolutions.

    Filters of single channels, of colours and of one spectrogram, two weights in a hundred, stay as they are: rounding
    them costs most.
    """
    for module in net.modules():
        if isinstance(module, nn.Linear) or (
            isinstance(module, nn.Conv1d | nn.Conv2d) and module.groups == 1 and module.in_channels > 3
        ):
            module.weight.data = rounded(module.weight.data)


def round_weights(net: nn.Module, original: nn.Module, examples: Tensor) -> None:
    """Round the matrices of a network (in place), then shift its biases so that every mean stays.

    The shift after rounding (Nagel et al. 2019, section 4.2) goes from the first convolution to the last, each seeing
    what the corrected ones before it make of the examples: it raises the overlap of ten neighbours from .92 to .98.

    Args:
        net: the network to round, with biases.
        original: the same network in float32.
        examples: inputs (n, 3, h, w) on which means are measured.
    """
    means: list[Tensor] = []
    kept = [c for c in original.modules() if isinstance(c, nn.Conv2d)]
    convolutions = [c for c in net.modules() if isinstance(c, nn.Conv2d)]
    round_matrices(net)
    watched = [c.register_forward_hook(lambda _, __, out: means.append(out.mean((0, 2, 3)))) for c in kept]
    with torch.no_grad():
        original(examples)
    for hook in watched:
        hook.remove()
    wanted = dict(zip(map(id, convolutions), means, strict=True))

    def shift(module: nn.Conv2d, _: object, out: Tensor) -> Tensor:
        missing = wanted[id(module)] - out.mean((0, 2, 3))
        module.bias.data += missing
        return out + missing[None, :, None, None]

    watched = [c.register_forward_hook(shift) for c in convolutions]
    with torch.no_grad():
        net(examples)
    for hook in watched:
        hook.remove()
