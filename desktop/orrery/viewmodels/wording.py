"""Numbers, times and file names as people read them."""

from PySide6.QtCore import QCoreApplication, QLocale

translate = QCoreApplication.translate

NARROW_SPACE = "\u202f"
"""Groups digits without letting a line break between them."""


def grouped(number: int) -> str:
    """18402 as "18 402"."""
    return f"{number:,}".replace(",", NARROW_SPACE)


def shown_path(path: bytes) -> str:
    """A path for reading; bytes that are no UTF-8 show as a replacement sign."""
    return path.decode("utf-8", errors="replace")


def shown_name(path: bytes) -> str:
    """The last part of a path, for reading."""
    return shown_path(path.rstrip(b"/").rpartition(b"/")[2] or path)


def shown_folder(path: bytes) -> str:
    """The last two parts of a folder, such as "Photos/2024"."""
    parts = [part for part in shown_path(path).split("/") if part]
    return "/".join(parts[-2:]) if parts else "/"


def clock(seconds: float) -> str:
    """A length as a player shows it: 0:05, 12:30, 1:02:03."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def duration(seconds: float) -> str:
    """A length in words: 45 s, 1 min 23 s, 2 h 5 min."""
    whole = max(1, round(seconds))
    if whole < 60:
        return translate("wording", "{s} s").format(s=whole)
    if whole < 3600:
        return translate("wording", "{m} min {s} s").format(m=whole // 60, s=whole % 60)
    return translate("wording", "{h} h {m} min").format(h=whole // 3600, m=whole // 60 % 60)


def file_size(size: int) -> str:
    """Bytes in the unit that leaves one to three digits before the point."""
    amount = float(size)
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 1000:
            return f"{QLocale().toString(amount, 'f', 0 if unit == 'B' or amount >= 10 else 1)} {unit}"
        amount /= 1000
    return f"{QLocale().toString(amount, 'f', 1)} TB"


def language_name(code: str) -> str:
    """A language in the user's own for the most common ones, else as its speakers call it.

    Args:
        code: ISO 639-1, such as "en".
    """
    known = {
        "de": translate("languages", "German"),
        "en": translate("languages", "English"),
        "es": translate("languages", "Spanish"),
        "fr": translate("languages", "French"),
        "it": translate("languages", "Italian"),
    }
    return known.get(code) or QLocale(code).nativeLanguageName() or code
