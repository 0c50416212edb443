"""The phrases that tell the furniture of a news site, read from a file."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Self

from retrieval.errors import SettingsError
from retrieval.resources import config_folder

_INSIDE = re.compile(r"[^\W\d_](?:.*[^\W\d_])?", re.DOTALL)


def key(text: str) -> str:
    """Return ``text`` as phrases are compared: case, quote forms and edges levelled."""
    levelled = " ".join(text.casefold().replace("’", "'").replace("‘", "'").split())
    inside = _INSIDE.search(levelled)
    return inside[0] if inside else ""


def _keys(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(key(phrase) for phrase in phrases)


@dataclass(frozen=True)
class BoilerplateRules:
    """The phrases of ``config/boilerplate.toml``; see there what each list means.

    ``publishers`` maps a levelled name to the name as it is shown. ``version`` changes with the
    phrases, so that stored articles can be marked again.
    """

    lines: frozenset[str] = frozenset()
    link_lists: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    pointers: frozenset[str] = frozenset()
    openings: tuple[str, ...] = ()
    notices: tuple[tuple[str, ...], ...] = ()
    desks: frozenset[str] = frozenset()
    menu_words: frozenset[str] = frozenset()
    publishers: dict[str, str] = field(default_factory=dict)
    version: str = ""

    def signs(self, text: str) -> bool:
        """Tell whether ``text`` (small letters) holds all words of a notice."""
        for signs in self.notices:
            if signs[0] in text and all(sign in text for sign in signs):
                return True
        return False

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the rules from a TOML file.

        Raises:
            SettingsError: the file is missing or is not of that form.
        """
        try:
            data = path.read_bytes()
            return cls._of(tomllib.loads(data.decode()), hashlib.sha256(data).hexdigest()[:12])
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            message = f"{path} is missing or no valid list of boilerplate; restore it."
            raise SettingsError(message) from None

    @classmethod
    def _of(cls, table: dict[str, object], version: str) -> Self:
        lists: dict[str, list[str]] = table  # type: ignore[assignment] # read() reports other forms
        names: dict[str, list[str]] = table["publishers"]  # type: ignore[assignment] # as above
        return cls(
            lines=_keys(lists["lines"]),
            link_lists=_keys(lists["link_lists"]),
            ends=_keys(lists["ends"]),
            pointers=_keys(lists["pointers"]),
            openings=tuple(sorted(_keys(lists["openings"]))),
            notices=tuple(tuple(words) for words in lists["notices"]),
            desks=_keys(lists["desks"]),
            menu_words=frozenset(lists["menu_words"]),
            publishers={
                key(alias): name for name, aliases in names.items() for alias in (name, *aliases)
            },
            version=version,
        )

    @classmethod
    @cache
    def default(cls) -> Self:
        """Return the rules that travel with the packages."""
        return cls.read(config_folder() / "boilerplate.toml")
