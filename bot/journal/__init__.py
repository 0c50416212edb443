"""Questions, answers and feedback, kept in a SQLite file of their own.

The file lies beside the article store, which may be deleted and built again at any time. People
and conversations are held as keyed hashes under a salt of this file, never by name or id.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.answer_json import from_json, to_json
from bot.journal.schema import migrate
from retrieval.errors import StoreCorrupt, StoreError
from retrieval.model import Answer, Conversation, Turn

DAY = 86_400.0
MEMORY = ":memory:"


class Journal:
    """The journal; safe to share between threads and between processes.

    ``path`` is a file or ``":memory:"``; ``clock`` gives seconds since 1970. Every method raises
    StoreError when the file cannot be used.
    """

    def __init__(self, path: Path | str, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.RLock()
        with _sentences(path):
            self._connection = _connect(path)
            (self._salt,) = self._connection.execute("SELECT value FROM salt").fetchone()

    def record(
        self, answer: Answer, *, asker: str = "", conversation: str = "", surface: str = ""
    ) -> None:
        """Keep an answer under its id."""
        values = (
            answer.id,
            self._clock(),
            answer.question,
            answer.outcome,
            answer.confidence,
            answer.took_ms,
            surface,
            self._hash("asker", asker),
            self._hash("conversation", conversation),
            json.dumps(to_json(answer), ensure_ascii=False, separators=(",", ":")),
        )
        marks = ",".join("?" * len(values))
        self._write(f"INSERT OR REPLACE INTO answers VALUES ({marks})", values)  # noqa: S608 - only marks

    def get(self, answer_id: str) -> Answer | None:
        """Return a kept answer; None when it is gone."""
        rows = self._read("SELECT answer FROM answers WHERE id = ?", (answer_id,))
        return _answer(rows[0][0]) if rows else None

    def conversation(self, key: str, turns: int, seconds: float) -> Conversation:
        """Return the last turns of a conversation that are at most so many seconds old."""
        if not key:
            return Conversation()
        rows = self._read(
            "SELECT answer FROM answers WHERE conversation = ? AND asked >= ?"
            " ORDER BY asked DESC, rowid DESC LIMIT ?",
            (self._hash("conversation", key), self._clock() - seconds, turns),
        )
        answers = [answer for (text,) in reversed(rows) if (answer := _answer(text))]
        return Conversation(tuple(Turn(answer.question, answer) for answer in answers))

    def feedback(self, answer_id: str, asker: str, *, helpful: bool) -> bool:
        """Keep what somebody thinks of an answer; False when the answer is gone.

        The last word of one asker counts.
        """
        count = self._write(
            "INSERT OR REPLACE INTO feedback SELECT id, ?, ?, ? FROM answers WHERE id = ?",
            (self._hash("asker", asker), int(helpful), self._clock(), answer_id),
        )
        return count > 0

    def claim(self, keys: tuple[str, ...], seconds: float) -> bool:
        """Return True for the first caller of any of these keys within so many seconds.

        All keys are then taken, those of a later caller too: they name the same event.
        """
        now = self._clock()
        hashes = [self._hash("claim", key) for key in keys]
        with self._transaction() as connection:
            marks = ",".join("?" * len(hashes))
            taken = connection.execute(
                f"SELECT count(*) FROM claims WHERE expires > ? AND key IN ({marks})",  # noqa: S608 - only marks
                [now, *hashes],
            ).fetchone()[0]
            connection.executemany(
                "INSERT INTO claims VALUES (?, ?) ON CONFLICT (key) DO UPDATE"
                " SET expires = excluded.expires WHERE claims.expires <= ?",
                [(key, now + seconds, now) for key in hashes],
            )
        return not taken

    def release(self, keys: tuple[str, ...]) -> None:
        """Give claimed keys back, so that a repeat of the event is handled."""
        with self._transaction() as connection:
            hashes = [(self._hash("claim", key),) for key in keys]
            connection.executemany("DELETE FROM claims WHERE key = ?", hashes)

    def preferences(self, scope: str) -> dict[str, Any]:
        """Return what was set for a scope, such as one chat server."""
        rows = self._read("SELECT key, value FROM preferences WHERE scope = ?", (scope,))
        return {key: json.loads(value) for key, value in rows}

    def set_preference(self, scope: str, key: str, value: object) -> None:
        """Set a JSON value for a scope; None removes it."""
        if value is None:
            self._write("DELETE FROM preferences WHERE scope = ? AND key = ?", (scope, key))
        else:
            row = (scope, key, json.dumps(value))
            self._write("INSERT OR REPLACE INTO preferences VALUES (?, ?, ?)", row)

    def purge(self, days: float) -> int:
        """Delete answers older than so many days, and expired claims; return how many answers."""
        now = self._clock()
        with self._transaction() as connection:
            old = "DELETE FROM answers WHERE asked < ?"
            count = connection.execute(old, [now - days * DAY]).rowcount
            connection.execute("DELETE FROM feedback WHERE answer NOT IN (SELECT id FROM answers)")
            connection.execute("DELETE FROM claims WHERE expires <= ?", [now])
        return count

    def close(self) -> None:
        """Let go of the file; calling it twice is no error."""
        with self._lock:
            self._connection.close()

    def _hash(self, kind: str, name: str) -> str:
        """Return a keyed hash, 128 bits in hexadecimal; empty for nobody."""
        if not name:
            return ""
        key = bytes.fromhex(self._salt)
        named = f"{kind}\0{name}".encode(errors="surrogatepass")
        return hashlib.blake2b(named, key=key, digest_size=16).hexdigest()

    def _read(self, sql: str, values: tuple[object, ...]) -> list[Any]:
        with self._lock, _sentences(self._path):
            return self._connection.execute(sql, values).fetchall()

    def _write(self, sql: str, values: tuple[object, ...]) -> int:
        with self._transaction() as connection:
            return connection.execute(sql, values).rowcount

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _sentences(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise


def journal_path(database: Path) -> Path:
    """Return where the journal of an article store lies: beside it."""
    return database.with_name(f"{database.stem}.journal.db")


def _connect(path: Path | str) -> sqlite3.Connection:
    if path != MEMORY:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _answer(text: str) -> Answer | None:
    try:
        return from_json(json.loads(text))
    except (ValueError, KeyError, TypeError):  # no answer of this version: as good as gone
        return None


@contextmanager
def _sentences(path: Path | str) -> Iterator[None]:
    """Turn what SQLite and the system raise into one sentence."""
    try:
        yield
    except sqlite3.OperationalError:
        raise StoreError(
            f"The journal {path} cannot be used; check free space and permissions of its folder."
        ) from None
    except sqlite3.DatabaseError:
        raise StoreCorrupt(
            f"The journal {path} is damaged; move it away and a new one is begun."
        ) from None
    except (OSError, ValueError):
        raise StoreError(
            f"The journal {path} cannot be opened; check the permissions of its folder."
        ) from None
