"""Parts of files in a query: `./a.jpg#xywh=percent:10,20,50,40`, `./gulls.wav#t=2,5.5`, `./book.txt#char=120,380`.

The spelling is that of the web: Media Fragments (W3C, 2012) for pictures and sounds, RFC 5147 for texts. What looks
like a part but belongs to the file's name is followed by one more `#`.
"""

import math
import re
from decimal import Decimal

from orrery.domain.item import Stretch
from orrery.domain.query import Characters, Cut, Region

_N = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_TIME = rf"(?:[0-9]+:)?(?:[0-9]+:)?{_N}"
_PART = (
    rf"xywh=(?P<unit>pixel:|percent:)?(?P<box>{_N},{_N},{_N},{_N})"
    rf"|t=(?:npt:)?(?P<from>{_TIME})?(?:,(?P<to>{_TIME}))?"
    r"|char=(?P<start>[0-9]+),(?P<end>[0-9]+)"
)
_FRAGMENT = re.compile(rf"(?P<path>.+)#(?:{_PART})", re.DOTALL)
_ESCAPED = re.compile(rf"(?P<path>.+#(?:{_PART})#*)#", re.DOTALL)

EVERYTHING = Region(0.0, 0.0, 100.0, 100.0)


def taken_apart(text: str) -> tuple[str, Cut | None]:
    """Split what was typed into a path and the part of the file that is meant.

    Raises:
        ValueError: the part holds nothing; the message ends a sentence for the user.
    """
    escaped = _ESCAPED.fullmatch(text)
    if escaped:
        return escaped["path"], None
    found = _FRAGMENT.fullmatch(text)
    if found is None:
        return text, None
    if found["box"]:
        return found["path"], _region(found["box"], in_pixels=found["unit"] != "percent:")
    if found["end"]:
        return found["path"], _characters(int(found["start"]), int(found["end"]))
    if found["from"] is None and found["to"] is None:
        return text, None
    return found["path"], _stretch(_seconds(found["from"], 0.0), _seconds(found["to"], math.inf))


def put_together(path: str, part: Cut | None) -> str:
    """The spelling that `taken_apart` splits into the same path and part."""
    if part is None:
        is_misleading = _ESCAPED.fullmatch(path) or _FRAGMENT.fullmatch(path)
        return path + "#" if is_misleading else path
    return f"{path}#{spelled(part)}"


def spelled(part: Cut) -> str:
    """A part without its path, such as "t=2,5.5"."""
    if isinstance(part, Region):
        unit = "" if part.in_pixels else "percent:"
        return f"xywh={unit}" + ",".join(number(value) for value in (part.x, part.y, part.width, part.height))
    if isinstance(part, Characters):
        return f"char={part.start},{part.end}"
    return f"t={number(part.start_s)}" + ("" if math.isinf(part.end_s) else f",{number(part.end_s)}")


def number(value: float) -> str:
    """A number without exponent, read back as the same float."""
    return f"{Decimal(repr(float(value))):f}".removesuffix(".0")


def _region(box: str, *, in_pixels: bool) -> Region:
    x, y, width, height = (float(value) for value in box.split(","))
    is_sound = all(math.isfinite(value) for value in (x, y, width, height)) and width > 0 and height > 0
    if not is_sound or not (in_pixels or (x < 100 and y < 100)):
        raise ValueError("the part of the picture holds nothing; write #xywh=percent:LEFT,TOP,WIDTH,HEIGHT")
    return Region(x, y, width, height, in_pixels)


def _characters(start: int, end: int) -> Characters:
    if end <= start:
        raise ValueError("the part of the text holds nothing; write #char=FIRST,END")
    return Characters(start, end)


def _stretch(start_s: float, end_s: float) -> Stretch:
    if end_s <= start_s:
        raise ValueError("the part of the sound holds nothing; write #t=START,END in seconds")
    return Stretch(start_s, end_s)


def _seconds(text: str | None, otherwise: float) -> float:
    """Seconds of "75", "1:15" or "0:01:15"."""
    if text is None:
        return otherwise
    total = 0.0
    for piece in text.split(":"):
        total = 60 * total + float(piece)
    return total
