"""The one law, checked as an answer leaves: every quote is a slice of its stored article."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from retrieval.errors import LawBroken, QuotedeskError
from retrieval.model import Answer, Outcome, Quote, Reading

if TYPE_CHECKING:
    from retrieval.corpus import Snapshot

log = logging.getLogger("quotedesk.law")

NO_READING_LEFT = "A passage was found, but it no longer stands in the articles; please ask again."


def check(quote: Quote, snapshot: Snapshot) -> None:
    """Raise LawBroken unless the quote and its highlights are slices of the stored article."""
    try:
        kept = snapshot.text(quote.article, quote.start, quote.end)
    except (QuotedeskError, LookupError):
        kept = None
    length = len(quote.text)
    inside = all(0 <= span.start <= span.end <= length for span in quote.highlights)
    if not quote.text or kept != quote.text or quote.end - quote.start != length or not inside:
        where = f"{quote.article} [{quote.start}:{quote.end}]"
        raise LawBroken(f"A quote does not stand in its article: {where}.")


def lawful(answer: Answer, snapshot: Snapshot) -> Answer:
    """Return the answer without the readings that break the law; each of those is logged.

    When none is left the answer is ``not_found`` and says why.
    """
    kept = [_holds(reading, snapshot) for reading in answer.readings]
    if all(kept):
        return answer
    readings = tuple(r for r, good in zip(answer.readings, kept, strict=True) if good)
    if not readings:
        reason = answer.reason or NO_READING_LEFT
        return replace(answer, outcome="not_found", readings=(), shown=0, reason=reason)
    shown = sum(kept[: answer.shown])
    return replace(answer, readings=readings, shown=max(shown, 1), outcome=_outcome(answer, shown))


def _outcome(answer: Answer, shown: int) -> Outcome:
    if shown == 0:
        return "closest"  # what is left was not vouched for
    return "found" if answer.outcome == "several" and shown == 1 else answer.outcome


def _holds(reading: Reading, snapshot: Snapshot) -> bool:
    quotes = [reading.quote] if reading.context is None else [reading.context, reading.quote]
    try:
        for quote in quotes:
            if quote.article != reading.citation.article:
                raise LawBroken(f"A quote is cited from another article: {quote.article}.")
            check(quote, snapshot)
    except LawBroken as broken:
        log.error("%s The reading is not shown.", broken)
        return False
    return True
