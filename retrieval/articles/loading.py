"""A file -> an Article."""

from __future__ import annotations

import hashlib
from pathlib import Path

from retrieval.articles.files import Limits, read, shown
from retrieval.articles.formats import LOADERS
from retrieval.articles.origin import origin_of
from retrieval.articles.phrases import Phrases
from retrieval.articles.publishers import without_publisher
from retrieval.articles.structure import Structure, boilerplate, headings, structure_of
from retrieval.errors import ArticleError
from retrieval.model import Article

_TITLE, _OPENING = 200, 80  # characters


def load_file(path: Path, folder: Path, limits: Limits, phrases: Phrases) -> Article:
    """Return the article in the file ``path`` below ``folder``; raises as ``load`` does."""
    name = _name(path, folder)
    content = read(path, limits)
    loader = LOADERS.get(path.suffix.lower())
    if loader is None:
        message = f"{shown(path)} is of no format that can be read; save it as a .txt file."
        raise ArticleError(message)
    text = loader(content.data, path)
    if not text.strip():
        message = f"{shown(path)} is empty; put text into it or remove it."
        raise ArticleError(message)
    digest = hashlib.sha256(content.data).hexdigest()
    return article_of(text, name, digest, content.mtime, phrases)


def article_of(text: str, name: str, sha256: str, mtime: float, phrases: Phrases) -> Article:
    """Return the article that ``text`` is; ``name`` is its path below the articles folder."""
    found = structure_of(text, phrases)
    marked = boilerplate(text, found)
    origin = origin_of(found, phrases)
    title = found.title()
    return Article(
        path=name,
        text=text,
        sha256=sha256,
        mtime=mtime,
        title=_cut(without_publisher(title, phrases), _TITLE) if title else _opening(found),
        title_found=title is not None,
        published=origin.published,
        publisher=origin.publisher,
        url=origin.url,
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
    best = next(found.of("body"), None) or next(found.of("heading"), None)
    best = best or next(iter(found.blocks), None)
    return _cut(best.text, _OPENING) if best else ""


def _cut(text: str, limit: int) -> str:
    """Return ``text`` without control characters, cut between words to about ``limit``."""
    head = text[: limit * 4]
    printable = " ".join("".join(c if c.isprintable() else " " for c in head).split())
    if len(printable) <= limit:
        return printable
    return (printable[:limit].rpartition(" ")[0] or printable[:limit]).rstrip(" ,;:–—-") + "…"
