"""Where sentences stand, packed: a row of the store for each would cost more than it holds."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from itertools import chain

from retrieval.passages import Line

GROUP = 64  # sentences of a row
_PLACE = "<4I"
_SIZE = struct.calcsize(_PLACE)  # bytes


def pack(lines: Sequence[Line]) -> list[bytes]:
    """Return the sentences of an article in groups: four unsigned integers for each."""
    groups = [lines[at : at + GROUP] for at in range(0, len(lines), GROUP)]
    return [struct.pack(f"<{4 * len(group)}I", *chain.from_iterable(group)) for group in groups]


def unpack(groups: Iterable[bytes], first: int, last: int) -> list[tuple[int, int, int, int]]:
    """Return start, end, paragraph and whether it is a heading (0 or 1) of each sentence.

    Those ``[first, last)`` of the article, whose ``groups`` from the one of the first on are given.
    """
    skipped = first // GROUP * GROUP
    packed = b"".join(groups)[(first - skipped) * _SIZE : (last - skipped) * _SIZE]
    return list(struct.iter_unpack(_PLACE, packed))
