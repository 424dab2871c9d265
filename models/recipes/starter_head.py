"""The starter's image head: from what the two networks see to the text space, trained on captions.

A vector is h + a (1 - H)^p c, to unit length: h is a small trained network on the pooled features; c is what the
ImageNet classifiers say, read as words; H is the entropy of their answer over ln 1000, so that an unsure classifier
pulls less (ImageNet has no "person"). h is trained with c already added: it learns to say what the classes leave out.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from starter_image import POOLED, SIZE, VARIANTS, Eyes, Pixels, Seen, to_input
from starter_storage import round_matrices, round_weights, rounded, shrink
from torch import Tensor, nn
from torch.nn import functional

Vectors = npt.NDArray[np.float32]
FEATURES, NECK, HIDDEN, VOTERS = 256, 512, 512, 10
WEIGHT, POWER, HEAT = 1.0, 0.4, 1.5
APART, RIDGE, EVERYDAY = 2.0, 1.0, 0.2
EPOCHS, BATCH, RATE, DECAY, TEMPERATURE = 25, 512, 1e-3, 0.05, 0.06
PASSAGE = 0.5  # what a passage counts beside a caption
KEPT = 0.98  # of the running mean of weights, a step


class Head(nn.Module):
    """A narrow neck, then one linear map with one hidden layer beside it, and strong dropout.

    There are only 6,000 training photos: without the neck recall@10 of dev captions is two points lower, and the head a
    third larger.
    """

    def __init__(self, width: int, dim: int) -> None:
        super().__init__()
        self.norm, self.drop = nn.LayerNorm(width), nn.Dropout(0.4)
        self.neck = nn.Linear(width, NECK)
        self.straight = nn.Linear(NECK, dim)
        self.bent = nn.Sequential(nn.Linear(NECK, HIDDEN), nn.GELU(), nn.Dropout(0.4), nn.Linear(HIDDEN, dim))

    def forward(self, features: Tensor) -> Tensor:
        """(n, width) -> (n, dim), unit length."""
        x = self.neck(self.drop(self.norm(features)))
        return functional.normalize(self.straight(x) + self.bent(x), dim=-1)


def class_words(names: Vectors, everyday: Vectors) -> Vectors:
    """What a class adds to a vector (1000, dim), from text vectors (centred, unit) of its name and its everyday word.

    ConSE (Norouzi et al. 2013) adds the name's vector t itself. Names are crowded: a dozen terriers point the same way,
    and a scene's vector drowns their differences. So the dual frame's vector (T'T + I)^-1 t, which has a large product
    with t alone, is added at twice unit length: top-5 of 1,000 names rose from 90.0 to 90.6 before h was trained. And a
    library is asked for "bird" more often than for "bulbul": a share of the everyday word raises precision@10 for
    such words (a quarter: from .59 to .71) and costs a little naming (.6 points).
    """
    told = names - names.mean(0)
    apart = told @ np.linalg.inv(told.T @ told + RIDGE * np.eye(names.shape[1], dtype=np.float32))
    said = names + EVERYDAY * everyday
    said /= np.linalg.norm(said, axis=1, keepdims=True)
    return (said + APART * apart / np.linalg.norm(apart, axis=1, keepdims=True)).astype(np.float32)


def in_words(logits: Tensor, words: Tensor) -> Tensor:
    """The a (1 - H)^p c of class logits (n, 1000): the ten likeliest classes vote with their words (1000, dim)."""
    likely = torch.softmax(logits, -1)
    entropy = -(likely * torch.log(likely + 1e-12)).sum(-1, keepdim=True) / np.log(logits.shape[1])
    votes, which = torch.topk(torch.softmax(logits / HEAT, -1), VOTERS)
    said = functional.normalize((votes[:, None, :] @ words[which])[:, 0], dim=-1)
    return WEIGHT * (1 - entropy).clamp(min=0) ** POWER * said


@dataclass(frozen=True)
class Lessons:
    """What the head learns from.

    Attributes:
        views: what the networks see in the training photos, plain and varied; the i-th row is always the i-th photo.
        captions: (photos, 5, dim), centred unit vectors.
        passages: (photos, some, dim), centred unit vectors of passages that hold one or more of the captions.
    """

    views: list[Seen]
    captions: Vectors
    passages: Vectors


def train(lessons: Lessons, words: Vectors, seed: int) -> Head:
    """Fit a head by symmetric contrast (InfoNCE) between photos and what is written about them."""
    torch.manual_seed(seed)
    features = torch.from_numpy(np.stack([v.features for v in lessons.views]))
    spoken = torch.stack([in_words(torch.from_numpy(v.logits), torch.from_numpy(words)) for v in lessons.views])
    captions, passages = torch.from_numpy(lessons.captions), torch.from_numpy(lessons.passages)
    views, photos, width = features.shape
    head = Head(width, captions.shape[-1])
    sharpness = nn.Parameter(torch.tensor(-np.log(TEMPERATURE), dtype=torch.float32))
    groups = [{"params": head.parameters(), "weight_decay": DECAY}, {"params": [sharpness], "weight_decay": 0.0}]
    steps = EPOCHS * (photos // BATCH)
    best = torch.optim.AdamW(groups, lr=RATE)
    pace = torch.optim.lr_scheduler.OneCycleLR(best, RATE, total_steps=steps, pct_start=0.1)
    mean = torch.optim.swa_utils.AveragedModel(head, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(KEPT))
    for step in range(steps):
        if step % (photos // BATCH) == 0:
            order = torch.randperm(photos)
        rows = order[step % (photos // BATCH) * BATCH :][:BATCH]
        view = torch.randint(views, (BATCH,))
        vectors = functional.normalize(head(features[view, rows]) + spoken[view, rows], dim=-1)
        passage = passages[rows, torch.randint(passages.shape[1], (BATCH,))]
        texts = torch.cat([captions[rows], passage[:, None]], 1)
        loss = contrast(vectors, texts, sharpness.exp().clamp(max=100))
        best.zero_grad()
        loss.backward()
        best.step()
        pace.step()
        mean.update_parameters(head)
        if step % 50 == 0:
            print(f"  image head: step {step} of {steps}, loss {loss.item():.2f}", flush=True)
    return mean.module.eval()


def contrast(vectors: Tensor, texts: Tensor, sharpness: Tensor) -> Tensor:
    """Symmetric InfoNCE of photos (n, dim) with several texts each (n, texts, dim), the last of them a passage.

    Every text has to find its photo among the n; a photo has to find each of its texts among those of all others.
    """
    n, count, dim = texts.shape
    share = torch.tensor([1.0] * (count - 1) + [PASSAGE])
    share = share / share.sum()
    agreement = (vectors @ texts.reshape(-1, dim).T).view(n, n, count) * sharpness
    wanted = torch.arange(n)
    to_photo = sum(share[k] * functional.cross_entropy(agreement[:, :, k].T, wanted) for k in range(count))
    others = agreement.masked_fill(torch.eye(n, dtype=torch.bool)[:, :, None], -1e9).reshape(n, -1).logsumexp(1)
    own = agreement[wanted, wanted]
    to_text = (share * (torch.logaddexp(own, others[:, None]) - own)).sum(1).mean()
    return (to_photo + to_text) / 2


@dataclass(frozen=True)
class Projection:
    """Whitening-free PCA of the features: (features - mean) @ axes."""

    mean: npt.NDArray[np.float32]
    axes: npt.NDArray[np.float32]


def last_features(features: Vectors) -> Vectors:
    """The last features of each network (n, 1280), to unit length, out of all features (n, 4120): (n, 2560)."""
    parts = np.split(features[:, : POOLED * len(VARIANTS)], len(VARIANTS), axis=1)
    return np.concatenate([p / np.linalg.norm(p, axis=1, keepdims=True) for p in parts], 1)


def fit_projection(features: Vectors) -> Projection:
    """The 256 directions of largest variance of the last features of pictures (n, 4120)."""
    last = last_features(features)
    mean = last.mean(0)
    _, vectors = np.linalg.eigh(np.cov((last - mean).T))
    return Projection(mean.astype(np.float32), vectors[:, ::-1][:, :FEATURES].astype(np.float32))


class Reader(nn.Module):
    """The whole tower: pixels to a vector in the text space, and to features of their own."""

    def __init__(self, eyes: Eyes, head: Head, words: Vectors, projection: Projection) -> None:
        super().__init__()
        self.eyes, self.head = eyes, head
        self.register_buffer("words", torch.from_numpy(words))
        self.axes = nn.Linear(projection.axes.shape[0], FEATURES)
        self.axes.weight.data = torch.from_numpy(np.ascontiguousarray(projection.axes.T))
        self.axes.bias.data = torch.from_numpy(-projection.mean @ projection.axes)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """(n, 3, 224, 224) -> (n, 384), (n, 256), unit length both."""
        features, logits = self.eyes(pixels)
        return self.embedding(features, logits), self.features(features)

    def embedding(self, features: Tensor, logits: Tensor) -> Tensor:
        """(n, 4120), (n, 1000) -> (n, 384)."""
        return functional.normalize(self.head(features) + in_words(logits, self.words), dim=-1)

    def features(self, features: Tensor) -> Tensor:
        """(n, 4120) -> (n, 256)."""
        last = features[:, : POOLED * len(VARIANTS)].chunk(len(VARIANTS), 1)
        return functional.normalize(self.axes(torch.cat([functional.normalize(p, dim=-1) for p in last], 1)), dim=-1)

    def read(self, seen: Seen) -> tuple[Vectors, Vectors]:
        """Embeddings (n, 384) and features (n, 256) of what was seen before."""
        with torch.inference_mode():
            features = torch.from_numpy(seen.features)
            return self.embedding(features, torch.from_numpy(seen.logits)).numpy(), self.features(features).numpy()


def round_reader(reader: Reader, examples: Pixels) -> Reader:
    """The reader with its weights on the grid in which they are stored, biases corrected on a few pictures."""
    original = Eyes()
    shown = torch.from_numpy(to_input(examples))
    for net, kept in zip(reader.eyes.nets, original.nets, strict=True):
        round_weights(net, kept, shown)
    for part in (reader.head, reader.axes):
        round_matrices(part)
    reader.words = rounded(reader.words)
    return reader


def export(reader: Reader, path: Path) -> None:
    """Write the graph with its weights stored small."""
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
        # Folding would transpose weights, and with them the steps in which they are stored.
        do_constant_folding=True,
    )
    shrink(path)
