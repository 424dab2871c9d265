"""Figures that make cosines of different kinds comparable."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from orrery.domain.modality import Kind, Role


@dataclass(frozen=True, slots=True)
class Background:
    """What cosine an unrelated pair has, after centring.

    Attributes:
        median: of the cosines.
        sigma: 1.4826 x their median absolute deviation, positive.
    """

    median: float
    sigma: float


@dataclass(frozen=True, slots=True)
class Platt:
    """score = 1 / (1 + exp(-(a z + b))): the probability that a z-score is a match (Platt 1999)."""

    a: float
    b: float


Backgrounds: TypeAlias = Mapping[tuple[Role, Kind], Background]
Platts: TypeAlias = Mapping[tuple[Role, Kind], Platt]
