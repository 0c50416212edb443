"""What the disk engine scores: key, length and joined terms of each passage, read in one piece.

A file that only grows, beside those of tantivy: a row of a database costs several times as much to
fetch, and some twenty passages are fetched for every question. Where a record stands and how long
it is makes one number, its place, which tantivy keeps with the passage; so a record and its
passage appear together, and one that nothing points at is never read. What was read is remembered,
and stays true: no record ever changes.
"""

from __future__ import annotations

import os
import secrets
import weakref
from collections.abc import Iterable
from pathlib import Path
from struct import Struct
from typing import BinaryIO, NamedTuple, Self

from retrieval.joined import Row

Counted = tuple[bytes, int, int, dict[bytes, int]]
"""A passage to count terms in: its record, where its joined terms begin there, its length, and the
counts of marked terms so far. No class, because some twenty are made and counted for every
question; the key stands from :data:`KEY` on.
"""

_HEAD = Struct("<QII")  # place, length in terms, where the joined terms begin; then comes the key
KEY = _HEAD.size
_UNIT = 8  # bytes; records start and end at multiples of it
_SIZE_BITS = 27  # of a place: up to 1 GiB a record, and above them 512 GiB a file
_SIZE_MASK = (1 << _SIZE_BITS) - 1
_MOST_KEPT = 4_000  # records: some 4 MB
_LONGEST_KEPT = 4_000  # bytes; most have an eighth of it
_SUFFIX = ".passages"
_DAMAGED = "A record is missing"


class Extent(NamedTuple):
    """Which file holds the records of a state, how many bytes of it, and how many records.

    Records of passages that were removed since are among them.
    """

    name: int
    end: int
    records: int


class Records:
    """The records of one file in ``folder``, for any number of threads.

    Raises:
        FileNotFoundError: there is no such file (any more).
    """

    def __init__(self, folder: Path, name: int) -> None:
        self.name = name
        self._file = os.open(path_of(folder, name), os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)  # views of older states may still read it
        self._known: dict[int, Counted] = {}

    @property
    def size(self) -> int:
        """The bytes that are there."""
        return os.fstat(self._file).st_size

    def lookup(self, places: Iterable[int]) -> list[Counted]:
        """Return the passages at these places.

        Raises:
            ValueError: something else stands there.
        """
        known = self._known
        passages = []
        for place in places:
            found = known.get(place)
            if found is None:
                found = self._read(place)
                if len(found[0]) <= _LONGEST_KEPT:
                    if len(known) >= _MOST_KEPT:
                        known.clear()
                    known[place] = found
            passages.append(found)
        return passages

    def _read(self, place: int) -> Counted:
        size = (place & _SIZE_MASK) * _UNIT
        record = os.pread(self._file, size, (place >> _SIZE_BITS) * _UNIT)
        if len(record) != size:
            raise ValueError(_DAMAGED)
        stands, length, terms = _HEAD.unpack_from(record)
        if stands != place:
            raise ValueError(_DAMAGED)
        return record, terms, length, {}


class Appender:
    """Adds records behind those of ``extent``, or to a new file when that is None.

    What stands behind them was never committed and goes. A context manager, which closes the file.
    """

    def __init__(self, folder: Path, extent: Extent | None) -> None:
        self._name, self._end, self._count = extent or Extent(secrets.randbits(62), 0, 0)
        self._file: BinaryIO = path_of(folder, self._name).open("r+b" if extent else "w+b")
        self._file.truncate(self._end)
        self._file.seek(self._end)

    def add(self, row: Row) -> int:
        """Add a record; returns its place."""
        key, joined = row.key.encode(), row.joined.encode()
        terms = KEY + len(key)
        units = -(-(terms + len(joined)) // _UNIT)
        place = self._end // _UNIT << _SIZE_BITS | units
        record = _HEAD.pack(place, row.length, terms) + key + joined
        self._file.write(record.ljust(units * _UNIT, b"\0"))
        self._end += units * _UNIT
        self._count += 1
        return place

    def done(self) -> Extent:
        """Make sure that the disk has it all; returns what there is now."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return Extent(self._name, self._end, self._count)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def path_of(folder: Path, name: int) -> Path:
    """Return the path of a file of records."""
    return folder / f"{name:x}{_SUFFIX}"


def tidy(folder: Path, name: int) -> None:
    """Remove the files of records but this one; who has one open reads on."""
    for file in folder.glob(f"*{_SUFFIX}"):
        if file != path_of(folder, name):
            file.unlink(missing_ok=True)
