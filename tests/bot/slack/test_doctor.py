from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.credentials import Addresses, Secrets
from bot.doctor import Check
from bot.settings import Settings
from bot.slack.access import SCOPES
from bot.slack.doctor import check
from retrieval.resources import config_folder
from tests.bot.slack.local.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, LocalSlack

ALL = Secrets(
    slack_bot_token=BOT_TOKEN, slack_app_token=APP_TOKEN, slack_signing_secret=SIGNING_SECRET
)


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LocalSlack]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    local = LocalSlack()
    await local.start()
    yield local
    await local.stop()


async def looked(slack: LocalSlack, secrets: Secrets) -> dict[str, Check]:
    addresses = Addresses(slack_api_base_url=slack.base_url)
    settings = Settings(Path(), Path("q.db"), secrets=secrets, addresses=addresses)
    found = await asyncio.to_thread(check, settings)
    for each in found:
        assert BOT_TOKEN not in each.found + each.mend
        assert APP_TOKEN not in each.found + each.mend
    return {each.name: each for each in found}


async def test_all_is_well(slack: LocalSlack) -> None:
    found = await looked(slack, ALL)
    assert {each.state for each in found.values()} == {"ok"}
    assert "quotedesk in Example" in found["Slack bot token"].found
    assert found["Slack app token"].found == "the socket opens"
    assert "/slack/events" in found["Slack over HTTP"].found


async def test_nothing_is_set(slack: LocalSlack) -> None:
    found = await looked(slack, Secrets())
    assert found["Slack bot token"].state == found["Slack app token"].state == "fail"
    assert "OAuth & Permissions" in found["Slack bot token"].mend
    assert "connections:write" in found["Slack app token"].mend


async def test_a_missing_permission_is_named_with_what_to_click(slack: LocalSlack) -> None:
    slack.world.tokens[BOT_TOKEN].scopes = SCOPES[:-1]
    missing = (await looked(slack, ALL))["Slack scopes"]
    assert missing.state == "fail"
    assert "lacks assistant:write" in missing.found
    assert "Reinstall" in missing.mend


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_dead_bot_token(slack: LocalSlack, code: str) -> None:
    slack.world.tokens[BOT_TOKEN].error = code
    assert (await looked(slack, ALL))["Slack bot token"].state == "fail"


async def test_a_dead_socket(slack: LocalSlack) -> None:
    slack.refuse_sockets = True
    assert (await looked(slack, ALL))["Slack app token"].state == "fail"
    swapped = replace(ALL, slack_app_token=BOT_TOKEN)
    assert "another kind" in (await looked(slack, swapped))["Slack app token"].found


async def test_half_a_web_setup(slack: LocalSlack) -> None:
    half = replace(ALL, slack_bot_token="", slack_client_id="CLIENT", slack_signing_secret="")
    assert (await looked(slack, half))["Slack over HTTP"].state == "fail"


def manifest() -> dict:
    text = (config_folder() / "slack_manifest.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def test_the_manifest_asks_for_the_least_and_matches_the_code() -> None:
    held = manifest()
    assert tuple(held["oauth_config"]["scopes"]["bot"]) == tuple(SCOPES)
    assert set(held["settings"]["event_subscriptions"]["bot_events"]) == {
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "message.im",
        "tokens_revoked",
    }
    assert held["features"]["shortcuts"][0]["callback_id"] == "ask_about"
    assert held["features"]["slash_commands"][0]["command"] == "/ask"
    assert held["settings"]["socket_mode_enabled"] is True


def test_the_manifest_for_http_needs_only_what_its_comment_says() -> None:
    text = (config_folder() / "slack_manifest.yaml").read_text(encoding="utf-8")
    lines = [
        line.replace("# ", "", 1) if "YOUR-HOST" in line and line.startswith(" ") else line
        for line in text.splitlines()
    ]
    held = yaml.safe_load("\n".join(lines))
    assert held["features"]["slash_commands"][0]["url"].endswith("/slack/events")
    assert held["settings"]["interactivity"]["request_url"].endswith("/slack/events")
    assert held["settings"]["event_subscriptions"]["request_url"].endswith("/slack/events")
    assert held["oauth_config"]["redirect_urls"][0].endswith("/slack/oauth_redirect")


def test_the_manifest_keeps_slacks_limits() -> None:
    held = manifest()
    assert len(held["display_information"]["name"]) <= 35
    assert len(held["display_information"]["description"]) < 140
    assert len(held["features"]["bot_user"]["display_name"]) <= 80
    assert len(held["features"]["agent_view"]["agent_description"]) <= 300
    assert len(held["features"]["shortcuts"][0]["name"]) <= 24
