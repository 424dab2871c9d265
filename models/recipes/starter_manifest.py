"""Write manifest.toml: what the pack holds, how its inputs are prepared, and the figures of its scores."""

import hashlib
from pathlib import Path

from starter_calibration import Figures

HEAD = """\
schema = 1
id = "starter"
revision = "3"
name = "Starter"
family = "orrery-starter"
licence = "Apache-2.0"
source = "made by models/recipes/starter.py from all-MiniLM-L6-v2, EfficientNet-Lite and SoundNet: see MODEL_CARD.md"
dim = 384
features_dim = 256
languages = ["en"]

[image]
file = "image.onnx"
input = "pixels"
output = "embedding"
features_output = "features"
size = 224
resize = "crop"
crop_share = 1.0
interpolation = "bicubic"
mean = [0.5, 0.5, 0.5]
std = [0.5, 0.5, 0.5]

[sound]
file = "sound.onnx"
input = "waveform"
output = "embedding"
rate_hz = 32000
window_s = 5.0
fill = "repeat"

[text]
file = "text.onnx"
inputs = ["input_ids", "attention_mask"]
output = "embedding"
tokenizer = "tokenizer.json"
max_tokens = 256
max_pieces = 128

[text.prefixes]
query-text = ""
passage = ""

[self_test]
image = "self_test_image.npy"
sound = "self_test_sound.npy"
texts = ["a dog running on the beach", "minutes of the meeting about next year's budget"]
vectors = "self_test_vectors.npy"

[calibration]
means = "means.npy"
concepts = "concepts.txt"
concept_vectors = "concepts.npy"
references = { image = "reference_image.npy", sound = "reference_sound.npy", passage = "reference_passage.npy" }
"""


def _scores(figures: Figures) -> str:
    lines: list[str] = []
    for (role, kind), (median, sigma) in sorted(figures.backgrounds.items()):
        lines.append(
            f'\n[[calibration.background]]\nrole = "{role}"\nkind = "{kind}"\n'
            f"median = {median:.5f}\nsigma = {sigma:.5f}\n"
        )
    for (role, kind), (a, b) in sorted(figures.platts.items()):
        lines.append(f'\n[[calibration.platt]]\nrole = "{role}"\nkind = "{kind}"\na = {a:.4f}\nb = {b:.4f}\n')
    return "".join(lines)


def write(out: Path, figures: Figures) -> None:
    """Write the manifest, with size and SHA-256 of every other file that is data."""
    listed = [p for p in sorted(out.iterdir()) if p.suffix in (".onnx", ".npy", ".json", ".txt")]
    files = "".join(_entry(path) for path in listed if not path.name.startswith("LICENSE"))
    (out / "manifest.toml").write_text(HEAD + _scores(figures) + files, encoding="utf-8")


def _entry(path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f'\n[files."{path.name}"]\nsha256 = "{digest}"\nsize = {path.stat().st_size}\n'


def write_card(out: Path, report: dict[str, object]) -> None:
    """MODEL_CARD.md: the text beside this module, with the figures of this run."""
    card = Path(__file__).with_name("starter_card.md").read_text(encoding="utf-8")
    (out / "MODEL_CARD.md").write_text(card.replace("{figures}", "\n".join(_lines(report))) + "\n", encoding="utf-8")


def _lines(report: dict[str, object], depth: int = 0) -> list[str]:
    lines: list[str] = []
    for name, value in report.items():
        if isinstance(value, dict):
            lines += [f"{'  ' * depth}- {name}", *_lines(value, depth + 1)]
        else:
            shown = ", ".join(map(str, value)) if isinstance(value, list) else value
            lines.append(f"{'  ' * depth}- {name}: {shown}")
    return lines
