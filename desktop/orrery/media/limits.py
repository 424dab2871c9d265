"""How much one file may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a decoder may spend on one file, and how far it may run ahead.

    Attributes:
        time_s: seconds after which a decoder counts as hung.
        memory_bytes: address space of a decoder process on Linux, resident memory elsewhere. 3 GB holds a picture of
            400 million pixels (Pillow keeps 4 bytes a pixel) and what one conversion of it needs.
        ahead_bytes: decoded bytes that may wait for the caller.
        pixels: of a picture, as its header tells before anything is decoded.
    """

    time_s: float = 60.0
    memory_bytes: int = 3 << 30
    ahead_bytes: int = 256 << 20
    pixels: int = 400_000_000
