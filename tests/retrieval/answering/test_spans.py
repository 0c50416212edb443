"""The scores of answer phrases: all at once, they are the sums of the features of each."""

import math

import numpy as np
import pytest

from retrieval.analysis import Analyzer
from retrieval.answering.candidates import Scene
from retrieval.answering.lexicon import Lexicon
from retrieval.answering.ranker import log_sums
from retrieval.answering.span_features import LONGEST, dynamic, sizes
from retrieval.answering.span_words import static
from retrieval.answering.spans import SpanScorer
from retrieval.answering.views import View, Views
from retrieval.questions import understand

ANALYZER = Analyzer.default()
LEXICON = Lexicon.load(ANALYZER)
SPANS = SpanScorer.load(LEXICON)
VIEWS = Views(ANALYZER)
TEXTS = (
    "Lt. Gen. Ada Jones led the team of 12 people on 13 February 2023, and Ben Shah the other.",
    "***",
    "The talks ended.",
    "The prime minister of the United States met Zuqoq Blaarg, the minister of Qomolangra.",
    "The Foreign Office said “we agreed on nothing new”; more than 80 people came to the talks"
    " in the capital last week, while others stayed at home and waited for news of the talks.",
)


def scene_of(question: str) -> Scene:
    asked = understand(question, ANALYZER)
    weight = {term: (i + 1) / 20 for i, term in enumerate(asked.terms)}
    return Scene(asked, asked.terms, weight, weight, {}, frozenset())


def one_by_one(scene: Scene, view: View, first: int, last: int) -> float:
    kind, get = scene.asked.kind, SPANS.weights.get
    fixed = static(kind, view, LEXICON)
    moving = dynamic(scene.asked, scene.weight, view, LEXICON)
    held = [*fixed.start[first], *moving.start[first], *fixed.end[last], *moving.end[last]]
    for i in range(first, last + 1):
        held += [*fixed.inner[i], *moving.inner[i]]
    exact = [*fixed.exact, *moving.exact]
    held += [feature for i, j, feature in exact if (i, j) == (first, last)]
    held.append(sizes(kind)[last - first])
    return sum(get(feature, 0.0) for feature in held)


@pytest.mark.parametrize(
    "question", ["Who led the team?", "How many people came to the talks?", "What was agreed on?"]
)
def test_every_run_scores_the_sum_of_its_features(question: str) -> None:
    scene, views = scene_of(question), [VIEWS.of(text) for text in TEXTS]
    scores = SPANS.scores(scene, views)
    for row, view in enumerate(views):
        count = len(view.tokens)
        for first in range(scores.shape[1]):
            for more in range(LONGEST):
                score = scores[row, first, more]
                if first + more < count:
                    expected = one_by_one(scene, view, first, first + more)
                    assert score == pytest.approx(expected, abs=1e-9)
                else:
                    assert score == -math.inf


def test_scores_are_added_up_for_each_sentence() -> None:
    scene, views = scene_of("Who led the team?"), [VIEWS.of(text) for text in TEXTS]
    scores = SPANS.scores(scene, views)
    for row, held in enumerate(log_sums(scores)):
        finite = scores[row][np.isfinite(scores[row])]
        expected = math.log(np.exp(finite).sum()) if finite.size else 0.0
        assert held == pytest.approx(expected)
