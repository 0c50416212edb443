"""What every search engine must do. An engine joins by one line in ``ENGINES``."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.indexes import Index
from retrieval.indexes.disk import DiskIndex
from retrieval.indexes.memory import MemoryIndex
from retrieval.model import Entry, Hit, Query

K1, B = 0.9, 0.4


@dataclass(frozen=True)
class Traits:
    """How an engine may differ.

    ``exact``: passage lengths are kept exactly, scores equal the reference to 1e-6; otherwise the
    top ten agree to 95 %. ``persists``: reopening the same folder finds the same passages.
    ``settle``: makes an update visible, for engines that refresh later than ``update`` returns.
    """

    name: str
    open: Callable[[Path], Index]
    exact: bool = True
    persists: bool = False
    settle: Callable[[Index], None] = lambda _: None


class ListedPassages:
    """The statistics of the passages in an index, counted from a list of them."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    def totals(self) -> tuple[int, int]:
        return len(self.entries), sum(len(e.terms) for e in self.entries.values())

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        return {t: sum(t in e.terms for e in self.entries.values()) for t in terms}


class ListedDisk(DiskIndex):
    """The disk engine over a list of passages instead of a store."""

    lists: ClassVar[dict[Path, ListedPassages]] = {}  # what a store would have kept

    def __init__(self, folder: Path) -> None:
        self.listed = self.lists.setdefault(folder, ListedPassages())
        super().__init__(folder, self.listed, k1=K1, b=B)

    def update(self, added: Iterable[Entry], removed: Iterable[str]) -> None:
        entries, gone = list(added), list(removed)
        for key in gone:
            self.listed.entries.pop(key, None)
        self.listed.entries.update((e.key, e) for e in entries)
        super().update(entries, gone)


ENGINES = [
    Traits("disk", lambda folder: ListedDisk(folder / "index"), persists=True),
    Traits("memory", lambda _: MemoryIndex(k1=K1, b=B)),
]


@pytest.fixture(params=ENGINES, ids=lambda traits: traits.name)
def traits(request: pytest.FixtureRequest) -> Traits:
    return request.param


@dataclass
class Bench:
    """An open index with the traits of its engine."""

    traits: Traits
    folder: Path
    index: Index

    def update(self, added: Sequence[Entry] = (), removed: Sequence[str] = ()) -> None:
        self.index.update(added, removed)
        self.traits.settle(self.index)

    def search(self, *terms: str, limit: int = 10) -> list[Hit]:
        return self.index.search(Query(terms), limit)

    def keys(self, *terms: str, limit: int = 10) -> list[str]:
        return [hit.key for hit in self.search(*terms, limit=limit)]


@pytest.fixture
def bench(traits: Traits, tmp_path: Path) -> Iterator[Bench]:
    held = Bench(traits, tmp_path, traits.open(tmp_path))
    yield held
    held.index.close()


def entry(key: str, terms: str) -> Entry:
    return Entry(key, tuple(terms.split()))


def reference(entries: Sequence[Entry], query: Sequence[str], limit: int) -> list[Hit]:
    """BM25 as the textbook writes it, one passage and one term at a time."""
    average = sum(len(e.terms) for e in entries) / len(entries) if entries else 0.0
    hits = []
    for e in entries:
        score = 0.0
        for term in set(query):
            tf = e.terms.count(term)
            n = sum(term in other.terms for other in entries)
            if tf:
                idf = math.log(1 + (len(entries) - n + 0.5) / (n + 0.5))
                score += idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * len(e.terms) / average))
        if score > 0:
            hits.append(Hit(e.key, score))
    return sorted(hits, key=lambda hit: (-hit.score, hit.key))[:limit]


def test_an_empty_index_finds_nothing(bench: Bench) -> None:
    assert len(bench.index) == 0
    assert bench.search("peace") == []


def test_an_empty_query_finds_nothing(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace talks")])
    assert bench.search() == []


def test_unknown_terms_find_nothing(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace talks")])
    assert bench.search("war") == []


def test_unknown_terms_beside_known_ones_change_nothing(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace talks"), entry("b#00000", "trade talks")])
    assert bench.search("peace", "zebra") == bench.search("peace")


def test_a_hit_holds_a_query_term_and_scores_above_zero(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace talks"), entry("b#00000", "trade"), entry("c#00000", "")])
    hits = bench.search("peace", "trade")
    assert {hit.key for hit in hits} == {"a#00000", "b#00000"}
    assert all(hit.score > 0 for hit in hits)


def test_a_limit_larger_than_the_index_gives_all_hits(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace"), entry("b#00000", "peace")])
    assert len(bench.search("peace", limit=1000)) == 2


def test_a_limit_of_zero_or_less_gives_none(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace")])
    assert bench.search("peace", limit=0) == []
    assert bench.search("peace", limit=-1) == []


def test_ties_break_by_key_whatever_the_order_of_arrival(bench: Bench) -> None:
    bench.update([entry(f"{name}#00000", "peace talks") for name in "dbeac"])
    assert bench.keys("peace") == [f"{name}#00000" for name in "abcde"]


def test_ties_at_the_limit_keep_the_smallest_keys(bench: Bench) -> None:
    names = [f"{n:02}#00000" for n in range(40)]
    bench.update([entry(name, "peace talks") for name in reversed(names)])
    assert bench.keys("peace", limit=3) == names[:3]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_a_term_in_every_passage_still_counts(bench: Bench, size: int) -> None:
    bench.update([entry(f"{n}#00000", "peace") for n in range(size)])
    assert len(bench.search("peace")) == size


def test_a_term_in_half_the_passages_counts(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace treaty"), entry("b#00000", "trade treaty")])
    assert bench.keys("peace") == ["a#00000"]


def test_a_rare_term_outweighs_a_common_one(bench: Bench) -> None:
    bench.update([entry(f"{n}#00000", "talks in kabul") for n in range(9)])
    bench.update([entry("x#00000", "zebra in kabul")])
    assert bench.keys("talks", "zebra", limit=1) == ["x#00000"]


def test_repeats_of_a_term_raise_the_score_and_saturate(bench: Bench) -> None:
    padding = " w" * 10
    bench.update(
        [entry(f"{n}#00000", "peace " * n + padding[: 2 * (11 - n)]) for n in (1, 2, 3)]
        + [entry("z#00000", "other " * 11)]
    )
    three, two, one = bench.search("peace")
    assert [hit.key for hit in (three, two, one)] == ["3#00000", "2#00000", "1#00000"]
    assert two.score - one.score > three.score - two.score


def test_a_repeated_query_term_counts_once(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace talks"), entry("b#00000", "talks")])
    assert bench.search("talks", "talks") == bench.search("talks")


@pytest.mark.parametrize(
    "term", ["köln", "кабул", "日本", "🕊", "o'neil", "a-b", "1.5", 'say"', "ß"]
)
def test_terms_and_keys_are_any_unicode(bench: Bench, term: str) -> None:
    key = f"ordner {term}/{term}.txt#00000"
    bench.update([Entry(key, (term, "w")), entry("b#00000", "w")])
    assert bench.keys(term) == [key]
    bench.update(removed=[key])
    assert bench.keys(term) == []


def test_removed_passages_are_not_found(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace"), entry("b#00000", "peace"), entry("c#00000", "war")])
    bench.update(removed=["a#00000"])
    assert bench.keys("peace") == ["b#00000"]
    assert len(bench.index) == 2


def test_removing_the_last_passage_leaves_an_empty_index(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace")])
    bench.update(removed=["a#00000"])
    assert len(bench.index) == 0
    assert bench.search("peace") == []


def test_removing_an_unknown_passage_is_no_error(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace")], ["nowhere#00000"])
    assert bench.keys("peace") == ["a#00000"]


def test_adding_a_key_again_replaces_it(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace")])
    bench.update([entry("a#00000", "war")])
    assert (len(bench.index), bench.keys("peace"), bench.keys("war")) == (1, [], ["a#00000"])


def test_the_last_of_one_key_in_an_update_counts(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace"), entry("a#00000", "war")])
    assert (len(bench.index), bench.keys("peace"), bench.keys("war")) == (1, [], ["a#00000"])


def test_a_key_both_removed_and_added_is_held(bench: Bench) -> None:
    bench.update([entry("a#00000", "peace")])
    bench.update([entry("a#00000", "war")], ["a#00000"])
    assert bench.keys("peace", "war") == ["a#00000"]


def test_an_update_takes_any_iterables(bench: Bench) -> None:
    bench.index.update((entry(key, "peace") for key in ("a#00000", "b#00000")), iter(()))
    bench.traits.settle(bench.index)
    assert bench.keys("peace") == ["a#00000", "b#00000"]


def test_removal_changes_the_weights(bench: Bench) -> None:
    entries = [entry("a#00000", "peace talks"), entry("b#00000", "peace war w w w")]
    bench.update([*entries, entry("c#00000", "war war war war")])
    bench.update(removed=["c#00000"])
    check(bench.traits, bench.search("peace", "talks"), entries, ("peace", "talks"))


def test_a_reopened_index_holds_the_same_passages(bench: Bench) -> None:
    if not bench.traits.persists:
        pytest.skip("this engine keeps nothing on disk")
    bench.update([entry("a#00000", "peace"), entry("b#00000", "peace war")])
    before = bench.search("peace", "war")
    bench.index.close()
    bench.index = bench.traits.open(bench.folder)
    assert len(bench.index) == 2
    assert bench.search("peace", "war") == before


def test_closing_twice_is_no_error(bench: Bench) -> None:
    bench.index.close()
    bench.index.close()


def check(traits: Traits, hits: list[Hit], entries: Sequence[Entry], query: Sequence[str]) -> None:
    """Compare with the reference: equal for exact engines, 95 % of the top ten for others."""
    wanted = reference(entries, query, 10)
    if traits.exact:
        assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in wanted], abs=1e-6)
        every = {hit.key: hit.score for hit in reference(entries, query, len(entries))}
        assert {hit.key: pytest.approx(hit.score, abs=1e-6) for hit in hits} == {
            hit.key: every[hit.key] for hit in hits
        }
    else:
        common = {hit.key for hit in hits} & {hit.key for hit in wanted}
        assert len(common) >= 0.95 * len(wanted)


TERMS = st.sampled_from([f"t{n}" for n in range(12)])
PASSAGES = st.lists(st.lists(TERMS, max_size=25), max_size=25)


@pytest.mark.parametrize("traits", ENGINES, ids=lambda traits: traits.name)
@settings(max_examples=40, deadline=None)
@given(passages=PASSAGES, query=st.lists(TERMS, max_size=5), gone=st.sets(st.integers(0, 24)))
def test_scores_equal_a_plain_bm25(
    traits: Traits, passages: list[list[str]], query: list[str], gone: set[int]
) -> None:
    entries = [Entry(f"p#{n:05}", tuple(terms)) for n, terms in enumerate(passages)]
    with TemporaryDirectory() as folder:
        index = traits.open(Path(folder))
        index.update(entries, ())
        index.update((), [f"p#{n:05}" for n in gone])
        traits.settle(index)
        kept = [e for n, e in enumerate(entries) if n not in gone]
        check(traits, index.search(Query(tuple(query)), 10), kept, query)
        assert len(index) == len(kept)
        index.close()


def test_a_larger_index_agrees_with_the_reference(bench: Bench) -> None:
    # a Zipf-like set: term t of rank r stands in about every r-th passage
    entries = [
        Entry(f"p#{n:05}", tuple(f"t{r}" for r in range(1, 60) if n % r == 0) + ("w",) * (n % 7))
        for n in range(300)
    ]
    bench.update(entries)
    counts = Counter(term for e in entries for term in e.terms)
    for query in (["t2", "t3", "t5"], ["t7", "t11"], ["t1", "t59"], ["t4", "t6", "t13", "t50"]):
        assert all(counts[term] for term in query)
        check(bench.traits, bench.search(*query), entries, query)
