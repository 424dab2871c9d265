"""The sound tower's second opinion: what SoundNet hears, and the head that is trained on it.

Needs PyTorch, which the product does without: skipped where it is missing, run by `make test-openclip`. SoundNet's
weights are not there; numbers of their shape stand in for them, which does for everything but what it knows.
"""

import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the recipe's packages are not installed")
onnxruntime = pytest.importorskip("onnxruntime")

RECIPES = Path(__file__).resolve().parents[2] / "models" / "recipes"
SHAPES = {
    "conv1": (64, 1, 16),
    "conv2": (32, 16, 32),
    "conv3": (16, 32, 64),
    "conv4": (8, 64, 128),
    "conv5": (4, 128, 256),
}


def table_of(rng, shape):
    taps, into, out = shape
    ones = {name: np.ones(out, np.float32) for name in ("gamma", "var")}
    zeros = {name: np.zeros(out, np.float32) for name in ("beta", "mean", "biases")}
    weights = rng.normal(0, (2 / taps / into) ** 0.5, (taps, 1, into, out)).astype(np.float32)
    return {"weights": weights, **ones, **zeros}


@pytest.fixture(autouse=True)
def recipes(monkeypatch):
    monkeypatch.syspath_prepend(str(RECIPES))
    import starter_ears

    rng = np.random.default_rng(0)
    tables = {name: table_of(rng, shape) for name, shape in SHAPES.items()}
    monkeypatch.setattr(starter_ears, "weights", lambda: tables)
    yield
    for name in [n for n in sys.modules if n.startswith("starter_")]:
        del sys.modules[name]


@pytest.fixture
def siren():
    seconds = np.arange(160_000) / 32_000
    return (0.3 * np.sin(2 * np.pi * (600 + 200 * np.sin(3 * seconds)) * seconds)).astype(np.float32)


def test_loudness_says_nothing_and_silence_is_no_error(siren):
    import starter_ears as ears

    heard = ears.Ears().eval()(torch.from_numpy(np.stack([siren, 0.01 * siren, 0 * siren])))
    assert heard.shape == (3, ears.WIDE)
    assert torch.allclose(heard[0], heard[1], atol=1e-3)
    assert torch.isfinite(heard).all()
    assert not torch.allclose(heard[0], heard[2], atol=1e-3)


def test_three_samples_become_two_and_what_two_cannot_carry_is_gone():
    import starter_ears as ears

    seconds = np.arange(3200) / 32_000
    tones = torch.from_numpy(np.stack([np.sin(2 * np.pi * hz * seconds) for hz in (1000, 14_000)])).float()[:, None]
    taps = ears.Ears().taps
    slower = torch.nn.functional.conv1d(tones, taps, stride=3, padding=ears.HALF).transpose(1, 2).reshape(2, -1).numpy()
    there = np.arange(slower.shape[1]) * 1.5 / 32_000
    inside = slice(100, -100)
    assert np.allclose(slower[0, inside], np.sin(2 * np.pi * 1000 * there)[inside], atol=0.01)
    assert np.abs(slower[1, inside]).max() < 0.01


def test_varied_windows_differ_from_one_another_and_are_the_same_every_time(siren):
    import starter_ears as ears

    net = ears.Ears().eval()
    first, again = (ears.of_varied(net, siren, np.random.default_rng(7), 3, made=True) for _ in range(2))
    assert np.array_equal(first, again)
    assert np.isfinite(first).all()
    assert np.abs(first[0] - first[1]).max() > 0.01


def test_a_head_points_where_its_kinds_lie_also_where_they_are_known_by_synthesis_alone(monkeypatch):
    import starter_ears as ears
    import starter_sound as sound
    import starter_sound_head as head
    import starter_sound_training as training

    monkeypatch.setattr(head, "STEPS", 150)
    rng, kinds = np.random.default_rng(1), ["dog", "rain", "siren"]
    middles = rng.normal(0, 1, (3, ears.WIDE)).astype(np.float32)

    def clips(of):
        keys = [kind for kind in of for _ in range(30)]
        own = np.stack([middles[kinds.index(key)] for key in keys])[:, None]
        varied = (own + 0.5 * rng.normal(size=(len(keys), 2, ears.WIDE))).astype(np.float32)
        return sound.Sounds([np.zeros((1, 1), np.float32)] * len(keys), list(varied[:, :1]), varied, keys)

    material = head.heard(clips(["dog", "rain"]), clips(kinds), kinds)
    assert material.real.sum() == 60 * 3
    assert len(material.features) == len(material.truth) == 60 * 3 + 90 * 2
    own = np.eye(3, dtype=np.float32)
    trained = head.train(material, training.Aims(kinds, own[:, None], own, own == 0), seed=1)
    with torch.inference_mode():
        assert trained(torch.from_numpy(middles)).argmax(1).tolist() == [0, 1, 2]


def test_the_graph_says_what_the_networks_say(siren, tmp_path):
    import starter_sound as sound

    torch.manual_seed(0)
    tower = sound.Tower([sound.Network(16)], sound.Head(16)).eval()
    sound.export(tower, tmp_path / "sound.onnx")
    sounds = sound.measured([("siren", siren)], variations=1, seed=0, made=True)
    answer = sound.SoundTower(tmp_path / "sound.onnx", threads=1)
    assert (answer.of_clip(siren) @ sound.encode(tower, sounds)[0]) > 0.99
    assert np.allclose(answer.of_short(siren[None, :80_000]), answer(np.tile(siren[None, :80_000], 2)), atol=1e-5)
