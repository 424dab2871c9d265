from pathlib import Path

import numpy as np
import pytest

from orrery.domain.calibration import Background, Platt
from orrery.domain.modality import Kind, Role
from orrery.encoding.calibration import load_calibration
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from orrery.errors import PackDamaged
from packs import CONCEPTS, make_pack, rehash


def test_a_packs_figures_are_read(toy: Encoder) -> None:
    calibration = load_calibration(toy.pack)
    assert set(calibration.means) == set(Role)
    assert all(mean.shape == (8,) and mean.dtype == np.float32 for mean in calibration.means.values())
    assert set(calibration.background) == set(calibration.platt) == {(role, kind) for role in Role for kind in Kind}
    assert {role: rows.shape for role, rows in calibration.references.items()} == {
        Role.IMAGE: (256, 8),
        Role.SOUND: (256, 8),
        Role.PASSAGE: (256, 8),
    }
    assert calibration.concepts == CONCEPTS
    assert calibration.concept_vectors.dtype == np.float16
    queries = toy.encode_texts(CONCEPTS, Role.QUERY)
    assert calibration.concept_vectors.astype(np.float32) == pytest.approx(queries, abs=1e-3)
    # Rows of means.npy are in the order of the roles.
    assert calibration.means[Role.QUERY] == pytest.approx(queries.mean(axis=0), abs=1e-5)
    assert calibration.means[Role.SOUND] == pytest.approx(calibration.references[Role.SOUND].mean(axis=0), abs=1e-3)


def test_names_may_be_stored_as_directions_of_eight_bits(tmp_path: Path, toy: Encoder) -> None:
    folder = make_pack(tmp_path, dim=8)
    kept = load_calibration(load_pack(folder)).concept_vectors.astype(np.float32)
    np.save(folder / "concepts.npy", np.round(kept / np.abs(kept).max(axis=1, keepdims=True) * 127).astype(np.int8))
    rehash(folder)
    read = load_calibration(load_pack(folder)).concept_vectors.astype(np.float32)
    assert (kept * read).sum(axis=1).min() > 0.9995
    assert np.linalg.norm(read, axis=1) == pytest.approx(1, abs=1e-3)


def test_a_direction_of_no_length_is_a_damaged_pack(tmp_path: Path) -> None:
    folder = make_pack(tmp_path, dim=8)
    rows = np.ones((len(CONCEPTS), 8), np.int8)
    rows[0] = 0
    np.save(folder / "concepts.npy", rows)
    rehash(folder)
    with pytest.raises(PackDamaged, match="no direction"):
        load_calibration(load_pack(folder))


def test_a_pack_without_figures_gives_neutral_ones(tmp_path: Path) -> None:
    calibration = load_calibration(load_pack(make_pack(tmp_path, dim=16, calibrated=False)))
    assert not any(mean.any() for mean in calibration.means.values())
    assert calibration.background[Role.IMAGE, Kind.TEXT] == Background(0.0, 0.25)
    assert calibration.platt[Role.QUERY, Kind.SOUND] == Platt(1.0, -4.0)
    assert calibration.references[Role.IMAGE].shape == (0, 16)
    assert calibration.concepts == ()
    assert calibration.concept_vectors.shape == (0, 16)


def test_what_a_pack_does_not_measure_is_neutral_beside_what_it_does(tmp_path: Path) -> None:
    calibration = load_calibration(load_pack(make_pack(tmp_path, towers=("image", "text"))))
    assert calibration.background[Role.QUERY, Kind.SOUND] == Background(0.0, 1 / np.sqrt(8))
    assert calibration.background[Role.QUERY, Kind.IMAGE].sigma != 1 / np.sqrt(8)
    assert not calibration.means[Role.SOUND].any()
    assert calibration.references[Role.SOUND].shape == (0, 8)


@pytest.mark.parametrize(
    ("name", "array", "sentence"),
    [
        ("means.npy", np.zeros((4, 9), np.float32), "“means.npy” should hold 4 × 8 of .*, but holds 4 × 9 of float32"),
        ("means.npy", np.zeros((4, 8), np.int64), "but holds 4 × 8 of int64"),
        ("means.npy", np.full((4, 8), np.nan, np.float32), "values that are not numbers"),
        ("means.npy", np.full((4, 8), 3.0, np.float32), "means longer than the vectors"),
        ("means.npy", np.array([{"a": "pickle"}], dtype=object), "“means.npy” cannot be read as an array"),
        ("concepts.npy", np.eye(8, dtype=np.float16), "“concepts.npy” should hold"),
        ("reference_image.npy", np.zeros((0, 8), np.float16), "should hold any × 8"),
        (
            "reference_image.npy",
            np.ones((5, 8), np.float16),
            "“reference_image.npy” holds vectors that are not of unit",
        ),
    ],
)
def test_an_array_that_does_not_fit_is_a_damaged_pack(
    broken: Path, name: str, array: np.ndarray, sentence: str
) -> None:
    np.save(broken / name, array, allow_pickle=True)
    rehash(broken)
    with pytest.raises(PackDamaged, match=sentence):
        load_calibration(load_pack(broken))


@pytest.mark.parametrize("content", [b"\0", b"\x93NUMPY", b"PK\3\4"])
def test_a_file_that_is_no_array_is_a_damaged_pack(broken: Path, content: bytes) -> None:
    (broken / "means.npy").write_bytes(content)
    rehash(broken)
    with pytest.raises(PackDamaged, match=r"“means.npy”"):
        load_calibration(load_pack(broken))


def test_an_archive_of_arrays_is_a_damaged_pack(broken: Path) -> None:
    with (broken / "means.npy").open("wb") as file:
        np.savez(file, means=np.zeros((4, 8), np.float32))
    rehash(broken)
    with pytest.raises(PackDamaged, match="cannot be read as an array"):
        load_calibration(load_pack(broken))


def test_a_vocabulary_that_is_no_text_is_a_damaged_pack(broken: Path) -> None:
    (broken / "concepts.txt").write_bytes(b"\xff\xfe\xfa")
    rehash(broken)
    with pytest.raises(PackDamaged, match="cannot be read as text"):
        load_calibration(load_pack(broken))


def test_figures_cannot_be_changed(toy: Encoder) -> None:
    calibration = load_calibration(toy.pack)
    with pytest.raises(ValueError, match="read-only"):
        calibration.means[Role.QUERY][0] = 1
    with pytest.raises(TypeError):
        calibration.means[Role.QUERY] = calibration.means[Role.IMAGE]  # pyright: ignore[reportIndexIssue]


def test_the_words_of_the_starter_pack_are_written_cleanly() -> None:
    from orrery.paths import starter_pack

    file = starter_pack() / "concepts.txt"
    if not file.exists():
        pytest.skip("the starter pack is not here")
    concepts = file.read_text("utf-8").splitlines()
    assert len(concepts) >= 3000
    assert all(concept == " ".join(concept.split()) != "" for concept in concepts)
    assert len(set(concepts)) == len(concepts)
