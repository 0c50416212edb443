"""Slack over HTTP: one request URL for events, commands and buttons, and the install pages."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl

import aiohttp
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.settings import Settings
from bot.slack.access import LIBRARY, SCOPES, ManyWorkspaces, OneWorkspace, sign_in, web_client
from bot.slack.app import BOLT_READS, build, unseen
from bot.slack.installs import stores
from bot.slack.office import Office
from bot.slack.setup import INSTALL_PATH, REDIRECT_PATH

log = logging.getLogger("quotedesk.slack")
MOST_BYTES = 1_000_000
STAMP = "x-slack-request-timestamp"
FORM = "application/x-www-form-urlencoded"


async def slack_app(settings: Settings, office: Office, session: aiohttp.ClientSession) -> AsyncApp:
    """Return the app for one workspace or for many; raise SlackUnusable when the token is wrong."""
    secrets, base_url = settings.secrets, settings.addresses.slack_api_base_url
    client = web_client(base_url, session)
    if secrets.slack_client_id and secrets.slack_client_secret:
        return _for_many(settings, office, client)
    identity = await sign_in(client, secrets.slack_bot_token)
    log.info("Quotedesk answers in Slack as %s.", identity.get("user"))
    authorize = OneWorkspace(identity, secrets.slack_bot_token)
    return build(office, client, authorize, signing_secret=secrets.slack_signing_secret)


def _for_many(settings: Settings, office: Office, client: AsyncWebClient) -> AsyncApp:
    secrets = settings.secrets
    installations, states = stores(installs_file(settings.database), secrets.slack_client_id)
    with unseen(*BOLT_READS):
        flow = AsyncOAuthFlow(
            client=client,
            logger=LIBRARY,
            settings=AsyncOAuthSettings(
                client_id=secrets.slack_client_id,
                client_secret=secrets.slack_client_secret,
                scopes=list(SCOPES),
                user_scopes=[],
                redirect_uri=_redirect_uri(settings.web.public_url),
                install_path=INSTALL_PATH,
                redirect_uri_path=REDIRECT_PATH,
                installation_store=installations,
                state_store=states,
                logger=LIBRARY,
            ),
        )
    authorize = ManyWorkspaces(
        installation_store=installations,
        client_id=secrets.slack_client_id,
        client_secret=secrets.slack_client_secret,
        client=client,
    )
    log.info("Quotedesk can be installed in Slack workspaces at %s.", INSTALL_PATH)
    return build(
        office,
        client,
        authorize,
        signing_secret=secrets.slack_signing_secret,
        oauth_flow=flow,
    )


def installs_file(database: Path) -> Path:
    """Return the file of the installations: beside the database, under its name."""
    return database.with_name(f"{database.stem}.slack.db")


def _redirect_uri(public_url: str) -> str | None:
    """Return where Slack sends people back to; None leaves the address set in the app."""
    return f"{public_url.rstrip('/')}{REDIRECT_PATH}" if public_url else None


class Endpoint:
    """Takes Slack's requests. Bolt checks signature and age; the form is checked here."""

    def __init__(self, app: AsyncApp) -> None:
        self._app = app

    async def events(self, request: Request) -> Response:
        """Take an event, a command, a button or a shortcut."""
        if not request.headers.get(STAMP, "0").isdecimal():
            return PlainTextResponse("not a request of Slack's", 401)
        body = await limited_body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        try:
            bolt_request = read(request, body)
        except (ValueError, TypeError, AttributeError, KeyError):
            return PlainTextResponse("not a request of Slack's", 400)
        return to_starlette_response(await self._app.async_dispatch(bolt_request))

    async def install(self, request: Request) -> Response:
        """Show the install page."""
        flow = self._flow()
        return to_starlette_response(
            await flow.handle_installation(to_async_bolt_request(request, b""))
        )

    async def callback(self, request: Request) -> Response:
        """Take people back after they allowed the installation."""
        flow = self._flow()
        return to_starlette_response(
            await flow.handle_callback(to_async_bolt_request(request, b""))
        )

    def _flow(self) -> AsyncOAuthFlow:
        flow = self._app.oauth_flow
        if flow is None:
            raise LookupError("no install flow without SLACK_CLIENT_ID")
        return flow


async def limited_body(request: Request) -> bytes | None:
    """Read the body; None when it is larger than anything Slack sends."""
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > MOST_BYTES:
            return None
    return bytes(parts)


def read(request: Request, body: bytes) -> AsyncBoltRequest:
    """Return Bolt's view of a request; raise ValueError for one that makes no sense.

    Bolt 1.30 takes a form whose text holds the word "payload" for a button and drops a slash
    command that way; spelling that word with an escape makes it read the form as it is. The
    signature is checked over the body as it came.
    """
    text = body.decode("utf-8")
    spelled = text
    if request.headers.get("content-type", "").startswith(FORM):
        fields: Mapping[str, str] = dict(parse_qsl(text, keep_blank_values=True))
        if "payload" in fields:
            json.loads(fields["payload"])
        else:
            spelled = text.replace("payload", "%70ayload")
    bolt_request = to_async_bolt_request(request, spelled.encode())
    bolt_request.raw_body = text
    if not isinstance(bolt_request.body, dict):
        raise ValueError("the body is no object")
    return bolt_request
