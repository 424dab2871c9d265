"""A hub on this machine that speaks what Hugging Face's client speaks, and misbehaves when it is told to."""

import hashlib
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Repository:
    """Files at one commit; those larger than `small` count as large ones, which have a SHA-256 of their own."""

    files: dict[str, bytes]
    commit: str = COMMIT
    small: int = 1000

    def listing(self) -> list[dict]:
        return [self.listed(name, content) for name, content in self.files.items()]

    def listed(self, name: str, content: bytes) -> dict:
        blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
        told = {"rfilename": name, "size": len(content), "blobId": blob}
        if len(content) > self.small:
            sha256 = hashlib.sha256(content).hexdigest()
            told |= {"blobId": "p" * 40, "lfs": {"sha256": sha256, "size": len(content), "pointerSize": 130}}
        return told


Deed = Callable[["Handler", bytes], None]


@dataclass
class Hub:
    """What the server has, what it shall do next, and what it was asked.

    Attributes:
        repositories: by name.
        deeds: path → what to do instead of answering well, once each, in order; the key "" stands for any path.
        asked: "GET /path" of every request, with its range.
        headers: of every request.
    """

    url: str
    repositories: dict[str, Repository] = field(default_factory=dict)
    deeds: dict[str, deque[Deed]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def next(self, path: str, *deeds: Deed) -> None:
        """Do these when a file of that path (or, with "", anything) is asked for; afterwards behave again."""
        self.deeds.setdefault(path, deque()).extend(deeds)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        span = self.headers.get("Range", "")
        self.hub.asked.append(f"{self.command} {path}{' ' + span if span else ''}")
        self.hub.headers.append(dict(self.headers))
        content = self.content(path)
        for key in (path.rpartition("/")[2], ""):
            if self.hub.deeds.get(key):
                self.hub.deeds[key].popleft()(self, content or b"")
                return
        if content is None:
            self.refuse(404, "EntryNotFound" if "/resolve/" in path else "RepoNotFound")
        else:
            self.give(content)

    def content(self, path: str) -> bytes | None:
        if path.startswith("/api/models/"):
            name, _, revision = path.removeprefix("/api/models/").partition("/revision/")
            known = self.hub.repositories.get(name)
            if known is None or revision not in (known.commit, "main"):
                return None
            return json.dumps({"id": name, "sha": known.commit, "siblings": known.listing()}).encode()
        name, _, rest = path.removeprefix("/").partition("/resolve/")
        known = self.hub.repositories.get(name)
        return known.files.get(rest.partition("/")[2]) if known and rest.startswith(known.commit) else None

    def give(self, content: bytes, *, upto: int | None = None, ranges: bool = True) -> None:
        span, start = self.headers.get("Range"), 0
        if span and ranges:
            start = int(span.removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        self.wfile.write(content[start : len(content) if upto is None else max(upto, start)])
        if upto is not None:
            self.close_connection = True

    def refuse(self, status: int, code: str = "", **headers: str) -> None:
        self.send_response(status)
        if code:
            self.send_header("X-Error-Code", code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()


def cut(after: int) -> Deed:
    """Break the connection off when so many bytes of the file are out."""
    return lambda handler, content: handler.give(content, upto=after)


def wrong_bytes(handler: Handler, content: bytes) -> None:
    """As many bytes as there should be, but others."""
    handler.give(bytes(len(content)))


def whole(handler: Handler, content: bytes) -> None:
    """Know nothing of ranges: send everything once more."""
    handler.give(content, ranges=False)


def status(number: int, code: str = "", **headers: str) -> Deed:
    """Answer with that status."""
    return lambda handler, _: handler.refuse(number, code, **headers)


def stall(seconds: float) -> Deed:
    """Promise the file and send nothing."""

    def deed(handler: Handler, content: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content) or 1))
        handler.end_headers()
        time.sleep(seconds)
        handler.close_connection = True

    return deed


@contextmanager
def running_hub() -> Iterator[Hub]:
    """A hub on loopback for as long as the block lasts."""
    handler = type("OwnHandler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = False
    handler.hub = Hub(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="hub")
    thread.start()
    try:
        yield handler.hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
