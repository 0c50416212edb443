"""``quotedesk doctor slack``: tokens, permissions and the socket, and what to click."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.doctor import Check, fail, ok, warn
from bot.settings import Settings
from bot.slack.access import SCOPES, SlackUnusable, new_session, open_socket, sign_in, web_client
from bot.slack.setup import EVENTS_PATH, over_http
from retrieval.errors import SettingsError

APPS = "https://api.slack.com/apps"
BOT, APP, SIGNING = "Slack bot token", "Slack app token", "Slack over HTTP"
SECONDS = 10


def check(settings: Settings) -> list[Check]:
    """Look at everything Slack needs; asks Slack, changes nothing."""
    return asyncio.run(_checks(settings))


async def _checks(settings: Settings) -> list[Check]:
    async with new_session() as session:
        client = web_client(settings.addresses.slack_api_base_url, session)
        return [found async for found in _each(settings, client, session)]


async def _each(
    settings: Settings, client: AsyncWebClient, session: aiohttp.ClientSession
) -> AsyncIterator[Check]:
    secrets = settings.secrets
    if secrets.slack_bot_token:
        for found in await _bot(client, secrets.slack_bot_token):
            yield found
    elif secrets.slack_client_id and secrets.slack_client_secret:
        yield ok(BOT, "none; workspaces install the app themselves (`quotedesk web`)")
    else:
        yield fail(
            BOT,
            "SLACK_BOT_TOKEN is not set.",
            f"{APPS} > your app > OAuth & Permissions > Bot User OAuth Token (xoxb-...).",
        )
    if secrets.slack_app_token:
        yield await _socket(client, session, secrets.slack_app_token)
    elif not secrets.slack_signing_secret:
        yield fail(
            APP,
            "SLACK_APP_TOKEN is not set.",
            f"{APPS} > your app > Basic Information > App-Level Tokens > Generate, with the "
            "scope connections:write (xapp-...).",
        )
    yield _signing(settings)


async def _bot(client: AsyncWebClient, token: str) -> list[Check]:
    try:
        answer = await sign_in(client, token)
    except SlackUnusable as refused:
        where = f"{APPS} > your app > OAuth & Permissions > Bot User OAuth Token."
        return [fail(BOT, str(refused), where)]
    who = ok(BOT, f"answers as {answer.get('user')} in {answer.get('team')}")
    return [who, _scopes(str(answer.headers.get("x-oauth-scopes") or ""))]


def _scopes(held: str) -> Check:
    given = {scope.strip() for scope in held.split(",") if scope.strip()}
    missing = [scope for scope in SCOPES if scope not in given]
    if not missing:
        return ok("Slack scopes", ", ".join(SCOPES))
    return fail(
        "Slack scopes",
        f"The app lacks {', '.join(missing)}.",
        f"{APPS} > your app > OAuth & Permissions > Scopes > Bot Token Scopes: add them, then "
        "press Reinstall to Workspace.",
    )


async def _socket(client: AsyncWebClient, session: aiohttp.ClientSession, token: str) -> Check:
    mend = f"{APPS} > your app > Socket Mode: switch it on; Basic Information > App-Level Tokens."
    try:
        url = await open_socket(client, token)
        async with asyncio.timeout(SECONDS), session.ws_connect(url) as socket:
            hello = await socket.receive_json()
    except SlackUnusable as refused:
        return fail(APP, str(refused), mend)
    except (aiohttp.ClientError, TimeoutError, TypeError, ValueError):
        return fail(APP, "The socket could not be opened.", "Check the network and any proxy.")
    if hello.get("type") != "hello":
        return fail(APP, "Slack did not greet on the socket.", mend)
    others = int(hello.get("num_connections") or 1) - 1
    if others:
        return warn(APP, f"the socket opens; {others} more connections are open", "Two bots?")
    return ok(APP, "the socket opens")


def _signing(settings: Settings) -> Check:
    try:
        served = over_http(settings)
    except SettingsError as error:
        return fail(SIGNING, str(error), f"{APPS} > your app > Basic Information.")
    if served:
        where = settings.web.public_url.rstrip("/") or "https://YOUR-HOST"
        return ok(SIGNING, f"the signing secret is set; the request URL is {where}{EVENTS_PATH}")
    return ok(SIGNING, "SLACK_SIGNING_SECRET is not set; only `quotedesk web` needs it")
