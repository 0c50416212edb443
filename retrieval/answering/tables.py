"""What the first row of a table says of the cells below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from retrieval.answering.views import View

_PARTS = re.compile(r"[|\t]")
_CELL = re.compile(r"[^|\t]+")
_FEWEST = 2  # cells


def cells(text: str) -> list[tuple[int, int]]:
    """Return start and end of the cells of a row, ``| a | b |`` or parted by tabs; else none."""
    found = [match.span() for match in _CELL.finditer(text.strip("|")) if match.group().strip()]
    if len(found) < _FEWEST:
        return []
    skipped = len(text) - len(text.lstrip("|"))
    return [(start + skipped, end + skipped) for start, end in found]


def cell_ends(row: View) -> list[int]:
    """Return which words are the last ones of their cells; none where there is no table."""
    if not cells(row.text):
        return []
    pairs = enumerate(pairwise(row.tokens))
    return [at for at, (one, other) in pairs if _PARTS.search(row.text, one.end, other.start)]


def cell_of(row: View, places: Iterable[int]) -> tuple[int, int] | None:
    """Return where the one cell stands that has all of these words, without white space."""
    starts = [row.tokens[at].start for at in places]
    for start, end in cells(row.text):
        if starts and all(start <= at < end for at in starts):
            text = row.text[start:end]
            first = start + len(text) - len(text.lstrip())
            return first, first + len(text.strip())
    return None


def below(header: View, row: View, spots: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """Return where the cells stand in a row whose column the header names.

    ``spots`` are the indexes of the tokens of the header that hold each term; those returned are
    the first tokens of the cells below them.
    """
    above, own = cells(header.text), cells(row.text)
    if not above or len(above) != len(own):
        return {}
    found: dict[str, list[int]] = {}
    for term, places in spots.items():
        for place in places:
            at = header.tokens[place].start
            column = next((i for i, (start, end) in enumerate(above) if start <= at < end), None)
            held = row.range(*own[column]) if column is not None else range(0)
            if held:
                found.setdefault(term, []).append(held[0])
    return found
