"""A few real files with known answers."""

from pathlib import Path

from packs import COLOURS, write_noise, write_picture, write_text, write_tone


def write_good_things(folder: Path) -> Path:
    """Four pictures, three sounds, two texts."""
    folder.mkdir()
    for colour in ("red", "green", "blue", "grey"):
        write_picture(folder / f"{colour}.png", COLOURS[colour])
    write_tone(folder / "low.wav", 200.0)
    write_tone(folder / "high.wav", 2500.0)
    write_noise(folder / "hiss.wav")
    write_text(folder / "sea.txt", "The blue sea. The sea is blue and high.")
    write_text(folder / "fire.md", "# Fire\n\nA red fire, low and red.")
    return folder
