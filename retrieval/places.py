"""Where sentences stand, packed: a row of the store for each would cost more than it holds."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from itertools import chain

from retrieval.passages import Line

GROUP = 64  # sentences of a row


def pack(lines: Sequence[Line]) -> list[bytes]:
    """Return the sentences of an article in groups: four unsigned integers for each."""
    groups = [lines[at : at + GROUP] for at in range(0, len(lines), GROUP)]
    return [struct.pack(f"<{4 * len(group)}I", *chain.from_iterable(group)) for group in groups]


def unpack(groups: Iterable[bytes]) -> list[tuple[int, int, int, int]]:
    """Return start, end, paragraph and whether it is a heading (0 or 1) of each sentence."""
    return list(struct.iter_unpack("<4I", b"".join(groups)))
