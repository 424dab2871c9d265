"""Everything that the window says can be translated, and is, into every language that ships."""

import ast
import importlib.util
import re
import string
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from orrery import paths
from orrery.domain.item import Failure, OutcomeKind
from orrery.errors import DamagedFile, EmptyFile
from orrery.panels.actions import all_actions
from orrery.panels.preferences import Preferences
from orrery.panels.theme import load_fonts, load_theme, use_theme
from orrery.panels.window import Window
from orrery.settings import Settings
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.language import ENGLISH, languages, named, speak, spoken
from orrery.viewmodels.messages import reason_of, sentence
from orrery.viewmodels.reasons import REASONS, in_own_words
from orrery.workflows.engine import Engine

TOP = Path(__file__).resolve().parent.parent.parent
LANGUAGES = sorted(paths.resources().glob("translations/*.ts"))
JOBS = ("run", "run_beside", "carry_out", "start")
"""Calls whose first argument is a name that the user reads."""


def _tool() -> ModuleType:
    described = importlib.util.spec_from_file_location("translations", TOP / "packaging" / "translations.py")
    assert described is not None
    assert described.loader is not None
    made = importlib.util.module_from_spec(described)
    described.loader.exec_module(made)
    return made


TOOL = _tool()


class _Reader(ast.NodeVisitor):
    """Finds the words of one module, and calls that Qt Linguist could not read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.classes: list[str] = []
        self.words: set[tuple[str, str]] = set()
        self.wrong: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.classes.append(node.name)
        self.generic_visit(node)
        self.classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called == "tr":
            context = self.classes[-1] if self.classes else ""
            self._note(node, context, node.args[0], must_be_plain=True)
        elif called in ("translate", "QT_TRANSLATE_NOOP") and len(node.args) == 2:
            context = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
            is_plain = called == "QT_TRANSLATE_NOOP" or isinstance(node.args[1], ast.IfExp)
            self._note(node, str(context), node.args[1], must_be_plain=is_plain)
        elif called in JOBS and node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr):
            self.wrong.append(f"{self.name}:{node.lineno}: the name of a job is not translated")
        self.generic_visit(node)

    def _note(self, node: ast.Call, context: str, words: ast.expr, *, must_be_plain: bool) -> None:
        if isinstance(words, ast.Constant) and isinstance(words.value, str):
            self.words.add((context, words.value))
        elif must_be_plain:
            self.wrong.append(f"{self.name}:{node.lineno}: write the words out where they are translated")


def _read() -> tuple[set[tuple[str, str]], list[str]]:
    words: set[tuple[str, str]] = set()
    wrong: list[str] = []
    for file in TOOL.SOURCES:
        reader = _Reader(file.name)
        reader.visit(ast.parse(file.read_text("utf-8")))
        words |= reader.words
        wrong += reader.wrong
    return words, wrong


def _translated(file: Path) -> Iterator[tuple[str, str, str]]:
    """Context, English and translation of each finished entry."""
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            found = message.find("translation")
            if found is not None and found.get("type") is None and found.text:
                yield context.findtext("name", ""), message.findtext("source", ""), found.text


def _fields(words: str) -> list[str]:
    return sorted(name or "" for _, name, _, _ in string.Formatter().parse(words) if name is not None)


def test_the_words_of_the_sources_are_written_so_that_qt_linguist_finds_them() -> None:
    words, wrong = _read()
    assert wrong == []
    assert len(words) > 300


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_everything_that_the_window_says_is_translated(file: Path) -> None:
    words, _ = _read()
    known = {(context, source) for context, source, _ in _translated(file)}
    assert sorted(words - known) == [], "run “make translations” and fill in what is unfinished"


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_a_translation_has_the_same_fields_as_the_english(file: Path) -> None:
    wrong = [(source, words) for _, source, words in _translated(file) if _fields(source) != _fields(words)]
    assert wrong == []


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_a_translation_ends_as_the_english_does(file: Path) -> None:
    """A sentence stays a sentence, and what opens a dialog says so; German puts a space before the dots."""
    ends = [
        (source, words)
        for _, source, words in _translated(file)
        if any(source.endswith(end) != words.endswith(end) for end in (".", "…", ":", "?"))
    ]
    assert ends == []


def test_the_compiled_files_are_those_of_the_words() -> None:
    assert TOOL.stale() == [], "run “make translations”"


def test_reasons_inside_errors_are_known_to_the_translator() -> None:
    said = set()
    for folder in ("media", "library", "search", "workflows"):
        for file in (TOP / "desktop" / "orrery" / folder).glob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    named = [one.value for one in node.keywords if one.arg == "reason"]
                    said |= {one.value for one in named if isinstance(one, ast.Constant)}
    from orrery.media.original import _REASONS
    from orrery.media.signature import WORDS

    assert (said | set(_REASONS.values()) | set(WORDS.values())) - REASONS == set()


def test_kinds_of_files_that_are_left_out_are_known_to_the_translator() -> None:
    source = (TOP / "desktop" / "orrery" / "media" / "signature.py").read_text("utf-8")
    words = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    named = {one for one in words if isinstance(one, str) and re.fullmatch(r"an? [\w ]+", one)}
    assert "a video" in named
    assert named - REASONS == set()


def test_german_ships_and_is_named_in_german() -> None:
    assert languages() == ("en", "de")
    assert [named(code) for code in languages()] == ["English", "Deutsch"]


def test_an_unknown_choice_falls_back_to_english(monkeypatch: pytest.MonkeyPatch) -> None:
    assert spoken("de") == "de"
    assert spoken("klingon") in languages()


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    from PySide6.QtCore import QLocale

    before = QLocale()
    assert speak(qapp, "de") == "de"
    yield
    speak(qapp, ENGLISH)
    QLocale.setDefault(before)


def test_errors_are_told_in_german(german: None) -> None:
    assert sentence(EmptyFile()) == "Die Datei ist leer."
    told = sentence(DamagedFile(kind="picture", reason="its pixels cannot all be read"))
    assert told == "Beschädigt oder abgeschnitten (Bild): nicht alle Pixel sind zu lesen."
    kept = Failure(b"/a.png", None, OutcomeKind.FAILED, "The file is empty.", 0.0, "EmptyFile", {})
    assert reason_of(kept) == "Die Datei ist leer."
    assert reason_of(replace(kept, key="", reason="Anything.")) == "Anything."


def test_nothing_english_is_left_in_a_german_window(
    german: None, qapp: QApplication, qtbot: QtBot, filled_engine: Engine
) -> None:
    load_fonts()
    theme = load_theme("dark")
    use_theme(qapp, theme)
    window = Window(Explorer(filled_engine, is_still=True), theme)
    window.show()
    qtbot.waitUntil(window.is_settled, timeout=20_000)
    window.explorer.ask_text("red")
    qtbot.waitUntil(window.is_settled, timeout=20_000)
    dialog = Preferences(Settings(), window.explorer, window)
    qtbot.waitUntil(window.is_settled, timeout=20_000)
    shown = {action.text() for _, action in all_actions(window.menu_row.bar)}
    shown |= {action.text() for action in window.menu_row.bar.actions()}
    for sort in (QLabel, QPushButton, QToolButton):
        shown |= {part.text() for part in window.findChildren(sort)}
        shown |= {part.toolTip() for part in window.findChildren(sort)}
        shown |= {part.accessibleName() for part in window.findChildren(sort)}
    (file,) = LANGUAGES
    english = {source for _, source, words in _translated(file) if source != words and "{" not in source}
    german_too = {words for _, _, words in _translated(file)}
    left = (shown & english) - german_too
    dialog.deleteLater()
    window.close()
    window.deleteLater()
    qtbot.wait(1)
    assert left == set()
    assert "Datei" in shown


def test_the_language_goes_with_its_translators(qapp: QApplication) -> None:
    speak(qapp, "de")
    assert QCoreApplication.translate("Window", "Quit") == "Beenden"
    speak(qapp, ENGLISH)
    assert QCoreApplication.translate("Window", "Quit") == "Quit"


def test_a_kind_that_is_left_out_is_told_in_german_with_its_extension(qapp: QApplication) -> None:
    speak(qapp, "de")
    told = in_own_words("a video (.mp4)"), in_own_words("a fridge (.mp4)")
    speak(qapp, ENGLISH)
    assert told == ("ein Video (.mp4)", "a fridge (.mp4)")
