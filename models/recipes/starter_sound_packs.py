"""Copies of the finished pack with the sound towers that only measure, for `orrery evaluate --pack FOLDER`.

Run it after the recipe, with the same data and cache: the towers are taken from the cache, or trained. For example
`orrery evaluate --pack build/recipe/packs/fold1 --data FOLDER --where dataset=esc10 --where fold=1`.
"""

import argparse
from pathlib import Path

import starter_data as data
import starter_sound_towers as towers
import starter_text as text
import starter_words as words
import torch

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Parse the command line and write the packs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with audio.csv and the sounds")
    parser.add_argument("--pack", type=Path, default=ROOT / "models" / "packs" / "starter")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "recipe")
    options = parser.parse_args()
    torch.set_num_threads(1)
    tower = text.TextTower(options.pack / "text.onnx", options.pack / "tokenizer.json", threads=1)
    material = towers.gather(data.clips(options.data), options.cache, tower, tower(words.vocabulary()))
    for one in towers.MEASURING:
        folder = options.cache / "packs" / one.name()
        towers.measuring_pack(options.pack, towers.train_tower(material, one), folder)
        print(folder)


if __name__ == "__main__":
    main()
