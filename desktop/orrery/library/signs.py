# ruff: noqa: S608 - every piece of SQL here is our own
"""Scripts that put no spaces between words (Chinese, Japanese, Thai …), and Korean, which glues endings to them.

FTS5's unicode61 takes a whole sentence of these for one word. So passages and names that hold any of them stand in an
index of their own as well, character by character: there a phrase is a run of characters, wherever it begins. (Its
trigram tokenizer finds nothing shorter than three characters, and most names are of two.)
"""

import re
import unicodedata
from collections.abc import Iterator

_RANGES = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u11ff"  # Burmese, single Hangul letters
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3040-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"  # Kana, Bopomofo, Hangul letters, Han
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"  # Hangul, compatibility forms, half width
    "\U00020000-\U0003ffff"  # rarer Han
)
_SIGN = re.compile(f"[{_RANGES}]")
_GLOB = f"'*[{_RANGES}]*'"

# SQL that puts a space between any two characters; a trigger can neither recurse nor call what only Python knows.
_SPACED = """(
    select group_concat(substr({text}, key + 1, 1), ' ')
    from json_each('[' || substr(replace(hex(zeroblob(length({text}))), '00', ',0'), 2) || ']'))"""

_TABLE = "create virtual table {name} using fts5 ({column}, tokenize = 'unicode61 remove_diacritics 0')"


def steps() -> Iterator[str]:
    """The statements that make the two indexes and fill them; rows come and go with those of the tables they follow."""
    yield _TABLE.format(name="passage_signs", column="text")
    yield _TABLE.format(name="name_signs", column="name")
    new_text, new_name = _SPACED.format(text="new.text"), _SPACED.format(text="name")
    put = f"insert into passage_signs (rowid, text) values (new.part, {new_text});"
    named = f"insert into name_signs (rowid, name) select item, {new_name} from item_names where item = new.id;"
    yield f"create trigger signs_added after insert on passages when new.text glob {_GLOB} begin {put} end"
    yield f"""
        create trigger signs_changed after update of text on passages
        when old.text glob {_GLOB} or new.text glob {_GLOB} begin
            delete from passage_signs where rowid = old.part; {put}
        end"""
    yield f"""
        create trigger signs_gone after delete on passages when old.text glob {_GLOB} begin
            delete from passage_signs where rowid = old.part;
        end"""
    yield f"create trigger items_signed after insert on items when new.shown glob {_GLOB} begin {named} end"
    yield f"""
        create trigger items_unsigned after delete on items when old.shown glob {_GLOB} begin
            delete from name_signs where rowid = old.id;
        end"""
    yield f"""
        create trigger items_signed_anew after update of shown on items
        when new.shown <> old.shown and (old.shown glob {_GLOB} or new.shown glob {_GLOB}) begin
            delete from name_signs where rowid = old.id; {named}
        end"""
    text = _SPACED.format(text="passages.text")
    yield f"insert into passage_signs (rowid, text) select part, {text} from passages where text glob {_GLOB}"
    name = _SPACED.format(text="item_names.name")
    yield f"""
        insert into name_signs (rowid, name) select item, {name} from item_names
        where item in (select id from items where shown glob {_GLOB})"""


def has_signs(text: str) -> bool:
    """Whether any of it is in a script that is looked up character by character."""
    return _SIGN.search(text) is not None


def phrase(text: str) -> str:
    """An FTS5 query for a run of characters, composed or not: a file system may have taken が apart."""
    forms = {form: None for name in ("NFC", "NFD") if (form := unicodedata.normalize(name, text))}
    return " OR ".join('"' + " ".join(form.replace('"', " ")) + '"' for form in forms)
