"""What ships: the locks, the wheel, and that the README names what exists."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import orrery

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("packaging/requirements.lock", "packaging/requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def locked(lock):
    """Names with their versions (several where Pythons differ) of a lock."""
    found = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==([^\s;]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_folder_or_index(lock):
    text = (ROOT / lock).read_text("utf-8")
    assert not re.findall(r"://|^-|^/|find-links|index-url|\.whl|\.(?:org|com|io)\b", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock):
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 30
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", entry) for entry in entries)


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        (LOCKS[0], PROJECT["project"]["dependencies"]),
        (LOCKS[1], PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_the_lock_keeps_to_the_ranges_of_pyproject(lock, requirements):
    versions = locked(lock)
    for text in requirements:
        requirement = Requirement(text)
        found = versions.get(requirement.name.lower(), set())
        assert found, f"{requirement.name} is not locked: run `make lock`"
        assert all(version in requirement.specifier for version in found), f"{text}: {found}; run `make lock`"


def test_both_locks_agree():
    application, development = (locked(lock) for lock in LOCKS)
    assert {name: development.get(name) for name in application} == application


@pytest.mark.parametrize("name", ["torch", "open-clip-torch", "torchvision", "pymupdf", "av", "pillow-heif", "numba"])
def test_what_must_not_be_installed_is_not_locked(name):
    assert name not in locked(LOCKS[0])
    assert name not in locked(LOCKS[1])


def test_the_version_is_the_same_everywhere():
    assert PROJECT["project"]["version"] == orrery.__version__


def test_the_readme_names_commands_that_exist():
    readme = (ROOT / "README.md").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", readme, re.MULTILINE))
    assert {"run", "setup", "test", "check", "bench"} <= named
    assert named <= targets


def test_the_readme_names_files_that_exist():
    readme = (ROOT / "README.md").read_text("utf-8")
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", readme):
        assert (ROOT / link).exists(), link


def test_every_picture_of_the_demo_has_its_credit():
    credited = (ROOT / "resources/demo/CREDITS.md").read_text("utf-8")
    photos = sorted((ROOT / "resources/demo/photos").iterdir())
    assert len(photos) >= 15
    for photo in photos:
        assert f"`photos/{photo.name}`" in credited
        assert photo.stat().st_size <= 250_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from this checkout without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        yield archive


def test_the_wheel_holds_code_resources_and_the_starter_pack(wheel):
    names = set(wheel.namelist())
    assert {"orrery/__main__.py", "orrery/data/models/packs/starter/manifest.toml"} <= names
    assert "orrery/data/models/catalogue.toml" in names
    assert "orrery/data/models/recipes/openclip/export.py" in names
    for folder in ("demo", "icons", "themes", "fonts"):
        assert any(name.startswith(f"orrery/data/resources/{folder}/") for name in names), folder


def test_the_wheel_holds_nothing_else(wheel):
    for name in wheel.namelist():
        assert name.startswith(("orrery/", "orrery-")), name
        assert "__pycache__" not in name
        assert not name.endswith((".pyc", ".orrery")), name


def test_the_wheel_holds_every_file_of_the_starter_pack(wheel):
    folder = ROOT / "models/packs/starter"
    here = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    prefix = "orrery/data/models/packs/starter/"
    assert {name.removeprefix(prefix) for name in wheel.namelist() if name.startswith(prefix)} == here


def test_the_wheel_gives_the_command(wheel):
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "orrery = orrery.__main__:main" in wheel.read(entry_points).decode()
