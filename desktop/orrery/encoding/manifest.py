"""What a pack's manifest.toml says, as frozen values; `parsing` reads them.

A pack is data, never code: a manifest, ONNX graphs, a tokenizer, and arrays with what was measured when it was made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from orrery.domain.calibration import Backgrounds, Platts
from orrery.domain.inputs import Inputs
from orrery.domain.modality import Role
from orrery.domain.space import VectorSpace

MANIFEST = "manifest.toml"
TEXT_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of the pack: its path below the folder, the hash of its content, its size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ImageTower:
    """Turns pictures into vectors.

    Attributes:
        file: the graph.
        input: (n, 3, size, size) float32, normalised by mean and std.
        output: (n, dim).
        features_output: (n, features_dim), the image-only space; None without one.
        mean: per channel, of values in 0-1.
        std: per channel, of values in 0-1.
    """

    file: str
    input: str
    output: str
    features_output: str | None
    mean: tuple[float, ...]
    std: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SoundTower:
    """Turns windows of sound, input (n, samples) float32 in [-1, 1], into vectors, output (n, dim)."""

    file: str
    input: str
    output: str


@dataclass(frozen=True, slots=True)
class TextTower:
    """Turns texts into vectors.

    Attributes:
        file: the graph.
        inputs: some of TEXT_INPUTS, each (n, pieces) int64.
        output: (n, dim).
        tokenizer: file of the `tokenizers` library.
        max_tokens: that the graph reads, special tokens included.
        prefixes: put before a text in each role.
    """

    file: str
    inputs: tuple[str, ...]
    output: str
    tokenizer: str
    max_tokens: int
    prefixes: Mapping[Role, str]


@dataclass(frozen=True, slots=True)
class CalibrationFigures:
    """Where a pack keeps what was measured of it; None or nothing for what was not measured.

    Attributes:
        means: file, (4, dim) float32, rows in the order of Role.
        concepts: file, a phrase a line.
        concept_vectors: file, (phrases, dim) float16.
        references: files, (n, dim) float16, for the roles image, sound and passage.
        background: per role asking and kind asked.
        platt: per role asking and kind asked.
    """

    means: str | None
    concepts: str | None
    concept_vectors: str | None
    references: Mapping[Role, str]
    background: Backgrounds
    platt: Platts


@dataclass(frozen=True, slots=True)
class Recorded:
    """Inputs and the vectors they gave when the pack was made.

    Attributes:
        image: file, (2, size, size, 3) uint8; None without an image tower.
        sound: file, (2, samples) float16; None without a sound tower.
        texts: two, as queries; none without a text tower.
        vectors: file, (rows, dim) float16: the pictures, then the sounds, then the texts.
    """

    image: str | None
    sound: str | None
    texts: tuple[str, ...]
    vectors: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A model pack, read but not opened.

    Attributes:
        folder: where its files are.
        inputs: what the decoders have to know.
        space: of the vectors of all towers.
        features: the image-only space; None without one.
        files: name -> file, all that the manifest lists.
        image: its towers; None where the pack has none for a kind.
        recorded: for the self-test; None when the pack brings none.
    """

    id: str
    revision: str
    name: str
    family: str
    licence: str
    source: str
    languages: tuple[str, ...]
    folder: Path
    image: ImageTower | None
    sound: SoundTower | None
    text: TextTower | None
    inputs: Inputs
    space: VectorSpace
    features: VectorSpace | None
    files: Mapping[str, PackFile]
    calibration: CalibrationFigures
    recorded: Recorded | None

    def path(self, name: str) -> Path:
        """Where one of the pack's files is."""
        return self.folder / name
