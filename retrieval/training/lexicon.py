"""Make ``retrieval/data/lexicon.json``.

``python -m retrieval.training.lexicon --data DIR --wordnet DIR``. Every lower-case word of the
question sets, of the model's vocabulary and of the texts that WordNet 3.0 counted its senses in is
embedded by all-MiniLM-L6-v2 (``embedding``): alone, and where the question sets and the glosses of
WordNet use it. ``neigh`` keeps for each term up to twelve others with their likeness, which is
learned from these vectors (``likeness``), ``cluster`` puts each word of the first two into one of
256 classes by k-means. ``common`` says how little a term tells that many paragraphs hold.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from retrieval.analysis import Analyzer
from retrieval.answering.lexicon import DATA
from retrieval.training.embedding import WORD, Model, Vectors
from retrieval.training.likeness import Kinship, learn, neighbours
from retrieval.training.pool import read_squad

SETS = ("new_wiki_v1.0.json", "reddit_v1.0.json")
LEAST, MOST = 0.15, 12  # likeness, and others, of a term
CLASSES, SEEN = 256, 2
USED = 200  # places where a word is used that are looked at
COMMON = 0.002  # share of the paragraphs from which on a term is common
_FLOOR = 2e-4  # share that a term is given which no paragraph holds


def count_words(folder: Path) -> Counter[str]:
    """Count the lower-case words of the question sets."""
    counts: Counter[str] = Counter()
    for name in SETS:
        articles, examples = read_squad(folder / name)
        for text in (*(a.text for a in articles), *(e.question for e in examples)):
            counts.update(WORD.findall(text))
    return counts


def wordnet(folder: Path) -> tuple[set[str], list[str]]:
    """Return the counted words of WordNet, and what it says of each of its senses.

    ``folder`` holds ``cntlist.rev`` and ``data.noun`` to ``data.adv`` (Debian: wordnet-base).
    """
    lines = (folder / "cntlist.rev").read_text("utf-8").splitlines()
    counted = {word for word in (line.split("%")[0] for line in lines) if WORD.fullmatch(word)}
    texts = []
    for name in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{name}").read_text("latin-1").splitlines():
            if not line.startswith(" "):  # the licence stands above
                head, _, gloss = line.partition("|")
                parts = head.split()
                words = parts[4 : 4 + 2 * int(parts[3], 16) : 2]
                if not counted.isdisjoint(words):
                    texts.append(f"{' '.join(words).replace('_', ' ')}: {gloss.strip()}")
    return counted, texts


def classes(words: Sequence[str], counts: Counter[str], vectors: Vectors) -> dict[str, int]:
    """Return the class of every word that was seen."""
    from sklearn.cluster import MiniBatchKMeans

    found = MiniBatchKMeans(CLASSES, random_state=0, n_init=3, batch_size=4096)
    labels: Iterable[int] = found.fit(vectors - vectors.mean(0)).labels_
    return {w: int(c) for w, c in zip(words, labels, strict=True) if counts[w] >= SEEN}


def common(folder: Path, analyzer: Analyzer) -> dict[str, float]:
    """Return what is left of the weight of terms that are common anywhere, 0 to 1.

    The square root of the term's idf over all paragraphs against that of an unseen one. A small
    folder cannot tell by itself that "became" says less than a name.
    """
    shares: dict[str, float] = defaultdict(float)
    for name in SETS:
        paragraphs = [p for a in read_squad(folder / name)[0] for p in a.text.split("\n\n") if p]
        held = Counter(term for p in paragraphs for term in set(analyzer.terms(p)))
        for term, count in held.items():
            shares[term] += count / len(paragraphs) / len(SETS)
    most = math.log(1 + 1 / _FLOOR)
    return {
        term: round(math.sqrt(math.log(1 + 1 / (share + _FLOOR)) / most), 2)
        for term, share in sorted(shares.items())
        if share >= COMMON
    }


def main() -> None:
    """Make the lexicon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--wordnet", type=Path, required=True, help="folder of its data files")
    options = parser.parse_args()
    data: Path = options.data
    analyzer, model = Analyzer.default(), Model()
    counts = count_words(data)
    known = {w for w in model.vocabulary if WORD.fullmatch(w)}
    words = sorted(known | {w for w, n in counts.items() if n >= SEEN})
    counted, texts = wordnet(options.wordnet)
    further = sorted(counted.difference(words))
    sets = [read_squad(data / name) for name in SETS]
    texts += [
        p for articles, _ in sets for a in articles for p in a.text.split("\n\n") if p.strip()
    ]
    texts += [e.question for _, examples in sets for e in examples]
    alone = model.embed(words)
    everything = [*words, *further]
    kinship = Kinship.of(
        everything,
        [1 + counts[word] for word in everything],
        np.concatenate([alone, model.embed(further)]),
        model.embed_used(everything, texts, USED),
        analyzer,
    )
    shares = common(data, analyzer)
    weights = learn(sets, kinship, shares, analyzer)
    print("likeness:", weights.round(3).tolist())  # noqa: T201  # a training says what it learned
    table = {
        "neigh": neighbours(kinship, weights, MOST, LEAST),
        "cluster": classes(words, counts, alone),
        "common": shares,
    }
    (DATA / "lexicon.json").write_text(json.dumps(table, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    main()
