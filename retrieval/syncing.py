"""Bring the store up to date with a folder, in one transaction."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from stat import S_ISDIR

from retrieval.articles import VERSION, BoilerplateRules, find
from retrieval.errors import CorpusError, StoreError
from retrieval.joined import Row
from retrieval.keeping import Change, Intake, Keeper
from retrieval.preparing import Batch, Job, Preparer
from retrieval.rows import key_of, meta
from retrieval.store import Store
from retrieval.workers import prepared
from retrieval.writing import Writer, stored_articles

Progress = Callable[[int, int], None]
_FORMAT = 5  # of what is stored of an analysis; raise it to have it made anew
_BATCH = 32  # articles made anew together


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that gives no article, or keeps its older one, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, in articles; ``articles`` and ``passages`` are what the store holds now."""

    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    articles: int
    passages: int


@dataclass
class _Plan:
    """What to do: files to read, articles without a file, files known to hold no text."""

    jobs: list[Job]
    gone: list[str]
    skipped: list[Skipped]
    remake: bool  # analysed otherwise than it would be now

    @property
    def empty(self) -> bool:
        return not (self.jobs or self.gone or self.remake)


@dataclass
class _Counts:
    added: int = 0
    changed: int = 0
    removed: int = 0
    skipped: list[Skipped] = field(default_factory=list)


class Sync:
    """One run over a folder; an error leaves the store as it was."""

    def __init__(
        self,
        store: Store,
        keeper: Keeper,
        preparer: Preparer,
        progress: Progress | None,
        *,
        rebuild: bool,
        only: Collection[str] | None,
    ) -> None:
        self._store = store
        self._keeper = keeper
        self._preparer = preparer
        self._progress = progress or (lambda _done, _total: None)
        self._rebuild = rebuild
        self._only = only
        self._first = False  # whether the store was empty
        self._intake: Intake | None = None  # of the index, while a first build goes on
        self._found: list[Skipped] = []  # files that cannot even be named in the store
        self._closed: list[str] = []  # folders that cannot be read: what they held is kept
        self._reading = f"{VERSION}/{BoilerplateRules.default().version}"
        self._analysis = f"{_FORMAT}/{preparer.analyzer.version}/{preparer.passage_words}"

    def run(self) -> SyncReport:
        """Do it; see :meth:`retrieval.corpus.Corpus.sync`."""
        with self._store.session(write=self._store.writable) as db:
            if meta(db, "folder") != str(self._preparer.folder):
                self._only = None  # every article is of another folder
            self._scan(db)
            plan = self._plan(db)
            if plan.empty:
                return self._report(db, _Counts(skipped=plan.skipped))
            if not self._store.writable:
                raise StoreError(
                    f"The articles changed, but the database {self._store.path} cannot be "
                    "written; change its permissions or name another file."
                )
            with self._store.locked():
                return self._transact(db)

    def _scan(self, db: sqlite3.Connection) -> None:
        """Put path, time and size of every file into a temporary table."""
        db.execute(
            "create temp table seen (path text primary key, mtime_ns integer, size integer) "
            "without rowid"
        )
        db.execute("begin")
        db.executemany("insert into seen values (?, ?, ?)", self._files())
        db.execute("commit")
        if self._only is None and not db.execute("select 1 from seen limit 1").fetchone():
            raise CorpusError(
                f"The articles folder {self._preparer.folder} holds no articles; put text files "
                "into it, or name another one with --articles."
            )

    def _files(self) -> Iterator[tuple[str, int, int]]:
        folder = self._preparer.folder
        skip = len(str(folder)) + 1
        for file in find(folder) if self._only is None else map(folder.joinpath, self._only):
            name = str(file)
            path = name[skip:].replace(os.sep, "/")
            try:
                path.encode()
                status = os.stat(name)  # noqa: PTH116  # twice as fast as the Path's
            except UnicodeEncodeError:
                shown = path.encode(errors="replace").decode()
                self._found.append(Skipped(shown, f"The name of {shown} is not UTF-8; rename it."))
            except OSError:
                continue  # it vanished between the listing and now
            else:
                if S_ISDIR(status.st_mode):
                    self._closed.append(f"{path}/")
                yield path, status.st_mtime_ns, status.st_size

    def _plan(self, db: sqlite3.Connection) -> _Plan:
        rebuild = self._rebuild or meta(db, "reading") not in ("", self._reading)
        anew = rebuild or meta(db, "folder") != str(self._preparer.folder)
        jobs = db.execute(
            "select s.path, coalesce(a.sha256, ''), s.size from seen s "
            "left join articles a using (path) left join skipped k using (path) where ? or not ("
            "coalesce((a.mtime_ns, a.size) = (s.mtime_ns, s.size), 0) or "
            "coalesce((k.mtime_ns, k.size) = (s.mtime_ns, s.size), 0)) order by s.path",
            (anew,),
        )
        skipped = db.execute(
            "select path, reason from skipped join seen s using (path) "
            "where (skipped.mtime_ns, skipped.size) = (s.mtime_ns, s.size) and not ?",
            (anew,),
        )
        return _Plan(
            [Job(path, "" if rebuild else sha, size) for path, sha, size in jobs],
            [path for path in self._gone(db) if not path.startswith(tuple(self._closed))],
            self._found + [Skipped(*row) for row in skipped],
            remake=meta(db, "analyzer") not in ("", self._analysis),
        )

    def _gone(self, db: sqlite3.Connection) -> list[str]:
        """Return the articles without a file; with ``only``, without looking at all of them."""
        query = "select a.path from {} a where a.path not in (select path from seen)"
        if self._only is None:
            rows = db.execute(query.format("articles"))
        else:
            named = "json_each(?) n join articles"
            rows = db.execute(
                query.format(named) + " and a.path = n.value", (json.dumps(list(self._only)),)
            )
        return [path for (path,) in rows]

    def _transact(self, db: sqlite3.Connection) -> SyncReport:
        """Commit the store, then the index that was made ready for it."""
        db.execute("begin immediate")
        change: Change | None = None
        try:
            self._first = not db.execute("select 1 from articles limit 1").fetchone()
            plan = self._plan(db)  # another process may have done the work while we waited
            counts = _Counts(skipped=plan.skipped)
            self._apply(db, plan, counts)
            report = self._report(db, counts)
            if not report.articles:
                raise CorpusError(self._nothing_readable(counts))
            change = self._ready(db)
            db.execute("commit")
        except BaseException:
            change = change or self._intake
            if change is not None:
                change.rollback()
            if db.in_transaction:
                db.execute("rollback")
            raise
        if change is not None:
            self._follow(change)
        return report

    def _follow(self, change: Change) -> None:
        """Commit the index; that of a first build while another core moves the log of the store."""
        if change is not self._intake:
            change.commit()
            return
        with ThreadPoolExecutor(1) as pool:
            pool.submit(self._store.checkpoint)
            change.commit()

    def _ready(self, db: sqlite3.Connection) -> Change | None:
        """Return what makes the index follow."""
        if self._intake is None:
            return self._keeper.follow(db)
        self._intake.finish(int(meta(db, "generation")))
        db.execute("pragma wal_autocheckpoint = 0")  # seconds of it, better spent later
        return self._intake

    def _apply(self, db: sqlite3.Connection, plan: _Plan, counts: _Counts) -> None:
        writer = Writer(db, self._preparer.analyzer)
        if plan.remake:
            self._remake(db, writer)
        for path in plan.gone:
            writer.remove(path)
            counts.removed += 1
        done = 0
        self._progress(done, len(plan.jobs))
        for batch in prepared(self._preparer, plan.jobs):
            self._write(writer, batch, counts)
            if self._first:
                self._take_in(db, batch, writer.passages)
            done += len(batch.articles) + len(batch.refused)
            self._progress(done, len(plan.jobs))
        if self._only is None:
            db.execute("delete from skipped where path not in (select path from seen)")
        if plan.remake or counts.added or counts.changed or counts.removed:
            writer.finish(logged=not plan.remake)
        writer.set_meta(
            folder=str(self._preparer.folder), analyzer=self._analysis, reading=self._reading
        )

    def _write(self, writer: Writer, batch: Batch, counts: _Counts) -> None:
        for made in batch.articles:
            writer.unskip(made.path)
            if made.article is None:
                writer.touch(made.path, made.stamp)
            else:
                known = writer.remove(made.path)
                writer.add(made)
                counts.changed += known
                counts.added += not known
        for refused in batch.refused:
            counts.skipped.append(Skipped(refused.path, refused.reason))
            if refused.lasting:
                writer.skip(refused)
        for path in batch.uncounted:
            writer.recount(path)
        writer.count(batch.tally)

    def _take_in(self, db: sqlite3.Connection, batch: Batch, passages: int) -> None:
        """Let the index of a first build grow with the store, while other cores prepare more."""
        if self._intake is None:
            self._intake = self._keeper.begin(db, passages)  # with this batch
        else:
            self._intake.add(
                Row(key_of(made.path, at), length, terms)
                for made in batch.articles
                for at, (*_, length, terms) in enumerate(made.passages)
            )

    def _remake(self, db: sqlite3.Connection, writer: Writer) -> None:
        """Make passages, sentences and terms anew from the stored texts."""
        writer.forget()
        paths = [path for (path,) in db.execute("select path from articles order by id")]
        for at in range(0, len(paths), _BATCH):
            batch = self._preparer.remake(stored_articles(db, paths[at : at + _BATCH]))
            for made in batch.articles:
                writer.remove(made.path, counted=False)
                writer.add(made)
            writer.count(batch.tally)

    def _report(self, db: sqlite3.Connection, counts: _Counts) -> SyncReport:
        articles = int(db.execute("select count(*) from articles").fetchone()[0])
        return SyncReport(
            added=counts.added,
            changed=counts.changed,
            removed=counts.removed,
            unchanged=articles - counts.added - counts.changed,
            skipped=tuple(sorted(counts.skipped, key=lambda skipped: skipped.path)),
            articles=articles,
            passages=int(meta(db, "passages")),
        )

    def _nothing_readable(self, counts: _Counts) -> str:
        return (
            f"None of the files in {self._preparer.folder} can be read; the first one: "
            f"{counts.skipped[0].reason}"
        )
