"""What speaks against a candidate: another side, a rival of an asked word, or a mismatch.

Every check returns 0 (nothing against it) to 1. They lower the score, and the confidence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from retrieval.analysis import Analyzer, Token, Variants
from retrieval.answering.candidates import Candidate, Phrase, Scene
from retrieval.answering.clauses import clause_of
from retrieval.answering.counting import uncounted
from retrieval.answering.descriptions import SAYING, unspelled
from retrieval.answering.mismatches import (
    anonymous,
    aside,
    deathless,
    denial,
    denied,
    echo,
    mistyped,
    uncaused,
    unmet,
    unnamed,
    unqualified,
)
from retrieval.answering.moments import momentary, reported, tense, unended, vague, yearless
from retrieval.answering.narrowing import other_people, sought, undated
from retrieval.answering.offices import unheld
from retrieval.answering.persons import (
    doerless,
    doers,
    misplaced,
    named,
    namesake,
    of_deed,
    of_somebody,
    passing,
    says,
    somebody_else,
    unspoken,
)
from retrieval.answering.views import View
from retrieval.questions import Asked
from retrieval.resources import config_folder

_SIDE_NOUNS = (
    "delegation team side group party contingent delegate official diplomat army government"
    " troop force ministry military leader counterpart representative negotiator player squad"
    " minister president premier ambassador embassy parliament police court prosecutor navy"
)
_NAMELESS = 0.5  # of "mistyped": from here on a phrase is hardly somebody
_OF_SPEECH = re.compile(
    rf"\b(?:{'|'.join(SAYING)}|say|call|describ\w+|spoke|speak\w*|comment\w*|respon\w+|react\w*|mention\w*)\b",
    re.I,
)
_SPEAKS_FOR = re.compile(r"\brepresent(?:s|ed|ing)?\s+(?:the\s+)?$", re.I)


@dataclass(frozen=True)
class Side:
    """A country and a noun that belongs to it, "the Pakistani delegation", at a character."""

    country: str
    noun: str
    at: int


@dataclass(frozen=True, eq=False)
class Checker:
    """The word lists of the checks, as terms."""

    countries: frozenset[str]
    nouns: frozenset[str]
    rivals: dict[str, frozenset[str]]  # term -> the other terms of its groups

    @classmethod
    def load(cls, analyzer: Analyzer) -> Checker:
        """Read the lists of the config folder."""
        variants = Variants.load(config_folder() / "variants.toml")
        rivals: dict[str, frozenset[str]] = {}
        groups = tomllib.loads((config_folder() / "contrasts.toml").read_text("utf-8"))["groups"]
        for group in groups:
            terms = frozenset(analyzer.term(word) for word in group.split())
            for term in terms:
                rivals[term] = rivals.get(term, frozenset()) | (terms - {term})
        return cls(
            frozenset(analyzer.term(word) for word in variants.names.values()),
            frozenset(analyzer.term(word) for word in _SIDE_NOUNS.split()),
            rivals,
        )

    def sides(self, view: View) -> list[Side]:
        """Return the sides that a text speaks of."""
        return _sides(self, view)

    def asked_side(self, asked: Asked) -> Side | None:
        """Return the side that a question is about, if it names one."""
        return _asked_side(self, asked.text, asked.tokens)

    def side_of(self, text: str, tokens: tuple[Token, ...]) -> Side | None:
        """Return the one side that a text speaks of, if it is one."""
        found = _sides_of(self, text, tokens)
        both = re.search(r"\b([A-Z][\w.]+) (?:and|or) (?:the )?([A-Z][\w.]+)", text)
        joined = both and {t.term for t in tokens if both.start() <= t.start < both.end()}
        if joined and len(joined & self.countries) > 1:
            return None
        return found[0] if len({side.country for side in found}) == 1 else None

    def against(
        self, scene: Scene, c: Candidate, phrases: Sequence[Phrase | None]
    ) -> list[dict[str, float]]:
        """Return the checks of each phrase with their strength."""
        asks_who = scene.asked.kind == "person"
        side = self.asked_side(scene.asked)
        negated, done_by, stands = denial(scene, c), doers(scene, c), of_deed(scene, c)
        done = doerless(scene, c, stands)
        of_sentence = {
            "rival": self.rival(scene, c),
            "unqualified": unqualified(scene, c),
            "unnamed": unnamed(scene, c),
            "namesake": namesake(scene, c),
            "somebody_else": somebody_else(scene, c),
            "unmet": unmet(scene, c),
            "other_people": other_people(scene, c),
            "undated": undated(scene, c),
            "unended": unended(scene, c),
            "sought": sought(scene, c),
            "unspelled": unspelled(scene, c),
            "uncaused": uncaused(scene, c),
            "deathless": deathless(scene, c),
            "yearless": yearless(scene, c),
            "unspoken": unspoken(scene, c),
            "passing": passing(scene, c),
        }
        of_phrases = [
            {
                **of_sentence,
                "misplaced": misplaced(c, done_by, stands, phrase),
                "unheld": unheld(scene, c, phrase),
                "of_somebody": of_somebody(scene, c, phrase),
                "aside": aside(scene, c, phrase),
                "denied": denied(c, negated, phrase),
                "tense": tense(scene, c, phrase),
                "other_side": self.other_side(scene, side, c, phrase) if side else 0.0,
                "uncounted": uncounted(scene, c, phrase),
                "echo": echo(scene, c, phrase),
                "mistyped": mistyped(scene, c, phrase),
                "vague": vague(scene, c, phrase),
                "momentary": momentary(scene, c, phrase),
                "anonymous": anonymous(scene, c, phrase),
                "named": named(scene, c, phrase),
                "reported": reported(scene, c, phrase),
            }
            for phrase in phrases
        ]
        for found in of_phrases:  # names nobody, in a sentence without the deed
            nameless = found["mistyped"] >= _NAMELESS
            found["nobody"] = max(found["unmet"], done) * nameless * asks_who
        return of_phrases

    def other_side(self, scene: Scene, side: Side, c: Candidate, phrase: Phrase | None) -> float:
        """Asked about one side, and the phrase belongs to another, or only speaks of it."""
        speaks = phrase is not None and _speaks(scene, c.view, phrase)
        belongs = self._belonging(c.view, phrase, speaks=speaks)
        if belongs:
            return 0.0 if side.country in belongs else 1.0
        around = self.sides(c.title) + [s for view in c.before for s in self.sides(view)]
        if any(s.country == side.country for s in around):
            return 0.0
        if around or (speaks and self.sides(c.view)):
            return 0.7
        return 0.3 * (side.country not in c.around)

    def _belonging(self, view: View, phrase: Phrase | None, *, speaks: bool) -> Set[str]:
        """Return the countries that the phrase's clause (or the sentence) speaks for.

        What somebody ``speaks`` of says nothing about himself.
        """
        sides = self.sides(view)
        if phrase is None:
            return {side.country for side in sides}
        own = self._affiliation(view, phrase)
        if own:
            return own
        start, end = clause_of(view.text, phrase.start)
        if speaks:
            end = phrase.start
        inside = [side for side in sides if start <= side.at < end]
        if inside:
            nearest = min(inside, key=lambda side: abs(side.at - phrase.start))
            return {nearest.country}
        if speaks:
            return set()
        return {side.country for side in sides} or self._offices(view, start, end)

    def _offices(self, view: View, start: int, end: int) -> Set[str]:
        """Return the countries in the names of offices, as in "US State Department Consul"."""
        spans = [
            (m.start, m.end)
            for m in view.mentions
            if m.kind in ("organisation", "title", "person") and start <= m.start < end
        ]
        return self._named_in(view, spans)

    def _affiliation(self, view: View, phrase: Phrase) -> Set[str]:
        """Return the country of an office named in or right before the phrase."""
        spans = [
            (m.start, m.end)
            for m in view.mentions
            if m.kind in ("organisation", "title", "person")
            and m.start < phrase.end
            and phrase.start - m.end <= 2
        ]
        return self._named_in(view, spans)

    def _named_in(self, view: View, spans: Sequence[tuple[int, int]]) -> Set[str]:
        held = [token.term for start, end in spans for token in view.within(start, end)]
        return self.countries.intersection(held)

    def rival(self, scene: Scene, c: Candidate) -> float:
        """The sentence holds a rival of an asked word ("killed" for "injured") and not the word."""
        if scene.asked.kind == "yes_no":
            return 0.0  # "it stays closed" answers "does it open?"
        worst = 0.0
        for term in scene.terms:
            rivals = self.rivals.get(term)
            if not rivals or term in c.view.terms:
                continue
            held = [r for r in rivals if r in c.view.terms and r not in scene.weight]
            if held and term not in c.title.terms:
                worst = max(worst, 1.0 if term not in c.around else 0.5)
        return worst


def _speaks(scene: Scene, view: View, phrase: Phrase) -> bool:
    """Say whether the phrase is somebody who says what the sentence tells, unasked."""
    return says(view, phrase.end) and not _OF_SPEECH.search(scene.asked.text)


@lru_cache(maxsize=64)
def _asked_side(checker: Checker, text: str, tokens: tuple[Token, ...]) -> Side | None:
    for token in tokens:
        if token.term in checker.countries and _SPEAKS_FOR.search(text, 0, token.start):
            return Side(token.term, "", token.start)
    return checker.side_of(text, tokens)


@lru_cache(maxsize=8_000)
def _sides(checker: Checker, view: View) -> list[Side]:
    return _sides_of(checker, view.text, view.tokens)


def _sides_of(checker: Checker, text: str, tokens: tuple[Token, ...]) -> list[Side]:
    found = []
    for i, token in enumerate(tokens):
        if token.term not in checker.countries:
            continue
        for j in range(i + 1, min(i + 5, len(tokens))):
            if tokens[j].term in checker.nouns and not _broken(text[token.end : tokens[j].start]):
                found.append(Side(token.term, tokens[j].term, token.start))
                break
            if tokens[j].term == "":
                break
        before = tokens[max(0, i - 3) : i]
        if len(before) >= 2 and before[-1].word in ("from", "of", "the"):
            noun = next((t for t in reversed(before) if t.term in checker.nouns), None)
            link = {t.word for t in before if noun and t.start > noun.start}
            if noun and link <= {"from", "of", "the"} and link & {"from", "of"}:
                found.append(Side(token.term, noun.term, token.start))
    return found


def _broken(between: str) -> bool:
    return any(mark in between for mark in ",;:.()")
