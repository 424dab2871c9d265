"""Small labelled and captioned folders whose answers the toy pack knows."""

import json
from pathlib import Path

from packs import COLOURS, write_picture, write_tone

SHADES = {"red": (20, 0, 0), "green": (0, 20, 0), "blue": (0, 0, 20)}


def write_classes(folder: Path, each: int = 4) -> Path:
    """Pictures in folders called red, green and blue."""
    for name, shade in SHADES.items():
        for number in range(each):
            colour = [max(0, light - number * more) for light, more in zip(COLOURS[name], shade, strict=True)]
            write_picture(folder / name / f"{number}.png", colour)
    return folder


def write_captioned(folder: Path) -> Path:
    """Five pictures in a manifest, two captions each, in two splits."""
    told = {
        "red": ["A red picture.", "red red"],
        "green": ["The green grass.", "a green photo"],
        "blue": ["The blue sea.", "blue water and blue sky"],
        "white": ["Bright white snow.", "white"],
        "yellow": ["The yellow sun.", "a yellow picture"],
    }
    rows = []
    for number, (name, captions) in enumerate(told.items()):
        write_picture(folder / "images" / f"{name}.png", COLOURS[name])
        rows.append({"image": f"images/{name}.png", "split": "dev" if number < 3 else "train", "captions": captions})
    (folder / "manifest.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


def write_sounds(folder: Path, each: int = 3) -> Path:
    """Low, middle and high tones in audio.csv, in one data set called "tones"; the high ones last longer."""
    rows = ["path,label,split,dataset"]
    for name, pitch_hz in {"low": 180.0, "middle": 850.0, "high": 2400.0}.items():
        for number in range(each):
            seconds = 2.5 if name == "high" else 1.0
            write_tone(folder / "audio" / f"{name}{number}.wav", pitch_hz + 20 * number, seconds=seconds)
            rows.append(f"audio/{name}{number}.wav,{name} tone,{'dev' if number else 'train'},tones")
    (folder / "audio.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder
