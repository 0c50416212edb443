"""What tells readings apart: the event and the date that a quote speaks of, else its article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.analysis import STOP_WORDS
from retrieval.answering.candidates import Candidate, Phrase
from retrieval.answering.restating import EVENTS
from retrieval.answering.times import long_date
from retrieval.answering.views import View
from retrieval.model import ArticleInfo

_EVENT = re.compile(rf"\b((?:[\w.’'-]+\s+){{1,2}})({EVENTS})\b", re.I)
_MONTHS_DAYS = re.compile(
    r"\d|January|February|March|April|May|June|July|August|September|October|November|December"
)
_VERBS = frozenset(
    "hold held holding begin began start started end ended attend attended convene join".split()
)
_LONGEST = 60


def labels(shown: Sequence[tuple[Candidate, Phrase, ArticleInfo]]) -> list[str]:
    """Return a label for each reading; all differ where the articles or their places do."""
    made = [_label(c, phrase, info) for c, phrase, info in shown]
    for i, (_, _, info) in enumerate(shown):
        title = _cut(info.title)
        if made.count(made[i]) > 1 and not made[i].startswith(title):
            made[i] = _cut(f"{made[i]}, {title}", 100)
    for i, (c, _, _) in enumerate(shown):
        if made.count(made[i]) > 1:
            made[i] = f"{made[i]}, paragraph {c.sentence.paragraph + 1}"
    return made


def _label(c: Candidate, phrase: Phrase, info: ArticleInfo) -> str:
    event = next(
        (e for view in (c.view, *c.before[:1], c.title, *c.before[1:]) if (e := _event(view.text))),
        "",
    )
    when = _date(c.view, phrase) or (long_date(info.published) if info.published else "")
    return ", ".join(part for part in (event or _cut(info.title), when) if part)


@lru_cache(maxsize=4_000)
def _event(text: str) -> str:
    """Return an event with the words that qualify it: "counterterrorism dialogue"."""
    for match in _EVENT.finditer(text):
        kept: list[str] = []
        for word in reversed(match.group(1).split()):
            if (
                word.lower() in STOP_WORDS
                or word[:1].isdigit()
                or (word.endswith((",", ".", ":")) and len(word) > 3)
            ):
                break
            kept.insert(0, word)
        if kept and kept[0].lower() in _VERBS:
            del kept[0]
        if kept:
            return _cut(" ".join([*kept, match.group(2)]))
    return ""


def _date(view: View, phrase: Phrase) -> str:
    """Return the first real date of a sentence that is not the phrase itself."""
    for mention in view.mentions:
        words = view.text[mention.start : mention.end]
        apart = mention.end <= phrase.start or mention.start >= phrase.end
        if mention.kind == "date" and apart and _MONTHS_DAYS.search(words):
            return words
    return ""


def _cut(text: str, limit: int = _LONGEST) -> str:
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
