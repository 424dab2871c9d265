"""Which language the window speaks: the user's choice, else the system's, else English.

Words are translated by Qt Linguist: `make translations` gathers them from the sources into
resources/translations/orrery_<code>.ts and compiles those into the .qm files that are loaded here.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from orrery import paths

SYSTEM = "system"
ENGLISH = "en"


def languages() -> tuple[str, ...]:
    """Codes of the languages that there are words for, English first."""
    found = sorted(file.stem.removeprefix("orrery_") for file in _folder().glob("orrery_*.qm"))
    return (ENGLISH, *found)


def named(code: str) -> str:
    """A language by its own name, such as "Deutsch"."""
    name = QLocale(code).nativeLanguageName()
    return {ENGLISH: "English"}.get(code, name[:1].upper() + name[1:])


def spoken(chosen: str) -> str:
    """The code of the language to speak.

    Args:
        chosen: a code of languages(), or "system" for the first of the system's languages that there are words for.
    """
    known = languages()
    if chosen in known:
        return chosen
    wanted = (code.replace("_", "-").partition("-")[0] for code in QLocale.system().uiLanguages())
    return next((code for code in wanted if code in known), ENGLISH)


def speak(app: QCoreApplication, chosen: str) -> str:
    """Let an application speak a language from now on; call it before anything is shown.

    Args:
        app: gets translators for Orrery's own words and for those of Qt's dialogs.
        chosen: as for spoken().

    Returns:
        The code of the language.
    """
    code = spoken(chosen)
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    if code == ENGLISH:
        if chosen == ENGLISH:
            QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.system().territory()))
        return code
    QLocale.setDefault(QLocale(code))
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{code}", qt), (f"orrery_{code}", str(_folder()))):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
    return code


def _folder() -> Path:
    return paths.resources() / "translations"
