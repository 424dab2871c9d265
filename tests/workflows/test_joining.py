"""Two models made one: ears of one space, eyes of another, and words that both understand."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from orrery.app import open_engine
from orrery.domain.modality import Kind, Role
from orrery.encoding.joined import JoinedEncoder
from orrery.encoding.manifest import Pack
from orrery.encoding.pack import load_pack
from orrery.errors import JobCancelled, ModelProblem, PackDamaged, PartChanged, PartMissing
from orrery.search.grammar import parse_line
from orrery.workflows.changing import change_model, put_back
from orrery.workflows.chart import chart
from orrery.workflows.engine import Engine
from orrery.workflows.find import Finder
from orrery.workflows.ingest import ingest
from orrery.workflows.job import JobContext
from orrery.workflows.joining import join_models
from orrery.workflows.models_in_use import model_of
from orrery.workflows.packs import ModelState, list_models, remove_model, verify_model
from packs import make_pack, rehash
from things import write_good_things


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the models “eyes”, “ears”, “words” and what was joined of them, and a library made with that."""
    home = tmp_path_factory.mktemp("joining")
    make_pack(home / "packs" / "eyes", id="eyes", towers=("image", "text"))
    make_pack(home / "packs" / "ears", id="ears", dim=12, towers=("sound", "text"), mirrored=True)
    make_pack(home / "packs" / "words", id="words", dim=10, towers=("text",))
    write_good_things(home / "things")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORRERY_HOME", str(home))
        join_models("eyes", "ears", text="words", name="both")
        ingest(engine_on(home / "own.orrery", "both"), [home / "things"])
    return home


@pytest.fixture
def home(made_once: Path, own_home: Path) -> Path:
    """The models, on this test's machine."""
    shutil.copytree(made_once / "packs", own_home / "packs")
    return own_home


@pytest.fixture
def library(made_once: Path, home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_once / "own.orrery", tmp_path / "own.orrery"))


def engine_on(library: Path, name: str | None = None) -> Engine:
    engine = open_engine(library, pack=name)
    return replace(engine, settings=replace(engine.settings, decoder_processes=1))


def first(engine: Engine, question: str, kind: Kind) -> str:
    return Finder(engine).find(parse_line(f"{question} kind:{kind}"), limit=1).hits[0].item.name


def state_of(name: str) -> tuple[ModelState, str]:
    return next((model.state, model.problem) for model in list_models() if model.id == name)


def test_words_find_pictures_and_sounds_each_through_the_model_made_for_them(library: Path) -> None:
    engine = engine_on(library)
    assert [first(engine, f"a {word}", Kind.IMAGE) for word in ("red", "blue")] == ["red.png", "blue.png"]
    assert [first(engine, f"a {word} tone", Kind.SOUND) for word in ("low", "high")] == ["low.wav", "high.wav"]
    assert first(engine, "the blue ocean", Kind.TEXT) == "sea.txt"
    answers = Finder(engine).find(parse_line("red"), limit=9).hits
    assert {answer.item.kind for answer in answers} == set(Kind)


def test_a_picture_finds_a_sound_across_the_bridge_and_a_sound_a_picture(library: Path, made_once: Path) -> None:
    engine, things = engine_on(library), made_once / "things"
    assert first(engine, f"{things}/red.png", Kind.SOUND) == "low.wav"
    assert first(engine, f"{things}/low.wav", Kind.IMAGE) == "red.png"
    assert first(engine, f"{things}/high.wav", Kind.IMAGE) == "blue.png"
    assert first(engine, f"{things}/high.wav", Kind.TEXT) == "sea.txt"


def test_one_map_holds_all_kinds(library: Path) -> None:
    picture = chart(engine_on(library))
    assert set(picture.kinds) == set(Kind)
    assert np.isfinite(picture.points).all()


def test_the_library_knows_its_joined_model_again(library: Path, home: Path) -> None:
    assert model_of(library) == "both"
    pack = engine_on(library).encoder.pack
    assert pack.joined is not None
    assert pack.space.id.startswith("both@1+")
    assert pack.space.dim == 8 + 12 + 10
    assert {part.id for part in pack.joined.packs} == {"eyes", "ears", "words"}
    assert pack.joined.bridge.score > 3 * pack.joined.bridge.chance
    assert state_of("both") == (ModelState.READY, "")
    assert not list(pack.folder.glob("*.onnx"))  # the parts' weights are not copied
    assert {tower.kind for tower in verify_model("both")} == set(Kind)


def test_a_text_keeps_what_each_model_makes_of_it(library: Path) -> None:
    engine = engine_on(library)
    encoder = engine.encoder
    assert isinstance(encoder, JoinedEncoder)
    whole = encoder.encode_texts(["The blue sea."], Role.PASSAGE)[0]
    for block in encoder.joined.blocks:
        own = encoder.parts[block.pack.id].encode_texts(["The blue sea."], Role.PASSAGE)[0]
        assert np.allclose(whole[block.columns], block.weights[Role.PASSAGE] * own, atol=1e-5)
    assert encoder.count_pieces(["the sea"]) == encoder.parts["words"].count_pieces(["the sea"])


def test_a_library_changes_to_a_joined_model_and_back(home: Path, made_once: Path, tmp_path: Path) -> None:
    library = tmp_path / "new.orrery"
    ingest(engine_on(library, "eyes"), [made_once / "things"])
    changed = change_model(engine_on(library, "both"))
    assert changed.model == model_of(library) == "both"
    assert first(engine_on(library), "a low tone", Kind.SOUND) == "low.wav"
    put_back(library)
    assert model_of(library) == "eyes"


def test_joining_the_same_again_is_the_same_space_but_for_its_name(home: Path) -> None:
    def digest(pack: Pack) -> str:
        return pack.space.id.partition("+")[2]

    again = join_models("eyes", "ears", text="words", name="again")
    other = join_models("eyes", "ears", text="eyes", name="other")
    known = load_pack(home / "packs" / "both")
    assert digest(again) == digest(known) != digest(other)
    assert other.space.dim == 8 + 12


def test_a_part_that_is_gone_or_another_ends_in_a_sentence(library: Path, home: Path) -> None:
    shutil.move(home / "packs" / "ears", home / "ears")
    with pytest.raises(PartMissing, match="joins “ears”, which is not on this machine any more"):
        engine_on(library)
    assert state_of("both")[0] is ModelState.DAMAGED
    make_pack(home / "packs" / "ears", id="ears", dim=12, towers=("sound", "text"))
    with pytest.raises(PartChanged, match="joins “ears” as ears@1"):
        engine_on(library)
    shutil.rmtree(home / "packs" / "ears")
    shutil.move(home / "ears", home / "packs" / "ears")
    assert first(engine_on(library), "a low tone", Kind.SOUND) == "low.wav"


def test_a_damaged_bridge_or_part_ends_in_a_sentence(library: Path, home: Path) -> None:
    folder = home / "packs" / "both"
    matrix = np.load(folder / "bridge.npy")
    np.save(folder / "bridge.npy", matrix * 2)
    with pytest.raises(PackDamaged, match=r"“bridge\.npy” is not the file that the manifest lists"):
        engine_on(library)
    np.save(folder / "bridge.npy", matrix * 0)
    rehash(folder)
    with pytest.raises(PackDamaged, match="leads nowhere"):
        engine_on(library)
    np.save(folder / "bridge.npy", matrix[:, :3])
    rehash(folder)
    with pytest.raises(PackDamaged, match="should hold 12 × 8"):
        engine_on(library)
    np.save(folder / "bridge.npy", matrix)
    rehash(folder)
    (home / "packs" / "eyes" / "image.onnx").write_bytes(b"no graph")
    with pytest.raises(PackDamaged, match=r"image\.onnx"):
        engine_on(library)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ('id = "ears"', 'id = "both"', "joined itself"),
        ('id = "ears"', 'id = "eyes"', "reads sounds itself"),
        ('id = "ears"', 'id = "../ears"', "letters, digits, dots and dashes"),
        ('id = "ears"', 'id = "words"', "joins “words” as ears@1"),
        ("weights = {", "weighs = {", r"\[join\.image\] weights"),
        ("sound = 0", "sound = 7", "lengths in"),
        ("strength = ", "strong = ", r"\[bridge\] strength"),
        ('matrix = "bridge.npy"', 'matrix = "other.npy"', "not listed under"),
        ("schema = 2", "schema = 1", "made for another Orrery"),
    ],
)
def test_a_damaged_manifest_ends_in_a_sentence(home: Path, was: str, now: str, told: str) -> None:
    manifest = home / "packs" / "both" / "manifest.toml"
    text = manifest.read_text("utf-8")
    assert was in text
    manifest.write_text(text.replace(was, now), "utf-8")
    with pytest.raises(ModelProblem, match=told):
        load_pack(manifest.parent)
    assert state_of("both")[0] is ModelState.DAMAGED


def test_another_bridge_is_another_space(home: Path) -> None:
    folder = home / "packs" / "both"
    before = load_pack(folder).space
    np.save(folder / "bridge.npy", np.load(folder / "bridge.npy") * np.float32(1.5))
    rehash(folder)
    assert load_pack(folder).space != before


@pytest.mark.parametrize(
    ("image", "sound", "name", "told"),
    [
        ("eyes", "eyes", "new", "cannot be joined with itself"),
        ("ears", "eyes", "new", "“ears” does not read pictures"),
        ("eyes", "words", "new", "“words” does not read sounds"),
        ("both", "ears", "new", "“both” is joined already"),
        ("eyes", "ears", "both", "There is a model called “both” already"),
        ("eyes", "ears", "../new", "cannot be the id of a model"),
        ("eyes", "nobody", "new", "no model pack called “nobody”"),
    ],
)
def test_what_cannot_be_joined_ends_in_a_sentence(home: Path, image: str, sound: str, name: str, told: str) -> None:
    before = sorted((home / "packs").iterdir())
    with pytest.raises(ModelProblem, match=told):
        join_models(image, sound, text="words", name=name)
    assert sorted((home / "packs").iterdir()) == before


def test_a_part_is_not_removed_before_the_whole(home: Path) -> None:
    with pytest.raises(ModelProblem, match="“eyes” is a part of “both”"):
        remove_model("eyes")
    remove_model("both")
    remove_model("eyes")


def test_a_stopped_join_leaves_nothing(home: Path) -> None:
    before = sorted((home / "packs").iterdir())
    job = JobContext()
    job.on_progress = lambda _: job.stop()
    with pytest.raises(JobCancelled):
        join_models("eyes", "ears", job, text="words", name="new")
    assert sorted((home / "packs").iterdir()) == before


def test_a_join_that_is_killed_leaves_no_half_model_and_succeeds_again(home: Path) -> None:
    command = [sys.executable, "-m", "orrery", "models", "join", "eyes", "ears", "--text", "words", "--as", "new"]
    environment = os.environ | {"ORRERY_HOME": str(home)}
    running = subprocess.Popen([*command, "--quiet"], env=environment, start_new_session=True)
    while running.poll() is None and not list((home / "packs").glob(".new-*")):
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert not (home / "packs" / "new").exists()
    assert "new" not in {model.id for model in list_models()}
    for left in (home / "packs").glob(".new-*"):  # what it left behind is swept up a day later
        os.utime(left, (time.time() - 90_000, time.time() - 90_000))
    assert join_models("eyes", "ears", text="words", name="new").joined is not None
    assert not list((home / "packs").glob(".*"))


def test_a_model_that_brings_no_sounds_hears_those_of_orrery_and_of_the_library(library: Path, home: Path) -> None:
    make_pack(home / "packs" / "plain", id="plain", dim=12, towers=("sound", "text"), calibrated=False)
    alone = join_models("eyes", "plain", text="eyes", name="alone")
    helped = join_models("eyes", "plain", text="eyes", name="helped", library=library)
    assert alone.joined is not None
    assert helped.joined is not None
    assert helped.joined.bridge.sounds == alone.joined.bridge.sounds + 3 > 3
    (library.with_name("broken.orrery")).write_bytes(b"no library")
    broken = join_models("eyes", "plain", text="eyes", name="broken", library=library.with_name("broken.orrery"))
    assert broken.space.id.partition("+")[2] == alone.space.id.partition("+")[2]
