"""Where sentences stand, and the terms that their passage was stored with."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.corpus import Corpus
from retrieval.model import Passage
from retrieval.places import GROUP, UNCOUNTED, pack, unpack
from tests.support.corpora import ANALYZER, write

NUMBERS = st.integers(0, 2**32 - 1)
LINES = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, st.booleans()), max_size=3 * GROUP)
WORDS = st.sampled_from(
    "The United States prime minister of Great Britain met, talks; U.S. 1,700 and 北京 — a it's no "
    "counter-terrorism took place. Then. Nations".split()
)
TEXTS = st.lists(WORDS | st.just("\n\n"), min_size=3, max_size=400).map(" ".join)


@given(LINES, st.data())
def test_what_was_packed_is_unpacked(
    lines: list[tuple[int, int, int, bool]], data: st.DataObject
) -> None:
    size = len(lines)
    terms = data.draw(st.lists(st.integers(UNCOUNTED, 2**30), min_size=size, max_size=size))
    first = data.draw(st.integers(0, size))
    last = data.draw(st.integers(first, size))
    expected = [
        (start, end, number, int(heading), count)
        for (start, end, number, heading), count in zip(lines, terms, strict=True)
    ]
    groups = pack(lines, terms)
    assert unpack(groups[first // GROUP :], first, last) == expected[first:last]
    uncounted = [(*place[:4], UNCOUNTED) for place in expected]
    assert unpack(pack(lines), 0, size) == uncounted


def passages(corpus: Corpus) -> list[Passage]:
    with corpus.snapshot() as snapshot:
        infos = snapshot.articles()
        keys = [f"{info.path}#{at:05}" for info in infos for at in range(info.passages)]
        return snapshot.passages(keys)


@settings(max_examples=25)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_a_passage_comes_with_the_terms_of_its_sentences(texts: list[str]) -> None:
    with TemporaryDirectory() as name:
        for number, text in enumerate(texts):
            (Path(name) / f"{number}.txt").write_text(f"Opening words.\n\n{text}", "utf-8")
        with closing(Corpus(Path(name) / "q.db", analyzer=ANALYZER)) as corpus:
            corpus.sync(name)
            for passage in passages(corpus):
                assert passage.terms == tuple(
                    frozenset(ANALYZER.terms(sentence.text)) for sentence in passage.sentences
                )


def test_where_terms_were_not_counted_a_passage_comes_without(
    corpus: Corpus, database: Path, folder: Path
) -> None:
    write(folder, "a.txt", "Talks were held in Kabul. Ada Jones led them.")
    corpus.sync(folder)
    counted = passages(corpus)
    with closing(sqlite3.connect(database)) as connection, connection:
        ((number, packed),) = connection.execute("select id, places from sentences").fetchall()
        lines = [(*place[:3], bool(place[3])) for place in unpack([packed], 0, GROUP)]
        connection.execute("update sentences set places = ? where id = ?", (pack(lines)[0], number))
    with closing(Corpus(database, analyzer=ANALYZER)) as older:
        found = passages(older)
    assert found == counted
    assert [passage.terms for passage in found] == [None]
