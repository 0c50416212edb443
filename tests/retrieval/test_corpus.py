"""From a folder of files to one consistent, searchable state."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.analysis import Analyzer
from retrieval.corpus import Corpus, Skipped, SyncReport
from retrieval.errors import CorpusError, StoreError, UsageError
from retrieval.model import Query
from retrieval.resources import seeds_folder

ANALYZER = Analyzer.default()


class OtherAnalyzer(Analyzer):
    """Analyses as the default one, but says that it differs, and drops long words."""

    def terms(self, text: str) -> list[str]:
        return [term for term in super().terms(text) if len(term) < 7]


def other_analyzer() -> Analyzer:
    analyzer = OtherAnalyzer(ANALYZER._variants)
    analyzer.version += "-other"
    return analyzer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    return made


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "quotedesk.db"


@pytest.fixture(params=["memory", "disk"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def corpus(database: Path, engine: str) -> Iterator[Corpus]:
    made = Corpus(database, analyzer=ANALYZER, engine=engine)
    yield made
    made.close()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def talks(city: str, times: int = 1) -> str:
    """An article whose sentences hold the name of a city."""
    lines = [f"The ministers met in {city} on day {n} of the talks." for n in range(times)]
    return f"Ministers meet in {city}\n\n" + " ".join(lines) + "\n"


def found(corpus: Corpus, word: str, limit: int = 100) -> list[str]:
    """Paths of the articles that a search for a word finds, each checked to hold it."""
    with corpus.snapshot() as snapshot:
        hits = snapshot.search(Query(tuple(ANALYZER.terms(word))), limit)
        passages = snapshot.passages([hit.key for hit in hits])
        for passage in passages:
            text = snapshot.text(passage.article, passage.start, passage.end)
            assert word.lower() in text.lower()
        return sorted({passage.article for passage in passages})


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def test_a_fresh_corpus_is_empty_and_answers(corpus: Corpus) -> None:
    with corpus.snapshot() as snapshot:
        assert (len(snapshot), snapshot.generation, snapshot.updated) == (0, 0, None)
        assert snapshot.search(Query(("peace",)), 10) == []
        assert snapshot.articles() == []
        assert snapshot.frequencies(["peace"]) == {"peace": 0}
        assert snapshot.near_words("peace") == []


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


def check_counts(corpus: Corpus) -> None:
    """The stored vocabulary equals one counted from the stored sentences."""
    terms: Counter[str] = Counter()
    words: Counter[str] = Counter()
    passages = 0
    with corpus.snapshot() as snapshot:
        for info in snapshot.articles():
            for passage in snapshot.passages(f"{info.path}#{n:05}" for n in range(info.passages)):
                passages += 1
                terms.update({t for s in passage.sentences for t in ANALYZER.terms(s.text)})
            runs = [s.text.split() for s in snapshot.sentences(info.path, 0, 1 << 20)]
            words.update({t.word for run in chain(*runs) for t in ANALYZER.tokens(run)})
        stored_terms = dict(snapshot._db.execute("select term, passages from terms"))
        stored_words = dict(snapshot._db.execute("select word, count from words"))
        assert (stored_terms, stored_words) == (dict(terms), dict(words))
        assert len(snapshot) == passages
        assert snapshot.frequencies(list(terms)) == terms


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


def state_on_disk(database: Path) -> list[tuple[str, int, bytes]]:
    files = sorted(f for f in database.parent.glob(f"{database.name}*/**/*") if f.is_file())
    files += [f for f in (database, Path(f"{database}-wal")) if f.exists()]
    return [(f.name, f.stat().st_mtime_ns, f.read_bytes()) for f in files]


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


def len_of(corpus: Corpus) -> int:
    with corpus.snapshot() as snapshot:
        return len(snapshot)


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


# What cannot be read


@pytest.mark.parametrize("make", [False, True])
def test_a_missing_or_empty_folder_loses_nothing(
    corpus: Corpus, folder: Path, tmp_path: Path, make: bool
) -> None:
    write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    nothing = tmp_path / "nothing"
    if make:
        nothing.mkdir()
    with pytest.raises(CorpusError, match="nothing"):
        corpus.sync(nothing)
    assert found(corpus, "Kabul") == ["a.txt"]


def test_a_folder_of_unreadable_files_loses_nothing(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    (folder / "a.txt").unlink()
    write(folder, "b.txt", "\0\1\2" * 500)
    with pytest.raises(CorpusError, match=r"None of the files .*/b\.txt"):
        corpus.sync(folder)
    assert found(corpus, "Kabul") == ["a.txt"]


def test_a_file_that_turns_unreadable_keeps_its_article(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", talks("Kabul"))
    write(folder, "b.txt", talks("Doha"))
    corpus.sync(folder)
    write(folder, "a.txt", "\0\1\2" * 500)
    for _ in range(2):
        report = corpus.sync(folder)
        assert [skipped.path for skipped in report.skipped] == ["a.txt"]
        assert found(corpus, "Kabul") == ["a.txt"]
    write(folder, "a.txt", talks("Paris"))
    report = corpus.sync(folder)
    assert (counts(report), report.skipped) == ((0, 1, 0, 1), ())
    assert found(corpus, "Paris") == ["a.txt"]


def test_a_file_over_the_limit_is_skipped_until_the_limit_grows(
    database: Path, folder: Path
) -> None:
    write(folder, "a.txt", talks("Kabul"))
    write(folder, "large.txt", talks("Doha", 100))
    small = Corpus(database, analyzer=ANALYZER, max_bytes=1000)
    assert [skipped.path for skipped in small.sync(folder).skipped] == ["large.txt"]
    small.close()
    large = Corpus(database, analyzer=ANALYZER, max_bytes=1_000_000)
    assert counts(large.sync(folder)) == (1, 0, 0, 1)
    large.close()


def test_a_file_that_vanishes_during_sync_is_skipped(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", talks("Kabul"))
    for n in range(40):
        write(folder, f"b{n:02}.txt", talks("Doha"))

    def vanish(done: int, _total: int) -> None:
        if done == 0:
            (folder / "b39.txt").unlink()

    report = corpus.sync(folder, progress=vanish)
    assert [skipped.path for skipped in report.skipped] == ["b39.txt"]
    assert report.articles == 40
    assert corpus.sync(folder).skipped == ()


UNREADABLE = """
import os, sys
from itertools import chain
from pathlib import Path
import sqlite_utils  # no longer to be read when needed
from retrieval.analysis import Analyzer
from retrieval.corpus import Corpus
analyzer = Analyzer.default()
if os.getuid() == 0:
    os.setuid(65534)  # root may read everything
place = Path(sys.argv[1])
sub = place / "articles" / "sub"
sub.mkdir(parents=True)
(sub / "b.txt").write_text("The ministers met in Doha on the first day of the talks.")
(place / "articles" / "a.txt").write_text("The ministers met in Kabul after that.")
corpus = Corpus(place / "quotedesk.db", analyzer=analyzer)
for mode in (0o755, 0, 0o755):
    sub.chmod(mode)
    report = corpus.sync(place / "articles")
    print(report.articles, report.added, report.removed, *[s.path for s in report.skipped])
"""


def test_a_folder_that_turns_unreadable_keeps_its_articles() -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        program = [sys.executable, "-c", UNREADABLE, place]
        done = subprocess.run(program, capture_output=True, text=True, timeout=20, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["2 2 0", "2 0 0 sub", "2 0 0"]


def test_a_name_that_is_no_utf8_is_skipped(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", talks("Kabul"))
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text(talks("Doha"))
    report = corpus.sync(folder)
    assert report.articles == 1
    assert report.skipped == (Skipped("?.txt", "The name of ?.txt is not UTF-8; rename it."),)


def test_errors_during_a_sync_leave_the_old_state(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    write(folder, "a.txt", talks("Paris"))

    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        corpus.sync(folder, progress=interrupt)
    assert found(corpus, "Kabul") == ["a.txt"]
    assert counts(corpus.sync(folder)) == (0, 1, 0, 0)


# Many readers, several processes


def run_sync(
    corpus: Corpus, database: Path, folder: Path, script: str = ""
) -> subprocess.Popen[str]:
    """Start a process that syncs; ``script`` is the body of its progress callback."""
    program = f"""
import sys, time
from retrieval.analysis import Analyzer
from retrieval.corpus import Corpus
def progress(done, total):
    {script or "pass"}
corpus = Corpus({str(database)!r}, analyzer=Analyzer.default(), engine={corpus.engine!r})
corpus.sync({str(folder)!r}, progress=progress)
print("synced", flush=True)
"""
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)


def test_the_sync_of_another_process_is_seen(corpus: Corpus, folder: Path, database: Path) -> None:
    write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    assert found(corpus, "Kabul") == ["a.txt"]
    write(folder, "b.txt", talks("Paris"))
    (folder / "a.txt").unlink()
    assert run_sync(corpus, database, folder).communicate(timeout=20)[0] == "synced\n"
    assert (found(corpus, "Kabul"), found(corpus, "Paris")) == ([], ["b.txt"])


def test_a_killed_sync_leaves_the_old_state(corpus: Corpus, folder: Path, database: Path) -> None:
    for n in range(100):
        write(folder, f"{n:02}.txt", talks("Kabul"))
    corpus.sync(folder)
    for n in range(100):
        write(folder, f"{n:02}.txt", talks("Paris"))
    process = run_sync(
        corpus, database, folder, "done and (print('half', flush=True), time.sleep(60))"
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "half\n"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    again = Corpus(database, analyzer=ANALYZER, engine=corpus.engine)
    assert len(found(again, "Kabul")) == 100
    assert found(again, "Paris") == []
    assert counts(again.sync(folder)) == (0, 100, 0, 0)
    assert len(found(again, "Paris")) == 100
    check_counts(again)
    again.close()


def test_a_reader_never_sees_a_mixture(corpus: Corpus, folder: Path, database: Path) -> None:
    cities = ("Kabul", "Paris")
    names = [f"{n:02}.txt" for n in range(12)]
    for name in names:
        write(folder, name, talks(cities[0]))
    corpus.sync(folder)
    stop, seen, faults = threading.Event(), set(), []

    def read() -> None:
        while not stop.is_set():
            with corpus.snapshot() as snapshot:
                kabul, paris = (
                    {hit.key for hit in snapshot.search(Query((city.lower(),)), 50)}
                    for city in ("Kabul", "Pari")
                )
                snapshot.passages(kabul | paris)
                seen.add((len(kabul), len(paris)))
                if {len(kabul), len(paris)} != {0, 12}:
                    faults.append((snapshot.generation, kabul, paris))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(6):
        for name in names:
            write(folder, name, talks(cities[(turn + 1) % 2]))
        if turn % 3:
            corpus.sync(folder)
        else:
            run_sync(corpus, database, folder).communicate(timeout=20)
        time.sleep(0.02)
    stop.set()
    for thread in threads:
        thread.join(10)
    assert faults == []
    assert seen == {(0, 12), (12, 0)}


def test_snapshots_from_many_threads(corpus: Corpus) -> None:
    corpus.sync(seeds_folder())
    results: list[list[str]] = []

    def ask() -> None:
        results.extend(found(corpus, "delegation") for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(results) == 160
    assert all(result == results[0] for result in results)


def test_a_snapshot_inside_a_sync_sees_the_old_state(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    with corpus.snapshot() as old:
        write(folder, "a.txt", talks("Paris"))
        corpus.sync(folder)
        assert found(corpus, "Paris") == ["a.txt"]
        assert [hit.key for hit in old.search(Query(("kabul",)), 5)] == ["a.txt#00000"]
        assert "Kabul" in old.text("a.txt", 0, 100)


def test_a_read_only_corpus_answers_and_says_that_it_cannot_be_updated(
    corpus: Corpus, folder: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    reader = Corpus(database, analyzer=ANALYZER, engine=corpus.engine)
    assert found(reader, "Kabul") == ["a.txt"]
    assert counts(reader.sync(folder)) == (0, 0, 0, 1)
    write(folder, "a.txt", talks("Paris"))
    with pytest.raises(StoreError, match="cannot be written"):
        reader.sync(folder)
    reader.close()


CITY = st.sampled_from(["Kabul", "Paris", "Doha", "Geneva"])
FOLDER = st.dictionaries(
    st.sampled_from(["a", "b", "c/d", "e"]), st.tuples(CITY, st.integers(1, 30)), min_size=1
)


@settings(max_examples=15, deadline=None)
@given(states=st.lists(FOLDER, min_size=2, max_size=4))
def test_any_history_of_a_folder_ends_as_a_fresh_sync_would(
    states: list[dict[str, tuple[str, int]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    tmp = tmp_path_factory.mktemp("history")
    corpus = Corpus(tmp / "followed.db", analyzer=ANALYZER)
    for state in states:
        for old in list((tmp / "articles").glob("**/*.txt")):
            old.unlink()
        for name, (city, times) in state.items():
            write(tmp / "articles", f"{name}.txt", talks(city, times))
        corpus.sync(tmp / "articles")
        found(corpus, "ministers")  # makes the index follow each step
    fresh = Corpus(tmp / "fresh.db", analyzer=ANALYZER)
    fresh.sync(tmp / "articles")
    assert results(corpus) == results(fresh)
    check_counts(corpus)
    corpus.close()
    fresh.close()


def results(corpus: Corpus) -> list[object]:
    with corpus.snapshot() as snapshot:
        queries = [("kabul",), ("pari", "doha"), ("minist", "30", "geneva")]
        hits = [snapshot.search(Query(terms), 20) for terms in queries]
        rounded = [[(hit.key, round(hit.score, 9)) for hit in found] for found in hits]
        return [rounded, len(snapshot), [replace(i, mtime=0.0) for i in snapshot.articles()]]
