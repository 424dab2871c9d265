"""What stands inside the sentences of errors: reasons and names of kinds, where Qt Linguist finds them.

The stages below the window say them in English; a test finds every one in their sources and holds it against this list.
Reasons that another library or the system gives are passed on as they are.
"""

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

REASONS = frozenset(
    str(words)
    for words in (
        QT_TRANSLATE_NOOP("reasons", "it is a folder"),
        QT_TRANSLATE_NOOP("reasons", "it is cut short"),
        QT_TRANSLATE_NOOP("reasons", "it is empty"),
        QT_TRANSLATE_NOOP("reasons", "it is something else"),
        QT_TRANSLATE_NOOP("reasons", "it is the database of another program"),
        QT_TRANSLATE_NOOP("reasons", "it was opened for reading only"),
        QT_TRANSLATE_NOOP("reasons", "its rows contradict one another"),
        QT_TRANSLATE_NOOP("reasons", "the file may not be changed"),
        QT_TRANSLATE_NOOP("reasons", "there is no such file"),
        QT_TRANSLATE_NOOP("reasons", "it ends before its header says it does"),
        QT_TRANSLATE_NOOP("reasons", "it ends in the middle of a block"),
        QT_TRANSLATE_NOOP("reasons", "it holds no samples"),
        QT_TRANSLATE_NOOP("reasons", "it holds no sound that can be decoded"),
        QT_TRANSLATE_NOOP("reasons", "it is a pipe or a device, not a file"),
        QT_TRANSLATE_NOOP("reasons", "it is a pipe, a socket or a device, not a file"),
        QT_TRANSLATE_NOOP("reasons", "it was changed while it was being read"),
        QT_TRANSLATE_NOOP("reasons", "its header cannot be read"),
        QT_TRANSLATE_NOOP("reasons", "its letters are in no known encoding"),
        QT_TRANSLATE_NOOP("reasons", "its pixels cannot all be read"),
        QT_TRANSLATE_NOOP("reasons", "its samples are in an unknown form"),
        QT_TRANSLATE_NOOP("reasons", "its samples cannot be read"),
        QT_TRANSLATE_NOOP("reasons", "the end of the document is missing"),
        QT_TRANSLATE_NOOP("reasons", "the file is named .docx but holds no Word document"),
        QT_TRANSLATE_NOOP("reasons", "the stretch asked for lies behind its end"),
        QT_TRANSLATE_NOOP("reasons", "the system libraries for M4A and AAC sounds are missing (libpulse0)"),
        QT_TRANSLATE_NOOP("reasons", "a filter such as kind:image has no weight"),
        QT_TRANSLATE_NOOP("reasons", "a filter such as kind:image stands without + or - before it"),
        QT_TRANSLATE_NOOP("reasons", "behind NOT a weight says how much, so it stands without a minus"),
        QT_TRANSLATE_NOOP("reasons", "there is nothing between the quotes"),
        QT_TRANSLATE_NOOP("reasons", "it is no longer in the library"),
        QT_TRANSLATE_NOOP("reasons", "the model finds nothing in it to go by"),
        QT_TRANSLATE_NOOP("reasons", "the part lies outside the file"),
        QT_TRANSLATE_NOOP("reasons", "it is no longer there"),
        QT_TRANSLATE_NOOP("reasons", "you do not have permission to read it"),
        QT_TRANSLATE_NOOP("reasons", "its links lead in a circle"),
        QT_TRANSLATE_NOOP("reasons", "its name is too long"),
        QT_TRANSLATE_NOOP("reasons", "the drive reports an error"),
        QT_TRANSLATE_NOOP("reasons", "it is not a file"),
        QT_TRANSLATE_NOOP("reasons", "the drive it is on has gone"),
        QT_TRANSLATE_NOOP("reasons", "picture"),
        QT_TRANSLATE_NOOP("reasons", "sound"),
        QT_TRANSLATE_NOOP("reasons", "text"),
        QT_TRANSLATE_NOOP("reasons", "a CAF sound"),
        QT_TRANSLATE_NOOP("reasons", "a JPEG 2000 picture"),
        QT_TRANSLATE_NOOP("reasons", "a JPEG XL picture"),
        QT_TRANSLATE_NOOP("reasons", "a MIDI file"),
        QT_TRANSLATE_NOOP("reasons", "a Photoshop document"),
        QT_TRANSLATE_NOOP("reasons", "a PostScript document"),
        QT_TRANSLATE_NOOP("reasons", "a Speex recording"),
        QT_TRANSLATE_NOOP("reasons", "a Windows Media file"),
        QT_TRANSLATE_NOOP("reasons", "a data file"),
        QT_TRANSLATE_NOOP("reasons", "a database"),
        QT_TRANSLATE_NOOP("reasons", "a font"),
        QT_TRANSLATE_NOOP("reasons", "a presentation"),
        QT_TRANSLATE_NOOP("reasons", "a program"),
        QT_TRANSLATE_NOOP("reasons", "a raw camera picture"),
        QT_TRANSLATE_NOOP("reasons", "a spreadsheet"),
        QT_TRANSLATE_NOOP("reasons", "a video"),
        QT_TRANSLATE_NOOP("reasons", "an AMR recording"),
        QT_TRANSLATE_NOOP("reasons", "an AU sound"),
        QT_TRANSLATE_NOOP("reasons", "an OpenDocument file"),
        QT_TRANSLATE_NOOP("reasons", "an RTF document"),
        QT_TRANSLATE_NOOP("reasons", "an archive"),
        QT_TRANSLATE_NOOP("reasons", "an icon"),
        QT_TRANSLATE_NOOP("reasons", "an old Office document"),
        QT_TRANSLATE_NOOP("reasons", "an unknown kind of file"),
    )
)


_NAMED = re.compile(r"(?P<what>.+) (?P<extension>\(\.[^)]*\))")
"""What a file of no supported kind is, and its extension: "a video (.mp4)"."""


def in_own_words(value: object) -> object:
    """A field of an error in the user's language, if it is one of ours."""
    if not isinstance(value, str):
        return value
    if value in REASONS:
        return QCoreApplication.translate("reasons", value)
    named = _NAMED.fullmatch(value)
    if named is not None and named["what"] in REASONS:
        return f"{QCoreApplication.translate('reasons', named['what'])} {named['extension']}"
    return value
