# ruff: noqa: T201 -- a benchmark prints
"""What AND, OR and NOT are worth, each way of doing them against the others, where the answers are known.

    python tests/benchmarks/bench_algebra.py --data FOLDER [--work FOLDER]

FOLDER is laid out as models/packs/starter/MODEL_CARD.md says. AND, OR and NOT are asked of the 1,000 Flickr8k dev
photographs in pairs of things that at least fifteen (NOT) or five (AND, OR) of them show together; a photograph shows a
thing that two of its captions mention, does not that none mentions, and is left unjudged otherwise.
"""

import argparse
import itertools
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import numpy.typing as npt
from bench_calibration import FIRST, Kinds, load
from mixed_library import THINGS, MixedLibrary, build

from orrery.domain.modality import Kind, Role
from orrery.search.candidates import Candidates
from orrery.search.figures import QueryTerm, Sum
from orrery.search.forms import z_of_sum
from orrery.search.ranking import calibrated

Floats = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]

MORE = {
    "man": ("a man", r"m[ae]n"),
    "woman": ("a woman", r"wom[ae]n"),
    "child": ("a child", r"child(?:ren)?|kids?|boys?|girls?"),
    "water": ("water", r"water|lake|river|pond"),
    "grass": ("grass", r"grass|grassy|lawn"),
    "beach": ("beach", r"beach"),
    "street": ("street", r"street|sidewalk|road"),
    "red": ("red", r"red"),
    "ball": ("a ball", r"balls?"),
    "tree": ("trees", r"trees?|forest|woods"),
    "crowd": ("a crowd of people", r"crowd|group|people"),
    "black": ("black", r"black"),
    "running": ("running", r"runs?|running"),
    "jumping": ("jumping", r"jump(?:s|ing)?|leap(?:s|ing)?"),
}
"""Things that only photographs show: how they are asked for, and what a caption says."""


@dataclass(frozen=True)
class Shown:
    """The photographs, and what each of them shows.

    Attributes:
        space: the photographs.
        terms: how each thing is asked for.
        said: by thing, (photographs,) captions that mention it.
        kinds: the library's figures.
    """

    space: Candidates
    terms: dict[str, QueryTerm]
    said: dict[str, npt.NDArray[np.intp]]
    kinds: Kinds

    def z(self, *pulled: QueryTerm, removed: tuple[QueryTerm, ...] = ()) -> Floats:
        """What the application makes of a sum."""
        return z_of_sum(Sum(pulled, removed), self.space, self.kinds.figures)

    def chance(self, thing: str) -> Floats:
        """Of a match of one thing alone."""
        return calibrated(self.z(self.terms[thing]), self.kinds.figures.curve(Role.QUERY, Kind.IMAGE))

    def has(self, thing: str) -> Flags:
        """Which photographs show it."""
        return self.said[thing] >= 2

    def lacks(self, thing: str) -> Flags:
        """Which do not."""
        return self.said[thing] == 0


def shown(library: MixedLibrary, kinds: Kinds) -> Shown:
    """Take the photographs of which there are captions."""
    paths = kinds.paths[Kind.IMAGE]
    rows = np.array([n for n, path in enumerate(paths) if library.known[path].captions])
    whole = kinds.matrices.candidates[Kind.IMAGE]
    space = Candidates.of(Kind.IMAGE, whole.shared.rows(rows), rows, rows, whole.shared.mean)
    asked = {thing: (entry.asked[0], entry.said) for thing, entry in THINGS.items()} | MORE
    said = {}
    for thing, (_, pattern) in asked.items():
        found = re.compile(rf"\b(?:{pattern})\b")
        captions = [library.known[paths[row]].captions for row in rows]
        said[thing] = np.array([sum(bool(found.search(caption.lower())) for caption in five) for five in captions])
    kept = [thing for thing in asked if (said[thing] >= 2).sum() >= 25]
    vectors = library.engine.encoder.encode_texts([asked[thing][0] for thing in kept], Role.QUERY)
    terms = {thing: QueryTerm(vector, Role.QUERY) for thing, vector in zip(kept, vectors, strict=True)}
    return Shown(space, terms, {thing: said[thing] for thing in kept}, kinds)


def precision(scores: Floats, right: Flags) -> tuple[float, float]:
    """Average precision, and precision of the first twenty of those there are."""
    hits = right[np.argsort(-scores, kind="stable")]
    places = np.flatnonzero(hits)
    return float((np.arange(1, len(places) + 1) / (places + 1)).mean()), hits[:FIRST].sum() / min(FIRST, len(places))


def bench_not(seen: Shown) -> None:
    """Print what NOT does."""
    t = seen.terms

    def minus(weight: float) -> Callable[[str, str], Floats]:
        return lambda a, b: seen.z(t[a], QueryTerm(t[b].vector, Role.QUERY, -weight))

    def projected(a: str, b: str) -> Floats:
        # what the application takes off beside the projection is put back
        lowered = np.maximum(seen.z(t[b]) - 1.0, 0)
        return seen.z(t[a], removed=(t[b],)) + lowered

    ways: dict[str, Callable[[str, str], Floats]] = {
        "without NOT": lambda a, _: seen.z(t[a]),
        "minus": minus(1.0),
        "minus, half": minus(0.5),
        "projection": projected,
        "chance x (1 - chance)": lambda a, b: seen.chance(a) * (1 - seen.chance(b)),
        "the application": lambda a, b: seen.z(t[a], removed=(t[b],)),
    }
    pairs = [
        (a, b)
        for a, b in itertools.permutations(t, 2)
        if (seen.has(a) & seen.has(b)).sum() >= 15 and (seen.has(a) & seen.lacks(b)).sum() >= 15
    ]
    print(f"\nNOT: {len(pairs)} pairs\n{'':26}{'MAP':>8}{'P@20':>8}{'unwanted@20':>14}{'wanted@20':>12}")
    for name, way in ways.items():
        made = []
        for a, b in pairs:
            judged = seen.lacks(a) | (seen.has(a) & (seen.has(b) | seen.lacks(b)))
            scores = way(a, b)[judged]
            first = np.argsort(-scores)[:FIRST]
            right = (seen.has(a) & seen.lacks(b))[judged]
            made.append(
                (*precision(scores, right), seen.has(b)[judged][first].mean(), seen.has(a)[judged][first].mean())
            )
        means = np.mean(made, axis=0)
        print(f"{name:26}{means[0]:8.3f}{means[1]:8.3f}{means[2]:14.3f}{means[3]:12.3f}")


def _places(scores: Floats) -> Floats:
    return 1 / (60 + (-scores).argsort().argsort())


def bench_and_or(seen: Shown) -> None:
    """Print what AND and OR do."""
    t = seen.terms
    pairs = [(a, b) for a, b in itertools.combinations(t, 2) if (seen.has(a) & seen.has(b)).sum() >= 5]
    both: dict[str, Callable[[str, str], Floats]] = {
        "first side alone": lambda a, _: seen.z(t[a]),
        "sum of z": lambda a, b: seen.z(t[a], t[b]),
        "smaller chance": lambda a, b: np.minimum(seen.chance(a), seen.chance(b)),
        "reciprocal ranks": lambda a, b: _places(seen.z(t[a])) + _places(seen.z(t[b])),
        "product": lambda a, b: seen.chance(a) * seen.chance(b),
        "geometric mean (application)": lambda a, b: np.sqrt(seen.chance(a) * seen.chance(b)),
    }
    print(f"\nAND: {len(pairs)} pairs\n{'':30}{'MAP':>8}{'P@20':>8}{'likely of right':>17}{'of wrong':>10}")
    for name, way in both.items():
        made = []
        for a, b in pairs:
            right, wrong = seen.has(a) & seen.has(b), seen.lacks(a) | seen.lacks(b)
            scores = way(a, b)
            likely = scores >= 0.5
            made.append(
                (*precision(scores[right | wrong], right[right | wrong]), likely[right].mean(), likely[wrong].mean())
            )
        means = np.mean(made, axis=0)
        told = f"{means[2]:17.3f}{means[3]:10.4f}" if name not in ("first side alone", "sum of z") else ""
        print(f"{name:30}{means[0]:8.3f}{means[1]:8.3f}{told}")
    either: dict[str, Callable[[str, str], Floats]] = {
        "sum of z": both["sum of z"],
        "reciprocal ranks": both["reciprocal ranks"],
        "chance that one fits": lambda a, b: 1 - (1 - seen.chance(a)) * (1 - seen.chance(b)),
        "larger chance (application)": lambda a, b: np.maximum(seen.chance(a), seen.chance(b)),
    }
    print(f"\nOR: {len(pairs)} pairs\n{'':30}{'MAP':>8}{'P@20':>8}")
    for name, way in either.items():
        made = []
        for a, b in pairs:
            right, wrong = seen.has(a) | seen.has(b), seen.lacks(a) & seen.lacks(b)
            made.append(precision(way(a, b)[right | wrong], right[right | wrong]))
        print(f"{name:30}{np.mean(made, axis=0)[0]:8.3f}{np.mean(made, axis=0)[1]:8.3f}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Compare ways of doing AND, OR and NOT.")
    parser.add_argument("--data", type=Path, required=True, help="folder with flickr8k, imagenet_sample, audio")
    parser.add_argument("--work", type=Path, default=Path("build/bench-calibration"), help="for the library")
    options = parser.parse_args()
    library = build(options.data, options.work)
    kinds = load(library)
    seen = shown(library, kinds)
    bench_not(seen)
    bench_and_or(seen)


if __name__ == "__main__":
    main()
