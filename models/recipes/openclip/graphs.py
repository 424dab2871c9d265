"""The two towers as ONNX graphs: any number of pictures or texts at a time, float32 or with weights of 8 bits."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from loading import Loaded

OPSET = 18
LARGEST = 1_900_000_000
"""Bytes that a graph may hold itself; the format ends at 2 GiB, beyond it the weights lie in a file beside it."""

BLOCK = 128
"""Weights that share a scale. ViT-B/32 by 32: lowest cosine .99994, 2.3 × as fast as PyTorch; by 128: .99992, 2.7 ×."""


class Eye(torch.nn.Module):
    """(n, 3, size, size) float32 → (n, dim)."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Pictures to raw vectors."""
        return self.model.encode_image(pixels)


class Reader(torch.nn.Module):
    """(n, pieces) int64 → (n, dim)."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        """Pieces of texts to raw vectors."""
        return self.model.encode_text(input_ids)


def write_towers(loaded: Loaded, folder: Path, pieces: torch.Tensor) -> tuple[list[str], list[str]]:
    """Write image.onnx and text.onnx.

    Args:
        loaded: the model.
        folder: to write to.
        pieces: (n ≥ 2, context) int64, real texts as the model reads them: what the trace follows.

    Returns:
        The files of either tower, the graph first.
    """
    size = side(loaded.preprocess)
    pixels = torch.from_numpy(np.random.default_rng(0).normal(size=(2, 3, size, size)).astype(np.float32))
    image = _write(Eye(loaded.model), pixels, "pixels", folder / "image.onnx")
    text = _write(Reader(loaded.model), pieces[:2], "input_ids", folder / "text.onnx")
    return image, text


def quantise(file: Path) -> None:
    """Store the weights of matrix products in 8 bits, in place; what is not a matrix product stays as it is.

    Only weights are stored so; rounding the numbers that flow through as well costs CLIP a quarter of its nearest
    neighbours.
    """
    from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

    model = onnx.load(file)
    config = DefaultWeightOnlyQuantConfig(block_size=BLOCK, is_symmetric=True, accuracy_level=4, bits=8)
    quantizer = MatMulNBitsQuantizer(model, algo_config=config)
    quantizer.process()
    _save(quantizer.model.model, file)


def side(preprocess: dict[str, Any]) -> int:
    """Edge of the square that the model sees, in pixels."""
    size = preprocess["size"]
    return int(size[0] if isinstance(size, (tuple, list)) else size)


def _write(tower: torch.nn.Module, example: torch.Tensor, name: str, file: Path) -> list[str]:
    with torch.inference_mode(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what the trace takes for constant; the check against the original decides
        torch.onnx.export(
            tower.eval(),
            (example,),
            file,
            input_names=[name],
            output_names=["embedding"],
            dynamic_axes={name: {0: "n"}, "embedding": {0: "n"}},
            opset_version=OPSET,
            dynamo=False,
        )
    model = onnx.load(file)
    for scattered in file.parent.glob("*"):
        if scattered.suffix not in (".onnx", ".json", ".toml", ".npy", ".md", ".data"):
            scattered.unlink()  # the exporter's own way to put aside what does not fit into one file
    return _save(model, file)


def _save(model: onnx.ModelProto, file: Path) -> list[str]:
    if model.ByteSize() < LARGEST:
        onnx.save(model, file)
        return [file.name]
    weights = f"{file.stem}.data"
    (file.parent / weights).unlink(missing_ok=True)
    onnx.save(model, file, save_as_external_data=True, all_tensors_to_one_file=True, location=weights)
    return [file.name, weights]
