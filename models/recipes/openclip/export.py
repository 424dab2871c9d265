r"""Make a model pack of an OpenCLIP model.

    python models/recipes/openclip/export.py openclip:ViT-B-32/laion2b_s34b_b79k --out FOLDER [--quantise]

Needs the extra (pip install 'orrery[openclip]'), in an environment of its own if you like: it brings torch, which
never enters the application's process. A tag of OpenCLIP's list is downloaded from where OpenCLIP says; with
--checkpoint FILE nothing is. Says what it does as JSON Lines: {"step", "done", "of"} while it works, {"pack", "id",
"figures"} or {"error"} at the end.
"""

import argparse
import json
import logging
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from loading import CannotExport, Wanted, import_open_clip, load

STEPS = 5
"""One more where the weights are stored in 8 bits."""
Told = Callable[[str], None]


def main(words: list[str] | None = None) -> int:
    """Run from a command line; 0 when the pack is there."""
    options = _options(words)
    logging.getLogger().setLevel(logging.ERROR)  # OpenCLIP's own; what matters is in our sentences
    done = 0

    def tell(step: str) -> None:
        nonlocal done
        _say({"step": step, "done": done, "of": STEPS + options.quantise})
        done += 1

    try:
        _say(export(_wanted(options), options, tell))
    except CannotExport as error:
        _say({"error": str(error)})
        return 1
    return 0


def export(wanted: Wanted, options: argparse.Namespace, tell: Told) -> dict[str, object]:
    """Open, write, check, pack; what is half done when it fails is taken away again.

    Raises:
        CannotExport: with the reason.
    """
    import_open_clip()
    import graphs
    import packing
    import parity
    import words

    tell(f"Opening {wanted.name}")
    loaded = load(wanted)
    packing.require_sayable(loaded.preprocess)
    folder = options.out
    if folder.exists():
        raise CannotExport(f"{folder} is there already.")
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        tell("Writing the tokenizer")
        cutting = words.write_tokenizer(loaded.tokenizer, part / "tokenizer.json")
        if odd := words.same_pieces(loaded.tokenizer, part / "tokenizer.json", cutting, words.HARD_TEXTS):
            raise CannotExport(
                f"{len(odd)} of {len(words.HARD_TEXTS)} texts would be cut differently, such as “{odd[0]}”."
            )
        tell("Encoding samples with the original")
        taken = parity.samples(loaded, options.photos, options.phrases)
        tell("Writing the towers")
        towers = graphs.write_towers(loaded, part, taken.pieces)
        if options.quantise:
            tell("Storing their weights in 8 bits")
            for files in towers:
                graphs.quantise(part / files[0])
        tell("Comparing them with the original")
        figures, vectors = parity.compare(taken, loaded.preprocess, part)
        parity.require(figures, is_quantised=options.quantise)
        lines = options.phrases.read_text("utf-8").splitlines()
        texts = lines[:: max(1, len(lines) // parity.TEXTS)]
        id_ = packing.write_pack(
            wanted,
            loaded,
            part,
            towers=towers,
            cutting=cutting,
            taken=taken,
            vectors=vectors,
            texts=texts,
            figures=figures,
            licence=options.licence,
            is_quantised=options.quantise,
        )
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return {"pack": str(folder), "id": id_, "figures": asdict(figures)}


def _wanted(options: argparse.Namespace) -> Wanted:
    scheme, _, rest = options.model.partition(":")
    architecture, _, weights = rest.partition("/")
    if scheme != "openclip" or not architecture:
        raise CannotExport("Name the model like this: openclip:ViT-B-32/laion2b_s34b_b79k")
    return Wanted(
        architecture, weights, options.config, options.checkpoint, options.trust_checkpoint, options.random_weights
    )


def _options(words: list[str] | None) -> argparse.Namespace:
    data = Path(__file__).resolve().parents[3]
    parser = argparse.ArgumentParser(description="Make a model pack of an OpenCLIP model.")
    add = parser.add_argument
    add("model", help="openclip:ARCHITECTURE/WEIGHTS")
    add("--out", type=Path, required=True, help="the pack's folder; must not be there yet")
    add("--quantise", action="store_true", help="store the weights of matrix products in 8 bits")
    add(
        "--config", type=Path, help="JSON file that describes an architecture not on OpenCLIP's list; named by its stem"
    )
    add("--checkpoint", type=Path, help="file with the weights: safetensors")
    add("--trust-checkpoint", action="store_true", help="the checkpoint may be of another format, a pickle of numbers")
    add("--random-weights", type=int, metavar="SEED", help="draw the weights: to try the way, not to find anything")
    add("--licence", default="as its source says", help="of the weights")
    add("--photos", type=Path, default=data / "resources/demo/photos", help="photographs to compare on")
    add("--phrases", type=Path, default=data / "models/packs/starter/concepts.txt", help="phrases to compare on")
    return parser.parse_args(words)


def _say(what: dict[str, object]) -> None:
    print(json.dumps(what, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
