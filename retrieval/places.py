"""Where sentences stand, packed: a row of the store for each would cost more than it holds."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from itertools import chain, repeat

from retrieval.passages import Line

GROUP = 64  # sentences of a row
UNCOUNTED = -1
_PLACE = "<4I"
_SIZE = struct.calcsize(_PLACE)  # bytes

Place = tuple[int, int, int, int, int]
"""A sentence: start, end, paragraph, whether it is a heading (0 or 1), and its number of terms,
:data:`UNCOUNTED` where nobody counted them."""


def pack(lines: Sequence[Line], terms: Iterable[int] = repeat(UNCOUNTED)) -> list[bytes]:
    """Return the sentences of an article in groups: four unsigned integers for each.

    The last one is twice the number of ``terms`` plus 2, plus 1 for a heading.
    """
    rows = [
        (start, end, paragraph, 2 * count + 2 + heading)
        for (start, end, paragraph, heading), count in zip(lines, terms, strict=False)
    ]
    groups = [rows[at : at + GROUP] for at in range(0, len(rows), GROUP)]
    return [struct.pack(f"<{4 * len(group)}I", *chain.from_iterable(group)) for group in groups]


def unpack(groups: Iterable[bytes], first: int, last: int) -> list[Place]:
    """Return the sentences ``[first, last)`` of an article.

    Its ``groups`` from the one of the first on are given.
    """
    skipped = first // GROUP * GROUP
    packed = b"".join(groups)[(first - skipped) * _SIZE : (last - skipped) * _SIZE]
    return [
        (start, end, paragraph, both & 1, (both >> 1) - 1)
        for start, end, paragraph, both in struct.iter_unpack(_PLACE, packed)
    ]
