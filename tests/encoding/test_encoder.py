import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from orrery.domain.modality import Kind, Role
from orrery.encoding import chain as chain_module
from orrery.encoding import encoder as encoder_module
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from orrery.errors import ModelProblem, PackDamaged, UnusableVector
from packs import COLOURS, PITCHES_HZ, SIZE, hiss, make_pack, picture, tone

PICTURES = np.random.default_rng(0).integers(0, 256, (21, SIZE, SIZE, 3), np.uint8)
WINDOWS = np.stack([hiss(seed, 0.02 * (seed + 1)) for seed in range(11)])
TEXTS = [" ".join(["a red dog", "the sea", "running on green grass", "xyzzy"][: 1 + n % 4]) for n in range(40)]


def test_a_picture_lies_where_its_colour_says(toy: Encoder) -> None:
    vectors, features = toy.encode_images(picture((255, 0, 0))[None])
    # By hand: warm 1, middle -.5, cold -.5, bright 1/3 - 1/2, colourful .08 * 4² - .3, kind -.1.
    expected = np.array([1, -0.5, -0.5, 1 / 3 - 0.5, 0.98, 0, -0.1, 0])
    assert vectors == pytest.approx(expected[None] / np.linalg.norm(expected), abs=1e-5)
    assert vectors.dtype == np.float32
    # The image-only space: each quarter's red, green, blue as (value - .5) / .25, plus .05.
    assert features is not None
    quarters = np.repeat([2.05, -1.95, -1.95], 4)
    assert features == pytest.approx(quarters[None] / np.linalg.norm(quarters), abs=1e-5)


def test_words_pictures_and_sounds_of_one_meaning_find_each_other(toy: Encoder) -> None:
    pictures, _ = toy.encode_images(np.stack([picture(COLOURS[name]) for name in ("red", "green", "blue")]))
    sounds = toy.encode_sounds(np.stack([tone(hz) for hz in PITCHES_HZ.values()]))
    colours = toy.encode_texts(["something red", "green grass", "the blue sea"], Role.QUERY)
    pitches = toy.encode_texts(["a low tone", "a middle tone", "a high tone"], Role.QUERY)
    for asking, asked in ((colours, pictures), (pitches, sounds), (pictures, sounds), (colours, sounds)):
        assert np.argmax(asking @ asked.T, axis=1).tolist() == [0, 1, 2]


def test_vectors_have_unit_length(toy: Encoder) -> None:
    pictures, features = toy.encode_images(PICTURES)
    assert features is not None
    for vectors in (pictures, features, toy.encode_sounds(WINDOWS), toy.encode_texts(TEXTS, Role.PASSAGE)):
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_an_input_gets_the_same_vector_alone_and_in_a_batch(toy: Encoder) -> None:
    together, features = toy.encode_images(PICTURES)
    assert features is not None
    for row in (0, 7, 8, 20):
        alone, alone_features = toy.encode_images(PICTURES[row : row + 1])
        assert alone_features is not None
        assert alone[0] == pytest.approx(together[row], abs=1e-5)
        assert alone_features[0] == pytest.approx(features[row], abs=1e-5)
    sounds = toy.encode_sounds(WINDOWS)
    assert toy.encode_sounds(WINDOWS[9:10])[0] == pytest.approx(sounds[9], abs=1e-5)
    texts = toy.encode_texts(TEXTS, Role.QUERY)
    for row in (0, 3, 39):
        assert toy.encode_texts(TEXTS[row : row + 1], Role.QUERY)[0] == pytest.approx(texts[row], abs=1e-5)


def test_nothing_in_gives_nothing_out(toy: Encoder) -> None:
    vectors, features = toy.encode_images(np.zeros((0, SIZE, SIZE, 3), np.uint8))
    assert features is not None
    assert vectors.shape == (0, 8)
    assert features.shape == (0, 12)
    assert toy.encode_sounds(np.zeros((0, 8000), np.float32)).shape == (0, 8)
    assert toy.encode_texts([], Role.QUERY).shape == (0, 8)
    assert toy.count_pieces([]) == []


def test_pixels_that_are_a_view_of_a_larger_array_are_encoded_alike(toy: Encoder) -> None:
    larger = np.repeat(PICTURES, 2, axis=2)
    assert toy.encode_images(larger[:, :, ::2])[0] == pytest.approx(toy.encode_images(PICTURES)[0])
    backwards = np.ascontiguousarray(WINDOWS[:, ::-1])[:, ::-1]
    assert toy.encode_sounds(backwards) == pytest.approx(toy.encode_sounds(WINDOWS))


def test_a_role_puts_its_prefix_before_a_text(tmp_path: Path, toy: Encoder) -> None:
    folder = make_pack(tmp_path, prefixes={"query-text": "red ", "passage": "blue "}, calibrated=False, recorded=False)
    prefixed = Encoder(load_pack(folder), threads=1)
    for role, prefix in ((Role.QUERY, "red"), (Role.PASSAGE, "blue")):
        assert prefixed.encode_texts(["dog"], role) == pytest.approx(toy.encode_texts([f"{prefix} dog"], role))
    assert prefixed.count_pieces(["dog"]) == [1]


def test_a_text_too_long_for_the_model_is_cut_at_its_end(toy: Encoder) -> None:
    kept = " ".join(["red"] * 62)  # of 64 tokens, two are special
    assert toy.encode_texts([kept + " blue" * 500], Role.PASSAGE) == pytest.approx(
        toy.encode_texts([kept], Role.PASSAGE)
    )


def test_texts_of_a_batch_are_of_like_length(toy: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    chain, widths = toy._text(), []
    run = chain.run
    monkeypatch.setattr(chain, "run", lambda feeds, rows: widths.append(feeds["input_ids"].shape) or run(feeds, rows))
    toy.encode_texts(["red", "red " * 50] * encoder_module.BATCHES[Kind.TEXT], Role.PASSAGE)
    assert widths == [(encoder_module.BATCHES[Kind.TEXT], 52), (encoder_module.BATCHES[Kind.TEXT], 3)]


def test_a_batch_larger_than_the_best_is_split(toy: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    chain, sizes = toy._image(), []
    run = chain.run
    monkeypatch.setattr(chain, "run", lambda feeds, rows: sizes.append(len(feeds["pixels"])) or run(feeds, rows))
    toy.encode_images(PICTURES)
    assert sum(sizes) == len(PICTURES)
    assert max(sizes) == encoder_module.BATCHES[Kind.IMAGE]


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e30])
def test_a_sound_that_gives_no_direction_is_an_error_that_names_it(toy: Encoder, bad: float) -> None:
    windows = WINDOWS.copy()
    windows[3, 100] = windows[9, 5] = bad
    with pytest.raises(UnusableVector, match="The model “Toy” cannot place sound 4 of 11") as caught:
        toy.encode_sounds(windows)
    assert caught.value.fields["rows"] == (3, 9)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30, 1e-30, 0])
def test_numbers_without_a_direction_never_become_a_vector(toy: Encoder, value: float) -> None:
    vectors = np.ones((2, 8), np.float32)
    vectors[1] = value
    with pytest.raises(UnusableVector, match="cannot place picture 2 of 2"):
        toy._unit(vectors, "picture")


def test_half_a_surrogate_pair_in_a_text_is_survived(toy: Encoder) -> None:
    assert toy.encode_texts(["red \udc80 dog"], Role.QUERY).shape == (1, 8)
    assert toy.count_pieces(["red \udc80 dog"])[0] >= 2


def test_a_tower_that_the_pack_lacks_is_said_so(tmp_path: Path) -> None:
    encoder = Encoder(load_pack(make_pack(tmp_path, towers=("text",))), threads=1)
    assert encoder.inputs.image is None
    assert encoder.features is None
    with pytest.raises(ModelProblem, match="“Toy” does not read pictures"):
        encoder.encode_images(PICTURES)
    with pytest.raises(ModelProblem, match="“Toy” does not read sounds"):
        encoder.encode_sounds(WINDOWS)


def test_a_pack_without_an_image_only_space_gives_no_features(tmp_path: Path) -> None:
    encoder = Encoder(load_pack(make_pack(tmp_path, features=False)), threads=1)
    assert encoder.encode_images(PICTURES)[1] is None


def test_arrays_of_the_wrong_shape_or_type_are_a_mistake_of_the_caller(toy: Encoder) -> None:
    with pytest.raises(ValueError, match="expected"):
        toy.encode_images(PICTURES[:, :16])
    with pytest.raises(ValueError, match="expected"):
        toy.encode_sounds(WINDOWS.astype(np.float64))
    with pytest.raises(ValueError, match="query or passage"):
        toy.encode_texts(["red"], Role.IMAGE)


def test_towers_open_at_their_first_use_and_only_once(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, graph = [], chain_module.Graph
    monkeypatch.setattr(
        chain_module, "Graph", lambda pack, file, *rest: opened.append(file) or graph(pack, file, *rest)
    )
    encoder = Encoder(load_pack(toy_folder), threads=1)
    assert opened == []
    start = threading.Barrier(8)

    def encode(_: int) -> None:
        start.wait()
        encoder.encode_texts(["red"], Role.QUERY)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(encode, range(8)))
    assert opened == ["text.onnx"]


def test_a_tower_that_failed_to_open_is_tried_again(broken: Path) -> None:
    encoder = Encoder(load_pack(broken), threads=1)
    content = (broken / "image.onnx").read_bytes()
    (broken / "image.onnx").unlink()
    with pytest.raises(PackDamaged):
        encoder.encode_images(PICTURES)
    (broken / "image.onnx").write_bytes(content)
    assert len(encoder.encode_images(PICTURES)[0]) == len(PICTURES)


def test_a_job_and_queries_encode_at_once_and_get_what_they_get_alone(toy_folder: Path) -> None:
    encoder = Encoder(load_pack(toy_folder), threads=2)
    alone = (
        encoder.encode_texts(TEXTS, Role.PASSAGE),
        encoder.encode_images(PICTURES)[0],
        encoder.encode_texts(["red"], Role.QUERY),
    )

    def job(_: int) -> bool:
        texts, pictures = encoder.encode_texts(TEXTS, Role.PASSAGE), encoder.encode_images(PICTURES)[0]
        return bool(np.allclose(texts, alone[0], atol=1e-5) and np.allclose(pictures, alone[1], atol=1e-5))

    def query(_: int) -> bool:
        return bool(np.allclose(encoder.encode_texts(["red"], Role.QUERY), alone[2], atol=1e-5))

    with ThreadPoolExecutor(4) as threads:
        jobs, queries = threads.map(job, range(20)), threads.map(query, range(60))
        assert all(jobs)
        assert all(queries)


def test_every_dimension_from_eight_up_can_be_made(tmp_path: Path) -> None:
    encoder = Encoder(load_pack(make_pack(tmp_path, dim=24)), threads=1)
    assert encoder.encode_images(PICTURES)[0].shape == (21, 24)
    assert encoder.encode_texts(["red"], Role.QUERY).shape == (1, 24)
