"""Typed mentions in a sentence: dates, numbers, amounts, names, quotations.

Rules only, no model: they see enough for a question that asks for a date to prefer a sentence
that holds one. Every mention is a slice ``text[start:end]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from retrieval.analysis import Variants
from retrieval.patterns import BEGINS, HOLDS, TITLE, TITLE_NOUN, TYPED, Kind
from retrieval.resources import config_folder

_ABBREVIATED = r"(?:Lt|Gen|Maj|Brig|Col|Capt|Sgt|Cpl|Adm|Cmdr|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|St|Rev|Hon|Jr|Sr)\."
_NAME_WORD = rf"(?:{_ABBREVIATED}|(?:[A-Z]\.)+(?!\w)|[^\W\d_a-z][^\W_]*(?:[-’'&.][^\W_]+)*(?<!’s)(?<!'s)|[A-Z]\b)"
_JOIN = r"(?:of|de|del|della|la|le|du|da|dos|van|von|der|bin|ibn|al|el|ul|y)"
_NAME = re.compile(
    rf"\b{_NAME_WORD}(?:[\s\xa0]+(?:{_JOIN}\s+(?:the\s+)?|for\s+(?=[A-Z]))?{_NAME_WORD})*(?:\s+\([A-Z]{{2,}}\))?"
)
_TITLED = re.compile(rf"{TITLE}(?:\s+|$)")
_TITLE_INSIDE = re.compile(rf"\b{TITLE}\s+(?:for\s+[A-Z]\w+\s+)?(?=(?:[A-Z][\w.'’-]+\s*)+$)")
_TITLE_BEHIND = re.compile(rf"{TITLE_NOUN}\s+$")
_OF = re.compile(r"\bof\b")
_LETTERS = re.compile(r"[A-Z]{2,6}s?")
_ORGANISATION = re.compile(
    r"\b(?:Ministry|Department|Office|Bureau|Agency|Council|Committee|Commission|Party|Bank|Fund|University"
    r"|College|School|Institute|Institution|Company|Corporation|Corp|Inc|Ltd|Group|Association|Organi[sz]ation"
    r"|Union|League|Society|Church|Court|Parliament|Congress|Senate|House|Assembly|Army|Navy|Air Force|Police"
    r"|Government|Administration|Authority|Service|Team|Club|FC|Foundation|Network|Times|Post|Journal|News"
    r"|Taliban|Museum|Orchestra|Board|Press|Records|Studios|Airlines|Airways|Motors|Industries|Alliance|Front"
    r"|Movement|Academy|Center|Centre|Federation|Confederation|Tribunal|Forces|Pentagon|Headquarters|Command|Division|Regiment|Brigade|Secretariat|Embassy)\b"
)
_PLACE = re.compile(
    r"\b(?:City|County|Province|State|Island|Islands|River|Lake|Mountain|Mountains|Valley|Ocean|Sea|Bay|Street"
    r"|Avenue|Road|Square|Park|Airport|Station|Bridge|Tower|Hall|Stadium|Arena|District|Region|Desert|Forest"
    r"|Peninsula|Coast|Gulf|Canal|Port|Beach|Hill|Hills|Castle|Palace|Temple|Cathedral|Mosque|Compound|Village)\b"
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|to|into|across|throughout|outside|inside|around)\s+(?:the\s+)?$"
)
_PLACE_OF = re.compile(
    r"\b(?:islands?|town|city|village|port|province|district|region|county|valley|suburb|capital"
    r"|municipality|peninsula|kingdom)\s+of\s+$"
)
_PERSON_AFTER = re.compile(
    r"^(?:,?\s+(?:who|whom|whose)\b|\s+(?:said|told|says|wrote|added|stated)\b|,\s+(?:the|an?)\s)"
)
_NOT_NAMES = frozenset(
    "The A An In On At By For From To With As It Its He She They We I You His Her Their Our My This That These"
    " Those There Here When Where While Who What Which Why How If But And Or Nor So Yet After Before Since During"
    " Although Though Because However Also Then Thus Many Most Some All Both Each Every Other Another One Two Three"
    " Not No According Under Over Between Among Through Despite Unlike Like Today Once Until Recently Earlier Later"
    " Is Are Was Were Be Been Has Have Had Do Does Did Will Would Can Could May Might Must Shall Should".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A typed slice ``text[start:end]`` of a sentence; ``initial`` when it opens the sentence."""

    kind: Kind
    start: int
    end: int
    initial: bool = False


def overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    """Say whether ``[start, end)`` shares a character with one of the ranges."""
    return any(start < other_end and other_start < end for other_start, other_end in taken)


_NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds"
    " thousand thousands lakh crore million millions billion billions trillion dozen dozens nobody none first second"
    " third fourth fifth sixth seventh eighth ninth tenth several few couple".split()
)
_TIME_WORDS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr"
    " aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday this next last"
    " coming following previous today yesterday tomorrow tonight recently nowadays currently ago earlier"
    " later noon midnight century centuries".split()
)
_SPLIT = re.compile(r"[^\W_]+")


def _triggered(text: str) -> set[Kind]:
    """Return the kinds that the words of a sentence make possible: a cheap look before the rules."""
    words = set(_SPLIT.findall(text.lower()))
    kinds: set[Kind] = set()
    digits = any(word[0].isdigit() for word in words)
    if digits or not words.isdisjoint(_TIME_WORDS):
        kinds |= {"date", "vague_date", "time"}
    if digits or not words.isdisjoint(_NUMBER_WORDS):
        kinds |= {"vague_date", "percent", "money", "duration", "measure", "ordinal", "number"}
    if "“" in text or '"' in text or "„" in text or "‟" in text:
        kinds.add("quotation")
    return kinds


def mentions(text: str) -> tuple[Mention, ...]:
    """Return the mentions of a sentence in order; only quotations hold other mentions."""
    return with_names(text, unnamed(text))


_LISTED = re.compile(r"(?:\d{1,2}[.)]|\(\d{1,2}\))\s+(?=[A-Z`*])")  # "3. Fence the server"


def unnamed(text: str) -> tuple[Mention, ...]:
    """Return the dates, amounts and quotations alone, by kind: they need no look at names."""
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    numbered = _LISTED.match(text)
    if numbered:
        taken.append(numbered.span())
    triggered = _triggered(text)
    begins: dict[re.Pattern[str], list[int]] = {}
    for kind, pattern in TYPED:
        if kind not in triggered or not _may_hold(text, kind):
            continue
        for start, end in _runs(text, kind, pattern, begins):
            if kind != "quotation":
                if overlaps(start, end, taken):
                    rest = _behind(text, pattern, start, end, taken)
                    if rest is None:
                        continue
                    start, end = rest
                taken.append((start, end))
            found.append(Mention(kind, start, end, start == 0))
    return tuple(found)


def _behind(
    text: str, pattern: re.Pattern[str], start: int, end: int, taken: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return the part of a run behind what is taken of it: "in 1700 to 250,000" has a number."""
    free = max([high for low, high in taken if low <= start < high], default=end)
    rest = pattern.search(text, free, end)
    return rest.span() if rest and not overlaps(*rest.span(), taken) else None


_DATELINE = re.compile(  # "ISLAMABAD (AP) —", "GENEVA, March 6 (Reuters) -", "DAREH, Iran (MNA):"
    r"(?P<place>[A-Z][A-Z.'’-]+(?: [A-Z.'’-]+)*(?:, [A-Z][a-z]+(?: [A-Z][a-z]+)?)??)"
    r"(?:, [^()\n:]{1,30})? ?\([^()\n]{2,40}\) ?[-–—:]"
)


_OPENING = re.compile(  # the agency may be missing here: "FENWICK -- A bakery burned down"
    r"\W{0,3}[A-Z][A-Z.’'-]{2,}(?: [A-Z][A-Z.’'-]+){0,3}(?:,[^—–()]{0,40}?)?"
    r"(?:\s*\([^()]{2,40}\))?\s*(?:—|–|--|-)\s"
)


def dateline_end(text: str) -> int:
    """Return where a sentence goes on behind "PARIS, March 5 (AP) -", 0 without."""
    opening = _OPENING.match(text)
    return opening.end() if opening else 0


def with_names(text: str, found: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return what :func:`unnamed` found and the names, in order."""
    taken = [(mention.start, mention.end) for mention in found if mention.kind != "quotation"]
    both = list(found)
    dateline = _DATELINE.match(text)
    if dateline:  # its agency tells who reports, and is no part of what is told
        taken.append(dateline.span())
        both.append(Mention("place", *dateline.span("place")))
    both += _names(text, taken)
    return tuple(sorted(both, key=lambda mention: (mention.start, -mention.end)))


def _may_hold(text: str, kind: Kind) -> bool:
    return kind not in HOLDS or any(map(text.__contains__, HOLDS[kind]))


def _runs(
    text: str, kind: Kind, pattern: re.Pattern[str], begins: dict[re.Pattern[str], list[int]]
) -> Iterable[tuple[int, int]]:
    """Return what ``pattern.finditer`` does, tried only where such a mention may begin."""
    begin = BEGINS.get(kind)
    if begin is None:
        return [match.span() for match in pattern.finditer(text)]
    if begin not in begins:
        begins[begin] = [match.start() for match in begin.finditer(text)]
    found: list[tuple[int, int]] = []
    end = 0
    for at in begins[begin]:
        if at >= end and (match := pattern.match(text, at)):
            end = match.end()
            found.append((at, end))
    return found


def _names(text: str, taken: list[tuple[int, int]]) -> list[Mention]:
    found: list[Mention] = []
    for match in _NAME.finditer(text):
        start, end = match.span()
        first = _SPLIT.match(text, start)
        initial = not text[:start].strip("“”\"'‘’(—– \xa0")
        if first and first.group() in _NOT_NAMES and not text.startswith("US", start):
            start = first.end()
            start += len(text[start:end]) - len(text[start:end].lstrip())
            initial = False
            if start < end and not text[start].isalnum():
                continue
        if start < end and not overlaps(start, end, taken):
            found += _split_name(text, start, end, initial)
    return found


def _split_name(text: str, start: int, end: int, initial: bool) -> list[Mention]:
    """Cut "US State Department Consul Derek Shule" before the title that opens a person's name."""
    name = text[start:end]
    parted = not name.isalnum() and not _TITLED.match(name)
    inside = _TITLE_INSIDE.search(text, start, end) if parted else None
    if inside and inside.start() > start:
        before = start + len(text[start : inside.start()].rstrip())
        return [
            Mention(_name_kind(text, start, before), start, before, initial),
            Mention("person", inside.start(), end),
        ]
    return [Mention(_name_kind(text, start, end), start, end, initial)]


@lru_cache(maxsize=1)
def _peoples() -> tuple[frozenset[str], frozenset[str]]:
    """Return the adjectives of countries and the countries, lower case."""
    variants = Variants.load(config_folder() / "variants.toml")
    return frozenset(variants.names), frozenset(variants.names.values())


def is_country(name: str) -> bool:
    """Say whether a name is that of a country."""
    return name.replace(".", "").lower() in _peoples()[1] | _COUNTRIES


_COUNTRIES = frozenset(("us", "united states", "united kingdom", "america", "britain"))


def _name_kind(text: str, start: int, end: int) -> Kind:
    name = text[start:end]
    adjectives, countries = _peoples()
    plain = name.replace(".", "").lower()
    if plain in countries or plain in _COUNTRIES:
        return "place"
    if plain in adjectives:
        return "nationality"
    titled = _TITLED.match(name)
    if titled and titled.end() >= len(name):
        return "title"
    if titled or _TITLE_BEHIND.search(text[max(0, start - 60) : start]):
        return "title" if _OF.search(name) else "person"
    if _ORGANISATION.search(name) or _LETTERS.fullmatch(name):
        return "organisation"
    if _PLACE.search(name):
        return "place"
    if " " in name and _PERSON_AFTER.match(text[end : end + 12]):
        return "person"
    before = text[max(0, start - 20) : start]
    if _PLACE_BEFORE.search(before) or _PLACE_OF.search(before):
        return "place"
    return "name"
