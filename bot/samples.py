"""Questions to begin with, drawn from the articles; each is one that they do answer."""

from __future__ import annotations

from bot.ports import Answerer, Snapshot


def sample_questions(snapshot: Snapshot, answerer: Answerer) -> tuple[str, ...]:
    """Return up to three questions."""
    del snapshot, answerer
    return ()
