"""The request URL from outside: what is signed, stale, forged, malformed or too large."""

from __future__ import annotations

import asyncio
import json
import time
from urllib.parse import urlencode

import aiohttp
import pytest
from fakes import CHOLLET

from tests.bot.slack.local.people import until
from tests.bot.slack.local.server import signed

pytestmark = pytest.mark.slow
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def get(stage, path: str) -> tuple[int, str]:
    address = stage.slack.app_url.removesuffix("/slack/events")
    async with aiohttp.ClientSession() as session, session.get(address + path) as answer:
        return answer.status, await answer.text()


def event(stage, text: str = CHOLLET) -> bytes:
    body = {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": f"Ev{time.perf_counter_ns()}",
        "event": stage.people.said(f"<@UBOT> {text}"),
    }
    return json.dumps(body).encode()


async def test_slack_checks_the_url_with_a_challenge(web_stage) -> None:
    await web_stage.start()
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}).encode()
    status, text = await web_stage.slack.post(body, signed(body) | JSON)
    assert (status, json.loads(text)) == (200, {"challenge": "abc"})
    assert (await web_stage.slack.post(body, JSON))[0] == 401


async def test_only_fresh_and_truly_signed_requests_are_taken(web_stage) -> None:
    stage = web_stage
    await stage.start()
    now = time.time()
    body = event(stage)
    forged = [
        {},
        signed(body, secret="another"),
        signed(b"another body"),
        signed(body) | {"X-Slack-Signature": "v0="},
        signed(body) | {"X-Slack-Request-Timestamp": "soon"},
        signed(body, at=now - 301),
        signed(body, at=now + 330),
    ]
    for headers in forged:
        status, _ = await stage.slack.post(body, headers | JSON)
        assert status == 401, headers
    assert (await stage.slack.post(body, signed(body, at=now - 290) | JSON))[0] == 200
    await until(lambda: stage.world.called("chat.postMessage"))
    assert len(stage.world.called("chat.postMessage")) == 1


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{", JSON),
        (b"[1]", JSON),
        (b"\xff\xfe", JSON),
        (b"payload=%7Bnot+json", FORM),
        (b"payload=[]", FORM),
        (b"null", JSON),
    ],
)
async def test_what_makes_no_sense_is_refused_quietly(web_stage, body, headers) -> None:
    bot = await web_stage.start()
    status, _ = await web_stage.slack.post(body, signed(body) | headers)
    assert status in {400, 401, 404}
    assert "Traceback" not in bot.said
    assert "ERROR" not in bot.said


async def test_an_empty_or_huge_request_does_no_harm(web_stage) -> None:
    bot = await web_stage.start()
    huge = b"x" * 1_000_001
    assert (await web_stage.slack.post(huge, signed(huge) | JSON))[0] == 413
    assert (await web_stage.slack.post(b"", signed(b"") | JSON))[0] in {400, 404}
    assert (await get(web_stage, "/slack/events"))[0] == 405
    assert (await get(web_stage, "/slack/install"))[0] == 404
    assert (await get(web_stage, "/nothing"))[0] == 404
    assert (await get(web_stage, "/healthz"))[0] == 200
    assert "Traceback" not in bot.said


async def test_a_command_that_speaks_of_a_payload_is_answered(web_stage) -> None:
    """Bolt 1.30 drops it; see ``bot.slack.http.read``."""
    stage = web_stage
    await stage.start()
    command = stage.people.command("who will visit Islamabad? payload payload=1 &payload=2")
    body = urlencode(command).encode()
    assert (await stage.slack.post(body, signed(body) | FORM))[0] == 200
    await until(lambda: stage.world.private("U1"))


async def test_healthz_says_how_it_stands(web_stage) -> None:
    stage = web_stage
    await stage.start()
    status, text = await get(stage, "/healthz")
    assert (status, json.loads(text)) == (200, {"status": "ok", "articles": 2, "passages": 2})
    stage.world.tokens["xoxb-local-1"].error = "token_revoked"
    await stage.people.mention(CHOLLET)

    async def ill() -> bool:
        return (await get(stage, "/healthz"))[0] == 503

    for _ in range(50):
        if await ill():
            break
        await asyncio.sleep(0.1)
    assert await ill()


async def test_without_slack_there_is_only_healthz(web_stage) -> None:
    bot = await web_stage.start(SLACK_SIGNING_SECRET="")
    assert (await get(web_stage, "/healthz"))[0] == 200
    assert (await web_stage.slack.post(b"{}", JSON))[0] == 404
    assert "Slack is not set up" in bot.said


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "neither SLACK_BOT_TOKEN"),
        ({"SLACK_SIGNING_SECRET": "", "SLACK_CLIENT_ID": "CLIENT"}, "SLACK_SIGNING_SECRET is not"),
        ({"SLACK_BOT_TOKEN": "xoxb-wr0ng"}, "does not know the SLACK_BOT_TOKEN"),
        ({"QUOTEDESK_WEB__HOST": "no.such.host.invalid"}, "Cannot listen on"),
    ],
)
async def test_a_wrong_start_is_one_sentence_and_an_error(web_stage, environment, says) -> None:
    bot = await web_stage.start(ready=False, **environment)
    await until(lambda: bot.process.returncode is not None, 20)
    await bot.reader
    assert bot.process.returncode in {1, 2}
    assert says in bot.said
    assert "Traceback" not in bot.said


async def test_a_port_in_use_is_one_sentence(web_stage) -> None:
    await web_stage.start()
    port = web_stage.slack.app_url.split(":")[2].split("/")[0]
    second = await web_stage.start(ready=False, PORT=port)
    await until(lambda: second.process.returncode is not None, 20)
    await second.reader
    assert second.process.returncode == 2
    assert f"port {port} (Address already in use); choose" in second.said
