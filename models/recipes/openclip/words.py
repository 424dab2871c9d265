"""Tokenizers as one tokenizer.json each, cutting texts as OpenCLIP's own do."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loading import CannotExport
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

CLIP_WORDS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
"""OpenAI's pattern of CLIP's words, as open_clip.tokenizer has it."""

SPACES = r"[\s\x1c-\x1f\x85]+"
"""What Python takes for space, which is a little more than regular expressions do."""

CURLED = {"[\u2018\u2019\u201a\u201b\u02bc]": "'", "[\u201c\u201d\u201e\u201f]": '"'}
LIGATURES = {
    **dict(zip("ĲĳǱǲǳǄǅǆ", ("IJ", "ij", "DZ", "Dz", "dz", "DŽ", "Dž", "dž"), strict=True)),
    **dict(zip("ŉǇǈǉǊǋǌ", ("ʼn", "LJ", "Lj", "lj", "NJ", "Nj", "nj"), strict=True)),
    **dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "ſt", "st"), strict=True)),
}
"""As ftfy takes them apart."""

ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#0?39;": "'", "&apos;": "'", "&nbsp;": " ", "&amp;": "&"}
CONTROLS = r"[\x00-\x08\x0b\x0e-\x1f\x7f\x{206a}-\x{206f}\x{feff}\x{fff9}-\x{fffc}]"
PUNCTUATION = r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^`{|}~]"""


@dataclass(frozen=True)
class Cutting:
    """How texts are cut, for the manifest.

    Attributes:
        context: pieces that the model reads, special ones included; every text is filled up to them.
        pad_id: what it is filled with.
        end_id: piece that a text has to end in also when it was cut; None where the tokenizer sees to it.
        is_lowered: texts are written small beforehand.
    """

    context: int
    pad_id: int
    end_id: int | None
    is_lowered: bool


def write_tokenizer(tokenizer: Any, file: Path) -> Cutting:
    """Write tokenizer.json.

    Args:
        tokenizer: one of OpenCLIP's: its own, or one of the transformers library in its wrapper.
        file: to write.

    Raises:
        CannotExport: it does what a tokenizer.json cannot say.
    """
    if getattr(tokenizer, "reduction_fn", None) is not None:
        raise CannotExport("This model leaves out words of long texts by its own rule, which a pack cannot say.")
    if hasattr(tokenizer, "bpe_ranks"):
        return _own(tokenizer, file)
    if getattr(tokenizer, "tokenizer_mode", "") or not hasattr(tokenizer, "tokenizer"):
        raise CannotExport("This model cuts texts in a way that a tokenizer.json cannot say.")
    return _wrapped(tokenizer, file)


def _own(tokenizer: Any, file: Path) -> Cutting:
    """CLIP's byte pairs; only its cleaning of texts that were decoded wrongly (mojibake) has no counterpart."""
    cleaning = tokenizer.clean_fn.__name__
    start, end = tokenizer.sot_token_id, tokenizer.eot_token_id
    merges = sorted(tokenizer.bpe_ranks, key=tokenizer.bpe_ranks.__getitem__)
    made = Tokenizer(models.BPE(vocab=dict(tokenizer.encoder), merges=merges, end_of_word_suffix="</w>"))
    made.normalizer = _cleaning(cleaning)
    words = pre_tokenizers.Split(Regex(CLIP_WORDS), "removed", invert=True)
    made.pre_tokenizer = pre_tokenizers.Sequence([words, pre_tokenizers.ByteLevel(False, use_regex=False)])
    names = {number: name for name, number in tokenizer.encoder.items()}
    made.post_processor = processors.TemplateProcessing(
        single=f"{names[start]} $A {names[end]}", special_tokens=[(names[start], start), (names[end], end)]
    )
    made.save(str(file))
    return Cutting(tokenizer.context_length, 0, end, cleaning != "_clean_whitespace")


def _wrapped(tokenizer: Any, file: Path) -> Cutting:
    """One of the transformers library, with OpenCLIP's cleaning before its own."""
    inner = tokenizer.tokenizer
    if not getattr(inner, "is_fast", False):
        raise CannotExport("This model's tokenizer has no fast form, which a pack needs.")
    if tokenizer.strip_sep_token:
        raise CannotExport("This model's texts lose a piece after cutting, which a tokenizer.json cannot say.")
    cleaning = tokenizer.clean_fn.__name__
    made = Tokenizer.from_str(inner.backend_tokenizer.to_str())
    before = _cleaning(cleaning)
    made.normalizer = normalizers.Sequence([before, made.normalizer]) if made.normalizer else before
    made.no_padding()
    made.no_truncation()
    made.save(str(file))
    return Cutting(tokenizer.context_length, inner.pad_token_id or 0, None, cleaning != "_clean_whitespace")


def _cleaning(name: str) -> normalizers.Normalizer:
    """What ftfy and OpenCLIP do to a text before it is cut; writing it small is the manifest's."""
    steps: list[normalizers.Normalizer] = []
    swaps = {"\x1b\\[((?:\\d|;)*)([a-zA-Z])": "", **ENTITIES, **LIGATURES, **CURLED, CONTROLS: ""}
    for found, put in swaps.items():
        steps.append(normalizers.Replace(Regex(found), put))
    steps += [_narrowed(), normalizers.NFC()]
    if name == "_clean_canonicalize":
        steps += [normalizers.Replace("_", " "), normalizers.Replace(Regex(PUNCTUATION), "")]
    steps += [normalizers.Replace(Regex(SPACES), " "), normalizers.Strip()]
    return normalizers.Sequence(steps)


def _narrowed() -> normalizers.Normalizer:
    """Letters as wide as ideographs, as normal ones."""
    wide = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " "}
    return normalizers.Sequence([normalizers.Replace(found, put) for found, put in wide.items()])


def same_pieces(tokenizer: Any, file: Path, cutting: Cutting, texts: list[str]) -> list[str]:
    """The texts that the written tokenizer cuts differently; none is the hope."""
    made = Tokenizer.from_file(str(file))
    made.enable_truncation(cutting.context)
    odd = []
    for text in texts:
        ids = made.encode(text.lower() if cutting.is_lowered else text).ids
        if cutting.end_id is not None and cutting.end_id not in ids:
            ids[-1] = cutting.end_id
        ids += [cutting.pad_id] * (cutting.context - len(ids))
        if ids != tokenizer([text])[0].tolist():
            odd.append(text)
    return odd


HARD_TEXTS = json.loads((Path(__file__).parent / "hard_texts.json").read_text("utf-8"))
"""Texts of many languages and odd ones, to compare tokenizers on."""
