"""Where a sentence tells of somebody else than the question asks about.

Every check returns 0 (nothing against it) to 1; ``checks`` puts them together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.analysis import Token
from retrieval.answering.candidates import Candidate, Phrase, Scene
from retrieval.answering.descriptions import SAYING, asks_what_was_said
from retrieval.answering.mismatches import TYPED
from retrieval.answering.pointing import deed_asked, matter, pointed, sides
from retrieval.answering.respelling import TITLES
from retrieval.answering.views import View
from retrieval.mentions import Mention

_SPEAKER = re.compile(
    r"\b(?:did|does|do|has|have|had)\s+(.+?)\s+(?:say|said|tell|told|call|add|think|believe)"
)
_SAYS = "|".join(sorted(SAYING))
_THEN_SAYS = re.compile(  # "Price|, a spokesperson for the State Department, said"
    rf"(?:\s*\([^)]*\))?(?:,[^,;]+,)?(?:\s+(?:\w+ly|also|has|have|had))*\s+(?:{_SAYS})\b"
)
_WHO_SAID = re.compile(rf"\W*who(?:\s+(?:also|else|has|have|had))*\s+(?:{_SAYS})\b", re.I)
_KIN = re.compile(r"\bof\s+$")  # "which descendant of Ann Lee": a namesake
_OWNS = re.compile(r"[\w.-]+['’]")
_AGE_BEHIND = re.compile(r",\s+(?:(?:an?|the|who is|now|aged)\s+)?")
_DID = re.compile(r"\b(?:did|does|do|has|have|had|will|would|can|could)\s+")
_PERHAPS = 0.6  # "what did he say about the deal?" may be answered in other words
_NAMELESS = TYPED | {"thing", "name", "manner"}
_NAME_WORDS = 3
_DOING = ("subject which", "subject which name")  # what comes before "who did": sure enough
_DONE = "subject-be"
_DONE_TO = "subject-be<"  # before the passive verb whose doer is asked for
_TEMPORAL = frozenset("after before since following until despite during".split())
_OPENING = 2  # characters before a name that opens a sentence
_NAMED = frozenset("person place organisation name title".split())


def namesake(scene: Scene, c: Candidate) -> float:
    """Asked of the Chief of Army Staff, and the sentence has a Chief of General Staff instead.

    Or asked of Susan Pilling, and it has Gareth Pilling.
    """
    for name in scene.asked.names:
        lacking = name - c.view.terms
        if len(name) - len(lacking) < 2 or not lacking or lacking & scene.unknown:
            continue  # an unknown word may be a typing error
        if any(len(held & name) > 1 and not held <= name for held in _names(c.view)):
            return 1.0
    text = scene.asked.text
    people = [
        (first, last)
        for first, last in scene.asked.people
        if not _KIN.search(text, 0, first.start) and not _OWNS.match(text, last.start)
    ]
    return float(any(_of_that_family(c.view, *person) for person in people))


def _of_that_family(view: View, first: Token, last: Token) -> bool:
    """Say whether somebody of that last name is there, and never without another first name."""
    if not last.term or first.term in view.terms:
        return False
    before = [view.tokens[at - 1] if at else None for at in view.places.get(last.term, ())]
    return bool(before) and all(
        token is not None
        and token.term
        and token.word not in TITLES
        and view.text[token.start].isupper()
        and view.text[token.end] == " "
        for token in before
    )


@lru_cache(maxsize=2_000)
def _names(view: View) -> list[frozenset[str]]:
    """Return the terms of the names of a sentence; those side by side are one."""
    spans: list[tuple[int, int]] = []
    for mention in view.mentions:
        if mention.kind not in _NAMED:
            continue
        if spans and not view.text[spans[-1][1] : mention.start].strip():
            spans[-1] = (spans[-1][0], mention.end)
        else:
            spans.append((mention.start, mention.end))
    return [frozenset(t.term for t in view.within(start, end) if t.term) for start, end in spans]


def doers(scene: Scene, c: Candidate) -> list[tuple[int, int]]:
    """Return the characters in which the doer stands, asked who did it, if that is plain.

    They are "men" in "men who did it", and "the ouster of Ann" in "after the ouster of Ann, Ben
    took over": whoever is named outside of it did something else.
    """
    if scene.asked.kind != "person":
        return []
    speakers = _speaking(c.view) if _WHO_SAID.match(scene.asked.text) else []
    if speakers:
        return speakers
    tokens = c.view.tokens
    found = [
        (tokens[first].start, tokens[last].end)
        for first, last, way in pointed(scene.asked, c.view)
        if way in _DOING
    ]
    found = found or _in_passing(scene, c)
    apposed = any(c.view.text[:start].rstrip().endswith(",") for start, _ in found)
    return [] if apposed else found  # "Ben Shah, a man who did it"


def of_deed(scene: Scene, c: Candidate) -> list[str]:
    """Return the ``sides`` of the words, asked who did it; else nothing."""
    asks = scene.asked.kind == "person" and deed_asked(scene.asked)
    return sides(scene.asked, c.view) if asks else []


def doerless(scene: Scene, c: Candidate, stands: Sequence[str]) -> float:
    """Asked who did it, and the sentence only says that it was done, not by whom."""
    told = set(stands) - {""}
    passive = bool(told) and all(side.startswith(_DONE) for side in told)
    if not passive:
        return 0.0
    ways = [way for _, _, way in pointed(scene.asked, c.view)]
    return float(not any(way.startswith("agent") for way in ways))


def passing(scene: Scene, c: Candidate) -> float:
    """Asked how he was removed, and it is only a time: "after his removal, Ben took over"."""
    if scene.asked.kind != "manner":
        return 0.0
    places = [at for term in matter(scene.asked) for at in c.spots.get(term, ())]
    before = [c.view.tokens[max(0, at - 2) : at] for at in places]
    return float(bool(before) and all(any(t.word in _TEMPORAL for t in some) for some in before))


def says(view: View, end: int) -> bool:
    """Say whether the one who is named up to a character says something: "Price, ..., said"."""
    return _THEN_SAYS.match(view.text, end) is not None


@lru_cache(maxsize=2_000)
def _speaking(view: View) -> list[tuple[int, int]]:
    """Return who is named and says something, though his office may stand in between."""
    people = [m for m in view.mentions if m.kind == "person"]
    return [(m.start, m.end) for m in people if says(view, m.end)]


def _in_passing(scene: Scene, c: Candidate) -> list[tuple[int, int]]:
    """Return where a sentence speaks of the deed as a time, and not with its verb."""
    deed, tokens = deed_asked(scene.asked), c.view.tokens
    if not deed or deed in c.view.terms:
        return []
    found = []
    for at in c.spots.get(deed, ()):
        opening = next((t for t in tokens[max(0, at - 2) : at] if t.word in _TEMPORAL), None)
        if opening:
            end = c.view.text.find(",", tokens[at].end)
            found.append((opening.start, end if end >= 0 else tokens[at].end))
    return found


def misplaced(
    c: Candidate, found: Sequence[tuple[int, int]], stands: Sequence[str], phrase: Phrase | None
) -> float:
    """The sentence says who did it (``found``, of ``doers``), and the phrase is somebody else.

    Or it was done to what the phrase is: "a reef has been found", asked who found it.
    """
    if phrase is None:
        return 0.0
    if found:
        return float(not any(start < phrase.end and phrase.start < end for start, end in found))
    held = c.view.range(phrase.start, phrase.end) if stands else range(0)
    return float(bool(held) and all(stands[at] == _DONE_TO for at in held))


def unspoken(scene: Scene, c: Candidate) -> float:
    """Asked what somebody said, and nobody says anything in the sentence, or somebody else."""
    if scene.asked.kind != "quotation":
        return 0.0
    says = not SAYING.isdisjoint(token.word for token in c.view.tokens)
    if says and _of_another(scene, c):
        return 1.0
    if says or "quotation" in {m.kind for m in c.view.mentions}:
        return 0.0
    return 1.0 if asks_what_was_said(scene.asked) else _PERHAPS


def _of_another(scene: Scene, c: Candidate) -> bool:
    """Say whether the one asked after is named neither in a sentence nor in those before it."""
    spoken = _SPEAKER.search(scene.asked.text)
    names = [
        {t.term for t in scene.asked.tokens if m.start <= t.start < m.end and t.term}
        for m in scene.asked.mentions
        if spoken and m.kind in ("person", "name") and spoken.start(1) <= m.start < spoken.end(1)
    ]
    if not names:
        return False
    beside = _speakers(c.view)
    if beside:
        return not any(name & held for name in names for held in beside)
    around = c.view.terms.union(c.title.terms, *[view.terms for view in c.before])
    speakers = any(m.kind in ("person", "name") for m in c.view.mentions)
    return speakers and not any(name & around for name in names)


@lru_cache(maxsize=2_000)
def _speakers(view: View) -> list[frozenset[str]]:
    """Return the terms of each name right beside a word like "said"."""
    says = [at for at, token in enumerate(view.tokens) if token.word in SAYING]
    found = []
    for mention in view.mentions:
        held = view.range(mention.start, mention.end)
        beside = held and any(at - held[-1] in (1, 2) or held[0] - at == 1 for at in says)
        if beside and mention.kind in ("person", "name"):
            found.append(frozenset(view.tokens[at].term for at in held))
    return found


def somebody_else(scene: Scene, c: Candidate) -> float:
    """Asked of Ann, and the sentence has somebody else for its subject and does not name Ann."""
    subject = _subject(scene.asked.text, scene.asked.mentions)
    people = [name for name in scene.asked.beings if len(name) <= _NAME_WORDS]
    if subject:  # "did Ann score for Corvendale": that the club is named says little
        held = {t.term for t in scene.asked.tokens if subject[0] <= t.start < subject[1]}
        people = [name for name in people if name <= held]
    if not people or any(name & (c.view.terms | c.title.terms) for name in people):
        return 0.0
    first = next((m for m in c.view.mentions if m.kind in ("person", "name")), None)
    if first is None or first.start > _OPENING:
        return 0.0
    held = {t.term for t in c.view.within(first.start, first.end)}
    return 0.0 if held & scene.weight.keys() else 1.0


@lru_cache(maxsize=256)
def _subject(text: str, mentions: Sequence[Mention]) -> tuple[int, int] | None:
    """Return where the person stands who "did" what is asked about, named with two words."""
    for did in _DID.finditer(text):
        for m in mentions:
            if (
                m.kind in ("person", "name")
                and m.start == did.end()
                and " " in text[m.start : m.end]
            ):
                return m.start, m.end
    return None


def of_somebody(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked how old Ann is, and the age stands beside another name: "Ben, 16, beat Ann"."""
    if phrase is None or scene.asked.kind != "age" or not scene.asked.names:
        return 0.0
    text = c.view.text
    for mention in c.view.mentions:
        if mention.kind not in ("person", "name"):
            continue
        behind = _AGE_BEHIND.fullmatch(text, mention.end, phrase.start) is not None
        before = not text[phrase.end : mention.start].strip() and mention.start > phrase.end
        if behind or before:
            held = {t.term for t in c.view.within(mention.start, mention.end)}
            return float(not any(name & held for name in scene.asked.names))
    return 0.0


def named(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """The phrase is a name that the question gives: "Ann Lee", asked what Ann Lee did.

    The founder of Talbreck may be called Ada Talbreck.
    """
    if phrase is None or scene.asked.kind not in _NAMELESS:
        return 0.0
    names = [name for name in scene.asked.names if name <= c.view.terms]
    if not names:
        return 0.0
    held = c.view.within(phrase.start, phrase.end)
    terms = {t.term for t in held}
    longer = {t.term for t in held if t.word not in TITLES and c.view.text[t.start].isupper()}
    given = [name for name in names if name <= terms]
    return float(any(len(name) > 1 or not longer - name for name in given))
