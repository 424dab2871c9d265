"""What can go wrong, as sentences for the user.

OrreryError
├── UsageError              the user asked for something that makes no sense          exit 2
│   ├── EmptyQuery
│   ├── BadQuery
│   ├── NoSuchPath
│   ├── NoDisplay
│   ├── NotWritable
│   ├── BadData
│   ├── NothingLabelled
│   └── LicenceNotAccepted
├── FileProblem             one file cannot be taken in; the others can                exit 1
│   ├── UnsupportedKind     (an outcome "skipped", not "failed")
│   ├── UnreadableFile
│   ├── DamagedFile
│   ├── EmptyFile
│   ├── FileTooLarge
│   └── DecoderDied
├── LibraryProblem                                                                     exit 3
│   ├── LibraryNewer
│   ├── LibraryDamaged
│   ├── LibraryBusy
│   ├── LibraryUnreachable
│   ├── ChangedSince
│   └── DiskFull
├── ModelProblem                                                                       exit 3
│   ├── PackMissing
│   ├── PackDamaged
│   ├── UnusableVector
│   ├── SpaceMismatch
│   ├── PackUnavailable
│   ├── PartMissing
│   ├── PartChanged
│   ├── PackNotTaken
│   ├── DownloadFailed
│   ├── ExportFailed
│   └── NoRoomForModel
└── JobCancelled            an outcome rather than a failure                           exit 130

Every class holds an English template. Its name is the key under which the window translates it, and the keyword
arguments are the fields of the template. Anything that escapes and is not an OrreryError is a bug.
"""

from typing import ClassVar


class OrreryError(Exception):
    """Base of everything Orrery says to a user.

    Args:
        **fields: the values of the template's fields.
    """

    template: ClassVar[str] = "Something went wrong."
    exit_code: ClassVar[int] = 3

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.template.format(**fields))

    @property
    def key(self) -> str:
        """The name under which the sentence is translated."""
        return type(self).__name__

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error cross a process boundary with its fields."""
        return (_rebuilt, (type(self), self.fields))


def _rebuilt(kind: type[OrreryError], fields: dict[str, object]) -> OrreryError:
    return kind(**fields)


class UsageError(OrreryError):
    """The user asked for something that makes no sense."""

    template = "{sentence}"
    exit_code = 2


class EmptyQuery(UsageError):
    """A query without a single term."""

    template = "The query is empty: type some words, or name a file."


class BadQuery(UsageError):
    """A query that cannot be understood."""

    template = "The query “{query}” cannot be understood: {reason}."


class NoSuchPath(UsageError):
    """A path given by the user does not exist."""

    template = "There is no file or folder at {path}."


class NoDisplay(UsageError):
    """A window was asked for where there is no screen."""

    template = "There is no display to open a window on. “orrery shot --out window.png” draws it off screen."


class NotWritable(UsageError):
    """A file that the user asked for cannot be written."""

    template = "The file {path} cannot be written."


class BadData(UsageError):
    """A list that describes data for an evaluation cannot be used."""

    template = "{path} cannot be used for an evaluation: {reason}."


class NothingLabelled(UsageError):
    """A folder to evaluate on has neither labels nor captions."""

    template = (
        "Nothing in {path} is labelled. Looked for: manifest.jsonl (image, captions), audio.csv (path, label), "
        "sub-folders of pictures or sounds named for their class, or files named like n01440764_tench.jpg."
    )


class LicenceNotAccepted(UsageError):
    """A model for research only, downloaded without saying yes to that."""

    template = (
        "The model “{model}” may be used for research only (licence: {licence}, {source}). "
        "Whoever accepts that downloads it with --accept-licence."
    )


class FileProblem(OrreryError):
    """One file cannot be taken in."""

    template = "{reason}"
    exit_code = 1


class UnsupportedKind(FileProblem):
    """Video, an archive, or something unknown; recorded as skipped."""

    template = "Not a supported kind: {what}."


class UnreadableFile(FileProblem):
    """The system refuses to open the file."""

    template = "The file cannot be opened: {reason}."


class DamagedFile(FileProblem):
    """The file opens but its content is not what it should be."""

    template = "The {kind} is damaged or cut short: {reason}."


class EmptyFile(FileProblem):
    """Nothing in the file."""

    template = "The file is empty."


class FileTooLarge(FileProblem):
    """More than can be decoded within the limits."""

    template = "The {kind} is too large: {size}, and at most {limit} can be read."


class DecoderDied(FileProblem):
    """The file crashed the decoder, made it hang or ate its memory."""

    template = "The file could not be decoded: {reason}."


class LibraryProblem(OrreryError):
    """The library file cannot be used."""

    template = "{sentence}"


class LibraryNewer(LibraryProblem):
    """Written by a newer version."""

    template = (
        "The library {path} was written by a newer Orrery (schema {found}, this version knows {known}). "
        "Update Orrery to open it; nothing was changed."
    )


class LibraryDamaged(LibraryProblem):
    """Not a library, or a broken one."""

    template = "The file {path} is not a library that Orrery can open: {reason}."


class LibraryBusy(LibraryProblem):
    """Another process is writing."""

    template = "The library {path} is being changed by another Orrery (process {holder}). Try again when it is done."


class LibraryUnreachable(LibraryProblem):
    """The place of the library cannot be read or written."""

    template = "The library {path} cannot be opened: {reason}."


class ChangedSince(LibraryProblem):
    """What was done cannot be taken back, or not be done again, because other things were done in between."""

    template = "The library has changed since, so that this does not fit any more. Nothing was changed."


class DiskFull(LibraryProblem):
    """No room left; everything stored before is safe."""

    template = "The disk with {path} is full. What was stored before is safe; make room and start again."


class ModelProblem(OrreryError):
    """A model pack cannot be used."""

    template = "{sentence}"


class PackMissing(ModelProblem):
    """No pack of that name."""

    template = "There is no model pack called “{pack}”. Available: {available}."


class PackDamaged(ModelProblem):
    """A pack that fails its checks."""

    template = "The model pack at {path} cannot be used: {reason}."


class UnusableVector(ModelProblem):
    """The model gave nothing that has a direction; the field `rows` says for which inputs, from 0."""

    template = "The model “{pack}” cannot place {what}: it finds nothing in it to go by."


class SpaceMismatch(ModelProblem):
    """Vectors of different spaces must never be compared."""

    template = "Vectors of different spaces cannot be compared ({one} and {other})."


class PackUnavailable(ModelProblem):
    """A library's model is not on this machine; nothing in the library is lost."""

    template = (
        "The library uses the model “{model}”, which is not on this machine any more. Nothing is lost: "
        "“orrery models download {model}” or “orrery models add FOLDER” brings it back, “orrery models join” with "
        "“--as {model}” a model that was joined, and “orrery models use starter” changes to another one."
    )


class PartMissing(ModelProblem):
    """A joined model of which a part is not on this machine."""

    template = (
        "The model “{pack}” joins “{part}”, which is not on this machine any more. Nothing is lost: "
        "“orrery models download {part}” or “orrery models add FOLDER” brings it back."
    )


class PartChanged(ModelProblem):
    """A joined model of which a part is not the one that was joined."""

    template = (
        "The model “{pack}” joins “{part}” as {joined}, and on this machine is {found}. “orrery models join” makes a "
        "new model of the one that is here."
    )


class PackNotTaken(ModelProblem):
    """A folder or archive that cannot be taken in as a model pack."""

    template = "{path} cannot be taken in as a model: {reason}."


class DownloadFailed(ModelProblem):
    """The hub, or the way to it, did not give what was asked for; the reason ends with a way on."""

    template = "The model “{model}” was not downloaded: {reason}"


class ExportFailed(ModelProblem):
    """A model pack could not be made of an OpenCLIP model."""

    template = "No model pack was made of “{model}”: {reason}"


class NoRoomForModel(ModelProblem):
    """Not enough room on the disk for a download."""

    template = (
        "The model “{model}” needs {needed} on the disk with {path}, and {free} are free. "
        "Make room and start again; what was downloaded before is kept."
    )


class JobCancelled(OrreryError):
    """Raised by JobContext.check() when the user stops a job."""

    template = "Stopped."
    exit_code = 130
