"""The light scorer with phrase weights of the other half, so that none judges what it learned."""

from __future__ import annotations

from pathlib import Path

from retrieval.answering.checks import Checker
from retrieval.answering.lexicon import Lexicon
from retrieval.answering.ranker import Linear, LinearScorer
from retrieval.answering.spans import SpanScorer


def crossed(
    work: Path,
    half: int,
    light: Linear | None,
    refined: Linear | None,
    lexicon: Lexicon,
    checker: Checker,
) -> LinearScorer:
    """Return the scorer for questions of a half (0 or 1); ``work`` holds the phrase weights."""
    spans = SpanScorer.load(lexicon, work / f"span{1 - half}.json")
    return LinearScorer(light, refined, spans, checker)
