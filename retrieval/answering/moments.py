"""Where a sentence tells of another time than asked, or of a day instead of how long.

Every check returns 0 (nothing against it) to 1; ``checks`` puts them together.
"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.answering.candidates import Candidate, Phrase, Scene
from retrieval.answering.clauses import PART, clause_of
from retrieval.answering.expected import expected_mention

_WILL = re.compile(r"\b(?:will|going to|next)\b", re.I)
_DID = re.compile(r"\b(?:did|was|were|had)\b", re.I)
_WAS = re.compile(r"\b(?:was|were|had|did|ended|took|went|came|began|held|ago|[a-z]{3,}ed)\b")
_AHEAD = re.compile(
    r"\b(?:will|would|could|set to|is to|are to|to be|due|scheduled|plans?|planned|expected"
    r"|upcoming|intends?|hopes?|aims?)\b"
)
_UNDER_WAY = re.compile(r"\b(?:is|are)\b.*\b(?:be|[a-z]{3,})ing\b", re.I)
_TIMED = frozenset(("date", "time", "ordinal", "number", "place"))
_SAYING = re.compile(r"\b(?:say|said|announc\w+|report\w*|state[ds]?|tell|told)\b", re.I)
_SAID_ON = re.compile(
    r"\b(?:said|says|told \w+|announced|reported|stated|added|confirmed|maintained|statement|report"
    r"|release)"
    r"(?: (?:published|issued|released))?(?: by(?: [\w.’'-]+){1,6}?)?"
    r"(?: (?:in a statement ?)?(?:late|early)? ?(?:on)?)?\s+$"
)
_OPENING_WORDS = 3  # "Earlier in February, the envoy maintained that ..."
_THEN_SAID = re.compile(
    r",?\s+(?:[\w.’'-]+\s+){1,6}?(?:said|says|told \w+|announced|reported|stated|maintained"
    r"|confirmed|declared|added)\b"
)
_YEAR = re.compile(r"\d{4}|[’']\d\d\b|\b(?:years?|decade|century)\b", re.I)
_HOW_LONG = re.compile(r"\bhow long\b|\bhow quickly\b", re.I)
_SO_FAR = re.compile(r"\b(?:has|have|had|been|is|are|was|were)\b", re.I)
_SINCE = re.compile(r"\bsince\s+(?:\w+\s+){0,2}$", re.I)
_UNTIL = re.compile(r"\b(?:until|till|to|through|by)\s+(?:\w+\s+){0,2}$", re.I)
_SPAN = re.compile(
    r"\b(?:second|minute|hour|day|night|week(?!day)|fortnight|month|year|decade|centur)", re.I
)
_ENDS = re.compile(
    r"\b(?:until|till) (?:when|what|which)\b|\bhow long\b.*\b(?:run|open|on)\b", re.I
)
_ENDING = re.compile(
    r"\b(?:until|till|to|through|ends?|ended|closes?|closed|by|expires?)\b|[–—-]", re.I
)
_STARTING = re.compile(r"\b(?:from|since|starts?|starting|begins?|beginning|opens?)\b", re.I)


def tense(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked what will be, and the sentence tells what was; or the other way round.

    For a date or a count the part of the sentence that it stands in decides: "the second round,
    after the first was held in January" does not say when the talks will be held.
    """
    will, did, going_on = _time_asked(scene.asked.text)
    timed = phrase is not None and scene.asked.kind in _TIMED
    if not (will or did or (going_on and timed)):
        return 0.0
    told = c.view.text
    if phrase is not None and timed:
        told = told[slice(*clause_of(told, phrase.start, PART))]
    was, ahead = _time_told(told)
    if did and not will:  # news is written before the event: what it announced may have been
        return 0.5 * (ahead and not was)
    return (1.0 if will else 0.5) * (was and not ahead)


@lru_cache(maxsize=256)
def _time_asked(text: str) -> tuple[bool, bool, bool]:
    """Say whether a question asks what will be, what was, or what is going on."""
    return bool(_WILL.search(text)), bool(_DID.search(text)), bool(_UNDER_WAY.search(text))


@lru_cache(maxsize=8_000)
def _time_told(text: str) -> tuple[bool, bool]:
    """Say whether words tell what was and what will be."""
    return bool(_WAS.search(text)), bool(_AHEAD.search(text))


def reported(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked when something was, and the phrase is when it was said: "said on Saturday"."""
    if phrase is None or scene.asked.kind != "date" or _SAYING.search(scene.asked.text):
        return 0.0
    text = c.view.text
    said_on = _SAID_ON.search(text, max(0, phrase.start - 80), phrase.start)
    opens = len(text[: phrase.start].split()) <= _OPENING_WORDS
    return float(bool(said_on or (opens and _THEN_SAID.match(text, phrase.end))))


def yearless(scene: Scene, c: Candidate) -> float:
    """Asked in what year, and the sentence holds none: "on 1 September"."""
    return float(scene.asked.focus == "year" and not _YEAR.search(c.view.text))


def vague(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked for a date, and the phrase is "this week" though its part of the sentence holds one."""
    if phrase is None or scene.asked.kind != "date":
        return 0.0
    strength = expected_mention(scene, c.view, phrase.start, phrase.end)
    part = clause_of(c.view.text, phrase.start, PART)
    return float(strength < 1 <= expected_mention(scene, c.view, *part))


def momentary(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked how long, and the phrase is a day: "was acquitted on Thursday"."""
    if phrase is None or scene.asked.kind != "duration" or not _HOW_LONG.search(scene.asked.text):
        return 0.0
    text = c.view.text
    dated = any(
        m.kind in ("date", "vague_date") and m.start < phrase.end and phrase.start < m.end
        for m in c.view.unnamed
    )
    words = text[phrase.start : phrase.end]
    if not dated or _SPAN.search(words) or _ENDING.search(words):
        return 0.0
    if _UNTIL.search(text, 0, phrase.start):
        return 0.0
    since = _SINCE.search(text, 0, phrase.start) or "since" in words
    return float(not (since and _SO_FAR.search(scene.asked.text)))


def unended(scene: Scene, c: Candidate) -> float:
    """Asked until when, and the sentence says only when it begins: "from 3 October"."""
    if not _ENDS.search(scene.asked.text) or _ENDING.search(c.view.text):
        return 0.0
    return float(_STARTING.search(c.view.text) is not None)
