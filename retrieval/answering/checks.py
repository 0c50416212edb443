"""What speaks against a candidate: it is about another side, another count, another month.

Every check returns 0 (nothing against it) to 1. They lower the score, and the confidence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from retrieval.analysis import Analyzer, Token, Variants
from retrieval.answering.candidates import Candidate, Phrase, Scene
from retrieval.answering.expected import HARD_TYPES, expected_mention
from retrieval.answering.phrases import keys_of
from retrieval.answering.views import View
from retrieval.questions import Asked
from retrieval.resources import config_folder

_SIDE_NOUNS = (
    "delegation team side group party contingent delegate official diplomat army government"
    " troop force ministry military leader counterpart representative negotiator player squad"
)
_WILL = re.compile(r"\b(?:will|going to|next)\b", re.I)
_DID = re.compile(r"\b(?:did|was|were|had)\b", re.I)
_WAS = re.compile(r"\b(?:was|were|had|did|ended|took|went|came|began|held|ago|[a-z]{3,}ed)\b")
_AHEAD = re.compile(
    r"\b(?:will|would|could|set to|is to|are to|to be|due|scheduled|plans?|expected|upcoming)\b"
)
# "asked why the report was missing", "it is unclear who fired": the question, not the answer
_ASKING = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|wonder(?:s|ed|ing)?|unclear|unknown|not (?:yet )?(?:known|clear|said)"
    r"|(?:did not|didn['’]t|declined to|refused to) say)\b(?: \w+){0,2}"
    r" (why|whether|how|when|where|who|whom|what|which)\b",
    re.I,
)
_COUNTABLE = frozenset(  # terms that are counted more often than anything else
    "peopl person soldier civilian woman women man men child children worker student passeng offici"
    " dollar mile meter day year month week hour minut percent".split()
)
_DETERMINERS = frozenset("the a an this that his her its their our".split())
_TYPED = HARD_TYPES | {"person", "place", "organisation"}
_UNDER_WAY = re.compile(r"\b(?:is|are)\b.*\b(?:be|[a-z]{3,})ing\b", re.I)
_TIMED = frozenset(("date", "time", "ordinal", "number", "place"))
_PART = re.compile(
    r"[;:]|,\s+(?:and|but|while|whereas|who|which|where)\b"
    r"|\s(?:while|whereas|but|after|before|since|when|though|although)\s"
)
_CLAUSE = re.compile(r"[;:]|,\s+(?:and|but|while|whereas)\b|\s(?:while|whereas|but)\s")


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
        side = self.asked_side(scene.asked)
        rival, loose = self.rival(scene, c), unqualified(scene, c)
        return [
            {
                "rival": rival,
                "unqualified": loose,
                "tense": tense(scene, c, phrase),
                "other_side": self.other_side(side, c, phrase) if side else 0.0,
                "uncounted": uncounted(scene, c, phrase),
                "echo": echo(scene, c, phrase),
                "mistyped": mistyped(scene, c, phrase),
                "vague": vague(scene, c, phrase),
            }
            for phrase in phrases
        ]

    def other_side(self, side: Side, c: Candidate, phrase: Phrase | None) -> float:
        """Asked about one side, and the phrase belongs to another."""
        belongs = self._belonging(c.view, phrase)
        if belongs:
            return 0.0 if side.country in belongs else 1.0
        around = self.sides(c.title) + [s for view in c.before for s in self.sides(view)]
        if any(s.country == side.country for s in around):
            return 0.0
        return 0.5 if around else 0.3 * (side.country not in c.around)

    def _belonging(self, view: View, phrase: Phrase | None) -> Set[str]:
        """Return the countries that the phrase's clause (or the sentence) speaks for."""
        sides = self.sides(view)
        if phrase is None:
            return {side.country for side in sides}
        own = self._affiliation(view, phrase)
        if own:
            return own
        start, end = clause_of(view.text, phrase.start)
        inside = [side for side in sides if start <= side.at < end]
        if inside:
            nearest = min(inside, key=lambda side: abs(side.at - phrase.start))
            return {nearest.country}
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
        worst = 0.0
        for term in scene.terms:
            rivals = self.rivals.get(term)
            if not rivals or term in c.view.places:
                continue
            held = [r for r in rivals if r in c.view.places and r not in scene.weight]
            if held and term not in c.title.places:
                worst = max(worst, 1.0 if term not in c.around else 0.5)
        return worst


@lru_cache(maxsize=64)
def _asked_side(checker: Checker, text: str, tokens: tuple[Token, ...]) -> Side | None:
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


@lru_cache(maxsize=8_000)
def _cuts(text: str, marks: re.Pattern[str]) -> list[int]:
    return [m.start() for m in marks.finditer(text)]


def clause_of(text: str, at: int, marks: re.Pattern[str] = _CLAUSE) -> tuple[int, int]:
    """Return the clause around a place: from one ", and" or semicolon to the next."""
    places = _cuts(text, marks)
    return (
        max((cut for cut in places if cut <= at), default=0),
        min((cut for cut in places if cut > at), default=len(text)),
    )


def uncounted(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked how many of something, and the number counts something else."""
    focus = scene.asked.focus_terms
    if scene.asked.kind != "number" or not focus or phrase is None:
        return 0.0
    following = [t for t in c.view.tokens if t.start >= phrase.start and t.term][:4]
    counted = [t for t in following if not t.word[:1].isdigit() and t.word.isalpha()]
    if any(c.match[t] >= 0.5 for t in focus):
        return _counts_other(scene, c, phrase)
    return 1.0 if counted else 0.5


def _counts_other(scene: Scene, c: Candidate, phrase: Phrase) -> float:
    """Return 0.7 for "80 people in a mosque", asked how many mosques: the noun is elsewhere."""
    number = next(
        (m for m in c.view.mentions if m.kind == "number" and m.start < phrase.end > m.end - 1),
        None,
    )
    if number is None or number.end <= phrase.start:
        return 0.0
    wanted = set(scene.asked.focus_terms)
    for term in scene.asked.focus_terms:
        wanted |= scene.near[term].keys()
    behind = [t.term for t in c.view.tokens if t.start >= number.end - 1]
    counted = list(takewhile(bool, behind))[:4]  # up to "in" or "of"
    return 0.7 * bool(counted and counted[0] in _COUNTABLE and wanted.isdisjoint(counted))


def unqualified(scene: Scene, c: Candidate) -> float:
    """A word of the question that narrows a noun, "the cricket team", stands in no article."""
    tokens = scene.asked.tokens
    for before, word, noun in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if word.term not in scene.unknown or word.term in scene.asked.asking_terms:
            continue
        opens = before.word in _DETERMINERS or before.term in c.view.places
        if opens and noun.term in c.view.places and c.match[word.term] < 0.4:
            return 1.0
    return 0.0


def tense(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked what will be, and the sentence tells what was; or the other way round.

    For a date or a count the part of the sentence that it stands in decides: "the second round,
    after the first was held in January" does not say when the talks will be held.
    """
    will, did, going_on = _time_asked(scene.asked.text)
    timed = phrase is not None and scene.asked.kind in _TIMED
    if not (will or did or (going_on and timed)):
        return 0.0
    told = c.view.text
    if phrase is not None and timed:
        told = told[slice(*clause_of(told, phrase.start, _PART))]
    was, ahead = _time_told(told)
    if did and not will:  # news is written before the event: what it announced may have been
        return 0.5 * (ahead and not was)
    return (1.0 if will else 0.5) * (was and not ahead)


@lru_cache(maxsize=256)
def _time_asked(text: str) -> tuple[bool, bool, bool]:
    """Say whether a question asks what will be, what was, or what is going on."""
    return bool(_WILL.search(text)), bool(_DID.search(text)), bool(_UNDER_WAY.search(text))


@lru_cache(maxsize=8_000)
def _time_told(text: str) -> tuple[bool, bool]:
    """Say whether words tell what was and what will be."""
    return bool(_WAS.search(text)), bool(_AHEAD.search(text))


def vague(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked for a date, and the phrase is "this week" though its part of the sentence holds one."""
    if phrase is None or scene.asked.kind != "date":
        return 0.0
    strength = expected_mention(scene, c.view, phrase.start, phrase.end)
    part = clause_of(c.view.text, phrase.start, _PART)
    return float(strength < 1 <= expected_mention(scene, c.view, *part))


def mistyped(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked for a date, a number or a name, and the phrase holds none."""
    if phrase is None or scene.asked.kind not in _TYPED:
        return 0.0
    strength = expected_mention(scene, c.view, phrase.start, phrase.end)
    if scene.asked.kind in HARD_TYPES:
        return float(strength == 0)
    return 0.5 * (strength < 0.35)


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
    for i in held:
        if keys[i] and keys[i] not in scene.weight:
            return 0.0
    return float(any(c.view.tokens[i].term for i in held))


@lru_cache(maxsize=8_000)
def _reported(text: str) -> re.Match[str] | None:
    """Return where a text reports a question."""
    return _ASKING.search(text)
