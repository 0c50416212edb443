"""A question that leans on the one before: "and who led the US side?", "when was that?", "where?".

``resolve`` returns the question as it is to be understood, or None when it stands by itself, so
that a new topic is never dragged into the old one.
"""

from __future__ import annotations

import re

from retrieval.analysis import Analyzer
from retrieval.answering.checks import Checker
from retrieval.model import Conversation, Turn
from retrieval.questions import Asked, tidy, understand

_OPENING = re.compile(
    r"^(?:and|but|also|then|so|or|what about|how about|and what about)\b[\s,]*", re.I
)
_ABOUT = re.compile(r"^(?:(?:and|but|so)\s+)?(?:what|how) about\b\s*(?P<rest>.+?)\W*$", re.I)
_BARE = re.compile(
    r"^(?:and|but|so|ok|okay)?[\s,]*(?P<wh>when|where|why|who|how many|how much|how long|how|what|which(?: one)?|whom)"
    r"(?:\s+(?:exactly|else|then))?"
    r"(?:\s+(?:is|was|were|are|did|does|do|will|would|has|have|had)\s+(?:that|it|this|those|these|they|them)"
    r"(?:\s+(?:happen(?:ed)?|be|held|take place|taking place|start(?:ed)?|begin|end(?:ed)?|done|said|announced))?)?\W*$",
    re.I,
)
_PERSON = re.compile(r"\b(?:he|him|his|she|her|hers)\b", re.I)
_THING = re.compile(
    r"\b(?:it|its|they|them|their|theirs|that|this|those|these|there)\b(?!\s+\w+ing\b)", re.I
)
# "it" that stands for nothing said before: the weather, "is it true that"
_EMPTY = re.compile(
    r"\bit\s+(?:rain|snow|hail|thunder|freez|true|possible|likely|clear|necessary)\w*", re.I
)
_SAME = re.compile(r"\b(?:the same|that|those|these|this)\s+(\w+)\b", re.I)
_AUXILIARY = re.compile(
    r"(?:is|are|was|were|did|does|do|will|would|has|have|had|can|could|should)\b", re.I
)
_THE = re.compile(
    r"\bthe (?:(?!(?:at|in|on|of|for|to|with|from|by|and|or|is|was|were|are|did|do|does|will|would|take|takes|took|be"
    r"|held|happen|happened|start|started|end|ended|last|die|died)\b)[\w'’.-]+\s*){1,5}(?<!\s)",
    re.I,
)
_WH = re.compile(
    r"^\W*(?:(?:in|on|at|for|from|to|by|with|under|during)\s+)?"
    r"(?:who(?:m|se)?|when|where|why|what|which|how (?:many|much|long|old|far|large|big)|how)\b\s*",
    re.I,
)
_PLACED = re.compile(
    r"\s(?:at|in|during|on|from|for|between)\s+(?!(?:office|charge|power|fact)\b).+$", re.I
)


def resolve(
    text: str, conversation: Conversation, analyzer: Analyzer, checker: Checker
) -> str | None:
    """Return what a follow-up asks, in full; None when the question stands by itself."""
    if not conversation.turns:
        return None
    turn = conversation.turns[-1]
    before = (turn.answer.understood or turn.question).strip()
    before = tidy(before).rstrip("?!. ")
    phrase = turn.answer.readings[0].phrase if turn.answer.readings else ""
    about = _ABOUT.match(text)
    if about:
        return _exchange(about["rest"], before, analyzer, checker)
    bare = _BARE.match(text)
    if bare:
        return _again(bare["wh"], before, phrase)
    opening = _OPENING.match(text)
    rest = text[opening.end() :] if opening else text
    named = _pronouns(rest, turn, phrase, analyzer)
    if named != rest:
        return _question(named)
    if opening:
        return _question(_continued(rest, before, analyzer, checker))
    return None


def leans_openly(text: str) -> bool:
    """Say whether a question says itself that it goes on: "and ...", "what about ...", "where?"."""
    return any(pattern.match(text) for pattern in (_OPENING, _ABOUT, _BARE))


def _question(text: str) -> str:
    text = text.strip().rstrip("?!. ")
    return text[:1].upper() + text[1:] + "?"


def _again(wh: str, before: str, phrase: str) -> str:
    """Ask the earlier question with another question word; its answer is part of it now."""
    rest = _WH.sub("", before)
    if not phrase or len(phrase.split()) > 8 or phrase.lower() in rest.lower():
        phrase = ""
    if _AUXILIARY.match(rest):
        return _question(f"{wh} {rest} {phrase}")
    first = rest.split()[0].lower() if rest.split() else ""
    if phrase.lower().endswith(" " + first):  # "1,700 people" and "people died"
        phrase = phrase[: -len(first)].strip()
    return _question(f"{wh} is it that {phrase} {rest}".replace("  ", " "))


def _exchange(rest: str, before: str, analyzer: Analyzer, checker: Checker) -> str:
    """Read "what about the US?": the earlier question with the country, name or date exchanged."""
    new, old = understand(rest, analyzer), understand(before, analyzer)
    gone = _counterpart(new, old, checker)
    if gone is None:
        return _question(f"{before} {rest}")
    start, end = gone
    added = (
        re.sub(r"^(?:the|a|an|in|on|at|for)\s+", "", rest, flags=re.I)
        if before[:start].rstrip().endswith("the")
        else rest
    )
    return _question(f"{before[:start]}{added}{before[end:]}")


def _counterpart(new: Asked, old: Asked, checker: Checker) -> tuple[int, int] | None:
    """Return the words of the old question that play the part of the new ones."""
    countries = [t for t in new.tokens if t.term in checker.countries]
    for token in old.tokens:
        if countries and token.term in checker.countries:
            return token.start, token.end
        if token.term and any(
            token.term in checker.rivals.get(t.term, ()) for t in new.tokens if t.term
        ):
            return token.start, token.end
    kinds = {m.kind for m in new.mentions}
    for mention in reversed(old.mentions):
        if mention.kind in kinds and not mention.initial:
            return mention.start, mention.end
    return None


def _pronouns(text: str, turn: Turn, phrase: str, analyzer: Analyzer) -> str:
    """Put names for pronouns: the person answered before, else the name asked about."""
    asked = understand(tidy(turn.question), analyzer)
    names = [
        m
        for m in asked.mentions
        if m.kind in ("person", "name") and (not m.initial or " " in asked.text[m.start : m.end])
    ]
    name = asked.text[names[-1].start : names[-1].end] if names else ""
    if _PERSON.search(text):
        who = phrase if asked.kind == "person" and phrase else name or phrase
        if who and len(who.split()) <= 8:
            return _PERSON.sub(
                lambda m: f"{who}'s" if m.group().lower() in ("his", "hers") else who, text, count=1
            )
        return text
    if (
        _THING.search(_EMPTY.sub("", text))
        and len(understand(text, analyzer).terms) <= 3
        and not _SAME.search(text)
    ):
        topic = _topic(asked)
        if topic:
            return _THING.sub(topic, text, count=1)
    return text


def _topic(asked: Asked) -> str:
    """Return the thing that the earlier question was about: its last "the ..." before a preposition."""
    rest = _WH.sub("", asked.text.rstrip("?!. "))
    things = [match.group() for match in _THE.finditer(rest)]
    return things[-1] if things else ""


def _continued(rest: str, before: str, analyzer: Analyzer, checker: Checker) -> str:
    """Carry "at the counterterrorism talks" over to "and who led the US side"."""
    new = understand(rest, analyzer)
    if _PLACED.search(" " + rest) and len(new.terms) > 3:
        return rest
    placed = _PLACED.search(before)
    if placed is None or placed.group().strip().lower() in rest.lower():
        return rest
    old = understand(placed.group().strip(), analyzer)
    side = checker.asked_side(new)
    if side and any(t.term in checker.countries for t in old.tokens) and len(old.terms) < 2:
        return rest
    return f"{rest.rstrip('?!. ')}{placed.group()}"
