"""Gather what the window says into resources/translations/*.ts, and compile those into the .qm files that ship.

    python packaging/translations.py          both
    python packaging/translations.py --check  only say whether the files in the checkout are up to date

The tools come with PySide6. A new language begins as an empty orrery_<code>.ts.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import PySide6

TOP = Path(__file__).resolve().parent.parent
WORDS = TOP / "resources" / "translations"
SOURCES = sorted(
    file for folder in ("viewmodels", "panels") for file in (TOP / "desktop" / "orrery" / folder).glob("*.py")
)


def tool(name: str) -> str:
    """A program of Qt Linguist from the wheel."""
    folder = Path(PySide6.__file__).parent
    return str(next(file for file in (folder / name, folder / f"{name}.exe") if file.exists()))


def gather(file: Path) -> None:
    """Bring a .ts file up to date; what is translated stays."""
    order = [tool("lupdate"), "-silent", "-no-obsolete", "-locations", "none", "-disable-heuristic", "similartext"]
    order += ["-disable-heuristic", "sametext"]  # the same English may be another word elsewhere
    order += [str(source) for source in SOURCES]
    subprocess.run([*order, "-ts", str(file)], check=True, cwd=TOP)


def compile_into(file: Path, out: Path) -> None:
    """Make the .qm file of a .ts file; unfinished words are left out."""
    subprocess.run([tool("lrelease"), "-silent", "-nounfinished", str(file), "-qm", str(out)], check=True, cwd=TOP)


def stale() -> list[str]:
    """Names of files that would differ if they were made now."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for file in sorted(WORDS.glob("*.ts")):
            copy, compiled = Path(folder) / file.name, Path(folder) / file.with_suffix(".qm").name
            copy.write_bytes(file.read_bytes())
            gather(copy)
            compile_into(file, compiled)
            shipped = file.with_suffix(".qm")
            found += [file.name] if copy.read_bytes() != file.read_bytes() else []
            found += [shipped.name] if not shipped.exists() or compiled.read_bytes() != shipped.read_bytes() else []
    return found


def main() -> int:
    """Bring everything up to date, or check that it is."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--check", action="store_true", help="change nothing")
    if reader.parse_args().check:
        old = stale()
        if old:
            print(f"Not up to date: {', '.join(old)}. Run “make translations”.", file=sys.stderr)
        return 1 if old else 0
    for file in sorted(WORDS.glob("*.ts")):
        gather(file)
        compile_into(file, file.with_suffix(".qm"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
