import io

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms, ImageOps, TiffImagePlugin

from media import made
from media.heif import HEIF
from orrery.domain.inputs import ImageInput
from orrery.errors import DamagedFile, FileTooLarge
from orrery.media.image import THUMBNAIL_EDGE, THUMBNAIL_EDGES, Picture, decode_image, resized_size

CROP = ImageInput(size=64, crop_share=0.875)
SQUASH = ImageInput(size=64, resize="squash")


def decoded(image: Image.Image, format_name: str = "PNG", wanted: ImageInput | None = SQUASH, **options) -> Picture:
    out = io.BytesIO()
    image.save(out, format_name, **options)
    return decode_image(io.BytesIO(out.getvalue()), wanted, 400_000_000)


def corners(pixels: np.ndarray) -> list[str]:
    """The nearest plain colour of each corner: top left, top right, bottom left, bottom right."""
    names = {
        "red": (255, 0, 0),
        "green": (0, 255, 0),
        "blue": (0, 0, 255),
        "white": (255, 255, 255),
        "yellow": (255, 255, 0),
    }
    places = (pixels[2, 2], pixels[2, -3], pixels[-3, 2], pixels[-3, -3])
    return [min(names, key=lambda name: np.abs(place - np.array(names[name], float)).sum()) for place in places]


UPRIGHT = ["red", "green", "blue", "white"]


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_every_format_is_decoded(format_name):
    picture = decoded(made.picture(), format_name)
    assert picture.pixels is not None
    assert picture.pixels.shape == (64, 64, 3)
    assert picture.pixels.dtype == np.uint8
    assert corners(picture.pixels) == UPRIGHT
    assert (picture.facts["width"], picture.facts["height"]) == (120, 80)
    assert picture.facts["format"] == format_name


def test_a_heif_picture_is_decoded():
    picture = decode_image(io.BytesIO(HEIF), SQUASH, 10**6)
    assert picture.facts["format"] == "HEIF"
    assert picture.pixels is not None
    assert corners(picture.pixels) == UPRIGHT


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_name", ["JPEG", "TIFF", "PNG"])
def test_a_rotated_picture_stands_upright(orientation, format_name):
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,  # its inverse stands in the tag
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = made.picture() if orientation == 1 else made.picture().transpose(turn[orientation])
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    picture = decoded(stored, format_name, exif=exif)
    assert picture.pixels is not None
    assert corners(picture.pixels) == UPRIGHT
    assert (picture.facts["width"], picture.facts["height"]) == (120, 80)
    thumbnail = Image.open(io.BytesIO(picture.preview))
    assert thumbnail.size == (120, 80)
    assert corners(np.asarray(thumbnail)) == UPRIGHT
    assert thumbnail.getexif().get(ExifTags.Base.Orientation, 1) == 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "LAB", "I;16", "I", "F"])
def test_every_mode_becomes_rgb(mode):
    grey = made.picture().convert("L")
    if mode == "I;16":
        image = Image.fromarray(np.asarray(grey, np.uint16) * 257)
    elif mode == "LAB":
        image = ImageCms.profileToProfile(
            made.picture(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
        )
    else:
        image = (grey if mode in ("I", "F") else made.picture()).convert(mode)
    picture = decoded(image, "TIFF")
    assert picture.pixels is not None
    assert picture.pixels.shape == (64, 64, 3)
    darkest, brightest = int(picture.pixels.min()), int(picture.pixels.max())
    assert darkest < 100
    assert brightest > 200


def test_sixteen_bits_keep_their_brightness_and_twelve_in_sixteen_are_spread():
    grey = np.asarray(made.picture().convert("L"), np.uint16)
    plain = decoded(Image.fromarray(grey.astype(np.uint8))).pixels.astype(int)
    assert np.abs(decoded(Image.fromarray(grey * 257)).pixels.astype(int) - plain).max() <= 2
    assert decoded(Image.fromarray(grey * 16)).pixels.max() >= 250


def test_see_through_parts_are_white_for_the_model_and_stay_in_the_thumbnail():
    image = made.picture().convert("RGBA")
    image.putalpha(0)
    picture = decoded(image)
    assert (picture.pixels == 255).all()
    thumbnail = Image.open(io.BytesIO(picture.preview))
    assert thumbnail.format == "PNG"
    assert thumbnail.mode == "RGBA"
    opaque = decoded(made.picture().convert("RGBA"))
    assert Image.open(io.BytesIO(opaque.preview)).format == "JPEG"


def test_a_palette_with_one_see_through_colour_is_composited():
    image = Image.new("P", (40, 40), 0)
    image.putpalette([10, 20, 30] + [0] * 765)
    assert (decoded(image, "PNG", transparency=0).pixels == 255).all()
    assert (decoded(image, "PNG").pixels == (10, 20, 30)).all()


def test_the_first_frame_of_an_animation_is_taken():
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "blue")]
    for format_name in ("GIF", "WEBP", "PNG"):
        picture = decoded(frames[0], format_name, save_all=True, append_images=frames[1:])
        assert corners(picture.pixels)[0] == "red", format_name


def test_a_colour_profile_is_converted_to_srgb():
    flat = Image.new("RGB", (50, 50), (120, 60, 200))
    profile = ImageCms.createProfile("LAB")
    linear = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert np.abs(decoded(flat, icc_profile=linear).pixels.astype(int) - (120, 60, 200)).max() <= 2
    lab = ImageCms.ImageCmsProfile(profile).tobytes()
    assert (
        decoded(flat, icc_profile=lab).pixels == (120, 60, 200)
    ).all()  # a profile that does not fit is as good as none
    assert (decoded(flat, icc_profile=b"rubbish").pixels == (120, 60, 200)).all()


def test_a_swapped_profile_swaps_colours():
    """An sRGB profile whose red and blue primaries are exchanged must turn red pixels blue."""
    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(raw[128:132], "big")
    entries = {bytes(raw[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, blue = entries[b"rXYZ"], entries[b"bXYZ"]
    raw[red + 4 : red + 12], raw[blue + 4 : blue + 12] = raw[blue + 4 : blue + 12], raw[red + 4 : red + 12]
    picture = decoded(Image.new("RGB", (50, 50), "red"), icc_profile=bytes(raw))
    assert corners(picture.pixels)[0] == "blue"


@pytest.mark.parametrize("size", [(300, 200), (200, 300), (97, 31), (64, 64), (20, 10), (1, 1), (1, 500)])
def test_resizing_follows_torchvisions_rules(size):
    image = made.picture(*size)
    width, height = size
    short = 73  # floor(64 / 0.875)
    if width <= height:
        expected = image.resize((short, int(short * height / width)), Image.Resampling.BICUBIC)
    else:
        expected = image.resize((int(short * width / height), short), Image.Resampling.BICUBIC)
    left, top = round((expected.width - 64) / 2), round((expected.height - 64) / 2)
    expected = np.asarray(expected.crop((left, top, left + 64, top + 64)))
    assert (decoded(image, wanted=CROP).pixels == expected).all()


def test_padding_keeps_the_whole_picture():
    pixels = decoded(Image.new("RGB", (200, 100), "white"), wanted=ImageInput(64, resize="pad")).pixels
    assert pixels.shape == (64, 64, 3)
    assert (pixels[:15] == 0).all()
    assert (pixels[17:47] == 255).all()
    assert (pixels[49:] == 0).all()


def test_the_size_before_the_crop_is_rounded_down():
    assert resized_size((100, 151), ImageInput(224, crop_share=0.875)) == (256, 386)
    assert resized_size((4000, 3000), ImageInput(224)) == (298, 224)


def test_a_jpeg_decoded_at_a_fraction_looks_the_same():
    image = made.picture(2400, 1600)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    pixels = decode_image(io.BytesIO(out.getvalue()), CROP, 10**8).pixels.astype(int)
    whole = ImageOps.exif_transpose(Image.open(io.BytesIO(out.getvalue()))).resize((109, 73), Image.Resampling.BICUBIC)
    expected = np.asarray(whole.crop((22, 4, 86, 68))).astype(int)
    assert np.abs(pixels - expected).max() <= 4


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((30, 20), (30, 20)),
        ((640, 480), (640, 480)),
        ((480, 641), (383, THUMBNAIL_EDGE)),
        ((800, 600), (THUMBNAIL_EDGE, 384)),
        ((896, 100), (448, 50)),
        ((1000, 1), (500, 1)),
        ((1500, 700), (500, 234)),
        ((1300, 700), (THUMBNAIL_EDGE, 276)),
    ],
)
def test_a_thumbnail_has_about_512_pixels_and_is_never_blown_up(size, expected):
    assert Image.open(io.BytesIO(decoded(made.picture(*size)).preview)).size == expected


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "CMYK", "LAB"])
@pytest.mark.parametrize("edge", [700, 900])
def test_a_shrunk_thumbnail_looks_like_its_picture(edge, mode):
    picture = made.picture(edge, edge * 2 // 3)
    if mode == "LAB":
        stored = ImageCms.profileToProfile(
            picture, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
        )
    else:
        stored = picture.convert(mode)
    thumbnail = Image.open(io.BytesIO(decoded(stored, "TIFF").preview)).convert("RGB")
    least, most = THUMBNAIL_EDGES
    assert least <= max(thumbnail.size) <= most
    expected = picture.convert("L").convert("RGB") if mode == "L" else picture
    off = np.asarray(thumbnail, int) - np.asarray(expected.resize(thumbnail.size, Image.Resampling.BICUBIC), int)
    assert np.abs(off).mean() < 6


def test_without_an_input_there_are_facts_and_a_thumbnail():
    picture = decoded(made.picture(), wanted=None)
    assert picture.pixels is None
    assert picture.preview


def test_the_camera_tells_when_and_with_what():
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "NIKON CORPORATION"
    exif[ExifTags.Base.Model] = "NIKON D90"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2021:05:03 12:34:56"
    facts = decoded(made.picture(), "JPEG", exif=exif).facts
    assert facts["taken"] == "2021-05-03T12:34:56"
    assert facts["camera"] == "NIKON D90"


def test_an_unset_clock_is_no_date():
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "0000:00:00 00:00:00"
    assert "taken" not in decoded(made.picture(), "JPEG", exif=exif).facts


def test_a_picture_of_900_million_pixels_is_refused_by_its_header():
    with pytest.raises(
        FileTooLarge, match=r"30,000 × 30,000 = 900 million pixels, and at most 400 million can be read"
    ):
        decode_image(io.BytesIO(made.huge_png(30_000, 30_000)), CROP, 400_000_000)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_a_truncated_picture_is_damaged(format_name, tmp_path):
    out = io.BytesIO()
    made.picture(300, 200).save(out, format_name)
    path = tmp_path / "cut"
    path.write_bytes(out.getvalue()[: len(out.getvalue()) * 6 // 10])
    from orrery.media.decode import decode

    with pytest.raises(DamagedFile):
        decode(made.request(path))


def test_the_camera_tells_lens_and_exposure_and_nonsense_is_left_out() -> None:
    exif = Image.Exif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.LensModel] = "Nikkor 35mm\x00"
    details[ExifTags.Base.ExposureTime] = TiffImagePlugin.IFDRational(1, 250)
    details[ExifTags.Base.FNumber] = TiffImagePlugin.IFDRational(28, 10)
    details[ExifTags.Base.ISOSpeedRatings] = 200
    details[ExifTags.Base.FocalLength] = TiffImagePlugin.IFDRational(0, 0)
    facts = decoded(Image.new("RGB", (8, 8)), "JPEG", None, exif=exif).facts
    told = {key: facts[key] for key in ("lens", "exposure_s", "f_number", "iso")}
    assert told == {"lens": "Nikkor 35mm", "exposure_s": 0.004, "f_number": 2.8, "iso": 200}
    assert "focal_mm" not in facts
