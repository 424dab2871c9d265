"""The graphs that scan, against the same sums in NumPy."""

from pathlib import Path

import numpy as np
import pytest

from orrery.search.index.graphs import BLOCK, PackedGraph, bytes_of, exact_graph, write_codes
from orrery.search.index.packing import Basis, pack
from search.space import random_vectors


@pytest.mark.parametrize(("rows", "dim", "queries"), [(0, 7, 1), (1, 3, 2), (BLOCK + 5, 40, 1), (300, 96, 5)])
def test_exact_products_are_those_of_centred_rows(rows: int, dim: int, queries: int) -> None:
    vectors = random_vectors(max(rows, 1), dim=dim)[:rows].astype(np.float16)
    mean, asked = np.full(dim, 0.03, np.float32), random_vectors(queries, seed=1, dim=dim)
    moved = vectors.astype(np.float32) - mean
    expected = moved / np.linalg.norm(moved, axis=1, keepdims=True) @ asked.T
    graph = exact_graph(dim)
    found = graph.dot(vectors, graph.inverse(vectors, mean), mean, asked)
    assert found.shape == (rows, queries)
    assert np.allclose(found, expected, atol=2e-6)


@pytest.mark.parametrize(("picked", "queries"), [(0, 1), (1, 3), (900, 1), (BLOCK + 5, 2)])
def test_rows_picked_from_anywhere_are_multiplied_as_they_are_stored(picked: int, queries: int) -> None:
    vectors, asked = random_vectors(300, dim=40).astype(np.float16), random_vectors(queries, seed=1, dim=40)
    rows = np.random.default_rng(2).integers(0, 300, picked)
    found = exact_graph(40).picked(vectors, rows, asked)
    assert found.shape == (picked, queries)
    assert np.allclose(found, vectors[rows].astype(np.float32) @ asked.T, atol=2e-6)


def test_a_row_equal_to_the_mean_is_near_to_nothing() -> None:
    mean = np.array([0.5, 0.25, 0.0], np.float32)
    rows = np.stack([mean, [1, 0, 0]]).astype(np.float16)
    graph = exact_graph(3)
    assert graph.dot(rows, graph.inverse(rows, mean), mean, np.eye(3, dtype=np.float32))[0].tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("dim", "is_quick"), [(5, False), (100, False), (256, False), (600, False), (100, True), (300, True)]
)
def test_codes_are_off_by_as_much_as_they_say(tmp_path: Path, dim: int, is_quick: bool) -> None:
    rng = np.random.default_rng(dim)
    spread = rng.standard_normal((4_000, dim)) * np.arange(1, dim + 1) ** -0.7
    rows = (spread / np.linalg.norm(spread, axis=1, keepdims=True)).astype(np.float32)
    basis = Basis.of(rows, is_quick=is_quick)
    assert basis.is_quick == is_quick
    assert basis.kept == 128 if is_quick else basis.kept % 256 == 0
    assert (0.8 if is_quick else 0.9) <= basis.energy <= 1.0001
    write_codes(tmp_path / "codes", pack(rows @ basis.axes))
    assert (tmp_path / "codes").stat().st_size == bytes_of(len(rows), basis.kept)
    graph = PackedGraph(tmp_path / "codes", len(rows), basis.kept)
    asked = random_vectors(8, seed=2, dim=dim)
    off = graph.dot(basis.seen(asked)) - asked @ rows.T
    told = np.array([basis.deviation(query) for query in asked])
    assert np.all(off.std(axis=1) < 1.3 * told)
    assert np.all(off.std(axis=1) > 0.5 * told)


def test_few_vectors_keep_all_their_directions() -> None:
    assert Basis.of(random_vectors(10, dim=270)).kept == 512
    assert Basis.of(random_vectors(1, dim=70)).energy == pytest.approx(1.0)
