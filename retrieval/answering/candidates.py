"""From a question to candidate sentences with all that the features look at."""

from __future__ import annotations

import calendar
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from retrieval.answering.evidence import Evidence
from retrieval.answering.lexicon import Lexicon
from retrieval.answering.respelling import by_surname, respelled
from retrieval.answering.tables import below, cell_of, cells
from retrieval.answering.views import View, Views
from retrieval.mentions import Mention
from retrieval.model import Hit, Passage, Query, Sentence
from retrieval.questions import Asked

_ASKING = 0.3  # so much of its weight has "date" in "on what date", or an initial
_MOST_NEAR = 16  # near words that are searched for
_FEW = 5_000  # passages; among more, those with words that are merely near drown the others, ...
_COMMON = 0.05  # ... and so do those with words that this share of the passages hold
_EARLIER = 3  # sentences before one that a candidate knows, ...
_ROWS = 40  # ... and sentences before a row of a table, to find the first one
_HEADINGS = 3  # one below the other: "Plans", "Storage", the first row of a table
WORD = 0.9  # from this on a match counts as the word itself


@dataclass(frozen=True)
class Scene:
    """A question against one corpus: its terms with weights that sum to 1."""

    asked: Asked
    terms: tuple[str, ...]
    idf: dict[str, float]
    weight: dict[str, float]
    near: dict[str, dict[str, float]]
    unknown: frozenset[str]  # terms that no passage holds
    hits: tuple[Hit, ...] = ()
    passages: tuple[Passage, ...] = ()
    top: float = 0.0  # the best passage score
    # what the question expects in each sentence looked at; see ``expected.expected_in``
    expected: dict[View, list[tuple[float, Mention]]] = field(default_factory=dict, init=False)
    notes: dict[str, object] = field(default_factory=dict, init=False)  # of a scorer, for the trace

    @cached_property
    def rarest(self) -> str:
        """The known term with the highest idf, "" without any."""
        known = [t for t in self.terms if t not in self.unknown]
        return max(known, key=lambda t: self.idf[t], default="")

    @cached_property
    def named(self) -> dict[str, float]:
        """The weights of the terms of proper names."""
        return {t: w for t, w in self.weight.items() if t in self.asked.name_terms}

    @cached_property
    def plain(self) -> dict[str, float]:
        """The weights of the terms that belong to no name."""
        return {t: w for t, w in self.weight.items() if t not in self.asked.name_terms}

    @cached_property
    def kin(self) -> dict[str, tuple[str, ...]]:
        """The terms of the question that each word near one of them is near to."""
        kin: dict[str, tuple[str, ...]] = {}
        for term in self.terms:
            for other in self.near[term]:
                if other not in self.weight:  # a word of the question stands for itself alone
                    kin[other] = (*kin.get(other, ()), term)
        return kin

    @cached_property
    def sought(self) -> frozenset[str]:
        """The terms of the question and all that are near one of them."""
        return frozenset((*self.terms, *self.kin))


class Phrase(NamedTuple):
    """A run of words of a sentence, ``view.text[start:end]``, with its score."""

    start: int
    end: int
    score: float


@dataclass
class Candidate:
    """A sentence that may answer, with its surroundings.

    ``match[term]`` is 1 where the sentence holds the term, less where it holds a near word.
    ``before`` are the views of up to three earlier sentences of the article, nearest first.
    """

    sentence: Sentence
    view: View
    passage: Passage
    rank: int
    score: float  # of the passage
    match: dict[str, float]
    spots: dict[str, list[int]]  # where the sentence holds a term or its synonym
    before: tuple[View, ...]
    earlier: tuple[Sentence, ...]  # the sentences of ``before``
    after: View | None
    title: View  # of the article, with the headings above the sentence
    header: Sentence | None  # the first row of the table that the sentence is a row of
    cell: tuple[int, int] | None  # where its cell stands that the first row names as asked
    around: frozenset[str]  # the terms of the whole passage
    around_share: float  # of the question's weight that the passage holds
    absent: frozenset[str]  # terms of the question that stand nowhere in the article
    soft: float  # of the question's weight that the sentence holds, near words in part
    placed: list[tuple[int, float]]  # places of ``spots`` in order, with the weights
    met: dict[str, float]  # the weights of the terms that the sentence holds, synonyms included
    missed: dict[str, float]  # the weights of the others
    features: list[float] = field(default_factory=list)
    light: float = 0.0  # score without phrases
    total: float = 0.0  # score, higher is better
    phrases: tuple[Phrase, ...] = ()  # best first
    said: frozenset[str] = frozenset()  # the terms that say what the best phrase means
    against: dict[str, float] = field(default_factory=dict)  # what speaks against it
    read: tuple[float, ...] = ()  # the signs of a second reader; none where it did not read
    row: list[float] = field(default_factory=list)  # the features of a scorer of two together


def weigh(asked: Asked, evidence: Evidence, lexicon: Lexicon) -> Scene:
    """Weigh the terms of a question, without searching."""
    terms = asked.terms
    frequency = evidence.frequencies(terms)
    count = max(len(evidence), 1)
    idf = {t: math.log(1 + (count - frequency[t] + 0.5) / (frequency[t] + 0.5)) for t in terms}
    worth = {
        t: idf[t]
        * lexicon.common.get(t, 1.0)
        * (_ASKING if t in asked.asking_terms or len(t) == 1 else 1.0)
        for t in terms
    }
    total = sum(worth.values()) or 1.0
    return Scene(
        asked=asked,
        terms=terms,
        idf=idf,
        weight={t: worth[t] / total for t in terms},
        near={t: lexicon.near.get(t, {}) for t in terms},
        unknown=frozenset(t for t in terms if not frequency[t]),
    )


def search(asked: Asked, evidence: Evidence, lexicon: Lexicon, limit: int) -> Scene:
    """Weigh the terms of a question and search the passages."""
    found = weigh(asked, evidence, lexicon)
    hits = evidence.search(Query(found.terms), limit) if found.terms else []
    hits += _by_synonyms(found, evidence, hits, limit // 2)
    by_key = {passage.key: passage for passage in evidence.passages([hit.key for hit in hits])}
    hits = [hit for hit in hits if hit.key in by_key]
    return replace(
        found,
        hits=tuple(hits),
        passages=tuple(by_key[hit.key] for hit in hits),
        top=hits[0].score if hits else 0.0,
    )


def reread(scene: Scene, asked: Asked, evidence: Evidence, lexicon: Lexicon) -> Scene:
    """Return what was found for the same words, weighed as another reading of them."""
    weighed = weigh(asked, evidence, lexicon)
    return replace(weighed, hits=scene.hits, passages=scene.passages, top=scene.top)


def _by_synonyms(found: Scene, evidence: Evidence, hits: Sequence[Hit], limit: int) -> list[Hit]:
    """Return further passages that hold synonyms of the question's words, below the others.

    A word and its synonyms are searched for together, so a passage about "the dialogue" is found
    for "the talks"; its score is scaled down to that of the last hit at most. In a small collection
    near words are searched for too: few people ask in the words of the articles.
    """
    others = _others(found, evidence)
    if not others or not limit:
        return []
    held = {hit.key for hit in hits}
    names = tuple(t for t in found.terms if t in found.asked.name_terms)
    more = [
        h for h in evidence.search(Query((*names, *others)), limit + len(hits)) if h.key not in held
    ]
    ceiling = hits[-1].score if hits else more[0].score if more else 0.0
    top = max((h.score for h in more), default=1.0)
    return [Hit(h.key, ceiling * h.score / top) for h in more[:limit]]


def _others(found: Scene, evidence: Evidence) -> tuple[str, ...]:
    """Return the words near those of the question that are worth searching for, nearest first."""
    small = len(evidence) <= _FEW
    near = {
        other: likeness
        for term in found.terms
        for other, likeness in found.near[term].items()
        if other not in found.weight and (small or likeness >= WORD)
    }
    if not small:
        most, frequency = _COMMON * len(evidence), evidence.frequencies(list(near))
        near = {other: near[other] for other in near if 0 < frequency[other] <= most}
    return tuple(sorted(near, key=lambda other: -near[other])[:_MOST_NEAR])


_Rough = tuple[float, int, int, Sentence, View]
"""A sentence by what it holds: negative score, rank of its passage, start, itself, its words."""


def candidates(scene: Scene, evidence: Evidence, views: Views, keep: int) -> list[Candidate]:
    """Return the ``keep`` sentences with the most overlap, each with its surroundings."""
    rough: list[_Rough] = []
    seen = [views.of_sentences(passage) for passage in scene.passages]
    for rank, passage in enumerate(scene.passages):
        place = 0.35 * (scene.hits[rank].score / scene.top)
        for sentence, view in zip(passage.sentences, seen[rank], strict=True):
            score = _overlap(scene, view.terms) + place
            rough.append((-score, rank, sentence.start, sentence, view))
    rough.sort()  # no two have the same start in one passage
    best = rough[:keep]
    best += [one for one in _behind_questions(best, rough) if one not in best]
    earliest: dict[int, int] = {}
    for _, rank, _, sentence, _ in best:
        earliest[rank] = min(earliest.get(rank, sentence.position), sentence.position)
    settings = {
        rank: _setting(scene, scene.passages[rank], seen[rank], at, evidence, views)
        for rank, at in earliest.items()
    }
    return [
        _candidate(scene, rank, sentence, view, settings[rank], views)
        for _, rank, _, sentence, view in best
    ]


def _behind_questions(best: Sequence[_Rough], rough: Sequence[_Rough]) -> list[_Rough]:
    """Return the sentences that stand right behind a question, which may answer it."""
    asking = {(rank, s.position + 1) for _, rank, _, s, _ in best if is_question(s)}
    return [one for one in rough if (one[1], one[3].position) in asking] if asking else []


def is_question(sentence: Sentence) -> bool:
    """Say whether a sentence ends in a question mark, what marks it up aside."""
    return sentence.text.rstrip("*_# ").endswith("?")


def outdone(c: Candidate, other: Candidate) -> float:
    """Return the weight of what the other sentence holds of the question and this one lacks."""
    return sum([w for t, w in c.missed.items() if t in other.met])


def _overlap(scene: Scene, terms: frozenset[str]) -> float:
    """Return how much of the question these terms hold, with half of what is near them."""
    held = terms & scene.sought
    if not held:
        return 0.0
    weights, kin = scene.weight.items(), scene.kin
    share = sum([w for t, w in weights if t in held])
    near = {t for other in held if other in kin for t in kin[other]}
    return share + 0.5 * sum([w for t, w in weights if t in near]) if near else share


class _Setting(NamedTuple):
    """What the sentences of one passage share."""

    title: View
    around: frozenset[str]
    share: float  # of the question's weight that the passage holds
    absent: frozenset[str]  # terms of the question that stand nowhere in the article
    first: int  # the position of the first of ``sentences``
    sentences: tuple[Sentence, ...]  # those before the passage that its candidates need, its own
    views: list[View]  # of these sentences


def _setting(
    scene: Scene,
    passage: Passage,
    own: list[View],
    earliest: int,  # the position of the first candidate of the passage
    evidence: Evidence,
    views: Views,
) -> _Setting:
    info = evidence.info(passage.article)
    around = _date_terms(info.published, views).union(*[view.terms for view in own])
    start = passage.sentences[0].position
    reach = _ROWS if cells(passage.sentences[0].text) else _EARLIER
    first = min(start, max(0, earliest - reach))
    before = evidence.sentences(passage.article, first, start) if first < start else []
    title = views.of(info.title)
    lacking = [t for t in scene.terms if t not in around and t not in title.terms]
    known = [t for t in lacking if t not in scene.unknown]
    return _Setting(
        title=title,
        around=around,
        absent=frozenset(lacking).difference(evidence.held(passage.article, known)),
        share=sum([w for t, w in scene.weight.items() if t in around]),
        first=first,
        sentences=(*before, *passage.sentences),
        views=[*(views.of(sentence.text) for sentence in before), *own],
    )


def _candidate(
    scene: Scene, rank: int, sentence: Sentence, view: View, setting: _Setting, views: Views
) -> Candidate:
    match, spots = matched(scene, view)
    other = respelled(scene.asked, view, setting.absent) if setting.absent else {}
    alone = by_surname(scene.asked, view, setting.absent) if scene.asked.people else {}
    index = sentence.position - setting.first
    header = _first_row(setting, index)
    column = _in_columns(scene, setting.views[header], view) if spots and header is not None else {}
    for term, places in (*other.items(), *alone.items(), *column.items()):
        match[term], spots[term] = WORD, places
    earliest = max(0, index - _EARLIER)
    return Candidate(
        sentence=sentence,
        view=view,
        passage=scene.passages[rank],
        rank=rank,
        score=scene.hits[rank].score,
        match=match,
        spots=spots,
        before=tuple(setting.views[earliest:index][::-1]),
        earlier=setting.sentences[earliest:index][::-1],
        after=setting.views[index + 1] if index + 1 < len(setting.views) else None,
        title=_entitled(setting, index, views),
        header=None if header is None else setting.sentences[header],
        cell=_asked_cell(scene, view, column) if column else None,
        around=setting.around,
        around_share=setting.share,
        absent=setting.absent.difference(other),
        soft=sum([w * match[t] for t, w in scene.weight.items()]),
        placed=sorted([(p, scene.weight[t]) for t, held in spots.items() for p in held]),
        met={t: w for t, w in scene.weight.items() if match[t] >= WORD},
        missed={t: w for t, w in scene.weight.items() if match[t] < WORD},
    )


def _entitled(setting: _Setting, index: int, views: Views) -> View:
    """Return the title of the article with the headings that a sentence stands right under."""
    above = setting.sentences[:index]
    last = next((i for i in range(index - 1, -1, -1) if above[i].heading), None)
    if last is None or setting.sentences[index].heading:
        return setting.title
    first = last
    while first and last - first + 1 < _HEADINGS and above[first - 1].heading:
        first -= 1
    title = setting.title.text
    told = [one.text for one in above[first : last + 1] if one.text not in title]
    return views.of("\n".join([title, *told])) if told else setting.title


def _first_row(setting: _Setting, index: int) -> int | None:
    """Return which sentence is the first row of the table that a row is of, if there is one."""
    if not cells(setting.sentences[index].text):
        return None
    above = setting.sentences[:index]
    at = next((i for i in range(index - 1, -1, -1) if above[i].heading), None)
    return at if at is not None and cells(above[at].text) else None


def _in_columns(scene: Scene, header: View, row: View) -> dict[str, list[int]]:
    """Return where a row has what the first row names and it does not itself."""
    _, spots = matched(scene, header)
    return below(header, row, {t: held for t, held in spots.items() if t not in row.terms})


def _asked_cell(scene: Scene, row: View, column: dict[str, list[int]]) -> tuple[int, int] | None:
    """Return where the cell stands that is asked for: below what is counted, or the only one."""
    focus = scene.asked.focus_terms & column.keys()
    return cell_of(row, [at for term in focus or column for at in column[term]])


def matched(scene: Scene, view: View) -> tuple[dict[str, float], dict[str, list[int]]]:
    """Return how well a sentence meets each term, 0 to 1, and where it holds it or a synonym."""
    match: dict[str, float] = {}
    spots: dict[str, list[int]] = {}
    kin = scene.kin.keys() & view.terms
    for term in scene.terms:
        if term in view.terms:
            match[term], spots[term] = 1.0, view.places[term]
            continue
        near = scene.near[term] if kin else {}
        held = {other: near[other] for other in kin if other in near}
        match[term] = max(held.values(), default=0.0)
        if match[term] >= WORD:
            others = [other for other, likeness in held.items() if likeness >= WORD]
            spots[term] = sorted([p for other in others for p in view.places[other]])
    return match, spots


@lru_cache(maxsize=1_000)
def _month(published: date) -> str:
    return f"{calendar.month_name[published.month]} {published.year}"


def _date_terms(published: date | None, views: Views) -> frozenset[str]:
    """Return the year and the month of publication: "in 2023" is met by an article of that year."""
    return views.of(_month(published)).terms if published else frozenset()
