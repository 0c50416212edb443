"""Sentences that answer in so many words, whatever their score."""

from __future__ import annotations

from retrieval.answering.candidates import WORD, Candidate, Scene, is_question, matched
from retrieval.answering.descriptions import defined, spoken
from retrieval.answering.offices import held

LEAD = 5.0  # added to the score of a sentence that does
_SPELLED = 0.9  # how sure it is that "chief of staff (CS)" says what CS stands for
_SPOKEN = 0.75  # how sure it is that "..., Ada Jones said" says what she said
_HELD = 0.7  # how sure it is that "the mayor, Ada Jones, ..." names the mayor
_ASKED = 0.85  # how sure it is that what stands below a question, a heading, answers it
_REPLIED = 0.6  # ... or behind one in an interview or a letter
_LEAST_ASKED, _LEAST_SAME = 0.8, 0.5  # of the question's weight, of the terms of the one above


def plainly(scene: Scene, c: Candidate, left: float) -> float:
    """Return how sure it is that a sentence answers by its form, 0 for most.

    ``left`` is the share of the confidence that is left by what speaks against it.
    """
    told = _SPELLED * defined(scene, c) or _SPOKEN * spoken(scene, c)
    told = told or _HELD * (left == 1.0 and held(scene, c))
    if told or not asked_above(scene, c):
        return told
    return _ASKED if c.earlier[0].heading else _REPLIED


def asked_above(scene: Scene, c: Candidate) -> bool:
    """Say whether a sentence opens what stands below, or behind, the question that is asked."""
    if c.sentence.heading or not c.earlier:
        return False
    if not is_question(c.earlier[0]):
        return False
    above = c.before[0]
    match, spots = matched(scene, above)
    met = sum([weight for term, weight in scene.weight.items() if match[term] >= WORD])
    same = {above.tokens[at].term for places in spots.values() for at in places}
    return met >= _LEAST_ASKED and len(same) >= _LEAST_SAME * len(above.terms - {""})
