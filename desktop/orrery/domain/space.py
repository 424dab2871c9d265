"""The space a vector belongs to."""

from dataclasses import dataclass

from orrery.errors import SpaceMismatch


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """One embedding space: vectors of different spaces are never compared.

    Attributes:
        id: pack id @ revision + hash of the preprocessing, such as "starter@1+3f9a0c12"; an image-only space of
            the same pack ends in "/features".
        dim: length of its vectors.
    """

    id: str
    dim: int

    def require(self, other: "VectorSpace") -> None:
        """Raise SpaceMismatch unless other is this space."""
        if other != self:
            raise SpaceMismatch(one=self.id, other=other.id)
