"""Texts to word pieces."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from orrery.encoding.manifest import Pack, TextTower
from orrery.errors import PackDamaged

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class Pieces(NamedTuple):
    """A text as the model reads it: ids of its word pieces with special tokens, and which segment each belongs to."""

    ids: list[int]
    segments: list[int]


class PackTokenizer:
    """A pack's tokenizer, safe to use from several threads at once.

    Args:
        pack: whose tokenizer.json is read.
        tower: of the pack.
        threads: of encoding; with one, the tokenizer uses one too.

    Raises:
        PackDamaged: the file is not a tokenizer.
    """

    def __init__(self, pack: Pack, tower: TextTower, threads: int) -> None:
        # Read at each batch. Unless it is set, some releases of the library warn in every process forked later.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false" if threads == 1 else "true")
        self._cutting = _open(pack, tower)
        self._counting = _open(pack, tower)
        padding = self._cutting.padding
        self.pad_id: int = padding["pad_id"] if padding else self._cutting.token_to_id("[PAD]") or 0
        for tokenizer in (self._cutting, self._counting):
            tokenizer.no_padding()
            tokenizer.no_truncation()
        self._cutting.enable_truncation(tower.max_tokens)

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """Texts as the model reads them, cut to its longest with the special tokens kept."""
        encodings = self._cutting.encode_batch_fast([_sound(text) for text in texts])
        return [Pieces(encoding.ids, encoding.type_ids) for encoding in encodings]

    def count(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text: all of them, special tokens left out."""
        encodings = self._counting.encode_batch_fast([_sound(text) for text in texts], add_special_tokens=False)
        return [len(encoding) for encoding in encodings]


def padded(batch: Sequence[Sequence[int]], filler: int) -> npt.NDArray[np.int64]:
    """Rows of different lengths as one array, as wide as the longest and at least 1."""
    array = np.full((len(batch), max(1, *map(len, batch))), filler, np.int64)
    for row, entries in enumerate(batch):
        array[row, : len(entries)] = entries
    return array


def _open(pack: Pack, tower: TextTower) -> "Tokenizer":
    from tokenizers import Tokenizer

    try:
        return Tokenizer.from_file(str(pack.path(tower.tokenizer)))
    except Exception as error:  # the library raises nothing narrower
        raise PackDamaged(path=pack.folder, reason=f"“{tower.tokenizer}” is not a tokenizer") from error


def _sound(text: str) -> str:
    """Half a surrogate pair, as names that are not UTF-8 bring along, is nothing that the library accepts."""
    return text.encode("utf-8", "replace").decode("utf-8")
