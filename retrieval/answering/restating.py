"""An earlier question taken apart, so that it can be asked again with another question word.

"Who will lead the team at the talks?" and then "where?" asks "Where are the talks?", and, should
the articles not say, "Where will Ada Jones lead the team at the talks?".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

EVENTS = (
    r"talks|dialogues?|meetings?|conversations?|visits?|summits?|conferences?|elections?|wars?|match(?:es)?"
    r"|games?|attacks?|floods?|earthquakes?|campaigns?|trips?|ceremon(?:y|ies)|trials?|hearings?|protests?|strikes?|negotiations?"
    r"|sessions?|rounds?|tours?|celebrations?|festivals?|tournaments?|reports?|reviews?|operations?|missions?|treat(?:y|ies)"
    r"|agreements?|deals?|projects?|programmes?|programs?"
)
_ASKED = re.compile(
    r"^\W*(?:(?P<prep>in|on|at|for|from|to|by|with|under|during|since)\s+)?"
    r"(?P<wh>who(?:m|se)?|when|where|why|what|which"
    r"|how (?:many|much|long|old|far|large|big|often)|how)\b\s*(?P<rest>.*)",
    re.I | re.S,
)
AUXILIARY = r"(?:is|are|was|were|did|does|do|will|would|has|have|had|can|could|should)"
_WITH_AUXILIARY = re.compile(rf"(?P<noun>(?:[\w'’-]+\s+){{0,5}}?)(?P<aux>{AUXILIARY})\b\s*", re.I)
_ASKS_YES = re.compile(rf"^{AUXILIARY}\b", re.I)
_NOUN_PHRASE = re.compile(
    r"(?:the|an?|his|her|its|their|our|your|my|this|that|these|those|it|he|she|they|we|you|i|there)\b|[A-Z]",
)
_OPENS_CLAUSE = re.compile(r"\b(?:that|which|who|whom|whose|the|an?)\b", re.I)
_LAST = re.compile(r"\s+(?:be held|take place|happen|be|held|holding)$", re.I)
_LASTS = re.compile(r"\s+last$", re.I)
_AT_EVENT = re.compile(
    rf"\b(?:at|during|in|of|from|after|before|on)\s+(?P<event>the\s+(?:[\w.’'-]+\s+){{0,4}}?(?P<head>{EVENTS}))\b(?!\s+(?:team|side|delegation|report))",
    re.I,
)
_THE_EVENT = re.compile(rf"\bthe\s+(?:[\w.’'-]+\s+){{0,4}}?(?:{EVENTS})\b", re.I)
_OF_ONE = ("what", "which", "whose", "how many", "how much")
_HANGING = re.compile(r"\b(?:in|on|at|for|from|to|by|with|under|about|of|against)$", re.I)
_PERSON = re.compile(r"who(?:m|se)?", re.I)
_TO_COME = re.compile(r"\b(?:will|is|are|next|coming|upcoming)\b", re.I)


@dataclass(frozen=True)
class Earlier:
    """A question: ``wh``, the ``noun`` it asks for one of, its auxiliary and the ``rest``.

    ``part`` is what the answer is in the sentence: its subject ("who led ..."), an object ("what
    did they sign") or something beside it ("when did they sign it").
    """

    text: str
    wh: str
    noun: str
    auxiliary: str
    rest: str
    part: Literal["subject", "object", "beside"]

    @property
    def event(self) -> str:
        """The event of the question, "the defence talks", or ""."""
        found = _AT_EVENT.search(self.text)
        if found:
            return found["event"]
        other = _THE_EVENT.search(self.rest)
        return other.group() if other else ""


def earlier(text: str, focus: str) -> Earlier:
    """Take a question apart; ``focus`` is the noun that its answer is one of, or ""."""
    text = text.strip().rstrip("?!. ")
    asked = _ASKED.match(text)
    if asked is None:
        yes = _ASKS_YES.match(text)
        aux = yes.group().lower() if yes else ""
        return Earlier(text, "", "", aux, text[len(aux) :].strip(), "beside")
    wh, rest = asked["wh"].lower(), asked["rest"]
    held = _WITH_AUXILIARY.match(rest)
    if held and held["noun"] and (wh not in _OF_ONE or _OPENS_CLAUSE.search(held["noun"])):
        held = None
    if held is None:
        noun = focus if focus and rest.lower().startswith(focus) else ""
        return Earlier(text, wh, noun, "", rest[len(noun) :].strip(), "subject")
    aux, behind = held["aux"].lower(), rest[held.end() :]
    if asked["prep"] or wh not in ("who", "whom", *_OF_ONE):
        part: Literal["subject", "object", "beside"] = "beside"
    elif wh == "whom" or aux in ("did", "do", "does") or _NOUN_PHRASE.match(behind):
        part = "object"
    else:
        part = "subject"
    return Earlier(text, wh, held["noun"].strip(), aux, behind.strip(), part)


def again(wh: str, before: Earlier, phrase: str) -> list[str]:
    """Return the ways to ask an earlier question with another question word, the plainest first.

    ``phrase`` is the answer, when there is one answer and it is sure; it takes its place.
    """
    asked: list[str] = []
    wh = wh.lower()
    if before.part == "subject" and before.event and wh in ("when", "where", "how long"):
        asked.append(_of_event(wh, before))
    nameless = "someone" if _PERSON.match(before.wh) else "something"
    fillings = [filled for filled in (phrase, before.noun or nameless) if filled]
    return list(dict.fromkeys([*asked, *(_filled(wh, before, one) for one in fillings)]))


def _of_event(wh: str, before: Earlier) -> str:
    event, many = before.event, before.event.lower().endswith("s")
    ahead = _TO_COME.search(before.text)
    if wh == "how long":
        return f"How long {'will' if ahead else 'did'} {event} last?"
    verb = ("are" if many else "is") if ahead else ("were" if many else "was")
    return f"{wh} {verb} {event}?"


def _filled(wh: str, before: Earlier, filled: str) -> str:
    """Ask with another question word; ``filled`` stands where the earlier answer belongs."""
    if before.part == "subject":
        if before.auxiliary:
            return f"{wh} {before.auxiliary} {filled} {before.rest}?"
        first = before.rest.split(" ", 1)[0].lower()
        if filled.lower().endswith(" " + first):  # "1,700 people" and "people died"
            filled = filled[: -len(first)].strip()
        return f"{wh} is it that {filled} {before.rest}?"
    rest = before.rest
    if wh == "how long":
        rest = _LAST.sub(" last", rest)
    elif wh in ("when", "where"):
        rest = _LASTS.sub(" take place", rest)
    named = filled not in ("someone", "something") or _HANGING.search(rest)
    if before.part == "object" and named:
        rest = f"{rest} {filled}"
    if wh == "who" and before.part == "beside" and before.auxiliary in ("is", "are", "was", "were"):
        return f"by whom {before.auxiliary} {rest}?"
    return f"{wh} {before.auxiliary} {rest}?".replace("  ", " ")
