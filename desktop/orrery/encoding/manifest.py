"""What a pack's manifest.toml says, as frozen values; `parsing` reads them.

A pack is data, never code: a manifest, ONNX graphs, a tokenizer, and arrays with what was measured when it was made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from orrery.domain.calibration import Backgrounds, Platts
from orrery.domain.inputs import Inputs
from orrery.domain.modality import Role
from orrery.domain.space import VectorSpace

MANIFEST = "manifest.toml"
TEXT_INPUTS = ("input_ids", "attention_mask", "token_type_ids")

Pooling: TypeAlias = Literal["none", "mean", "first", "last"]


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of the pack: its path below the folder, the hash of its content, its size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Constant:
    """An input of a graph that is the same for all pictures, sounds or texts.

    Attributes:
        name: under which the graphs ask for it.
        kind: of its numbers.
        shape: its lengths; () for a list as long as its values.
        values: number → how often, one after the other; none for an empty array.
        is_each: given once for every picture, sound or text of a batch, as a row of its own.
    """

    name: str
    kind: Literal["int64", "float32", "bool"]
    shape: tuple[int, ...]
    values: tuple[tuple[float, int], ...]
    is_each: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One graph of a tower.

    Attributes:
        file: the graph.
        data: files beside it that hold its weights, where it does not hold them itself.
        inputs: input of the graph → what it is fed: something prepared, an output of a graph before it, or a constant.
        outputs: that are read, under the names that graphs behind it ask for.
        optional: inputs that the graph may lack: exports of one model differ in what they ask for.
    """

    file: str
    data: tuple[str, ...]
    inputs: Mapping[str, str]
    outputs: tuple[str, ...]
    optional: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Chain:
    """The graphs of a tower, first to last; the first output of the last one is the vector."""

    links: tuple[Link, ...]
    constants: tuple[Constant, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """All graphs and the files that hold their weights."""
        return tuple(name for link in self.links for name in (link.file, *link.data))


@dataclass(frozen=True, slots=True)
class ImageTower:
    """Turns pictures into vectors.

    Attributes:
        chain: its graphs. “pixels” is (n, 3, size, size) float32, normalised by mean and std; “patches” is
            (n, patches, 3 · patch²) and “positions” (n, patches, 2) int64, column and row of each.
        features_output: second output of the last graph: (n, features_dim), the image-only space; None without one.
        mean: per channel, of values in 0-1.
        std: per channel, of values in 0-1.
        patch: side of a patch in pixels; 0 where the graphs take whole pictures.
    """

    chain: Chain
    features_output: str | None
    mean: tuple[float, ...]
    std: tuple[float, ...]
    patch: int = 0


@dataclass(frozen=True, slots=True)
class Mel:
    """A spectrogram as models of sound read it: decibels in bands that are as wide as the ear hears them.

    Attributes:
        bins: bands.
        window: samples of one frame.
        hop: samples from one frame to the next.
        lowest_hz: lower edge of the lowest band.
        highest_hz: upper edge of the highest one.
        form: which of the formulas in mel.py.
    """

    bins: int
    window: int
    hop: int
    lowest_hz: float
    highest_hz: float
    form: Literal["clap", "gemma"] = "clap"


@dataclass(frozen=True, slots=True)
class SoundTower:
    """Turns windows of sound into vectors.

    Attributes:
        chain: its graphs. “waveform” is (n, samples) float32 in [-1, 1]; “mel” is float32, (n, 1, frames, bins) for
            CLAP and (n, frames, bins) for Gemma.
        mel: how the spectrogram is made; None where the graphs take the waveform.
    """

    chain: Chain
    mel: Mel | None = None


@dataclass(frozen=True, slots=True)
class TextTower:
    """Turns texts into vectors.

    Attributes:
        chain: its graphs. TEXT_INPUTS are each (n, pieces) int64.
        tokenizer: file of the `tokenizers` library.
        max_tokens: that the graph reads, special tokens included.
        prefixes: put before a text in each role.
        pooling: how (n, pieces, dim) becomes (n, dim); "none" where the graph does it.
        is_lowered: whether texts are written small before they are cut into pieces.
        pad_to: every text is filled up to as many pieces; 0 for as many as the longest of a batch has.
        pad_id: what it is filled with; None for what the tokenizer says.
        end_id: piece that a text which was cut has to end in; None where the tokenizer sees to it.
    """

    chain: Chain
    tokenizer: str
    max_tokens: int
    prefixes: Mapping[Role, str]
    pooling: Pooling = "none"
    is_lowered: bool = False
    pad_to: int = 0
    pad_id: int | None = None
    end_id: int | None = None


@dataclass(frozen=True, slots=True)
class CalibrationFigures:
    """Where a pack keeps what was measured of it; None or nothing for what was not measured.

    Attributes:
        means: file, (4, dim) float32, rows in the order of Role.
        concepts: file, a phrase a line.
        concept_vectors: file, (phrases, dim) float16.
        nonsense: file, (n, dim) float16: what made-up words give as queries.
        references: files, (n, dim) float16, for the roles image, sound and passage.
        background: per role asking and kind asked.
        platt: per role asking and kind asked.
    """

    means: str | None
    concepts: str | None
    concept_vectors: str | None
    nonsense: str | None
    references: Mapping[Role, str]
    background: Backgrounds
    platt: Platts


@dataclass(frozen=True, slots=True)
class Recorded:
    """Inputs and the vectors they gave when the pack was made.

    Attributes:
        image: file, (2, size, size, 3) uint8; None without an image tower.
        sound: file, (2, samples) float16, repeated to a window; None without a sound tower.
        texts: two, as queries; none without a text tower.
        vectors: file, (rows, dim) float16: the pictures, then the sounds, then the texts.
    """

    image: str | None
    sound: str | None
    texts: tuple[str, ...]
    vectors: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a joined vector: what one pack makes of a thing.

    Attributes:
        pack: whose numbers they are.
        start: the first of them.
        weights: length of the stretch in a vector of each role, in [0, 1]; what is not named has nothing there.
    """

    pack: "Pack"
    start: int
    weights: Mapping[Role, float]

    @property
    def columns(self) -> slice:
        """Where the stretch lies."""
        return slice(self.start, self.start + self.pack.space.dim)


@dataclass(frozen=True, slots=True)
class BridgeFile:
    """The way from the sounds' pack to the pictures', as it was fitted on this machine.

    Attributes:
        matrix: file, (dim of the sounds' pack, dim of the pictures') float32.
        mean: file, (dim of the sounds' pack,) float32: of sounds, taken off before they go over.
        words: file, (phrases, dim of the sounds' pack) float16, unit length, less their mean: by which sounds go over …
        places: file, (phrases, dim of the pictures' pack) float16: … and where they get.
        strength: of the ridge, in units of what the gap between sounds and words asks for.
        gap: between sounds and words, as a length.
        score: share of the ten nearest of held-out phrases that are found again on the other side.
        chance: that share by blind choice.
        phrases: that it was fitted on.
        sounds: on which the gap was measured.
        vocabulary: SHA-256 of these phrases.
        made: when, ISO 8601.
    """

    matrix: str
    mean: str
    words: str
    places: str
    strength: float
    gap: float
    score: float
    chance: float
    phrases: int
    sounds: int
    vocabulary: str
    made: str

    @property
    def files(self) -> tuple[str, ...]:
        """All that the way is made of."""
        return self.matrix, self.mean, self.words, self.places


@dataclass(frozen=True, slots=True)
class Joined:
    """Packs that make one model together; see `joined`.

    Attributes:
        image: reads pictures, and words that ask for them.
        sound: reads sounds, and words that ask for them.
        text: reads words that ask for texts, and counts the pieces of passages; may be one of the other two.
        bridge: from the sounds' space to the pictures'.
    """

    image: Block
    sound: Block
    text: Block
    bridge: BridgeFile

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every stretch once."""
        return (
            (self.image, self.sound) if self.text in (self.image, self.sound) else (self.image, self.sound, self.text)
        )

    @property
    def packs(self) -> tuple["Pack", ...]:
        """Every pack once."""
        return tuple(block.pack for block in self.blocks)


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
        joined: the packs that it is made of; the towers are theirs then. None for a pack with towers of its own.
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
    joined: Joined | None = None

    def path(self, name: str) -> Path:
        """Where one of the pack's files is."""
        return self.folder / name
