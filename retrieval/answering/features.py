"""What speaks for a sentence, as plain functions ``(scene, candidate) -> float``.

Each is registered by ``@feature``; its docstring is its explanation in ``:why``. Those that look at
what a question type asks for are in ``typed_features``. The weights are
data (``retrieval/data/sentence.json``), learned by ``retrieval.training``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from retrieval.answering.candidates import Candidate, Scene
from retrieval.answering.registry import Table, given, into, speaking
from retrieval.answering.typed_features import TYPED
from retrieval.answering.views import View

HELD: Table = {}
feature = into(HELD)
named = given(lambda scene: bool(scene.named))
numbered = given(lambda scene: bool(scene.asked.number_terms))

ANAPHORA = re.compile(
    r"\W*(?:he|she|it|they|his|her|its|their|this|these|that|those|such|both|him|them|one|another)\b",
    re.I,
)
DEFINITE = re.compile(r"\W*the\s+[a-z]")
_PRONOUN = re.compile(r"\b(?:he|she|it|they|his|her|its|their|him|them)\b", re.I)


@feature
def overlap(scene: Scene, c: Candidate) -> float:
    """Share of the question's weight (idf) that the sentence holds, synonyms by hand included."""
    return sum(c.met.values())


@feature
def soft_overlap(scene: Scene, c: Candidate) -> float:
    """The same share with near words counted in part."""
    return c.soft


@feature
def overlap_squared(scene: Scene, c: Candidate) -> float:
    """The soft share squared: holding nearly everything counts more than twice half of it."""
    return c.soft**2


@feature
def count_overlap(scene: Scene, c: Candidate) -> float:
    """Share of the question's terms, each counted the same."""
    return len(c.met) / (len(scene.terms) or 1)


@feature
def idf_overlap(scene: Scene, c: Candidate) -> float:
    """Idf that the sentence holds, absolute (saturating)."""
    return math.log1p(sum([scene.idf[t] for t in c.met]))


@feature
def rarest(scene: Scene, c: Candidate) -> float:
    """Whether the sentence holds the question's rarest known term."""
    return float(scene.rarest in c.spots)


@feature
def bigrams(scene: Scene, c: Candidate) -> float:
    """Weight of neighbouring question terms that stand within three words of each other."""
    return _near_pairs(scene, c, 3)


@feature
def tight_bigrams(scene: Scene, c: Candidate) -> float:
    """Weight of neighbouring question terms that stand side by side in the same order."""
    total, places = 0.0, c.spots
    for one, two in pairwise(scene.terms):
        if one in places and two in places:
            firsts = set(places[one])
            if any(p - 1 in firsts or p - 2 in firsts for p in places[two]):
                total += min(scene.weight[one], scene.weight[two])
    return total


def _near_pairs(scene: Scene, c: Candidate, distance: int) -> float:
    total, places = 0.0, c.spots
    for one, two in pairwise(scene.terms):
        if one in places and two in places:
            gap = min([abs(p - q) for p in places[one] for q in places[two]])
            if gap <= distance:
                total += min(scene.weight[one], scene.weight[two])
    return total


@feature
def window(scene: Scene, c: Candidate) -> float:
    """Most question weight inside any twelve neighbouring words."""
    best = running = 0.0
    start = 0
    for place, weight in c.placed:
        running += weight
        while place - c.placed[start][0] > 12:
            running -= c.placed[start][1]
            start += 1
        if running > best:
            best = running
    return min(best, 1.0)


@feature
def spread(scene: Scene, c: Candidate) -> float:
    """How far apart the first and last matched words stand (log)."""
    return math.log1p(c.placed[-1][0] - c.placed[0][0]) / 4 if c.placed else 0.0


@feature
@named
def names(scene: Scene, c: Candidate) -> float:
    """Weight of the question's proper names that the sentence holds."""
    return sum([w for t, w in scene.named.items() if t in c.view.terms])


@feature
@named
def names_missing(scene: Scene, c: Candidate) -> float:
    """Weight of the question's proper names that the sentence lacks."""
    return sum([w for t, w in scene.named.items() if t not in c.view.terms])


@feature
@named
def names_nowhere(scene: Scene, c: Candidate) -> float:
    """Weight of the question's proper names that neither passage nor title hold."""
    return sum([w for t, w in scene.named.items() if t not in c.around and t not in c.title.terms])


@feature
def names_absent(scene: Scene, c: Candidate) -> float:
    """Weight of the question's proper names that stand nowhere in the article."""
    return sum([w for t, w in scene.named.items() if t in c.absent])


@feature
def words_absent(scene: Scene, c: Candidate) -> float:
    """Weight of its other words that stand nowhere in the article, near words set against them."""
    return sum([w * (1 - c.match[t]) for t, w in scene.plain.items() if t in c.absent])


@feature
@numbered
def numbers_missing(scene: Scene, c: Candidate) -> float:
    """Share of the question's years, days and amounts that the sentence lacks."""
    numbers = scene.asked.number_terms
    return sum(t not in c.view.terms for t in numbers) / len(numbers) if numbers else 0.0


@feature
@numbered
def numbers_nowhere(scene: Scene, c: Candidate) -> float:
    """Share of the question's years, days and amounts that the passage lacks too."""
    numbers = scene.asked.number_terms
    return sum(t not in c.around for t in numbers) / len(numbers) if numbers else 0.0


@feature
def plain_words(scene: Scene, c: Candidate) -> float:
    """Weight of the question's words that are no names, near words in part."""
    return sum([w * c.match[t] for t, w in scene.plain.items()]) if scene.named else c.soft


@feature
@given(lambda scene: bool(scene.asked.focus_terms))
def focus(scene: Scene, c: Candidate) -> float:
    """Whether the sentence holds the noun that the answer counts or is one of."""
    return max([c.match[t] for t in scene.asked.focus_terms])


@feature
def last_term(scene: Scene, c: Candidate) -> float:
    """Whether the sentence holds the question's last term."""
    return c.match[scene.terms[-1]] if scene.terms else 0.0


@feature
def first_term(scene: Scene, c: Candidate) -> float:
    """Whether the sentence holds the question's first term."""
    return c.match[scene.terms[0]] if scene.terms else 0.0


def _gain(scene: Scene, c: Candidate, view: View | None) -> float:
    """Weight of the terms that this view holds and the sentence lacks."""
    if view is None:
        return 0.0
    return sum([w for t, w in c.missed.items() if t in view.terms])


@feature
def before(scene: Scene, c: Candidate) -> float:
    """Weight that the sentence before adds."""
    return _gain(scene, c, c.before[0] if c.before else None)


@feature
def earlier(scene: Scene, c: Candidate) -> float:
    """Weight that the two sentences before that add."""
    if len(c.before) < 2:
        return 0.0
    nearest, *others = c.before
    held = [
        w
        for t, w in c.missed.items()
        if t not in nearest.terms and any(t in view.terms for view in others)
    ]
    return sum(held)


@feature
def after(scene: Scene, c: Candidate) -> float:
    """Weight that the next sentence adds."""
    return _gain(scene, c, c.after)


@feature
def in_title(scene: Scene, c: Candidate) -> float:
    """Weight that the title adds."""
    return _gain(scene, c, c.title)


@feature
def carried(scene: Scene, c: Candidate) -> float:
    """Weight that the sentence before adds when this one opens with a pronoun."""
    return before(scene, c) if _opens_with_pronoun(c.view) else 0.0


@feature
def carried_definite(scene: Scene, c: Candidate) -> float:
    """Weight that the sentence before adds when this one opens with "the talks" and the like."""
    return before(scene, c) if DEFINITE.match(c.view.text) else 0.0


@lru_cache(maxsize=8_000)
def _opens_with_pronoun(view: View) -> bool:
    return ANAPHORA.match(view.text) is not None


@lru_cache(maxsize=8_000)
def _holds_pronoun(view: View) -> bool:
    return _PRONOUN.search(view.text) is not None


@feature
@named
def carried_names(scene: Scene, c: Candidate) -> float:
    """Weight of names that the sentences before or the title add to one with a pronoun inside."""
    if not _holds_pronoun(c.view):
        return 0.0
    views = (c.title, *c.before)
    return sum(
        [
            w
            for t, w in scene.named.items()
            if c.match[t] < 1 and any(t in view.terms for view in views)
        ]
    )


@feature
def pronoun(scene: Scene, c: Candidate) -> float:
    """Whether the sentence opens with a pronoun."""
    return float(_opens_with_pronoun(c.view))


@feature
def around_share(scene: Scene, c: Candidate) -> float:
    """Share of the question's weight that the passage holds."""
    return c.around_share


@feature
def passage_score(scene: Scene, c: Candidate) -> float:
    """BM25 score of the passage, relative to the best."""
    return c.score / scene.top


@feature
def passage_margin(scene: Scene, c: Candidate) -> float:
    """How far the passage leads the next one when it is the best."""
    if c.rank or len(scene.hits) < 2:
        return float(not c.rank)
    return 1 - scene.hits[1].score / scene.top


@feature
def passage_first(scene: Scene, c: Candidate) -> float:
    """Whether the passage is the best one."""
    return float(c.rank == 0)


@feature
def opens_article(scene: Scene, c: Candidate) -> float:
    """Whether the sentence is the first of its article."""
    return float(c.sentence.position == 0)


@feature
def position(scene: Scene, c: Candidate) -> float:
    """How far into the article the sentence stands (log)."""
    return math.log1p(c.sentence.position) / 4


@feature
def heading(scene: Scene, c: Candidate) -> float:
    """Whether it is a heading."""
    return float(c.sentence.heading)


@feature
def length(scene: Scene, c: Candidate) -> float:
    """Number of words (log)."""
    return math.log1p(len(c.view.tokens)) / 3


@feature
def very_short(scene: Scene, c: Candidate) -> float:
    """Whether it has fewer than seven words."""
    return float(len(c.view.tokens) < 7)


@feature
def new_words(scene: Scene, c: Candidate) -> float:
    """Number of content words that the question does not have (log)."""
    return math.log1p(len(c.view.terms) - len(c.view.terms & scene.weight.keys())) / 3


FEATURES: Table = {**HELD, **TYPED}


def vectors(scene: Scene, found: Sequence[Candidate]) -> list[list[float]]:
    """Return the values of all features of each candidate, in the order of ``FEATURES``."""
    functions = speaking(FEATURES, scene)
    return [[of(scene, c) if of else 0.0 for of in functions] for c in found]


def vector(scene: Scene, c: Candidate) -> list[float]:
    """Return the values of all features of a candidate."""
    return vectors(scene, [c])[0]
