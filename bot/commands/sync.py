"""``quotedesk sync``: bring the store and the index up to date, once or for as long as it runs."""

from __future__ import annotations

import time
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.session import opened, refresh, settings_of
from bot.commands.speech import emit, say
from retrieval.errors import CorpusError

if TYPE_CHECKING:
    from bot.service import QuestionService
    from bot.settings import Settings
    from retrieval.corpus import SyncReport

Signature = dict[str, tuple[int, int]]
"""Size and modification time of each file, by path."""


def run(arguments: Namespace) -> int:
    """Sync once and say what changed; with ``--watch`` go on until Ctrl-C."""
    settings = settings_of(arguments)
    with opened(settings) as service:
        seen = signature(settings.articles) if arguments.watch else {}
        emit(summary(refresh(service, named=None)) + "\n")
        if arguments.watch:
            _watch(service, settings, seen, arguments.interval)
    return 0


def summary(report: SyncReport) -> str:
    """Say in one line what a sync did."""
    from bot.wording import plural

    count = report.added + report.changed + report.unchanged
    parts = {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "skipped": len(report.skipped),
    }
    done = ", ".join(f"{number:,} {name}" for name, number in parts.items() if number)
    return f"{plural(count, 'article')}: {done or 'nothing changed'}."


def signature(folder: Path) -> Signature:
    """Look at every article's size and time, without reading any."""
    from retrieval.articles import find

    found: Signature = {}
    try:
        for path in find(folder):
            status = path.stat()
            found[str(path)] = (status.st_size, status.st_mtime_ns)
    except (OSError, CorpusError):
        return found  # it changes while we look: the next look tells
    return found


def _watch(service: QuestionService, settings: Settings, seen: Signature, interval: float) -> None:
    say("Watching for changes; Ctrl-C ends.")
    try:
        while True:
            time.sleep(interval)
            now = signature(settings.articles)
            if now != seen:
                _take_in(service)
                seen = now
    except KeyboardInterrupt:
        return


def _take_in(service: QuestionService) -> None:
    try:
        emit(summary(refresh(service, named=None)) + "\n")
    except CorpusError as error:  # the folder is gone: perhaps it comes back
        say(str(error))
