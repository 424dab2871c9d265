"""The small graphs that scan vectors, and ONNX Runtime to run them.

NumPy widens float16 to float32 at some 10 ns a number, ONNX Runtime at a fraction of one: its Cast and MatMul over
blocks of 4,096 rows read float16 at the speed at which NumPy multiplies float32 (measured 1.1 x), and its MatMulNBits
multiplies 4-bit codes at ten times that. So both scans are graphs. They are written here, byte by byte, because a graph
has to know its numbers of rows and dimensions and the `onnx` package is not part of the application.
"""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vector, Vectors

BLOCK = 4_096
"""Rows handed to the exact graph at a time: as float32 they stay in the cache (4 MB at 256-d, 8 MB at 512-d)."""
GROUP = 256
"""Dimensions that share one scale in 4-bit codes, where there are so many: a million rows of 256 take 6.6 ms, with a
scale for 64 each 7.8."""

_FLOAT, _UINT8, _INT64, _FLOAT16 = 1, 2, 7, 10
_FATAL = 4
_FEW = 256
"""So few rows are fetched sooner than another thread is woken."""
_SHORTEST = 1e-6
"""Below this length a centred vector has no direction left and is near to nothing."""


class Codes(NamedTuple):
    """4-bit codes of some rows, as MatMulNBits wants them.

    Attributes:
        packed: (n, groups, half of a group) uint8, two codes a byte, the lower half first; a code of 8 is zero.
        scales: (n, groups) float32.
    """

    packed: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.float32]


class ExactGraph:
    """Cosines of centred float16 rows with any vectors: (row . query - mean . query) / |row - mean|.

    Args:
        dim: of the vectors.
        threads: to fetch rows with that lie anywhere: each waits for memory most of the time, so two take half as long
            (1,000 rows: 0.2 instead of 0.4 ms). Rows that lie together go through one thread.
    """

    def __init__(self, dim: int, threads: int = 1) -> None:
        self._products = _session(_products_model(dim), 1)
        self._picked = _session(_picked_model(dim), threads)
        self._lengths = _session(_lengths_model(dim), 1)

    def dot(self, rows: Vectors, inverse: Vector, mean: Vector, queries: Vectors) -> Vectors:
        """Multiply in blocks that stay in the cache.

        Args:
            rows: (n, dim) float16, raw unit rows.
            inverse: (n,), of each row; see `inverse`.
            mean: (dim,) of their role.
            queries: (m, dim).

        Returns:
            (n, m) float32.
        """
        columns = np.ascontiguousarray(queries.T, np.float32)
        offset = np.asarray(queries @ mean, np.float32)
        products = np.empty((len(rows), len(queries)), np.float32)
        for start in range(0, len(rows), BLOCK):
            block = np.ascontiguousarray(rows[start : start + BLOCK])
            (found,) = self._products.run(None, {"rows": block, "queries": columns})
            found -= offset
            found *= inverse[start : start + BLOCK, None]
            products[start : start + BLOCK] = found
        return products

    def picked(self, vectors: Vectors, rows: Rows, queries: Vectors) -> Vectors:
        """Multiply some rows, wherever they lie, as they are stored: fetched and widened without a copy in between.

        Args:
            vectors: (n, dim) float16, raw unit rows, contiguous.
            rows: (k,) which of them.
            queries: (m, dim).

        Returns:
            (k, m) float32.
        """
        columns = np.ascontiguousarray(queries.T, np.float32)
        if len(rows) <= _FEW:
            return self._products.run(None, {"rows": vectors.take(rows, axis=0), "queries": columns})[0]
        products = [
            self._picked.run(None, {"vectors": vectors, "rows": rows[start : start + BLOCK], "queries": columns})[0]
            for start in range(0, len(rows), BLOCK)
        ]
        return products[0] if len(products) == 1 else np.concatenate(products)

    def inverse(self, rows: Vectors, mean: Vector) -> Vector:
        """1 / |row - mean| of float16 rows (n, dim): (n,) float32; zero for a row equal to the mean."""
        found = np.empty(len(rows), np.float32)
        own = np.ascontiguousarray(mean, np.float32)
        for start in range(0, len(rows), BLOCK):
            block = np.ascontiguousarray(rows[start : start + BLOCK])
            (lengths,) = self._lengths.run(None, {"rows": block, "mean": own})
            longer = np.maximum(lengths[:, 0], _SHORTEST)
            found[start : start + BLOCK] = np.where(lengths[:, 0] > _SHORTEST, 1.0 / longer, 0.0)
        return found


class PackedGraph:
    """Products of 4-bit rows with any vectors; the codes lie in a file that is mapped into memory, then laid out anew.

    Args:
        file: written by `write_codes`; may be removed once the graph is open.
        rows: how many rows there are in it.
        dims: dimensions of each, 128 or a multiple of 256.
        threads: to multiply with.
    """

    def __init__(self, file: Path, rows: int, dims: int, threads: int = 1) -> None:
        model = _packed_model(file.name, rows, dims)
        self._session = _session(model, threads, file.parent)
        self.dot(np.zeros((1, dims), np.float32))  # the first call is the slow one

    def dot(self, queries: Vectors) -> Vectors:
        """Multiply float32 (m, dims) with all rows: (m, rows)."""
        (found,) = self._session.run(None, {"queries": np.ascontiguousarray(queries, np.float32)})
        return found


@cache
def exact_graph(dim: int) -> ExactGraph:
    """The one for vectors of this length; it may be run from several threads at once."""
    return ExactGraph(dim, threads=min(4, os.cpu_count() or 1))


def write_codes(file: Path, codes: Codes) -> None:
    """Write codes as a PackedGraph wants them: all codes, then all scales."""
    with file.open("wb") as out:
        out.write(np.ascontiguousarray(codes.packed).data)
        out.write(np.ascontiguousarray(codes.scales).data)


def bytes_of(rows: int, dims: int) -> int:
    """How long a file of codes is."""
    return rows * (dims // 2 + dims // group_of(dims) * 4)


def group_of(dims: int) -> int:
    """How many of so many dimensions share one scale."""
    return min(dims, GROUP)


def _session(model: bytes, threads: int, folder: Path | None = None) -> Any:
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = _FATAL
    # Threads that wait in a loop take the cores from NumPy's (16 -> 0.6 ms for the same product).
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if folder is not None:
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(folder))
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _products_model(dim: int) -> bytes:
    nodes = [_node("Cast", ["rows"], ["wide"], to=_FLOAT), _node("MatMul", ["wide", "queries"], ["products"])]
    inputs = [_value("rows", _FLOAT16, ["n", dim]), _value("queries", _FLOAT, [dim, "m"])]
    return _model(nodes, inputs, [_value("products", _FLOAT, ["n", "m"])], [])


def _picked_model(dim: int) -> bytes:
    nodes = [
        _node("Gather", ["vectors", "rows"], ["picked"], axis=0),
        _node("Cast", ["picked"], ["wide"], to=_FLOAT),
        _node("MatMul", ["wide", "queries"], ["products"]),
    ]
    inputs = [_value("vectors", _FLOAT16, ["n", dim]), _value("rows", _INT64, ["k"])]
    return _model(nodes, [*inputs, _value("queries", _FLOAT, [dim, "m"])], [_value("products", _FLOAT, ["k", "m"])], [])


def _lengths_model(dim: int) -> bytes:
    axes = _tensor("axes", _INT64, [1], raw=np.array([1], np.int64).tobytes())
    nodes = [
        _node("Cast", ["rows"], ["wide"], to=_FLOAT),
        _node("Sub", ["wide", "mean"], ["moved"]),
        _node("ReduceL2", ["moved", "axes"], ["lengths"], keepdims=1),
    ]
    inputs = [_value("rows", _FLOAT16, ["n", dim]), _value("mean", _FLOAT, [dim])]
    return _model(nodes, inputs, [_value("lengths", _FLOAT, ["n", 1])], [axes])


def _packed_model(file: str, rows: int, dims: int) -> bytes:
    group = group_of(dims)
    groups = dims // group
    code_bytes = rows * dims // 2
    node = _node(
        "MatMulNBits",
        ["queries", "codes", "scales"],
        ["products"],
        domain="com.microsoft",
        K=dims,
        N=rows,
        bits=4,
        block_size=group,
        accuracy_level=4,  # the query is rounded to 8 bits: twice as fast, and every hit is looked at again anyway
    )
    tensors = [
        _tensor("codes", _UINT8, [rows, groups, group // 2], file=file, offset=0, length=code_bytes),
        _tensor("scales", _FLOAT, [rows, groups], file=file, offset=code_bytes, length=rows * groups * 4),
    ]
    values = [_value("queries", _FLOAT, ["m", dims])], [_value("products", _FLOAT, ["m", rows])]
    return _model([node], *values, tensors)


# ---- the few messages of onnx.proto that this needs, as protocol buffers


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    data = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | 2) + _number(len(data)) + data


def _node(kind: str, inputs: Sequence[str], outputs: Sequence[str], *, domain: str = "", **numbers: int) -> bytes:
    attributes = [_field(1, name) + _field(3, value) + _field(20, 2) for name, value in numbers.items()]
    parts = [_field(1, name) for name in inputs] + [_field(2, name) for name in outputs]
    return b"".join([*parts, _field(4, kind), *(_field(5, one) for one in attributes), _field(7, domain)])


def _tensor(
    name: str, kind: int, dims: Sequence[int], *, raw: bytes = b"", file: str = "", offset: int = 0, length: int = 0
) -> bytes:
    head = b"".join(_field(1, dim) for dim in dims) + _field(2, kind) + _field(8, name)
    if not file:
        return head + _field(9, raw)
    where = {"location": file, "offset": str(offset), "length": str(length)}
    return head + b"".join(_field(13, _field(1, key) + _field(2, at)) for key, at in where.items()) + _field(14, 1)


def _value(name: str, kind: int, dims: Sequence[int | str]) -> bytes:
    shape = b"".join(_field(1, _field(1 if isinstance(dim, int) else 2, dim)) for dim in dims)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def _model(
    nodes: Sequence[bytes], inputs: Sequence[bytes], outputs: Sequence[bytes], tensors: Sequence[bytes]
) -> bytes:
    graph = b"".join(
        [_field(1, node) for node in nodes]
        + [_field(2, "scan")]
        + [_field(5, tensor) for tensor in tensors]
        + [_field(11, value) for value in inputs]
        + [_field(12, value) for value in outputs]
    )
    versions = _field(8, _field(1, "") + _field(2, 18)) + _field(8, _field(1, "com.microsoft") + _field(2, 1))
    return _field(1, 8) + versions + _field(7, graph)
