"""What the reader learns from: questions with windows that hold their answer or do not.

New Wikipedia (without the articles held out) and Reddit of SQuADShifts. Each question comes with a
window around its answer, one of another passage that BM25 finds and that does not hold it, and at
times with a name, date or number exchanged: a near miss, which nothing answers.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.analysis import Analyzer
from retrieval.answering.views import Views
from retrieval.model import Article, Query, Sentence
from retrieval.reader.pages import Page, lay_out
from retrieval.reader.tokens import NOTHING, Pieces, Tokenizer
from retrieval.training.near_misses import swapped
from retrieval.training.pool import Example, Pool, read_squad

SETS = ("new_wiki_v1.0.json", "reddit_v1.0.json")
HELD_OUT = 8  # articles of New Wikipedia that are never learned from
_WORDS = (50, 125)  # words of a window that holds the answer
_HARD = 6  # the best passages without the answer, one of which is taken

Gold = tuple[tuple[int, int, float], ...]  # first piece, last piece, share of the annotators


@dataclass(frozen=True, slots=True)
class Drill:
    """One page to learn from; ``gold`` is empty when nothing there answers.

    Pages of the same ``group`` (0 or more) ask the same question.
    """

    page: Page
    gold: Gold
    group: int


@dataclass
class Source:
    """A question set as a folder of articles."""

    articles: list[Article]
    examples: list[Example]
    pool: Pool
    titled: bool


def held_out(articles: Sequence[Article], seed: int = 7) -> frozenset[str]:
    """Return the paths of the articles that are kept for choosing and for fitting."""
    rng = random.Random(seed)  # noqa: S311  # not a secret
    return frozenset(a.path for a in rng.sample(sorted(articles, key=lambda a: a.path), HELD_OUT))


def read_sources(folder: Path, analyzer: Analyzer) -> list[Source]:
    """Read both question sets, without what is held out."""
    sources = []
    for name in SETS:
        articles, examples = read_squad(folder / name)
        titled = "wiki" in name
        kept = held_out(articles) if titled else frozenset()
        articles = [a for a in articles if a.path not in kept]
        examples = [e for e in examples if e.article not in kept]
        sources.append(Source(articles, examples, Pool(articles, analyzer), titled))
    return sources


@dataclass(frozen=True)
class Recipe:
    """What the pages are made of; the shares are of all questions."""

    context: str = "title+previous"  # or "title", "none"
    bare: float = 0.25  # of the pages have no context all the same
    near_misses: float = 0.25
    seed: int = 1


class Material:
    """Makes the pages of an epoch."""

    def __init__(self, sources: Sequence[Source], tokenizer: Tokenizer, recipe: Recipe) -> None:
        self.sources, self.tokenizer, self.recipe = sources, tokenizer, recipe
        self.analyzer = Analyzer.default()
        self.views = Views(self.analyzer)
        self.texts = [[s.text for a in x.articles for s in _all(x.pool, a.path)] for x in sources]

    def epoch(self, number: int, most: int | None = None) -> list[Drill]:
        """Return the pages of an epoch in a random order of questions."""
        rng = random.Random(1000 * self.recipe.seed + number)  # noqa: S311  # not a secret
        asked = [(i, e) for i, x in enumerate(self.sources) for e in x.examples]
        rng.shuffle(asked)
        drills: list[Drill] = []
        for group, (i, example) in enumerate(asked):
            drills += self._drills(i, example, group, rng)
            if most and len(drills) >= most:
                break
        return drills

    def _drills(self, i: int, example: Example, group: int, rng: random.Random) -> Iterator[Drill]:
        source = self.sources[i]
        sentences = _all(source.pool, example.article)
        at = next(
            (k for k, s in enumerate(sentences) if s.start <= example.answers[0][1] < s.end), None
        )
        if at is None:
            return
        first, last = _around(sentences, at, rng)
        yield self._drill(source, example, sentences, (first, last), group, rng)
        other = self._hard(source, example, rng)
        if other:
            yield self._drill(source, example, *other, group, rng)
        if rng.random() < self.recipe.near_misses:
            near = swapped(example, self.texts[i], self.views, self.analyzer, rng)
            if near:
                wrong = Example(near.question, near.article, ())
                yield self._drill(source, wrong, sentences, (first, last), -1 - group, rng)

    def _hard(
        self, source: Source, example: Example, rng: random.Random
    ) -> tuple[list[Sentence], tuple[int, int]] | None:
        terms = tuple(dict.fromkeys(self.analyzer.terms(example.question)))
        keys = [hit.key for hit in source.pool.search(Query(terms), 10)]
        answers = [re.compile(rf"\b{re.escape(text)}\b", re.I) for text, _ in example.answers]
        fit = [
            p
            for p in source.pool.passages(keys)
            if not any(a.search(s.text) for a in answers for s in p.sentences)
        ]
        if not fit:
            return None
        chosen = rng.choice(fit[:_HARD])
        first = chosen.sentences[0].position
        return _all(source.pool, chosen.article), (first, first + len(chosen.sentences))

    def _drill(
        self,
        source: Source,
        example: Example,
        sentences: Sequence[Sentence],
        place: tuple[int, int],
        group: int,
        rng: random.Random,
    ) -> Drill:
        first, last = place
        held = sentences[first:last]
        parts = [self.tokenizer.pieces(s.text) for s in held]
        bare = self.recipe.context == "none" or rng.random() < self.recipe.bare
        context = NOTHING if bare else self._context(source, sentences, first)
        page = lay_out(self.tokenizer.pieces(example.question), context, parts)
        return Drill(page, _gold(page, held, parts, example), group)

    def _context(self, source: Source, sentences: Sequence[Sentence], first: int) -> Pieces:
        title = source.pool.info(sentences[first].article).title if sentences else ""
        earlier = sentences[first - 1].text if first and "previous" in self.recipe.context else ""
        return self.tokenizer.pieces(f"{title}. {earlier}")


def _all(pool: Pool, article: str) -> list[Sentence]:
    return pool.sentences(article, 0, 10**6)


def _around(sentences: Sequence[Sentence], at: int, rng: random.Random) -> tuple[int, int]:
    """Return a random run of whole sentences that holds sentence ``at``."""
    wanted = rng.randint(*_WORDS)
    first, last = at, at + 1
    words = len(sentences[at].text.split())
    sides = [True, False]
    while sides:
        back = rng.choice(sides)
        nxt = first - 1 if back else last
        more = len(sentences[nxt].text.split()) if 0 <= nxt < len(sentences) else wanted
        if words + more > wanted:
            sides.remove(back)
            continue
        words += more
        first, last = (nxt, last) if back else (first, nxt + 1)
    return first, last


def _gold(
    page: Page, held: Sequence[Sentence], parts: Sequence[Pieces], example: Example
) -> tuple[tuple[int, int, float], ...]:
    found = []
    for text, at in example.answers:
        for k, (sentence, pieces) in enumerate(zip(held, parts, strict=True)):
            if sentence.article == example.article and sentence.start <= at < sentence.end:
                low, high = at - sentence.start, at + len(text) - sentence.start
                spots = [
                    page.firsts[k] + i
                    for i in range(len(pieces.ids))
                    if pieces.starts[i] < high and low < pieces.ends[i]
                ]
                spots = [spot for spot in spots if spot < page.firsts[-1]]
                if spots:
                    found.append((spots[0], spots[-1]))
    return tuple((first, last, 1 / len(found)) for first, last in found)
