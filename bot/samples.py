"""Questions to begin with, drawn from the articles; each is one that they do answer.

Plain patterns turn a sentence into a question ("The team was led by ..." into "Who led the team?");
what comes out is asked, and kept when the very sentence it came from is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.ports import Answerer
from retrieval.errors import QuotedeskError
from retrieval.model import Conversation, Question, Sentence

if TYPE_CHECKING:
    from retrieval.corpus import Snapshot

COUNT = 3
ARTICLES = 8  # newest ones looked at
SENTENCES = 40  # of each
TRIES = 9  # questions asked at most
SENTENCE = 600  # characters of a sentence looked at
LONGEST = 75  # characters; a label of a button holds no more

_NAME = r"[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|al|bin|de|van|von|of)){0,2} [A-Z][\w’'-]+"
_THING = r"[Tt]he (?P<thing>(?:[\w’'-]+ ){0,4}?[\w’'-]{3,})"
_NO_NAME = frozenset(
    "The This That These Those In On At After Before When While But And He She It".split()
)
_OFFICES = frozenset(
    "Former Prime Foreign Deputy Vice Assistant Minister Secretary President Department State"
    " Counsellor Senator General Spokesman Spokesperson Judge Mr Mrs Ms Dr Sir".split()
)
_DATED = r"(?=.*\b(?:1[5-9]|20)\d\d\b)"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What a sentence looks like, and the question it answers."""

    found: re.Pattern[str]
    question: Callable[[re.Match[str]], str]


def _about(question: str, name: str) -> str:
    """Return the question about a person without the offices before the name; empty if no name."""
    words = name.split()
    while len(words) > 2 and words[0] in _OFFICES:
        del words[0]
    return "" if words[0] in _NO_NAME else question.format(" ".join(words))


# The verbs are those whose past is spelled like their participle.
_PATTERNS = (
    _Pattern(
        re.compile(
            rf"{_THING},? (?:(?:is|was|are|were|been) )?(?P<verb>led|headed|chaired|founded|signed"
            r"|organi[sz]ed|built|designed|invented|discovered|won|created|made|developed|directed"
            r"|introduced|published|owned|hosted|announced|launched) by [A-Zat]"
        ),
        lambda match: f"Who {match['verb']} the {match['thing']}?",
    ),
    _Pattern(
        re.compile(
            r"\b\d[\d,.]* (?P<noun>(?:[a-z]+ )?(?:people|children|men|women|[a-z]{3,}s))"
            r" (?P<verb>were|have been) (?P<done>[a-z]{2,}(?:ed|lt|wn|ld|ken|ven|ade))\b"
        ),
        lambda match: f"How many {match['noun']} {match['verb']} {match['done']}?",
    ),
    _Pattern(
        re.compile(
            rf"{_DATED}^{_THING} (?P<verb>was|were) (?P<done>held|founded|signed|built|opened"
            r"|launched|established|published|adopted|completed|created|elected|formed)\b"
        ),
        lambda match: f"When {match['verb']} the {match['thing']} {match['done']}?",
    ),
    _Pattern(
        re.compile(rf"{_DATED}\b(?P<name>{_NAME}) was born\b"),
        lambda match: _about("When was {} born?", match["name"]),
    ),
    _Pattern(
        re.compile(rf"\b(?P<name>{_NAME}), who\b"),
        lambda match: _about("Who is {}?", match["name"]),
    ),
    _Pattern(
        re.compile(rf"\b(?P<name>{_NAME})(?:, [^,]{{3,60}},)? (?:said|told|warned|stressed)\b"),
        lambda match: _about("What did {} say?", match["name"]),
    ),
)


def sample_questions(snapshot: Snapshot, answerer: Answerer) -> tuple[str, ...]:
    """Return up to three questions, of different articles and kinds where that is possible."""
    good: list[tuple[str, Sentence]] = []
    for asked, (question, sentence) in enumerate(_varied(list(_candidates(snapshot)))):
        if len(good) == COUNT or asked == TRIES:
            break
        if _answers(snapshot, answerer, question, sentence):
            good.append((question, sentence))
    return tuple(question for question, _ in good)


def _candidates(snapshot: Snapshot) -> Iterator[tuple[int, str, Sentence]]:
    """Yield kind, question and its sentence; a question that several sentences raise, once."""
    seen: set[str] = set()
    for info in snapshot.articles(ARTICLES):
        for sentence in snapshot.sentences(info.path, 0, SENTENCES):
            for kind, question in _questions(sentence):
                if question.casefold() not in seen:
                    seen.add(question.casefold())
                    yield kind, question, sentence


def _questions(sentence: Sentence) -> Iterator[tuple[int, str]]:
    if sentence.heading or len(sentence.text) > SENTENCE:
        return
    for kind, pattern in enumerate(_PATTERNS):
        match = pattern.found.search(sentence.text)
        question = " ".join(pattern.question(match).split()) if match else ""
        if 0 < len(question) <= LONGEST:
            yield kind, question


def _varied(candidates: list[tuple[int, str, Sentence]]) -> Iterator[tuple[str, Sentence]]:
    """Yield first what differs most from what came before: another article, another kind."""
    articles: dict[str, int] = {}
    kinds: dict[int, int] = {}
    while candidates:
        best = min(
            candidates,
            key=lambda c: (
                articles.get(c[2].article, 0),
                kinds.get(c[0], 0),
                not re.search(r" [A-Z]", c[1]),  # a name makes a question clear by itself
                c[0],
            ),
        )
        candidates.remove(best)
        kind, question, sentence = best
        articles[sentence.article] = articles.get(sentence.article, 0) + 1
        kinds[kind] = kinds.get(kind, 0) + 1
        yield question, sentence


def _answers(snapshot: Snapshot, answerer: Answerer, question: str, sentence: Sentence) -> bool:
    """Tell whether the answer to a question is the sentence it came from."""
    try:
        answer = answerer.answer(snapshot, Question(question), Conversation())
    except QuotedeskError:
        return False
    quotes = [reading.quote for reading in answer.readings[: answer.shown]]
    return answer.outcome in {"found", "several"} and any(
        quote.article == sentence.article
        and quote.start < sentence.end
        and sentence.start < quote.end
        for quote in quotes
    )
