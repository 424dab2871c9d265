"""Hubs: what is near to everything says little when it is near to this query too.

z_h(x) = z(x) - beta (h_x - mean of h over the kind), where h_x is the mean of an item's ten best z over the phrases of
the concept vocabulary. Worth two points of mean average precision for text queries (.698 to .717, decision 6); files
that ask do not gain, because h says nothing of them. h is worked out for the best few hundred items of an answer only
and kept, so nothing has to be stored and nothing goes stale: an item's vector never changes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vectors
from orrery.domain.calibration import Background
from orrery.domain.modality import Kind

STRENGTH = 0.5
"""beta; from 0.7 on nonsense gets more likely hits for nothing in return."""
_BEST = 10
_MOST_KEPT = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class Hubs:
    """What is needed to tell hubs.

    Attributes:
        phrases: (n, dim) float32, centred as query texts.
        backgrounds: of texts asking each kind.
        usual: mean of h per kind.
    """

    phrases: Vectors
    backgrounds: Mapping[Kind, Background]
    usual: Mapping[Kind, float]
    _known: dict[int, float] = field(default_factory=dict)

    @classmethod
    def of(cls, phrases: Vectors, backgrounds: Mapping[Kind, Background], samples: Mapping[Kind, Vectors]) -> "Hubs":
        """Measure what is usual on a sample of centred vectors (m, dim) of each kind; zero where there are none."""
        made = cls(np.asarray(phrases, np.float32), backgrounds, {})
        usual = {kind: float(made._of(rows, kind).mean()) if len(rows) else 0.0 for kind, rows in samples.items()}
        return cls(made.phrases, backgrounds, usual)

    def correction(
        self, parts: npt.NDArray[np.int64], vectors_of: Callable[[Rows], Vectors], kind: Kind
    ) -> npt.NDArray[np.float64]:
        """What to take off z.

        Args:
            parts: (k,) ids.
            vectors_of: gives the centred vectors of some of these, by their places; asked only for those not met yet.
            kind: of all of them.

        Returns:
            (k,)
        """
        if len(self.phrases) == 0 or len(parts) == 0:
            return np.zeros(len(parts))
        new = [place for place, part in enumerate(parts.tolist()) if part not in self._known]
        if new:
            if len(self._known) + len(new) > _MOST_KEPT:
                self._known.clear()
                new = list(range(len(parts)))
            figures = self._of(vectors_of(np.array(new, np.intp)), kind)
            self._known.update(zip(parts[new].tolist(), figures.tolist(), strict=True))
        return STRENGTH * (np.array([self._known[part] for part in parts.tolist()]) - self.usual[kind])

    def _of(self, vectors: Vectors, kind: Kind) -> npt.NDArray[np.float32]:
        cosines = np.asarray(vectors, np.float32) @ self.phrases.T
        best = min(_BEST, cosines.shape[1])
        if best == 0:
            return np.zeros(len(vectors), np.float32)
        highest = np.partition(cosines, cosines.shape[1] - best, axis=1)[:, cosines.shape[1] - best :]
        figures = self.backgrounds[kind]
        return ((highest.mean(axis=1) - figures.median) / figures.sigma).astype(np.float32)
