"""Bytes to letters: is it text at all, and in which encoding."""

import codecs
import re

from orrery.errors import DamagedFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\b\t\n\v\f\r\x1b") + b"\x7f"
"""Bytes that text does not hold; backspace and escape stand in terminal logs and old manual pages."""

_CONTROLS_IN_UTF8 = 0.05
_CONTROLS_IN_LEGACY = 0.002
"""Random bytes hold 10 % of them, and no long run of random bytes is valid UTF-8."""

_SAMPLE = 64 << 10
_SHORT = 4096


def reads_as_text(head: bytes) -> bool:
    """Whether the first bytes of a file look like text in some encoding."""
    if encoding := encoding_by_bom(head):
        return _is_lettered(head, encoding)
    if _wide_encoding(head):
        return True
    share = _share_of_controls(head)
    if _is_utf8(head):
        return share <= _CONTROLS_IN_UTF8 and 0 not in head
    return share <= _CONTROLS_IN_LEGACY and 0 not in head and _detected(head) is not None


def encoding_by_bom(head: bytes) -> str | None:
    """The encoding that a byte order mark names."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    return None


def encoding_of(head: bytes) -> str:
    """Find the encoding: byte order mark, then UTF-8, then detection.

    Raises:
        DamagedFile: no encoding makes text of it.
    """
    found = encoding_by_bom(head) or _wide_encoding(head) or ("utf-8" if _is_utf8(head) else _detected(head))
    if found is None:
        raise DamagedFile(kind="text", reason="its letters are in no known encoding")
    return found


def decoded(raw: bytes, encoding: str) -> str:
    """Turn bytes to text with plain line ends and without characters that no text can hold."""
    return cleaned(raw.decode(encoding, "replace"))


def cleaned(text: str) -> str:
    """Plain line ends, no NULs, no lone halves of surrogate pairs (UTF-8, and so the library, cannot hold them)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


_SURROGATE = re.compile("[\ud800-\udfff]")


def _is_utf8(head: bytes) -> bool:
    try:  # in a long head the last letter may be cut in two; a short one is the whole text
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < _SHORT)
    except UnicodeDecodeError:
        return False
    return True


def _share_of_controls(head: bytes) -> float:
    return (len(head) - len(head.translate(None, _CONTROLS))) / max(1, len(head))


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every other byte is zero."""
    sample = head[: 1 << 12]
    if len(sample) < 8 or (len(sample) % 2 and len(head) == len(sample)):
        return None
    sample = sample[: len(sample) & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    for high, low, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if high > 0.4 * len(sample) / 2 and low == 0 and _is_lettered(sample, encoding):
            return encoding
    return None


def _is_lettered(sample: bytes, encoding: str) -> bool:
    """Whether bytes decode, and to letters rather than to control characters."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    odd = sum(
        not (letter.isprintable() or letter.isspace() or letter in "\b\x1b\ufeff\u200b") for letter in text[:4096]
    )
    return odd <= _CONTROLS_IN_UTF8 * len(text)


_WESTERN = frozenset("äöüßÄÖÜéèêëÉÈÊËàâáãåÀÂÁÃÅçÇîïíìÎÏÍôóòõÔÓÒÕûùúÛÙÚñÑæÆøØœŒÿ¿¡«»‹›‘’‚“”„–—…•€£§°©®™·´×\xa0\xad")
"""Without š, ž, ¹, ³, ý and þ: those are what Czech, Polish and Turkish look like when taken for Western."""

_KANA = re.compile("[\u3040-\u30ff]")


def _detected(head: bytes) -> str | None:
    """Guess an old encoding; two guesses of our own come first, where the detector was seen to err on short texts."""
    sample = head[:_SAMPLE]
    if _is_western(sample):
        return "cp1252"
    for encoding in ("cp932", "euc_jp"):
        if _is_japanese(sample, encoding):
            return encoding
    import charset_normalizer

    best = charset_normalizer.from_bytes(sample).best()
    return None if best is None else best.encoding


def _is_western(sample: bytes) -> bool:
    """Mostly plain letters, and all others from the handful that Western languages use."""
    high = bytes(byte for byte in sample if byte > 0x7F)
    if len(high) > 0.35 * len(sample):
        return False
    return set(high.decode("cp1252", "replace")) <= _WESTERN


def _is_japanese(sample: bytes, encoding: str) -> bool:
    """Real Japanese is a third kana; Chinese or Korean read as Japanese is hardly any."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    return len(_KANA.findall(text)) > 0.2 * len(text)
