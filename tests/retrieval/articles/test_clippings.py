"""Clippings in the manner of many sites, each held to what is found in it.

The golden files say title, date, publisher and address, then the text in order: X for
boilerplate, H for the title and headings, S for the sentences of the body.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.articles import find, load
from retrieval.model import Article
from retrieval.passages import sentences

CLIPPINGS = Path(__file__).parents[2] / "data" / "articles"
GOLDEN = Path(__file__).parents[2] / "golden" / "articles"


def shown(article: Article) -> str:
    """Return what was found in ``article``, a line each."""
    found = "found" if article.title_found else "opening words"
    lines = [
        (-1, f"title ({found}): {article.title}"),
        (-1, f"published: {article.published}"),
        (-1, f"publisher: {article.publisher}"),
        (-1, f"url: {article.url}"),
    ]
    lines += [
        (span.start, f"X {article.text[span.start : span.end]!r}") for span in article.boilerplate
    ]
    lines += [
        (sentence.start, f"{'H' if sentence.heading else 'S'} {sentence.text!r}")
        for sentence in sentences(article)
    ]
    return "".join(f"{line}\n" for _, line in sorted(lines, key=lambda entry: entry[0]))


@pytest.mark.parametrize("path", list(find(CLIPPINGS)), ids=lambda path: path.stem)
def test_is_read_as_in_the_golden_file(path: Path) -> None:
    read = shown(load(path, CLIPPINGS))
    golden = GOLDEN / path.name
    if not golden.exists():  # delete a file to have it written anew, then look at it
        golden.write_text(read, "utf-8")
        pytest.fail(f"{golden} was missing and is written now; look at it")
    assert read == golden.read_text("utf-8")
