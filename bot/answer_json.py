"""An answer as JSON and back. Others script against it: fields may be added, never renamed.

``from_json(to_json(answer)) == answer`` for every answer whose quotes stand in the articles they
cite (``trace`` is not kept).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from retrieval.model import Answer, Citation, Correction, Quote, Reading, Span

Json = dict[str, Any]


def to_json(answer: Answer) -> Json:
    """Return the answer as plain JSON values, keys in their documented order."""
    return {
        "id": answer.id,
        "question": answer.question,
        "outcome": answer.outcome,
        "took_ms": answer.took_ms,
        "readings": [_reading(reading) for reading in answer.readings],
        "reason": answer.reason,
        "missing": list(answer.missing),
        "nearest": [_citation(citation) for citation in answer.nearest],
        "shown": answer.shown,
        "confidence": answer.confidence,
        "understood": answer.understood,
        "corrections": [{"typed": c.typed, "taken": c.taken} for c in answer.corrections],
    }


def _reading(reading: Reading) -> Json:
    return {
        "phrase": reading.phrase,
        "confidence": reading.confidence,
        "quote": _quote(reading.quote),
        "citation": _citation(reading.citation),
        "context": None if reading.context is None else _context(reading.context),
        "label": reading.label,
        "sources": reading.sources,
        "support": [_citation(citation) for citation in reading.support],
        "note": reading.note,
    }


def _quote(quote: Quote) -> Json:
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "highlights": [[span.start, span.end] for span in quote.highlights],
    }


def _context(quote: Quote) -> Json:
    values = _quote(quote)
    if not quote.highlights:
        del values["highlights"]
    return values


def _citation(citation: Citation) -> Json:
    return {
        "article": citation.article,
        "title": citation.title,
        "published": citation.published.isoformat() if citation.published else None,
        "publisher": citation.publisher,
        "line": citation.line,
        "url": citation.url,
    }


def from_json(values: Mapping[str, Any]) -> Answer:
    """Return the answer that ``to_json`` wrote. Fields that were added later may be missing."""
    return Answer(
        id=values["id"],
        question=values["question"],
        outcome=values["outcome"],
        took_ms=values["took_ms"],
        readings=tuple(_to_reading(reading) for reading in values["readings"]),
        shown=values.get("shown", 0),
        reason=values["reason"],
        missing=tuple(values["missing"]),
        nearest=tuple(_to_citation(citation) for citation in values["nearest"]),
        understood=values.get("understood"),
        corrections=tuple(
            Correction(correction["typed"], correction["taken"])
            for correction in values.get("corrections", ())
        ),
        confidence=values.get("confidence", 0.0),
    )


def _to_reading(values: Mapping[str, Any]) -> Reading:
    citation = _to_citation(values["citation"])
    context = values["context"]
    return Reading(
        phrase=values["phrase"],
        confidence=values["confidence"],
        quote=_to_quote(values["quote"], citation.article),
        citation=citation,
        context=None if context is None else _to_quote(context, citation.article),
        label=values["label"],
        note=values.get("note"),
        sources=values["sources"],
        support=tuple(_to_citation(supporting) for supporting in values["support"]),
    )


def _to_quote(values: Mapping[str, Any], article: str) -> Quote:
    return Quote(
        article=article,
        start=values["start"],
        end=values["end"],
        text=values["text"],
        highlights=tuple(Span(start, end) for start, end in values.get("highlights", ())),
    )


def _to_citation(values: Mapping[str, Any]) -> Citation:
    published = values["published"]
    return Citation(
        article=values["article"],
        title=values["title"],
        published=date.fromisoformat(published) if published else None,
        publisher=values["publisher"],
        line=values["line"],
        url=values["url"],
    )
