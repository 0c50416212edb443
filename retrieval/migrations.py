"""The schema of the store, in named steps; each step is one transaction.

sqlite-utils applies the steps and remembers them by name in ``_sqlite_migrations``. Its import
costs a tenth of a second, so it is imported when there is something to apply and not before.

Keys are integers: ``passages.id = article << 20 | position``, ``texts.id = article << 20 | part``,
``sentences.id = article << 20 | group``. So all rows of one article lie together, are found by a
range of the primary key and need no second index. Ids of articles are never used twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_SET = "quotedesk.store"


def m001_initial(db: Database) -> None:
    """Articles with their texts, passages and sentences; the vocabulary; the log of changes."""
    for statement in _INITIAL:
        db.execute(statement)


def m002_sentences_packed(db: Database) -> None:
    """Sentences in groups of sixty-four to a row, packed: see :mod:`retrieval.places`."""
    from retrieval.places import GROUP, pack

    def group_of(row: tuple[int, int, int, int, bool]) -> int:
        return row[0] >> 24 << 20 | (row[0] & ((1 << 24) - 1)) // GROUP

    db.execute("create table packed (id integer primary key, places blob not null)")
    rows = db.execute('select id, start, "end", paragraph, heading from sentences order by id')
    for group, members in groupby(rows, group_of):
        places = pack([(start, end, number, head) for _, start, end, number, head in members])
        db.execute("insert into packed values (?, ?)", (group, places[0]))
    db.execute("drop table sentences")
    db.execute("alter table packed rename to sentences")


def m003_terms_counted(_db: Database) -> None:
    """Nothing changes, but from here on packed sentences tell how many terms they have.

    An older version would take all of them for headings, so it must leave the database alone. Those
    that were packed before tell nothing: their terms are analysed whenever they are looked at.
    """


MIGRATIONS: tuple[Callable[[Database], None], ...] = (
    m001_initial,
    m002_sentences_packed,
    m003_terms_counted,
)


def applied(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the steps that this database has behind it."""
    if not _tables(connection, "_sqlite_migrations"):
        return []
    rows = connection.execute(
        "select name from _sqlite_migrations where migration_set = ? order by id", (_SET,)
    )
    return [name for (name,) in rows]


def pending(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the steps still to be made."""
    done = set(applied(connection))
    return [step.__name__ for step in MIGRATIONS if step.__name__ not in done]


def unknown(connection: sqlite3.Connection) -> list[str]:
    """Return the names of applied steps that this version does not know: a newer one made them."""
    known = {step.__name__ for step in MIGRATIONS}
    return [name for name in applied(connection) if name not in known]


def foreign(connection: sqlite3.Connection) -> bool:
    """Say whether the database holds tables, but none of Quotedesk."""
    return bool(_tables(connection)) and not _tables(connection, "_sqlite_migrations")


def apply(connection: sqlite3.Connection) -> None:
    """Make all pending steps, each in a transaction of its own."""
    from sqlite_utils import Database, Migrations

    steps = Migrations(_SET)
    for step in MIGRATIONS:
        steps()(step)
    steps.apply(Database(connection, execute_plugins=False))


def _tables(connection: sqlite3.Connection, name: str = "%") -> list[str]:
    query = "select name from sqlite_master where type = 'table' and name like ?"
    return [found for (found,) in connection.execute(query, (name,))]


_INITIAL = (
    """
    create table articles (
        id integer primary key autoincrement,
        path text not null unique,       -- below the articles folder, with /
        sha256 text not null,
        mtime real not null,             -- seconds; mtime_ns and size tell an untouched file
        mtime_ns integer not null,
        size integer not null,           -- bytes of the file
        title text not null,
        title_found integer not null,
        published text,                  -- ISO date
        publisher text,
        url text,
        length integer not null,         -- characters of the text
        sentences integer not null,
        passages integer not null
    )
    """,
    "create table texts (id integer primary key, text text not null)",
    """
    create table spans (
        article integer not null,
        kind text not null,              -- boilerplate or heading
        start integer not null,
        "end" integer not null,
        primary key (article, kind, start)
    ) without rowid
    """,
    """
    create table sentences (
        id integer primary key,
        start integer not null,
        "end" integer not null,
        paragraph integer not null,
        heading integer not null
    )
    """,
    """
    create table passages (
        id integer primary key,
        start integer not null,
        "end" integer not null,
        first integer not null,          -- positions of its sentences: first <= p < last
        last integer not null,
        length integer not null,         -- number of terms
        terms text not null              -- analysed, repeats included; see join_terms
    )
    """,
    """
    create table terms (
        term text primary key,
        passages integer not null        -- how many hold it
    ) without rowid
    """,
    """
    create table words (
        word text primary key,
        count integer not null,          -- articles that hold it
        head text,                       -- these three find words spelled alike; null for others
        tail text,
        bones text
    ) without rowid
    """,
    "create index words_head on words (head)",
    "create index words_tail on words (tail)",
    "create index words_bones on words (bones)",
    """
    create table skipped (
        path text primary key,           -- files with no text to decode, not read again
        mtime_ns integer not null,
        size integer not null,
        reason text not null
    ) without rowid
    """,
    """
    create table changes (
        generation integer not null,     -- the generation that this change made
        path text not null,
        passages integer not null,       -- how many passages the path had before
        primary key (generation, path)
    ) without rowid
    """,
    "create table meta (name text primary key, value not null) without rowid",
    """
    insert into meta values
        ('generation', 0), ('log_from', 0), ('passages', 0), ('length', 0),
        ('analyzer', ''), ('reading', ''), ('folder', ''), ('updated', ''),
        ('identity', lower(hex(randomblob(16))))
    """,
)
