"""Files -> Articles: finding, decoding, and telling titles, headings and boilerplate apart.

``VERSION`` changes whenever the same file may give another Article or other sentences; together
with ``BoilerplateRules.version`` it tells whether stored articles are still right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from retrieval.articles.files import Limits, read, shown, walk
from retrieval.articles.formats import LOADERS
from retrieval.articles.origin import origin_of, without_publisher
from retrieval.articles.rules import BoilerplateRules
from retrieval.articles.structure import Structure, boilerplate, headings, structure_of
from retrieval.errors import ArticleError
from retrieval.model import Article

__all__ = ["VERSION", "BoilerplateRules", "Limits", "find", "load"]

VERSION = "1"
_TITLE, _OPENING = 200, 80  # characters


def find(folder: Path) -> Iterator[Path]:
    """Yield the files below ``folder`` that can be articles, sorted by path.

    Hidden files and folders and unknown suffixes are skipped, and so is a folder already seen by
    way of another link. A folder that cannot be read is yielded itself, for ``load`` to refuse.

    Raises:
        CorpusError: ``folder`` is no folder or cannot be read.
    """
    return walk(folder, frozenset(LOADERS))


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
    name = _name(path, folder)
    loader = LOADERS.get(path.suffix.lower())
    content = read(path, limits)
    if loader is None:
        message = f"{shown(path)} is of no format that can be read; save it as a .txt file."
        raise ArticleError(message)
    text = loader(content.data, path)
    if not text.strip():
        message = f"{shown(path)} is empty; put text into it or remove it."
        raise ArticleError(message)
    digest = hashlib.sha256(content.data).hexdigest()
    return article(text, name, digest, content.mtime, rules or BoilerplateRules.default())


def article(text: str, name: str, sha256: str, mtime: float, rules: BoilerplateRules) -> Article:
    """Return the article that ``text`` is; ``name`` is its path below the articles folder."""
    found = structure_of(text, rules)
    marked = boilerplate(text, found)
    source = origin_of(found, rules)
    title = found.title()
    return Article(
        path=name,
        text=text,
        sha256=sha256,
        mtime=mtime,
        title=_cut(without_publisher(title, rules), _TITLE) if title else _opening(found),
        title_found=title is not None,
        published=source.published,
        publisher=source.publisher,
        url=source.url,
        boilerplate=marked,
        headings=headings(text, found, marked),
    )


def _name(path: Path, folder: Path) -> str:
    name = path.relative_to(folder).as_posix()
    try:
        name.encode()
    except UnicodeEncodeError:
        message = f"The name of {shown(path)} is not valid UTF-8; rename the file."
        raise ArticleError(message) from None
    return name


def _opening(found: Structure) -> str:
    """Return the opening words of the body, or of whatever there is."""
    for role in ("body", "heading", "furniture"):
        for block in found.of(role):
            return _cut(block.text, _OPENING)
    return ""


def _cut(text: str, limit: int) -> str:
    """Return ``text`` without control characters, cut between words to about ``limit``."""
    printable = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(printable) <= limit:
        return printable
    head = printable[:limit].rpartition(" ")[0] or printable[:limit]
    return head.rstrip(" ,;:–—-") + "…"
