import os
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from orrery.encoding.tokenizer import PackTokenizer, padded
from orrery.errors import PackDamaged
from packs import make_pack, rehash


@pytest.fixture
def tokenizer(toy_folder: Path) -> PackTokenizer:
    pack = load_pack(toy_folder)
    assert pack.text is not None
    return PackTokenizer(pack, pack.text, threads=1)


def test_pieces_are_counted_without_special_tokens_and_without_a_limit(toy: Encoder) -> None:
    texts = ["", "red", "red dog.", "xyz", "red " * 1000]
    assert toy.count_pieces(texts) == [0, 1, 3, 3, 1000]


def test_what_the_tokenizer_file_says_of_cutting_and_padding_changes_nothing(tmp_path: Path) -> None:
    folder = make_pack(tmp_path, calibrated=False, recorded=False)
    file = Tokenizer.from_file(str(folder / "tokenizer.json"))
    file.enable_truncation(4)
    file.enable_padding(length=9, pad_id=0)
    file.save(str(folder / "tokenizer.json"))
    rehash(folder)
    pack = load_pack(folder)
    assert pack.text is not None
    tokenizer = PackTokenizer(pack, pack.text, threads=1)
    assert tokenizer.count(["red " * 20, "red"]) == [20, 1]
    assert [len(pieces.ids) for pieces in tokenizer.pieces(["red " * 20, "red"])] == [22, 3]


def test_a_cut_text_keeps_its_special_tokens(tokenizer: PackTokenizer) -> None:
    ids = tokenizer.pieces(["red " * 1000])[0].ids
    assert len(ids) == 64
    assert (ids[0], ids[-1]) == (2, 3)


def test_a_file_that_is_no_tokenizer_is_a_damaged_pack(broken: Path) -> None:
    (broken / "tokenizer.json").write_text('{"version": "1.0"}')
    rehash(broken)
    with pytest.raises(PackDamaged, match=r"“tokenizer.json” is not a tokenizer"):
        Encoder(load_pack(broken), threads=1).count_pieces(["red"])


def test_rows_are_padded_to_the_longest() -> None:
    assert padded([[1, 2], [], [3]], 9).tolist() == [[1, 2], [9, 9], [3, 9]]
    assert padded([[], []], 9).tolist() == [[9], [9]]


@pytest.mark.parametrize(("threads", "own", "then"), [(1, None, "false"), (2, None, "true"), (2, "false", "false")])
def test_with_one_thread_the_tokenizer_uses_one_too(
    toy_folder: Path, monkeypatch: pytest.MonkeyPatch, threads: int, own: str | None, then: str
) -> None:
    # Set before it is taken away, so that it is as it was when the test is over.
    monkeypatch.setenv("TOKENIZERS_PARALLELISM", own or "")
    if own is None:
        monkeypatch.delenv("TOKENIZERS_PARALLELISM")
    pack = load_pack(toy_folder)
    assert pack.text is not None
    PackTokenizer(pack, pack.text, threads)
    assert os.environ["TOKENIZERS_PARALLELISM"] == then
