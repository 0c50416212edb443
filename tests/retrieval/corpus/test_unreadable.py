"""What cannot be read is skipped or kept, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from retrieval.corpus import Corpus, Skipped
from retrieval.errors import CorpusError
from tests.support.corpora import (
    ANALYZER,
    counts,
    found,
    talks,
    write,
)


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
