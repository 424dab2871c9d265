"""The tables of a library, and the numbered steps that bring an older file up to date.

A step gets its number when it is merged, is never changed afterwards, and adds a file of the schema before it to
`tests/libraries`. Step 1 is the creation.
"""

import sqlite3
from collections.abc import Callable
from typing import TypeAlias

from orrery.library import signs

APPLICATION_ID = 0x4F727279
"""“Orry” in ASCII: tells a library from any other SQLite file."""

PAGE_BYTES = 16384
"""A float16 row of 384 to 1024 takes 0.8 to 2 kB; SQLite's own 4096 leave up to half of each page empty."""

_PLACES = (
    """
    create table roots (
        id integer primary key autoincrement,
        path blob not null unique,
        shown text not null,
        watched integer not null default 0 check (watched in (0, 1)),
        reachable integer not null default 1 check (reachable in (0, 1)),
        added_s real not null
    ) strict""",
    """
    create table contents (
        id integer primary key autoincrement,
        sha256 blob not null unique check (length(sha256) = 32),
        kind text not null check (kind in ('image', 'sound', 'text')),
        bytes integer not null check (bytes >= 0),
        facts text not null default '{}' check (json_valid(facts)),
        added_s real not null
    ) strict""",
    # autoincrement: an id that was seen outside (undo, a history, a drag) never comes to mean another item
    """
    create table items (
        id integer primary key autoincrement,
        path blob not null unique,
        shown text not null,
        root integer references roots (id) on delete set null,
        content integer references contents (id),
        kind text check (kind in ('image', 'sound', 'text')),
        size integer not null,
        mtime_ns integer not null,
        state text not null default 'present' check (state in ('present', 'vanished', 'unavailable')),
        added_s real not null,
        seen_s real not null
    ) strict""",
    "create index items_of_content on items (content)",
    "create index items_of_root on items (root)",
    # start and stop are seconds in a sound, code points in a text, 0 for a whole content
    """
    create table parts (
        id integer primary key autoincrement,
        content integer not null references contents (id) on delete cascade,
        number integer not null check (number >= 0),
        form text not null check (form in ('whole', 'stretch', 'passage')),
        start real not null default 0,
        stop real not null default 0,
        page integer,
        unique (content, form, start, stop)
    ) strict""",
)

_PASSAGES = (
    """
    create table passages (
        part integer primary key references parts (id) on delete cascade,
        text text not null
    ) strict""",
    """
    create virtual table passages_found using fts5 (
        text, content = 'passages', content_rowid = 'part', tokenize = 'unicode61 remove_diacritics 2'
    )""",
    """
    create trigger passages_added after insert on passages begin
        insert into passages_found (rowid, text) values (new.part, new.text);
    end""",
    """
    create trigger passages_gone after delete on passages begin
        insert into passages_found (passages_found, rowid, text) values ('delete', old.part, old.text);
    end""",
    """
    create trigger passages_changed after update on passages begin
        insert into passages_found (passages_found, rowid, text) values ('delete', old.part, old.text);
        insert into passages_found (rowid, text) values (new.part, new.text);
    end""",
)

_SPACES = (
    """
    create table spaces (
        id integer primary key,
        name text not null unique,
        dim integer not null check (dim > 0),
        added_s real not null
    ) strict""",
    # content is repeated from parts so that a matrix loads without a join (one scan instead of three look-ups a row)
    """
    create table vectors (
        id integer primary key autoincrement,
        part integer not null references parts (id) on delete cascade,
        space integer not null references spaces (id) on delete cascade,
        role text not null check (role in ('query-text', 'passage', 'image', 'sound')),
        content integer not null,
        vector blob not null,
        unique (part, space, role)
    ) strict""",
    "create index vectors_of_space on vectors (space, role)",
    """
    create table outcomes (
        item integer not null references items (id) on delete cascade,
        space integer not null references spaces (id) on delete cascade,
        outcome text not null check (outcome in ('embedded', 'failed', 'skipped')),
        reason text,
        reason_key text,
        reason_fields text check (reason_fields is null or json_valid(reason_fields)),
        when_s real not null,
        primary key (item, space),
        check ((outcome = 'embedded') = (reason is null))
    ) strict, without rowid""",
    "create index outcomes_of_space on outcomes (space, outcome)",
    """
    create table calibrations (
        space integer not null references spaces (id) on delete cascade,
        role text not null,
        kind text not null,
        median real not null,
        sigma real not null check (sigma > 0),
        count integer not null,
        version integer not null,
        made_s real not null,
        primary key (space, role, kind)
    ) strict, without rowid""",
)

_MAPS = (
    """
    create table layouts (
        id integer primary key autoincrement,
        space integer not null references spaces (id) on delete cascade,
        method text not null,
        seed integer not null,
        version integer not null,
        made_s real not null
    ) strict""",
    "create index layouts_of_space on layouts (space)",
    """
    create table clusters (
        layout integer not null references layouts (id) on delete cascade,
        number integer not null check (number >= 0),
        name text not null,
        count integer not null,
        parent integer,
        primary key (layout, number),
        foreign key (layout, parent) references clusters (layout, number) deferrable initially deferred
    ) strict, without rowid""",
    # cluster -1 = in none
    """
    create table layout_points (
        layout integer not null references layouts (id) on delete cascade,
        content integer not null references contents (id) on delete cascade,
        x real not null,
        y real not null,
        cluster integer not null default -1,
        primary key (layout, content)
    ) strict, without rowid""",
    "create index layout_points_of_content on layout_points (content)",
)

_MARKS = (
    "create table tags (id integer primary key autoincrement, name text not null unique collate nocase) strict",
    """
    create table item_tags (
        item integer not null references items (id) on delete cascade,
        tag integer not null references tags (id) on delete cascade,
        added_s real not null,
        primary key (item, tag)
    ) strict, without rowid""",
    "create index items_of_tag on item_tags (tag)",
    """
    create table collections (
        id integer primary key autoincrement,
        name text not null unique,
        added_s real not null
    ) strict""",
    """
    create table collection_items (
        collection integer not null references collections (id) on delete cascade,
        item integer not null references items (id) on delete cascade,
        added_s real not null,
        primary key (collection, item)
    ) strict, without rowid""",
    "create index collections_of_item on collection_items (item)",
    """
    create table ratings (
        item integer primary key references items (id) on delete cascade,
        stars integer not null check (stars between 1 and 5),
        when_s real not null
    ) strict""",
    """
    create table notes (
        item integer primary key references items (id) on delete cascade,
        text text not null,
        when_s real not null
    ) strict""",
    """
    create table saved_searches (
        id integer primary key autoincrement,
        name text not null unique,
        query text not null,
        added_s real not null
    ) strict""",
)

# everything: any write. vectors: a matrix in memory is stale. replaced: … and more than rows at its end is new.
_COUNTERS = (
    "create table counters (name text primary key, value integer not null) strict, without rowid",
    "insert into counters (name, value) values ('everything', 0), ('vectors', 0), ('replaced', 0)",
)


def create(connection: sqlite3.Connection) -> None:
    """Step 1: all tables."""
    for statement in _PLACES + _PASSAGES + _SPACES + _MAPS + _MARKS + _COUNTERS:
        connection.execute(statement)


def name_marks(connection: sqlite3.Connection) -> None:
    """Step 2: tags have a colour and a key, and a saved search remembers in which gathering it was asked."""
    for statement in (
        "alter table tags add column colour integer not null default 0 check (colour >= 0)",
        "alter table tags add column key integer check (key between 1 and 9)",
        "create unique index tags_by_key on tags (key) where key is not null",
        "alter table saved_searches add column gathering text",
    ):
        connection.execute(statement)


def name_clusters(connection: sqlite3.Connection) -> None:
    """Step 3: clusters have a level, and may have a name that the user gave them."""
    connection.execute("alter table clusters add column level integer not null default 1 check (level between 0 and 2)")
    connection.execute("alter table clusters add column given text check (given <> '')")
    connection.execute("alter table layout_points add column later integer not null default 0 check (later in (0, 1))")


# The name is what stands behind the last slash of either kind: rtrim takes off all that is no slash.
_NAMES = (
    """
    create view item_names as select id as item, substr(
        shown, length(rtrim(shown, replace(replace(shown, '/', ''), '\\', ''))) + 1) as name from items""",
    "create virtual table names_found using fts5 (name, tokenize = 'unicode61 remove_diacritics 2')",
    """
    create trigger items_named after insert on items begin
        insert into names_found (rowid, name) select item, name from item_names where item = new.id;
    end""",
    """
    create trigger items_unnamed after delete on items begin
        delete from names_found where rowid = old.id;
    end""",
    """
    create trigger items_renamed after update of shown on items when new.shown <> old.shown begin
        update names_found set name = (select name from item_names where item = new.id) where rowid = new.id;
    end""",
    "insert into names_found (rowid, name) select item, name from item_names",
)


def find_names(connection: sqlite3.Connection) -> None:
    """Step 4: file names are found by their words."""
    for statement in _NAMES:
        connection.execute(statement)


def keep_models(connection: sqlite3.Connection) -> None:
    """Step 5: a space knows its model, when it was last put in use, and since when it is being made.

    The space with most vectors counts as the one in use; a name is `pack@revision+hash`, with `/features` behind the
    image-only ones, which follow their space.
    """
    for statement in (
        "alter table spaces add column pack text",
        "alter table spaces add column used_s real",
        "alter table spaces add column wanted_s real",
        "update spaces set pack = substr(name, 1, instr(name, '@') - 1) where instr(name, '@') > 0",
        """
        update spaces set used_s = added_s where id = (
            select space from vectors where space in (select id from spaces where name not like '%/features')
            group by space order by count(*) desc, space limit 1)""",
    ):
        connection.execute(statement)


def find_signs(connection: sqlite3.Connection) -> None:
    """Step 6: phrases of scripts without spaces are found in texts and names."""
    for statement in signs.steps():
        connection.execute(statement)


Step: TypeAlias = Callable[[sqlite3.Connection], None]

STEPS: dict[int, Step] = {
    1: create,
    2: name_marks,
    3: name_clusters,
    4: find_names,
    5: keep_models,
    6: find_signs,
}
"""Number → what brings a file of the number before to it; runs inside one transaction with foreign keys off."""


def newest() -> int:
    """The schema that this version writes."""
    return max(STEPS)
