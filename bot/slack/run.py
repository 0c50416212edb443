"""``quotedesk slack``: Slack over Socket Mode, for one workspace."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import Desk
from bot.service import QuestionService
from bot.settings import Settings
from bot.signals import told_to_stop
from bot.slack.access import OneWorkspace, new_session, open_socket, sign_in, web_client
from bot.slack.app import build
from bot.slack.office import Office, finish, new_office
from bot.slack.quiet import quieten
from bot.slack.setup import require_tokens
from bot.slack.watchdog import watch

log = logging.getLogger("quotedesk.slack")
PING_SECONDS = 5.0


def main(settings: Settings, service: QuestionService) -> int:
    """Answer in Slack until told to stop; return 0 then, 1 when Slack is lost for good.

    Raises SettingsError when a token is missing, SlackUnusable when one is wrong.
    """
    require_tokens(settings)
    quieten()
    return asyncio.run(serve(settings, service))


async def serve(settings: Settings, service: QuestionService) -> int:
    """Connect, answer until a signal or the end of the connection, finish what is in flight."""
    async with new_session() as session:
        token = settings.secrets.slack_bot_token
        client = web_client(settings.addresses.slack_api_base_url, session)
        identity = await sign_in(client, token)
        url = await open_socket(client, settings.secrets.slack_app_token)
        desk = Desk(service, settings.workers)
        office = new_office(settings, desk, session)
        app = build(office, client, OneWorkspace(identity, token))
        handler = _handler(settings, app, client, url)
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call] # the library's
            told = told_to_stop()
            log.info("Quotedesk answers in Slack as %s. Stop with Ctrl-C.", identity.get("user"))
            return await _until_the_end(told, office, handler, settings)
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call] # the library's
            await finish(office)


def _handler(
    settings: Settings, app: AsyncApp, client: AsyncWebClient, url: str
) -> AsyncSocketModeHandler:
    handler = AsyncSocketModeHandler(
        app,
        settings.secrets.slack_app_token,
        logger=logging.getLogger("slack_sdk.socket_mode"),
        web_client=client,
        ping_interval=PING_SECONDS,
    )
    handler.client.wss_uri = url
    return handler


async def _until_the_end(
    told: asyncio.Event, office: Office, handler: AsyncSocketModeHandler, settings: Settings
) -> int:
    patience = settings.slack.watchdog_seconds
    ends = [
        asyncio.create_task(told.wait()),
        asyncio.create_task(office.stopping.wait()),
        asyncio.create_task(watch(handler.client.is_connected, patience)),
    ]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    dead = ends[2].done()
    for task in ends:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    if dead:
        log.error("The connection to Slack has been dead for %g seconds; leaving.", patience)
    return 0 if told.is_set() else 1
