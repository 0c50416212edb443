"""Many workspaces: installing, answering in each, rotating tokens, uninstalling."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import stat
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from fakes import CHOLLET

from tests.bot.slack.local.people import People, until
from tests.bot.slack.local.state import SCOPES, Token

pytestmark = pytest.mark.slow
MANY = {
    "SLACK_BOT_TOKEN": "",
    "SLACK_CLIENT_ID": "CLIENT",
    "SLACK_CLIENT_SECRET": "CLIENTSECRET",
    "QUOTEDESK_WEB__PUBLIC_URL": "https://quotes.example.org/",
}


def grant(stage, team: str, token: str, **more) -> dict:
    """Let Slack give out a token for a team."""
    stage.world.tokens[token] = Token(token, team)
    return {
        "access_token": token,
        "token_type": "bot",
        "scope": ",".join(SCOPES),
        "bot_user_id": "UBOT",
        "app_id": "A1",
        "team": {"id": team, "name": team},
        "authed_user": {"id": "U1"},
        **more,
    }


async def install(stage, team: str, token: str, **more) -> None:
    """Go the whole way as a browser does."""
    stage.world.codes["c0de"] = grant(stage, team, token, **more)
    base = stage.slack.app_url.removesuffix("/slack/events")
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{base}/slack/install") as page:
            text = await page.text()
            cookie = page.headers["Set-Cookie"].split(";")[0]
        address = re.search(r'href="(https://slack\.com/oauth[^"]+)"', text)
        assert address is not None
        query = parse_qs(urlsplit(address[1].replace("&amp;", "&")).query)
        assert set(query["scope"][0].split(",")) == set(SCOPES)
        assert query["redirect_uri"] == ["https://quotes.example.org/slack/oauth_redirect"]
        back = f"{base}/slack/oauth_redirect?code=c0de&state={query['state'][0]}"
        async with session.get(back, headers={"Cookie": cookie}) as done:
            assert done.status == 200, await done.text()
        async with session.get(back, headers={"Cookie": cookie}) as again:
            assert again.status == 401
        async with session.get(f"{base}/slack/oauth_redirect?code=c0de&state=x") as forged:
            assert forged.status == 400


def answered_with(stage) -> list[str]:
    return [call.token for call in stage.world.called("chat.postMessage")]


async def test_each_workspace_is_answered_with_its_own_token(web_stage) -> None:
    stage = web_stage
    await stage.start(**MANY)
    for team in ("T1", "T2"):
        await install(stage, team, f"xoxb-{team}")
        await People(stage.slack, team).mention(CHOLLET)
    await until(lambda: answered_with(stage) == ["xoxb-T1", "xoxb-T2"])
    file = stage.folder / "q.slack.db"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "xoxb" not in stage.bot.said


async def test_installations_survive_a_restart(web_stage) -> None:
    stage = web_stage
    await stage.start(**MANY)
    await install(stage, "T1", "xoxb-T1")
    assert await stage.bot.stop() == 0
    await stage.start(**MANY)
    await stage.people.mention(CHOLLET)
    await until(lambda: answered_with(stage) == ["xoxb-T1"])


async def test_a_workspace_without_the_app_gets_a_word_and_no_answer(web_stage) -> None:
    stage = web_stage
    await stage.start(**MANY)
    delivery = await stage.people.slash(CHOLLET)
    private = stage.world.private("U1")
    seen = str(delivery.payload) + "".join(text for m in private for text in [m.text])
    assert "not installed in this workspace" in seen
    await stage.people.mention(CHOLLET)
    assert answered_with(stage) == []


async def test_a_token_about_to_expire_is_rotated_before_use(web_stage) -> None:
    stage = web_stage
    await stage.start(**MANY)
    expiring = {"refresh_token": "xoxe-1", "expires_in": 600}
    await install(stage, "T1", "xoxe.xoxb-old", **expiring)
    later = {"refresh_token": "xoxe-2", "expires_in": 43_200, "ok": True}
    stage.world.refresh_tokens["xoxe-1"] = grant(stage, "T1", "xoxe.xoxb-new", **later)
    stage.world.tokens["xoxe.xoxb-old"].error = "token_expired"
    await asyncio.sleep(1.1)  # the store tells rows apart by the second
    await asyncio.gather(*(stage.people.mention(CHOLLET) for _ in range(3)))
    await until(lambda: answered_with(stage) == ["xoxe.xoxb-new"] * 3)


@pytest.mark.parametrize(
    "event",
    [
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": ["UBOT"]}},
    ],
)
async def test_uninstalling_forgets_the_workspace_and_no_other(web_stage, event) -> None:
    stage = web_stage
    await stage.start(**MANY)
    for team in ("T1", "T2"):
        await install(stage, team, f"xoxb-{team}")
    stage.world.tokens["xoxb-T1"].error = "account_inactive"
    await stage.people.event(event)

    def held() -> set[str]:
        with sqlite3.connect(stage.folder / "q.slack.db") as connection:
            rows = connection.execute("SELECT team_id FROM slack_bots").fetchall()
            rows += connection.execute("SELECT team_id FROM slack_installations").fetchall()
        connection.close()
        return {team for (team,) in rows}

    await until(lambda: held() == {"T2"})
    await People(stage.slack, "T2").mention(CHOLLET)
    await until(lambda: answered_with(stage) == ["xoxb-T2"])
