"""The phrases that tell the furniture of a news site, and how phrases are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

_FIRST = re.compile(r"[^\W\d_]+")
_INSIDE = re.compile(r"[^\W\d_](?:.*[^\W\d_])?", re.DOTALL)


def key(text: str) -> str:
    """Return ``text`` as phrases are compared: case and quote forms levelled, edges cut.

    What stands before the first letter and after the last one does not count.
    """
    levelled = " ".join(text.casefold().replace("’", "'").replace("‘", "'").split())
    inside = _INSIDE.search(levelled)
    return inside[0] if inside else ""


def _keys(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(key(phrase) for phrase in phrases)


@dataclass(frozen=True)
class Phrases:
    """The lists of ``config/boilerplate.toml``, levelled; see there what each list means.

    ``publishers`` maps a levelled name to the name as it is shown.
    """

    lines: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    link_lists: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    pointers: frozenset[str] = frozenset()
    openings: tuple[str, ...] = ()
    notice_starts: tuple[str, ...] = ()
    notices: tuple[tuple[str, ...], ...] = ()
    desks: frozenset[str] = frozenset()
    menu_words: frozenset[str] = frozenset()
    publishers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        """Return the phrases in a parsed TOML file.

        Raises:
            KeyError, TypeError, AttributeError: a list is missing or is none.
        """
        return cls(
            lines=_keys(table["lines"]),
            labels=_keys(table["labels"]),
            link_lists=_keys(table["link_lists"]),
            ends=_keys(table["ends"]),
            pointers=_keys(table["pointers"]),
            openings=tuple(sorted(_keys(table["openings"]))),
            notice_starts=tuple(start + " " for start in _keys(table["notice_starts"])),
            notices=tuple(tuple(signs) for signs in table["notices"]),
            desks=_keys(table["desks"]),
            menu_words=frozenset(table["menu_words"]),
            publishers={
                key(alias): name
                for name, aliases in table["publishers"].items()
                for alias in (name, *aliases)
            },
        )

    def may_open(self, text: str) -> bool:
        """Tell quickly whether the first word of ``text`` is that of an opening or a notice."""
        first = _FIRST.search(text)
        if first is None:
            return False
        word = first[0].casefold()
        return word in self._first_words or word.startswith(self._begun)

    @cached_property
    def _first_words(self) -> frozenset[str]:
        starts = (*self.openings, *self.notice_starts)
        return frozenset(found[0] for start in starts if (found := _FIRST.search(start)))

    @cached_property
    def _begun(self) -> tuple[str, ...]:
        """Openings that may end within the first word."""
        return tuple(opening for opening in self.openings if _FIRST.fullmatch(opening))

    def notify(self, level: str) -> bool:
        """Tell whether a levelled text begins like a notice and holds all signs of one."""
        if not level.startswith(self.notice_starts):
            return False
        return any(all(sign in level for sign in signs) for signs in self.notices)
