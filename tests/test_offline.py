"""Orrery opens no network connection: seen from outside, in all of its processes, and in its source."""

import ast
import os
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
# The one door to a network: only what is labelled “download” leads there (see the test of who may open it).
DOOR = {"desktop/orrery/encoding/download.py": {"huggingface_hub", "httpx2"}}


# With any of these ONNX Runtime keeps quiet by itself: the test is about what Orrery does for a user.
QUIETENING = ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED", "ORT_RUNNING_UNIT_TESTS", "CI", "GITHUB_ACTIONS")


@pytest.fixture
def environment(tmp_path):
    """A home of its own, no display."""
    dropped = {"DISPLAY", "WAYLAND_DISPLAY", "XDG_CACHE_HOME", "XDG_DATA_HOME", *QUIETENING}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"ORRERY_HOME": str(tmp_path / "home"), "HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "desktop")}


def whole_way(folder):
    """The commands of a first session: index, search with words and files, map, picture of the window."""
    orrery = [sys.executable, "-P", "-m", "orrery"]
    files = [DEMO / "photos/cat.jpg", DEMO / "sounds/rain.ogg", DEMO / "texts/cat-diary.txt"]
    queries = folder / "queries.txt"
    queries.write_text("\n".join(["a cat", *map(str, files)]), encoding="utf-8")
    return [
        [*orrery, "index", *map(str, files)],
        [*orrery, "search", "--queries", str(queries), "--json"],
        [*orrery, "map", "--json"],
        [*orrery, "shot", "--out", str(folder / "window.png"), "--query", "a cat"],
    ]


def allowed(*command):
    """The command when it runs here, else nothing."""
    try:
        done = subprocess.run([*command, "true"], capture_output=True, check=False)
    except FileNotFoundError:
        return []
    return list(command) if done.returncode == 0 else []


def without_network():
    """What runs a command in a network namespace without interfaces; empty where that is not allowed."""
    return allowed("unshare", "-n") or allowed("unshare", "-rn")


def tracer(log):
    """What runs a command and notes the addresses that its processes use; empty where tracing is not allowed."""
    return allowed("strace", "-f", "-qq", "-e", "trace=connect,bind,sendto,sendmsg,sendmmsg", "-o", str(log))


def internet_addresses(log):
    """The noted system calls that name an internet address."""
    return [line for line in log.read_text(errors="replace").splitlines() if "sa_family=AF_INET" in line]


def test_the_tracer_sees_a_connection_when_there_is_one(tmp_path, environment):
    log = tmp_path / "trace"
    tracing = tracer(log)
    if not tracing:
        pytest.skip("strace is not installed or may not trace here")
    program = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    subprocess.run([*tracing, sys.executable, "-c", program], env=environment, check=True)
    assert internet_addresses(log)


def test_a_whole_session_works_without_a_network_and_asks_for_none(tmp_path, environment):
    log = tmp_path / "trace"
    isolated, tracing = without_network(), tracer(log)
    if not isolated and not tracing:
        pytest.skip("neither a network namespace nor strace is allowed here")
    for command in whole_way(tmp_path):
        done = subprocess.run(
            [*isolated, *tracing, *command], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert not tracing or not internet_addresses(log), command
    assert (tmp_path / "window.png").stat().st_size > 10_000
    # ONNX Runtime's telemetry gives the machine a number and keeps it in a file: the trace might miss a short-lived
    # attempt to connect, but not this.
    assert not list(tmp_path.rglob("deviceid"))


def test_no_process_starts_with_telemetry(environment):
    program = "import os, orrery; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    loud = environment | {"ORT_DISABLE_TELEMETRY": "0"}
    done = subprocess.run([sys.executable, "-c", program], env=loud, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


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
        allowed_here = DOOR.get(source.relative_to(ROOT).as_posix(), set())
        banned = [
            name
            for name in imported_modules(tree)
            if f"{name}.".startswith(tuple(f"{m}." for m in NETWORK_MODULES))
            and name.partition(".")[0] not in allowed_here
        ]
        assert not banned, source
        assert set(used_of_socket(tree)) <= HARMLESS_IN_SOCKET, source


def test_only_downloading_a_model_opens_the_door_to_the_network():
    """Who imports the download, who calls it, and that nothing but the actions labelled “download” calls those."""
    sources = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in ROOT.glob("desktop/orrery/**/*.py")
    }
    importing = {name for name, text in sources.items() if "orrery.encoding.download" in text}
    assert importing == {"desktop/orrery/workflows/packs.py"}
    calling = {name for name, text in sources.items() if "download_model(" in text}
    assert calling <= {
        "desktop/orrery/workflows/packs.py",
        "desktop/orrery/cli/models.py",
        "desktop/orrery/viewmodels/models.py",
    }
    tree = ast.parse(sources["desktop/orrery/workflows/packs.py"])
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    fetching = [function.name for function in functions if "fetch" in called_in(function)]
    assert fetching == ["download_model"]


def called_in(function):
    """Names of the functions that a function calls."""
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {call.id for call in calls if isinstance(call, ast.Name)}


def test_listing_and_verifying_models_asks_for_no_network(tmp_path, environment):
    log = tmp_path / "trace"
    isolated, tracing = without_network(), tracer(log)
    if not isolated and not tracing:
        pytest.skip("neither a network namespace nor strace is allowed here")
    for deed in (["list"], ["verify", "starter"], ["default", "starter"]):
        done = subprocess.run(
            [*isolated, *tracing, sys.executable, "-P", "-m", "orrery", "models", *deed],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert not tracing or not internet_addresses(log), deed
