"""Which contents may answer."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ids: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Which contents may answer.

    Attributes:
        allowed: ids; None for all.
        excluded: ids that may not answer even if allowed, such as the query's own content; a few.
    """

    allowed: Ids | None = None
    excluded: Ids = field(default_factory=lambda: np.empty(0, np.int64))

    def allows(self, contents: Ids) -> Mask | None:
        """Which of these ids (m,) are allowed, whether excluded or not; None for all."""
        if self.allowed is None:
            return None
        if len(contents) == 0 or len(self.allowed) == 0:
            return np.zeros(len(contents), np.bool_)
        # By id: a million contents take 2 ms, isin 10. Ids beyond the largest allowed one take the last place.
        may = np.zeros(max(int(self.allowed.max()), 0) + 2, np.bool_)
        may[self.allowed if self.allowed.min() >= 0 else self.allowed[self.allowed >= 0]] = True
        return may.take(contents, mode="clip")

    def without_excluded(self, contents: Ids, mask: Mask | None) -> Mask | None:
        """Of ids (m,) and which of them may answer, those that are not excluded."""
        if len(self.excluded) == 0:
            return mask
        is_open = ~np.isin(contents, self.excluded)
        return is_open if mask is None else mask & is_open


EVERYTHING = Chosen()
