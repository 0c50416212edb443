"""The questions of the articles held out: for choosing, for the combination and for the confidence.

They are asked of the whole folder, of the folder of their one article, with their article or their
paragraph taken away, and with a name, date or number exchanged. What the network says of a page is
kept in a file, so that everything after it can be fitted again in minutes.
"""

from __future__ import annotations

import json
import pickle
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

from retrieval.analysis import Analyzer
from retrieval.answering.candidates import Candidate, Scene, candidates, search
from retrieval.answering.checks import Checker
from retrieval.answering.lexicon import DATA, Lexicon
from retrieval.answering.ranker import Linear, LinearScorer
from retrieval.answering.views import Views
from retrieval.questions import understand
from retrieval.reader.opening import SENTENCES
from retrieval.reader.pages import Page
from retrieval.reader.scorer import Network
from retrieval.reader.sights import Scores
from retrieval.tidying import tidy
from retrieval.training.confidence import holes, shortened, stands_in
from retrieval.training.crossed import crossed
from retrieval.training.folders import MANY, SMALL, Folder, clippings, half_of
from retrieval.training.near_misses import Matters, swapped
from retrieval.training.pool import Example, Pool, read_squad
from retrieval.training.reader.judged import Still, judged
from retrieval.training.reader.material import SETS, held_out

PASSAGES = 10


Where = Literal["", " topic", " small"]


@dataclass(frozen=True)
class Asked:
    """A question and the folder it is asked of.

    Kinds: ``own`` (its answer is there), ``gone`` (its article is not), ``hole`` (its paragraph is
    not), ``swapped`` and ``reworded`` (near misses); ``short`` and ``short gone`` without the
    question's last part.
    ``where`` is empty for the whole folder, or says that it is one article or a few clippings;
    ``half`` (0 or 1) is that of its article, for fitting on one half and looking at the other.
    ``elsewhere`` and ``still`` tell of a question without its paragraph whether a gold answer
    stands in the rest, and whether the rest answers it by the judgement of a reader.
    """

    example: Example
    pool: Pool
    kind: str
    where: Where
    half: int
    elsewhere: bool = False  # it may be answerable after all
    still: Still | None = None

    @property
    def answerable(self) -> bool:
        """Whether the folder holds the answer."""
        return self.kind in ("own", "short")

    @property
    def fold(self) -> int:
        """Which half of the question set its article belongs to."""
        return half_of(self.example.article)


class Held:
    """The articles held out, with all that asking needs."""

    def __init__(self, data: Path, seed: int = 3) -> None:
        self.analyzer = Analyzer.default()
        self.lexicon, self.checker = Lexicon.load(self.analyzer), Checker.load(self.analyzer)
        self.views = Views(self.analyzer)
        self.rng = random.Random(seed)  # noqa: S311  # not a secret
        articles, examples = read_squad(data / SETS[0])
        self.names = sorted(held_out(articles))
        self.articles = {a.path: a for a in articles if a.path in self.names}
        self.examples = [e for e in examples if e.article in self.names]
        still = judged()
        marks = chain.from_iterable(still[name] for name in self.names)
        self.still = dict(zip(self.examples, marks, strict=True))
        self.rng.shuffle(self.examples)
        self.pool = Pool(articles, self.analyzer)
        self.topics = {name: Pool([a], self.analyzer) for name, a in self.articles.items()}

    def half(self, example: Example) -> int:
        """Return which half of the held-out articles a question belongs to."""
        return self.names.index(example.article) % 2

    def own(self, most: int | None = None) -> list[Asked]:
        """Return questions asked of the whole folder."""
        return [Asked(e, self.pool, "own", "", self.half(e)) for e in self.examples[:most]]

    def gone(self, most: int | None = None) -> list[Asked]:
        """Return questions whose article is not there."""
        return [
            Asked(e, self.pool.without(e.article), "gone", "", self.half(e))
            for e in self.examples[:most]
        ]

    def own_topic(self) -> list[Asked]:
        """Return questions asked of the folder of their one article."""
        return [
            Asked(e, self.topics[e.article], "own", " topic", self.half(e)) for e in self.examples
        ]

    def hole(self, share: int = 1) -> Iterator[Asked]:
        """Yield every ``share``-th question asked of its article without the paragraph."""
        for example in self.examples[::share]:
            for article, _ in holes(self.articles[example.article], [example]):
                pool, there = Pool([article], self.analyzer), stands_in(example, [article])
                half, still = self.half(example), self.still[example]
                yield Asked(example, pool, "hole", " topic", half, there, still)

    def swapped(self, share: int = 3) -> Iterator[Asked]:
        """Yield near misses of the whole folder and of one article."""
        everywhere = [s.text for p, t in self.topics.items() for s in t.sentences(p, 0, 9999)]
        for number, example in enumerate(self.examples[::share]):
            topic = number % 2 == 1
            own = [s.text for s in self.topics[example.article].sentences(example.article, 0, 9999)]
            texts = own if topic else everywhere
            near = swapped(example, texts, self.views, self.analyzer, self.rng)
            if near:
                pool = self.topics[example.article] if topic else self.pool
                where: Where = " topic" if topic else ""
                yield Asked(near, pool, "swapped", where, self.half(example))

    def reworded(self, share: int = 3) -> Iterator[Asked]:
        """Yield questions with another verb or noun, of the whole folder and of one article."""
        matters = Matters(self.examples, self.analyzer, self.lexicon)
        for number, example in enumerate(self.examples[1::share]):
            near = matters.reworded(example, self.rng)
            if near and number % 2:
                yield Asked(
                    near, self.topics[example.article], "reworded", " topic", self.half(example)
                )
            elif near:
                yield Asked(near, self.pool, "reworded", "", self.half(example))

    def small(self) -> Iterator[Asked]:
        """Yield questions asked of a few clippings of one article, whole and shortened."""
        whole = Folder("held out", list(self.articles.values()), self.examples, self.pool)
        for small in clippings(whole, self.analyzer, self.rng, SMALL):
            folder = small.folder
            half = self.names.index(f"{folder.articles[0].path.split('-')[0]}.txt") % 2
            asked = [("own", "short", e) for e in folder.examples[:MANY]]
            asked += [("gone", "short gone", e) for e in small.unanswered[: MANY // 2]]
            for kind, shorter, example in asked:
                still = kind == "gone" and stands_in(example, folder.articles)
                short = shortened(example, self.rng)
                yield Asked(example, folder.pool, kind, " small", half, still)
                yield Asked(short, folder.pool, shorter, " small", half, still)

    def scene(self, asked: Asked) -> tuple[Scene, list[Candidate]]:
        """Return the scene of a question and its candidates, not yet scored."""
        question = understand(tidy(asked.example.question), self.analyzer)
        scene = search(question, asked.pool, self.lexicon, PASSAGES)
        return scene, candidates(scene, asked.pool, self.views, SENTENCES)

    def light(self, work: Path, half: int) -> LinearScorer:
        """Return the light scorer whose phrase weights come from the other half of the articles."""
        tables = json.loads((DATA / "sentence.json").read_bytes())
        light, refined = Linear.of(tables["light"]), Linear.of(tables["refined"])
        return crossed(work, half, light, refined, self.lexicon, self.checker)


class Remembered:
    """A network that remembers in a file what it said of each page."""

    def __init__(self, network: Network, path: Path) -> None:
        self._network, self._path = network, path
        self._known: dict[tuple[int, ...], tuple[Scores, Scores]] = {}
        if path.exists():
            self._known = pickle.loads(path.read_bytes())  # noqa: S301  # our own file
        self._fresh = 0

    def read(self, page: Page) -> tuple[Scores, Scores]:
        """Return the scores of a page."""
        if page.ids not in self._known:
            self._known[page.ids] = self._network.read(page)
            self._fresh += 1
            if self._fresh % 5000 == 0:
                self.save()
        return self._known[page.ids]

    def save(self) -> None:
        """Write what is known."""
        self._path.write_bytes(pickle.dumps(self._known, protocol=5))
