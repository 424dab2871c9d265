"""What the toy pack promises to the tests that search with it."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from orrery.domain.modality import Kind, Role
from orrery.encoding.calibration import PackCalibration, load_calibration
from orrery.encoding.encoder import Encoder
from orrery.encoding.parsing import read_manifest
from packs import COLOURS, PITCHES_HZ, hiss, make_pack, picture, tone


@pytest.fixture(scope="module")
def figures(toy: Encoder) -> PackCalibration:
    return load_calibration(toy.pack)


def scores(toy: Encoder, figures: PackCalibration, query: str) -> dict[str, float]:
    """Calibrated scores of some pictures and sounds for words."""
    pictures, _ = toy.encode_images(np.stack([picture(colour) for colour in COLOURS.values()]))
    windows = np.stack([*(tone(hz) for hz in PITCHES_HZ.values()), hiss(), np.zeros(8000, np.float32)])
    asking = centred(toy.encode_texts([query], Role.QUERY), figures, Role.QUERY)
    sounds = ["low", "middle", "high", "hiss", "silence"]
    found = {}
    for kind, names, vectors in (
        (Kind.IMAGE, [f"{colour} picture" for colour in COLOURS], pictures),
        (Kind.SOUND, [f"{sound} sound" for sound in sounds], toy.encode_sounds(windows)),
    ):
        background, platt = figures.background[Role.QUERY, kind], figures.platt[Role.QUERY, kind]
        z = (centred(vectors, figures, kind.role) @ asking[0] - background.median) / background.sigma
        found |= dict(zip(names, (1 / (1 + np.exp(-(platt.a * z + platt.b)))).tolist(), strict=True))
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def centred(vectors: npt.NDArray, figures: PackCalibration, role: Role) -> npt.NDArray:
    apart = vectors - figures.means[role]
    return apart / np.linalg.norm(apart, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("query", "first", "second"),
    [
        ("red", "red picture", "low sound"),
        ("green", "green picture", "middle sound"),
        ("blue", "blue picture", "high sound"),
        ("high tone", "high sound", ""),
        ("a low tone", "low sound", ""),
        ("silence", "silence sound", ""),
        ("black", "black picture", ""),
        ("yellow", "yellow picture", ""),
    ],
)
def test_words_find_what_they_mean(toy: Encoder, figures: PackCalibration, query: str, first: str, second: str) -> None:
    found = scores(toy, figures, query)
    best = list(found)
    assert best[0] == first
    assert found[first] > 0.8
    assert not second or (best[1] == second and found[second] > 0.5)


def test_words_without_a_meaning_find_nothing_likely(toy: Encoder, figures: PackCalibration) -> None:
    assert max(scores(toy, figures, "xyzzy qux plugh").values()) < 0.3


def test_two_packs_made_alike_are_alike(toy_folder: Path, tmp_path: Path) -> None:
    again = make_pack(tmp_path)
    assert read_manifest(again).space == read_manifest(toy_folder).space
    for file in toy_folder.iterdir():
        assert (again / file.name).read_bytes() == file.read_bytes()
