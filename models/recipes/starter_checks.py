"""What the pack is worth: parity of the shipped graphs with what they were made from, speed, and figures on dev data.

Every figure of the model card is printed by the recipe from here.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import starter_bias as bias
import starter_data as data
import starter_head as head
import starter_image as image
import starter_mixed as mixed
import starter_sound as sound
import starter_text as text
import starter_truth as truth
import torch
from starter_calibration import Figures, Vectors, centred

NONSENSE = [
    "qzx vrrp", "asdf jkl", "colourless green ideas sleep furiously", "xyzzy", "the of and to", "0x7f3a", "lorem ipsum",
    "blorf snagget", "wug", "1234567890", "untranslatable gibberish zzzz", "hhhhhhhhhh", "foo bar baz", "mxyzptlk",
    "quarterly amortisation schedule", "subjunctive mood in Latin", "tax return deadline", "quantum chromodynamics",
    "parliamentary procedure", "polynomial ring", "municipal bond yield", "transfer pricing", "Byzantine theology",
    "compiler optimisation flags", "patent litigation", "enzyme kinetics", "monetary policy", "Gödel numbering",
    "hermeneutics", "payroll processing", "kernel panic", "phonological drift", "actuarial tables", "sonata form",
    "eigenvalue decomposition", "customs tariff", "lease agreement clause", "SQL injection", "stoic ethics",
    "dental insurance", "HTTP status code 418", "semiconductor doping", "estate planning", "vowel harmony",
    "corporate governance", "peer review policy", "antitrust law", "cron job", "password reset", "mortgage rate",
]  # fmt: skip
ASKED = [
    "something to eat",
    "a ship at sea",
    "a dog",
    "a musical instrument",
    "furniture",
    "snow",
    "flying",
    "a vehicle",
    "a small bird",
    "children playing",
]


def nonsense(rng: np.random.Generator) -> list[str]:
    """Queries that set the bar of chance: every other one of the list, and as many made-up words again four times."""
    sounds = [
        c + v
        for c in [
            "b",
            "d",
            "f",
            "g",
            "k",
            "l",
            "m",
            "n",
            "p",
            "r",
            "s",
            "t",
            "v",
            "w",
            "z",
            "bl",
            "gr",
            "str",
            "pl",
            "sk",
        ]
        for v in ("a", "e", "i", "o", "u", "oo")
    ]
    made_up = [
        " ".join("".join(rng.choice(sounds, rng.integers(2, 4))) for _ in range(rng.integers(1, 3))) for _ in range(100)
    ]
    return NONSENSE[::2] + made_up


def _alike(one: Vectors, two: Vectors, least: float, what: str) -> None:
    lowest = float((one * two).sum(-1).min())
    if lowest < least:
        raise ValueError(f"{what}: cosine {lowest:.5f} is below {least}")


def overlap(one: Vectors, two: Vectors) -> float:
    """Share of each row's ten nearest others in one that are among its ten in two."""
    tops = [np.argsort(-(v @ v.T - 2 * np.eye(len(v))), 1)[:, :10] for v in (one, two)]
    return round(float(np.mean([len(set(a) & set(b)) / 10 for a, b in zip(*tops, strict=True)])), 4)


def image_parity(
    tower: image.ImageTower,
    pixels: np.ndarray,
    reader: head.Reader,
    exact: tuple[Vectors, Vectors],
    made: tuple[Vectors, Vectors],
) -> dict[str, float]:
    """The graph agrees with PyTorch, a picture alone with the same one in a batch; what rounding the weights costs.

    Args:
        tower: the finished graph.
        pixels: a few pictures.
        reader: the rounded network in PyTorch.
        exact: embeddings and features of the dev photos with unrounded weights.
        made: the same by the finished graph.
    """
    with torch.inference_mode():
        wanted = reader(torch.from_numpy(image.to_input(pixels)))
    batch = tower(pixels)
    for ours, theirs, what in zip(batch, wanted, ("image embedding", "image features"), strict=True):
        _alike(ours, theirs.numpy(), 0.999, what)
    alone = np.concatenate([tower(pixels[i : i + 1])[0] for i in range(4)])
    _alike(alone, batch[0][:4], 0.9999, "a picture alone")
    figures = {
        f"{what}, neighbour overlap@10 with float32": overlap(centred(a, a.mean(0)), centred(b, b.mean(0)))
        for what, a, b in zip(("embedding", "features"), exact, made, strict=True)
    }
    if min(figures.values()) < 0.95:
        raise ValueError(f"the image tower lost too much: {figures}")
    return figures


def sound_parity(tower: sound.SoundTower, paths: Sequence[Path], vectors: Vectors) -> None:
    """The graph agrees with the network fed by FFT (but for its rounded weights), for one and for several windows."""
    clips = [sound.read(p) for p in paths]
    _alike(np.stack([tower.of_clip(c) for c in clips]), vectors, 0.97, "sound embedding")
    windows = np.stack([c[: sound.WINDOW] for c in clips])
    _alike(np.concatenate([tower(w[None]) for w in windows]), tower(windows), 0.9999, "a window alone")


def recall(asking: Vectors, asked: Vectors, count: int) -> float:
    """Share of rows whose own counterpart is among the first count."""
    cosines = asking @ asked.T
    own = np.diag(cosines)[:, None]
    return round(float(((cosines > own).sum(1) < count).mean()), 3)


def milliseconds(call: Callable[[], object]) -> float:
    """Processor time (the machine is shared), median of nine calls after one to warm up."""
    call()
    times = []
    for _ in range(9):
        began = time.process_time()
        call()
        times.append(1000 * (time.process_time() - began))
    return round(float(np.median(times)), 1)


def text_figures(out: Path, cache: Path, tower: text.TextTower, captions: list[str]) -> dict[str, float]:
    """What 8-bit weights cost, against float32 and PyTorch, and whether padding shows."""
    exact = text.TextTower(cache / "text_float32.onnx", out / "tokenizer.json")
    small, full = tower(captions), exact(captions)
    same = overlap(small, full)
    padded = tower.run([captions[0], "word " * 300])[0]
    figures = {
        "captions": len(captions),
        "neighbour overlap@10 with float32": same,
        "lowest cosine with float32": round(float((small * full).sum(1).min()), 5),
        "cosine of a caption alone and padded to 256": round(float(padded @ tower.run(captions[:1])[0]), 6),
    }
    if same < 0.95 or figures["lowest cosine with float32"] < 0.99 or padded @ tower.run(captions[:1])[0] < 0.9999:
        raise ValueError(f"the text tower lost too much: {figures}")
    return figures


def image_figures(tower: text.TextTower, seen, dev, figures: Figures) -> dict[str, object]:
    """Search by captions, zero-shot classes, neighbours by features, and a few answers to look at."""
    means = figures.means
    rows = seen.rows("dev")
    photos = centred(dev.photos, means["image"])
    captions = [c for i in rows for c in seen.photos[i].captions]
    queries = centred(tower(captions), means["query-text"])
    own = np.repeat(np.arange(len(rows)), 5)
    cosines = queries @ photos.T
    ranks = (cosines > cosines[np.arange(len(own)), own][:, None]).sum(1)
    names = data.names(data.synsets())
    classes = centred(seen.class_embeddings, means["image"])
    guesses = (classes @ centred(tower(names), means["query-text"]).T).argmax(1)
    right = [data.synsets()[g] == s for g, s in zip(guesses, seen.classes, strict=True)]
    asked = centred(tower(ASKED), means["query-text"]) @ classes.T
    answers = {
        q: [data.lemmas()[seen.classes[i]] for i in np.argsort(-c)[:5]] for q, c in zip(ASKED, asked, strict=True)
    }
    return {
        "caption -> photo, 1,000 flickr dev photos, recall@1": round(float((ranks < 1).mean()), 3),
        "caption -> photo, recall@10": round(float((ranks < 10).mean()), 3),
        "passage of 3 captions -> photo, recall@10": recall(centred(dev.long, means["passage"]), photos, 10),
        "photo -> passage, recall@10": recall(photos, centred(dev.long, means["passage"]), 10),
        "imagenet_sample named among 1,000 classes": round(float(np.mean(right)), 3),
        "rounding of weights": seen.rounding,
        "neighbours whose captions agree, random": feature_precision(dev, None),
        "neighbours whose captions agree, embedding": feature_precision(dev, photos),
        "neighbours whose captions agree, features": feature_precision(dev, seen.features[rows]),
        "answers from imagenet_sample": answers,
    }


def feature_precision(dev, vectors: Vectors | None) -> float:
    """Share of a dev photo's five nearest photos that show the same by their captions (cosine of passages > 0.4)."""
    told = centred(dev.long, dev.long.mean(0))
    same = (told @ told.T > 0.4) & ~np.eye(len(told), dtype=bool)
    if vectors is None:
        return round(float(same.mean()), 3)
    cosines = vectors @ vectors.T - 2 * np.eye(len(vectors))
    nearest = np.argsort(-cosines, 1)[:, :5]
    return round(float(np.take_along_axis(same, nearest, 1).mean()), 3)


def score_figures(tower: text.TextTower, dev, figures: Figures) -> dict[str, object]:
    """How often nonsense is called likely (per 1,000 items), and how many known matches of clear queries are."""
    wrong = tower(NONSENSE[1::2])  # the other half set the bar
    found: dict[str, object] = {}
    for (role, kind), pairs in ((pair, p) for pair, sets in sorted(dev.by_pair.items()) for p in sets):
        likely = figures.scores(pairs, role, kind) >= 0.5
        found[f"{role} -> {kind}, by {pairs.known_by} ({int(pairs.match.sum())} matches)"] = {
            "likely among known matches": round(float(likely[pairs.match].mean()), 3),
            "likely among the others, per 1,000": round(1000 * float(likely[pairs.other].mean()), 1),
            "median z of matches": round(float(np.median(figures.z(pairs, role, kind)[pairs.match])), 2),
        }
    for kind, asked in (
        ("image", dev.photos),
        ("text", dev.long),
        ("sound", dev.by_pair["query-text", "sound"][0].asked),
    ):
        pairs = truth.Pairs(wrong, asked, np.zeros(0, bool), np.zeros(0, bool))
        found[f"nonsense -> {kind}, likely per 1,000"] = round(
            1000 * float((figures.scores(pairs, "query-text", kind) >= 0.5).mean()), 2
        )
    return found


def sound_figures(heard, dev, figures: Figures) -> dict[str, object]:
    """The held-out figures, and how the shipped tower ranks the dev sounds for the phrases of their labels."""
    pairs = dev.by_pair["query-text", "sound"][0]
    kept = pairs.match.any(1)
    z = figures.z(pairs, "query-text", "sound")[kept]
    order = np.argsort(-z, 1)
    hits = np.take_along_axis(pairs.match[kept], order, 1)
    return {
        "held out (by towers trained without it)": heard.held_out,
        "phrase -> sound, first answer right": round(float(hits[:, 0].mean()), 3),
        "phrase -> sound, mean precision@5 of what exists": round(
            float((hits[:, :5].sum(1) / np.minimum(5, pairs.match[kept].sum(1))).mean()), 3
        ),
        "kinds of sound": len(heard.targets),
    }


def speed_figures(out: Path) -> dict[str, float]:
    """One core, milliseconds."""
    one_text = text.TextTower(out / "text.onnx", out / "tokenizer.json", threads=1)
    one_image = image.ImageTower(out / "image.onnx", threads=1)
    one_sound = sound.SoundTower(out / "sound.onnx", threads=1)
    pixels = np.zeros((1, image.SIZE, image.SIZE, 3), np.uint8)
    windows = np.random.default_rng(0).standard_normal((2, sound.WINDOW)).astype(np.float32)
    sentence = "A child in a pink dress is climbing up a set of stairs in an entry way."
    return {
        "image": milliseconds(lambda: one_image(pixels)),
        "10 s of sound": milliseconds(lambda: one_sound(windows)),
        "sentence of 18 words": milliseconds(lambda: one_text.run([sentence])),
        "passage of 128 pieces": milliseconds(lambda: one_text.run([" ".join([sentence] * 7)])),
    }


@dataclass(frozen=True)
class Made:
    """All that the recipe made and knows: pictures, sounds, dev truth (classes of starter.py) and figures."""

    seen: object
    heard: object
    dev: object
    figures: Figures


def report(place, tower: text.TextTower, made: Made) -> dict[str, object]:
    """Every figure of the model card."""
    out, seen, heard, dev, figures = place.out, made.seen, made.heard, made.dev, made.figures
    captions = [c for i in seen.rows("dev") for c in seen.photos[i].captions[:2]]
    sizes = {p.name: p.stat().st_size for p in sorted(out.iterdir())}
    return {
        "bytes": sum(sizes.values()),
        "text": text_figures(out, place.cache, tower, captions),
        "image": image_figures(tower, seen, dev, figures),
        "sound": sound_figures(heard, dev, figures),
        "one ranking of all kinds": mixed.report(
            {kind: dev.by_pair["query-text", kind][0] for kind in ("image", "text", "sound")}, figures
        ),
        "biases": bias.report([seen.photos[i].captions for i in seen.rows("dev")], dev.photos, tower, figures.means),
        "scores": score_figures(tower, dev, figures),
        "milliseconds of processor time, one thread": speed_figures(out),
    }
