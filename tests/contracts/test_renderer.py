"""What every front end owes an answer, whatever stands in the articles."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from strategies import TRAPS, answers

from bot import wording
from retrieval.model import Answer, Citation, Quote, Reading, Span
from tests.contracts.renderers import RENDERERS, Renderer, unruly

EVIL = "".join(TRAPS)
ENDLESS = "x" * 30_000
LONG = " ".join(f"Sentence number {i} says that it rains." for i in range(800))


def reading(text: str, phrase: str = "", **changes: object) -> Reading:
    start = text.index(phrase)
    cited = Citation("talks/001.txt", "Talks", date(2023, 2, 13), "The News", 77)
    quote = Quote(cited.article, 5, 5 + len(text), text, (Span(start, start + len(phrase)),))
    held = Reading(phrase or text[:20], 0.9, quote, cited, support=(cited,))
    return replace(held, **changes)


def answer(*readings: Reading, outcome: str = "found") -> Answer:
    return Answer("abc_-123", "who led?", outcome, readings=readings, shown=len(readings))


def flat(text: str) -> str:
    """Fold white space and the marks of wrapping: a line may break anywhere in a long word."""
    return re.sub(r"\s+", "", text)


@pytest.fixture(params=RENDERERS, ids=lambda renderer: renderer.name)
def renderer(request) -> Renderer:
    return request.param


def check_verbatim(renderer: Renderer, rendered: object, given: Answer) -> None:
    """Every piece between gaps is a slice of a quote or its context."""
    slices = [
        flat(renderer.shown(quote.text))
        for reading in given.readings
        for quote in (reading.quote, reading.context)
        if quote
    ]
    for quote in renderer.quotes(rendered):
        for piece in flat(quote).split(flat(wording.GAP)):
            assert any(piece in whole for whole in slices) or covered(piece, slices)


def covered(piece: str, slices: list[str]) -> bool:
    """Tell whether a piece is two slices that touch, as context and quote may."""
    return any(
        piece.startswith(first[-cut:]) and any(piece[cut:] in second for second in slices)
        for first in slices
        for cut in range(1, min(len(first), len(piece)) + 1)
    )


def check_inert(renderer: Renderer, rendered: object) -> None:
    assert unruly(renderer.raw(rendered)) == []
    assert renderer.live(rendered) == []
    assert renderer.excess(rendered) == []


def test_a_short_quote_is_there_word_for_word(renderer):
    rendered = renderer.render(answer(reading("Lt. Gen. Mohammed Saeed led the team.", "Saeed")))
    assert [flat(quote) for quote in renderer.quotes(rendered)] == [
        flat("Lt. Gen. Mohammed Saeed led the team.")
    ]


def test_an_evil_article_is_shown_and_does_nothing(renderer):
    given = answer(reading(EVIL, "Saeed"), reading(EVIL[::-1], "deeaS"), outcome="several")
    rendered = renderer.render(given)
    check_inert(renderer, rendered)
    check_verbatim(renderer, rendered, given)
    assert "everyone" in flat(renderer.read(rendered))


def test_everything_else_an_article_gives_does_nothing_either(renderer):
    cited = Citation(EVIL, EVIL, None, EVIL, 77, "http://evil.example/<@1>|x")
    evil = reading("It rained.", "rained", citation=cited, label=EVIL, note=EVIL, support=(cited,))
    check_inert(renderer, renderer.render(answer(replace(evil, phrase=EVIL))))
    refused = Answer("a", EVIL, "not_found", reason=EVIL, missing=(EVIL,), nearest=(cited,) * 5)
    check_inert(renderer, renderer.render(replace(refused, understood=EVIL)))
    doubtful = replace(answer(evil, outcome="closest"), missing=(EVIL,) * 9)
    check_inert(renderer, renderer.render(doubtful))


@pytest.mark.parametrize("text", [ENDLESS, LONG, EVIL * 100], ids=["endless", "long", "evil"])
@pytest.mark.parametrize("count", [1, 3])
def test_citation_phrase_and_feedback_survive_what_is_too_long(renderer, text, count):
    middle = f"{text} She met Ann Lee there. {text}"
    given = answer(
        *[reading(middle, "Ann Lee")] * count, outcome="found" if count == 1 else "several"
    )
    rendered = renderer.render(given)
    check_inert(renderer, rendered)
    read = flat(renderer.read(rendered))
    for words in ("Talks", "The News", "13 February 2023", "talks/001.txt, line 77"):
        assert read.count(flat(words)) >= count
    assert sum("AnnLee" in flat(quote) for quote in renderer.quotes(rendered)) == count
    if renderer.buttons:
        names = [action.name for action in renderer.pressed(rendered) if action.answer == given.id]
        assert names.count("helpful") == names.count("not_helpful") == 1
        assert "context" in names


def test_every_way_to_end_looks_different(renderer):
    held = reading("Lt. Gen. Mohammed Saeed led the team.", "Saeed")
    found = renderer.read(renderer.render(answer(held)))
    closest = renderer.read(renderer.render(answer(held, outcome="closest")))
    refused = renderer.read(
        renderer.render(Answer("a", "capital?", "not_found", missing=("paris",)))
    )
    assert "may not be the answer" in closest
    assert "may not be the answer" not in found
    assert "do not answer this" in refused
    assert "paris" in refused


def test_a_gap_between_two_slices_is_seen(renderer):
    held = reading("He led the team.", "He")
    held = replace(held, quote=replace(held.quote, start=500, end=516))
    before = Quote(held.citation.article, 100, 116, "Saeed flew over.")
    rendered = renderer.render(answer(replace(held, context=before)))
    read = flat(renderer.read(rendered))
    assert flat(f"Saeed flew over. {wording.GAP}") in re.sub(r"[>|│]", "", read)


@settings(max_examples=60, deadline=None)
@given(given=answers())
@pytest.mark.parametrize("renderer", RENDERERS, ids=lambda renderer: renderer.name)
def test_any_answer_is_verbatim_inert_and_within_limits(renderer, given):
    rendered = renderer.render(given)
    check_inert(renderer, rendered)
    check_verbatim(renderer, rendered, given)
    if renderer.buttons:
        pressed = {action.name for action in renderer.pressed(rendered)}
        assert {"helpful", "not_helpful"} <= pressed
