"""A question that leans on the one before: "and who led the US side?", "when was that?", "where?".

``resolve`` returns the question as it may be meant, or nothing when it stands by itself, so that a
new topic is never dragged into the old one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from retrieval.analysis import Analyzer
from retrieval.answer_types import AnswerType, type_of_noun
from retrieval.answering.casing import cased
from retrieval.answering.checks import Checker
from retrieval.answering.expected import BUILDING
from retrieval.answering.restating import AUXILIARY, again, earlier
from retrieval.answering.views import Views
from retrieval.mentions import mentions
from retrieval.model import Conversation, Reading, Turn
from retrieval.patterns import NAMES, Kind
from retrieval.questions import Asked, understand
from retrieval.tidying import last_question, tidy

_OPENING = re.compile(
    r"^(?:and|but|also|then|so|or|what about|how about|and what about)\b[\s,]*", re.I
)
_ABOUT = re.compile(r"^(?:(?:and|but|so)\s+)?(?:what|how) about\b\s*(?P<rest>.+?)\W*$", re.I)
_BARE = re.compile(
    r"^(?:and|but|so|ok|okay)?[\s,]*(?P<wh>(?:(?:since|until|till|from|by|to|in|at|with|for|on|under|about) )?(?:when|where|why|who|how many|how much|how long|how|what|which(?: one)?|whom"
    r"|(?:what|which) (?:time|date|day|year|month|place|city|town|country|countries|person|company|newspaper)))"
    r"(?:\s+(?P<else>exactly|else|then))?"
    r"(?:\s+(?:is|was|were|are|did|does|do|will|would|has|have|had)\s+(?P<it>that|it|this|those|these|they|them)"
    r"(?:\s+(?:happen(?:ed)?|be|held|take place|taking place|start(?:ed)?|begin|end(?:ed)?|done|said|announced))?)?\W*$",
    re.I,
)
_VERBAL = re.compile(rf"\b(?:{AUXILIARY}|who|whom|whose|when|where|why|what|which|how)\b", re.I)
# "the US side?", "in March?", "the second one?" after a question
_PART = re.compile(
    r"^(?:(?:in|on|at|for|from|during|by|with)\s+[\w'’.-]+(?:\s+[\w'’.-]+){0,4}"
    r"|the\s+(?:[\w'’.-]+\s+){1,2}(?:one|ones|side|team|delegation|group|round))\W*$",
    re.I,
)
_PERSON = re.compile(r"\b(?:he|him|his|she|her|hers)\b", re.I)
_OWNS = re.compile(
    r"(?:his|hers|her(?=\s+(?!(?:at|in|on|to|for|from|about|with|and|or|when|by|after|before|there|again|as)\b)\w))\b",
    re.I,
)
_THING = re.compile(
    r"\b(?:it|its|they|them|their|theirs|that|this|those|these|there)\b(?!\s+\w+ing\b)", re.I
)
# what stands for nothing said before: the weather, "is it true that", "were there floods"
_EMPTY = re.compile(
    r"\b(?:is|are|was|were)\s+there\s+(?=\w)"
    r"|\bit\s+(?:rain|snow|hail|thunder|freez|true|possible|likely|clear|necessary)\w*",
    re.I,
)
_AT_LAST = re.compile(r"\w\s+(?:it|that|them|he|him|she|her)\W*$|\b(?:he|she)\b", re.I)
_REST = re.compile(r"(?:the\s+)?(?:rest|others?|remainder)", re.I)
_SAME = re.compile(r"\b(?:the same|that|those|these|this)\s+(\w+)\b", re.I)
_THE = re.compile(
    r"\bthe (?:(?!(?:at|in|on|of|for|to|with|from|by|and|or|is|was|were|are|did|do|does|will|would|take|takes|took|be"
    r"|held|happen|happened|start|started|end|ended|last|die|died)\b)[\w'’.-]+\s*){1,5}(?<!\s)",
    re.I,
)
_PLACED = re.compile(
    r"\s(?:at|in|during|on|from|for|between)\s+(?!(?:office|charge|power|fact|least|most|all|total)\b).+$",
    re.I,
)
_LEADING = re.compile(r"^(?:in|on|at|for|from|of|with|during|by)\s+", re.I)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)
_DETERMINED = re.compile(r"\b(?:the|an?)\s+$", re.I)
_ONE = re.compile(r"\s+ones?$", re.I)
_TWICE = re.compile(r"\b(\w{3,})\s+\1\b", re.I)  # "the US side | side"
_OBJECT = re.compile(r"(?<=[a-z])(?<!\b[Tt]he)\s+(?=[A-Z])")  # "the mayor leave | Paris"
_TURNED = re.compile(r"\b(?:did|does|do|will|would|can|could|should|has|have|had)\s+$", re.I)
_PARTICIPLE = re.compile(r"\w\s\w+(?:ing|ed)$")  # "was the ferry travelling"
_BEINGS: frozenset[Kind] = frozenset(("person", "name"))
_NAMED: frozenset[AnswerType] = frozenset(  # an answer of such a kind can stand in its question
    ("person", "organisation", "place", "name", "thing", "title", "identity")
)
_OF_SOMEBODY: frozenset[AnswerType] = frozenset(("identity", "quotation", "title", "age"))
_TIMES: frozenset[Kind] = frozenset(("date", "vague_date", "time", "duration"))
_THINGS = frozenset(("it", "they", "them", "these", "those"))
_BESIDE = 3  # characters between an office and the name behind it
_LONGEST = 8  # words of an answer that is asked about
_LIKELY = 0.3  # a passage that may not be the answer names nobody below it
_TURNS = 4  # that "he" or "it" may reach back


def resolve(
    text: str, conversation: Conversation, analyzer: Analyzer, checker: Checker
) -> list[str]:
    """Return what a follow-up may ask, in full and the likeliest first; nothing if it asks by itself."""
    if not conversation.turns:
        return []
    talk = _Talk(conversation.turns[-_TURNS:], analyzer, checker)
    return [_question(one) for one in talk.meant_by(text)]


def leans_openly(text: str) -> bool:
    """Say whether a question says itself that it goes on: "and ...", "where?", "who fixed it?"."""
    begun = any(pattern.match(text) for pattern in (_OPENING, _ABOUT, _BARE, _PART))
    return begun or _AT_LAST.search(text) is not None


class _Talk:
    """The last turns of a conversation, and what may lean on them."""

    def __init__(self, turns: Sequence[Turn], analyzer: Analyzer, checker: Checker) -> None:
        self._turns, self._analyzer, self._checker = turns, analyzer, checker
        self._asked = [understand(_meant(turn), analyzer) for turn in turns]
        self._before = self._asked[-1]
        self._things: list[list[tuple[int, int]]] = []  # of each question, where "the ..." stands
        known = set[str]()
        for asked in self._asked:
            self._things.append(_things(asked.text, known))
            known |= {asked.text[start:end].lower() for start, end in self._things[-1]}

    def meant_by(self, text: str) -> list[str]:
        """Return what a text may ask, the likeliest first."""
        about = _ABOUT.match(text)
        if about:
            return self._exchanged(about["rest"])
        bare = _BARE.match(text)
        if bare:
            return self._again(bare, text)
        opening = _OPENING.match(text)
        rest = text[opening.end() :].strip() if opening else text
        if _PART.match(rest) or (opening and not _VERBAL.search(rest) and len(rest.split()) <= 5):
            exchanged = self._exchanged(rest.rstrip("?!. "))
            if exchanged:
                return exchanged
        named = self._named(rest)
        if named != rest:
            return [named]
        return [self._continued(rest)] if opening else []

    def _again(self, bare: re.Match[str], text: str) -> list[str]:
        """Ask the earlier question with another question word, or of a thing: "how long is it?"."""
        parts = earlier(self._before.text, self._before.focus)
        wh = bare["wh"].lower().replace(" one", "")
        if bare["else"] == "else" and parts.wh == wh:
            return [self._before.text]
        anew = again(wh, parts, self._answered())
        of_thing = (bare["it"] or "").lower() in _THINGS and wh != "why"
        named = self._named(text) if of_thing else text
        return [_OPENING.sub("", named), *anew] if named != text else anew

    def _answered(self) -> str:
        """Return the last answer, if it is one, sure, and of a kind that can be asked about."""
        answer = self._turns[-1].answer
        if answer.outcome != "found" or self._before.kind not in _NAMED or not answer.readings:
            return ""
        phrase = answer.readings[0].phrase
        return phrase if len(phrase.split()) <= _LONGEST else ""

    def _exchanged(self, rest: str) -> list[str]:
        """Read "what about the US?": the earlier question with what it names exchanged."""
        before = self._before.text
        if _REST.fullmatch(rest):
            return []
        new = understand(rest, self._analyzer)
        gone = self._counterpart(new)
        if gone is None and _THE.fullmatch(rest):
            gone = next(iter(self._things[-1]), None)
            if gone and _office(before[slice(*gone)]) and self._checker.asked_side(new):
                return [f"{before} on {rest}"]  # "the chairman" is of a side, and none himself
        if gone is None:
            return [f"{before} {rest}"] if _LEADING.match(rest) else []
        start, end = gone
        added = _ONE.sub("", _LEADING.sub("", rest))
        if _DETERMINED.search(before[:start]):
            added = _ARTICLE.sub("", added)
        return [_TWICE.sub(r"\1", f"{before[:start]}{added}{before[end:]}")]

    def _counterpart(self, new: Asked) -> tuple[int, int] | None:
        """Return the words of the earlier question that play the part of the new ones."""
        old, checker = self._before, self._checker
        terms = [t.term for t in new.tokens if t.term]
        sided = any(t in checker.countries for t in terms)
        for i, token in enumerate(old.tokens):
            if sided and token.term in checker.countries:
                noun = next((t for t in old.tokens[i + 1 : i + 3] if t.term in checker.nouns), None)
                whole = noun is not None and any(t in checker.nouns for t in terms)
                return token.start, (noun.end if noun and whole else token.end)
        kinds = {m.kind for m in new.mentions}
        for alike in (kinds & _TIMES and _TIMES, kinds, kinds & NAMES and NAMES):
            for mention in reversed(old.mentions):
                if alike and mention.kind in alike and not mention.initial:
                    return mention.start, mention.end
        for token in old.tokens:
            if token.term and any(token.term in checker.rivals.get(t, ()) for t in terms):
                return token.start, token.end
        if old.focus and old.kind == "number" and len(terms) == 1 and not kinds:
            at = old.text.lower().find(old.focus)
            return at, at + len(old.focus)
        return self._small_name(new)

    def _small_name(self, new: Asked) -> tuple[int, int] | None:
        """Return the only name of an earlier question; whoever types no capitals exchanges it so."""
        last = self._turns[-1]
        small = new.text.islower() and _meant(last).islower()
        if not small or _LEADING.match(new.text) or _ARTICLE.match(new.text):
            return None
        old = understand(_with_capitals(last, self._analyzer), self._analyzer)
        names = [m for m in old.mentions if m.kind in NAMES and not m.initial]
        return (names[0].start, names[0].end) if len(names) == 1 else None

    def _named(self, text: str) -> str:
        """Put names for pronouns: the person spoken of last, or the thing asked about last."""
        if _PERSON.search(text):
            who = next(self._people(), "")
            if not who:
                return text
            return _PERSON.sub(
                lambda m: f"{who}'s" if _OWNS.match(text, m.start()) else who, text, count=1
            )
        short = len(understand(text, self._analyzer).terms) <= 3
        if short and _THING.search(_EMPTY.sub("", text)) and not _SAME.search(text):
            back = range(len(self._turns), 0, -1)
            topic = next((topics[-1] for n in back if (topics := self._topics(n))), "")
            return _THING.sub(topic, text, count=1) if topic else text
        return text

    def _people(self) -> Iterator[str]:
        """Yield who the turns speak of, those of the last first; then offices, "the captain"."""
        for turn, asked in zip(reversed(self._turns), reversed(self._asked), strict=True):
            if asked.kind == "person":
                shown = [
                    reading
                    for reading in turn.answer.readings[: max(turn.answer.shown, 1)]
                    if turn.answer.outcome != "closest" or reading.confidence >= _LIKELY
                ]
                answered = [name for reading in shown for name in _names_answered(reading)]
                yield from sorted(answered, key=lambda name: not _whole_name(name))
            for mention in reversed(asked.mentions):
                words = asked.text[mention.start : mention.end]
                if mention.kind in _BEINGS and (not mention.initial or " " in words):
                    yield words
            if asked.kind == "identity" and not asked.mentions:  # "who is ada jones", in small
                yield earlier(asked.text, "").rest
        for n in range(len(self._turns), 0, -1):
            yield from (topic for topic in self._topics(n) if _office(topic))

    def _topics(self, n: int) -> list[str]:
        """Return what the ``n``-th question was about: each "the ..." of it, or else its names."""
        asked = self._asked[n - 1]
        things = [asked.text[start:end] for start, end in self._things[n - 1]]
        named = [m for m in asked.mentions if m.kind in NAMES - {"person"} and not m.initial]
        names = [asked.text[m.start : m.end] for m in named]
        if asked.kind in _OF_SOMEBODY or any(name in self._answers(n) for name in names):
            names = []  # nobody is "it"
        return [f"the {_ARTICLE.sub('', thing)}" for thing in things] or names

    def _answers(self, n: int) -> list[str]:
        """Return who was answered by name before the ``n``-th question."""
        turns = zip(self._turns[: n - 1], self._asked, strict=False)
        return [
            turn.answer.readings[0].phrase
            for turn, asked in turns
            if asked.kind == "person" and turn.answer.readings
        ]

    def _continued(self, rest: str) -> str:
        """Carry "at the counterterrorism talks" over to "and who led the US side"."""
        new = understand(rest, self._analyzer)
        if _PLACED.search(" " + rest) and len(new.terms) > 3:
            return rest
        event = earlier(self._before.text, "").event
        placed = _PLACED.search(self._before.text)
        carried = placed.group() if placed else f" at {event}" if event else ""
        if not carried or carried.strip().lower() in rest.lower():
            return rest
        old = understand(carried.strip(), self._analyzer)
        countries = any(t.term in self._checker.countries for t in old.tokens)
        if self._checker.asked_side(new) and countries and len(old.terms) < 2:
            return rest
        return f"{rest.rstrip('?!. ')}{carried}"


def _things(text: str, known: Set[str]) -> list[tuple[int, int]]:
    """Return where "the ..." stands in a question.

    Where its verb begins is not known: "the barge" of "when did the barge go bankrupt" is as much
    of it as an earlier question names (``known``), or what is left without the last word.
    """
    found = []
    for match in _THE.finditer(text):
        start, end = match.span()
        if _TURNED.search(text, 0, start) or _PARTICIPLE.search(match.group()):
            words = _OBJECT.split(match.group(), maxsplit=1)[0].split()
            heads = [" ".join(words[:count]) for count in range(len(words), 1, -1)]
            same = (head for head in heads if head.lower() in known)
            end = start + len(next(same, (heads[1:] or heads)[0]))
        found.append((start, end))
    return found


_DOES = re.compile(r"\b(?!(?:of|the|and|for|in|at|to|from|de|van|von)\b)[a-z]{3,}")


def _names_answered(reading: Reading) -> list[str]:
    """Return the name in a phrase, or right behind it: "the chief (CGS) | Ada Jones"."""
    quote, phrase = reading.quote.text, reading.phrase
    at = quote.find(phrase)
    if at < 0:
        return []
    end = at + len(phrase)
    spans = [(m.start, m.end) for m in mentions(quote) if m.kind in _BEINGS]
    inside = [(a, b) for a, b in spans if at <= a < end]
    for (_, before), (start, _) in pairwise(inside):
        if _DOES.search(quote, before, start):  # "Kostova | outlasts Videnic"
            inside = inside[:1]
    named = [quote[a:b] for a, b in inside]
    return named[-1:] or [quote[a:b] for a, b in spans if 0 <= a - end <= _BESIDE][:1]


def _whole_name(name: str) -> bool:
    """Say whether a name is somebody's, first name and last, and not one word that may be a place."""
    if " " not in name or BUILDING.search(name):
        return False
    return any(m.kind == "person" for m in mentions(f"by {name} said"))


def _meant(turn: Turn) -> str:
    """Return the question of a turn as it was understood."""
    text = turn.answer.understood or tidy(last_question(turn.question))
    return tidy(text.strip()).rstrip("?!. ")


def _with_capitals(turn: Turn, analyzer: Analyzer) -> str:
    """Return what was meant with the capitals that the answer gives its names."""
    text, views = _meant(turn), Views(analyzer)
    told = [views.of(reading.quote.text) for reading in turn.answer.readings]
    return cased(text, understand(text, analyzer).tokens, told)


def _question(text: str) -> str:
    text = " ".join(text.split()).rstrip("?!. ")
    return text[:1].upper() + text[1:] + "?"


def _office(topic: str) -> bool:
    """Say whether "the ..." is somebody: a minister, a captain."""
    return type_of_noun(topic.split()[-1].lower()) == "person"
