"""Every rule about who may import whom is broken once here, in a copy, to see that it is enforced."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

# contract: (module of the copy, the line that breaks the contract)
BREACHES = {
    "layers": [
        ("errors.py", "import orrery.paths"),
        ("domain/item.py", "import orrery.workflows.job"),
        ("media/walk.py", "import orrery.search.grammar"),
        ("workflows/job.py", "import orrery.cli"),
        ("stray.py", "import orrery.errors"),
    ],
    "qt-free-engine": [("mapping/raster.py", "import PySide6.QtGui"), ("media/walk.py", "import PySide6.QtCore")],
    "viewmodels-without-widgets": [("viewmodels/runner.py", "import pyqtgraph")],
    "one-door-to-sql": [("workflows/job.py", "import sqlite3"), ("search/grammar.py", "import sqlite_utils")],
}


@pytest.fixture
def copy(tmp_path):
    """A copy of the package and the configuration that may be broken."""
    shutil.copytree(ROOT / "desktop/orrery", tmp_path / "orrery", ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(copy, *options):
    """Run import-linter on the copy; its exit code and what it printed."""
    done = subprocess.run(
        [BIN / "lint-imports", "--no-cache", *options],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy)},
        capture_output=True,
        check=False,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_every_contract_has_a_breach():
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert {contract["id"] for contract in configured} == set(BREACHES)


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [(contract, module, line) for contract, breaches in BREACHES.items() for module, line in breaches],
)
def test_a_breach_is_reported(copy, contract, module, line):
    broken = copy / "orrery" / module
    text = broken.read_text("utf-8") if broken.exists() else ""
    broken.write_text(f"{text}\n{line}\n", encoding="utf-8")
    code, told = lint(copy, "--contract", contract)
    assert code == 1, told
    assert "stray" in told if module == "stray.py" else line.split()[1].split(".")[0] in told


def test_without_a_breach_every_contract_is_kept(copy):
    code, told = lint(copy)
    assert code == 0, told


@pytest.mark.parametrize(
    ("file", "line", "rule"),
    [
        ("viewmodels/runner.py", "from PySide6.QtWidgets import QWidget", "TID251"),
        ("workflows/find.py", "import pyqtgraph", "TID251"),
        ("library/items.py", "import pickle", "TID251"),
        ("viewmodels/player.py", "from PySide6.QtNetwork import QNetworkAccessManager", "TID251"),
        ("encoding/onnx.py", "import onnxruntime", "TID253"),
        ("mapping/clusters.py", "import sklearn", "TID253"),
        ("domain/item.py", "from . import space", "TID252"),
    ],
)
def test_ruff_reports_a_banned_import(file, line, rule):
    done = subprocess.run(
        [BIN / "ruff", "check", "--no-cache", "--stdin-filename", f"desktop/orrery/{file}", "-"],
        cwd=ROOT,
        input=f'"""Sentence."""\n\n{line}\n',
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 1
    assert rule in done.stdout
