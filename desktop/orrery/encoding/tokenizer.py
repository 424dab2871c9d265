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
        self._is_lowered, self._end_id = tower.is_lowered, tower.end_id
        padding = self._cutting.padding
        said: int = padding["pad_id"] if padding else self._cutting.token_to_id("[PAD]") or 0
        self.pad_id = said if tower.pad_id is None else tower.pad_id
        for tokenizer in (self._cutting, self._counting):
            tokenizer.no_padding()
            tokenizer.no_truncation()
        self._cutting.enable_truncation(tower.max_tokens)

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """Texts as the model reads them, cut to its longest with the special tokens kept."""
        encodings = self._cutting.encode_batch_fast([self._written(text) for text in texts])
        return [Pieces(self._ended(encoding.ids), encoding.type_ids) for encoding in encodings]

    def count(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text: all of them, special tokens left out."""
        written = [self._written(text) for text in texts]
        encodings = self._counting.encode_batch_fast(written, add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def _written(self, text: str) -> str:
        sound = _sound(text)
        return sound.lower() if self._is_lowered else sound

    def _ended(self, ids: list[int]) -> list[int]:
        """Some models read the last piece: a text that was cut has to end as all others do."""
        if self._end_id is None or not ids or self._end_id in ids:
            return ids
        return [*ids[:-1], self._end_id]


def padded(batch: Sequence[Sequence[int]], filler: int, width: int = 0) -> npt.NDArray[np.int64]:
    """Rows of different lengths as one array, as wide as the longest and at least `width` and 1."""
    array = np.full((len(batch), max(1, width, *map(len, batch))), filler, np.int64)
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
