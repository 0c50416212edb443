"""Words spelled alike: cheap keys that find candidates, and the comparison that orders them.

Two spellings of one word nearly always share their beginning, their end, or their consonants:
``pakistn`` begins and ``hyder`` ends as the right word does, ``iarn`` has its consonants. Each is
an index of the ``words`` table, so that a large vocabulary is never scanned.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

_ENDS = 3  # letters of a beginning or an end
_SHORTEST = 4  # shorter words are too alike to be corrected
_CANDIDATES = 3_000  # of one key; keeps the worst case at a few milliseconds
_SOFT = frozenset("aeiouyh")  # left out of the bones
_ALIKE = 74.0  # of 100: two errors in a word of eight letters, one in a word of four


class Keys(NamedTuple):
    """Beginning, end and consonants of a word; None when the word is no candidate."""

    head: str | None
    tail: str | None
    bones: str | None


def keys(word: str) -> Keys:
    """Return the keys of a folded word; words with digits or under four letters have none."""
    if len(word) < _SHORTEST or not word.isalpha():
        return Keys(None, None, None)
    bones = "".join(sorted(set(word) - _SOFT))
    return Keys(word[:_ENDS], word[-_ENDS:], bones or None)


def near(connection: sqlite3.Connection, word: str, limit: int) -> list[str]:
    """Return known words close to ``word``, best first; ties by how common they are."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

    candidates = _candidates(connection, word)
    close = process.extract(
        word,
        candidates,
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=_ALIKE / 100,
        limit=None,
    )
    ranked = [
        (-alike, -JaroWinkler.similarity(word, other), -_count(connection, other), other)
        for other, alike, _ in close
    ]
    return [other for *_, other in sorted(ranked)[:limit]]


def _candidates(connection: sqlite3.Connection, word: str) -> list[str]:
    """Return words that share a key; an index alone answers, the table is not read."""
    found: set[str] = set()
    for column, value in keys(word)._asdict().items():
        if value is not None:
            rows = connection.execute(
                f"select word from words where {column} = ? "  # noqa: S608  # our own names
                "and length(word) between ? and ? limit ?",
                (value, len(word) - 2, len(word) + 2, _CANDIDATES),
            )
            found.update([other for (other,) in rows])
    found.discard(word)
    return list(found)


def _count(connection: sqlite3.Connection, word: str) -> int:
    row = connection.execute("select count from words where word = ?", (word,)).fetchone()
    return int(row[0])
