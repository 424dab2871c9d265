"""A pack of sounds and words whose space has nothing to do with the starter's: to measure joining with.

    python models/recipes/other_space.py --data FOLDER --out build/other-space
    python tests/benchmarks/bench_joining.py --data FOLDER --other build/other-space

Its words are told in other_space_words.py. Its sound tower is the starter's recipe, trained anew from the recordings to
point at these words. The dev clips are no material, nor is a fold of ESC-10 that is left out, so that a bridge can be
judged by clips that nothing was chosen on. It takes some five minutes a network on two idle cores.
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
from other_space_words import Floats, Space, placed, write_pack

ROOT = Path(__file__).resolve().parents[2]


class Tower(text.TextTower):
    """Texts to unit vectors of a space.

    Args:
        pack: the starter's folder.
        space: that its words are turned into.
    """

    def __init__(self, pack: Path, space: Space) -> None:
        super().__init__(pack / "text.onnx", pack / "tokenizer.json", threads=1)
        self.space = space

    def __call__(self, texts: Sequence[str], batch: int = 64) -> Floats:
        """(n texts) -> (n, dim)."""
        return placed(super().__call__(texts, batch), self.space)


def main() -> None:
    """Train the tower and write the pack."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with audio.csv and the sounds")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "other-space")
    parser.add_argument("--pack", type=Path, default=ROOT / "models" / "packs" / "starter")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "other-space-cache", help="one for each space")
    parser.add_argument("--networks", type=int, default=2)
    parser.add_argument("--steps", type=int, default=1600)
    parser.add_argument("--dim", type=int, default=256)
    parser.add_argument("--seed", type=int, default=5, help="of the space")
    parser.add_argument("--without", choices=towers.FOLDS, default="", help="fold of ESC-10 that the tower never hears")
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.cache.mkdir(parents=True, exist_ok=True)
    space, left_out = Space(options.dim, options.seed), towers.LeftOut(options.without)
    tower = Tower(options.pack, space)
    material = towers.gather(data.clips(options.data), options.cache, tower, tower(words.vocabulary()))
    recipe, seeds = training.Recipe(steps=options.steps), range(towers.SEED, towers.SEED + options.networks)
    networks = [towers.train_network(material, left_out, seed, recipe) for seed in seeds]
    options.out.mkdir(parents=True, exist_ok=True)
    listener = sound.Tower(networks, towers.train_head(material, left_out)).eval()
    sound.export(listener, options.out / "sound.onnx")
    kept = [row for row, clip in enumerate(material.clips) if clip.split not in ("dev", left_out.fold)]
    some = np.random.default_rng(towers.SEED).permutation(kept)[:512]
    write_pack(options.out, options.pack, sound.encode(listener, material.recorded.chosen(some)), space)


if __name__ == "__main__":
    main()
