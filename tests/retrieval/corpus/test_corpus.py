"""What a corpus gives: articles, words, passages, frequencies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval import rows, snapshot
from retrieval.corpus import Corpus
from retrieval.errors import UsageError
from retrieval.model import Query
from retrieval.resources import seeds_folder
from tests.support.corpora import (
    ANALYZER,
    check_counts,
    counts,
    found,
    talks,
    write,
)


def test_a_fresh_corpus_is_empty_and_answers(corpus: Corpus) -> None:
    with corpus.snapshot() as snapshot:
        assert (len(snapshot), snapshot.generation, snapshot.updated) == (0, 0, None)
        assert snapshot.search(Query(("peace",)), 10) == []
        assert snapshot.articles() == []
        assert snapshot.frequencies(["peace"]) == {"peace": 0}
        assert snapshot.near_words("peace") == []


def test_any_number_of_terms_may_be_asked_for(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", "Kabul talks. " * 5)
    corpus.sync(folder)
    terms = ["kabul", *(f"term{n}" for n in range(2_500)), "talk"]
    expected = dict.fromkeys(terms, 0) | {"kabul": 1, "talk": 1}
    with corpus.snapshot() as snapshot:
        for _ in range(2):  # read, then remembered
            assert snapshot.frequencies(terms) == expected


def test_an_unknown_engine_is_a_usage_error(database: Path) -> None:
    with pytest.raises(UsageError, match="magic"):
        Corpus(database, analyzer=ANALYZER, engine="magic")


def test_sync_adds_changes_and_removes(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", talks("Kabul"))
    write(folder, "b/c.txt", talks("Doha"))
    report = corpus.sync(folder)
    assert counts(report) == (2, 0, 0, 0)
    assert (report.articles, report.skipped) == (2, ())
    assert found(corpus, "Doha") == ["b/c.txt"]
    write(folder, "a.txt", talks("Vienna", 2))
    write(folder, "d.txt", talks("Geneva"))
    (folder / "b" / "c.txt").unlink()
    assert counts(corpus.sync(folder)) == (1, 1, 1, 0)
    assert (found(corpus, "Kabul"), found(corpus, "Doha")) == ([], [])
    assert (found(corpus, "Vienna"), found(corpus, "Geneva")) == (["a.txt"], ["d.txt"])


def test_every_stored_word_is_a_slice_of_its_article(corpus: Corpus) -> None:
    corpus.sync(seeds_folder())
    with corpus.snapshot() as snapshot:
        for info in snapshot.articles():
            article = snapshot.article(info.path)
            for sentence in snapshot.sentences(info.path, 0, 10_000):
                assert sentence.text == article.text[sentence.start : sentence.end]
            keys = [f"{info.path}#{n:05}" for n in range(info.passages)]
            for passage in snapshot.passages(keys):
                assert passage.sentences[0].start == passage.start
                assert passage.sentences[-1].end == passage.end


def test_an_article_comes_back_as_it_was_loaded(corpus: Corpus) -> None:
    from retrieval.articles import load

    corpus.sync(seeds_folder())
    with corpus.snapshot() as snapshot:
        for info in snapshot.articles():
            loaded = load(seeds_folder() / info.path, seeds_folder())
            assert snapshot.article(info.path) == loaded
            assert snapshot.info(info.path) == info


def test_long_articles_are_read_in_parts(corpus: Corpus, folder: Path) -> None:
    text = "".join(f"Sentence number {n} speaks of münsters and 東京. " for n in range(1500))
    write(folder, "long.txt", text)
    corpus.sync(folder)
    with corpus.snapshot() as snapshot:
        assert snapshot.article("long.txt").text == text
        for start, end in [(0, 10), (1990, 2010), (0, 4001), (2000, 4000), (59_000, 10**9), (5, 5)]:
            assert snapshot.text("long.txt", start, end) == text[start:end]
        middle = snapshot.sentences("long.txt", 700, 703)
        assert [sentence.position for sentence in middle] == [700, 701, 702]
        assert all(s.text == text[s.start : s.end] for s in middle)
        assert snapshot.sentences("long.txt", 10**6, 10**6 + 5) == []


@pytest.mark.parametrize("portion", [2, 500])
@pytest.mark.parametrize("room", [0, 3, 2_000])
def test_many_passages_are_those_read_one_at_a_time(
    corpus: Corpus, folder: Path, portion: int, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_MOST_MARKS", portion)
    monkeypatch.setattr(snapshot, "_MOST_KEPT", room)
    write(folder, "short.txt", talks("Kabul"))
    write(folder, "long.txt", "".join(f"The {n}th münster stands in 東京. " for n in range(1500)))
    write(folder, "one.txt", "no end " * 9_000)  # a passage of many parts
    corpus.sync(folder)
    with corpus.snapshot() as state:
        counts = {info.path: info.passages for info in state.articles()}
        keys = [f"{path}#{at:05}" for path, count in counts.items() for at in range(count)]
        assert len(keys) > 60
        keys = keys[::-2] + keys[:10] + keys[5:15]
        assert state.passages(keys) == [state.passages([key])[0] for key in keys]
        for passage in state.passages(keys):
            text = state.article(passage.article).text
            assert [s.text for s in passage.sentences] == [
                text[s.start : s.end] for s in passage.sentences
            ]
            first = passage.sentences[0].position
            last = first + len(passage.sentences)
            assert list(passage.sentences) == state.sentences(passage.article, first, last)


def test_what_was_read_before_is_read_anew_after_a_change(corpus: Corpus, folder: Path) -> None:
    for city in ("Kabul", "Paris"):
        write(folder, "a.txt", talks(city))
        corpus.sync(folder)
        for _ in range(2):  # the second time from memory
            with corpus.snapshot() as snapshot:
                (passage,) = snapshot.passages(["a.txt#00000"])
                assert city in passage.sentences[0].text
                assert city in snapshot.sentences("a.txt", 0, 1)[0].text
                snapshot.sentences("a.txt", 0, 1).clear()  # the list is the caller's own


def test_an_unknown_path_or_key_is_a_key_error(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    with corpus.snapshot() as snapshot:
        for read in (snapshot.article, snapshot.info):
            with pytest.raises(KeyError):
                read("nowhere.txt")
        for key in ("nowhere.txt#00000", "a.txt#00099"):
            with pytest.raises(KeyError):
                snapshot.passages([key])


def test_articles_are_listed_newest_first(corpus: Corpus, folder: Path) -> None:
    for name, when in (("old", 1_000_000_000), ("new", 1_600_000_000), ("mid", 1_300_000_000)):
        path = write(folder, f"{name}.txt", talks("Kabul"))
        os.utime(path, (when, when))
    corpus.sync(folder)
    with corpus.snapshot() as snapshot:
        assert [info.path for info in snapshot.articles()] == ["new.txt", "mid.txt", "old.txt"]
        assert [info.path for info in snapshot.articles(limit=1)] == ["new.txt"]
        assert snapshot.count_articles() == 3


def test_frequencies_count_passages(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", talks("Kabul", 40))
    write(folder, "b.txt", talks("Doha"))
    corpus.sync(folder)
    check_counts(corpus)
    write(folder, "a.txt", talks("Doha", 3))
    corpus.sync(folder)
    check_counts(corpus)


def test_a_passage_is_found_by_the_headings_above_it(corpus: Corpus, folder: Path) -> None:
    prose = "The path climbs to a ridge and falls again to the shore of another loch. " * 12
    text = f"The Varn loop\n\n{prose}\n\nDogs\n\n{prose}\n\n{prose}\n\nFerry\n\n{prose}\n"
    write(folder, "walk.txt", text)
    corpus.sync(folder)
    with corpus.snapshot() as snapshot:
        passages = len(snapshot)
        of_title = snapshot.search(Query(("varn",)), 50)
        below = [hit.key for hit in snapshot.search(Query(("dog",)), 50)]
        assert {len(of_title), snapshot.frequencies(["varn"])["varn"]} == {passages}
        texts = [snapshot.text("walk.txt", p.start, p.end) for p in snapshot.passages(below)]
        assert snapshot.frequencies(["dog"]) == {"dog": len(below)}
        assert len(below) > 1
        assert not any("Ferry" in text or "Varn" in text for text in texts)
        for passage in snapshot.passages(below):  # the headings are no words of its sentences
            assert passage.terms is not None
            held = [frozenset(ANALYZER.terms(one.text)) for one in passage.sentences]
            assert list(passage.terms) == held


def test_words_spelled_alike(corpus: Corpus, folder: Path) -> None:
    write(
        folder, "a.txt", "Haider and Saeed of Pakistan met the Pakistani delegation in Iran. " * 3
    )
    corpus.sync(folder)
    with corpus.snapshot() as snapshot:
        assert snapshot.near_words("pakistn")[0] == "pakistan"
        assert snapshot.near_words("delgeation") == ["delegation"]
        assert snapshot.near_words("hayder") == ["haider"]
        assert snapshot.near_words("saed") == ["saeed"]
        assert snapshot.near_words("iarn") == ["iran"]
        assert snapshot.near_words("xylophone") == []
        assert snapshot.near_words("12345") == []
        assert snapshot.has_word("haider")
        assert not snapshot.has_word("hayder")


def test_an_article_tells_which_terms_it_holds(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", talks("Kabul", 20))
    write(folder, "b.txt", talks("Doha"))
    corpus.sync(folder)
    asked = [ANALYZER.term(word) for word in ("kabul", "doha", "zeppelin")]
    with corpus.snapshot() as snapshot:
        assert snapshot.held("a.txt", asked) == {asked[0]}
        assert snapshot.held("b.txt", asked) == {asked[1]}
        assert snapshot.held("a.txt", []) == frozenset()
    write(folder, "a.txt", talks("Doha"))
    corpus.sync(folder)
    with corpus.snapshot() as snapshot:
        assert snapshot.held("a.txt", asked) == {asked[1]}


def test_part_of_a_term_is_not_held(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    with corpus.snapshot() as snapshot:
        assert snapshot.held("a.txt", ["kab", "abul", ""]) == frozenset()
