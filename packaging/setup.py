"""Sets Orrery up in `.venv`, with nothing but the standard library: `sh packaging/setup.sh [--dev]`.

Three steps, each skipped when there is nothing to do: system libraries (apt), a virtual environment, the locked
packages. What was installed is noted in `.venv` by the hash of its lock, so that a second run takes a moment. A set-up
that was interrupted is noticed and starts again.
"""

import argparse
import ctypes
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "orrery-setup.json"
STARTED = VENV / "orrery-setup.started"
LOCKS = {"app": ROOT / "packaging/requirements.lock", "dev": ROOT / "packaging/requirements-dev.lock"}

# What PySide6's libraries link to and its wheel does not hold, by the Debian package that has it; the same names do
# on Debian 12 and 13 and Ubuntu 22.04 and 24.04. Qt needs the first group even off screen, the second on a display,
# the third to play sounds.
SYSTEM_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "fontconfig",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libXrandr.so.2": "libxrandr2",
    "libpulse.so.0": "libpulse0",
    "libdrm.so.2": "libdrm2",
}


class SetupFailed(Exception):
    """The set-up cannot go on; the message is for the person at the keyboard."""


def main() -> int:
    """Set up what is missing and return the exit code."""
    parser = argparse.ArgumentParser(description="Set Orrery up in .venv.")
    parser.add_argument("--dev", action="store_true", help="also what the tests and checks need")
    profile = "dev" if parser.parse_args().dev else "app"
    try:
        with one_at_a_time():
            set_up(profile)
    except SetupFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on.", file=sys.stderr)
        return 130
    return 0


def set_up(profile: str) -> None:
    """Do the steps that are not done yet."""
    started = time.monotonic()
    missing = missing_system_packages()
    if not missing and is_set_up(profile):
        return
    print("Setting Orrery up; the first time takes a few minutes.", flush=True)
    if missing:
        install_system_packages(missing)
    make_environment()
    STARTED.touch()
    install_packages(LOCKS[profile])
    add_orrery()
    write_stamp(profile)
    STARTED.unlink()
    print(f"Set up in {time.monotonic() - started:.0f} s.\n", flush=True)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second set-up of this checkout wait for the first."""
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- system libraries


def missing_system_packages() -> list[str]:
    """Debian packages that have to be installed first; none on systems other than Linux."""
    if not sys.platform.startswith("linux"):
        return []
    packages = [package for library, package in SYSTEM_LIBRARIES.items() if not loads(library)]
    if not Path("/etc/fonts/fonts.conf").exists() and "fontconfig" not in packages:
        packages.append("fontconfig")
    if not (VENV / "bin/python").exists() and importlib.util.find_spec("ensurepip") is None:
        # Debian cuts it out of its Python.
        packages.append(f"python3.{sys.version_info.minor}-venv")
    return packages


def loads(library: str) -> bool:
    """Whether the system finds a shared library and everything it needs in turn."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_system_packages(packages: Sequence[str]) -> None:
    """Install through apt as root or with sudo; raise SetupFailed with the command to type where that cannot be."""
    fetch_lists = "" if apt_lists_present() else "sudo apt-get update && "
    by_hand = f"{fetch_lists}sudo apt-get install {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise SetupFailed(
            "Some system libraries are missing. Install what these Debian packages hold with your system's package "
            f"manager, then run this again:\n\n  {' '.join(packages)}"
        )
    prefix = root_prefix()
    if prefix is None:
        raise SetupFailed(f"Some system libraries are missing. Type this, then run it again:\n\n  {by_hand}")
    print(f"  system libraries: {' '.join(packages)}", flush=True)
    if not apt_lists_present():
        apt(prefix, "update")
    install = ("install", "--yes", "--no-install-recommends", *packages)
    if not apt(prefix, *install):
        apt(prefix, "update")  # the lists were too old
        if not apt(prefix, *install):
            raise SetupFailed(f"apt could not install the system libraries; see above. By hand:\n\n  {by_hand}")


def root_prefix() -> list[str] | None:
    """What to put before a command so that it runs as root; None when that cannot be done."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        return ["sudo"]
    if sys.stdin.isatty():
        print("  sudo will ask for your password, to install system libraries.", flush=True)
        return ["sudo"]
    return None


def apt_lists_present() -> bool:
    """Whether apt has ever fetched its lists of packages (images of containers come without)."""
    return any(Path("/var/lib/apt/lists").glob("*_Packages*"))


def apt(prefix: Sequence[str], *arguments: str) -> bool:
    """Run apt-get quietly; its output is shown when it fails."""
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    done = subprocess.run([*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        print(done.stdout.decode(errors="replace")[-3000:], file=sys.stderr)
    return done.returncode == 0


# --- the virtual environment


def make_environment() -> None:
    """Make `.venv` unless a usable one is there; one that an interrupted or moved set-up left is made anew."""
    if VENV.exists() and (STARTED.exists() or was_moved() or not has_pip()):
        print("  .venv is incomplete or was moved: making it anew", flush=True)
        shutil.rmtree(VENV)
    if not VENV.exists():
        version = ".".join(map(str, sys.version_info[:3]))
        print(f"  virtual environment in .venv (Python {version})", flush=True)
        VENV.mkdir()
        STARTED.touch()
        base = getattr(sys, "_base_executable", sys.executable)
        done = subprocess.run([base, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            raise SetupFailed(f"The virtual environment could not be made:\n{done.stdout}{done.stderr}")


def was_moved() -> bool:
    """Whether `.venv` was made for another folder: its scripts name the old one."""
    stamp = read_stamp()
    return bool(stamp) and stamp.get("root") != str(ROOT)


def has_pip() -> bool:
    """Whether the environment's Python starts and finds pip."""
    python = VENV / "bin/python"
    if not python.exists():
        return False
    return subprocess.run([python, "-I", "-c", "import pip"], capture_output=True, check=False).returncode == 0


# --- packages


def install_packages(lock: Path) -> None:
    """Install exactly what a lock names; every file is checked against its hash."""
    text = lock.read_text(encoding="utf-8")
    count = sum("==" in line for line in text.splitlines())
    print(f"  {count} packages, the largest is Qt with 240 MB; files fetched before are not fetched again", flush=True)
    # The locked pip first: Ubuntu 22.04 calls its Python "3.11.0rc1", and for the pip that comes with it a release
    # candidate is neither below 3.12 nor above, so that it would leave numpy and scipy out.
    pip_only = lock_entry(text, "pip")
    if pip_only:
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write(pip_only)
            file.flush()
            pip_install(Path(file.name), count)
    pip_install(lock, count)
    if sys.stdout.isatty():
        print("\r\033[K", end="")


def lock_entry(text: str, name: str) -> str:
    """The lines of one package in a lock, hashes included; empty when it is not there."""
    found = re.search(rf"^{re.escape(name)}==.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    return found.group() if found else ""


def pip_install(requirements: Path, count: int) -> None:
    """Run pip; when it fails, raise SetupFailed with the end of what it said."""
    command = [str(VENV / "bin/python"), "-I", "-m", "pip", "install", "--require-hashes", "--no-deps"]
    # Nothing is compiled ahead: what is imported compiles itself, which is a small part of it.
    command += ["--no-compile", "--progress-bar", "off", "--requirement", str(requirements)]
    settings = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0", "PYTHONUNBUFFERED": "1"}
    lines = []
    with subprocess.Popen(
        command, env=os.environ | settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        for line in pip.stdout or ():
            lines.append(line)
            show_progress(line, count)
    if pip.returncode:
        problem = "".join(lines[-15:])
        raise SetupFailed(f"{problem}\nThe packages could not be installed. Is the network up? Then run it again.")


def show_progress(line: str, count: int) -> None:
    """Keep one line of a terminal up to date; a log gets only the step in which most of the time goes."""
    show_progress.seen += line.startswith("Collecting")
    installing = line.startswith("Installing collected packages")
    if sys.stdout.isatty() and (installing or line.startswith("Collecting")):
        name = "unpacking" if installing else line.split()[1].partition("==")[0]
        print(f"\r\033[K  {min(show_progress.seen, count)} of {count}: {name}", end="", flush=True)


show_progress.seen = 0


def add_orrery() -> None:
    """Let the environment find this checkout's `orrery`, and give it the command; nothing is built or fetched."""
    version = f"python{sysconfig.get_python_version()}"
    site_packages = VENV / "lib" / version / "site-packages"
    (site_packages / "orrery-checkout.pth").write_text(f"{ROOT / 'desktop'}\n", encoding="utf-8")
    script = VENV / "bin/orrery"
    # -P: files in the current folder must not be taken for modules.
    script.write_text('#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -P -m orrery "$@"\n', encoding="utf-8")
    script.chmod(0o755)


# --- the note of what was done


def is_set_up(profile: str) -> bool:
    """Whether the environment holds what the lock of a profile, or of a larger one, names."""
    stamp = read_stamp()
    python = VENV / "bin/python"
    wanted = {name: fingerprint(lock) for name, lock in LOCKS.items()}
    at_least = ("dev",) if profile == "dev" else ("app", "dev")
    return (
        not STARTED.exists()
        and python.exists()
        and stamp.get("root") == str(ROOT)
        and any(stamp.get(name) == wanted[name] for name in at_least)
    )


def read_stamp() -> dict[str, str]:
    """What the last finished set-up noted; empty when there is none."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_stamp(profile: str) -> None:
    """Note what was installed, for which folder."""
    stamp = {"root": str(ROOT), profile: fingerprint(LOCKS[profile])}
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def fingerprint(lock: Path) -> str:
    """Hash of a lock and of this script, which decides what else is installed."""
    return hashlib.sha256(lock.read_bytes() + Path(__file__).read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
