"""A pack of sounds and words whose space has nothing to do with the starter's: to measure joining with.

    python models/recipes/other_space.py --data FOLDER --out build/other-space
    python tests/benchmarks/bench_joining.py --data FOLDER --other build/other-space

Its words are told in other_space_words.py. Its sound tower is the starter's recipe, trained anew from the recordings to
point at these words. The dev clips are no material. It takes some five minutes a network on two idle cores.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import starter_data as data
import starter_sound as sound
import starter_sound_towers as towers
import starter_sound_training as training
import starter_text as text
import starter_words as words
import torch
from other_space_words import Floats, placed, write_pack

ROOT = Path(__file__).resolve().parents[2]


class Tower(text.TextTower):
    """Texts to unit vectors of this space."""

    def __call__(self, texts: Sequence[str], batch: int = 64) -> Floats:
        """(n texts) -> (n, 256)."""
        return placed(super().__call__(texts, batch))


def main() -> None:
    """Train the tower and write the pack."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with audio.csv and the sounds")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "other-space")
    parser.add_argument("--pack", type=Path, default=ROOT / "models" / "packs" / "starter")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "other-space-cache", help="not the starter's")
    parser.add_argument("--networks", type=int, default=2)
    parser.add_argument("--steps", type=int, default=1600)
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.cache.mkdir(parents=True, exist_ok=True)
    tower = Tower(options.pack / "text.onnx", options.pack / "tokenizer.json", threads=1)
    material = towers.gather(data.clips(options.data), options.cache, tower, tower(words.vocabulary()))
    recipe, seeds = training.Recipe(steps=options.steps), range(towers.SEED, towers.SEED + options.networks)
    networks = [towers.train_network(material, towers.LeftOut(), recipe, seed) for seed in seeds]
    options.out.mkdir(parents=True, exist_ok=True)
    network = sound.Chorus(networks).eval()
    sound.export(network, options.out / "sound.onnx")
    kept = [row for row, clip in enumerate(material.clips) if clip.split != "dev"]
    some = np.random.default_rng(towers.SEED).permutation(kept)[:512]
    write_pack(options.out, options.pack, sound.encode(network, [material.recorded.powers[row] for row in some]))


if __name__ == "__main__":
    main()
