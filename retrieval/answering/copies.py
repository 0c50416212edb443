"""Copies of one wire story: articles that share most of their runs of words count as one source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rensa import RMinHash

SHINGLE = 4  # words
PERMUTATIONS = 128
COPY = 0.4  # estimated Jaccard similarity from which two articles are copies


def signature(words: Sequence[str]) -> RMinHash:
    """Return the MinHash of a text's runs of words."""
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
    runs = set(map(" ".join, zip(*[words[at:] for at in range(SHINGLE)], strict=False)))
    sketch.update(list(runs or {" ".join(words)}))  # in any order: each hash keeps the least
    return sketch


@lru_cache(maxsize=2_000)
def _signature_of(text: str) -> RMinHash:
    return signature(text.lower().split())


def independent(paths: Sequence[str], text_of: Callable[[str], str]) -> int:
    """Count articles, copies of one another once."""
    if len(paths) < 2:
        return len(paths)
    kept: list[RMinHash] = []
    for path in paths:
        sketch = _signature_of(text_of(path))
        if all(sketch.jaccard(other) < COPY for other in kept):
            kept.append(sketch)
    return len(kept)
