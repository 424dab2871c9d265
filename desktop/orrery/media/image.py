"""Pictures: upright, in sRGB, brought to the model's size, with a thumbnail."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, TypeAlias

import numpy as np
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from orrery.domain.arrays import Pixels
from orrery.domain.inputs import ImageInput
from orrery.domain.item import Fact
from orrery.domain.query import Region
from orrery.errors import DamagedFile, FileTooLarge

THUMBNAIL_EDGE = 512
"""Longest edge of a thumbnail in pixels, about: sharp at 256 points on a display of twice the density."""

THUMBNAIL_EDGES = (448, 640)
"""Between these, what a whole-number shrink leaves is taken as it is: averaging 2 × 2 pixels takes a thirteenth of the
time of resizing (0.2 ms of 2.8 for 640 × 480), and up to 640 nothing has to be shrunk at all."""

_THUMBNAIL_QUALITY = 85
_MILLION = 1_000_000
_FILTERS = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}

Image.MAX_IMAGE_PIXELS = (
    None  # the limit is ours and comes with a sentence; Pillow's would warn first and fail at twice
)

Size: TypeAlias = tuple[int, int]
"""Width and height in pixels."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What one visit to a picture yields.

    Attributes:
        pixels: (size, size, 3) uint8 as the model wants it; None without an input.
        facts: width and height upright, format; taken, camera, lens, exposure_s, f_number, iso and focal_mm where the
            camera told.
        preview: thumbnail, JPEG, or PNG where the picture is see-through.
    """

    pixels: Pixels | None
    facts: dict[str, Fact]
    preview: bytes


def decode_image(
    stream: BinaryIO, wanted: ImageInput | None, pixel_limit: int, region: Region | None = None
) -> Picture:
    """Decode the first frame of a picture.

    Args:
        stream: the file's content.
        wanted: the geometry the model asks for.
        pixel_limit: more pixels than this are not decoded.
        region: what the model is to see; the whole without one. Facts and preview are always of the whole.

    Raises:
        FileTooLarge: the header tells of more pixels than the limit.
        DamagedFile: not a picture, or not a whole one.
    """
    _register_heif(stream)
    try:
        with Image.open(stream) as image:
            _require_size(image.size, pixel_limit)
            facts = _facts(image)
            profile = image.info.get("icc_profile")
            if region is None:
                _draft(image, wanted)
            upright = _plain_mode(image)
            ImageOps.exif_transpose(upright, in_place=True)
    except UnidentifiedImageError as error:
        raise DamagedFile(kind="picture", reason="its header cannot be read") from error
    except OSError as error:
        if error.errno is not None:  # the drive, not the picture
            raise
        raise DamagedFile(kind="picture", reason="its pixels cannot all be read") from error
    seen = upright if region is None else upright.crop(box_of(region, upright.size))
    pixels = None if wanted is None else to_input(_srgb(_model_size(seen, wanted), profile), wanted)
    return Picture(pixels, facts, _thumbnail(upright, profile))


def _register_heif(stream: BinaryIO) -> None:
    """Let Pillow read HEIF, if a picture is of that family: the library takes 25 ms to load."""
    if stream.read(8)[4:] == b"ftyp":
        import pi_heif

        pi_heif.register_heif_opener()  # replaces itself when called again
    stream.seek(0)


def box_of(region: Region, size: Size) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a region in pixels: at least one pixel, nothing outside the picture."""
    scale = (1.0, 1.0) if region.in_pixels else (size[0] / 100, size[1] / 100)
    left = min(max(0, math.floor(region.x * scale[0])), size[0] - 1)
    top = min(max(0, math.floor(region.y * scale[1])), size[1] - 1)
    right = min(max(left + 1, math.ceil((region.x + region.width) * scale[0])), size[0])
    bottom = min(max(top + 1, math.ceil((region.y + region.height) * scale[1])), size[1])
    return left, top, right, bottom


def resized_size(size: Size, wanted: ImageInput) -> Size:
    """The size before the crop or the padding, by the rules of torchvision and timm.

    "crop": the short edge becomes floor(size / crop_share), the long one keeps the proportion, rounded down.
    """
    width, height = size
    if wanted.resize == "squash":
        return wanted.size, wanted.size
    if wanted.resize == "pad":
        ratio = max(size) / wanted.size
        return max(1, round(width / ratio)), max(1, round(height / ratio))
    short = math.floor(wanted.size / wanted.crop_share)
    if width <= height:
        return short, max(short, int(short * height / width))
    return max(short, int(short * width / height)), short


def to_input(image: Image.Image, wanted: ImageInput) -> Pixels:
    """Cut or pad a resized RGB picture to the model's square: (size, size, 3) uint8."""
    side = wanted.size
    if wanted.resize == "pad":
        square = Image.new("RGB", (side, side))
        square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
        return np.array(square)
    left, top = round((image.width - side) / 2.0), round((image.height - side) / 2.0)
    return np.array(image.crop((left, top, left + side, top + side)))


def _require_size(size: Size, pixel_limit: int) -> None:
    width, height = size
    if width * height > pixel_limit:
        millions = f"{width:,} × {height:,} = {width * height / _MILLION:,.0f} million pixels"
        raise FileTooLarge(kind="picture", size=millions, limit=f"{pixel_limit / _MILLION:,.0f} million")


def _draft(image: Image.Image, wanted: ImageInput | None) -> None:
    """Let the JPEG decoder shrink by 2, 4 or 8 while it decodes: 30 ms instead of 144 for 12 megapixels.

    What is left has at least twice the edges that the model's resizing needs, and those of the thumbnail.
    """
    if image.format not in ("JPEG", "MPO"):
        return
    edge = min(1.0, THUMBNAIL_EDGE / max(image.size))
    needed = [image.width * edge, image.height * edge]
    if wanted is not None:
        # Before the rotation; "crop" and "pad" do not care, and "squash" has equal edges.
        needed = [max(have, 2 * edge) for have, edge in zip(needed, resized_size(image.size, wanted), strict=True)]
    image.draft(None, (math.ceil(needed[0]), math.ceil(needed[1])))


def _plain_mode(image: Image.Image) -> Image.Image:
    """Bring a picture to L, RGB, RGBA, CMYK or LAB, 8 bits a channel, keeping what EXIF says of its rotation."""
    plain = _in_plain_mode(image)
    if plain is not image:
        plain.info.pop("exif", None)
        plain.getexif()[ExifTags.Base.Orientation] = image.getexif().get(ExifTags.Base.Orientation, 1)
    return plain


def _in_plain_mode(image: Image.Image) -> Image.Image:
    image.load()
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _eight_bits(image)
    if image.has_transparency_data and image.mode not in ("CMYK", "LAB"):
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK", "LAB"):
        return image
    return image.convert("L" if image.mode in ("1", "LA", "La") else "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale deep grey pictures; what uses little of its depth (12-bit scans in 16 bits) is spread over all of it."""
    values = np.asarray(image, dtype=np.float32)
    finite = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = min(0.0, float(finite.min())), float(finite.max())
    if image.mode != "F" and 0x0FFF < high <= 0xFFFF and low == 0:
        high = float(0xFFFF)
    return Image.fromarray(np.round((finite - low) * (255.0 / ((high - low) or 1.0))).astype(np.uint8))


def _model_size(image: Image.Image, wanted: ImageInput) -> Image.Image:
    return image.resize(resized_size(image.size, wanted), _FILTERS[wanted.interpolation])


def _srgb(image: Image.Image, profile: bytes | None, *, keeps_alpha: bool = False) -> Image.Image:
    """Bring a small picture to sRGB by its colour profile; see-through parts become white unless they are kept.

    Colours are converted after resizing, at 1/50 of the cost; a damaged profile is as good as none.
    """
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    if alpha is not None and not keeps_alpha:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    colours = image.convert("RGB") if image.mode == "RGBA" else image
    colours = _by_profile(colours, profile) if profile or image.mode == "LAB" else colours
    colours = colours if colours.mode == "RGB" else colours.convert("RGB")
    if alpha is not None and keeps_alpha:
        colours.putalpha(alpha)
    return colours


def _by_profile(image: Image.Image, profile: bytes | None) -> Image.Image:
    from PIL import ImageCms

    try:
        if image.mode == "LAB":
            source = ImageCms.createProfile("LAB")
        else:
            source = ImageCms.ImageCmsProfile(BytesIO(profile or b""))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return converted or image


def _thumbnail(image: Image.Image, profile: bytes | None) -> bytes:
    small = _srgb(_shrunk(image), profile, keeps_alpha=True)
    out = BytesIO()
    if small.mode == "RGBA" and small.getchannel("A").getextrema()[0] != 255:
        small.save(out, "PNG")
    else:
        small = small if small.mode == "RGB" else small.convert("RGB")
        small.save(out, "JPEG", quality=_THUMBNAIL_QUALITY)
    return out.getvalue()


def _shrunk(image: Image.Image) -> Image.Image:
    """Bring a picture to about THUMBNAIL_EDGE, the cheapest way that leaves nothing jagged."""
    least, most = THUMBNAIL_EDGES
    times = math.ceil(max(image.size) / most)
    if times == 1:
        return image
    if max(image.size) >= least * times:
        return image.reduce(times)
    scale = THUMBNAIL_EDGE / max(image.size)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.HAMMING, reducing_gap=1.0)


def _facts(image: Image.Image) -> dict[str, Fact]:
    exif = image.getexif()
    width, height = image.size
    # Pillow turns TIFF pictures itself and tells their size upright.
    if exif.get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8) and image.format != "TIFF":
        width, height = height, width
    facts: dict[str, Fact] = {"width": width, "height": height, "format": image.format or "?"}
    details = exif.get_ifd(ExifTags.IFD.Exif)
    if taken := _iso_time(details.get(ExifTags.Base.DateTimeOriginal)):
        facts["taken"] = taken
    if camera := _camera(exif.get(ExifTags.Base.Make), exif.get(ExifTags.Base.Model)):
        facts["camera"] = camera
    if lens := _word(details.get(ExifTags.Base.LensModel)):
        facts["lens"] = lens
    return facts | _exposure(details)


_EXPOSURE = {
    "exposure_s": (ExifTags.Base.ExposureTime, 86_400.0),
    "f_number": (ExifTags.Base.FNumber, 1_000.0),
    "iso": (ExifTags.Base.ISOSpeedRatings, 10_000_000.0),
    "focal_mm": (ExifTags.Base.FocalLength, 100_000.0),
}
"""Facts of the exposure: where EXIF has each, and what is more than any camera's."""


def _exposure(details: Mapping[int, object]) -> dict[str, Fact]:
    """What the camera told of the exposure; nothing that makes no sense, such as 0/0."""
    facts: dict[str, Fact] = {}
    for name, (tag, most) in _EXPOSURE.items():
        value = details.get(tag)
        value = value[0] if isinstance(value, tuple) and value else value
        try:
            number = float(value)  # type: ignore[arg-type]  # a fraction, a number, or anything else
        except (TypeError, ValueError, ZeroDivisionError):
            continue
        if 0 < number <= most:  # not what is not a number either
            facts[name] = int(number) if name == "iso" else round(number, 6)
    return facts


def _iso_time(written: object) -> str | None:
    """EXIF's "2021:05:03 12:00:00" as ISO 8601; None for what is no date, such as a camera's unset clock."""
    found = re.match(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)", _word(written))
    if found is None or found[1] == "0000" or not ("01" <= found[2] <= "12" and "01" <= found[3] <= "31"):
        return None
    year, month, day, hour, minute, second = found.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}"


def _camera(make: object, model: object) -> str:
    maker, name = _word(make), _word(model)
    if not maker or name.lower().startswith(maker.split()[0].lower()):
        return name
    return f"{maker} {name}".strip()


def _word(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if not isinstance(value, str):
        return ""
    return "".join(letter for letter in value if letter.isprintable()).strip()[:100]
