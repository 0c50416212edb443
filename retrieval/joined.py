"""The terms of a passage in one string, made for counting a few of them quickly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Row(NamedTuple):
    """A passage as an engine takes it: its key, its length and its joined terms."""

    key: str
    length: int
    joined: str


def join_terms(terms: Iterable[str]) -> str:
    """Return terms as the store keeps them: a line feed before each and a tab after it.

    Two different marks make counting :func:`marked` give the frequency of a term, repeats in a
    row included.
    """
    joined = "\t\n".join(terms)
    return f"\n{joined}\t" if joined else ""


def split_terms(joined: str) -> list[str]:
    """Return the terms that :func:`join_terms` joined."""
    return joined[1:-1].split("\t\n") if joined else []


def marked(term: str) -> str:
    """Return ``term`` as it stands among joined terms."""
    return f"\n{term}\t"
