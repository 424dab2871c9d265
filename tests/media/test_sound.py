import os
import struct
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import soundfile

from media import made
from orrery.domain.inputs import ImageInput, Inputs, SoundInput, TextInput
from orrery.domain.item import FileStamp, Stretch
from orrery.errors import DamagedFile
from orrery.media.decode import Decoded, DecodeRequest, decode
from orrery.media.pool import DecoderPool
from orrery.media.sound import chosen_windows, cut_windows
from orrery.media.sound_source import mixed_down
from orrery.media.waveform import COLUMNS

RATE_HZ = 16000


def heard(path: Path, **more) -> Decoded:
    wanted = SoundInput(**({"rate_hz": RATE_HZ, "window_s": 1.0, "max_windows": 8} | more))
    inputs = Inputs(ImageInput(64), wanted, TextInput())
    return decode(DecodeRequest(FileStamp(os.fsencode(path), 0, 0), inputs))


def written(path: Path, samples: np.ndarray, rate_hz: int = RATE_HZ, subtype: str = "PCM_16") -> Path:
    soundfile.write(path, samples, rate_hz, subtype=subtype)
    return path


def loudest_hertz(window: np.ndarray, rate_hz: int = RATE_HZ) -> float:
    return float(np.abs(np.fft.rfft(window * np.hanning(len(window)))).argmax() * rate_hz / len(window))


def test_every_format_is_decoded(tmp_path):
    for path in made.write_sounds(tmp_path):
        sound = heard(path)
        assert sound.windows is not None
        assert sound.windows.shape == (3, RATE_HZ), path
        assert sound.windows.dtype == np.float32
        assert loudest_hertz(sound.windows[1]) == pytest.approx(440, abs=2), path
        assert sound.facts["duration_s"] == pytest.approx(2.5, abs=0.1), path
        assert sound.facts["channels"] == 1
    names = [heard(path).facts["format"] for path in made.write_sounds(tmp_path)]
    assert names == ["WAV", "FLAC", "Ogg Vorbis", "Opus", "MP3", "AIFF"]


@pytest.mark.parametrize("rate_hz", [8000, 11025, 22050, 44100, 48000, 96000])
def test_any_rate_becomes_the_models(rate_hz, tmp_path):
    sound = heard(written(tmp_path / "a.wav", made.tone(3, rate_hz), rate_hz))
    assert sound.facts["rate_hz"] == rate_hz
    ideal = made.tone(3, RATE_HZ).reshape(3, RATE_HZ)
    assert np.abs(sound.windows - ideal)[:, 100:-100].max() < 0.002
    assert np.abs(sound.windows - ideal)[1].max() < 0.002  # no edge where one window meets the next


def test_channels_are_mixed_with_equal_weight(tmp_path):
    left, right = made.tone(1), np.zeros(RATE_HZ, np.float32)
    stereo = heard(written(tmp_path / "stereo.wav", np.stack([left, right], axis=1)))
    assert np.abs(stereo.windows).max() == pytest.approx(0.25, abs=0.001)
    six = heard(written(tmp_path / "six.wav", np.stack([left] * 6, axis=1)))
    assert six.facts["channels"] == 6
    assert np.abs(six.windows).max() == pytest.approx(0.5, abs=0.001)
    frames = np.random.default_rng(0).normal(size=(100, 5)).astype(np.float32)
    assert np.allclose(mixed_down(frames), frames.mean(axis=1), atol=1e-6)


@pytest.mark.parametrize(
    ("duration_s", "count"), [(0.001, 1), (0.2, 1), (1.0, 1), (1.2, 1), (1.25, 2), (2.0, 2), (8.0, 8), (500.0, 8)]
)
def test_a_last_window_is_kept_from_a_quarter_on_and_long_sounds_are_sampled(duration_s, count):
    chosen = chosen_windows(duration_s, SoundInput(RATE_HZ, 1.0, max_windows=8))
    assert len(chosen) == count
    assert len(set(chosen)) == count


def test_windows_of_a_long_sound_are_spread_from_its_start_to_its_end():
    assert chosen_windows(100.0, SoundInput(RATE_HZ, 1.0, max_windows=4)).tolist() == [0, 33, 66, 99]
    assert chosen_windows(100.0, SoundInput(RATE_HZ, 1.0, max_windows=1)).tolist() == [0]


@pytest.mark.parametrize("extension", ["wav", "flac", "ogg", "mp3"])
def test_the_windows_of_a_long_sound_hold_what_is_there(extension, tmp_path):
    """Each second has a frequency of its own, so a window that was read at the wrong place is heard."""
    steps = np.concatenate([made.tone(1, hertz=200 + 50 * second) for second in range(30)])
    path = tmp_path / f"steps.{extension}"
    soundfile.write(path, steps, RATE_HZ)
    sound = heard(path, max_windows=4)
    assert [stretch.start_s for stretch in sound.stretches] == [0.0, 10.0, 19.0, 29.0]
    for window, stretch in zip(sound.windows, sound.stretches, strict=True):
        assert loudest_hertz(window[2000:-2000]) == pytest.approx(200 + 50 * stretch.start_s, abs=2)


def test_a_short_sound_is_filled_with_silence_or_with_itself(tmp_path):
    path = written(tmp_path / "a.wav", made.tone(0.25))
    silent, repeated = heard(path).windows[0], heard(path, fill="repeat").windows[0]
    assert (silent[4000:] == 0).all()
    assert (repeated[4000:8000] == repeated[:4000]).all()
    assert (silent[:4000] == repeated[:4000]).all()
    assert heard(path).stretches == (Stretch(0.0, 0.25),)


@pytest.mark.parametrize(("seconds", "times"), [(0.25, 4), (0.3, 3), (0.6, 1), (1.0, 1)])
def test_a_short_sound_is_repeated_as_often_as_it_fits_in_whole_and_silent_then(tmp_path, seconds, times):
    window = heard(written(tmp_path / "a.wav", made.tone(seconds)), fill="repeatpad").windows[0]
    own = window[: round(16_000 * seconds)]
    assert len(window) == 16_000
    assert (window[: times * len(own)] == np.tile(own, times)).all()
    assert (window[times * len(own) :] == 0).all()


def test_what_is_no_number_becomes_silence_and_all_stays_within_bounds(tmp_path):
    samples = made.tone(1)
    samples[:5] = [np.nan, np.inf, -np.inf, 1e30, -7]
    sound = heard(written(tmp_path / "a.wav", samples, subtype="FLOAT"))
    assert np.isfinite(sound.windows).all()
    assert np.abs(sound.windows).max() <= 1.0


def test_a_single_sample_is_a_sound_and_none_is_not(tmp_path):
    assert heard(written(tmp_path / "one.wav", np.ones(1, np.float32))).windows.shape == (1, RATE_HZ)
    with pytest.raises(DamagedFile, match="no samples"):
        heard(written(tmp_path / "none.wav", np.zeros(0, np.float32)))


def test_a_mislabelled_sound_is_read_by_its_content(tmp_path):
    written(tmp_path / "a.flac", made.tone()).rename(tmp_path / "a.mp3")
    assert heard(tmp_path / "a.mp3").facts["format"] == "FLAC"


def test_the_waveform_covers_the_whole_sound(tmp_path):
    quiet_then_loud = np.concatenate([made.tone(2) * 0.1, made.tone(2) * 1.9])
    peaks = np.frombuffer(heard(written(tmp_path / "a.wav", quiet_then_loud)).preview, np.int8).reshape(COLUMNS, 2)
    assert np.abs(peaks[:198]).max() <= 7
    assert (peaks[202:, 1] > 110).all()
    assert (peaks[202:, 0] < -110).all()


def test_the_waveform_of_a_long_sound_is_drawn_from_the_windows_read(tmp_path):
    quiet_then_loud = np.concatenate([made.tone(30) * 0.1, made.tone(30) * 1.9])
    peaks = np.frombuffer(heard(written(tmp_path / "a.wav", quiet_then_loud)).preview, np.int8).reshape(COLUMNS, 2)
    assert np.abs(peaks[:150]).max() <= 7
    assert (peaks[250:, 1] > 110).all()


def test_a_sound_shorter_than_the_waveform_still_fills_it(tmp_path):
    samples = np.array([0.5, -0.5, 0.25], np.float32)
    peaks = np.frombuffer(heard(written(tmp_path / "a.wav", samples)).preview, np.int8).reshape(COLUMNS, 2)
    assert peaks[0].tolist() == [64, 64]
    assert peaks[-1].tolist() == [32, 32]


def test_title_and_artist_are_told(tmp_path):
    with soundfile.SoundFile(tmp_path / "a.flac", "w", RATE_HZ, 1) as file:
        file.title, file.artist = "Rain", "Clouds"
        file.write(made.tone())
    facts = heard(tmp_path / "a.flac").facts
    assert (facts["title"], facts["artist"]) == ("Rain", "Clouds")


@pytest.mark.parametrize("extension", ["wav", "flac", "ogg", "opus", "mp3", "aiff"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_sound_is_damaged(extension, share, tmp_path):
    (path,) = [path for path in made.write_sounds(tmp_path) if path.suffix == f".{extension}"]
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(DamagedFile):
        heard(path)


def test_a_recording_whose_header_was_never_finished_is_read(tmp_path):
    """A recorder that lost its power leaves sizes of 0xFFFFFFFF behind."""
    path = written(tmp_path / "a.wav", made.tone())
    content = bytearray(path.read_bytes())
    content[4:8] = content[40:44] = struct.pack("<I", 0xFFFFFFFF)
    path.write_bytes(content)
    assert heard(path).windows.shape == (3, RATE_HZ)


@dataclass
class Promising:
    """A source that gives less than it says."""

    samples: np.ndarray
    frames: int
    rate_hz: int = RATE_HZ
    channels: int = 1
    facts: dict = field(default_factory=dict)

    def read(self, start: int, stop: int) -> np.ndarray:
        return self.samples[start:stop].copy()


def test_a_sound_may_miss_some_milliseconds_at_its_end():
    samples = made.tone()
    whole = cut_windows(Promising(samples, len(samples)), SoundInput(RATE_HZ, 1.0))
    short = cut_windows(Promising(samples[:-325], len(samples)), SoundInput(RATE_HZ, 1.0))
    assert short.windows.shape == whole.windows.shape
    np.testing.assert_array_equal(short.windows[:-1], whole.windows[:-1])
    for given in (samples[:-3200], samples[: 2 * RATE_HZ]):
        with pytest.raises(DamagedFile, match="ends before"):
            cut_windows(Promising(given, len(samples)), SoundInput(RATE_HZ, 1.0))


@pytest.fixture(scope="module")
def aac_files(tmp_path_factory) -> dict[str, Path]:
    """A tone of 440 Hz for 3 seconds as .m4a and as .aac, encoded by Qt."""
    folder = tmp_path_factory.mktemp("aac")
    paths = {"m4a": folder / "tone.m4a", "aac": folder / "tone.aac"}
    command = [sys.executable, str(Path(__file__).parent / "make_m4a.py"), *map(str, paths.values())]
    made_them = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if made_them.returncode or not all(path.exists() for path in paths.values()):
        pytest.skip(f"Qt cannot encode AAC here: {made_them.stderr[-200:]}")
    return paths


@pytest.mark.parametrize("extension", ["m4a", "aac"])
def test_m4a_and_aac_are_decoded_in_a_process_of_their_own(extension, aac_files):
    with DecoderPool(1) as pool:
        (sound,) = pool.decode([made.request(aac_files[extension])])
    assert isinstance(sound, Decoded), sound
    assert sound.facts["format"] == extension.upper()
    assert sound.facts["duration_s"] == pytest.approx(3.0, abs=0.12)
    assert sound.windows.shape == (3, RATE_HZ)
    assert loudest_hertz(sound.windows[1]) == pytest.approx(440, abs=2)


def test_truncated_m4a_and_aac_are_damaged(aac_files, tmp_path):
    paths = []
    for extension, whole in aac_files.items():
        paths.append(tmp_path / f"cut.{extension}")
        paths[-1].write_bytes(whole.read_bytes()[:9001])
    with DecoderPool(1) as pool:
        for outcome in pool.decode(map(made.request, paths)):
            assert isinstance(outcome.problem, DamagedFile)
