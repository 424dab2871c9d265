"""One direction for a sum of terms.

A sum of terms i with weight w, role r has one effective vector per kind k of item:

    q_k  = sum (w_i / sigma_rk) c_r(v_i)
    z(x) = (q_k . c(x) - sum w_i m_rk / sigma_rk) / sqrt(sum w_i^2)

which for one term is its z-score against the background. A picture asking pictures also asks in the image-only space:
z = (z_shared + z_features) / sqrt(2 + 2 rho).

Concepts n that are taken out (NOT) leave the direction by orthogonal projection (Widdows 2003), which alone keeps the
items that show them, a fifth of the first twenty answers: so an item also loses what its z for n exceeds SHOWN.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from orrery.domain.arrays import Vector
from orrery.domain.modality import Kind
from orrery.search.candidates import Candidates
from orrery.search.centring import centred_one
from orrery.search.figures import Calibration, QueryTerm, Sum

SHOWN = 1.0
"""An item shows a concept from this z on. On 74 pairs such as "dog NOT water" over 1,000 photographs, photographs with
the unwanted among the first twenty: .20 without NOT, .06 with a minus (which loses one wanted in seven), .18 by
projection alone, .12 so, with .79 instead of .71 of the wanted (decision 6)."""
_LEAST_LEFT = 0.2
"""A direction that loses more than four fifths of its length (dog NOT puppy) is not blown up to its old one."""


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """z(x) = shared . c(x) + features . c_features(x) - offset."""

    shared: Vector
    features: Vector | None
    offset: float

    def of(self, candidates: Candidates) -> Vector:
        """Z of every part (n,)."""
        scores = candidates.shared.dot(self.shared)
        if self.features is not None and candidates.features is not None:
            scores += candidates.features.dot(self.features)
        scores -= np.float32(self.offset)
        return scores


@dataclass(frozen=True, slots=True, eq=False)
class SumForm:
    """A sum as it asks one kind.

    Attributes:
        form: of the terms that pull, the removed concepts taken out.
        removed: of each concept that is taken out, its share, and how it is told that an item shows it.
    """

    form: Form
    removed: tuple[tuple[float, Form], ...] = ()

    @classmethod
    def of_sum(cls, asked: Sum, kind: Kind, calibration: Calibration, *, with_features: bool) -> "SumForm":
        """Work it out once for all the candidates of a kind."""
        form = form_of(asked.pulled, kind, calibration, with_features=with_features)
        if not asked.removed:
            return cls(form)
        shown = [form_of([_plain(term)], kind, calibration, with_features=False) for term in asked.removed]
        shares = [_share(term) for term in asked.removed]
        return cls(_without(form, asked.removed, calibration), tuple(zip(shares, shown, strict=True)))

    @property
    def is_one_product(self) -> bool:
        """Whether z is one product with the shared vectors, but for a number that is the same for all parts."""
        return self.form.features is None and not self.removed

    def of(self, candidates: Candidates) -> Vector:
        """Z of every part (n,), in the order of `candidates.parts`, before the best-part correction."""
        scores = self.form.of(candidates)
        for share, form in self.removed:
            scores -= np.float32(share) * np.maximum(form.of(candidates) - np.float32(SHOWN), 0)
        return scores


def z_of_sum(asked: Sum, candidates: Candidates, calibration: Calibration) -> Vector:
    """The z of every part (n,) of one kind, in the order of `candidates.parts`, before the best-part correction."""
    with_features = candidates.features is not None
    return SumForm.of_sum(asked, candidates.kind, calibration, with_features=with_features).of(candidates)


def form_of(terms: Sequence[QueryTerm], kind: Kind, calibration: Calibration, *, with_features: bool) -> Form:
    """The direction that terms pull and push into, as one kind of item is asked."""
    scale = max(abs(term.weight) for term in terms)  # first, so that squares of huge weights stay finite
    length = math.sqrt(sum((term.weight / scale) ** 2 for term in terms))
    weights = [term.weight / scale / length for term in terms]
    shared, features, offset = np.zeros(len(terms[0].vector), np.float64), None, 0.0
    for weight, term in zip(weights, terms, strict=True):
        background = calibration.backgrounds[term.role, kind]
        figures = calibration.features if with_features and kind is Kind.IMAGE else None
        share = 1.0
        if figures is not None and term.features is not None:
            share = 1.0 / math.sqrt(2.0 + 2.0 * figures.correlation)
            pull = weight * share / figures.background.sigma
            direction = pull * centred_one(term.features, figures.mean)
            features = direction if features is None else features + direction
            offset += pull * figures.background.median
        pull = weight * share / background.sigma
        shared += pull * centred_one(term.vector, calibration.means[term.role])
        offset += pull * background.median
    return Form(shared.astype(np.float32), None if features is None else features.astype(np.float32), offset)


def _without(form: Form, removed: Sequence[QueryTerm], calibration: Calibration) -> Form:
    """The same form without its share in the removed concepts, brought back to its length."""
    concepts = np.stack([centred_one(term.vector, calibration.means[term.role]) for term in removed]).astype(np.float64)
    own = form.shared.astype(np.float64)
    shares = np.linalg.lstsq(concepts.T, own, rcond=None)[0] * [_share(term) for term in removed]
    left = own - shares @ concepts
    length = float(np.linalg.norm(own))
    left *= length / max(float(np.linalg.norm(left)), _LEAST_LEFT * length, 1e-9)
    return Form(left.astype(np.float32), form.features, form.offset)


def _plain(term: QueryTerm) -> QueryTerm:
    return QueryTerm(term.vector, term.role)


def _share(term: QueryTerm) -> float:
    return min(abs(term.weight), 1.0)
