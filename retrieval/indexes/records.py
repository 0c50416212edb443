"""What the disk engine scores: key, length and joined terms of each passage, in one piece.

A file that only grows, beside those of tantivy: a row of a database costs several times as much to
fetch, and a dozen passages are fetched for every question. Where a record stands and how long its
passage is make one number, its place, which tantivy keeps with the passage; so a record and its
passage appear together, and one that nothing points at is never read. What was read is remembered,
and stays true: no record ever changes.
"""

from __future__ import annotations

import os
import secrets
import struct
import weakref
from pathlib import Path
from struct import Struct
from typing import BinaryIO, NamedTuple

from retrieval.joined import Row
from retrieval.remembering import keep

Counted = tuple[bytes, int, int, dict[bytes, int]]
"""A passage to count terms in: its record, where its joined terms begin there, its length, and the
counts of marked terms so far. No class, because a dozen are made and counted for every question;
the key stands from :data:`KEY` on.
"""

_HEAD = Struct("<QIII")  # place, bytes, where the joined terms begin, length; then comes the key
KEY = _HEAD.size
_UNIT = 8  # bytes; records start and end at multiples of it
_LENGTH_BITS = 20  # of a place
LONGEST = (1 << _LENGTH_BITS) - 1  # terms: a mask of the length in a place, and its largest value
_MOST_KEPT = 4_000  # records: some 4 MB
_LONGEST_KEPT = 4_000  # bytes; most have an eighth of it
_BYTES, _BYTES_OF_A_TERM = 100, 12  # that are read at first: enough for nearly all records
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

    def holds(self, end: int) -> bool:
        """Say whether the records up to ``end`` are there."""
        return os.fstat(self._file).st_size >= end

    def lookup(self, place: int) -> Counted:
        """Return the passage at this place.

        Raises:
            ValueError: something else stands there.
        """
        found = self._known.get(place)
        if found is not None:
            return found
        start, length = (place >> _LENGTH_BITS) * _UNIT, place & LONGEST
        record = os.pread(self._file, _BYTES + _BYTES_OF_A_TERM * length, start)
        try:
            stands, size, terms, length = _HEAD.unpack_from(record)
        except struct.error:
            raise ValueError(_DAMAGED) from None
        if stands != place:
            raise ValueError(_DAMAGED)
        if len(record) < size:
            record = os.pread(self._file, size, start)
            if len(record) < size:
                raise ValueError(_DAMAGED)
        found = (record[:size], terms, length, {})
        if size <= _LONGEST_KEPT:
            keep(self._known, place, found, _MOST_KEPT)
        return found


class Appender:
    """Adds records behind those of ``extent``, or to a new file when that is None.

    What stands behind them was never committed and goes. Close it in the end.
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
        size = -(-(terms + len(joined)) // _UNIT) * _UNIT
        place = self._end // _UNIT << _LENGTH_BITS | min(row.length, LONGEST)
        record = _HEAD.pack(place, size, terms, row.length) + key + joined
        self._file.write(record.ljust(size, b"\0"))
        self._end += size
        self._count += 1
        return place

    def done(self) -> Extent:
        """Make sure that the disk has it all; returns what there is now."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return Extent(self._name, self._end, self._count)

    def close(self) -> None:
        """Let go of the file; calling it twice is no error."""
        self._file.close()


def path_of(folder: Path, name: int) -> Path:
    """Return the path of a file of records."""
    return folder / f"{name:x}{_SUFFIX}"


def tidy(folder: Path, name: int) -> None:
    """Remove the files of records but this one; who has one open reads on."""
    for file in folder.glob(f"*{_SUFFIX}"):
        if file != path_of(folder, name):
            file.unlink(missing_ok=True)
