"""What a sound tower of the catalogue reads is what the library behind CLAP reads."""

import tomllib

import numpy as np
import pytest
from transformers import ClapFeatureExtractor

from conftest import ROOT
from orrery.domain.inputs import SoundInput
from orrery.encoding.catalogue import Entry, read_catalogue
from orrery.encoding.manifest import Mel
from orrery.encoding.mel import spectrograms
from orrery.media.filling import filled

RATE_HZ = 48_000
ENTRIES = [entry for entry in read_catalogue(ROOT / "models/catalogue.toml") if entry.family == "clap"]


def reference() -> ClapFeatureExtractor:
    """With the settings that both of LAION's repositories have in their preprocessor_config.json."""
    return ClapFeatureExtractor(
        feature_size=64,
        sampling_rate=RATE_HZ,
        hop_length=480,
        max_length_s=10,
        fft_window_size=1024,
        frequency_min=50,
        frequency_max=14_000,
        truncation="rand_trunc",
        padding="repeatpad",
    )


def sound(seconds: float) -> np.ndarray:
    chance, time_s = np.random.default_rng(round(seconds * 1000)), np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    swept = np.sin(2 * np.pi * (200 * time_s + 300 * time_s**2))
    return (0.4 * swept + chance.normal(0, 0.05, len(time_s))).clip(-1, 1).astype(np.float32)


def settings(entry: Entry) -> tuple[SoundInput, Mel]:
    told = tomllib.loads(entry.pack)["sound"]
    mel = told["mel"]
    cut = SoundInput(told["rate_hz"], told["window_s"], fill=told["fill"])
    return cut, Mel(mel["bins"], mel["window"], mel["hop"], mel["lowest_hz"], mel["highest_hz"])


def test_there_are_entries_to_look_at() -> None:
    assert len(ENTRIES) == 2


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
@pytest.mark.parametrize("seconds", [0.05, 0.4, 1.0, 3.0, 3.5, 4.99, 5.0, 5.01, 9.99, 10.0])
def test_spectrograms_are_those_of_the_reference(entry: Entry, seconds: float) -> None:
    cut, mel = settings(entry)
    given = sound(seconds)
    theirs = reference()(given, sampling_rate=RATE_HZ, return_tensors="np")["input_features"]
    ours = spectrograms(filled(given, cut)[None], cut.rate_hz, mel)
    assert ours.shape == theirs.shape == (1, 1, 1001, 64)
    np.testing.assert_allclose(ours, theirs, atol=2e-3)


def test_of_a_long_sound_every_window_is_one_that_the_reference_might_draw() -> None:
    """The reference cuts ten seconds somewhere; here all windows are read, always the same ones."""
    cut, mel = settings(ENTRIES[0])
    given = sound(20.0)[RATE_HZ * 10 :]
    theirs = reference()(given, sampling_rate=RATE_HZ, return_tensors="np")["input_features"]
    np.testing.assert_allclose(spectrograms(given[None], cut.rate_hz, mel), theirs, atol=2e-3)


@pytest.mark.parametrize("other", [{"truncation": "fusion"}, {"padding": "repeat"}, {"padding": "pad"}])
def test_the_other_settings_of_the_reference_give_other_numbers(other: dict[str, str]) -> None:
    """Of models with fusion the bands are those of the other mel scale: the comparison above would see it."""
    cut, mel = settings(ENTRIES[0])
    given = sound(3.5)
    theirs = reference()(given, sampling_rate=RATE_HZ, return_tensors="np", **other)["input_features"][:, :1]
    ours = spectrograms(filled(given, cut)[None], cut.rate_hz, mel)
    assert np.abs(ours - theirs).max() > 3
