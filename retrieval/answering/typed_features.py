"""Features that look at what a question type asks for; see ``features``."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from retrieval.answer_types import AnswerType
from retrieval.answering.candidates import Candidate, Scene
from retrieval.answering.expected import CUES, HARD_TYPES, expected_in, expected_mention
from retrieval.answering.registry import Feature, Table, given, into
from retrieval.answering.views import View

TYPED: Table = {}
feature = into(TYPED)


def asked_for(*kinds: AnswerType) -> Callable[[Feature], Feature]:
    """Return a decorator for features that speak of questions of these types."""
    return given(lambda scene: scene.asked.kind in kinds)


@feature
@asked_for("date", "time", "duration")
def type_timed(scene: Scene, c: Candidate) -> float:
    """Holds a date or duration, asked for one."""
    return expected_mention(scene, c.view)


@feature
@asked_for("number", "money", "percent", "measure", "age", "ordinal", "frequency")
def type_counted(scene: Scene, c: Candidate) -> float:
    """Holds a number, amount, measure or share, asked for one."""
    return expected_mention(scene, c.view)


@feature
@asked_for("person")
def type_person(scene: Scene, c: Candidate) -> float:
    """Holds a person's name, asked for one."""
    return expected_mention(scene, c.view)


@feature
@asked_for("place")
def type_place(scene: Scene, c: Candidate) -> float:
    """Holds a place, asked for one."""
    return expected_mention(scene, c.view)


@feature
@asked_for("organisation", "name", "title")
def type_named(scene: Scene, c: Candidate) -> float:
    """Holds an organisation, a title or another name, asked for one."""
    return expected_mention(scene, c.view)


@feature
@asked_for("quotation")
def type_quotation(scene: Scene, c: Candidate) -> float:
    """Holds a quotation, asked what somebody said."""
    return expected_mention(scene, c.view)


@lru_cache(maxsize=8_000)
def _cued(kind: AnswerType, view: View) -> bool:
    return CUES[kind].search(view.text) is not None


@feature
@asked_for(*CUES)
def type_cue(scene: Scene, c: Candidate) -> float:
    """Holds a word that gives reasons, manners or definitions, asked for one."""
    return float(_cued(scene.asked.kind, c.view))


@feature
@asked_for(*HARD_TYPES)
def untyped(scene: Scene, c: Candidate) -> float:
    """Asked for a date, a number or an amount and holds none."""
    return float(expected_mention(scene, c.view) == 0)


@feature
@asked_for("date")
def vague_only(scene: Scene, c: Candidate) -> float:
    """Asked for a date and holds only "this week" and the like."""
    kinds = {mention.kind for _, mention in expected_in(scene, c.view)}
    return float("vague_date" in kinds and "date" not in kinds)


@feature
@given(lambda scene: bool(scene.asked.focus_terms))
def focus_by_type(scene: Scene, c: Candidate) -> float:
    """The counted noun stands within four words of a number."""
    spots = [p for t in scene.asked.focus_terms for p in c.spots.get(t, ())]
    if not spots:
        return 0.0
    numbers = [
        m for m in c.view.unnamed if m.kind in ("number", "money", "percent", "measure", "duration")
    ]
    for spot in spots:
        at = c.view.tokens[spot].start
        if any(0 <= at - m.end < 30 or 0 <= m.start - at < 15 for m in numbers):
            return 1.0
    return 0.0


@feature
@asked_for("definition", "identity")
def definition_opening(scene: Scene, c: Candidate) -> float:
    """Asked what or who something is, and the sentence opens with it."""
    opening = {t.term for t in c.view.tokens[:8]}
    return sum(scene.weight[t] for t in scene.terms if t in opening)
