"""The colours of clusters, as people with each kind of colour vision see them."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from orrery.panels.theme import ThemeName, load_theme

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
SIGHT = {
    "usual": np.eye(3),
    "without red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "without green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "without blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
LEAST = 0.075
"""In Oklab, where 0.02 is just seen side by side and points lie apart; the old palette had 0.003."""


def linear(colour: str) -> np.ndarray:
    parts = np.array(QColor(colour).getRgbF()[:3])  # type: ignore[index]
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def oklab(rgb: np.ndarray) -> np.ndarray:
    """Ottosson 2020."""
    cones = np.cbrt(np.array([[0.41222, 0.53633, 0.05145], [0.2119, 0.6807, 0.1074], [0.0883, 0.28172, 0.62998]]) @ rgb)
    return np.array([[0.21045, 0.79362, -0.00407], [1.978, -2.42859, 0.45059], [0.0259, 0.78277, -0.80868]]) @ cones


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", ["dark", "light"])
def test_no_two_clusters_look_alike(name: ThemeName, sight: str) -> None:
    seen = {
        colour: oklab(np.clip(np.array(SIGHT[sight]) @ linear(colour), 0, 1)) for colour in load_theme(name).clusters
    }
    near = {(a, b): float(np.linalg.norm(seen[a] - seen[b])) for a, b in combinations(seen, 2)}
    assert not {pair: round(apart, 3) for pair, apart in near.items() if apart < LEAST}
