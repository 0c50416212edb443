"""Small corpora: articles about talks, and what a search of them finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain
from pathlib import Path

from retrieval.analysis import Analyzer
from retrieval.corpus import Corpus, SyncReport
from retrieval.model import Query

ANALYZER = Analyzer.default()


class OtherAnalyzer(Analyzer):
    """Analyses as the default one, but says that it differs, and drops long words."""

    def terms(self, text: str) -> list[str]:
        return [term for term in super().terms(text) if len(term) < 7]


def other_analyzer() -> Analyzer:
    analyzer = OtherAnalyzer(ANALYZER._variants)
    analyzer.version += "-other"
    return analyzer


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
    """Paths of the articles that a search for a word finds, each checked to hold it, or above."""
    with corpus.snapshot() as snapshot:
        hits = snapshot.search(Query(tuple(ANALYZER.terms(word))), limit)
        passages = snapshot.passages([hit.key for hit in hits])
        for passage in passages:
            text = snapshot.text(passage.article, 0, passage.end)
            assert word.lower() in text.lower()
        return sorted({passage.article for passage in passages})


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


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


def state_on_disk(database: Path) -> list[tuple[str, int, bytes]]:
    files = sorted(f for f in database.parent.glob(f"{database.name}*/**/*") if f.is_file())
    files += [f for f in (database, Path(f"{database}-wal")) if f.exists()]
    return [(f.name, f.stat().st_mtime_ns, f.read_bytes()) for f in files]


def len_of(corpus: Corpus) -> int:
    with corpus.snapshot() as snapshot:
        return len(snapshot)


def results(corpus: Corpus) -> list[object]:
    with corpus.snapshot() as snapshot:
        queries = [("kabul",), ("pari", "doha"), ("minist", "30", "geneva")]
        hits = [snapshot.search(Query(terms), 20) for terms in queries]
        rounded = [[(hit.key, round(hit.score, 9)) for hit in found] for found in hits]
        return [rounded, len(snapshot), [replace(i, mtime=0.0) for i in snapshot.articles()]]
