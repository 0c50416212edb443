"""Train the weights of the answerer: ``python -m retrieval.training --data DIR``.

Sources: SQuADShifts New Wikipedia and Reddit (``new_wiki_v1.0.json``, ``reddit_v1.0.json``), which
share no article with the evaluation sets. Every stage that looks at phrase scores uses phrase
weights learned on other articles (two folds), so that it does not trust them too much.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.analysis import Analyzer
from retrieval.answering.answerer import Answerer
from retrieval.answering.candidates import Candidate, Scene, candidates, search
from retrieval.answering.checks import Checker
from retrieval.answering.confidence import SIGNS, Confidence, Logistic
from retrieval.answering.context import quoted_with
from retrieval.answering.features import FEATURES, vector
from retrieval.answering.lexicon import DATA, Lexicon
from retrieval.answering.ranker import REFINED, SPAN_FEATURES, Linear, LinearScorer
from retrieval.answering.readings import Judged
from retrieval.answering.views import Views
from retrieval.model import Sentence
from retrieval.questions import understand
from retrieval.tidying import tidy
from retrieval.training import confidence, sentences
from retrieval.training.crossed import crossed
from retrieval.training.folders import MANY, SMALL, Folder, Small, clippings, topics
from retrieval.training.near_misses import Matters, swapped
from retrieval.training.pool import Example, Pool, read_squad

SETS = ("new_wiki_v1.0.json", "reddit_v1.0.json")
STAGES = ("spans", "sentences", "confidence")
PASSAGES, SENTENCES = 10, 16
Asking = tuple[int, Scene, list[Candidate], NDArray[np.bool_]]
Adder = Callable[["Folder", Example, str], None]


def log(text: str) -> None:
    """Say how far the training is."""
    print(text, flush=True)  # noqa: T201  # a training says where it is


class Training:
    """The stages, each writing a file that the next one reads."""

    def __init__(self, data: Path, work: Path, seed: int = 5) -> None:
        self.analyzer = Analyzer.default()
        self.lexicon = Lexicon.load(self.analyzer)
        self.checker = Checker.load(self.analyzer)
        self.views = Views(self.analyzer)
        self.work = work
        self.rng = random.Random(seed)  # noqa: S311  # not a secret
        self.folders = [self._folder(data / name) for name in SETS]
        self.topics = list(topics(self.folders[0], self.analyzer))
        everything = [example for folder in self.folders for example in folder.examples]
        self.matters = Matters(everything, self.analyzer, self.lexicon)
        self.small = list(clippings(self.folders[0], self.analyzer, self.rng, SMALL))

    def _folder(self, path: Path) -> Folder:
        articles, examples = read_squad(path)
        self.rng.shuffle(examples)
        return Folder(path.stem, articles, examples, Pool(articles, self.analyzer))

    def spans(self, epochs: int = 4) -> None:
        """Learn phrase weights on each half and on everything."""
        from retrieval.training import spans

        learner = spans.Learner(self.analyzer, self.lexicon)
        halves = [
            [
                case
                for f in self.folders
                for case in learner.features(f.pool, [e for e in f.examples if f.fold(e) == half])
            ]
            for half in (0, 1)
        ]
        for name, data in (
            ("span0", halves[0]),
            ("span1", halves[1]),
            ("span", halves[0] + halves[1]),
        ):
            cases, vocabulary = spans.index_cases(learner, data, None)
            weights = spans.learn(cases, len(vocabulary), epochs=epochs, decay=1.5e-4)
            kept = spans.write(self.work / f"{name}.json", vocabulary, weights, least=0.05)
            log(f"{name}: {len(cases)} sentences, {kept} weights")
        (DATA / "span.json").write_bytes((self.work / "span.json").read_bytes())

    def _scorer(self, half: int, light: Linear | None, refined: Linear | None) -> LinearScorer:
        """Return a scorer whose phrase weights come from the other half."""
        return crossed(self.work, half, light, refined, self.lexicon, self.checker)

    def _found(self, folder: Folder, example: Example) -> tuple[Scene, list[Candidate]]:
        asked = understand(tidy(example.question), self.analyzer)
        scene = search(asked, folder.pool, self.lexicon, PASSAGES)
        return scene, candidates(scene, folder.pool, self.views, SENTENCES)

    def _asked(self, folders: Sequence[Folder]) -> Iterator[Asking]:
        for folder in folders:
            for example in folder.examples:
                scene, found = self._found(folder, example)
                for c in found:
                    c.features = vector(scene, c)
                yield (
                    folder.fold(example),
                    scene,
                    found,
                    np.array([holds(c.sentence, example) for c in found], bool),
                )

    def sentences(self) -> None:
        """Learn the light weights, then the refined ones on the best few."""
        small = [replace(s.folder, examples=s.folder.examples[:MANY]) for s in self.small]
        data = list(self._asked([*self.folders, *self.topics, *small]))
        log(f"{len(data)} questions")
        light = sentences.learn(
            [
                sentences.Choice(np.array([c.features for c in found]), right)
                for _, _, found, right in data
                if found
            ],
            list(FEATURES),
        )
        model = Linear.of(light)
        scorers = [self._scorer(half, model, None) for half in (0, 1)]
        choices = []
        for half, scene, found, right in data:
            if not found:
                continue
            for c in found:
                c.light = float(model.contributions(c.features).sum())
            order = sorted(range(len(found)), key=lambda i, found=found: -found[i].light)[:REFINED]  # type: ignore[misc]
            rows = scorers[half].refine(scene, [found[i] for i in order])
            choices.append(sentences.Choice(np.array(rows), right[order]))
        refined = sentences.learn(choices, [*FEATURES, *SPAN_FEATURES])
        (DATA / "sentence.json").write_text(
            json.dumps({"light": light, "refined": refined}, indent=1)
        )
        for name in sorted(refined, key=lambda n: -abs(refined[n]["weight"])):
            log(
                f"{name:20} {light.get(name, {}).get('weight', 0):8.3f}"
                f" {refined[name]['weight']:8.3f}"
            )

    def confidence(self) -> None:
        """Learn the confidence on answerable and unanswerable questions."""
        tables = json.loads((DATA / "sentence.json").read_bytes())
        light, refined = Linear.of(tables["light"]), Linear.of(tables["refined"])
        judges = [
            Answerer(self.analyzer, scorer=self._scorer(half, light, refined), confidence=BLIND)
            for half in (0, 1)
        ]
        samples: list[confidence.Sample] = []

        def add(folder: Folder, example: Example, kind: str) -> None:
            asked = understand(tidy(example.question), self.analyzer)
            scene = search(asked, folder.pool, self.lexicon, PASSAGES)
            judge = judges[folder.fold(example)]
            judged = judge.judge(scene, folder.pool)
            answerable = kind in ("own", "short")
            quoted = answerable and quotes(judge, scene, judged, folder.pool, example)
            for rank, one in enumerate(judged[: 3 if answerable else 1]):
                right = answerable and holds(one.candidate.sentence, example)
                samples.append(confidence.Sample(one.signs, right, kind, rank, quoted))

        for folder in self.folders:
            self._mixed(folder, add)
            log(f"{folder.name}: {len(samples)} samples")
        for topic in self.topics:
            self._one_topic(topic, add)
        log(f"topics: {len(samples)} samples")
        for small in self.small:
            self._clippings(small, add)
        log(f"small folders: {len(samples)} samples")
        model = confidence.learn(samples, list(SIGNS))
        (DATA / "confidence.json").write_text(json.dumps(model, indent=1))

    def _mixed(self, folder: Folder, add: Adder) -> None:
        texts = [s.text for a in folder.articles for s in folder.pool.sentences(a.path, 0, 10**6)]
        few = 2800 if "wiki" in folder.name else 1500
        for example in folder.examples[:few]:
            add(folder, example, "own")
        for example in folder.examples[few : few + few // 2]:
            add(replace(folder, pool=folder.pool.without(example.article)), example, "gone")
        for example in folder.examples[-few // 2 :]:
            near = swapped(example, texts, self.views, self.analyzer, self.rng)
            if near:
                add(folder, near, "swapped")
            self._reworded(folder, example, add)

    def _reworded(self, folder: Folder, example: Example, add: Adder) -> None:
        near = self.matters.reworded(example, self.rng)
        if near:
            add(folder, near, "reworded")

    def _one_topic(self, topic: Folder, add: Adder) -> None:
        texts = [s.text for s in topic.pool.sentences(topic.articles[0].path, 0, 10**6)]
        for example in topic.examples[:30]:
            add(topic, example, "own")
        for article, example in confidence.holes(topic.articles[0], topic.examples[30:50]):
            if confidence.stands_in(example, [article]):  # answered elsewhere too, perhaps
                continue
            add(replace(topic, pool=Pool([article], self.analyzer)), example, "hole")
        for example in topic.examples[50:68]:
            near = swapped(example, texts, self.views, self.analyzer, self.rng)
            if near:
                add(topic, near, "swapped")
            self._reworded(topic, example, add)

    def _clippings(self, small: Small, add: Adder) -> None:
        folder = small.folder
        texts = [s.text for a in folder.articles for s in folder.pool.sentences(a.path, 0, 10**6)]
        for example in folder.examples[:MANY]:
            add(folder, example, "own")
            add(folder, confidence.shortened(example, self.rng), "short")
        for example in small.unanswered[: MANY // 2]:
            if confidence.stands_in(example, folder.articles):
                continue
            add(folder, example, "gone")
            add(folder, confidence.shortened(example, self.rng), "short gone")
        for example in folder.examples[MANY : MANY + MANY // 3]:
            near = swapped(example, texts, self.views, self.analyzer, self.rng)
            if near:
                add(folder, near, "swapped")
            self._reworded(folder, example, add)


_NOTHING = Logistic(Linear((), np.zeros(len(SIGNS)), np.zeros(len(SIGNS))), 0.0)
BLIND = Confidence(_NOTHING, _NOTHING, _NOTHING)


def quotes(
    answerer: Answerer, scene: Scene, judged: Sequence[Judged], pool: Pool, example: Example
) -> bool:
    """Say whether a gold answer stands in the quote of the first answer."""
    kept, _ = answerer.arrange(scene, judged, pool)
    return bool(kept) and any(
        holds(sentence, example) for sentence in quoted_with(scene, kept[0], pool)
    )


def holds(s: Sentence, example: Example) -> bool:
    """Say whether a gold answer stands in a sentence."""
    return s.article == example.article and any(s.start <= at < s.end for _, at in example.answers)


def main() -> None:
    """Run the stages named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--work", type=Path, default=Path(".quotedesk/training"))
    parser.add_argument("stage", nargs="*", choices=[*STAGES, []], help="stages to run (all)")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    training = Training(options.data, options.work)
    for stage in options.stage or STAGES:
        log(f"== {stage}")
        getattr(training, stage)()


if __name__ == "__main__":
    main()
