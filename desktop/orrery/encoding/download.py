"""Downloads the files of a model from a hub: the only module of Orrery that opens a network connection.

    entry ─ what the hub lists at the revision ─▶ room? ─▶ file by file, going on where it stopped ─▶ hashes ─▶ whole

It uses Hugging Face's own client, so HF_ENDPOINT (a mirror), HF_TOKEN, HF_HOME, HF_HUB_OFFLINE and the usual variables
for proxies mean what they mean there. Nothing is told to the hub but what is asked for.
"""

import hashlib
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orrery.encoding.catalogue import Entry, HubFile
from orrery.encoding.hub_problems import reason_of
from orrery.errors import DownloadFailed, NoRoomForModel, OrreryError

if TYPE_CHECKING:
    from huggingface_hub.hf_api import ModelInfo

TRIES = 5
"""In a row without a single new byte; any progress starts the count anew."""

QUIET_S = 10.0
"""A server that sends nothing for so long is asked again."""

PAUSES_S = (1.0, 2.0, 4.0, 8.0)
"""Between tries; a server that says how long to wait is waited for, up to LONGEST_PAUSE_S."""

LONGEST_PAUSE_S = 30.0
ROOM_TO_SPARE = 64 << 20
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})

Check = Callable[[], None]
Report = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Expected:
    """A file as the hub lists it at one commit.

    Attributes:
        file: of the catalogue.
        commit: 40 hexadecimal digits.
        size: bytes.
        sha256: of its content; None where the hub only knows git's hash.
        git: git's hash of the file as a blob; None for large files, of which it is the pointer's.
    """

    file: HubFile
    commit: str
    size: int
    sha256: str | None
    git: str | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was downloaded.

    Attributes:
        files: name in the pack → where it lies.
        commits: repository → the commit that its files are of.
    """

    files: Mapping[str, Path]
    commits: Mapping[str, str]


def fetch(entry: Entry, folder: Path, check: Check, report: Report) -> Fetched:
    """Download a model's files, or go on with a download that stopped.

    Args:
        entry: of the catalogue.
        folder: for this model alone; half files stay in it for the next time.
        check: called several times a second; may raise to stop.
        report: told bytes done, bytes in all and the name of the file in hand.

    Raises:
        DownloadFailed: with the reason and a way on; what is there stays for the next time.
        NoRoomForModel: too little room; nothing was downloaded.
        JobCancelled: check stopped it; what is there stays for the next time.
    """
    with _quiet_client(), _told(entry, entry.files[0]):
        expected = _listed(entry, check)
        _make_room(entry, folder, expected)
        total, done = sum(item.size for item in expected), 0
        for item in expected:
            _fetch_one(
                entry, item, folder, check, lambda now, item=item, done=done: report(done + now, total, item.file.name)
            )
            done += item.size
    files = {item.file.name: _place(folder, item) for item in expected}
    return Fetched(files, {item.file.repo: item.commit for item in expected})


def _listed(entry: Entry, check: Check) -> tuple[Expected, ...]:
    """Ask the hub what it has; the catalogue's own figures have to agree where it has any."""
    asked: dict[tuple[str, str], ModelInfo] = {}
    listed = list[Expected]()
    for file in entry.files:
        key = file.repo, file.revision
        if key not in asked:
            asked[key] = _again(lambda file=file: _info(file), check)
        listed.append(_expected(entry, file, asked[key]))
    return tuple(listed)


def _info(file: HubFile) -> "ModelInfo":
    from huggingface_hub import HfApi

    api = HfApi(endpoint=endpoint(), library_name="orrery")
    return api.model_info(file.repo, revision=file.revision, files_metadata=True, timeout=QUIET_S)


def _expected(entry: Entry, file: HubFile, info: "ModelInfo") -> Expected:
    found = next((sibling for sibling in info.siblings or () if sibling.rfilename == file.path), None)
    if found is None or found.size is None or not info.sha:
        reason = f"{file.repo} has no file “{file.path}” any more. A newer Orrery may know where it is now."
        raise DownloadFailed(model=entry.name, reason=reason)
    large = found.lfs.sha256 if found.lfs else None
    if (file.size not in (None, found.size)) or (file.sha256 and large and file.sha256 != large):
        reason = (
            f"“{file.path}” in {file.repo} is not the file that this Orrery knows, so it was left alone. "
            "A newer Orrery may know it."
        )
        raise DownloadFailed(model=entry.name, reason=reason)
    return Expected(file, info.sha, found.size, large or file.sha256, None if large else found.blob_id)


def _make_room(entry: Entry, folder: Path, expected: tuple[Expected, ...]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    kept = {_place(folder, item) for item in expected} | {_half(folder, item) for item in expected}
    for path in set(folder.iterdir()) - kept:  # of another version; it would never be asked for again
        path.unlink()
    there = sum(path.stat().st_size for path in kept if path.exists())
    needed, free = sum(item.size for item in expected) - there, shutil.disk_usage(folder).free
    if needed + ROOM_TO_SPARE > free:
        raise NoRoomForModel(
            model=entry.name, path=folder, needed=_megabytes(needed + ROOM_TO_SPARE), free=_megabytes(free)
        )


def _fetch_one(entry: Entry, item: Expected, folder: Path, check: Check, report: Callable[[int], None]) -> None:
    place, half = _place(folder, item), _half(folder, item)
    if place.exists():
        return  # it was whole and right when it was moved there
    _take_from_cache(item, half)
    for _ in range(2):  # what does not match may be the remains of a disturbed transfer: once more from the start
        if not half.exists() or half.stat().st_size < item.size:
            _again(lambda: _receive(item, half, check, report), check, half)
        if _is_right(half, item, check):
            half.replace(place)
            return
        half.unlink()
    reason = (
        f"“{item.file.path}” arrived otherwise than {endpoint()} lists it, twice. Somebody on the way may be changing "
        "it; try another network, or a mirror named by HF_ENDPOINT."
    )
    raise DownloadFailed(model=entry.name, reason=reason)


def _take_from_cache(item: Expected, half: Path) -> None:
    """What another program has downloaded to HF_HOME need not be downloaded again."""
    from huggingface_hub import try_to_load_from_cache

    known = try_to_load_from_cache(item.file.repo, item.file.path, revision=item.commit)
    if isinstance(known, str) and not half.exists() and os.path.getsize(known) == item.size:  # noqa: PTH202
        shutil.copyfile(known, half)


def _receive(item: Expected, half: Path, check: Check, report: Callable[[int], None]) -> None:
    """Ask for what is missing and append it."""
    from huggingface_hub import hf_hub_url
    from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status

    there = half.stat().st_size if half.exists() else 0
    headers = build_hf_headers(library_name="orrery") | {"Accept-Encoding": "identity"}
    if there:
        headers["Range"] = f"bytes={there}-"
    url = hf_hub_url(item.file.repo, item.file.path, revision=item.commit, endpoint=endpoint())
    with get_session().stream("GET", url, headers=headers, timeout=QUIET_S) as response:
        hf_raise_for_status(response)
        is_rest = response.status_code == 206  # 200: the server sends all of it again
        with half.open("ab" if is_rest else "wb") as out:
            done = there if is_rest else 0
            for chunk in response.iter_bytes():  # as they come: what a broken connection brought is kept
                check()
                out.write(chunk)
                done += len(chunk)
                report(done)
                if done > item.size:
                    break  # it is longer than listed; the hash will tell
    if done < item.size:
        raise _Cut


class _Cut(Exception):
    """The connection ended politely, but too early."""


def _again(call: Callable[[], Any], check: Check, grown: Path | None = None) -> Any:
    """Call until it works, a bounded number of times without progress.

    Args:
        call: may fail in a passing way.
        check: called before every try, and while waiting for it.
        grown: a file whose growing counts as progress.
    """
    from httpx2 import HTTPError

    tries, size = 0, -1
    while True:
        check()
        before = grown.stat().st_size if grown and grown.exists() else 0
        tries = tries + 1 if before <= size else 1
        size = before
        try:
            return call()
        except (HTTPError, _Cut) as problem:
            if tries >= TRIES or not _is_passing(problem):
                raise
            _wait(_pause_s(problem, tries), check)


def _is_passing(problem: Exception) -> bool:
    response = getattr(problem, "response", None)
    return response is None or response.status_code in _PASSING


def _pause_s(problem: Exception, tries: int) -> float:
    response = getattr(problem, "response", None)
    said = response.headers.get("Retry-After", "") if response is not None else ""
    if said.isdecimal():
        return min(float(said), LONGEST_PAUSE_S)
    return PAUSES_S[min(tries, len(PAUSES_S)) - 1]


def _wait(seconds: float, check: Check) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        check()
        time.sleep(min(left, 0.2))


def _is_right(path: Path, item: Expected, check: Check) -> bool:
    if path.stat().st_size != item.size:
        return False
    digest = hashlib.sha256() if item.sha256 else hashlib.sha1(b"blob %d\0" % item.size, usedforsecurity=False)
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            check()
            digest.update(chunk)
    return digest.hexdigest() == (item.sha256 or item.git)


def endpoint() -> str:
    """The hub that is asked: HF_ENDPOINT, or Hugging Face."""
    return (os.environ.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/")


@contextmanager
def _quiet_client() -> Iterator[None]:
    """The hub's client without telemetry, colours or its own retries in the log, and closed at the end."""
    # Read when the library is imported. Xet would bring a client of its own that neither stops nor goes on midway.
    for name in ("HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_XET", "HF_HUB_DISABLE_UPDATE_CHECK"):
        os.environ[name] = "1"
    from huggingface_hub.utils import close_session

    log = logging.getLogger("huggingface_hub")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)
        close_session()


@contextmanager
def _told(entry: Entry, file: HubFile) -> Iterator[None]:
    """Turn whatever the client or the disk says into a sentence with a way on."""
    try:
        yield
    except OrreryError:
        raise
    except (OSError, ValueError, _Cut) as problem:  # all errors of the client are one of the first two
        raise DownloadFailed(model=entry.name, reason=reason_of(problem, endpoint(), file.repo)) from problem
    except Exception as problem:
        from httpx2 import HTTPError

        if not isinstance(problem, HTTPError):
            raise
        raise DownloadFailed(model=entry.name, reason=reason_of(problem, endpoint(), file.repo)) from problem


def _place(folder: Path, item: Expected) -> Path:
    """A whole file; its name holds the commit, so that another version is never taken for it."""
    return folder / f"{item.commit[:12]}-{item.file.name}"


def _half(folder: Path, item: Expected) -> Path:
    return folder / f"{item.commit[:12]}-{item.file.name}.part"


def _megabytes(size: int) -> str:
    return f"{max(size, 0) / 1e6:,.0f} MB"
