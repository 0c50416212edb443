"""One loader per format, behind one table.

A new format is one function, one line here and its suffix in ``retrieval.articles.SUFFIXES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from retrieval.articles.decoding import decode

Loader = Callable[[bytes, Path], str]
"""Takes what a file holds and its path (to name it in errors); returns the text of the article.

Raises ``ArticleError`` when there is none.
"""

LOADERS: Mapping[str, Loader] = {
    ".txt": decode,
    ".text": decode,
    ".md": decode,
}
"""The loader of each suffix, small letters."""
