# ruff: noqa: T201 -- a benchmark prints
"""What is left of a model when its sounds come from another one: the starter, joined with a pack of another space.

    python tests/benchmarks/bench_joining.py [--data FOLDER] [--other FOLDER] [--fold foldN --native FOLDER]

FOLDER (or ORRERY_DATA) is laid out as models/packs/starter/MODEL_CARD.md says. The other pack shares no numbers with
the starter; it is that of other_space_head.py, or one that models/recipes/other_space.py trained. Everything is indexed
and asked as the application does it; sounds are the dev clips, which neither tower was trained on. Or they are a fold
of ESC-10, on which nothing was chosen: both towers then have to be such as never heard it (other_space.py --without,
and a pack that models/recipes/starter_sound_packs.py writes). Exit 1 when less than 80 % of what pictures and sounds
find of one another in the starter itself is found across the bridge.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import numpy.typing as npt
from mixed_library import THINGS, MixedLibrary, build
from other_space_head import make
from table import HEAD, Row

from orrery import paths
from orrery.app import open_engine
from orrery.domain.modality import Kind, Role
from orrery.encoding.bridge import gap_of, ridge, unit
from orrery.encoding.joined import JoinedEncoder, read_bridge
from orrery.search.figures import QueryTerm
from orrery.search.ranking import rank
from orrery.workflows.asking import mean_direction
from orrery.workflows.chart import chart
from orrery.workflows.ground import lay_ground
from orrery.workflows.joining import join_models
from orrery.workflows.matrices import Matrices, load_matrices

FIRST = 10
MUST = 0.8
ANCHORS = 128
"""Components of the text-anchor view; 64 and 256 were no better."""

Floats = npt.NDArray[np.floating]
Order = Callable[[Kind, int, Kind], Sequence[int]]
"""Asks with a row of one kind; gives the rows of another, best first."""


@dataclass(frozen=True)
class Shelf:
    """A library as rows.

    Attributes:
        library: the engine, and what is known of each file.
        matrices: as the application loads them.
        paths: of each content, by kind.
        vectors: of each content, raw unit rows, by kind.
    """

    library: MixedLibrary
    matrices: Matrices
    paths: dict[Kind, list[str]]
    vectors: dict[Kind, Floats]

    @classmethod
    def of(cls, library: MixedLibrary) -> "Shelf":
        """Load what was indexed, by rising path."""
        engine = open_engine(library.engine.library_path)  # with figures of what is there now
        known = MixedLibrary(engine, library.known)
        with engine.library() as opened:
            matrices = load_matrices(engine, opened)
            named, vectors = {}, {}
            for kind in Kind:
                candidates = matrices.candidates[kind]
                items = opened.items.of_contents(candidates.contents.tolist())
                named[kind] = [items[content][0].path.decode() for content in candidates.contents.tolist()]
                ends = (candidates.starts + candidates.lengths).tolist()
                rows = [np.arange(*span) for span in zip(candidates.starts.tolist(), ends, strict=True)]
                vectors[kind] = np.stack([mean_direction(candidates.shared.rows(own)) for own in rows])
        return cls(known, matrices, named, vectors)

    def truth(self, thing: str, kind: Kind, only: str = "") -> npt.NDArray[np.int8]:
        """(contents,) 1 for an answer, 0 for none, -1 where nobody can say."""
        said = [self.library.judged(thing, path) for path in self.paths[kind]]
        return np.array(
            [-1 if it is None or only not in path else int(it) for it, path in zip(said, self.paths[kind], strict=True)]
        )

    def order(self, asking: Kind, row: int, asked: Kind) -> Sequence[int]:
        """As the application ranks."""
        return self.ranked(QueryTerm(self.vectors[asking][row], asking.role), asked)

    def ranked(self, term: QueryTerm, asked: Kind) -> Sequence[int]:
        """The rows of a kind, best first."""
        candidates = self.matrices.candidates[asked]
        hits = rank([term], {asked: candidates}, self.matrices.calibration, len(candidates))
        return np.searchsorted(candidates.contents, [hit.content for hit in hits]).tolist()


def found(order: Sequence[int], truth: npt.NDArray[np.int8]) -> tuple[float, float] | None:
    """Precision of the first ten of those there are, and average precision; None where nothing is to be found."""
    hits = truth[np.array(order, np.intp)]
    hits = hits[hits >= 0]
    places = np.flatnonzero(hits)
    if len(places) == 0:
        return None
    return hits[:FIRST].sum() / min(FIRST, len(places)), float(((np.arange(len(places)) + 1) / (places + 1)).mean())


def by_files(shelf: Shelf, asking: Kind, asked: Kind, order: Order, only: str = "") -> Floats:
    """(askers, 2) for each file of a kind that shows or sounds a thing: precision of the first ten, and AP."""
    answers = {thing: shelf.truth(thing, asked, only * (asked is Kind.IMAGE)) for thing in THINGS}
    askers = {thing: shelf.truth(thing, asking, only * (asking is Kind.IMAGE)) for thing in THINGS}
    scores = []
    for row in range(len(shelf.paths[asking])):
        thing = next((thing for thing in THINGS if askers[thing][row] == 1 and (answers[thing] == 1).any()), None)
        others = [it for it in order(asking, row, asked) if it != row or asking is not asked] if thing else []
        scores.append(found(others, answers[thing]) if thing else None)
    return np.array([score for score in scores if score is not None])


def by_words(shelf: Shelf, asked: Kind) -> Floats:
    """(questions, 2) for each way to ask for a thing: precision of the first ten, and average precision."""
    encoder, scores = shelf.library.engine.encoder, []
    for thing, entry in THINGS.items():
        truth = shelf.truth(thing, asked)
        if (truth == 1).any():
            terms = [QueryTerm(vector, Role.QUERY) for vector in encoder.encode_texts(entry.asked, Role.QUERY)]
            scores += [found(shelf.ranked(term, asked), truth) for term in terms]
    return np.array(scores)


def between(own: Floats, other: Floats) -> tuple[float, float]:
    """Where 95 of 100 ratios of means lie when the askers (n,) are drawn again."""
    drawn = np.random.default_rng(0).integers(0, len(own), (2000, len(own)))
    low, high = np.quantile(other[drawn].mean(axis=1) / np.maximum(own[drawn].mean(axis=1), 1e-9), [0.025, 0.975])
    return float(low), float(high)


def side(shelf: Shelf, kind: Kind) -> tuple[Floats, Floats]:
    """What the pack of a kind makes of things and of words: (n, dim) and (phrases, dim), less their means."""
    engine = shelf.library.engine
    assert isinstance(engine.encoder, JoinedEncoder)
    own, joined = engine.calibration, engine.encoder.joined
    columns = (joined.image if kind is Kind.IMAGE else joined.sound).columns
    things = shelf.vectors[kind][:, columns] - own.means[kind.role][columns]
    return things, own.concept_vectors[:, columns].astype(np.float32) - own.means[Role.QUERY][columns]


def across(shelf: Shelf, sounds: Floats) -> Order:
    """Sounds wherever something has brought them among the pictures, (n, dim) unit rows."""
    placed = {Kind.IMAGE: unit(side(shelf, Kind.IMAGE)[0]), Kind.SOUND: sounds}
    return lambda asking, row, asked: np.argsort(-(placed[asked] @ placed[asking][row])).tolist()


def parts_of_bridge(shelf: Shelf) -> dict[str, Order]:
    """Its two ways, each alone, and the matrix for a gap that is alike in all directions, as was prescribed first."""
    encoder = shelf.library.engine.encoder
    assert isinstance(encoder, JoinedEncoder)
    made = read_bridge(encoder.pack, encoder.joined)
    sounds, source = side(shelf, Kind.SOUND)
    _, target = side(shelf, Kind.IMAGE)
    lengths = [np.linalg.norm(words, axis=1).mean() for words in (source, target)]
    usual = gap_of(source[:0], source) * lengths[0] ** 2  # words are shorter in a joined vector
    even = ridge(source, target, 0.3 * usual, np.ones(len(source)))  # .3 is what held-out phrases choose
    return {
        ", matrix alone": across(shelf, unit(sounds @ made.matrix)),
        ", names alone": across(shelf, made.by_name(sounds)),
        ", round gap": across(shelf, unit(sounds @ even)),
    }


def anchors(shelf: Shelf) -> Order:
    """The text-anchor view: similarities to the vocabulary, standardised, on their principal components.

    The means and deviations are those of this very library, the best there can be.
    """
    views = {}
    for kind in (Kind.IMAGE, Kind.SOUND):
        things, words = side(shelf, kind)
        near = unit(things) @ unit(words).T
        views[kind] = (near - near.mean(axis=1, keepdims=True)) / near.std(axis=1, keepdims=True)
    both = np.concatenate(list(views.values()))
    axes = np.linalg.svd(both - both.mean(axis=0), full_matrices=False)[2][:ANCHORS].T
    placed = {kind: unit((view - both.mean(axis=0)) @ axes) for kind, view in views.items()}
    return lambda asking, row, asked: np.argsort(-(placed[asked] @ placed[asking][row])).tolist()


def on_the_map(shelf: Shelf) -> tuple[float, float]:
    """Of the ten nearest points of a picture or sound of a thing, how many are of the other kind, and of the thing."""
    picture = chart(shelf.library.engine)
    with shelf.library.engine.library() as opened:
        ground = lay_ground(shelf.library.engine, opened)
        named = {item.id: item.path.decode() for items in ground.items.values() for item in items}
    files = [named[int(item)] for item in picture.items]
    kinds = np.array([list(Kind).index(kind) for kind in picture.kinds])
    others, same = [], []
    for thing in THINGS:
        has = np.array([shelf.library.judged(thing, path) is True for path in files])
        for kind, other in ((Kind.SOUND, Kind.IMAGE), (Kind.IMAGE, Kind.SOUND)):
            mine, theirs = kinds == list(Kind).index(kind), kinds == list(Kind).index(other)
            if not (has & mine).any() or not (has & theirs).any():
                continue
            for row in np.flatnonzero(has & mine):
                far = np.linalg.norm(picture.points - picture.points[row], axis=1)
                around = np.argsort(far)[1 : FIRST + 1]
                others.append(theirs[around].mean() / theirs.mean())
                among = np.flatnonzero(theirs)
                same.append(has[among[np.argsort(far[among])[:FIRST]]].mean())
    return float(np.mean(others)), float(np.mean(same))


def rows(native: Shelf, joined: Shelf) -> list[Row]:
    """Everything, with what the starter itself finds as the yardstick."""
    made = list[Row]()

    def add(name: str, own: Floats, other: Floats, must: float | None = None) -> None:
        was, now = own.mean(axis=0), other.mean(axis=0)
        low, high = between(own[:, 0], other[:, 0])
        note = f"P@10 {was[0]:.3f} -> {now[0]:.3f} ({low:.2f} to {high:.2f} of it), MAP {was[1]:.3f} -> {now[1]:.3f}"
        note += f", {len(own)} asked"
        made.append(Row("joining", name, 0, None, quality=now[0] / was[0], quality_must=must, note=note))

    ways = {"": joined.order, **parts_of_bridge(joined), ", text anchors": anchors(joined)}
    for only, where in (("imagenet", "class photographs"), ("", "all photographs")):
        for asking, asked, name in (
            (Kind.SOUND, Kind.IMAGE, f"sounds ask {where}"),
            (Kind.IMAGE, Kind.SOUND, f"{where} ask sounds"),
        ):
            own = by_files(native, asking, asked, native.order, only)
            for way, order in ways.items():
                must = MUST if only and not way else None
                add(name + way, own, by_files(joined, asking, asked, order, only), must)
    for kind in Kind:
        add(f"words ask {kind}s", by_words(native, kind), by_words(joined, kind))
    for asking, asked in (
        (Kind.SOUND, Kind.SOUND),
        (Kind.SOUND, Kind.TEXT),
        (Kind.TEXT, Kind.SOUND),
        (Kind.TEXT, Kind.TEXT),
    ):
        add(
            f"{asking} asks {asked}s",
            by_files(native, asking, asked, native.order),
            by_files(joined, asking, asked, joined.order),
        )
    before, after = on_the_map(native), on_the_map(joined)
    told = ("other kind around, against chance", "of the thing among the nearest of it")
    note = ", ".join(f"{name}: {was:.3f} -> {now:.3f}" for name, was, now in zip(told, before, after, strict=True))
    made.append(
        Row("joining", "map: pictures beside sounds of a thing", 0, None, quality=after[1] / before[1], note=note)
    )
    return made


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What is left of a model when its sounds come from another one.")
    known = os.environ.get("ORRERY_DATA")
    parser.add_argument("--data", type=Path, default=Path(known) if known else None, help="or ORRERY_DATA")
    parser.add_argument("--other", type=Path, help="pack of sounds and words (default: made of the starter's tower)")
    parser.add_argument("--fold", default="", help="of ESC-10: the sounds to judge by instead of the dev clips")
    parser.add_argument("--native", type=Path, help="starter whose sound tower never heard the fold")
    parser.add_argument("--work", type=Path, default=Path("build/bench-joining"), help="for packs and libraries")
    options = parser.parse_args()
    if options.data is None or not options.data.is_dir():
        print("bench_joining: --data FOLDER or ORRERY_DATA has to name the data; nothing was measured.")
        return 0
    work = options.work.absolute() / (options.other.name if options.other else "head")
    os.environ["ORRERY_HOME"] = str(work)
    native = Shelf.of(build(options.data, work.parent, pack=options.native, fold=options.fold))
    other = options.other or make(work / "other", options.data)
    shutil.rmtree(paths.packs(), ignore_errors=True)
    shutil.copytree(other, paths.packs() / "other-space")
    pack = join_models("starter", "other-space", name="joined")
    assert pack.joined is not None
    bridge = pack.joined.bridge
    print(f"other pack: {other}")
    print(
        f"bridge over {bridge.phrases} phrases, gap {bridge.gap:.2f} on {bridge.sounds} sounds, strength "
        f"{bridge.strength}: {bridge.score:.3f} of neighbours found, by chance {bridge.chance:.3f}"
    )
    made = rows(native, Shelf.of(build(options.data, work, pack="joined", fold=options.fold)))
    print(HEAD, *made, sep="\n")
    return int(any(row.is_missed for row in made))


if __name__ == "__main__":
    sys.exit(main())
