"""One ranking of pictures, sounds and texts: what each step from raw cosines to scores does to it.

The queries are phrases of labels ("a dog barking") of which at least two kinds hold right answers, by their tags: dev
photographs and class photographs, dev sounds, passages of captions, all in one list.
"""

import numpy as np
import numpy.typing as npt
from starter_calibration import KINDS, Figures, centred
from starter_truth import Pairs

FIRST = 20
Scores = npt.NDArray[np.floating]


def rankings(sets: dict[str, Pairs], figures: Figures) -> dict[str, list[Scores]]:
    """Scores (queries, items) of every kind, by every way of putting the kinds into one list."""
    asking = {kind: centred(p.asking, figures.means["query-text"]) for kind, p in sets.items()}
    asked = {kind: centred(p.asked, figures.means[KINDS[kind]]) for kind, p in sets.items()}
    cosines = {kind: asking[kind] @ asked[kind].T for kind in sets}
    places = {kind: (-c).argsort(1).argsort(1) for kind, c in cosines.items()}
    return {
        "raw cosines": [p.asking @ p.asked.T for p in sets.values()],
        "cosines of centred vectors": list(cosines.values()),
        "places within each kind (reciprocal rank fusion)": [1 / (60 + p) for p in places.values()],
        "z-scores": [figures.z(p, "query-text", kind) for kind, p in sets.items()],
        # As the application ranks; the curve's slope decides between kinds, also far below the bar.
        "calibrated scores": [_log_odds(figures, kind, p) for kind, p in sets.items()],
    }


def _log_odds(figures: Figures, kind: str, pairs: Pairs) -> Scores:
    a, b = figures.platts["query-text", kind]
    return a * figures.z(pairs, "query-text", kind) + b


def average_precision(scores: Scores, match: npt.NDArray[np.bool_]) -> npt.NDArray[np.floating]:
    """Mean precision at each right answer's place, for every query (Salton & McGill 1983)."""
    hits = np.take_along_axis(match, np.argsort(-scores, 1, kind="stable"), 1)
    precision = hits.cumsum(1) / np.arange(1, hits.shape[1] + 1)
    return (precision * hits).sum(1) / hits.sum(1)


def report(sets: dict[str, Pairs], figures: Figures) -> dict[str, object]:
    """Mean average precision, precision of the first twenty, and how many kinds these show, for each ranking."""
    kept = sum(p.match.any(1).astype(int) for p in sets.values()) >= 2
    match = np.concatenate([p.match for p in sets.values()], 1)[kept]
    kind_of = np.concatenate([np.full(p.match.shape[1], n) for n, p in enumerate(sets.values())])
    possible = np.minimum(FIRST, match.sum(1))
    made: dict[str, object] = {"queries": int(kept.sum())}
    for name, parts in rankings(sets, figures).items():
        scores = np.concatenate(parts, 1)[kept]
        first = np.argsort(-scores, 1, kind="stable")[:, :FIRST]
        right = np.take_along_axis(match, first, 1)
        shown = [len(set(kind_of[row[hit]])) for row, hit in zip(first, right, strict=True)]
        made[name] = {
            "mean average precision": round(float(average_precision(scores, match).mean()), 3),
            "precision of the first 20": round(float((right.sum(1) / possible).mean()), 3),
            "kinds with a right answer among them, of those there are": round(
                float(np.sum(shown) / sum(int(p.match[kept].any(1).sum()) for p in sets.values())), 3
            ),
        }
    return made
