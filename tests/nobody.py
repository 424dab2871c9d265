"""Run Python as a user without rights: root may read everything, so a test of permissions needs somebody else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import orrery

BECOME_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def run_as_nobody(code: str, *arguments: object) -> list[str]:
    """Lines that the code prints; skips the test where that user cannot be become, or cannot read the program."""
    source = str(Path(orrery.__file__).parents[1])
    environment = {"PYTHONPATH": source, "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.environ.get("PATH", "")}

    def run(program: str, *words: object) -> subprocess.CompletedProcess[str]:
        command = [*become, sys.executable, "-c", program, *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, env=environment, cwd="/", check=False)

    become = BECOME_NOBODY if os.geteuid() == 0 else []
    if become and shutil.which("setpriv") is None:
        pytest.skip("root reads everything, and there is no setpriv to become somebody else")
    if run("import numpy, orrery.errors").returncode:
        pytest.skip("another user cannot read the interpreter or the checkout")
    done = run(code, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def open_the_way(folder: Path) -> None:
    """Let that user walk into a test's folder: pytest makes its folders for their owner alone."""
    for parent in (folder, *folder.parents):
        if parent.is_relative_to("/tmp") and parent != Path("/tmp") and parent.stat().st_uid == os.geteuid():
            parent.chmod(0o755)
