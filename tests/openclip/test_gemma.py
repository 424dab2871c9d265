"""What EmbeddingGemma 2's ear reads is what the library behind it reads."""

import tomllib

import numpy as np
import pytest
from loading import import_open_clip

from conftest import ROOT
from orrery.encoding.catalogue import entry_called, read_catalogue
from orrery.encoding.manifest import Mel
from orrery.encoding.mel import shape_of, spectrograms

import_open_clip()  # transformers imports torchvision, whose operators may not be there

ENTRY = entry_called(read_catalogue(ROOT / "models/catalogue.toml"), "embeddinggemma-2")
SOUND = tomllib.loads(ENTRY.pack)["sound"]
MEL = Mel(**SOUND["mel"])
RATE_HZ, SAMPLES = 16_000, 160_000


def sound(seed: int) -> np.ndarray:
    chance, time_s = np.random.default_rng(seed), np.arange(SAMPLES) / RATE_HZ
    swept = np.sin(2 * np.pi * (100 * (1 + seed) * time_s + 150 * time_s**2))
    return (0.4 * swept + chance.normal(0, 0.02, SAMPLES)).clip(-1, 1).astype(np.float32)


@pytest.mark.parametrize("seed", range(3))
def test_spectrograms_are_those_of_the_reference(seed: int) -> None:
    from transformers.models.gemma4.feature_extraction_gemma4 import Gemma4AudioFeatureExtractor

    assert (SOUND["rate_hz"], SOUND["rate_hz"] * SOUND["window_s"]) == (RATE_HZ, SAMPLES)
    given = sound(seed)
    given[40_000:60_000] *= seed % 2
    theirs = Gemma4AudioFeatureExtractor()([given], return_tensors="np")
    ours = spectrograms(given[None], RATE_HZ, MEL)
    assert ours.shape[1:] == shape_of(SAMPLES, MEL) == theirs["input_features"].shape[1:]
    np.testing.assert_allclose(ours, theirs["input_features"], atol=2e-4)
    assert theirs["input_features_mask"].all()


def test_the_pieces_around_a_sound_are_those_of_the_reference() -> None:
    from transformers.models.embedding_gemma2.configuration_embedding_gemma2 import EmbeddingGemma2Config
    from transformers.models.embedding_gemma2.processing_embedding_gemma2 import EmbeddingGemma2Processor

    own, config = SOUND["constants"], EmbeddingGemma2Config()
    frames = shape_of(SAMPLES, MEL)[0]
    pieces = EmbeddingGemma2Processor.compute_sscp(frames)
    begin, end = config.boa_token_id, config.eoa_token_index
    assert own["frame"]["values"] == [2, begin, [config.audio_token_id, pieces], end, 1]
    assert own["all"]["values"] == [[1, pieces + 4]]
    assert own["heard"]["values"] == [[1, frames]]
