"""The set-up: what it takes for done, what it says when it cannot go on."""

import importlib.util
import json
import os
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def setup(tmp_path, monkeypatch):
    """The set-up's module, pointed at an empty folder."""
    spec = importlib.util.spec_from_file_location("orrery_setup", ROOT / "packaging/setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin/python").symlink_to("/bin/true")
    for name in ("app", "dev"):
        (tmp_path / f"{name}.lock").write_text(f"{name}==1\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "STAMP", venv / "stamp.json")
    monkeypatch.setattr(module, "STARTED", venv / "started")
    monkeypatch.setattr(module, "LOCKS", {name: tmp_path / f"{name}.lock" for name in ("app", "dev")})
    return module


def test_a_finished_set_up_is_done(setup):
    assert not setup.is_set_up("app")
    setup.write_stamp("app")
    assert setup.is_set_up("app")


def test_the_test_tools_include_the_application_but_not_the_other_way_round(setup):
    setup.write_stamp("app")
    assert not setup.is_set_up("dev")
    setup.write_stamp("dev")
    assert setup.is_set_up("app")
    assert setup.is_set_up("dev")


def test_a_changed_lock_is_not_done(setup):
    setup.write_stamp("app")
    setup.LOCKS["app"].write_text("app==2\n")
    assert not setup.is_set_up("app")


def test_an_interrupted_set_up_is_not_done(setup):
    setup.write_stamp("app")
    setup.STARTED.touch()
    assert not setup.is_set_up("app")


def test_an_environment_without_a_python_is_not_done(setup):
    setup.write_stamp("app")
    (setup.VENV / "bin/python").unlink()
    assert not setup.is_set_up("app")


def test_a_moved_checkout_is_noticed(setup):
    setup.write_stamp("app")
    assert not setup.was_moved()
    setup.STAMP.write_text(json.dumps(json.loads(setup.STAMP.read_text()) | {"root": "/somewhere/else"}))
    assert setup.was_moved()
    assert not setup.is_set_up("app")


def test_a_damaged_note_means_not_done(setup):
    setup.STAMP.write_text("{")
    assert not setup.is_set_up("app")


def test_a_library_that_is_there_loads_and_another_does_not(setup):
    assert setup.loads("libc.so.6")
    assert not setup.loads("libno-such-library.so.1")


def test_without_root_and_sudo_one_command_to_type_is_named(setup, monkeypatch):
    monkeypatch.setattr(setup, "root_prefix", lambda: None)
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(setup.SetupFailed, match="sudo apt-get install libegl1 libgl1"):
        setup.install_system_packages(["libegl1", "libgl1"])


def test_without_apt_the_packages_are_named(setup, monkeypatch):
    monkeypatch.setattr(setup.shutil, "which", lambda _: None)
    with pytest.raises(setup.SetupFailed, match="libegl1"):
        setup.install_system_packages(["libegl1"])


def test_packages_that_cannot_be_installed_end_with_a_sentence(setup, capsys):
    (setup.VENV / "bin/python").unlink()
    fake = setup.VENV / "bin/python"
    fake.write_text("#!/bin/sh\necho 'ERROR: no route to the index'\nexit 1\n")
    fake.chmod(0o755)
    with pytest.raises(setup.SetupFailed, match=r"(?s)no route.*Is the network up"):
        setup.install_packages(setup.LOCKS["app"])


def test_an_entry_of_a_lock_is_taken_with_its_hashes_and_nothing_else(setup):
    pip = "pip==26 \\\n    --hash=sha256:bb\n    # via x\n"
    lock = f"numpy==2 \\\n    --hash=sha256:aa\n{pip}pipx==1 \\\n    --hash=sha256:cc\n"
    assert setup.lock_entry(lock, "pip") == pip
    assert setup.lock_entry(lock, "pluggy") == ""


def test_both_locks_name_the_pip_that_installs_them():
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "\npip==" in (ROOT / "packaging" / name).read_text("utf-8")


def test_the_command_of_the_checkout_finds_its_own_python(setup):
    site_packages = setup.VENV / "lib" / f"python{setup.sysconfig.get_python_version()}" / "site-packages"
    site_packages.mkdir(parents=True)
    setup.add_orrery()
    assert (site_packages / "orrery-checkout.pth").read_text() == f"{setup.ROOT / 'desktop'}\n"
    assert (setup.VENV / "bin/orrery").stat().st_mode & stat.S_IXUSR


def test_a_python_that_is_too_old_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging/setup.sh").write_bytes((ROOT / "packaging/setup.sh").read_bytes())
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "dirname").symlink_to("/usr/bin/dirname")
    old = tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")  # what the version check answers on Python 3.10
    old.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON"} | {"PATH": str(tools)}
    done = subprocess.run(
        ["/bin/sh", "packaging/setup.sh"], check=False, cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "needs Python 3.11, 3.12 or 3.13" in done.stderr
    assert "Traceback" not in done.stderr
