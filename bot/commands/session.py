"""What the commands share: settings from the command line, an open service, a sync."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.arguments import COMMON
from bot.commands.speech import say
from retrieval.errors import CorpusError

if TYPE_CHECKING:
    from bot.service import QuestionService
    from bot.settings import Settings
    from retrieval.corpus import SyncReport

NAMED = 5
"""Skipped files that are named; more are counted."""


def settings_of(arguments: Namespace, more: Mapping[str, object] | None = None) -> Settings:
    """Read the settings; raises SettingsError with a line for each fault."""
    from bot.settings import load

    options = {name: getattr(arguments, name) for name in COMMON if name != "config"}
    config = Path(arguments.config) if arguments.config else None
    return load(config, options={**options, **(more or {})})


@contextmanager
def opened(settings: Settings) -> Iterator[QuestionService]:
    """Open the service and close it again."""
    service: QuestionService = import_module("bot.app").open_service(settings)
    try:
        yield service
    finally:
        service.close()


def refresh(service: QuestionService, settings: Settings) -> SyncReport:
    """Bring store and index up to date with the folder, and warn of what could not be read.

    Raises CorpusError when there is nothing to answer from.
    """
    report = take_in(service)
    if not report.added + report.changed + report.unchanged:
        raise CorpusError(
            f"There is no readable article in {settings.articles}; put text files there or name "
            "another folder with --articles."
        )
    return report


def take_in(service: QuestionService) -> SyncReport:
    """Sync behind a progress bar, and warn of what could not be read."""
    from bot.terminal.progress import Progress

    with Progress() as progress:
        report = service.sync(progress=progress)
    _warn_of_skipped(report)
    return report


def _warn_of_skipped(report: SyncReport) -> None:
    """Name the first few files that could not be read, and count the rest."""
    for skipped in report.skipped[:NAMED]:
        say(f"Skipped {skipped.path}: {skipped.reason}")
    rest = len(report.skipped) - NAMED
    if rest > 0:
        say(f"Skipped {rest} more {'file' if rest == 1 else 'files'}; `quotedesk sync` counts all.")
