"""Bringing the store up to date before an answer, and what happens when that cannot be done."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.commands.session import refresh_if_possible
from retrieval.errors import CorpusError, QuotedeskError, StoreError


@dataclass
class Busy:
    """A service that holds so many articles and cannot sync."""

    held: int
    error: QuotedeskError

    def articles(self) -> list[str]:
        return ["a.txt"] * self.held

    def sync(self, progress: object = None) -> None:
        del progress
        raise self.error


def test_stored_articles_answer_while_another_process_syncs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    refresh_if_possible(Busy(2, StoreError("Another Quotedesk is at work.")))  # type: ignore[arg-type]
    said = capsys.readouterr().err
    assert said.startswith("Another Quotedesk is at work. Until then")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "service", [Busy(0, StoreError("Locked.")), Busy(2, CorpusError("The folder is gone."))]
)
def test_without_articles_or_for_another_reason_it_fails(service: Busy) -> None:
    with pytest.raises(type(service.error)):
        refresh_if_possible(service)  # type: ignore[arg-type]
