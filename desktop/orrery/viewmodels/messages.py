"""The sentences of errors.py once more, where Qt Linguist finds them; a test keeps both equal."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from orrery.domain.item import Failure
from orrery.errors import FileProblem, OrreryError, UsageError
from orrery.viewmodels.reasons import in_own_words


class Tone(StrEnum):
    """How a sentence is meant; the message strip shows it."""

    NEWS = "news"
    WARNING = "warning"
    ERROR = "error"


TEMPLATES: dict[str, Any] = {
    "OrreryError": QT_TRANSLATE_NOOP("errors", "Something went wrong."),
    "UsageError": QT_TRANSLATE_NOOP("errors", "{sentence}"),
    "EmptyQuery": QT_TRANSLATE_NOOP("errors", "The query is empty: type some words, or name a file."),
    "BadQuery": QT_TRANSLATE_NOOP("errors", "The query “{query}” cannot be understood: {reason}."),
    "NoSuchPath": QT_TRANSLATE_NOOP("errors", "There is no file or folder at {path}."),
    "NoDisplay": QT_TRANSLATE_NOOP(
        "errors", "There is no display to open a window on. “orrery shot --out window.png” draws it off screen."
    ),
    "NotWritable": QT_TRANSLATE_NOOP("errors", "The file {path} cannot be written."),
    "BadData": QT_TRANSLATE_NOOP("errors", "{path} cannot be used for an evaluation: {reason}."),
    "NothingLabelled": QT_TRANSLATE_NOOP(
        "errors",
        "Nothing in {path} is labelled. Looked for: manifest.jsonl (image, captions), audio.csv (path, label), "
        "sub-folders of pictures or sounds named for their class, or files named like n01440764_tench.jpg.",
    ),
    "LicenceNotAccepted": QT_TRANSLATE_NOOP(
        "errors",
        "The model “{model}” may be used for research only (licence: {licence}, {source}). "
        "Whoever accepts that downloads it with --accept-licence.",
    ),
    "FileProblem": QT_TRANSLATE_NOOP("errors", "{reason}"),
    "UnsupportedKind": QT_TRANSLATE_NOOP("errors", "Not a supported kind: {what}."),
    "UnreadableFile": QT_TRANSLATE_NOOP("errors", "The file cannot be opened: {reason}."),
    "DamagedFile": QT_TRANSLATE_NOOP("errors", "The {kind} is damaged or cut short: {reason}."),
    "EmptyFile": QT_TRANSLATE_NOOP("errors", "The file is empty."),
    "FileTooLarge": QT_TRANSLATE_NOOP("errors", "The {kind} is too large: {size}, and at most {limit} can be read."),
    "DecoderDied": QT_TRANSLATE_NOOP("errors", "The file could not be decoded: {reason}."),
    "LibraryProblem": QT_TRANSLATE_NOOP("errors", "{sentence}"),
    "LibraryNewer": QT_TRANSLATE_NOOP(
        "errors",
        "The library {path} was written by a newer Orrery (schema {found}, this version knows {known}). "
        "Update Orrery to open it; nothing was changed.",
    ),
    "LibraryDamaged": QT_TRANSLATE_NOOP("errors", "The file {path} is not a library that Orrery can open: {reason}."),
    "LibraryBusy": QT_TRANSLATE_NOOP(
        "errors",
        "The library {path} is being changed by another Orrery (process {holder}). Try again when it is done.",
    ),
    "LibraryUnreachable": QT_TRANSLATE_NOOP("errors", "The library {path} cannot be opened: {reason}."),
    "ChangedSince": QT_TRANSLATE_NOOP(
        "errors", "The library has changed since, so that this does not fit any more. Nothing was changed."
    ),
    "DiskFull": QT_TRANSLATE_NOOP(
        "errors", "The disk with {path} is full. What was stored before is safe; make room and start again."
    ),
    "ModelProblem": QT_TRANSLATE_NOOP("errors", "{sentence}"),
    "PackMissing": QT_TRANSLATE_NOOP("errors", "There is no model pack called “{pack}”. Available: {available}."),
    "PackDamaged": QT_TRANSLATE_NOOP("errors", "The model pack at {path} cannot be used: {reason}."),
    "UnusableVector": QT_TRANSLATE_NOOP(
        "errors", "The model “{pack}” cannot place {what}: it finds nothing in it to go by."
    ),
    "SpaceMismatch": QT_TRANSLATE_NOOP("errors", "Vectors of different spaces cannot be compared ({one} and {other})."),
    "PackUnavailable": QT_TRANSLATE_NOOP(
        "errors",
        "The library uses the model “{model}”, which is not on this machine any more. Nothing is lost: "
        "“orrery models download {model}” or “orrery models add FOLDER” brings it back, “orrery models join” with "
        "“--as {model}” a model that was joined, and “orrery models use starter” changes to another one.",
    ),
    "PartMissing": QT_TRANSLATE_NOOP(
        "errors",
        "The model “{pack}” joins “{part}”, which is not on this machine any more. Nothing is lost: "
        "“orrery models download {part}” or “orrery models add FOLDER” brings it back.",
    ),
    "PartChanged": QT_TRANSLATE_NOOP(
        "errors",
        "The model “{pack}” joins “{part}” as {joined}, and on this machine is {found}. “orrery models join” makes a "
        "new model of the one that is here.",
    ),
    "PackNotTaken": QT_TRANSLATE_NOOP("errors", "{path} cannot be taken in as a model: {reason}."),
    "DownloadFailed": QT_TRANSLATE_NOOP("errors", "The model “{model}” was not downloaded: {reason}"),
    "ExportFailed": QT_TRANSLATE_NOOP("errors", "No model pack was made of “{model}”: {reason}"),
    "NoRoomForModel": QT_TRANSLATE_NOOP(
        "errors",
        "The model “{model}” needs {needed} on the disk with {path}, and {free} are free. "
        "Make room and start again; what was downloaded before is kept.",
    ),
    "JobCancelled": QT_TRANSLATE_NOOP("errors", "Stopped."),
}


def tone_of(problem: Exception) -> Tone:
    """What was asked wrongly, or one file that cannot be read, is less than an error: nothing of Orrery's is broken."""
    return Tone.WARNING if isinstance(problem, UsageError | FileProblem) else Tone.ERROR


def sentence(problem: Exception) -> str:
    """What to tell the user about a problem, in the user's language.

    Anything but an OrreryError is a bug: its own words would help nobody, the log has them.
    """
    if not isinstance(problem, OrreryError):
        return QCoreApplication.translate("errors", "Something went wrong. The log has the details.")
    return _told(problem.key, problem.template, problem.fields)


def reason_of(failure: Failure) -> str:
    """Why a file was not taken in, in the user's language; as it was written down where no key came with it."""
    return _told(failure.key, failure.reason, failure.fields) if failure.key in TEMPLATES else failure.reason


def _told(key: str, template: str, fields: Mapping[str, object]) -> str:
    words = QCoreApplication.translate("errors", TEMPLATES.get(key, template))
    try:
        return words.format(**{name: in_own_words(value) for name, value in fields.items()})
    except (KeyError, IndexError, ValueError):  # written down by another version, with other fields
        return template
