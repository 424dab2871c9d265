"""Orrery opens no network connection: seen from outside, in all of its processes, and in its source."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "resources/demo"
NETWORK_MODULES = (
    "ssl",
    "http",
    "urllib.request",
    "ftplib",
    "smtplib",
    "asyncio",
    "requests",
    "httpx",
    "httpx2",
    "aiohttp",
)
NETWORK_MODULES += (
    "huggingface_hub",
    "urllib3",
    "xmlrpc",
    "socketserver",
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
)
NETWORK_MODULES += ("PySide6.QtWebEngineWidgets", "PySide6.QtWebSockets")
HARMLESS_IN_SOCKET = {"gethostname"}


@pytest.fixture
def environment(tmp_path):
    """A home of its own, no display."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return kept | {"ORRERY_HOME": str(tmp_path / "home"), "HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "desktop")}


def whole_way(folder):
    """The commands of a first session: index, search with words and files, map, picture of the window."""
    orrery = [sys.executable, "-P", "-m", "orrery"]
    files = [DEMO / "photos/cat.jpg", DEMO / "sounds/rain.ogg", DEMO / "texts/cat-diary.txt"]
    return [
        [*orrery, "index", *map(str, files)],
        [*orrery, "search", "a cat", "--json"],
        [*orrery, "search", str(files[1]), "--json"],
        [*orrery, "map", "--json"],
        [*orrery, "shot", "--out", str(folder / "window.png"), "--query", "a cat"],
    ]


def internet_calls(command, log, environment):
    """Run under strace; the system calls of all its processes that name an internet address, and its exit code."""
    tracer = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,bind", "-o", str(log)]
    done = subprocess.run([*tracer, *command], env=environment, capture_output=True, text=True, check=False)
    calls = [line for line in log.read_text(errors="replace").splitlines() if "sa_family=AF_INET" in line]
    return calls, done


def strace_works():
    """Whether strace is here and may trace (a container may forbid it)."""
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-f", "true"], capture_output=True, check=False).returncode == 0


def empty_network():
    """The command that runs another one without any network interface, or None where that is not allowed."""
    for command in (["unshare", "-n"], ["unshare", "-rn"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
        ):
            return command
    return None


needs_strace = pytest.mark.skipif(not strace_works(), reason="strace is not installed or may not trace here")


@needs_strace
def test_the_tracer_sees_a_connection_when_there_is_one(tmp_path, environment):
    program = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    calls, _ = internet_calls([sys.executable, "-c", program], tmp_path / "trace", environment)
    assert calls


@needs_strace
def test_a_whole_session_connects_nowhere(tmp_path, environment):
    for number, command in enumerate(whole_way(tmp_path)):
        calls, done = internet_calls(command, tmp_path / f"trace-{number}", environment)
        assert done.returncode == 0, done.stderr
        assert not calls, calls[:5]
    assert (tmp_path / "window.png").stat().st_size > 10_000


def test_a_whole_session_works_without_a_network_interface(tmp_path, environment):
    isolated = empty_network()
    if isolated is None:
        pytest.skip("a network namespace of its own is not allowed here")
    for command in whole_way(tmp_path):
        done = subprocess.run([*isolated, *command], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def imported_modules(tree):
    """Dotted names of everything that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def used_of_socket(tree):
    """Names that a module uses of the standard library's `socket`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "socket":
            yield node.attr
        elif isinstance(node, ast.ImportFrom) and node.module == "socket":
            yield from (alias.name for alias in node.names)


def test_no_module_imports_what_can_open_a_connection():
    sources = sorted((ROOT / "desktop/orrery").rglob("*.py"))
    assert len(sources) > 30
    for source in sources:
        tree = ast.parse(source.read_text("utf-8"))
        banned = [
            name for name in imported_modules(tree) if f"{name}.".startswith(tuple(f"{m}." for m in NETWORK_MODULES))
        ]
        assert not banned, source
        assert set(used_of_socket(tree)) <= HARMLESS_IN_SOCKET, source
