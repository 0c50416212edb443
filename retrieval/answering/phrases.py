"""From the best run of words to the phrase that is shown: whole names, dates and amounts.

Also when two phrases say the same: "Lt. Gen. Saeed" and "Lt Gen Mohammed Saeed", "more than 80"
and "over 80 people".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from retrieval.analysis import STOP_WORDS, Token
from retrieval.answer_types import AnswerType
from retrieval.answering.candidates import Candidate, Phrase, Scene
from retrieval.answering.clauses import between
from retrieval.answering.expected import HARD_TYPES
from retrieval.answering.views import View
from retrieval.mentions import Mention

_WHOLE = frozenset(
    "date vague_date time money percent duration measure number person organisation name place quotation".split()
)
_COUNTED = frozenset("number money percent measure duration".split())
ARTICLE = re.compile(r"^(?:the|an?|its|his|her|their|our)\s+", re.I)
_HEDGE = re.compile(
    r"(?:at (?:least|most)|(?:more|less|fewer) than|over|under|about|around|nearly|almost|up to|some|roughly"
    r"|approximately|as (?:many|much) as|an estimated)\s+$",
    re.I,
)
RANK = re.compile(
    r"(?:^|(?<=[\s“\"(,]))(?!(?:of|for|and)\s)(?:(?:(?:[A-Z][\w.’'-]*|of|for|and|the)\s+)*"
    r"(?:President|Minister|Secretary|Chancellor|Governor|Senator|Ambassador|Counsell?or|Consul|Director|Chairman|Chair"
    r"|Commissioner|Coordinator|Mayor|King|Queen|Prince|Princess|Emperor|Pope|Bishop|Duke|Judge|Justice|General|Gen\.?"
    r"|Colonel|Col\.?|Major|Maj\.?|Captain|Capt\.?|Lieutenant|Lt\.?|Brig\.?|Sgt\.?|Admiral|Professor|Prof\.|Dr\.?|Mr\.?|Mrs\.?"
    r"|Ms\.?|Sir|Lord|Rep\.|Sen\.|Gov\.|Sheikh|Staff)\s+(?:\([A-Z]{2,6}\)\s+)?)+(?:for\s+[A-Z]\w+\s+)?$"
)
_SAID = re.compile(
    r"\b(?:said|says|stated|states|added|told|announced|declared|stressed|emphasi[sz]ed|warned|claimed|argued|noted"
    r"|insisted|believes?|thinks?|described|called|maintained|replied)\b(?:\s+(?:that|also|in|the|reporters|to)\b)*[\s,:]+"
)
_SAID_LAST = re.compile(  # "the crash could have been avoided, she said"
    r",\s+(?:[\w.’'-]+\s+){1,6}?(?:said|says|told|announced|added|warned|claimed|stated)\b[^,;:]{0,40}$"
)
_REASON = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|thanks to|as a result of|in order to|so that|so as to|caused by|since|amid|after|when)\b",
    re.I,
)
# "the chief of staff, will comprise": the phrase ends at the comma
_PREDICATE = re.compile(
    r",\s+(?:will|would|which|who|is|are|was|were|has|have|had|said|says|can|could|may|might)\b"
)
_OFFICE = re.compile(
    r",\s+(?:the\s+|an?\s+)?(?:[\w.’'-]+\s+){0,3}(?:chief|head|president|minister|secretary|director|chair(?:man|woman)?|officer"
    r"|manager|spokes\w+|ambassador|governor|mayor|senator|captain|commander|founder|editor|professor|leader|coordinator"
    r"|advis[eo]r|counsell?or|consul|inspector|judge|owner|author|coach|engineer|librarian|CEO)\b",
    re.I,
)
_OFTEN = re.compile(
    r"\b(?:(?:every|each)\s+(?:\w+\s+){0,2}(?:second|minute|hour|day|night|week|month|quarter|year|decade)s?"
    r"|(?:once|twice|(?:\w+\s+)?\w+\s+times)(?:\s+(?:a|an|per|every|each|in\s+an?)\s+\w+)?"
    r"|(?:bi)?(?:daily|nightly|weekly|monthly|quarterly|yearly|annually))\b",
    re.I,
)
_FROM = re.compile(r"\bfrom\s+$", re.I)
_OLD = re.compile(r"[-\s]old\b")
_BESIDE = re.compile(r"\s*(?:\([^()]{2,20}\))?,?\s*")
_REASON_END = re.compile(r"[;:]|,\s|\.(?:\s|$)")
_BEFORE_NOUN = 3  # words that may narrow a noun behind a phrase
_NAMES = frozenset("person organisation name place title nationality".split())
_PARTING = re.compile(r"[,;:.()“”\"—]")
_LISTED = re.compile(r"\s*(?:\([^()]{2,20}\))?\s*,?\s*(?:(?:and|or|called|named)\s+)?(?:the\s+)?")
_CODE = re.compile(r"`[^`\n]{1,100}`")
_RELATIVE = re.compile(r", (?:who|whose|which|where)\b")
_CLAUSE = re.compile(r";\s|,\s+(?:and|but|while|whereas)\b")
_TITLE_TERMS = frozenset(
    "mr mrs ms dr lt gen maj brig col capt sgt prof sir lord general lieutenant major president minister secretari"
    " former act assist deputi the a an of about over more least than around nearli some most up".split()
)
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen twenty".split()
    )
}
_TIMES = {  # "next week" is "the coming week"
    **dict.fromkeys(("next", "coming", "following"), "next"),
    **dict.fromkeys(("last", "past", "previous"), "last"),
}
_UNITS = frozenset(
    "peopl person kill dead day year month week hour dollar percent mile meter".split()
)


def complete(scene: Scene, c: Candidate, phrase: Phrase) -> Phrase:
    """Widen a phrase to whole mentions, with rank before a name and hedge and unit around a number."""
    start, end = phrase.start, phrase.end
    text = c.view.text
    widen = _WIDER.get(scene.asked.kind)
    if "`" in text and scene.asked.kind not in HARD_TYPES:
        start, end = _coded(text, start, end)
    if widen is not None:
        return Phrase(*trim(text, *widen(scene, c, start, end)), phrase.score)
    clause = _PREDICATE.search(text, start, end)
    end = clause.start() if clause else end
    start, end = _named_behind(scene, c.view, start, end)
    if scene.asked.kind in ("date", "time"):
        start, end = _dated(c.view, start, end)
    for mention in c.view.mentions:
        if (
            mention.kind in _WHOLE
            and _cuts(mention, start, end)
            and not _long(mention, end - start)
        ):
            start, end = min(start, mention.start), max(end, mention.end)
    if any(m.kind in _COUNTED and m.start >= start and m.end <= end for m in c.view.mentions):
        start, end = _ranged(c.view, start, end)
        hedge = _HEDGE.search(text, max(0, start - 24), start)
        start = hedge.start() if hedge else start
        end = _unit(c.view, end)
        old = _OLD.match(text, end)
        end = old.end() if old else end
    if scene.asked.kind == "person":
        start, end = _holder(scene, c.view, start, end)
        end = _without_office(c.view, start, end)
        rank = RANK.search(text[max(0, start - 90) : start])
        if rank and text[start : start + 1].isupper():
            start = max(0, start - 90) + rank.start()
            start += len(text[start:end]) - len(text[start:end].lstrip())
    return Phrase(*trim(text, start, end), phrase.score)


def _named_behind(scene: Scene, view: View, start: int, end: int) -> tuple[int, int]:
    """Return "Vega and Lyra" for "the small" of "the small boats Vega and Lyra": which boats?"""
    held = view.range(start, end)
    if not held or any(view.tokens[at].word[:1].isdigit() for at in held):
        return start, end
    if any(m.start < end and start < m.end for m in view.mentions):
        return start, end
    for term in scene.asked.focus_terms:
        for at in view.places.get(term, ()):
            noun, near = view.tokens[at], 0 < at - held[-1] <= _BEFORE_NOUN
            names = _names_from(view, noun.end)
            if near and names and not _PARTING.search(view.text, end, noun.start):
                return names[0].start, names[-1].end
    return start, end


def _names_from(view: View, at: int) -> list[Mention]:
    """Return the names that a text lists from a character on."""
    found: list[Mention] = []
    for mention in view.mentions:
        if mention.kind in _NAMES and mention.start >= at:
            if not _LISTED.fullmatch(view.text, at, mention.start):
                break
            found.append(mention)
            at = mention.end
    return found


def _ranged(view: View, start: int, end: int) -> tuple[int, int]:
    """Return "£180 to £195" of "rise from £180 to £195" for either, or "38 of 52"."""
    counted = [m for m in view.mentions if m.kind in _COUNTED]
    for one, other in pairwise(counted):
        inside = any(m.start < end and start < m.end for m in (one, other))
        link = view.text[one.end : other.start].strip()
        part = link == "of" and view.text[one.start : one.end].lower() != "one"
        if inside and (part or (link == "to" and _FROM.search(view.text, 0, one.start))):
            return min(start, one.start), max(end, other.end)
    return start, end


def _holder(scene: Scene, view: View, start: int, end: int) -> tuple[int, int]:
    """Return the name that an office stands beside, "the chief of staff, Ada Jones", else the same.

    Nobody whom the question names is asked for.
    """
    people = [
        m
        for m in view.mentions
        if m.kind in ("person", "name")
        and any(t.term and t.term not in scene.weight for t in view.within(m.start, m.end))
    ]
    if any(m.start < end and start < m.end for m in people):
        return start, end
    for mention in people:
        if mention.start >= end and _BESIDE.fullmatch(view.text, end, mention.start):
            return mention.start, mention.end
        office = _OFFICE.match(view.text, mention.end)  # "Ada Jones, chief of staff"
        if office and mention.end <= start < office.end():
            return mention.start, mention.end
    return start, end


def _without_office(view: View, start: int, end: int) -> int:
    """Return where a name ends that has its office behind a comma: it was not asked for."""
    office = _OFFICE.search(view.text, start, end)
    return office.start() if office else end


def _answering_clause(scene: Scene, c: Candidate, start: int, end: int) -> tuple[int, int]:
    """Return the whole clause, which answers yes or no."""
    return between(c.view.text, _CLAUSE, start, end)


def _said(scene: Scene, c: Candidate, start: int, end: int) -> tuple[int, int]:
    """Return what was said: the quotation, or all behind "said that" or before ", she said"."""
    quotations = [m for m in c.view.mentions if m.kind == "quotation"]
    for mention in quotations:
        if mention.start < end and start < mention.end:
            return mention.start, mention.end
    if quotations:
        return quotations[0].start, quotations[0].end
    behind = _SAID_LAST.search(c.view.text)
    if behind:
        return 0, behind.start()
    speakers = [at for term in scene.asked.name_terms for at in c.spots.get(term, ())]
    named = c.view.tokens[max(speakers)].end if speakers else 0
    said = _SAID.search(c.view.text, named) or _SAID.search(c.view.text)
    return (said.end(), len(c.view.text)) if said else (start, end)


def _often(scene: Scene, c: Candidate, start: int, end: int) -> tuple[int, int]:
    """Return "every 30 minutes", "twice a week" or "daily" where the sentence has it."""
    often = _OFTEN.search(c.view.text)
    return often.span() if often else (start, end)


def _reason(scene: Scene, c: Candidate, start: int, end: int) -> tuple[int, int]:
    """Return the words from "because" on; a bare name gives no reason, its whole clause may."""
    text = c.view.text
    for cue in _REASON.finditer(text):
        last = _reason_end(text, max(end, cue.end() + 12))
        told = [t for t in c.view.tokens if cue.end() <= t.start < last and t.term]
        if cue.start() <= end and sum(t.term not in scene.weight for t in told) > 1:
            return cue.start(), last
    if any(m.start <= start and end <= m.end for m in c.view.mentions):
        return between(text, _CLAUSE, start, end)
    return start, end


def _reason_end(text: str, at: int) -> int:
    """Return where a reason ends; a comma that closes "..., who was ousted, ..." ends none."""
    while stop := _REASON_END.search(text, at):
        opened = text.rfind(", ", 0, stop.start())
        if not (opened >= 0 and text[stop.start()] == "," and _RELATIVE.match(text, opened)):
            return stop.start()
        at = stop.end()
    return len(text)


_WIDER: dict[AnswerType, Callable[[Scene, Candidate, int, int], tuple[int, int]]] = {
    "yes_no": _answering_clause,
    "quotation": _said,
    "reason": _reason,
    "frequency": _often,
}


def _coded(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a phrase with the whole of the code that it begins or ends in: "`a = false`"."""
    for code in _CODE.finditer(text):
        if code.start() < start and end < code.end():
            return code.start() + 1, code.end() - 1
        if code.start() < start < code.end():
            start = code.start()
        if code.start() < end < code.end():
            end = code.end()
    return start, end


def _dated(view: View, start: int, end: int) -> tuple[int, int]:
    """Cut a long phrase down to the date in it."""
    inside = [
        m
        for m in view.mentions
        if m.kind in ("date", "vague_date", "time") and start <= m.start and m.end <= end
    ]
    if inside and (end - start) > 2 * (inside[0].end - inside[0].start) + 12:
        return inside[0].start, inside[0].end
    return start, end


def _cuts(mention: Mention, start: int, end: int) -> bool:
    return (
        mention.start < end and start < mention.end and (mention.start < start or mention.end > end)
    )


def _long(mention: Mention, length: int) -> bool:
    return mention.kind == "quotation" and mention.end - mention.start > 3 * length


def _unit(view: View, end: int) -> int:
    """Include the word right behind a number when it is a unit, or people."""
    following = next((t for t in view.tokens if t.start >= end), None)
    if following is None or view.text[end : following.start].strip():
        return end
    return following.end if following.term in _UNITS else end


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a phrase without the spaces and marks at its ends."""
    while start < end and text[start] in " \xa0,;:“\"‘'(":
        if text[start] in '“"' and any(mark in text[start + 1 : end] for mark in '”"'):
            break
        if text[start] == "(" and ")" in text[start:end]:
            break
        start += 1
    while end > start and text[end - 1] in " \xa0,;:":
        end -= 1
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    return start, end


def _key_term(token: Token) -> str:
    if token.word in _TIMES:
        return _TIMES[token.word]
    if not token.term or (token.word in STOP_WORDS and token.word != "may"):  # but for the month
        return ""
    term = _NUMBER_WORDS.get(token.word) or token.term
    return "" if term in _TITLE_TERMS else term


@lru_cache(maxsize=8_000)
def keys_of(view: View) -> list[str]:
    """Return the key term of each token of a sentence, "" where it has none."""
    return [_key_term(token) for token in view.tokens]


def said(view: View, phrase: Phrase) -> frozenset[str]:
    """Return the terms that say what a phrase means: no titles, no hedges, numbers as digits."""
    keys = keys_of(view)
    return frozenset([keys[i] for i in view.range(phrase.start, phrase.end) if keys[i]])


def same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two phrases mean the same, by their key terms."""
    if not one or not other:
        return one == other
    numbers = {t for t in one if t[:1].isdigit()}, {t for t in other if t[:1].isdigit()}
    if all(numbers) and numbers[0].isdisjoint(numbers[1]):
        return False
    if any(numbers) and not all(numbers):
        return one <= other or other <= one
    small, large = sorted((one, other), key=len)
    return small <= large or len(small & large) / len(small | large) >= 0.5


def initials(phrase: str) -> str:
    """Return the capitals of a name of several words: "Chief of General Staff" gives "CGS"."""
    words = [w for w in re.findall(r"[A-Za-z][\w'-]*", ARTICLE.sub("", phrase)) if w[0].isupper()]
    return "".join(w[0] for w in words) if len(words) > 1 else ""
