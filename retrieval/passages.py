"""Article -> sentences -> passages, all with offsets into the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.model import Article, Passage, Sentence, Span

_LONGEST_WORD = 8  # characters a word, at most, on average: some scripts put no spaces


def sentences(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences and headings of ``article`` in order; none touches boilerplate.

    A sentence is a slice of the text without white space around it and lies in one paragraph.
    Together they hold every character that is neither white space nor boilerplate. Paragraphs
    that are all boilerplate do not count as paragraphs.
    """
    # imported here: their patterns take a while to compile, and most runs read no article
    from retrieval.articles.paragraphs import paragraphs
    from retrieval.splitting import split

    found: list[Sentence] = []
    text, path = article.text, article.path
    number = 0
    for parts in _parts(article, paragraphs(text)):
        for first, last, heading in parts:
            for start, end in ((first, last),) if heading else split(text, first, last):
                found.append(
                    Sentence(path, len(found), start, end, number, text[start:end], heading)
                )
        number += bool(parts)
    return tuple(found)


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
        length = max(sentence.text.count(" ") + 1, len(sentence.text) // _LONGEST_WORD)
        full = size + length / 2 > words
        section = sentence.heading and any(not earlier.heading for earlier in run)
        if run and (section or (full and not all(earlier.heading for earlier in run))):
            yield run
            run, size = [], 0
        run.append(sentence)
        size += length
    if run:
        yield run
