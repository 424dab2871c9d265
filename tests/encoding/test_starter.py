"""The pack that ships with Orrery, as it lies in models/packs/starter."""

import numpy as np
import pytest

from orrery import paths
from orrery.domain.modality import Kind, Role
from orrery.encoding.calibration import load_calibration
from orrery.encoding.encoder import Encoder
from orrery.encoding.manifest import MANIFEST
from orrery.encoding.pack import load_pack, self_test

pytestmark = pytest.mark.skipif(
    not (paths.starter_pack() / MANIFEST).is_file(), reason="models/packs/starter has not been made yet"
)


@pytest.fixture(scope="module")
def starter() -> Encoder:
    return Encoder(load_pack(paths.starter_pack()), threads=2)


def test_the_starter_pack_is_whole_and_passes_its_self_test(starter: Encoder) -> None:
    assert starter.pack.id == "starter"
    assert starter.pack.image
    assert starter.pack.sound
    assert starter.pack.text
    self_test(starter.pack, starter)


def test_the_starter_pack_stays_small() -> None:
    assert sum(file.stat().st_size for file in paths.starter_pack().rglob("*")) <= 45e6


def test_the_starter_pack_is_calibrated(starter: Encoder) -> None:
    calibration = load_calibration(starter.pack)
    assert all(mean.any() for mean in calibration.means.values())
    assert {(role, kind) for role in Role for kind in Kind} == set(starter.pack.calibration.background)
    assert {(role, kind) for role in Role for kind in Kind} == set(starter.pack.calibration.platt)
    assert len(calibration.concepts) >= 3000
    assert all(len(rows) >= 200 for rows in calibration.references.values())


def test_a_starter_vector_does_not_depend_on_its_batch(starter: Encoder) -> None:
    random = np.random.default_rng(5)
    assert starter.inputs.image
    assert starter.inputs.sound
    size = starter.inputs.image.size
    pixels = random.integers(0, 256, (3, 8, 8, 3), np.uint8).repeat(size // 8, 1).repeat(size // 8, 2)
    windows = random.normal(0, 0.1, (3, starter.inputs.sound.window_samples)).astype(np.float32)
    texts = ["a dog", "two dogs run over wet grass while children watch", "the sea at night"]
    together = (
        starter.encode_images(pixels)[0],
        starter.encode_sounds(windows),
        starter.encode_texts(texts, Role.PASSAGE),
    )
    for row in range(3):
        alone = (
            starter.encode_images(pixels[row : row + 1])[0],
            starter.encode_sounds(windows[row : row + 1]),
            starter.encode_texts(texts[row : row + 1], Role.PASSAGE),
        )
        for one, all_ in zip(alone, together, strict=True):
            assert float(one[0] @ all_[row]) > 0.9999


def test_like_texts_are_nearer_than_unlike_ones(starter: Encoder) -> None:
    dog, puppy, ship = starter.encode_texts(["a dog", "a puppy playing", "a container ship"], Role.QUERY)
    assert dog @ puppy > dog @ ship
