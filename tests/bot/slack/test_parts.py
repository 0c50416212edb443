"""The small parts: pace, jobs, watchdog, what is logged, what errors mean."""

from __future__ import annotations

import asyncio
import logging
import time

import aiohttp
import fakes
import pytest
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.errors import SlackApiError

from bot.desk import Desk
from bot.slack.access import OneWorkspace, new_session, web_client
from bot.slack.app import build
from bot.slack.courier import Courier
from bot.slack.jobs import Jobs
from bot.slack.office import Office, finish
from bot.slack.outcomes import code_of, outcome
from bot.slack.pace import Pace
from bot.slack.quiet import PlaceOnly
from bot.slack.watchdog import watch


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_goes_at_once_and_then_one_each_second() -> None:
    clock = Clock()
    pace = Pace(1.0, 3, clock)
    assert [pace.delay("a") for _ in range(6)] == [0, 0, 0, 1, 2, 3]
    assert pace.delay("b") == 0
    clock.now = 6
    assert [pace.delay("a") for _ in range(4)] == [0, 0, 0, 1]


def test_channels_that_fell_silent_are_forgotten() -> None:
    clock = Clock()
    pace = Pace(1.0, 3, clock)
    for n in range(1_001):
        pace.delay(str(n))
    clock.now = 10
    pace.delay("new")
    assert len(pace._due) == 1


async def test_jobs_are_finished_and_late_ones_cut_off(caplog) -> None:
    jobs, done = Jobs(), []

    async def work(seconds: float) -> None:
        await asyncio.sleep(seconds)
        done.append(seconds)

    async def break_() -> None:
        raise RuntimeError("a secret")

    jobs.start(work(0.01))
    jobs.start(break_())
    jobs.start(work(60))
    assert await jobs.finish(0.2) == 1
    assert done == [0.01]
    assert await jobs.finish(0.2) == 0
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


async def test_the_watchdog_waits_for_an_unbroken_silence() -> None:
    answers = iter([True, False, False, True, False, False, False, False, False])
    asked = []

    async def alive() -> bool:
        asked.append(next(answers))
        return asked[-1]

    started = time.monotonic()
    await watch(alive, patience=0.1, interval=0.05)
    assert asked[:6] == [True, False, False, True, False, False] or len(asked) >= 3
    assert not asked[-1]
    assert time.monotonic() - started >= 0.1


def record(name: str) -> logging.LogRecord:
    return logging.LogRecord(
        name, logging.ERROR, "/x/client.py", 1, "wss://x?ticket=%s", ("s3cret",), None, "connect"
    )


def test_libraries_log_where_something_happened_and_never_what() -> None:
    theirs, ours = record("slack_sdk.socket_mode"), record("quotedesk.slack")
    assert PlaceOnly().filter(theirs)
    assert theirs.getMessage() == "The library reported a problem in client.connect."
    assert PlaceOnly().filter(ours)
    assert ours.getMessage() == "wss://x?ticket=s3cret"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SlackApiError("x", {"ok": False, "error": "is_archived"}), "is_archived"),
        (SlackApiError("x", {"ok": False}), "no_sense"),
        (SlackApiError("x", {"error": "<b>html</b> xoxb-1"}), "no_sense"),
        (aiohttp.ServerDisconnectedError(), "unreachable"),
        (TimeoutError(), "unreachable"),
    ],
)
def test_errors_have_a_code_that_is_safe_to_log(error: Exception, code: str) -> None:
    assert code_of(error) == code


def test_dead_tokens_are_told_from_what_passes() -> None:
    assert outcome("token_revoked").revoked
    assert outcome("invalid_auth").revoked
    assert not outcome("ratelimited").revoked
    assert not outcome("never heard of").revoked


async def test_bolt_leaves_our_loggers_alone() -> None:
    logging.getLogger("quotedesk").setLevel(logging.INFO)
    logging.getLogger("slack_bolt").setLevel(logging.WARNING)
    async with new_session() as session:
        office = Office(Desk(fakes.service()), Courier(session))
        client = web_client("http://127.0.0.1:1/api/", session)
        app = build(office, client, OneWorkspace({"user_id": "UBOT", "bot_id": "BBOT"}, "xoxb-1"))
        event = {"type": "event_callback", "team_id": "T1", "event": {"type": "reaction_added"}}
        answer = await app.async_dispatch(AsyncBoltRequest(body=event, mode="socket_mode"))
        assert answer.status == 200
        await finish(office)
    assert logging.getLogger("quotedesk").level == logging.INFO
