"""People whose names stand otherwise in a sentence than in the question.

Two articles may spell them in two ways, "Derek Chollet" and "Derek Shule": wire copy is heard,
transliterated and translated. A surname that an article lacks is met there by one that sounds much
the same behind the same first name; the quote shows which spelling it has. And who was named in
full once is "Chollet" or "Mr Chollet" from then on.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from retrieval.answering.views import View
from retrieval.questions import Asked

_SOUNDS = (  # spellings of one sound, in the order in which they are looked for
    (r"tch|sch|sh|ch|zh|cz|š|č", "x"),
    (r"ph", "f"),
    (r"gh", ""),
    (r"ck|q|k|c(?=[aou lrt])|c$", "k"),
    (r"c|z", "s"),
    (r"w", "v"),
    (r"[aeiouyhäöüáéíóúàèêôâ'’-]", ""),
)
TITLES = frozenset(
    "mr mrs ms dr prof sir lord lady lt gen col maj capt president minister secretary counsellor"
    " counselor ambassador senator governor general judge captain professor mayor spokesman"
    " spokeswoman spokesperson director chairman chairwoman".split()
)
_LEAST = 2  # consonants: fewer say too little


@lru_cache(maxsize=4_000)
def consonants(word: str) -> str:
    """Return how the consonants of a (folded) word sound, doubles once."""
    sound = word
    for spelling, letter in _SOUNDS:
        sound = re.sub(spelling, letter, sound)
    return re.sub(r"(.)\1+", r"\1", sound)


def sounds_like(one: str, other: str) -> bool:
    """Say whether two words sound much the same: alike, but for a last consonant."""
    short, long = sorted((consonants(one), consonants(other)), key=len)
    return len(short) >= _LEAST and long.startswith(short) and len(long) - len(short) <= 1


def respelled(asked: Asked, view: View, absent: Set[str]) -> dict[str, list[int]]:
    """Return where a sentence spells a surname of the question in another way.

    Only surnames that its article lacks (``absent``) are looked for, behind their first name.
    """
    found: dict[str, list[int]] = {}
    for first, last in asked.people:
        if last.term not in absent:
            continue
        for at in view.places.get(first.term, ()):
            follows = view.tokens[at + 1 : at + 2]
            if follows and follows[0].term and sounds_like(last.word, follows[0].word):
                found.setdefault(last.term, []).append(at + 1)
    return found


def by_surname(asked: Asked, view: View, absent: Set[str]) -> dict[str, list[int]]:
    """Return where a sentence has the surname alone of somebody whom its article names in full.

    The places are those of the surname, under the term of the first name, which it stands for.
    """
    found: dict[str, list[int]] = {}
    for first, last in asked.people:
        if first.term in view.terms or first.term in absent or first.term == last.term:
            continue
        for at in view.places.get(last.term, ()):
            before = view.tokens[at - 1] if at else None
            named = before is not None and view.text[before.start].isupper() and before.term
            if before is None or not named or before.word in TITLES:
                found.setdefault(first.term, []).append(at)
    return found
