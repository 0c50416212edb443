"""Where a sentence answers another question: another count, another time, another kind of thing.

Every check returns 0 (nothing against it) to 1; ``checks`` puts them together.
"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.answering.candidates import Candidate, Phrase, Scene
from retrieval.answering.clauses import PART, between, clause_of
from retrieval.answering.expected import (
    CUES,
    HARD_TYPES,
    expected_in,
    expected_mention,
    of_another_dimension,
)
from retrieval.answering.features import names_absent
from retrieval.answering.offices import HOLDER
from retrieval.answering.phrases import keys_of
from retrieval.answering.pointing import equated, matter
from retrieval.answering.views import View
from retrieval.mentions import is_country
from retrieval.questions import Asked

# "asked why the report was missing", "it is unclear who fired": the question, not the answer
_ASKING = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|wonder(?:s|ed|ing)?|unclear|unknown|not (?:yet )?(?:known|clear|said)"
    r"|(?:did not|didn['’]t|declined to|refused to) say)\b(?: \w+){0,2}"
    r" (why|whether|how|when|where|who|whom|what|which)\b",
    re.I,
)
_HOUSES = frozenset(
    "university college school bank newspaper magazine hospital hotel museum airline church library"
    " publisher ministry court embassy".split()
)
_DETERMINERS = frozenset("the a an this that his her its their our".split())
TYPED = HARD_TYPES | {"person", "place", "organisation"}
_CLAUSAL = frozenset("yes_no quotation reason manner definition identity".split())
_PREDICATING = re.compile(
    r"\s(?:should|would|will|can|could|must|may|might|was|were|is|are|has|had)\s"
)
_BEING = re.compile(r"\b(?:is|are|was|were|be|been)\s+$")
_NAMING = re.compile(r"[A-Z]|(?:the|an?|his|her|its|their|our)\b")
_NOT_BEFORE = re.compile(r"\b(?:until|till|before)\b", re.I)
_NEGATIONS = frozenset(("not", "never"))
_NOT = re.compile(r"\b(?:not|never|no|nobody|without)\b|n['’]t\b", re.I)
_MARK = re.compile(r"[,;:.]")


def unqualified(scene: Scene, c: Candidate) -> float:
    """A word of the question that narrows a noun, "the cricket team", stands in no article.

    Neither does the kind of house that is asked for, "which university".
    """
    if scene.asked.focus in _HOUSES and scene.asked.focus_terms <= scene.unknown:
        return 1.0
    tokens = scene.asked.tokens
    for before, word, noun in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if word.term not in scene.unknown or word.term in scene.asked.asking_terms:
            continue
        opens = before.word in _DETERMINERS or before.term in c.view.terms
        if opens and noun.term in c.view.terms and c.match[word.term] < 0.4:
            return 1.0
    return 0.0


def unnamed(scene: Scene, c: Candidate) -> float:
    """A proper name of the question stands nowhere in the article: it tells of somebody else."""
    return min(3 * names_absent(scene, c), 1.0)


def denied(c: Candidate, at: int | None, phrase: Phrase | None) -> float:
    """Asked who was arrested, and this part of the sentence says that somebody was not."""
    if at is None or phrase is None:
        return float(at is not None)
    start, end = clause_of(c.view.text, at, PART)
    return float(start <= phrase.start < end)


def denial(scene: Scene, c: Candidate) -> int | None:
    """Return where a sentence denies a word of the question, if it does."""
    if scene.asked.kind in _CLAUSAL or _NOT.search(scene.asked.text):
        return None
    if _NOT_BEFORE.search(c.view.text):  # "did not end until 1888" says when it did
        return None
    tokens = c.view.tokens
    for places in c.spots.values():
        for at in places:
            before = tokens[max(0, at - 3) : at]
            if any(t.word in _NEGATIONS or t.word.endswith("n't") for t in before):
                near = c.view.text[before[0].start : tokens[at].start]
                return None if _MARK.search(near) else tokens[at].start
    return None


def unmet(scene: Scene, c: Candidate) -> float:
    """The sentence lacks the verb or the noun that the question turns on, near words in part."""
    return 1 - min([c.match[t] for t in matter(scene.asked)], default=1.0)


def aside(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked when it was stolen, and the date is in a remark: "the portrait, painted in 1664,"."""
    if phrase is None or scene.asked.kind not in ("date", "place", "number", "age"):
        return 0.0
    text = c.view.text
    start, end = text.rfind(", ", 0, phrase.start + 1) + 2, text.find(",", phrase.end)
    if start < 2 or end < 0 or not _REMARK.match(text, start):
        return 0.0
    held = {t.term for t in c.view.within(start, end)}
    known = {o for t in matter(scene.asked) for o in (t, *scene.near[t])}
    return float(bool(known) and held.isdisjoint(known))


_BECAUSE = re.compile(
    r"\b(?:because|due to|so that|so as to|as a result|caused?|result(?:ed|s)? (?:in|from)"
    r"|led to|amid|reasons?|purpose|therefore|goal|aims?|aimed|owing|thanks to|blam(?:e[ds]?|ing)"
    r"|prompt(?:ed|ing))\b",
    re.I,
)
_AFTER = re.compile(r"\b(?:after|since|following|when|as)\b", re.I)
_TO_DO = re.compile(
    r"\bto (?!be\b|(?:an?|the|this|that|these|those|his|her|its|their|our|my|your|one)\b)(?=[a-z])"
)
_TIMES = frozenset(("date", "vague_date", "time", "duration"))
_CAUSED = re.compile(r"\bwhat (?:caused|led to)\s+", re.I)


def uncaused(scene: Scene, c: Candidate) -> float:
    """Asked why, and no word of the sentence gives a reason.

    What it came after or was to do may be one, but not where that is what is asked about: "after
    his removal", "urged him to resign", "to address the tensions".
    """
    if scene.asked.kind != "reason" or _BECAUSE.search(c.view.text):
        return 0.0
    caused = _CAUSED.search(scene.asked.text)
    effect = _behind(scene.asked, caused.end()) if caused else matter(scene.asked)
    asked = c.view.terms & scene.sought
    near = effect.union(*[scene.near[term] for term in effect])
    for told in _told(c.view, _AFTER, timeless=True):
        known = asked.intersection(told)
        if known < set(told) and 2 * len(known) <= len(asked) and near.isdisjoint(told):
            return 0.0
    for told in _told(c.view, _TO_DO):
        if not asked.issuperset(told) and effect.isdisjoint(told if caused else told[:1]):
            return 0.0
    return 1.0


def _told(view: View, cue: re.Pattern[str], *, timeless: bool = False) -> list[list[str]]:
    """Return the terms from behind each cue to the next mark.

    ``timeless`` without "after 22 years" and "the first since he was elected in 2022".
    """
    found = []
    times = [m.start for m in view.unnamed if timeless and m.kind in _TIMES]
    for match in cue.finditer(view.text):
        end = between(view.text, _MARK, match.end(), match.end())[1]
        first = match.end() + 1
        last = end if match.group().lower() == "since" else first + 1
        if not any(first <= at < last for at in times):
            found.append([token.term for token in view.within(match.end(), end) if token.term])
    return found


def _behind(asked: Asked, at: int) -> frozenset[str]:
    """Return the first term of a question from a character on."""
    return frozenset([token.term for token in asked.tokens if token.term and token.start >= at][:1])


_DIED_OF = re.compile(r"\b(?:die|died|dying) (?:of|from)\b|\bcause of (?:[\w'’]+ )*death\b", re.I)
_DEATH = re.compile(
    r"\b(?:died|dead|dies|death|dying)\b(?:[^,.;]|, (?:aged )?\d+,?){0,40}"
    r"\b(?:of|from|by|after|following)\b|\bkilled\b|\bcaused?\b"
    r"|\b(?:illness|disease|cancer|stroke|attack|failure|infection|fever|pneumonia|overdose)\b"
    r"|\b(?:crash|accident|drown\w*|poison\w*|shot|stabbed|suicide|injur\w+)\b",
    re.I,
)


def deathless(scene: Scene, c: Candidate) -> float:
    """Asked what somebody died of, and the sentence names no cause: "has died aged 91"."""
    return float(bool(_DIED_OF.search(scene.asked.text)) and not _DEATH.search(c.view.text))


_REMARK = re.compile(
    r"(?:\w+ed|born|built|made|written|known|held|set|won|led|sold|bought|drawn|shot)\s", re.I
)
_TOWNS = frozenset("city town village cities towns villages".split())
_HOW_FAR = re.compile(r"\bhow (?:far|tall|deep|wide|heavy)\b", re.I)
_MEASURED = 0.7  # what has a unit is worth more where a length or weight is asked for
_OTHER_KIND = 0.35  # what a number is worth where an amount of money is asked for, and less
_LEAST_FITTING = 0.3  # of the words of a phrase


def mistyped(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked for a date, a number or a name, and the phrase holds none."""
    kind = scene.asked.kind
    if phrase is None or kind not in TYPED | {"frequency"}:
        return 0.0
    strength = expected_mention(scene, c.view, phrase.start, phrase.end)
    words = c.view.text[phrase.start : phrase.end]
    if kind == "frequency":
        return float(not strength and not CUES["frequency"].search(words))
    if kind in HARD_TYPES:
        return _no_amount(scene, c.view, phrase, strength)
    if scene.asked.focus in _TOWNS and is_country(words):
        return 1.0
    if strength >= 0.35 and not _rambling(scene, c, phrase):
        return 0.0
    if kind == "person" and _nobody(c.view, phrase, strength):
        return 1.0
    if strength == 0 and _NAME_OF.search(scene.asked.text):
        return 1.0  # a name is asked for, and no office or deed
    if kind == "place" and _somebody(c.view, phrase):
        return 1.0
    if not HOLDER.match(scene.asked.text):
        return 0.5
    return 0.0 if equated(scene.asked, c.view, phrase.start, phrase.end) else 1.0


_NAME_OF = re.compile(r"\bnames? (?:of|for)\b|\bcalled\b|\bnamed\b", re.I)
_ASKS_NAME = re.compile(  # of somebody, or of a work: others may be called by common nouns
    r"\bnames of\b|\bname (?:of|for)\b.*\b(?:who|whom|whose)\b|\btitle (?:of|for)\b", re.I
)
_WRITTEN = re.compile(r"[A-Z`“”\"*‘_]")


def anonymous(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked for the name of something or somebody, and the phrase holds none: "a contractor"."""
    if phrase is None or scene.asked.kind not in ("name", "person"):
        return 0.0
    if not _ASKS_NAME.search(scene.asked.text):
        return 0.0
    start = phrase.start + (phrase.start == 0)  # the capital of a sentence names nothing
    return float(
        not _WRITTEN.search(c.view.text, start, phrase.end)
        and not expected_mention(scene, c.view, phrase.start, phrase.end)
    )


def _no_amount(scene: Scene, view: View, phrase: Phrase, strength: float) -> float:
    """Judge a phrase that should be a date or an amount, by what it holds of that kind."""
    if scene.asked.kind == "measure":
        whole = [m for m in view.mentions if m.start < phrase.end and phrase.start < m.end]
        end = max([phrase.end, *(m.end for m in whole)])  # "12" of "12 metres"
        if of_another_dimension(scene.asked.text, view.text[phrase.start : end]):
            return 1.0
    if scene.asked.kind == "measure":
        least = _MEASURED if _HOW_FAR.search(scene.asked.text) else _OTHER_KIND
        return 0.7 * (strength < least) if strength else 1.0  # "33" of a toll that rose to 33
    counts = scene.asked.kind == "money" or (scene.asked.kind == "number" and scene.asked.focus)
    if counts and 0 < strength < _OTHER_KIND:
        return 0.7  # a number that is no amount of money, or money though things are counted
    return float(strength == 0)


def _nobody(view: View, phrase: Phrase, strength: float) -> bool:
    """Say whether a phrase is a month, a whole clause, or what somebody is said to be."""
    timed = any(
        m.kind in HARD_TYPES and m.start <= phrase.start and phrase.end <= m.end
        for m in view.unnamed
    )
    clause = _PREDICATING.search(view.text, phrase.start, phrase.end)  # "March and should take"
    return timed or clause is not None or (strength == 0 and _said_of(view, phrase))


def _somebody(view: View, phrase: Phrase) -> bool:
    """Say whether a phrase ends in a person, who is no place."""
    return any(m.kind == "person" and m.start < phrase.end <= m.end for m in view.mentions)


def _said_of(view: View, phrase: Phrase) -> bool:
    """Say whether a phrase only says how something is: "is broken again"."""
    before = _BEING.search(view.text, max(0, phrase.start - 8), phrase.start)
    return before is not None and not _NAMING.match(view.text, phrase.start)


def _rambling(scene: Scene, c: Candidate, phrase: Phrase) -> bool:
    """Say whether a phrase holds what is asked for only because it goes on until there is some."""
    words = set(c.view.range(phrase.start, phrase.end))
    fitting = set[int]()
    for strength, mention in expected_in(scene, c.view):
        if strength >= 0.35:
            fitting.update(c.view.range(mention.start, mention.end))
    return len(words & fitting) < _LEAST_FITTING * len(words)


def echo(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """The phrase says only what the question says, or stands where the sentence asks it too."""
    if phrase is None:
        return 0.0
    asking = _reported(c.view.text)
    if asking and not _reported(scene.asked.text):
        same = re.match(rf"\W*{asking.group(1)}\b", scene.asked.text, re.I) is not None
        if same or phrase.end > asking.end():
            return 1.0
    held, keys = c.view.range(phrase.start, phrase.end), keys_of(c.view)
    for i in held:  # asked for a title, its words say something
        said = c.view.tokens[i].term if scene.asked.kind == "title" else keys[i]
        if said and said not in scene.weight:
            return 0.0
    # nothing but stop words is no better, except where they are what is asked for
    return float(scene.asked.kind == "quotation" or any(c.view.tokens[i].term for i in held))


@lru_cache(maxsize=8_000)
def _reported(text: str) -> re.Match[str] | None:
    """Return where a text reports a question."""
    return _ASKING.search(text)
