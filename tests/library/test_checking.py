from pathlib import Path

import pytest

from libraries.made import SPACE, picture, stamp, text
from orrery.errors import DecoderDied
from orrery.library.library import Library


@pytest.fixture
def spoiled(path: Path):
    """A library that a test may damage."""
    with Library.open(path, write=True, create=True) as opened:
        opened.store([picture(b"/a.png", "a"), text(b"/t.txt", "one two\nthree")])
        opened.fail(stamp(b"/bad"), None, DecoderDied(reason="x"), [SPACE])
        assert opened.check() == []
        yield opened


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("update vectors set vector = x'00' where id = 1", "1 vectors have the wrong length for their space."),
        ("update vectors set vector = zeroblob(6) where id = 1", f"1 vectors of {SPACE.id} are not of length 1."),
        ("update vectors set content = 2 where id = 1", "1 vectors name another content than their part does."),
        ("delete from vectors where id = 1", "1 items count as embedded but have no vector."),
        (
            "delete from outcomes where item = 1",
            "1 items have vectors but no outcome. 1 items have no outcome at all.",
        ),
        ("delete from outcomes where item = 3", "1 items have no outcome at all."),
        ("delete from items where id = 1", "1 contents belong to no item."),
        ("delete from passages where part = 2", "1 passages have lost their text."),
        (
            "insert into passages_found (passages_found, rowid, text) values ('delete', 2, 'one two')",
            "1 passages differ between the texts and their full-text index.",
        ),
        (
            "drop trigger passages_changed; update passages set text = 'other words' where part = 2",
            "The full-text index does not agree with the texts.",
        ),
    ],
)
def test_damage_is_told_in_a_sentence(spoiled: Library, damage: str, sentence: str) -> None:
    spoiled._connection._sql.executescript(damage)
    assert " ".join(spoiled.check()) == sentence


def test_a_row_that_points_nowhere_is_told(spoiled: Library) -> None:
    spoiled._connection._sql.execute("pragma foreign_keys = off")
    spoiled._connection._sql.execute("delete from contents where id = 1")
    assert "Row 1 of items points at a row of contents that is not there." in spoiled.check()


def test_a_reader_can_check_too(path: Path) -> None:
    with Library.open(path, write=True, create=True) as library:
        library.store([text(b"/t.txt", "one")])
    with Library.open(path) as library:
        assert library.check() == []


def test_checking_changes_nothing(spoiled: Library) -> None:
    before = spoiled.version
    spoiled.check()
    assert spoiled.version == before
