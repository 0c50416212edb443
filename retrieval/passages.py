"""Article -> sentences -> passages, all with offsets into the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.model import Article, Passage, Sentence, Span

_LONGEST_WORD = 8  # characters a word, at most, on average: some scripts put no spaces


Line = tuple[int, int, int, bool]
"""A sentence or heading as numbers: start, end, paragraph, whether it is a heading."""


def sentences(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences and headings of ``article`` in order; none touches boilerplate.

    A sentence is a slice of the text without white space around it and lies in one paragraph.
    Together they hold every character that is neither white space nor boilerplate. Paragraphs
    that are all boilerplate do not count as paragraphs.
    """
    text, path = article.text, article.path
    return tuple(
        Sentence(path, at, start, end, number, text[start:end], heading)
        for at, (start, end, number, heading) in enumerate(lines(article))
    )


def lines(article: Article) -> list[Line]:
    """Return what :func:`sentences` does, as numbers: a sync has no use for more."""
    # imported here: their patterns take a while to compile, and most runs read no article
    from retrieval.articles.paragraphs import paragraphs
    from retrieval.splitting import split

    found: list[Line] = []
    text = article.text
    number = 0
    for parts in _parts(article, paragraphs(text)):
        for first, last, heading in parts:
            if heading or text[first] == "|":  # a row of a table
                found.append((first, last, number, heading))
            else:
                found += [(start, end, number, False) for start, end in split(text, first, last)]
        number += bool(parts)
    return found


def _parts(article: Article, wholes: Sequence[Span]) -> Iterator[list[tuple[int, int, bool]]]:
    """Yield (start, end, is it a heading) of what boilerplate leaves of each paragraph."""
    cuts = [(span.start, span.end, False) for span in article.boilerplate]
    cuts += [(span.start, span.end, True) for span in article.headings]
    cuts.sort()
    at = 0
    for whole in wholes:
        while at < len(cuts) and cuts[at][1] <= whole.start:
            at += 1
        if at < len(cuts) and cuts[at][0] < whole.end:
            yield list(_pieces(article.text, whole, cuts, at))
        else:
            yield [(whole.start, whole.end, False)]


def _pieces(
    text: str, whole: Span, cuts: Sequence[tuple[int, int, bool]], at: int
) -> Iterator[tuple[int, int, bool]]:
    start = whole.start
    while at < len(cuts) and cuts[at][0] < whole.end:
        first, last, heading = cuts[at]
        if text[start:first].strip():
            yield start, first, False
        if heading:
            yield max(start, first), min(last, whole.end), True
        start = max(start, last)
        at += 1
    if text[start : whole.end].strip():
        yield start, whole.end, False


def passages(
    article: Article, sentences: Sequence[Sentence], words: int = 100
) -> tuple[Passage, ...]:
    """Return the passages of ``article``: its ``sentences`` in runs of about ``words`` words.

    A heading opens a passage and goes with what follows it. A sentence longer than ``words``
    stands alone.
    """
    numbers = [(s.start, s.end, s.paragraph, s.heading) for s in sentences]
    return tuple(
        Passage(
            key=f"{article.path}#{number:05d}",
            article=article.path,
            start=sentences[first].start,
            end=sentences[last - 1].end,
            sentences=tuple(sentences[first:last]),
        )
        for number, (first, last) in enumerate(runs(article.text, numbers, words))
    )


def runs(text: str, lines: Sequence[Line], words: int) -> list[tuple[int, int]]:
    """Return the positions ``[first, last)`` of the lines that make up each passage."""
    found: list[tuple[int, int]] = []
    first, size = 0, 0.0
    body = False  # whether the run holds more than headings
    for at, (start, end, _, heading) in enumerate(lines):
        length = max(text.count(" ", start, end) + 1, (end - start) // _LONGEST_WORD)
        if body and (heading or size + length / 2 > words):
            found.append((first, at))
            first, size, body = at, 0.0, False
        size += length
        body = body or not heading
    if first < len(lines):
        found.append((first, len(lines)))
    return found
