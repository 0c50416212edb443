"""Measure the engines at several sizes: ``python -m tests.bench.scale 1000 10000 100000``.

Makes the articles, syncs them, then opens each engine in a process of its own and asks the same
questions. Writes a table and a plot into ``tests/bench/results``. A million passages take a quarter
of an hour, 3 GB of disk and, for the peers in memory, up to 8 GB of that; the rest a few minutes.
"""

from __future__ import annotations

import itertools
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from operator import itemgetter
from pathlib import Path

from bot.app import collect_rarely
from retrieval.analysis import Analyzer
from retrieval.corpus import Corpus
from retrieval.model import Query
from tests.bench.engines import BRIEF, ENGINES, LARGEST, Asked, Search
from tests.support.measures import peak

RESULTS = Path(__file__).with_name("results")
QUESTIONS = 200
PROCESSES = 5  # for engines that are brief
PATIENCE = 20.0  # seconds of questions to one engine
Figures = dict[str, float | str | list[list[str]]]


def asked(place: Path) -> list[Asked]:
    """Return the questions; a file holds them, for making them takes memory."""
    file = place / "questions.json"
    if not file.exists():
        from tests.bench import generator

        analyzer = Analyzer.default()
        texts = [text for _, text in itertools.islice(generator.articles(3_000), 400)]
        questions = generator.questions(texts, QUESTIONS)
        pairs = [(q, list(dict.fromkeys(analyzer.terms(q)))) for q in questions]
        file.write_text(json.dumps(pairs))
    return [Asked(text, tuple(terms)) for text, terms in json.loads(file.read_text())]


def build(place: Path, size: int) -> Figures:
    """Write articles and sync them with the disk engine; both stay for the other measurements."""
    folder = place / f"articles-{size}"
    if not folder.exists():
        from tests.bench import generator

        generator.write(folder, size)
    database = database_of(place, size)
    for old in place.glob(f"{database.name}*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    corpus = Corpus(database, analyzer=Analyzer.default(), engine="disk")
    collect_rarely()
    started, before = time.perf_counter(), processor()
    report = corpus.sync(folder)
    seconds = time.perf_counter() - started
    spent = processor() - before
    disk = sum(file.stat().st_size for file in place.glob(f"{database.name}*/**/*"))
    changes = {
        "add an article, ms": adding(corpus, folder, 12),
        "delete it, ms": removing(corpus, folder),
        "add 100 passages, ms": adding(corpus, folder, 1_250),
        "delete them, ms": removing(corpus, folder),
        "idle sync, ms": idle(corpus, folder),
    }
    corpus.close()
    os.sync()  # what is still being written would slow down who is measured next
    return {
        "passages": report.passages,
        "passages/s": report.passages / seconds,
        "processor us/passage": spent / report.passages * 1e6,
        "store MB": database.stat().st_size / 1e6,
        "index MB": disk / 1e6,
        "sync peak MB": peak(),
    } | changes


def adding(corpus: Corpus, folder: Path, sentences: int) -> float:
    """Return the milliseconds until a new article is found; 1,250 sentences are 100 passages."""
    lines = [f"Zanzibar report number {n} was read aloud there." for n in range(sentences)]
    (folder / "added.txt").write_text(" ".join(lines))
    return found_after(corpus, folder, there=True)


def removing(corpus: Corpus, folder: Path) -> float:
    """Return the milliseconds until it is found no more."""
    (folder / "added.txt").unlink()
    return found_after(corpus, folder, there=False)


def found_after(corpus: Corpus, folder: Path, *, there: bool) -> float:
    started = time.perf_counter()
    corpus.sync(folder, only=["added.txt"])
    with corpus.snapshot() as snapshot:
        assert bool(snapshot.search(Query(("zanzibar",)), 1)) == there
    return (time.perf_counter() - started) * 1e3


def idle(corpus: Corpus, folder: Path) -> float:
    """Return the milliseconds of a sync that looks at every file and finds nothing new."""
    started = time.perf_counter()
    corpus.sync(folder)
    return (time.perf_counter() - started) * 1e3


def processor() -> float:
    """Return the seconds of processor time of this program and the processes it had."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def database_of(place: Path, size: int) -> Path:
    return place / f"quotedesk-{size}.db"


def measure(name: str, database: Path) -> Figures:
    """Open an engine in this process and ask it everything; times are in milliseconds."""
    questions = asked(database.parent)
    before = peak()
    started = time.perf_counter()
    search = ENGINES[name](database)
    first = search(questions[0])
    opened = time.perf_counter() - started
    times, found = [], [first]
    for question in questions[1:]:
        begun = time.perf_counter()
        found.append(search(question))
        times.append((time.perf_counter() - begun) * 1e3)
        if sum(times) > PATIENCE * 1e3 and len(times) > 1:  # two, for quantiles
            break
    cuts = statistics.quantiles(times, n=100)
    again = []
    for question in questions[: len(times)]:
        begun = time.perf_counter()
        search(question)
        again.append((time.perf_counter() - begun) * 1e3)
        if sum(again) > PATIENCE * 1e3:
            break
    rates = {f"questions/s, {n} threads": rate(questions, search, n) for n in (1, 2)}
    return {
        "cold start s": opened, "p50 ms": cuts[49], "p95 ms": cuts[94], "p99 ms": cuts[98],
        "again p50 ms": statistics.median(again),
        "peak MB": peak(), "before MB": before, "top ten": found,
    } | rates  # fmt: skip


def rate(questions: list[Asked], search: Search, threads: int) -> float:
    """Return the questions a second of so many threads together, over two seconds."""

    def work(offset: int) -> int:
        until, count = time.perf_counter() + 2, 0
        while time.perf_counter() < until:
            search(questions[(offset + count) % len(questions)])
            count += 1
        return count

    with ThreadPoolExecutor(threads) as pool:
        started = time.perf_counter()
        done = sum(pool.map(work, range(0, threads * 37, 37)))
        return done / (time.perf_counter() - started)


def agreement(found: list[list[str]], exact: list[list[str]]) -> float:
    """Return which part of the exact top tens was found."""
    pairs = list(zip(found, exact, strict=False))
    wanted = sum(len(right) for _, right in pairs)
    return sum(len(set(left) & set(right)) for left, right in pairs) / max(wanted, 1)


def run(place: Path, sizes: list[int], names: list[str]) -> dict[int, dict[str, Figures]]:
    """Measure all; each engine in a fresh process, so that memory and start are its own."""
    every: dict[int, dict[str, Figures]] = {}
    asked(place)
    for size in sizes:
        every[size] = {"build": child("build", str(place), str(size))}
        print(size, every[size]["build"], flush=True)
        for name in names:
            if size <= LARGEST.get(name, size):
                figures = measured(name, database_of(place, size))
                every[size][name] = figures
                shown = {k: round(v, 3) for k, v in figures.items() if isinstance(v, float)}
                print(size, name, shown, flush=True)
    return every


def measured(name: str, database: Path) -> Figures:
    """Measure an engine in a fresh process; a brief one in several, of which the median counts."""
    runs = [child("measure", name, str(database)) for _ in range(PROCESSES if name in BRIEF else 1)]
    return sorted(runs, key=itemgetter("p50 ms"))[len(runs) // 2]


def child(*arguments: str) -> Figures:
    command = [sys.executable, "-m", "tests.bench.scale", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def main(arguments: list[str]) -> None:
    if arguments[0] == "build":
        print(json.dumps(build(Path(arguments[1]), int(arguments[2]))))
    elif arguments[0] == "measure":
        print(json.dumps(measure(arguments[1], Path(arguments[2]))))
    else:
        from tests.bench.report import write

        place = RESULTS / "work"
        place.mkdir(parents=True, exist_ok=True)
        write(RESULTS, run(place, [int(size) for size in arguments], list(ENGINES)))


if __name__ == "__main__":
    main(sys.argv[1:])
