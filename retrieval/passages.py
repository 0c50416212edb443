"""Article -> sentences -> passages, all with offsets into the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.articles.paragraphs import paragraphs
from retrieval.model import Article, Passage, Sentence, Span
from retrieval.splitting import split

_WORDS = re.compile(r"\S+")


def sentences(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences and headings of ``article`` in order; none touches boilerplate.

    A sentence is a slice of the text without white space around it and lies in one paragraph.
    Together they hold every character that is neither white space nor boilerplate.
    """
    found: list[Sentence] = []
    text, path = article.text, article.path
    for number, span, heading in _parts(article):
        for start, end in (
            [(span.start, span.end)] if heading else split(text, span.start, span.end)
        ):
            found.append(Sentence(path, len(found), start, end, number, text[start:end], heading))
    return tuple(found)


def _parts(article: Article) -> Iterator[tuple[int, Span, bool]]:
    """Yield (paragraph, span, is it a heading) for each stretch without boilerplate.

    Paragraphs that are all boilerplate do not count.
    """
    cuts = sorted(
        [(span, True) for span in article.boilerplate]
        + [(span, False) for span in article.headings]
    )
    number, at = 0, 0
    for whole in paragraphs(article.text):
        while at < len(cuts) and cuts[at][0].end <= whole.start:
            at += 1
        parts = list(_pieces(article.text, whole, cuts, at))
        for span, heading in parts:
            yield number, span, heading
        number += bool(parts)


def _pieces(
    text: str, whole: Span, cuts: Sequence[tuple[Span, bool]], at: int
) -> Iterator[tuple[Span, bool]]:
    start = whole.start
    while at < len(cuts) and cuts[at][0].start < whole.end:
        cut, hidden = cuts[at]
        if text[start : cut.start].strip():
            yield Span(start, cut.start), False
        if not hidden:
            yield Span(max(start, cut.start), min(cut.end, whole.end)), True
        start = max(start, cut.end)
        at += 1
    if text[start : whole.end].strip():
        yield Span(start, whole.end), False


def passages(
    article: Article, sentences: Sequence[Sentence], words: int = 100
) -> tuple[Passage, ...]:
    """Return the passages of ``article``: its ``sentences`` in runs of about ``words`` words.

    A heading opens a passage and goes with what follows it. A sentence longer than ``words``
    stands alone.
    """
    runs = list(_runs(sentences, words))
    return tuple(
        Passage(
            key=f"{article.path}#{number:05d}",
            article=article.path,
            start=run[0].start,
            end=run[-1].end,
            sentences=tuple(run),
        )
        for number, run in enumerate(runs)
    )


def _runs(sentences: Sequence[Sentence], words: int) -> Iterator[list[Sentence]]:
    run: list[Sentence] = []
    size = 0
    for sentence in sentences:
        length = len(sentence.text.split())
        full = size + length / 2 > words
        section = sentence.heading and any(not earlier.heading for earlier in run)
        if run and (section or (full and not all(earlier.heading for earlier in run))):
            yield run
            run, size = [], 0
        run.append(sentence)
        size += length
    if run:
        yield run
