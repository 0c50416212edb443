"""A question and a window of sentences as one row of numbers, the page that the network reads.

``[CLS] question [SEP] context sentence sentence ... [SEP]``: [CLS] stands for "no answer here"; no
answer is looked for in the context (the article's title and the sentence before the window).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.reader.tokens import CLS, SEP, Pieces

LONGEST = 192  # pieces of a page
_QUESTION, _CONTEXT = 48, 40  # pieces of the question and of the context, at most


@dataclass(frozen=True, slots=True)
class Page:
    """The numbers of a page; sentence k is ``ids[firsts[k]:firsts[k + 1]]``.

    ``before`` counts the pieces in front of the context (they are of type 0, the rest of type 1).
    What does not fit is left out, so the last sentences may be short or empty.
    """

    ids: tuple[int, ...]
    before: int
    firsts: tuple[int, ...]


def lay_out(
    question: Pieces, context: Pieces, sentences: Sequence[Pieces], longest: int = LONGEST
) -> Page:
    """Return the page of a question, its context and its sentences."""
    head = (CLS, *question.ids[:_QUESTION], SEP)
    ids = [*head, *context.ids[:_CONTEXT]]
    firsts = [len(ids)]
    for sentence in sentences:
        ids += sentence.ids
        firsts.append(min(len(ids), longest - 1))
    return Page((*ids[: longest - 1], SEP), len(head), tuple(firsts))
