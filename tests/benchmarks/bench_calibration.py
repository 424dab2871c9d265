# ruff: noqa: T201 -- a benchmark prints
"""One ranking of pictures, sounds and texts: what each way of comparing kinds does to it.

    python tests/benchmarks/bench_calibration.py --data FOLDER [--work FOLDER] [--heard]

FOLDER is laid out as models/packs/starter/MODEL_CARD.md says. Everything that the application does is done by the
application: files are indexed into a library in the work folder, and the last line asks `Finder`'s own ranking.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import numpy.typing as npt
from mixed_library import NONSENSE, THINGS, MixedLibrary, build, clear_questions

from orrery.domain.calibration import Platt
from orrery.domain.modality import Kind, Role
from orrery.search.background import PHRASES, sample
from orrery.search.best_part import corrected
from orrery.search.centring import centred
from orrery.search.figures import Calibration, QueryTerm
from orrery.search.ranking import rank
from orrery.workflows.hub_figures import make_hubs
from orrery.workflows.matrices import Matrices, load_matrices
from orrery.workflows.part_figures import fit_part_exponents

FIRST, NEAREST = 20, 10
Floats = npt.NDArray[np.floating]
Way = Callable[["Kinds", Floats, Role], dict[Kind, Floats]]


@dataclass(frozen=True)
class Kinds:
    """The library as arrays.

    Attributes:
        matrices: as the application loads them.
        paths: of the first item of each content, by kind.
        phrases: (1000, dim) raw vectors of concept phrases.
        hubs: by kind, (n,) mean of each part's ten best z over these phrases.
        figures: with which the application ranks.
    """

    matrices: Matrices
    paths: Mapping[Kind, Sequence[str]]
    phrases: Floats
    hubs: Mapping[Kind, Floats]
    figures: Calibration

    def cosines(self, asking: Floats, role: Role, kind: Kind) -> Floats:
        """(queries, parts) after centring."""
        scan = self.matrices.candidates[kind].shared
        own = centred(scan.rows(np.arange(len(scan.vectors))), scan.mean)
        return centred(asking, self.matrices.calibration.means[role]) @ own.T

    def z(self, asking: Floats, role: Role, kind: Kind) -> Floats:
        """(queries, parts): deviations above unrelated pairs."""
        figures = self.matrices.calibration.backgrounds[role, kind]
        return (self.cosines(asking, role, kind) - figures.median) / figures.sigma

    def best(self, scores: Floats, kind: Kind) -> Floats:
        """(queries, contents): of each content its best part."""
        return np.maximum.reduceat(scores, self.matrices.candidates[kind].starts, axis=1)


def raw(kinds: Kinds, asking: Floats, role: Role) -> dict[Kind, Floats]:
    """Cosines of vectors as the towers give them."""
    scans = {kind: kinds.matrices.candidates[kind].shared for kind in Kind}
    return {kind: kinds.best(asking @ scan.vectors.astype(np.float32).T, kind) for kind, scan in scans.items()}


def centred_cosines(kinds: Kinds, asking: Floats, role: Role) -> dict[Kind, Floats]:
    """Cosines of vectors without their role's mean."""
    return {kind: kinds.best(kinds.cosines(asking, role, kind), kind) for kind in Kind}


def z_scores(kinds: Kinds, asking: Floats, role: Role) -> dict[Kind, Floats]:
    """Deviations above unrelated pairs."""
    return {kind: kinds.best(kinds.z(asking, role, kind), kind) for kind in Kind}


def quantiles(kinds: Kinds, asking: Floats, role: Role) -> dict[Kind, Floats]:
    """Share of unrelated pairs that lie below."""
    made = {}
    for kind in Kind:
        background = np.sort(kinds.cosines(kinds.phrases, Role.QUERY, kind)[:, ::7].ravel())
        cosines = kinds.best(kinds.cosines(asking, role, kind), kind)
        made[kind] = np.searchsorted(background, cosines) / len(background)
    return made


def csls(kinds: Kinds, asking: Floats, role: Role) -> dict[Kind, Floats]:
    """Cross-domain similarity local scaling: 2 cos - r(query) - r(item), r the mean of ten best (Conneau 2018)."""
    made = {}
    for kind in Kind:
        cosines = kinds.best(kinds.cosines(asking, role, kind), kind)
        of_item = kinds.best(kinds.cosines(kinds.phrases, Role.QUERY, kind), kind)
        made[kind] = 2 * cosines - _top_mean(cosines, 1)[:, None] - _top_mean(of_item, 0)[None, :]
    return made


def _top_mean(values: Floats, axis: int) -> Floats:
    return np.sort(values, axis=axis).take(range(-NEAREST, 0), axis=axis).mean(axis=axis)


def reciprocal_ranks(kinds: Kinds, asking: Floats, role: Role) -> dict[Kind, Floats]:
    """Places within each kind: 1 / (60 + place) (Cormack 2009)."""
    found = centred_cosines(kinds, asking, role)
    return {kind: 1 / (60 + (-scores).argsort(1).argsort(1)) for kind, scores in found.items()}


def prescription(beta: float, curve: str = "own") -> Way:
    """z less beta x hub, best part corrected, a curve (its log odds: the same order, without ties at 1).

    Args:
        beta: strength of the correction for hubs, for words that ask.
        curve: "own" as fitted for each role and kind, "role" as the application has it, "none" for z.
    """

    def way(kinds: Kinds, asking: Floats, role: Role) -> dict[Kind, Floats]:
        made = {}
        for kind in Kind:
            hub = kinds.hubs[kind] * (role is Role.QUERY)
            z = kinds.best(kinds.z(asking, role, kind) - beta * (hub - hub.mean())[None, :], kind)
            sizes = np.broadcast_to(kinds.matrices.candidates[kind].sizes, z.shape)
            z = corrected(z, sizes, kinds.matrices.calibration.part_exponent(kind))
            figures = kinds.matrices.calibration
            platt = {"none": Platt(1.0, 0.0), "own": figures.platts[role, kind]}.get(curve, figures.curve(role, kind))
            made[kind] = platt.a * z + platt.b
        return made

    return way


WAYS: dict[str, Way] = {
    "raw cosine": raw,
    "centred cosine": centred_cosines,
    "z-score": z_scores,
    "quantile": quantiles,
    "CSLS": csls,
    "reciprocal rank fusion": reciprocal_ranks,
    "z, best part": prescription(0.0, "none"),
    "curves of pairs": prescription(0.0),
    "curves of pairs, hubs .5": prescription(0.5),
    "curves of roles": prescription(0.0, "role"),
    "curves of roles, hubs .25": prescription(0.25, "role"),
    "curves of roles, hubs .5": prescription(0.5, "role"),
    "curves of roles, hubs 1": prescription(1.0, "role"),
}


def load(library: MixedLibrary) -> Kinds:
    """Load what a search would scan."""
    engine = library.engine
    with engine.library() as opened:
        matrices = load_matrices(engine, opened)
        paths = {}
        for kind in Kind:
            contents = matrices.candidates[kind].contents.tolist()
            items = opened.items.of_contents(contents)
            paths[kind] = [items[content][0].path.decode() for content in contents]
    concepts = engine.calibration.concept_vectors.astype(np.float32)
    figures = replace(
        matrices.calibration,
        hubs=make_hubs(engine, matrices.candidates, matrices.calibration),
        part_exponents=fit_part_exponents(engine, matrices.candidates, matrices.calibration),
    )
    kinds = Kinds(matrices, paths, sample(concepts, PHRASES), {}, figures)
    hubs = {kind: _top_mean(kinds.z(kinds.phrases, Role.QUERY, kind), 0) for kind in Kind}
    return replace(kinds, hubs=hubs)


@dataclass(frozen=True)
class Asked:
    """Queries of one role with what is known of every item: 1 an answer, 0 none, -1 unjudged."""

    vectors: Floats
    role: Role
    truth: dict[Kind, npt.NDArray[np.int8]]


def by_words(library: MixedLibrary, kinds: Kinds) -> Asked:
    """Every phrase of every thing that has answers of two kinds or more."""
    phrases = [(phrase, thing) for thing, entry in THINGS.items() for phrase in entry.asked]
    truth = {kind: _truth(library, [t for _, t in phrases], kinds.paths[kind]) for kind in Kind}
    kept = sum((truth[kind] == 1).any(1).astype(int) for kind in Kind) >= 2
    vectors = library.engine.encoder.encode_texts([p for p, _ in phrases], Role.QUERY)
    return Asked(vectors[kept], Role.QUERY, {kind: found[kept] for kind, found in truth.items()})


def by_files(library: MixedLibrary, kinds: Kinds, kind: Kind, count: int = 100) -> Asked:
    """Files of a kind that show or name exactly one thing, of which two kinds or more hold answers."""
    own = np.stack([_truth(library, [t], kinds.paths[kind])[0] == 1 for t in THINGS])
    rows = np.flatnonzero(own.sum(0) == 1)
    rows = rows[np.linspace(0, len(rows) - 1, min(count, len(rows))).astype(int)]
    things = [list(THINGS)[int(own[:, row].argmax())] for row in rows]
    truth = {other: _truth(library, things, kinds.paths[other]) for other in Kind}
    truth[kind][np.arange(len(rows)), rows] = -1  # itself
    kept = sum((found == 1).any(1).astype(int) for found in truth.values()) >= 2
    candidates = kinds.matrices.candidates[kind]
    vectors = candidates.shared.rows(candidates.starts[rows])
    return Asked(vectors[kept], kind.role, {k: found[kept] for k, found in truth.items()})


def _truth(library: MixedLibrary, things: Sequence[str], paths: Sequence[str]) -> npt.NDArray[np.int8]:
    known = {thing: [library.judged(thing, path) for path in paths] for thing in dict.fromkeys(things)}
    return np.array([[-1 if said is None else int(said) for said in known[thing]] for thing in things], np.int8)


def quality(scores: dict[Kind, Floats], asked: Asked) -> tuple[float, float, float]:
    """Mean average precision, precision of the first twenty, share of the kinds with answers that these show."""
    joined = np.concatenate([scores[kind] for kind in Kind], 1).astype(np.float64)
    truth = np.concatenate([asked.truth[kind] for kind in Kind], 1)
    kind_of = np.concatenate([np.full(asked.truth[kind].shape[1], n) for n, kind in enumerate(Kind)])
    averages, precisions, shown = [], [], []
    for own, right in zip(joined, truth, strict=True):
        order = np.argsort(-own[right >= 0], kind="stable")
        hits, kinds_hit = right[right >= 0][order] == 1, kind_of[right >= 0][order]
        places = np.flatnonzero(hits)
        averages.append(float((np.arange(1, len(places) + 1) / (places + 1)).mean()))
        precisions.append(hits[:FIRST].sum() / min(FIRST, len(places)))
        shown.append(len(set(kinds_hit[:FIRST][hits[:FIRST]])) / len(set(kinds_hit[hits])))
    return float(np.mean(averages)), float(np.mean(precisions)), float(np.mean(shown))


def sureness(way: Way, library: MixedLibrary, kinds: Kinds) -> tuple[float, float, float]:
    """What is likely to nonsense and to clear questions.

    Returns:
        Answers to nonsense with a score of 0.5 or more, per 1,000 items; share of known answers to clear questions
        with such a score; the same share where the bar lies so that nonsense gets 2 per 1,000.
    """
    encoder = library.engine.encoder
    nonsense = way(kinds, encoder.encode_texts(list(NONSENSE), Role.QUERY), Role.QUERY)
    questions = clear_questions(library.known)
    clear = way(kinds, encoder.encode_texts([q for q, _ in questions], Role.QUERY), Role.QUERY)
    place = {path: (kind, n) for kind in Kind for n, path in enumerate(kinds.paths[kind])}
    hits = [float(clear[place[p][0]][row, place[p][1]]) for row, (_, paths) in enumerate(questions) for p in paths]
    weights = np.concatenate([np.full(len(paths), 1 / len(paths)) for _, paths in questions]) / len(questions)
    pooled = np.concatenate([nonsense[kind].ravel() for kind in Kind])
    bar = np.quantile(pooled, 0.998)
    return 1000 * float((pooled >= 0).mean()), float(weights @ (np.array(hits) >= 0)), float(weights @ (hits > bar))


def by_kind(way: Way, library: MixedLibrary, kinds: Kinds) -> dict[Kind, float]:
    """Likely answers to nonsense per 1,000 items of each kind."""
    vectors = library.engine.encoder.encode_texts(list(NONSENSE), Role.QUERY)
    return {kind: 1000 * float((found >= 0).mean()) for kind, found in way(kinds, vectors, Role.QUERY).items()}


def tell_quality(title: str, way: Way, kinds: Kinds, asked: Asked) -> None:
    """Print a line of the first tables."""
    print(f"{title:26}" + "".join(f"{x:8.3f}" for x in quality(way(kinds, asked.vectors, asked.role), asked)))


def judged(way: Way, kinds: Kinds, asked: Asked) -> dict[Kind, tuple[float, float]]:
    """Shares of the known answers and of the known others of each kind that are called likely."""
    found = way(kinds, asked.vectors, asked.role)
    likely = {kind: found[kind] >= 0 for kind in Kind if (asked.truth[kind] == 1).any()}
    return {
        kind: (float(said[asked.truth[kind] == 1].mean()), float(said[asked.truth[kind] == 0].mean()))
        for kind, said in likely.items()
    }


def application(kinds: Kinds, asking: Floats, role: Role) -> dict[Kind, Floats]:
    """The log odds that search.ranking itself gives every content, with all corrections; by meaning alone."""
    sizes = {kind: len(kinds.paths[kind]) for kind in Kind}
    odds: dict[Kind, Floats] = {kind: np.zeros((len(asking), size)) for kind, size in sizes.items()}
    place = {kind: {int(c): n for n, c in enumerate(kinds.matrices.candidates[kind].contents)} for kind in Kind}
    everything = sum(sizes.values())
    for row, vector in enumerate(asking):
        for hit in rank([QueryTerm(vector, role)], kinds.matrices.candidates, kinds.figures, everything):
            odds[hit.kind][row, place[hit.kind][hit.content]] = np.log(hit.score / (1 - hit.score))
    return odds


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Compare ways of ranking three kinds in one list.")
    parser.add_argument("--data", type=Path, required=True, help="folder with flickr8k, imagenet_sample, audio")
    parser.add_argument("--work", type=Path, default=Path("build/bench-calibration"), help="for the library")
    parser.add_argument("--heard", action="store_true", help="with ESC-10, which the starter pack was trained on")
    options = parser.parse_args()
    library = build(options.data, options.work, heard=options.heard)
    kinds = load(library)
    print(", ".join(f"{len(paths)} {kind}s" for kind, paths in kinds.paths.items()))
    sets = {"words": by_words(library, kinds)} | {f"{kind}s": by_files(library, kinds, kind) for kind in Kind}
    for name, asked in sets.items():
        print(f"\nasked with {name}: {len(asked.vectors)} queries with answers of two or three kinds")
        print(f"{'':26}{'MAP':>8}{'P@20':>8}{'kinds':>8}")
        for title, way in WAYS.items():
            if name != "words" and title in ("quantile", "CSLS"):
                continue
            print(f"{title:26}" + "".join(f"{x:8.3f}" for x in quality(way(kinds, asked.vectors, asked.role), asked)))
        print(
            f"{'the application':26}"
            + "".join(f"{x:8.3f}" for x in quality(application(kinds, asked.vectors, asked.role), asked))
        )
    print(f"\n{len(NONSENSE)} queries of nonsense, {len(clear_questions(library.known))} clear ones")
    print(f"{'':26}{'nonsense':>10}{'kept':>8}{'kept at 2 nonsense of 1,000':>30}")
    for title, way in WAYS.items():
        wrong, kept, at_two = sureness(way, library, kinds)
        told = f"{wrong:10.2f}{kept:8.2f}" if title.startswith("curves") else " " * 18
        print(f"{title:26}{told}{at_two:30.2f}")
    wrong, kept, _ = sureness(application, library, kinds)
    print(f"{'the application':26}{wrong:10.2f}{kept:8.2f}")
    for title, way in (("curves of pairs", WAYS["curves of pairs"]), ("the application", application)):
        told = ", ".join(f"{kind} {x:.2f}" for kind, x in by_kind(way, library, kinds).items())
        print(f"{title}: nonsense called likely, per 1,000: {told}")
        for name, asked in sets.items():
            told = ", ".join(
                f"{kind} {yes:.2f} / {1000 * no:.1f}" for kind, (yes, no) in judged(way, kinds, asked).items()
            )
            print(f"    {name}: share of answers called likely / of others, per 1,000: {told}")


if __name__ == "__main__":
    main()
