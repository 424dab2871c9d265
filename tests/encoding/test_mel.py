"""Spectrograms, against figures that can be worked out by hand."""

from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper

from orrery.encoding.encoder import Encoder
from orrery.encoding.manifest import Mel
from orrery.encoding.mel import filters, frames, shape_of, spectrograms
from orrery.encoding.pack import load_pack
from orrery.errors import PackDamaged
from packs import write_manifest

GEMMA = Mel(bins=128, window=320, hop=160, lowest_hz=0, highest_hz=8000, form="gemma")
CLAP = Mel(bins=64, window=1024, hop=480, lowest_hz=50, highest_hz=14000)


def sine(hz: float, loudness: float = 1.0, samples: int = 480_000) -> np.ndarray:
    return (loudness * np.sin(2 * np.pi * hz * np.arange(samples) / 48_000)).astype(np.float32)[None]


def test_ten_seconds_give_the_shape_that_clap_reads() -> None:
    assert frames(480_000, CLAP) == 1001
    assert spectrograms(sine(440), 48_000, CLAP).shape == (1, 1, 1001, 64)


def test_bands_lie_at_equal_steps_on_slaneys_scale_and_have_the_same_area() -> None:
    banks = filters(48_000, CLAP)
    hz = np.linspace(0, 24_000, 513)
    # On the linear part of the scale the bands have equal distances: from 50 Hz (0.75 mel) to 14 kHz (53.4 mel).
    step_hz = ((15 + np.log(14) / (np.log(6.4) / 27)) - 0.75) / 65 * 200 / 3
    tops = hz[banks.argmax(axis=0)]
    assert tops[0] == pytest.approx(50 + step_hz, abs=24)
    assert np.diff(tops[:12]) == pytest.approx(step_hz, abs=47)
    areas = banks[:, 20:].sum(axis=0) * 24_000 / 512
    assert areas == pytest.approx(1.0, rel=0.05)
    assert banks[hz < 50].sum() == 0
    assert banks[hz > 14_000].sum() == 0


def test_a_tone_is_loudest_in_its_band_and_20_db_louder_at_ten_times_the_amplitude() -> None:
    loud, soft = (spectrograms(sine(1500, level), 48_000, CLAP)[0, 0, 500] for level in (0.5, 0.05))
    middle = np.linspace(0, 24_000, 513)[filters(48_000, CLAP)[:, loud.argmax()].argmax()]
    assert middle == pytest.approx(1500, abs=100)
    assert loud.max() - soft.max() == pytest.approx(20, abs=0.01)


def test_the_power_of_a_tone_is_that_of_the_formula() -> None:
    """A sine on a frequency of the transform: amplitude × window / 4 in that bin, a quarter of its power beside it."""
    hz = 48_000 / 1024 * 64  # 3000 Hz
    banks, peak = filters(48_000, CLAP), (0.5 * 1024 / 4) ** 2
    expected = peak * (banks[64] + 0.25 * banks[63] + 0.25 * banks[65])
    measured = spectrograms(sine(hz, 0.5), 48_000, CLAP)[0, 0, 500]
    best = expected.argmax()
    assert measured[best] == pytest.approx(10 * np.log10(expected[best]), abs=0.01)


def formula(sound: np.ndarray, frame: int) -> list[float]:
    """One frame, number by number, from the definitions: no transform, no matrix, none of the module's own code.

    A window of 1024 samples around sample 480 · frame, the sound mirrored at its ends without its end sample; Hann over
    1024 steps; |sum of x e^(-2πi k n / 1024)|²; bands between 66 points at equal steps of Slaney's mel from 50 Hz to
    14 kHz, each a triangle of area 1; 10 log10, at least -100 dB.
    """

    def mel(hz: float) -> float:
        return 3 * hz / 200 if hz < 1000 else 15 + 27 * np.log(hz / 1000) / np.log(6.4)

    def hz(at: float) -> float:
        return 200 * at / 3 if at < 15 else 1000 * np.exp((at - 15) * np.log(6.4) / 27)

    last, n = len(sound) - 1, np.arange(1024)
    places = [abs(place) if place <= last else 2 * last - place for place in 480 * frame - 512 + n]
    cut = sound[places].astype(np.float64) * (0.5 - 0.5 * np.cos(2 * np.pi * n / 1024))
    power = [abs(np.sum(cut * np.exp(-2j * np.pi * k * n / 1024))) ** 2 for k in range(513)]
    edges = [hz(mel(50) + step * (mel(14_000) - mel(50)) / 65) for step in range(66)]
    found = []
    for low, top, high in zip(edges, edges[1:], edges[2:], strict=False):
        total = 0.0
        for k, strength in enumerate(power):
            at = k * 46.875
            height = (at - low) / (top - low) if at <= top else (high - at) / (high - top)
            total += max(0.0, height) * 2 / (high - low) * strength
        found.append(10 * np.log10(max(total, 1e-10)))
    return found


def test_a_spectrogram_is_what_the_definitions_give_number_by_number() -> None:
    chance = np.random.default_rng(4)
    sound = (sine(700, 0.3) + sine(9000, 0.05) + chance.normal(0, 0.02, 480_000)).astype(np.float32)
    sound[0, 100_000:200_000] = 0
    made = spectrograms(sound, 48_000, CLAP)[0, 0]
    for frame in (0, 1, 300, 777, 999, 1000):  # 300: silence; both ends: mirrored
        np.testing.assert_allclose(made[frame], formula(sound[0], frame), atol=2e-4)


def gemma_formula(sound: np.ndarray, frame: int) -> list[float]:
    """One frame, number by number, as Gemma hears it: no transform, no matrix, none of the module's own code.

    320 samples from 160 · frame - 160 on, silence before the first; Hann over 320 steps; |sum of x e^(-2πi k n / 512)|;
    bands between 130 points at equal steps of HTK's mel from 0 to 8 kHz, each a triangle of height 1; ln(x + 0.001).
    """

    def mel(hz: float) -> float:
        return 2595 * np.log10(1 + hz / 700)

    n = np.arange(320)
    samples = np.array([sound[at] if at >= 0 else 0 for at in 160 * frame - 160 + n], np.float64)
    cut = samples * (0.5 - 0.5 * np.cos(2 * np.pi * n / 320))
    magnitude = [abs(np.sum(cut * np.exp(-2j * np.pi * k * n / 512))) for k in range(257)]
    edges = [700 * (10 ** (step * mel(8000) / 129 / 2595) - 1) for step in range(130)]
    found = []
    for low, top, high in zip(edges, edges[1:], edges[2:], strict=False):
        heights = [min((k * 31.25 - low) / (top - low), (high - k * 31.25) / (high - top)) for k in range(257)]
        found.append(np.log(sum(max(0.0, h) * m for h, m in zip(heights, magnitude, strict=True)) + 1e-3))
    return found


def test_gemmas_spectrogram_is_what_the_definitions_give_number_by_number() -> None:
    chance, time_s = np.random.default_rng(4), np.arange(160_000) / 16_000
    sound = 0.3 * np.sin(2 * np.pi * 700 * time_s) + chance.normal(0, 0.02, 160_000)
    sound[50_000:90_000] = 0
    made = spectrograms(sound.astype(np.float32)[None], 16_000, GEMMA)
    assert made.shape == (1, *shape_of(160_000, GEMMA)) == (1, 999, 128)
    for frame in (0, 1, 400, 700, 998):  # 0: half of it before the first sample; 400: silence
        np.testing.assert_allclose(made[0, frame], gemma_formula(sound, frame), atol=2e-4)
    assert made[0, 400] == pytest.approx(np.log(1e-3))


def test_silence_is_100_db_down() -> None:
    assert (spectrograms(np.zeros((2, 4800), np.float32), 48_000, CLAP) == -100).all()


SOUND = """[sound]
file = "sound.onnx"
inputs = { input_features = "mel" }
output = "audio_embeds"
rate_hz = 48000
window_s = 0.1

[sound.mel]
bins = 8
window = 1024
hop = 480
lowest_hz = 50
highest_hz = %s"""
TOP = 'schema = 1\nid = "ear"\nrevision = "1"\nname = "Ear"\nlicence = "CC0-1.0"\ndim = 8'


@pytest.fixture
def ear(tmp_path: Path) -> Path:
    """A tower whose vector is the mean spectrum."""
    nodes = [helper.make_node("ReduceMean", ["input_features"], ["audio_embeds"], axes=[1, 2], keepdims=0)]
    given = helper.make_tensor_value_info("input_features", TensorProto.FLOAT, ("n", 1, 11, 8))
    made = helper.make_tensor_value_info("audio_embeds", TensorProto.FLOAT, ("n", 8))
    graph = helper.make_graph(nodes, "ear", [given], [made])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    (tmp_path / "sound.onnx").write_bytes(model.SerializeToString())
    write_manifest(tmp_path, [TOP, SOUND % 14000])
    return tmp_path


def test_a_sound_tower_may_read_spectrograms(ear: Path) -> None:
    encoder = Encoder(load_pack(ear), threads=1)
    windows = np.concatenate([sine(200, 0.5, 4800), sine(9000, 0.5, 4800)])
    vectors = encoder.encode_sounds(windows)
    mean = spectrograms(windows, 48_000, encoder.pack.sound.mel).mean(axis=(1, 2))
    np.testing.assert_allclose(vectors, mean / np.linalg.norm(mean, axis=1, keepdims=True), atol=1e-6)


def test_a_sound_tower_may_ask_which_frames_are_heard(tmp_path: Path) -> None:
    """As Gemma's does: a constant of truths, one for each frame of each sound."""
    nodes = [
        helper.make_node("Cast", ["input_features_mask"], ["counted"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["counted", "last"], ["weights"]),
        helper.make_node("Mul", ["input_features", "weights"], ["heard"]),
        helper.make_node("ReduceMean", ["heard"], ["audio_features"], axes=[1], keepdims=0),
    ]
    given = [
        helper.make_tensor_value_info("input_features", TensorProto.FLOAT, ("n", "frames", 8)),
        helper.make_tensor_value_info("input_features_mask", TensorProto.BOOL, ("n", "frames")),
    ]
    made = helper.make_tensor_value_info("audio_features", TensorProto.FLOAT, ("n", 8))
    last = helper.make_tensor("last", TensorProto.INT64, (1,), [2])
    graph = helper.make_graph(nodes, "ear", given, [made], [last])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    (tmp_path / "sound.onnx").write_bytes(model.SerializeToString())
    sound = """[sound]
file = "sound.onnx"
inputs = { input_features = "mel", input_features_mask = "heard" }
output = "audio_features"
rate_hz = 16000
window_s = 0.1

[sound.mel]
form = "gemma"
bins = 8
window = 320
hop = 160
lowest_hz = 0
highest_hz = 8000

[sound.constants]
heard = { type = "bool", values = [[1, 4], [0, 5]], each = true }"""
    write_manifest(tmp_path, [TOP, sound])
    encoder = Encoder(load_pack(tmp_path), threads=1)
    windows = np.random.default_rng(0).normal(0, 0.1, (3, 1600)).astype(np.float32)
    heard = spectrograms(windows, 16_000, encoder.pack.sound.mel)[:, :4].sum(axis=1)
    expected = heard / np.linalg.norm(heard, axis=1, keepdims=True)
    np.testing.assert_allclose(encoder.encode_sounds(windows), expected, atol=1e-6)


def test_the_spectrogram_makes_the_space(ear: Path) -> None:
    before = load_pack(ear).space.id
    write_manifest(ear, [TOP, SOUND % 12000])
    assert load_pack(ear).space.id != before


def test_a_spectrogram_beyond_what_the_rate_holds_is_a_damaged_pack(ear: Path) -> None:
    write_manifest(ear, [TOP, SOUND % 30000])
    with pytest.raises(PackDamaged, match=r"highest_hz must be above lowest_hz, and at most half of rate_hz"):
        load_pack(ear)
