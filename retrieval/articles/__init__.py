"""Files -> Articles: finding, decoding, and telling titles, headings and boilerplate apart.

``VERSION`` changes whenever the same file may give another Article or other sentences; together
with ``BoilerplateRules.version`` it tells whether stored articles are still right.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from retrieval.articles.files import Limits, walk
from retrieval.articles.rules import BoilerplateRules
from retrieval.model import Article

__all__ = ["SUFFIXES", "VERSION", "BoilerplateRules", "Limits", "find", "load"]

VERSION = "8"
SUFFIXES = frozenset((".txt", ".text", ".md"))
"""The suffixes that have a loader, in small letters (``formats.LOADERS``)."""


def find(folder: Path) -> Iterator[Path]:
    """Yield the files below ``folder`` that can be articles, sorted by path.

    Hidden files and folders and unknown suffixes are skipped, and so is a folder already seen by
    way of another link. A folder that cannot be read is yielded itself, for ``load`` to refuse.

    Raises:
        CorpusError: ``folder`` is no folder or cannot be read.
    """
    return walk(folder, SUFFIXES)


def load(
    path: Path,
    folder: Path,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    rules: BoilerplateRules | None = None,
) -> Article:
    """Return the article in the file ``path`` below ``folder``.

    Raises:
        TooLarge: the file is larger than ``limits`` allow.
        Undecodable: it is binary, or no encoding fits.
        ArticleError: it is gone, empty, may not be read, is no regular file or has no loader.
    """
    # imported here: most runs find every article unchanged and read none
    from retrieval.articles.loading import load_file

    return load_file(path, folder, limits, (rules or BoilerplateRules.default()).phrases)
