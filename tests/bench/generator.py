"""Articles of any number, the same for the same seed: real text first, then words by Zipf's law.

The real text is what every Python carries with it (the language reference in ``pydoc_data``) and
the seed articles. The rest draws words by rank: the real words by their own frequencies in the
head, made-up pronounceable ones in the long tail, so that the vocabulary grows with the text as
Heaps' law says. An article has a headline and about twenty passages of a hundred words.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from pydoc_data.topics import topics

import numpy as np

from retrieval.resources import seeds_folder

VOCABULARY = 500_000
ARTICLE_WORDS = 2_000
PASSAGE_WORDS = 100
_SYLLABLES = [c + v for c in "b d f g k l m n p r s t v z ch sh st tr".split() for v in "aeiou"]
_COMMON = 3_000  # words before the tail
_EMPTY = 150  # words too common to ask with
_BLOCK = 200  # articles drawn at once


def real_texts() -> list[str]:
    """Return the seed articles and the topics of Python's own documentation."""
    seeds = [path.read_text(encoding="utf-8") for path in sorted(seeds_folder().glob("*.txt"))]
    return seeds + [topics[name] for name in sorted(topics) if len(topics[name]) > 2_000]


def vocabulary() -> tuple[list[str], np.ndarray]:
    """Return words by rank and their cumulated probability.

    Zipf-Mandelbrot in the head, steeper past the common words, as in large English collections:
    about 43,000 distinct words in a million, 360,000 in a hundred million.
    """
    counts = Counter(re.findall(r"[a-z]{2,}", " ".join(real_texts()).lower()))
    words = [word for word, _ in counts.most_common()]
    known, chance = set(words), random.Random(1)
    while len(words) < VOCABULARY:
        word = "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3, 4, 5))))
        if word not in known:
            known.add(word)
            words.append(word)
    ranks = np.arange(1, VOCABULARY + 1)
    weights = 1.0 / (ranks + 2.7) * np.minimum(1.0, _COMMON / ranks) ** 0.8
    return words, np.cumsum(weights / weights.sum())


def articles(passages: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of articles with about this many passages together."""
    left = passages * PASSAGE_WORDS
    for number, text in enumerate(real_texts()):
        left -= len(text.split())
        yield f"real/{number:03}.txt", text
        if left <= 0:
            return
    words, chances = vocabulary()
    table = np.array(words, dtype=object)
    draw = np.random.default_rng(seed)
    for number in range(max(left // ARTICLE_WORDS, 1)):
        if number % _BLOCK == 0:
            ranks = np.searchsorted(chances, draw.random((_BLOCK, ARTICLE_WORDS)))
            block = table[np.minimum(ranks, VOCABULARY - 1)]
        yield f"{number // 1000:03}/{number:06}.txt", _article(list(block[number % _BLOCK]), draw)


def write(folder: Path, passages: int) -> None:
    """Write the articles below ``folder``."""
    for path, text in articles(passages):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def questions(texts: list[str], count: int, seed: int = 11) -> list[str]:
    """Return questions with three to six words of one sentence each.

    The commonest words are left out: in natural text those are the ones that ask for nothing.
    """
    chance = random.Random(seed)
    counts = Counter(re.findall(r"[a-z]{4,}", " ".join(texts).lower()))
    common = {word for word, _ in counts.most_common(_EMPTY)}
    asked: list[str] = []
    while len(asked) < count:
        sentences = re.split(r"[.?!]\s", chance.choice(texts))
        words = re.findall(r"[A-Za-z]{4,}", chance.choice(sentences))
        words = [word for word in words if word.lower() not in common]
        if len(words) >= 6:
            chosen = sorted(chance.sample(range(len(words)), chance.randint(3, 6)))
            asked.append("What about " + " ".join(words[at] for at in chosen) + "?")
    return asked


def _article(words: list[str], draw: np.random.Generator) -> str:
    lengths = draw.integers(8, 30, len(words) // 8)
    lines = [" ".join(words[:8]).title(), ""]
    at, paragraph = 8, []
    for length in lengths:
        sentence = words[at : at + length]
        if not sentence:
            break
        at += length
        sentence[0] = sentence[0].capitalize()
        if length % 3 == 0 and len(sentence) > 4:  # a name in the middle
            sentence[3] = sentence[3].capitalize()
        paragraph.append(" ".join(sentence) + ".")
        if len(paragraph) == 4:
            lines += [" ".join(paragraph), ""]
            paragraph = []
    return "\n".join([*lines, " ".join(paragraph), ""])
