"""A tiny model pack that really works, made in a moment: real graphs, a real tokenizer, figures to check by hand.

Its space has eight axes (more are only faint noise), and a picture, a sound or a word lies in it as its meaning says:

    0 warm    red light         low notes (below 500 Hz)       "red", "fire", "low", "drum"
    1 middle  green light       middle notes (500 to 1500 Hz)  "green", "grass", "middle"
    2 cold    blue light        high notes (above 1500 Hz)     "blue", "sea", "high", "bird"
    3 bright  (light - 1/2)     (loud - 1/2)                   "bright", "loud"; "dark", "quiet" lie the other way
    4 seen    colourful or dull -                              "colour", the words of colour; "grey" lies the other way
    5 heard   -                 tonal or not                   "tone", the words of pitch; "noise" lies the other way
    6 kind    -0.1 always       -0.1 always                    0.3 always
    7 busy    contrast          hiss rather than one tone      "busy", "noise"; "plain", "calm" lie the other way

So "red" finds red pictures first and low sounds next, "high tone" finds high sounds first and blue pictures next, a
red picture finds low sounds, and a high tone finds "the sea". Axis 6 sets the three kinds a little apart by a constant,
as the towers of real models do; centring takes that away.

- Picture (32 x 32): mean red, green, blue, their spread, and contrast, through a small matrix. Its image-only space (12
  numbers) holds the mean colours of its four quarters, so it knows where a colour is.
- Sound (8000 Hz, windows of 1 s): energies of 63 frequencies (a convolution), summed into three bands.
- Text: the sum of its words' vectors. Words it does not know are spelled out letter by letter and mean next to nothing.

Whoever needs files: `write_picture`, `write_tone`, `write_noise` and `write_text` make them.
"""

import hashlib
import wave
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from orrery.domain.modality import Kind, Role
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack

SIZE = 32
RATE_HZ = 8000
WINDOW_S = 1.0
MAX_TOKENS = 64
MAX_PIECES = 48
FEATURES_DIM = 12
WARM, MIDDLE, COLD, BRIGHT, SEEN, HEARD, KIND, BUSY = range(8)

PITCHES_HZ = {"low": 200.0, "middle": 900.0, "high": 2500.0}
COLOURS = {
    "red": (230, 20, 20),
    "green": (20, 210, 30),
    "blue": (20, 30, 230),
    "yellow": (230, 220, 20),
    "white": (250, 250, 250),
    "grey": (128, 128, 128),
    "black": (5, 5, 5),
}

# word: red, green, blue (as light, 0 to 1), then brighter, more colourful, more tonal, busier
WORDS: dict[str, tuple[float, ...]] = {
    "red": (1, 0, 0, 0, 0.9, -0.4, 0),
    "green": (0, 1, 0, 0, 0.9, -0.4, 0),
    "blue": (0, 0, 1, 0, 0.9, -0.4, 0),
    "yellow": (1, 0.9, 0, 0.1, 0.9, -0.4, 0),
    "orange": (1, 0.5, 0, 0, 0.9, -0.4, 0),
    "pink": (1, 0.4, 0.6, 0.2, 0.9, -0.4, 0),
    "purple": (0.7, 0, 0.9, 0, 0.9, -0.4, 0),
    "brown": (0.6, 0.35, 0.1, -0.2, 0.3, 0, 0),
    "white": (0, 0, 0, 1, -0.2, 0, -0.1),
    "black": (0, 0, 0, -1, -0.2, 0, -0.1),
    "grey": (0, 0, 0, 0, -0.9, 0, -0.2),
    "bright": (0, 0, 0, 0.9, 0, 0, 0),
    "dark": (0, 0, 0, -0.9, 0, 0, 0),
    "low": (1, 0, 0, 0, -0.2, 0.6, 0),
    "deep": (1, 0, 0, -0.1, -0.2, 0.6, 0),
    "bass": (1, 0, 0, 0, -0.2, 0.6, 0),
    "middle": (0, 1, 0, 0, -0.2, 0.6, 0),
    "high": (0, 0, 1, 0, -0.2, 0.6, 0),
    "loud": (0, 0, 0, 0.9, 0, 0.2, 0),
    "quiet": (0, 0, 0, -0.9, 0, 0.2, 0),
    "silence": (0, 0, 0, -1, 0, -0.6, 0),
    "tone": (0, 0, 0, 0, 0, 0.5, -0.1),
    "sound": (0, 0, 0, 0, 0, 0.4, 0),
    "note": (0, 0, 0, 0, 0, 0.5, -0.1),
    "noise": (0, 0, 0.4, 0, 0, -0.4, 0.9),
    "hiss": (0, 0, 0.6, 0, 0, -0.4, 0.9),
    "picture": (0, 0, 0, 0, 0.4, 0, 0),
    "photo": (0, 0, 0, 0, 0.4, 0, 0),
    "colour": (0, 0, 0, 0, 0.6, 0, 0),
    "busy": (0, 0, 0, 0, 0, 0, 0.9),
    "plain": (0, 0, 0, 0, 0, 0, -0.6),
    "calm": (0, 0, 0, -0.2, 0, 0, -0.6),
    "fire": (1, 0.3, 0, 0.2, 0.3, 0, 0.1),
    "sunset": (1, 0.4, 0, -0.1, 0.4, 0, 0),
    "sun": (1, 0.9, 0, 0.4, 0.3, 0, 0),
    "tomato": (1, 0.05, 0, 0, 0.4, 0, 0),
    "rose": (1, 0, 0.15, 0, 0.4, 0, 0),
    "apple": (0.9, 0.3, 0, 0, 0.3, 0, 0),
    "grass": (0.1, 1, 0, 0, 0.4, 0, 0.1),
    "forest": (0, 0.9, 0.1, -0.3, 0.3, 0, 0.2),
    "leaf": (0.1, 1, 0.1, 0, 0.4, 0, 0),
    "frog": (0, 1, 0, -0.1, 0.2, 0.1, 0),
    "sea": (0, 0.2, 1, 0, 0.3, 0.1, 0.1),
    "ocean": (0, 0.1, 1, -0.1, 0.3, 0.1, 0),
    "sky": (0.1, 0.3, 1, 0.2, 0.3, 0, -0.1),
    "water": (0, 0.2, 1, 0, 0.3, 0.1, 0),
    "wave": (0, 0.2, 0.9, 0, 0.2, 0.1, 0.1),
    "beach": (0.9, 0.8, 0.4, 0.3, 0.3, 0, 0),
    "snow": (0, 0, 0.1, 1, -0.1, 0, -0.1),
    "night": (0, 0, 0.15, -1, -0.1, 0, 0),
    "dog": (0.8, 0.35, 0, -0.1, 0.2, 0.2, 0.1),
    "cat": (0.3, 0.6, 0.2, 0, 0.2, 0.1, 0),
    "bird": (0, 0.1, 0.9, 0, 0.1, 0.5, 0),
    "drum": (1, 0, 0, 0.2, 0, 0.4, 0.2),
    "thunder": (1, 0, 0, 0.1, 0, 0.2, 0.3),
    "whistle": (0, 0, 1, 0, 0, 0.6, -0.1),
    "siren": (0, 0.4, 0.8, 0.3, 0, 0.5, 0),
    "rain": (0, 0, 0.6, -0.2, 0, -0.2, 0.6),
    "city": (0, 0, 0, 0, 0.1, 0.1, 0.8),
    "crowd": (0.1, 0.2, 0, 0.1, 0, 0, 0.8),
}
FILLERS = (  # noqa: SIM905  (a list of 40 literals reads worse)
    "a an the of on in at and or with over under is are was it its this that to by from for as one two three very "
    "people person walking running sitting here there day house street table book story word"
).split()
CONCEPTS = (
    *WORDS,
    *(
        f"{size} {thing}"
        for size in ("bright", "dark", "calm", "busy")
        for thing in ("red", "green", "blue", "sea", "fire")
    ),
    *(f"{pitch} {thing}" for pitch in ("low", "middle", "high") for thing in ("tone", "sound", "noise")),
)


def make_pack(
    folder: Path,
    dim: int = 8,
    *,
    id: str = "toy",  # noqa: A002  (the manifest's word)
    revision: str = "1",
    towers: Sequence[str] = ("image", "sound", "text"),
    features: bool = True,
    calibrated: bool = True,
    recorded: bool = True,
    prefixes: Mapping[str, str] | None = None,
    mirrored: bool = False,
) -> Path:
    """Write a whole pack and return its folder.

    Args:
        folder: made if it is not there.
        dim: of the space, at least 8.
        id: of the pack.
        revision: of the pack.
        towers: which of the three it has.
        features: whether it has the image-only space.
        calibrated: with means, background, platt, references and vocabulary.
        recorded: with self-test vectors.
        prefixes: put before texts, by role.
        mirrored: warm and cold swapped in every tower: the same files otherwise, another model.
    """
    folder.mkdir(parents=True, exist_ok=True)
    axes = _axes(dim, mirrored)
    top = [
        "schema = 1",
        f'id = "{id}"\nrevision = "{revision}"\nname = "Toy"\nfamily = "toy"',
        'licence = "Apache-2.0"\nsource = "made by the tests"\nlanguages = ["en"]',
        f"dim = {dim}" + (f"\nfeatures_dim = {FEATURES_DIM}" if features and "image" in towers else ""),
    ]
    writers = {"image": _write_image_tower, "sound": _write_sound_tower, "text": _write_text_tower}
    sections = [writers[name](folder, axes, features, prefixes or {}) for name in towers]
    write_manifest(folder, top + sections)
    if calibrated or recorded:
        # What was measured of a pack is not a part of its space, so the pack as it is so far can measure itself.
        encoder = Encoder(load_pack(folder, verify=False), threads=1)
        sections += [_recordings(folder, encoder)] if recorded else []
        sections += [_calibration(folder, encoder)] if calibrated else []
        write_manifest(folder, top + sections)
    return folder


def write_manifest(folder: Path, sections: Sequence[str]) -> None:
    """Write manifest.toml with the sections given and the hash of every other file that is there."""
    listed = []
    for file in sorted(folder.iterdir()):
        if file.name != "manifest.toml":
            content = file.read_bytes()
            listed.append(
                f'[files."{file.name}"]\nsha256 = "{hashlib.sha256(content).hexdigest()}"\nsize = {len(content)}'
            )
    (folder / "manifest.toml").write_text("\n\n".join([*sections, *listed]) + "\n", "utf-8")


def rehash(folder: Path) -> None:
    """Let the manifest list the files as they are now: what is broken in them has to be found by other checks."""
    text = (folder / "manifest.toml").read_text("utf-8")
    sections = [section for section in text.strip().split("\n\n") if not section.startswith("[files.")]
    write_manifest(folder, sections)


def picture(colour: Sequence[int]) -> npt.NDArray[np.uint8]:
    """One plain colour, (SIZE, SIZE, 3)."""
    return np.full((SIZE, SIZE, 3), colour, np.uint8)


def tone(frequency_hz: float, loudness: float = 0.5, seconds: float = WINDOW_S) -> npt.NDArray[np.float32]:
    """A sine at RATE_HZ; loudness is its amplitude."""
    time_s = np.arange(round(RATE_HZ * seconds)) / RATE_HZ
    return (loudness * np.sin(2 * np.pi * frequency_hz * time_s)).astype(np.float32)


def hiss(seed: int = 0, loudness: float = 0.2, seconds: float = WINDOW_S) -> npt.NDArray[np.float32]:
    """White noise at RATE_HZ."""
    return np.random.default_rng(seed).normal(0, loudness, round(RATE_HZ * seconds)).clip(-1, 1).astype(np.float32)


def write_picture(
    file: Path, colour: Sequence[int], size: tuple[int, int] = (48, 40), second: Sequence[int] = ()
) -> Path:
    """A picture of one colour, or of two side by side; the format by the file's extension."""
    from PIL import Image

    pixels = np.full((size[1], size[0], 3), colour, np.uint8)
    if second:
        pixels[:, size[0] // 2 :] = second
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(file)
    return file


def write_tone(file: Path, frequency_hz: float, loudness: float = 0.5, seconds: float = 1.0) -> Path:
    """A sine as a 16-bit mono .wav."""
    return _write_wav(file, tone(frequency_hz, loudness, seconds))


def write_noise(file: Path, seed: int = 0, loudness: float = 0.2, seconds: float = 1.0) -> Path:
    """White noise as a 16-bit mono .wav."""
    return _write_wav(file, hiss(seed, loudness, seconds))


def write_text(file: Path, text: str) -> Path:
    """A UTF-8 text file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def _write_wav(file: Path, samples: npt.NDArray[np.float32]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes((samples * 32767).astype("<i2").tobytes())
    return file


def _axes(dim: int, mirrored: bool) -> npt.NDArray[np.float32]:
    """(8, dim): where the eight meanings lie among the axes."""
    axes = np.eye(8, dim, dtype=np.float32)
    if mirrored:
        axes[[WARM, COLD]] = axes[[COLD, WARM]]
    return axes


def _spread(thirds: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """(n, 3) amounts of red, green, blue as (n, 3) warm, middle, cold: each less the mean of the other two."""
    return thirds @ (1.5 * np.eye(3, dtype=np.float32) - 0.5)


def _tensors(**arrays: npt.ArrayLike) -> list[onnx.TensorProto]:
    return [numpy_helper.from_array(np.asarray(array), name) for name, array in arrays.items()]


def _save(
    file: Path,
    nodes: list[onnx.NodeProto],
    inputs: Mapping[str, tuple[int, tuple]],
    outputs: Mapping[str, int],
    tensors: list[onnx.TensorProto],
) -> None:
    graph = helper.make_graph(
        nodes,
        "toy",
        [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ("n", dim)) for name, dim in outputs.items()],
        tensors,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    file.write_bytes(model.SerializeToString())


def _write_image_tower(folder: Path, axes: npt.NDArray[np.float32], features: bool, _: Mapping[str, str]) -> str:
    # Pixels come as (value / 255 - 0.5) / 0.25, so that the tests see whether they were normalised.
    light = np.zeros((5, 8), np.float32)  # red, green, blue, contrast, how colourful
    light[:3, :3] = 0.25 * _spread(np.eye(3, dtype=np.float32))
    light[:3, BRIGHT] = 0.25 / 3
    light[3, BUSY], light[4, SEEN] = 0.5, 0.08
    gap = np.zeros(8, np.float32)
    gap[SEEN], gap[KIND] = -0.3, -0.1
    nodes = [
        helper.make_node("ReduceMean", ["pixels"], ["colour"], axes=[2, 3], keepdims=0),
        helper.make_node("ReduceMax", ["colour"], ["most"], axes=[1], keepdims=1),
        helper.make_node("ReduceMin", ["colour"], ["least"], axes=[1], keepdims=1),
        helper.make_node("Sub", ["most", "least"], ["range"]),
        helper.make_node("Mul", ["range", "range"], ["colourful"]),  # squared: pure colours stand out from pale ones
        helper.make_node("Mul", ["pixels", "pixels"], ["squares"]),
        helper.make_node("ReduceMean", ["squares"], ["power_by_colour"], axes=[2, 3], keepdims=0),
        helper.make_node("Mul", ["colour", "colour"], ["power_of_mean"]),
        helper.make_node("Sub", ["power_by_colour", "power_of_mean"], ["variance"]),
        helper.make_node("Relu", ["variance"], ["some_variance"]),
        helper.make_node("Sqrt", ["some_variance"], ["deviation"]),
        helper.make_node("ReduceMean", ["deviation"], ["contrast"], axes=[1], keepdims=1),
        helper.make_node("Concat", ["colour", "contrast", "colourful"], ["seen"], axis=1),
        helper.make_node("MatMul", ["seen", "light"], ["placed"]),
        helper.make_node("Add", ["placed", "gap"], ["embedding"]),
    ]
    outputs = {"embedding": axes.shape[1]}
    if features:
        half = SIZE // 2
        nodes += [
            helper.make_node("AveragePool", ["pixels"], ["quarters"], kernel_shape=[half, half], strides=[half, half]),
            helper.make_node("Flatten", ["quarters"], ["flat"]),
            helper.make_node("Add", ["flat", "some"], ["features"]),
        ]
        outputs["features"] = FEATURES_DIM
    tensors = _tensors(light=light @ axes, gap=gap @ axes, **({"some": np.float32(0.05)} if features else {}))
    pixels = {"pixels": (TensorProto.FLOAT, ("n", 3, SIZE, SIZE))}
    _save(folder / "image.onnx", nodes, pixels, outputs, tensors)
    return (
        f'[image]\nfile = "image.onnx"\ninput = "pixels"\noutput = "embedding"\nsize = {SIZE}\nresize = "squash"\n'
        'interpolation = "bilinear"\nmean = [0.5, 0.5, 0.5]\nstd = [0.25, 0.25, 0.25]'
        + ('\nfeatures_output = "features"' if features else "")
    )


def _write_sound_tower(folder: Path, axes: npt.NDArray[np.float32], _: bool, __: Mapping[str, str]) -> str:
    length, bins = 128, np.arange(1, 64)  # 62.5 Hz apart
    angles = 2 * np.pi * bins[:, None] * np.arange(length) / length
    window = np.hanning(length)
    kernel = np.concatenate([np.cos(angles) * window, np.sin(angles) * window]).astype(np.float32)[:, None]
    hz = bins * RATE_HZ / length
    bands = np.stack([hz < 500, (hz >= 500) & (hz < 1500), hz >= 1500], axis=1).astype(np.float32)
    pitch = np.zeros((5, 8), np.float32)  # low, middle, high, loudness, share of the strongest frequency
    pitch[:3, :3] = _spread(np.eye(3, dtype=np.float32))
    # One tone fills two thirds of its spectrum, hiss spreads over all of it, silence has none.
    pitch[:3, BUSY] = 0.5
    pitch[3, BRIGHT], pitch[4, HEARD], pitch[4, BUSY] = 1.0, 1.5, -1.0
    gap = np.zeros(8, np.float32)
    gap[BRIGHT], gap[HEARD], gap[KIND] = -0.5, -0.4, -0.1
    nodes = [
        helper.make_node("Unsqueeze", ["waveform", "one"], ["mono"]),
        helper.make_node("Conv", ["mono", "kernel"], ["waves"], strides=[64]),
        helper.make_node("Mul", ["waves", "waves"], ["energies"]),
        helper.make_node("ReduceMean", ["energies"], ["halves"], axes=[2], keepdims=0),
        helper.make_node("MatMul", ["halves", "both"], ["spectrum"]),  # cosine's and sine's energies together
        helper.make_node("ReduceSum", ["spectrum", "one"], ["sum"], keepdims=1),
        helper.make_node("Add", ["sum", "little"], ["total"]),
        helper.make_node("Div", ["spectrum", "total"], ["shares"]),
        helper.make_node("MatMul", ["shares", "bands"], ["thirds"]),
        helper.make_node("ReduceMax", ["shares"], ["peak"], axes=[1], keepdims=1),
        helper.make_node("Mul", ["waveform", "waveform"], ["power"]),
        helper.make_node("ReduceMean", ["power"], ["mean_power"], axes=[1], keepdims=1),
        helper.make_node("Sqrt", ["mean_power"], ["level"]),
        helper.make_node("Mul", ["level", "two"], ["loud"]),
        helper.make_node("Clip", ["loud", "nothing", "full"], ["loudness"]),
        helper.make_node("Concat", ["thirds", "loudness", "peak"], ["heard"], axis=1),
        helper.make_node("MatMul", ["heard", "pitch"], ["placed"]),
        helper.make_node("Add", ["placed", "gap"], ["embedding"]),
    ]
    tensors = _tensors(
        one=np.array([1], np.int64),
        kernel=kernel,
        both=np.concatenate([np.eye(63, dtype=np.float32)] * 2),
        little=np.float32(1e-6),
        bands=bands,
        two=np.float32(2),
        nothing=np.float32(0),
        full=np.float32(1),
        pitch=pitch @ axes,
        gap=gap @ axes,
    )
    waveform = {"waveform": (TensorProto.FLOAT, ("n", round(RATE_HZ * WINDOW_S)))}
    _save(folder / "sound.onnx", nodes, waveform, {"embedding": axes.shape[1]}, tensors)
    return (
        '[sound]\nfile = "sound.onnx"\ninput = "waveform"\noutput = "embedding"\n'
        f'rate_hz = {RATE_HZ}\nwindow_s = {WINDOW_S}\nfill = "repeat"'
    )


def _write_text_tower(folder: Path, axes: npt.NDArray[np.float32], _: bool, prefixes: Mapping[str, str]) -> str:
    vocabulary = _write_tokenizer(folder / "tokenizer.json")
    dim = axes.shape[1]
    table = np.random.default_rng(7).normal(0, 0.01, (len(vocabulary), dim)).astype(np.float32)
    table[:5] = 0  # [PAD] [UNK] [CLS] [SEP] [MASK]
    table[0] = 9  # so that padding which is not masked cannot go unnoticed
    for word, (red, green, blue, bright, seen, heard, busy) in WORDS.items():
        meaning = np.zeros(8, np.float32)
        meaning[:3] = _spread(np.array([[red, green, blue]], np.float32))[0]
        meaning[[BRIGHT, SEEN, HEARD, BUSY]] = bright, seen, heard, busy
        table[vocabulary[word]] += meaning @ axes
        table[vocabulary[f"{word}s"]] = table[vocabulary[word]]
    gap = np.zeros(8, np.float32)
    gap[KIND] = 0.3
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["words"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["column"]),
        helper.make_node("Mul", ["words", "column"], ["read"]),
        helper.make_node("ReduceSum", ["read", "pieces"], ["sum"], keepdims=0),
        helper.make_node("Add", ["sum", "gap"], ["embedding"]),
    ]
    tensors = _tensors(table=table, last=np.array([2]), pieces=np.array([1]), gap=gap @ axes)
    ids = dict.fromkeys(("input_ids", "attention_mask"), (TensorProto.INT64, ("n", "pieces")))
    _save(folder / "text.onnx", nodes, ids, {"embedding": dim}, tensors)
    given = "".join(f'\n{role} = "{prefix}"' for role, prefix in prefixes.items())
    return (
        '[text]\nfile = "text.onnx"\ninputs = ["input_ids", "attention_mask"]\noutput = "embedding"\n'
        f'tokenizer = "tokenizer.json"\nmax_tokens = {MAX_TOKENS}\nmax_pieces = {MAX_PIECES}'
        + (f"\n[text.prefixes]{given}" if given else "")
    )


def _write_tokenizer(file: Path) -> dict[str, int]:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    entries = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    entries += [*".,;:!?-'\"()", *FILLERS, *WORDS, *(f"{word}s" for word in WORDS)]
    vocabulary = {entry: number for number, entry in enumerate(dict.fromkeys(entries))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, [("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.save(str(file))
    return vocabulary


def _recordings(folder: Path, encoder: Encoder) -> str:
    lines, vectors = ["[self_test]"], []
    if encoder.inputs.image:
        pixels = np.stack([picture(COLOURS["red"]), picture(COLOURS["blue"])])
        np.save(folder / "self_test_image.npy", pixels)
        vectors.append(encoder.encode_images(pixels)[0])
        lines.append('image = "self_test_image.npy"')
    if encoder.inputs.sound:
        windows = np.stack([tone(PITCHES_HZ["low"]), hiss()]).astype(np.float16)
        np.save(folder / "self_test_sound.npy", windows)
        vectors.append(encoder.encode_sounds(windows.astype(np.float32)))
        lines.append('sound = "self_test_sound.npy"')
    if encoder.inputs.text:
        texts = ("a red apple", "rain over the sea at night")
        vectors.append(encoder.encode_texts(texts, Role.QUERY))
        lines.append('texts = ["a red apple", "rain over the sea at night"]')
    np.save(folder / "self_test_vectors.npy", np.concatenate(vectors).astype(np.float16))
    return "\n".join([*lines, 'vectors = "self_test_vectors.npy"'])


def _calibration(folder: Path, encoder: Encoder) -> str:
    """Measure the pack as `search` will: cosines of unrelated things, after centring."""
    references = _references(encoder)
    means = np.zeros((len(Role), encoder.space.dim), np.float32)
    for row, role in enumerate(Role):
        if role in references:
            means[row] = references[role].mean(axis=0)
    np.save(folder / "means.npy", means)
    lines = ["[calibration]", 'means = "means.npy"']
    if Role.QUERY in references:
        (folder / "concepts.txt").write_text("\n".join(CONCEPTS) + "\n", "utf-8")
        np.save(folder / "concepts.npy", references[Role.QUERY].astype(np.float16))
        lines += ['concepts = "concepts.txt"', 'concept_vectors = "concepts.npy"']
    named = []
    for role in references.keys() - {Role.QUERY}:
        np.save(folder / f"reference_{role}.npy", references[role].astype(np.float16))
        named.append(f'{role} = "reference_{role}.npy"')
    lines.append("references = {" + ", ".join(sorted(named)) + "}")
    centred = {role: _centred(vectors, means[list(Role).index(role)]) for role, vectors in references.items()}
    kinds = [kind for kind in Kind if kind.role in centred]
    lines += [_figures(role, kind, asking @ centred[kind.role].T) for role, asking in centred.items() for kind in kinds]
    return "\n".join(lines)


def _references(encoder: Encoder) -> dict[Role, npt.NDArray[np.float32]]:
    random, references = np.random.default_rng(11), dict[Role, npt.NDArray[np.float32]]()
    if encoder.inputs.image:
        blocks = random.integers(0, 256, (256, 2, 2, 3), np.uint8)
        blocks[::2] = blocks[::2, :1, :1]  # half of them plain
        blocks[::3] = blocks[::3].mean(axis=-1, keepdims=True)  # a third of them grey
        references[Role.IMAGE] = encoder.encode_images(blocks.repeat(SIZE // 2, 1).repeat(SIZE // 2, 2))[0]
    if encoder.inputs.sound:
        pitches_hz, loud = np.exp(random.uniform(np.log(80), np.log(3800), 256)), random.uniform(0.02, 0.7, 256)
        noisy = random.uniform(0, 0.3, 256) * (random.random(256) < 0.75)
        windows = np.stack([tone(hz, level) for hz, level in zip(pitches_hz, loud, strict=True)])
        windows += noisy[:, None].astype(np.float32) * hiss(1, 1.0)
        references[Role.SOUND] = encoder.encode_sounds(windows.clip(-1, 1))
    if encoder.inputs.text:
        words = [*WORDS, *FILLERS]
        passages = [" ".join(random.choice(words, random.integers(4, 16))) for _ in range(256)]
        references[Role.PASSAGE] = encoder.encode_texts(passages, Role.PASSAGE)
        references[Role.QUERY] = encoder.encode_texts(CONCEPTS, Role.QUERY)
    return references


def _centred(vectors: npt.NDArray[np.float32], mean: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    apart = vectors - mean
    return apart / np.linalg.norm(apart, axis=1, keepdims=True)


def _figures(role: Role, kind: Kind, cosines: npt.NDArray[np.float32]) -> str:
    """Background, and scores by this rule: a centred cosine of 0.6 scores 0.5, one of 0.9 scores 0.95."""
    median = float(np.median(cosines))
    sigma = 1.4826 * float(np.median(np.abs(cosines - median)))
    even, sure = (0.6 - median) / sigma, (0.9 - median) / sigma
    a = np.log(0.95 / 0.05) / (sure - even)
    asking = f'role = "{role}"\nkind = "{kind}"'
    return (
        f"[[calibration.background]]\n{asking}\nmedian = {median:.5f}\nsigma = {sigma:.5f}\n"
        f"[[calibration.platt]]\n{asking}\na = {a:.5f}\nb = {-a * even:.5f}"
    )
