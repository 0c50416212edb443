"""The file of boilerplate phrases: read when needed, and known by a version without parsing it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from retrieval.errors import SettingsError
from retrieval.resources import config_folder

if TYPE_CHECKING:
    from retrieval.articles.phrases import Phrases


@dataclass(frozen=True)
class BoilerplateRules:
    """What is never quoted, as a TOML file such as ``config/boilerplate.toml`` says.

    ``data`` is what the file holds, ``path`` names it in errors.
    """

    data: bytes
    path: Path

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the rules from a file.

        Raises:
            SettingsError: it is missing or may not be read.
        """
        try:
            return cls(path.read_bytes(), path)
        except OSError:
            message = f"{path} is missing or may not be read; restore it."
            raise SettingsError(message) from None

    @classmethod
    @cache
    def default(cls) -> Self:
        """Return the rules that travel with the packages."""
        return cls.read(config_folder() / "boilerplate.toml")

    @cached_property
    def version(self) -> str:
        """Changes with the file, so that stored articles can be marked again."""
        return hashlib.sha256(self.data).hexdigest()[:12]

    @cached_property
    def phrases(self) -> Phrases:
        """The phrases in the file.

        Raises:
            SettingsError: it is no valid list of boilerplate.
        """
        # imported here: a run that reads no article parses no phrases
        import tomllib

        from retrieval.articles.phrases import Phrases

        try:
            return Phrases.of(tomllib.loads(self.data.decode()))
        except (ValueError, TypeError, AttributeError, KeyError):
            message = f"{self.path} is no valid list of boilerplate; restore it."
            raise SettingsError(message) from None
