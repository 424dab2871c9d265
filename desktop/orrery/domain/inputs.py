"""What a model wants to see: the geometry of its inputs, as plain values.

The decoder resizes and cuts to these so that a full-size photo never crosses a process boundary; scaling to the
model's mean and deviation stays in encoding.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ImageInput:
    """How a picture is brought to a model's size.

    Attributes:
        size: side of the square input in pixels.
        resize: "crop" = shortest edge to size / crop_share, then centre crop; "squash" = both edges to size;
            "pad" = longest edge to size, then pad with black.
        interpolation: Pillow's filter, always antialiased.
        crop_share: share of the resized picture's short edge that the crop keeps, in (0, 1].
    """

    size: int
    resize: Literal["crop", "squash", "pad"] = "crop"
    interpolation: Literal["bilinear", "bicubic"] = "bicubic"
    crop_share: float = 1.0


@dataclass(frozen=True, slots=True)
class SoundInput:
    """How a sound is cut for a model.

    Attributes:
        rate_hz: sample rate, mono.
        window_s: length of a window in seconds; a shorter sound is repeated or padded to one window.
        max_windows: of a long sound this many windows are read, evenly spread and always the same ones.
        fill: what comes behind a sound shorter than a window: silence, itself until the window is full, or itself
            as often as it fits in whole and then silence ("repeatpad", which CLAP was trained with).
    """

    rate_hz: int
    window_s: float
    max_windows: int = 120
    fill: Literal["zeros", "repeat", "repeatpad"] = "zeros"

    @property
    def window_samples(self) -> int:
        """Samples in a window."""
        return round(self.rate_hz * self.window_s)


@dataclass(frozen=True, slots=True)
class TextInput:
    """How long a passage may be.

    Attributes:
        max_pieces: word pieces in a passage, special tokens not counted.
        languages: ISO 639-1 codes the model reads.
    """

    max_pieces: int = 128
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a decoder has to know of a pack; None where a pack has no such tower."""

    image: ImageInput | None
    sound: SoundInput | None
    text: TextInput | None
