"""Features that look at what a question type asks for; see ``features``."""

from __future__ import annotations

from functools import lru_cache

from retrieval.answering.candidates import Candidate, Scene
from retrieval.answering.expected import CUES, HARD_TYPES, expected_in, expected_mention
from retrieval.answering.registry import Table, into
from retrieval.answering.views import View
from retrieval.questions import AnswerType

TYPED: Table = {}
feature = into(TYPED)


@feature
def type_timed(scene: Scene, c: Candidate) -> float:
    """Holds a date or duration, asked for one."""
    return (
        expected_mention(scene, c.view) if scene.asked.kind in ("date", "time", "duration") else 0.0
    )


@feature
def type_counted(scene: Scene, c: Candidate) -> float:
    """Holds a number, amount, measure or share, asked for one."""
    kinds = ("number", "money", "percent", "measure", "age", "ordinal", "frequency")
    return expected_mention(scene, c.view) if scene.asked.kind in kinds else 0.0


@feature
def type_person(scene: Scene, c: Candidate) -> float:
    """Holds a person's name, asked for one."""
    return expected_mention(scene, c.view) if scene.asked.kind == "person" else 0.0


@feature
def type_place(scene: Scene, c: Candidate) -> float:
    """Holds a place, asked for one."""
    return expected_mention(scene, c.view) if scene.asked.kind == "place" else 0.0


@feature
def type_named(scene: Scene, c: Candidate) -> float:
    """Holds an organisation, a title or another name, asked for one."""
    kinds = ("organisation", "name", "title")
    return expected_mention(scene, c.view) if scene.asked.kind in kinds else 0.0


@feature
def type_quotation(scene: Scene, c: Candidate) -> float:
    """Holds a quotation, asked what somebody said."""
    return expected_mention(scene, c.view) if scene.asked.kind == "quotation" else 0.0


@lru_cache(maxsize=8_000)
def _cued(kind: AnswerType, view: View) -> bool:
    return CUES[kind].search(view.text) is not None


@feature
def type_cue(scene: Scene, c: Candidate) -> float:
    """Holds a word that gives reasons, manners or definitions, asked for one."""
    return float(scene.asked.kind in CUES and _cued(scene.asked.kind, c.view))


@feature
def untyped(scene: Scene, c: Candidate) -> float:
    """Asked for a date, a number or an amount and holds none."""
    return float(scene.asked.kind in HARD_TYPES and expected_mention(scene, c.view) == 0)


@feature
def vague_only(scene: Scene, c: Candidate) -> float:
    """Asked for a date and holds only "this week" and the like."""
    if scene.asked.kind != "date":
        return 0.0
    kinds = {mention.kind for _, mention in expected_in(scene, c.view)}
    return float("vague_date" in kinds and "date" not in kinds)


@feature
def focus_by_type(scene: Scene, c: Candidate) -> float:
    """The counted noun stands within four words of a number."""
    if not scene.asked.focus_terms:
        return 0.0
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
def definition_opening(scene: Scene, c: Candidate) -> float:
    """Asked what or who something is, and the sentence opens with it."""
    if scene.asked.kind not in ("definition", "identity"):
        return 0.0
    opening = {t.term for t in c.view.tokens[:8]}
    return sum(scene.weight[t] for t in scene.terms if t in opening)
