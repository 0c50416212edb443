"""Which parts of the passages are read: the few around the best candidates of the light scorer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answering.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Window:
    """Whole sentences of about 100 words, and the candidates among them by their place.

    ``title`` is that of the article, ``earlier`` the sentence before the
    first when that is a candidate.
    """

    sentences: tuple[str, ...]
    title: str
    earlier: str
    candidates: tuple[tuple[int, Candidate], ...]


def windows(found: Sequence[Candidate], most: int, behind: float) -> list[Window]:
    """Return the windows of the best candidates, best first.

    There are at most ``most``; those whose best candidate is more than ``behind`` below the very
    best one by the light score are left out.
    """
    groups: dict[str, list[Candidate]] = {}
    ranked = sorted(found, key=lambda c: -c.light)
    for c in ranked:
        if c.passage.key in groups:
            groups[c.passage.key].append(c)
        elif len(groups) < most and c.light > ranked[0].light - behind:
            groups[c.passage.key] = [c]
    return [_window(group) for group in groups.values()]


def _window(group: Sequence[Candidate]) -> Window:
    passage = group[0].passage
    first = passage.sentences[0].position
    opening = next((c for c in group if c.sentence.position == first), None)
    earlier = opening.earlier[0].text if opening and opening.earlier else ""
    return Window(
        tuple(s.text for s in passage.sentences),
        group[0].title.text,
        earlier,
        tuple((c.sentence.position - first, c) for c in group),
    )
