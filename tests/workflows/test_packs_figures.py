"""What a library tells of a model that came without figures: how far it raises the bar, and how long that holds."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from orrery.app import open_engine
from orrery.domain.modality import Kind, Role
from orrery.encoding.calibration import load_calibration
from orrery.encoding.pack import load_pack
from orrery.errors import PackDamaged
from orrery.library.library import Library
from orrery.search.background import sample
from orrery.search.centring import centred
from orrery.workflows import packs_words
from orrery.workflows.engine import Engine
from orrery.workflows.indexing import figures_folder, forget_figures
from orrery.workflows.ingest import ingest
from orrery.workflows.packs import add_model
from orrery.workflows.packs_figures import completed, is_fitted
from orrery.workflows.packs_words import NONSENSE, made_up
from packs import make_pack, rehash, write_picture


@pytest.fixture
def bare(own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model of somebody else's, taken in: its words are measured, nothing else."""
    monkeypatch.setattr(packs_words, "MOST_PHRASES", 60)
    add_model(make_pack(tmp_path / "theirs", id="bare", calibrated=False))
    return own_home / "packs" / "bare"


@pytest.fixture
def engine(bare: Path, tmp_path: Path) -> Engine:
    return open_engine(tmp_path / "own.orrery", pack="bare")


def pictures(folder: Path, count: int, first: int = 0) -> Path:
    random = np.random.default_rng(3 + first)
    for number in range(first, first + count):
        write_picture(folder / f"{number}.png", tuple(random.integers(0, 256, 3).tolist()))
    return folder


def figures(bare: Path, library: Path):
    pack = load_pack(bare)
    with Library.open(library) as opened:
        return completed(load_calibration(pack), pack, opened)


def test_made_up_questions_are_many_and_always_the_same() -> None:
    known = made_up(NONSENSE)
    assert known == made_up(NONSENSE)
    assert len(set(known)) == NONSENSE
    assert all(known)


def test_a_model_that_brings_no_figures_has_its_words_and_made_up_words_measured(bare: Path) -> None:
    own = load_calibration(load_pack(bare))
    assert own.nonsense.shape == (NONSENSE, 8)
    assert np.linalg.norm(own.nonsense, axis=1) == pytest.approx(1, abs=1e-3)
    assert len(own.concepts) > 0
    assert not is_fitted(load_pack(bare))


def test_a_model_that_brings_figures_keeps_its_own(own_home: Path, tmp_path: Path) -> None:
    pack = add_model(make_pack(tmp_path / "theirs", id="whole"))
    assert is_fitted(pack)
    assert load_calibration(pack).nonsense.shape == (0, 8)


def test_made_up_words_raise_the_bar_to_where_one_answer_in_a_thousand_lies(
    bare: Path, engine: Engine, tmp_path: Path
) -> None:
    ingest(engine, [pictures(tmp_path / "files", 90)])
    own = figures(bare, engine.library_path)
    pair = Role.QUERY, Kind.IMAGE
    with Library.open(engine.library_path) as opened:
        stored = opened.vectors.load(engine.space, Kind.IMAGE).vectors
    cosines = centred(own.nonsense, own.means[Role.QUERY]) @ centred(sample(stored, 4000), own.means[Role.IMAGE]).T
    z = (cosines - own.background[pair].median) / own.background[pair].sigma
    bar = -own.platt[pair].b / own.platt[pair].a
    assert (z > bar).mean() <= 0.00101
    assert bar == pytest.approx(max(np.quantile(z, 0.999), 3.276), abs=0.01)


def test_borrowed_bars_do_not_say_which_kind_comes_first(bare: Path, engine: Engine, tmp_path: Path) -> None:
    ingest(engine, [pictures(tmp_path / "files", 30)])
    own = figures(bare, engine.library_path)
    for role in (Role.IMAGE, Role.SOUND, Role.PASSAGE):
        assert len({own.platt[role, kind] for kind in Kind}) == 1
    assert len({own.platt[Role.QUERY, kind] for kind in Kind}) == 3


def test_figures_hold_until_there_is_twice_as_much(bare: Path, engine: Engine, tmp_path: Path) -> None:
    ingest(engine, [pictures(tmp_path / "files", 40)])
    first = figures(bare, engine.library_path)
    ingest(engine, [pictures(tmp_path / "files", 30, first=40)])
    pair = Role.IMAGE, Kind.IMAGE
    assert figures(bare, engine.library_path).background[pair] == first.background[pair]
    ingest(engine, [pictures(tmp_path / "files", 30, first=70)])
    assert figures(bare, engine.library_path).background[pair] != first.background[pair]


@pytest.mark.parametrize("content", [b"", b"not a table", b"PK\x03\x04 half of an archive"])
def test_damaged_figures_are_measured_again(bare: Path, engine: Engine, tmp_path: Path, content: bytes) -> None:
    ingest(engine, [pictures(tmp_path / "files", 30)])
    first = figures(bare, engine.library_path)
    file = figures_folder(engine.library_path, engine.space) / "own.npz"
    whole = file.read_bytes()
    file.write_bytes(content)
    assert figures(bare, engine.library_path).background == first.background
    assert len(file.read_bytes()) == len(whole)


def test_figures_go_when_files_are_forgotten_and_come_back(bare: Path, engine: Engine, tmp_path: Path) -> None:
    ingest(engine, [pictures(tmp_path / "files", 30)])
    figures(bare, engine.library_path)
    folder = figures_folder(engine.library_path, engine.space)
    assert folder.is_dir()
    forget_figures(engine.library_path)
    assert not folder.exists()
    figures(bare, engine.library_path)
    assert folder.is_dir()


def test_a_folder_that_cannot_be_written_costs_only_time(bare: Path, engine: Engine, tmp_path: Path) -> None:
    ingest(engine, [pictures(tmp_path / "files", 30)])
    folder = figures_folder(engine.library_path, engine.space).parent
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("a file is in the way")
    assert figures(bare, engine.library_path).background


def test_vectors_of_made_up_words_of_another_size_are_a_damaged_pack(bare: Path) -> None:
    np.save(bare / "nonsense.npy", np.ones((3, 5), np.float16))
    rehash(bare)
    with pytest.raises(PackDamaged, match=r"nonsense\.npy"):
        load_calibration(load_pack(bare))


def test_figures_are_measured_anew_for_a_model_that_knows_other_words(
    bare: Path, engine: Engine, tmp_path: Path
) -> None:
    ingest(engine, [pictures(tmp_path / "files", 30)])
    figures(bare, engine.library_path)
    file = figures_folder(engine.library_path, engine.space) / "own.npz"
    first = file.read_bytes()
    np.save(bare / "nonsense.npy", np.load(bare / "nonsense.npy")[:60])
    rehash(bare)
    figures(bare, engine.library_path)
    assert file.read_bytes() != first
