"""Models on this machine: downloaded, taken in, verified, removed; a library never loses anything by it."""

import io
import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from hub import Hub, running_hub
from models_offered import NAMES, REPO, offer
from orrery import paths
from orrery.domain.modality import Role
from orrery.encoding import download
from orrery.encoding.calibration import load_calibration
from orrery.errors import (
    DownloadFailed,
    JobCancelled,
    LicenceNotAccepted,
    ModelProblem,
    PackDamaged,
    PackMissing,
    PackNotTaken,
)
from orrery.workflows import packs, packs_words
from orrery.workflows.job import JobContext, Progress
from orrery.workflows.packs import (
    ModelState,
    add_model,
    default_model,
    download_model,
    list_models,
    remove_model,
    set_default,
    verify_model,
)
from packs import make_pack as make_toy


@pytest.fixture(autouse=True)
def few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs_words, "MOST_PHRASES", 60)
    monkeypatch.setattr(packs_words, "PASSAGES", 30)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setattr(download, "PAUSES_S", (0.01,))
    for name in ("HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_XET", "HF_HUB_DISABLE_UPDATE_CHECK"):
        monkeypatch.setenv(name, "1")
    with running_hub() as made:
        monkeypatch.setenv("HF_ENDPOINT", made.url)
        offer(tmp_path / "offer", made)
        use_catalogue(tmp_path / "offer", monkeypatch)
        yield made


@pytest.fixture
def offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as one would have cloned it from the hub; nothing answers on the network."""
    offer(tmp_path / "offer")
    use_catalogue(tmp_path / "offer", monkeypatch)
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    folder = tmp_path / "clone"
    (folder / "onnx").mkdir(parents=True)
    for name in NAMES:
        place = folder / "onnx" / name if name.endswith(".onnx") else folder / name
        shutil.copy(tmp_path / "offer" / "toy" / name, place)
    (folder / "README.md").write_text("words")
    return folder


def use_catalogue(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "catalogue", lambda: folder / "catalogue.toml")


def state_of(name: str) -> ModelState:
    return next(model.state for model in list_models() if model.id == name)


def nothing_left() -> bool:
    """No half-made pack lies about."""
    return not paths.packs().is_dir() or not [entry for entry in paths.packs().iterdir() if entry.name.startswith(".")]


def test_a_downloaded_model_is_ready_measured_and_leaves_nothing_behind(hub: Hub) -> None:
    assert state_of("offered") is ModelState.NOT_HERE
    told: list[Progress] = []
    pack = download_model("offered", JobContext(on_progress=told.append))
    assert state_of("offered") is ModelState.READY
    assert pack.source.startswith(f"{REPO}@0123456789abcdef")
    assert pack.folder == paths.packs() / "offered"
    assert not (paths.downloads() / "offered").exists()
    assert nothing_left()
    assert any(progress.total and progress.total > 10_000 for progress in told)
    figures = load_calibration(pack)
    assert len(figures.concepts) == 60
    assert np.linalg.norm(figures.means[Role.QUERY]) > 0
    assert np.linalg.norm(figures.means[Role.IMAGE]) == 0
    verify_model("offered")


def test_a_stopped_download_is_listed_as_half_and_goes_on(hub: Hub) -> None:
    job = JobContext(on_progress=lambda progress: job.stop() if progress.done > 50_000 else None)
    with pytest.raises(JobCancelled):
        download_model("offered", job)
    assert state_of("offered") is ModelState.HALF
    hub.asked.clear()
    download_model("offered")
    # How much of a small file one read brings is the system's to say: a part of the sound model was here, or all of it.
    from_the_start = [line for line in hub.asked if "/resolve/" in line and "bytes=" not in line]
    assert [line.rpartition("/")[2] for line in from_the_start] == ["text.onnx", "tokenizer.json"]
    assert state_of("offered") is ModelState.READY


def test_a_model_that_does_not_work_is_not_added_and_not_downloaded_twice(hub: Hub, tmp_path: Path) -> None:
    catalogue = tmp_path / "offer" / "catalogue.toml"
    text = catalogue.read_text("utf-8")
    catalogue.write_text(text.replace('output = "embedding"', 'output = "vector"', 1), "utf-8")
    with pytest.raises(PackDamaged, match=r"has no output “vector”"):
        download_model("offered")
    assert state_of("offered") is ModelState.HALF
    assert nothing_left()
    catalogue.write_text(text, "utf-8")
    hub.asked.clear()
    download_model("offered")
    assert len(hub.asked) == 1  # the listing


def test_a_model_for_research_only_asks_for_a_yes(hub: Hub, tmp_path: Path) -> None:
    offer(tmp_path / "offer", hub, research_only=True)
    with pytest.raises(
        LicenceNotAccepted, match=r"for research only \(licence: CC-BY-NC-4.0, https://example.org/toy\)"
    ):
        download_model("offered")
    assert hub.asked == []
    assert download_model("offered", accept_licence=True).licence == "CC-BY-NC-4.0"


def test_without_a_network_the_download_says_what_can_be_done(offered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "PAUSES_S", (0.01,))
    with pytest.raises(DownloadFailed, match=r"add it from a folder"):
        download_model("offered")


def test_files_of_a_known_model_are_taken_from_a_folder(offered: Path) -> None:
    pack = add_model(offered)
    assert pack.id == "offered"
    assert state_of("offered") is ModelState.READY
    assert sorted(path.name for path in pack.folder.iterdir() if path.suffix == ".md") == []


@pytest.mark.parametrize("ending", ["zip", "tar", "gztar", "xztar"])
def test_files_of_a_known_model_are_taken_from_an_archive(offered: Path, tmp_path: Path, ending: str) -> None:
    archive = shutil.make_archive(str(tmp_path / "brought"), ending, root_dir=offered.parent, base_dir=offered.name)
    assert add_model(Path(archive)).id == "offered"


def test_a_pack_with_a_manifest_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = make_toy(tmp_path / "mine", id="mine")
    (folder / "secret.txt").write_text("not listed")
    pack = add_model(folder)
    assert (pack.id, state_of("mine")) == ("mine", ModelState.READY)
    assert not (pack.folder / "secret.txt").exists()
    assert pack.recorded is not None
    add_model(folder)  # again: replaced, not doubled
    assert [model.id for model in list_models()].count("mine") == 1
    assert nothing_left()


def zipped(file: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def tarred(file: Path, member: tarfile.TarInfo, content: bytes = b"") -> Path:
    with tarfile.open(file, "w:gz") as archive:
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return file


def linked(name: str, kind: bytes, target: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


def test_paths_that_lead_outside_are_refused(tmp_path: Path) -> None:
    for name in ("../evil.toml", "/etc/evil", "a/../../evil", "C:\\evil"):
        with pytest.raises(PackNotTaken, match=r"leads out of its folder"):
            add_model(tarred(tmp_path / "a.tar.gz", tarfile.TarInfo(name), b"x"))
    with pytest.raises(PackNotTaken, match=r"leads out of its folder"):
        add_model(zipped(tmp_path / "a.zip", **{"../evil.toml": b"x"}))
    assert not (tmp_path / "evil.toml").exists()


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    for member in (
        linked("manifest.toml", tarfile.SYMTYPE, "/etc/passwd"),
        linked("manifest.toml", tarfile.LNKTYPE, "other"),
        linked("pipe", tarfile.FIFOTYPE, ""),
    ):
        with pytest.raises(PackNotTaken, match=r"is a link or a device"):
            add_model(tarred(tmp_path / "a.tar.gz", member))
    folder = make_toy(tmp_path / "toy")
    (folder / "image.onnx").rename(tmp_path / "elsewhere.onnx")
    (folder / "image.onnx").symlink_to(tmp_path / "elsewhere.onnx")
    with pytest.raises(PackNotTaken, match=r"“image.onnx” is a link"):
        add_model(folder)
    info = zipfile.ZipInfo("manifest.toml")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(PackNotTaken, match=r"is a link or a device"):
        add_model(tmp_path / "b.zip")


def test_pickles_are_refused(tmp_path: Path) -> None:
    folder = make_toy(tmp_path / "toy", id="sly", towers=("text",), calibrated=False, recorded=False)
    (folder / "text.onnx").rename(folder / "text.pkl")
    manifest = folder / "manifest.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("text.onnx", "text.pkl"), "utf-8")
    with pytest.raises(PackNotTaken, match=r"may hold a program"):
        add_model(folder)


def test_a_bomb_is_stopped_at_the_size_that_the_manifest_says(tmp_path: Path) -> None:
    folder = make_toy(tmp_path / "toy", id="bomb", calibrated=False, recorded=False)
    manifest = (folder / "manifest.toml").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.toml", manifest)
        for name in NAMES:
            archive.writestr(name, bytes(30_000_000) if name == "image.onnx" else (folder / name).read_bytes())
    with pytest.raises(PackNotTaken, match=r"“image.onnx” is larger than the"):
        add_model(tmp_path / "a.zip")
    assert nothing_left()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and then nothing", b"\x1f\x8b\x08 broken"])
def test_what_is_no_archive_is_said_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(content)
    with pytest.raises(PackNotTaken, match=r"neither a folder nor an archive|damaged"):
        add_model(file)
    with pytest.raises(PackNotTaken, match=r"it is not there"):
        add_model(tmp_path / "nowhere.zip")


def test_an_archive_cut_short_is_said_so(offered: Path, tmp_path: Path) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "brought"), "gztar", root_dir=offered))
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    with pytest.raises(PackNotTaken, match=r"damaged"):
        add_model(archive)
    assert nothing_left()


def test_a_folder_of_something_else_is_said_so(tmp_path: Path, offered: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"jpg")
    with pytest.raises(PackNotTaken, match=r"no manifest.toml in it, and the files of no model that Orrery knows"):
        add_model(tmp_path / "photos")
    content = bytearray((offered / "onnx" / "sound.onnx").read_bytes())
    content[-1] ^= 1
    (offered / "onnx" / "sound.onnx").write_bytes(bytes(content))
    with pytest.raises(PackNotTaken, match=r"“sound.onnx” is not the file of Offered that this Orrery knows"):
        add_model(offered)
    assert nothing_left()


def test_a_pack_called_starter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackNotTaken, match=r"its id is “starter”"):
        add_model(make_toy(tmp_path / "toy", id="starter"))


def test_a_damaged_model_is_listed_with_its_problem_and_can_be_removed(tmp_path: Path) -> None:
    pack = add_model(make_toy(tmp_path / "mine", id="mine"))
    content = pack.path("image.onnx").read_bytes()
    pack.path("image.onnx").write_bytes(content[:-1] + b"x")
    with pytest.raises(PackDamaged, match=r"“image.onnx” is not the file that the manifest lists"):
        verify_model("mine")
    pack.path("image.onnx").write_bytes(content[:100])
    model = next(model for model in list_models() if model.id == "mine")
    assert (model.state, model.problem) == (ModelState.DAMAGED, "“image.onnx” is missing or cut short.")
    remove_model("mine")
    assert "mine" not in {model.id for model in list_models()}
    assert nothing_left()


def test_the_starter_stays_and_unknown_models_are_said_so() -> None:
    with pytest.raises(ModelProblem, match=r"ships with Orrery and stays"):
        remove_model("starter")
    with pytest.raises(PackMissing, match=r"no model pack called “nosuch”. Available: starter"):
        remove_model("nosuch")
    with pytest.raises(PackMissing):
        set_default("nosuch")


def test_the_default_is_kept_and_falls_back_when_its_model_goes(tmp_path: Path) -> None:
    add_model(make_toy(tmp_path / "mine", id="mine"))
    assert default_model() == "starter"
    set_default("mine")
    assert [model.id for model in list_models() if model.is_default] == ["mine"]
    remove_model("mine")
    assert default_model() == "starter"


def test_a_stop_while_taking_in_adds_nothing(offered: Path) -> None:
    job = JobContext()
    job.stop()
    with pytest.raises(JobCancelled):
        add_model(offered, job)
    assert packs.pack_folders().keys() == {"starter"}
    assert nothing_left()
