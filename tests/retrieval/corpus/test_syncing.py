"""What a sync does, and what it leaves alone."""

from __future__ import annotations

import os
from pathlib import Path

from retrieval.corpus import Corpus
from retrieval.model import Query
from tests.support.corpora import (
    ANALYZER,
    check_counts,
    counts,
    found,
    len_of,
    other_analyzer,
    state_on_disk,
    talks,
    write,
)


def test_a_second_sync_reads_and_writes_nothing(
    corpus: Corpus, folder: Path, database: Path
) -> None:
    write(folder, "a.txt", talks("Kabul"))
    write(folder, "binary.txt", "\0\1\2" * 500)
    corpus.sync(folder)
    (folder / "a.txt").chmod(0)
    before = state_on_disk(database)
    again = corpus.sync(folder)
    assert state_on_disk(database) == before
    assert counts(again) == (0, 0, 0, 1)
    assert [skipped.path for skipped in again.skipped] == ["binary.txt"]
    (folder / "a.txt").chmod(0o644)


def test_a_touched_file_counts_as_unchanged(corpus: Corpus, folder: Path) -> None:
    path = write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert counts(corpus.sync(folder)) == (0, 0, 0, 1)
    with corpus.snapshot() as snapshot:
        assert snapshot.generation == 1
        assert snapshot.info("a.txt").mtime == 1_000_000_000


def test_a_change_that_keeps_size_and_second_is_seen(corpus: Corpus, folder: Path) -> None:
    for city in ("Kabul", "Paris", "Tunis"):
        write(folder, "a.txt", talks(city))
        corpus.sync(folder)
        assert found(corpus, city) == ["a.txt"]


def test_a_renamed_file_moves_its_article(corpus: Corpus, folder: Path) -> None:
    path = write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    path.rename(folder / "b.txt")
    assert counts(corpus.sync(folder)) == (1, 0, 1, 0)
    assert found(corpus, "Kabul") == ["b.txt"]


def test_copies_are_articles_of_their_own(corpus: Corpus, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        write(folder, name, talks("Kabul"))
    corpus.sync(folder)
    assert found(corpus, "Kabul") == ["a.txt", "b.txt"]


def test_another_folder_is_compared_by_content(corpus: Corpus, tmp_path: Path) -> None:
    for name, city in (("one", "Kabul"), ("two", "Paris")):
        for article, text in (("a.txt", talks(city)), ("b.txt", talks("Doha"))):
            path = write(tmp_path, f"{name}/{article}", text)
            os.utime(path, (1_000_000_000, 1_000_000_000))
    corpus.sync(tmp_path / "one")
    assert counts(corpus.sync(tmp_path / "two")) == (0, 1, 0, 1)
    assert found(corpus, "Paris") == ["a.txt"]
    assert counts(corpus.sync(tmp_path / "two")) == (0, 0, 0, 2)


def test_a_sync_of_some_files_looks_at_no_others(corpus: Corpus, folder: Path) -> None:
    for name in ("a", "b", "c"):
        write(folder, f"{name}.txt", talks("Kabul"))
    corpus.sync(folder)
    write(folder, "a.txt", talks("Paris"))
    write(folder, "b.txt", talks("Paris"))
    write(folder, "d.txt", talks("Paris"))
    (folder / "c.txt").unlink()
    assert counts(corpus.sync(folder, only=["a.txt", "d.txt", "e.txt"])) == (1, 1, 0, 2)
    assert found(corpus, "Paris") == ["a.txt", "d.txt"]
    assert counts(corpus.sync(folder, only=["c.txt"])) == (0, 0, 1, 3)
    assert counts(corpus.sync(folder)) == (0, 1, 0, 2)
    check_counts(corpus)


def test_a_sync_of_some_files_of_another_folder_looks_at_all(
    corpus: Corpus, tmp_path: Path
) -> None:
    write(tmp_path, "one/a.txt", talks("Kabul"))
    for name in ("a", "b"):
        write(tmp_path, f"two/{name}.txt", talks("Paris"))
    corpus.sync(tmp_path / "one")
    corpus.sync(tmp_path / "two", only=["b.txt"])
    assert found(corpus, "Paris") == ["a.txt", "b.txt"]


def test_progress_counts_the_files_to_read(corpus: Corpus, folder: Path) -> None:
    for n in range(70):
        write(folder, f"{n}.txt", talks("Kabul"))
    seen: list[tuple[int, int]] = []
    corpus.sync(folder, progress=lambda done, total: seen.append((done, total)))
    assert (seen[0], seen[-1]) == ((0, 70), (70, 70))
    assert seen == sorted(seen)


def test_rebuild_reads_everything_again(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    assert counts(corpus.sync(folder, rebuild=True)) == (0, 1, 0, 0)
    assert found(corpus, "Kabul") == ["a.txt"]
    check_counts(corpus)


def test_another_analyzer_makes_the_index_anew_without_the_files(
    corpus: Corpus, folder: Path, database: Path
) -> None:
    write(folder, "a.txt", talks("Kabul", 30))
    corpus.sync(folder)
    assert found(corpus, "ministers") == ["a.txt"]
    (folder / "a.txt").chmod(0)
    other = Corpus(database, analyzer=other_analyzer(), engine=corpus.engine)
    report = other.sync(folder)
    assert (report.articles, report.passages) == (1, len_of(other))
    with other.snapshot() as snapshot:
        assert snapshot.frequencies(["minist"]) == {
            "minist": snapshot.frequencies(["kabul"])["kabul"]
        }
        assert snapshot.search(Query(("deleg",)), 5) == []
    assert counts(other.sync(folder)) == (0, 0, 0, 1)
    other.close()
    (folder / "a.txt").chmod(0o644)


def test_another_passage_size_makes_the_passages_anew(
    corpus: Corpus, folder: Path, database: Path
) -> None:
    write(folder, "a.txt", talks("Kabul", 100))
    before = corpus.sync(folder).passages
    other = Corpus(database, analyzer=ANALYZER, engine=corpus.engine, passage_words=30)
    assert other.sync(folder).passages > 2 * before
    assert len_of(corpus) == len_of(other) > 2 * before
    check_counts(other)
    other.close()


def test_words_are_looked_up_by_index_however_they_came(
    corpus: Corpus, folder: Path, database: Path
) -> None:
    def indexes() -> set[str]:
        with corpus.snapshot() as snapshot:
            rows = snapshot._db.execute("select name from sqlite_master where type = 'index'")
            return {name for (name,) in rows if name.startswith("words_")}

    wanted = {"words_head", "words_tail", "words_bones"}
    assert indexes() == wanted
    write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    assert indexes() == wanted
    write(folder, "b.txt", talks("Paris"))
    corpus.sync(folder)
    assert indexes() == wanted
    again = Corpus(database, analyzer=other_analyzer(), engine=corpus.engine)
    again.sync(folder)
    again.close()
    assert indexes() == wanted
