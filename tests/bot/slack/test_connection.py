"""The socket: refreshed, dropped, dead; tokens that are missing, wrong or revoked."""

from __future__ import annotations

import signal
import time

import pytest
from fakes import CHOLLET

from tests.bot.slack.local.people import until
from tests.bot.slack.local.server import APP_TOKEN, BOT_TOKEN
from tests.bot.slack.local.state import Fault, Message

pytestmark = pytest.mark.slow


def posts(stage, channel: str = "C1") -> list[Message]:
    return [message for message in stage.world.posted(channel) if message.call != "user"]


async def test_a_refresh_opens_a_new_socket_and_loses_no_question(socket_stage) -> None:
    stage = socket_stage
    await stage.start()
    await stage.people.mention(f"{CHOLLET} slowly")
    await stage.slack.refresh()
    await stage.slack.connected(2)
    await stage.people.mention(CHOLLET)
    await until(lambda: len(posts(stage)) == 2)


async def test_a_dropped_connection_heals_and_a_redelivered_question_is_answered_once(
    socket_stage,
) -> None:
    stage = socket_stage
    await stage.start()
    event = stage.people.said(f"<@UBOT> {CHOLLET}")
    await stage.people.event(event, "Ev1")
    started = time.monotonic()
    await stage.slack.drop_sockets()
    await stage.slack.connected(2)
    assert time.monotonic() - started < 8
    await stage.people.event(event, "Ev1")
    await stage.people.mention(CHOLLET, channel="C2")
    await until(lambda: posts(stage, "C2"))
    assert len(posts(stage)) == 1


async def test_a_socket_that_stays_dead_ends_the_process_with_an_error(socket_stage) -> None:
    stage = socket_stage
    bot = await stage.start(QUOTEDESK_SLACK__WATCHDOG_SECONDS="3")
    stage.slack.refuse_sockets = True
    await stage.slack.drop_sockets()
    await until(lambda: bot.process.returncode is not None, 20)
    assert bot.process.returncode == 1
    assert "has been dead for 3 seconds" in bot.said
    assert "ticket" not in bot.said
    assert "Traceback" not in bot.said


async def test_a_refused_reconnection_is_tried_again(socket_stage) -> None:
    stage = socket_stage
    await stage.start()
    stage.world.fault("apps.connections.open", Fault(error="internal_error"))
    await stage.slack.drop_sockets()
    await stage.slack.connected(2, within=25)
    await stage.people.mention(CHOLLET)
    await until(lambda: posts(stage))


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xoxb-wr0ng"}, "does not know the SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-wr0ng"}, "does not know the SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": BOT_TOKEN}, "SLACK_APP_TOKEN (xapp-...) is a token of another kind"),
        ({"SLACK_API_BASE_URL": "http://127.0.0.1:1/api/"}, "Slack cannot be reached"),
    ],
)
async def test_a_wrong_start_is_one_sentence_and_an_error(socket_stage, environment, says) -> None:
    bot = await socket_stage.start(ready=False, **environment)
    await until(lambda: bot.process.returncode is not None, 20)
    await bot.reader
    assert bot.process.returncode in {1, 2}
    assert says in bot.said
    assert "Traceback" not in bot.said
    assert "wr0ng" not in bot.said
    assert BOT_TOKEN not in bot.said
    assert APP_TOKEN not in bot.said


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "token_expired"])
async def test_a_dead_token_at_the_start_says_what_to_do(socket_stage, code) -> None:
    socket_stage.world.tokens[BOT_TOKEN].error = code
    bot = await socket_stage.start(ready=False)
    await until(lambda: bot.process.returncode is not None, 20)
    await bot.reader
    assert bot.process.returncode == 1
    assert "install" in bot.said


async def test_a_token_revoked_while_running_ends_the_process(socket_stage) -> None:
    stage = socket_stage
    bot = await stage.start()
    stage.world.tokens[BOT_TOKEN].error = "token_revoked"
    await stage.people.mention(CHOLLET)
    await until(lambda: bot.process.returncode is not None, 20)
    assert bot.process.returncode == 1
    assert "install the app again" in bot.said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_cleanly(stage, number) -> None:
    bot = await stage.start()
    assert await bot.stop(number) == 0
    assert "Traceback" not in bot.said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_cleanly_from_the_moment_it_says_that_it_runs(stage, number) -> None:
    bot = await stage.start(ready=False, SIGNAL_WHEN_READY=str(int(number)))
    await until(lambda: bot.process.returncode is not None, 20)
    await bot.reader
    assert bot.process.returncode == 0
    assert "Stop with Ctrl-C" in bot.said
    assert "Traceback" not in bot.said


async def test_a_client_id_in_the_environment_does_not_change_the_one_workspace(
    socket_stage,
) -> None:
    stage = socket_stage
    await stage.start(SLACK_CLIENT_ID="CLIENT", SLACK_CLIENT_SECRET="CLIENTSECRET")
    await stage.people.mention(CHOLLET)
    await until(lambda: posts(stage))
    assert "WARNING" not in stage.bot.said
