"""The tables of the journal, in named steps, each in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from retrieval.errors import StoreTooNew

if TYPE_CHECKING:
    from sqlite_utils import Database

SET = "journal"


def m001_initial(db: Database) -> None:
    """Questions with their answers, feedback, claims, preferences, and the salt of the hashes."""
    answers = {
        "id": str,
        "asked": float,
        "question": str,
        "outcome": str,
        "confidence": float,
        "took_ms": float,
        "surface": str,
        "asker": str,
        "conversation": str,
        "answer": str,
    }
    table = db.table("answers").create(answers, pk="id", not_null=set(answers))
    table.create_index(["conversation", "asked"])
    table.create_index(["asked"])
    feedback = {"answer": str, "asker": str, "helpful": int, "given": float}
    db.table("feedback").create(feedback, pk=("answer", "asker"), not_null=set(feedback))
    claims = {"key": str, "expires": float}
    db.table("claims").create(claims, pk="key", not_null=set(claims)).create_index(["expires"])
    preferences = {"scope": str, "key": str, "value": str}
    db.table("preferences").create(preferences, pk=("scope", "key"), not_null=set(preferences))
    db.table("salt").create({"value": str})
    db.execute("INSERT INTO salt VALUES (hex(randomblob(32)))")


STEPS: tuple[Callable[[Database], None], ...] = (m001_initial,)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date; raises StoreTooNew when a newer version wrote them."""
    if not _pending(connection):
        return
    from sqlite_utils import Database, Migrations  # only a new or an older journal needs it

    migrations = Migrations(SET)
    for step in STEPS:
        migrations()(step)
    connection.execute("BEGIN IMMEDIATE")  # two processes may open a new journal at once
    try:
        migrations.apply(Database(connection, execute_plugins=False))
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _pending(connection: sqlite3.Connection) -> bool:
    table = "SELECT 1 FROM sqlite_master WHERE name = ?"
    if not connection.execute(table, [_TABLE]).fetchone():
        return True
    rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [SET])
    applied = {name for (name,) in rows}
    known = {step.__name__ for step in STEPS}
    if applied - known:
        raise StoreTooNew(
            "The journal was written by a newer version of Quotedesk; update Quotedesk, or move"
            " the journal file away to start a new one."
        )
    return applied != known


_TABLE = "_sqlite_migrations"
