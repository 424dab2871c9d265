"""Small files that are a convenience: written whole or not at all, and nobody minds when they cannot be."""

import tempfile
from pathlib import Path


def replace_text(file: Path, text: str) -> bool:
    """Put a text in place of a file, so that a crash in the middle leaves the old one whole.

    Returns:
        Whether it could be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as draft:
            draft.write(text)
        Path(draft.name).replace(file)
    except OSError:
        return False
    return True
