"""Another model for a library: tried, embedded beside the old one, stopped, killed, put back, dropped."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from orrery import paths
from orrery.app import open_engine
from orrery.domain.modality import Kind, Role
from orrery.encoding.calibration import load_calibration
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from orrery.errors import JobCancelled, ModelProblem, PackUnavailable
from orrery.search.grammar import parse_line
from orrery.workflows import indexing, packs_figures
from orrery.workflows.changing import change_model, drop_space, list_spaces, put_back
from orrery.workflows.engine import Engine
from orrery.workflows.failures import list_failures
from orrery.workflows.find import Finder
from orrery.workflows.forget import forget
from orrery.workflows.indexing import bring_up_to_date, index_folder
from orrery.workflows.ingest import ingest
from orrery.workflows.job import JobContext
from orrery.workflows.models_in_use import model_of
from orrery.workflows.packs import remove_model
from orrery.workflows.trial import try_model
from packs import COLOURS, make_pack, write_picture, write_text, write_tone
from things import write_good_things

MORE = 20


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two more models, and a library of 29 files made with the first; work on a copy of it."""
    home = tmp_path_factory.mktemp("changing")
    # In "turned" warm and cold are swapped, so that neighbours differ; "seeing" hears nothing.
    make_pack(home / "packs" / "toy")
    make_pack(home / "packs" / "turned", id="turned", mirrored=True)
    make_pack(home / "packs" / "seeing", id="seeing", dim=10, towers=("image", "text"), mirrored=True)
    write_good_things(home / "things")
    for number in range(MORE):
        write_picture(home / "things" / "more" / f"{number:02}.png", (12 * number, 40, 255 - 12 * number))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORRERY_HOME", str(home))
        ingest(engine_on(home / "own.orrery", "toy"), [home / "things"])
    return home


@pytest.fixture
def models(made_once: Path, own_home: Path) -> dict[str, Path]:
    """The models, on this test's machine."""
    shutil.copytree(made_once / "packs", own_home / "packs")
    return {name: own_home / "packs" / name for name in ("toy", "turned", "seeing")}


@pytest.fixture
def library(made_once: Path, models: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copy(made_once / "own.orrery", tmp_path / "own.orrery"))


def engine_on(library: Path, name: str | None = None) -> Engine:
    engine = open_engine(library, pack=name)
    return replace(engine, settings=replace(engine.settings, decoder_processes=1))


def first_names(engine: Engine, question: str) -> list[str]:
    return [answer.item.name for answer in Finder(engine).find(parse_line(question), limit=3).hits]


def test_a_library_remembers_the_model_that_it_was_made_with(library: Path) -> None:
    assert model_of(library) == "toy"
    assert engine_on(library).space.id.startswith("toy@1+")
    assert model_of(library.with_name("new.orrery")) == "starter"


def test_a_change_embeds_everything_beside_the_old_space_and_then_is_in_use(library: Path) -> None:
    old = engine_on(library)
    before = first_names(old, "red")
    seen = []
    candidate = engine_on(library, "turned")
    job = JobContext(on_partial=lambda _: seen.append((model_of(library), first_names(old, "red"))))
    changed = change_model(candidate, job)
    assert changed.report.failed == changed.away == 0
    assert seen
    assert set(map(str, seen)) == {str(("toy", before))}  # the old space answered all the time
    assert model_of(library) == "turned"
    now = engine_on(library)
    assert now.space == candidate.space
    with now.library() as opened:
        assert opened.check() == []
        assert opened.counts(now.space).embedded == opened.counts(old.space).embedded > 0


def test_a_stopped_change_goes_on_and_the_old_space_stays_in_use(library: Path) -> None:
    candidate = engine_on(library, "turned")
    job = JobContext()
    job.on_partial = lambda _: job.stop()
    with pytest.raises(JobCancelled):
        change_model(candidate, job)
    assert model_of(library) == "toy"
    (old, half) = list_spaces(library)
    assert (old.is_in_use, old.is_half, half.is_in_use, half.is_half) == (True, False, False, True)
    assert 0 < half.share < 1
    read = []
    changed = change_model(candidate, JobContext(on_progress=lambda progress: read.append(progress.total)))
    assert max(total for total in read if total) < sum(known.known.contents for known in (old,))
    assert changed.model == model_of(library) == "turned"
    assert [space.share for space in list_spaces(library)] == [1.0, 1.0]


def test_a_change_that_is_left_off_is_deleted_and_leaves_the_old_space(library: Path) -> None:
    candidate, job = engine_on(library, "turned"), JobContext()
    job.on_partial = lambda _: job.stop()
    with pytest.raises(JobCancelled):
        change_model(candidate, job)
    drop_space(library, "turned")
    assert [space.known.pack for space in list_spaces(library)] == ["toy"]
    assert model_of(library) == "toy"


def test_going_back_is_at_once_and_forth_again_too(library: Path) -> None:
    before = first_names(engine_on(library), "red")
    change_model(engine_on(library, "turned"))
    other = first_names(engine_on(library), "red")
    assert put_back(library).pack == "toy"
    assert first_names(engine_on(library), "red") == before
    assert put_back(library).pack == "turned"
    assert first_names(engine_on(library), "red") == other


def test_there_is_nothing_to_go_back_to_at_first(library: Path) -> None:
    with pytest.raises(ModelProblem, match=r"The library has had one model only"):
        put_back(library)


def test_a_model_that_is_gone_is_said_so_and_nothing_is_lost(library: Path, models: dict[str, Path]) -> None:
    spare = shutil.copytree(models["toy"], models["toy"].parent.parent / "spare")
    remove_model("toy")
    with pytest.raises(
        PackUnavailable, match=r"uses the model “toy”, which is not on this machine any more. Nothing is"
    ):
        open_engine(library)
    change_model(engine_on(library, "turned"))
    with pytest.raises(PackUnavailable):
        put_back(library)
    assert [space.is_here for space in list_spaces(library)] == [True, False]
    shutil.copytree(spare, paths.packs() / "toy")
    assert put_back(library).pack == "toy"
    assert first_names(engine_on(library), "red")


def test_another_version_of_a_model_is_not_taken_for_the_one_before(library: Path, models: dict[str, Path]) -> None:
    change_model(engine_on(library, "turned"))
    shutil.rmtree(models["toy"])
    make_pack(models["toy"], revision="2")
    with pytest.raises(
        ModelProblem, match=r"The version of “toy” that made toy@1\+\w+ is not on this machine any more"
    ):
        put_back(library)


def test_a_dropped_space_gives_its_room_back_and_the_one_in_use_stays(library: Path) -> None:
    with pytest.raises(ModelProblem, match=r"“toy” is the space in use"):
        drop_space(library, "toy")
    with pytest.raises(ModelProblem, match=r"no single space called “nosuch”. There are: toy@1"):
        drop_space(library, "nosuch")
    change_model(engine_on(library, "turned"))
    drop_space(library, "toy")
    assert [space.known.pack for space in list_spaces(library)] == ["turned"]
    engine = engine_on(library)
    with engine.library() as opened:
        assert opened.check() == []
        assert {space.id for space in opened.spaces.all()} == {space.id for space in engine.spaces}
    assert first_names(engine, "red")


@pytest.fixture
def spilled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derived files are written for a handful of rows as for thousands."""
    monkeypatch.setattr(indexing, "SPILL", 1)


def derived_of(library: Path) -> set[str]:
    """The folders of derived files, made for every kind of the space in use."""
    engine = engine_on(library)
    with engine.library() as opened:
        for kind in Kind:
            bring_up_to_date(opened, engine.space, kind, engine.calibration.means[kind.role])
    return {folder.name for folder in index_folder(library).iterdir()}


@pytest.mark.usefixtures("spilled_at_once")
def test_what_is_forgotten_does_not_stay_in_the_derived_files_of_the_model_before(library: Path) -> None:
    before = derived_of(library)
    assert before
    change_model(engine_on(library, "turned"))
    both = derived_of(library)
    assert before < both
    engine = engine_on(library)
    with engine.library() as opened:
        path = opened.items.all()[0].path
    forget(engine, [path])
    assert {folder.name for folder in index_folder(library).iterdir()} == both - before


@pytest.mark.usefixtures("spilled_at_once")
def test_derived_files_go_with_a_dropped_space(library: Path) -> None:
    before = derived_of(library)
    change_model(engine_on(library, "turned"))
    both = derived_of(library)
    drop_space(library, "toy")
    assert {folder.name for folder in index_folder(library).iterdir()} == both - before


def test_the_file_is_smaller_when_a_large_space_is_dropped(library: Path, tmp_path: Path) -> None:
    for number in range(300):
        write_text(tmp_path / "many" / f"{number}.txt", f"red {number} sea. " * 3)
    wide = make_pack(paths.packs() / "wide", id="wide", dim=3000, towers=("text",), calibrated=False)
    ingest(engine_on(library), [tmp_path / "many"])
    change_model(engine_on(library, wide.name))
    put_back(library)
    before = library.stat().st_size
    freed = drop_space(library, "wide")
    assert freed > 300 * 6000 * 0.9
    assert library.stat().st_size == before - freed


def test_what_the_new_model_cannot_read_is_skipped_with_the_reason(library: Path) -> None:
    changed = change_model(engine_on(library, "seeing"))
    assert (changed.report.skipped, changed.report.failed) == (3, 0)
    reasons = {failure.reason for failure in list_failures(engine_on(library)) if failure.path.endswith(b".wav")}
    assert reasons == {"Not a supported kind: a sound, and the model “Toy” reads none."}


def test_taking_files_in_with_a_model_that_lacks_a_kind_skips_that_kind(
    models: dict[str, Path], things: Path, tmp_path: Path
) -> None:
    engine = engine_on(tmp_path / "new.orrery", "seeing")
    report = ingest(engine, [things])
    assert (report.added, report.skipped) == (6, 3)
    assert ingest(engine, [things]).skipped == 3


def test_changed_files_and_files_that_are_away_are_left_for_the_next_look(
    models: dict[str, Path], things: Path, tmp_path: Path
) -> None:
    library = tmp_path / "changing.orrery"
    ingest(engine_on(library, "toy"), [things])
    paths_there = sorted(things.rglob("*.png"))
    paths_there[0].unlink()
    write_picture(paths_there[1], COLOURS["yellow"], size=(60, 60))
    changed = change_model(engine_on(library, "turned"))
    assert changed.away == 2


def use_in_the_background(home: Path, library: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "orrery", "models", "use", "turned", "--quiet", "--library", str(library)]
    return subprocess.Popen(command, env=os.environ | {"ORRERY_HOME": str(home)}, stdout=subprocess.DEVNULL)


def test_killed_midway_nothing_is_lost_and_the_same_command_goes_on(
    models: dict[str, Path], own_home: Path, tmp_path: Path
) -> None:
    files, library = tmp_path / "files", tmp_path / "own.orrery"
    for number in range(60):
        write_picture(files / f"{number}.png", (number * 4, 255 - number, 90))
        write_tone(files / f"{number}.wav", 100.0 + 30 * number)
    old = engine_on(library, "toy")
    ingest(old, [files])
    finder = Finder(old)
    before = [answer.item.name for answer in finder.find(parse_line("red")).hits]
    shares = [0.0]
    for _ in range(20):
        running = use_in_the_background(own_home, library)
        deadline = time.monotonic() + 30
        while running.poll() is None and time.monotonic() < deadline:
            assert [answer.item.name for answer in finder.find(parse_line("red")).hits] == before
            share = next((space.share for space in list_spaces(library) if space.known.pack == "turned"), 0.0)
            if share > shares[-1] + 0.3:
                os.kill(running.pid, signal.SIGKILL)
                break
            time.sleep(0.02)
        code = running.wait(60)
        with old.library() as opened:
            assert opened.check() == []
            assert opened.counts(old.space).embedded == 120
        shares.append(next((space.share for space in list_spaces(library) if space.known.pack == "turned"), 0.0))
        if code == 0:
            break
        assert model_of(library) == "toy"
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 2, "it was never killed midway"
    assert model_of(library) == "turned"
    assert put_back(library).pack == "toy"
    assert [answer.item.name for answer in Finder(engine_on(library)).find(parse_line("red")).hits] == before


def test_a_trial_says_what_would_change_and_stores_nothing(library: Path, tmp_path: Path) -> None:
    for name, colour in COLOURS.items():
        for number in range(4):
            shade = tuple(min(255, value + number) for value in colour)
            write_picture(tmp_path / "sorted" / name / f"{name}{number}.png", shade)
    engine = engine_on(library)
    ingest(engine, [tmp_path / "sorted"])
    with engine.library() as opened:
        version = opened.version
    trial = try_model(engine, engine_on(library, "seeing"))
    with engine.library() as opened:
        assert opened.version == version
        assert len(opened.spaces.all()) == 2
    assert trial.unread == {Kind.SOUND: 3}
    assert trial.counts[Kind.IMAGE] > MORE + 20
    assert 0 < trial.chance[Kind.IMAGE] < trial.overlap[Kind.IMAGE] <= 1
    assert trial.seconds > 0
    assert trial.bytes > 32 * 2 * 10
    assert trial.labels == "folders"
    knn = next(judged for judged in trial.judged if judged.measure == "image_knn")
    assert knn.now > knn.chance
    assert len(trial.worst) == 3
    assert trial.worst[0].overlap <= trial.best[0].overlap
    assert trial.worst[0].item not in trial.worst[0].now


def test_a_trial_of_the_same_model_changes_nothing(library: Path) -> None:
    engine = engine_on(library)
    trial = try_model(engine, engine)
    assert set(trial.overlap.values()) == {1.0}
    assert trial.failed == 0


def test_a_trial_prefers_tags_to_folders(library: Path) -> None:
    engine = engine_on(library)
    with engine.library(write=True) as opened:
        items = [item.id for item in opened.items.all(kinds=(Kind.IMAGE, Kind.SOUND))]
        opened.tags.add(items[:3], "one")
        opened.tags.add(items[3:6], "other")
    assert try_model(engine, engine_on(library, "turned")).labels == "tags"


def test_a_trial_on_an_empty_library_finds_nothing(models: dict[str, Path], tmp_path: Path) -> None:
    engine = engine_on(tmp_path / "empty.orrery", "toy")
    trial = try_model(engine, engine_on(tmp_path / "empty.orrery", "turned"))
    assert (trial.counts, trial.overlap, trial.judged, trial.seconds, trial.bytes) == ({}, {}, (), 0, 0)


def test_a_model_without_figures_takes_them_from_the_library(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs_figures, "ENOUGH_FOR_A_MEAN", 60)
    folder = make_pack(own_home / "packs" / "bare", id="bare", calibrated=False)
    files = tmp_path / "files"
    random = np.random.default_rng(3)
    for number in range(70):
        write_picture(files / f"{number}.png", tuple(random.integers(0, 256, 3).tolist()))
    library = tmp_path / "own.orrery"
    neutral = engine_on(library, "bare").calibration
    ingest(engine_on(library, "bare"), [files])
    own = engine_on(library).calibration
    assert not neutral.means[Role.IMAGE].any()
    assert own.means[Role.IMAGE].any()
    assert own.background[Role.IMAGE, Kind.IMAGE] != neutral.background[Role.IMAGE, Kind.IMAGE]
    assert own.background[Role.IMAGE, Kind.SOUND] == neutral.background[Role.IMAGE, Kind.SOUND]
    starter = load_calibration(load_pack(paths.starter_pack())).platt
    assert own.platt[Role.QUERY, Kind.SOUND] == starter[Role.QUERY, Kind.SOUND], "estimated: the starter's curves on z"
    (level,) = {own.platt[Role.IMAGE, kind] for kind in Kind}
    assert level.a == pytest.approx(np.prod([starter[Role.IMAGE, kind].a for kind in Kind]) ** (1 / 3)), (
        "one bar for all"
    )
    measured = load_calibration(load_pack(make_pack(own_home / "packs" / "full", id="full")))
    assert packs_figures.completed(measured, load_pack(own_home / "packs" / "full"), None) is measured  # type: ignore[arg-type]
    assert Encoder(load_pack(folder)).space.dim == 8


def test_a_library_that_was_being_changed_tells_which_space_is_wanted(library: Path, make_engine: Callable) -> None:
    with engine_on(library).library(write=True) as opened:
        opened.spaces.want(engine_on(library, "turned").space, "turned")
        assert opened.spaces.wanted().pack == "turned"
        opened.spaces.put_in_use(engine_on(library, "turned").space, "turned")
        assert opened.spaces.wanted() is None
