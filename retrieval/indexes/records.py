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
from mmap import MADV_DONTNEED, PROT_READ, mmap
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
_MOST_MAPPED = 500  # records read, each in up to 64 kB of memory that is mapped with it
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
        self._mapped = mmap(-1, 1)  # nothing yet
        self._reads = 0

    def cover(self, end: int) -> bool:
        """Make the records up to ``end`` readable; says whether they are there."""
        there = os.fstat(self._file).st_size >= end
        if there and len(self._mapped) < end:
            self._mapped = mmap(self._file, 0, prot=PROT_READ)
        return there

    def lookup(self, place: int) -> Counted:
        """Return the passage at this place.

        Raises:
            ValueError: something else stands there.
        """
        found = self._known.get(place)
        if found is None:
            found = self._read(place)
            if len(found[0]) <= _LONGEST_KEPT:
                keep(self._known, place, found, _MOST_KEPT)
        return found

    def _read(self, place: int) -> Counted:
        mapped, start = self._mapped, (place >> _LENGTH_BITS) * _UNIT
        try:
            stands, size, terms, length = _HEAD.unpack_from(mapped, start)
        except struct.error:
            raise ValueError(_DAMAGED) from None
        if stands != place or start + size > len(mapped):
            raise ValueError(_DAMAGED)
        record = mapped[start : start + size]
        self._reads += 1
        if self._reads % _MOST_MAPPED == 0:  # the system has these pages; they need not look ours
            mapped.madvise(MADV_DONTNEED)
        return record, terms, length, {}


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
