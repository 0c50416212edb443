"""SQLite below the corpus: opening, reading and writing transactions, and what can go wrong.

The database is in WAL mode: readers see the last committed state and never wait for the writer.
One process writes at a time; a lock file beside the database holds the others back.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from retrieval import migrations
from retrieval.errors import StoreBusy, StoreCorrupt, StoreError, StoreTooNew
from retrieval.rows import State, state_of

_BUSY_SECONDS = 10.0


class Reader(sqlite3.Connection):
    """A connection that only reads; it remembers the state that it read last."""

    _seen: tuple[int, State] | None = None

    def state(self) -> State:
        """Return the state that its transaction sees; it must not have written anything itself."""
        (version,) = self.execute("pragma data_version").fetchone()  # new when others committed
        if self._seen is None or self._seen[0] != version:
            self._seen = version, state_of(self)
        return self._seen[1]


class Store:
    """A database file; creates it, or brings its schema up to date, when it is opened.

    Raises:
        StoreCorrupt: the file is damaged or no database.
        StoreTooNew: a newer version of Quotedesk wrote it.
        StoreError: it cannot be created or read, or belongs to another program.
    """

    def __init__(self, path: Path | str, busy_seconds: float = _BUSY_SECONDS) -> None:
        self.path = Path(path)
        self._busy = busy_seconds
        self._idle: deque[Reader] = deque()
        with _placed(self.path):
            self._prepare()

    @property
    def writable(self) -> bool:
        """Whether the database and the folder it lies in can be written."""
        return os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Lend a connection inside a read transaction; from any thread."""
        with explained(self.path):
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._connect(write=False)
            connection.execute("begin")
        try:
            with explained(self.path):
                yield connection
        finally:
            connection.rollback()
            self._idle.append(connection)

    @contextmanager
    def session(self, write: bool) -> Iterator[sqlite3.Connection]:
        """Lend a connection of its own, closed afterwards, with no transaction begun."""
        with explained(self.path), closing(self._connect(write)) as connection:
            yield connection

    @contextmanager
    def locked(self, wait: float | None = None) -> Iterator[None]:
        """Be the only process that writes; waits for another one (``wait`` seconds, or a while).

        Raises:
            StoreBusy: another process writes all that time.
            StoreError: the place cannot be written.
        """
        with _placed(self.path):
            handle = os.open(f"{self.path}-lock", os.O_RDWR | os.O_CREAT, 0o666)
        try:
            self._acquire(handle, self._busy if wait is None else wait)
            yield
        finally:
            os.close(handle)  # closing lets go of the lock, and so does the end of the process

    def checkpoint(self) -> None:
        """Move what was committed from the log into the database.

        What a reader is in the way of is moved another time.
        """
        with self.session(write=True) as connection:
            connection.execute("pragma wal_checkpoint(passive)")

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while self._idle:
            self._idle.pop().close()

    def _acquire(self, handle: int, wait: float) -> None:
        until = time.monotonic() + wait
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            if time.monotonic() >= until:
                raise StoreBusy(
                    f"Another Quotedesk is bringing {self.path} up to date; "
                    "try again when it is done."
                )
            time.sleep(0.02)

    def _prepare(self) -> None:
        if self.path.is_dir():
            raise StoreError(f"{self.path} is a folder; name a file for the database.")
        if self.path.exists() and self.path.stat().st_size and self._is_current():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.locked(), closing(self._connect(write=True)) as connection:
            connection.execute("pragma journal_mode = wal")
            migrations.apply(connection)

    def _is_current(self) -> bool:
        with closing(self._connect(write=False)) as connection:
            if migrations.foreign(connection):
                raise StoreError(
                    f"{self.path} belongs to another program; name another file for the database."
                )
            if migrations.unknown(connection):
                raise StoreTooNew(
                    f"{self.path} was written by a newer version of Quotedesk; "
                    "update Quotedesk, or name another file for the database."
                )
            return not migrations.pending(connection)

    def _connect(self, write: bool) -> Reader:
        if write:
            return self._open("rwc")
        if self.writable:
            return self._open("rw")
        try:
            return self._open("ro")
        except sqlite3.OperationalError:  # nobody can write here, nor make the files of WAL mode
            return self._open("ro&immutable=1")

    def _open(self, mode: str) -> Reader:
        connection = sqlite3.connect(
            f"file:{quote(str(self.path.absolute()))}?mode={mode}",
            uri=True,
            timeout=self._busy,
            isolation_level=None,
            check_same_thread=False,  # a pool hands each connection to one thread at a time
            cached_statements=256,
            factory=Reader,
        )
        try:
            connection.execute("select 1 from sqlite_master").fetchone()
            connection.execute("pragma synchronous = full")
        except sqlite3.Error:
            connection.close()
            raise
        return connection


_CORRUPT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_REASONS = {
    sqlite3.SQLITE_BUSY: "is in use by another program for too long; try again",
    sqlite3.SQLITE_LOCKED: "is in use by another program for too long; try again",
    sqlite3.SQLITE_FULL: "cannot grow because the disk is full; free some space and try again",
    sqlite3.SQLITE_READONLY: "cannot be written; change its permissions or name another file",
    sqlite3.SQLITE_PERM: "cannot be opened; change its permissions or name another file",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; change its permissions or name another file",
}


class explained:  # noqa: N801  # used like a function; a class, for every question enters it twice
    """Turn errors of SQLite into ``StoreError`` and its kinds."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if not isinstance(error, sqlite3.DatabaseError):
            return
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _CORRUPT:
            raise StoreCorrupt(
                f"{self._path} is no database, or a damaged one; name another file with "
                "--database, or delete this one and run `quotedesk sync`: all in it is made from "
                "the articles."
            ) from error
        reason = _REASONS.get(code, "cannot be used; check the disk, or delete it and sync again")
        raise StoreError(f"The database {self._path} {reason}.") from error


@contextmanager
def _placed(path: Path) -> Iterator[None]:
    """The same, and errors of the file system too."""
    try:
        with explained(path):
            yield
    except OSError as error:
        raise StoreError(
            f"The database {path} cannot be written there ({error.strerror or 'disk error'}); "
            "name another place for it with --database."
        ) from error
