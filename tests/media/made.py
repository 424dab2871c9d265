"""Small files of every kind, made on the spot."""

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import soundfile
from PIL import Image

from orrery.domain.inputs import ImageInput, Inputs, SoundInput, TextInput
from orrery.domain.item import FileStamp
from orrery.media.decode import DecodeRequest

INPUTS = Inputs(
    ImageInput(size=64, crop_share=0.875),
    SoundInput(rate_hz=16000, window_s=1.0, max_windows=8),
    TextInput(max_pieces=32),
)


def request(path: Path, **more) -> DecodeRequest:
    """A request for a path that need not exist."""
    return DecodeRequest(FileStamp(os.fsencode(path), 0, 0), INPUTS, **more)


def picture(width: int = 120, height: int = 80) -> Image.Image:
    """A smooth picture whose four corners differ: red, green, blue, white."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    red = (1 - x) * (1 - y) + x * y
    green = x * (1 - y) + x * y
    blue = (1 - x) * y + x * y
    return Image.fromarray(np.round(255 * np.stack([red, green, blue], axis=2)).astype(np.uint8))


def tone(seconds: float = 2.5, rate_hz: int = 16000, hertz: float = 440.0) -> np.ndarray:
    """A sine of half the full scale."""
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)


def write_pictures(folder: Path) -> list[Path]:
    """One picture of each supported extension."""
    names = ["a.jpg", "b.jpeg", "c.png", "d.webp", "e.gif", "f.bmp", "g.tiff", "h.tif", "i.avif"]
    for name in names:
        picture().save(folder / name)
    return [folder / name for name in names]


def write_sounds(folder: Path) -> list[Path]:
    """One sound of each extension that libsndfile can write."""
    formats = {
        "wav": ("WAV", "PCM_16"),
        "flac": ("FLAC", "PCM_16"),
        "ogg": ("OGG", "VORBIS"),
        "opus": ("OGG", "OPUS"),
        "mp3": ("MP3", "MPEG_LAYER_III"),
        "aiff": ("AIFF", "PCM_16"),
    }
    paths = []
    for extension, (container, subtype) in formats.items():
        paths.append(folder / f"tone.{extension}")
        soundfile.write(paths[-1], tone(), 16000, format=container, subtype=subtype)
    return paths


def pdf(pages: list[str], *, title: str = "", encrypt: bool = False) -> bytes:
    """A PDF with one line of text on each page, written by hand; nobody has the key to an encrypted one."""
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    font = 3 + 2 * len(pages)
    for number, line in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET" if line else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {4 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 {font} 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    objects.append(f"<< /Title ({title}) >>")
    trailer = f"/Root 1 0 R /Info {font + 1} 0 R /Size {len(objects) + 2}"
    if encrypt:
        secret = "00" * 32
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <{secret}> /U <{secret}> >>")
        trailer += f" /Encrypt {font + 2} 0 R /ID [<00> <00>]"
    out, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def docx_bytes() -> bytes:
    """A Word document with a title, a paragraph and a table."""
    import docx

    document = docx.Document()
    document.core_properties.title = "On herons"
    document.add_paragraph("The heron waits in the reeds.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "height"
    table.cell(0, 1).text = "one metre"
    document.add_paragraph("Then it strikes.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_texts(folder: Path) -> list[Path]:
    """One text of each extension of a kind of its own."""
    contents: dict[str, bytes] = {
        "plain.txt": b"The heron waits in the reeds. Then it strikes.",
        "marked.md": b"# Herons\n\nThe heron waits in the reeds.\n",
        "page.html": b"<html><head><title>Herons</title></head><body><p>The heron waits.</p></body></html>",
        "table.csv": b"bird,height\nheron,100\nwren,10\n",
        "data.json": b'{"bird": "heron", "sizes": [1, 2]}',
        "code.py": b"def wait():\n    return 'heron'\n",
        "paper.pdf": pdf(["The heron waits.", "Then it strikes."], title="On herons"),
        "letter.docx": docx_bytes(),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def huge_png(width: int, height: int) -> bytes:
    """A valid PNG of one colour, one bit a pixel, that is small on disk however large it is unpacked."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def zip_bytes(names: dict[str, bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()
