"""Slices of articles as quotes, the place where each stands, and the paragraph around it."""

from __future__ import annotations

from retrieval.answering.evidence import Evidence
from retrieval.model import Citation, Quote, Sentence, Span


def quoted(sentence: Sentence, highlights: tuple[Span, ...] = ()) -> Quote:
    """Return a sentence as a quote; highlights count from its start."""
    return Quote(sentence.article, sentence.start, sentence.end, sentence.text, highlights)


def beside_one(
    snapshot: Evidence, sentence: Sentence, beside: Sentence | None, highlight: Span
) -> Quote:
    """Return a sentence as a quote, in one slice with the one next to it where there is one."""
    if beside is None:
        return quoted(sentence, (highlight,))
    start, end = min(sentence.start, beside.start), max(sentence.end, beside.end)
    shift = sentence.start - start
    marked = Span(highlight.start + shift, highlight.end + shift)
    text = snapshot.text(sentence.article, start, end)
    return Quote(sentence.article, start, end, text, (marked,))


def cite(snapshot: Evidence, article: str, start: int) -> Citation:
    """Return the citation of a place in an article."""
    info = snapshot.info(article)
    line = snapshot.text(article, 0, start).count("\n") + 1
    return Citation(article, info.title, info.published, info.publisher, line, info.url)


def paragraph(snapshot: Evidence, quote: Quote) -> Quote:
    """Return the paragraph around a quote, the quote's highlights kept in place."""
    text = snapshot.article(quote.article).text
    start = text.rfind("\n", 0, quote.start) + 1
    end = text.find("\n", quote.end)
    end = len(text) if end < 0 else end
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = max(start + len(text[start:end].rstrip()), quote.end)
    start = min(start, quote.start)
    shift = quote.start - start
    highlights = tuple(Span(h.start + shift, h.end + shift) for h in quote.highlights)
    return Quote(quote.article, start, end, text[start:end], highlights)
