"""Typing errors: a word that no article holds and that is no English word either."""

from __future__ import annotations

from retrieval.analysis import Analyzer
from retrieval.answering.evidence import Evidence
from retrieval.answering.lexicon import Lexicon
from retrieval.model import Correction

_SHORTEST = 4  # letters; shorter words are near too many others
_MOST = 3  # corrections in a question; more is another language, or no question


def corrected(
    text: str, evidence: Evidence, analyzer: Analyzer, lexicon: Lexicon
) -> tuple[str, tuple[Correction, ...]]:
    """Return the question with unknown words taken for known ones, and which."""
    tokens = [
        t for t in analyzer.tokens(text) if t.term and t.word.isalpha() and len(t.word) >= _SHORTEST
    ]
    held = evidence.frequencies([t.term for t in tokens])
    made: list[Correction] = []
    for token in reversed(tokens):
        typed = text[token.start : token.end]
        if held[token.term] or token.word in lexicon.cluster or analyzer.is_variant(token.word):
            continue
        taken = next(iter(evidence.near_words(token.word, 1)), None)
        if taken is None or len(made) == _MOST:
            continue
        taken = taken.capitalize() if typed[:1].isupper() else taken
        made.append(Correction(typed, taken))
        text = text[: token.start] + taken + text[token.end :]
    return text, tuple(reversed(made))
