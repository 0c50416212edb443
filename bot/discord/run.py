"""``quotedesk discord``: log in, answer until told to stop, and leave cleanly."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.credentials import Addresses
from bot.desk import Desk
from bot.discord.client import Quotedesk
from bot.service import QuestionService
from bot.settings import Settings
from bot.signals import told_to_stop
from retrieval.errors import QuotedeskError, UsageError

log = logging.getLogger("quotedesk.discord")

GRACE = 20.0
"""Seconds that answers in flight get when the process is told to stop."""
LOGIN_TRIES = 5

PORTAL = "the Discord developer portal (https://discord.com/developers/applications)"
NO_TOKEN = f"DISCORD_TOKEN is not set; copy the token from the Bot page of {PORTAL}."
BAD_TOKEN = (
    "Discord refused the token; press Reset Token on the Bot page of"
    f" {PORTAL} and set DISCORD_TOKEN to the new one."
)
INTENTS = (
    f"Discord refused the intents (close code 4014); open the Bot page of {PORTAL}, switch on the"
    " intents under Privileged Gateway Intents, save, and start again."
)
UNREACHABLE = "Discord cannot be reached; check the network and try again."
ENDED = (
    "Discord ended the connection for good (close code {code}); check the app in " + PORTAL + "."
)


def main(settings: Settings, service: QuestionService) -> int:
    """Run until SIGTERM or SIGINT, then return 0.

    Raises a QuotedeskError of one sentence when Discord does not let the bot in.
    """
    if not settings.secrets.discord_token:
        raise UsageError(NO_TOKEN)
    point_at(settings.addresses)
    asyncio.run(_run(settings, service))
    return 0


def point_at(addresses: Addresses) -> None:
    """Point discord.py at other servers than Discord's own, when addresses are set."""
    if addresses.discord_api_base_url:
        Route.BASE = addresses.discord_api_base_url.rstrip("/")
    if addresses.discord_gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(addresses.discord_gateway_url)


async def _run(settings: Settings, service: QuestionService) -> None:
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nothing is spoken
    desk = Desk(service, settings.workers)
    client = Quotedesk(desk, settings.discord)
    asyncio.get_running_loop().set_exception_handler(_log_stray)
    logging.getLogger("discord.gateway").addFilter(_first_line)
    stop = told_to_stop()
    running = asyncio.create_task(_connected(client, settings.secrets.discord_token))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            log.info("Stopping.")
            await client.finish(GRACE)
        else:
            await running
    finally:
        stopping.cancel()
        await _ended(running)
        await client.leave()
        await desk.close()


def _log_stray(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what nobody caught by its type alone: its text may hold what people wrote."""
    del loop
    error = context.get("exception")
    log.error("A background task failed (%s).", type(error).__name__ if error else "no exception")


def _first_line(record: logging.LogRecord) -> bool:
    """Cut the stack that discord.py adds to a record when the event loop was held up."""
    record.msg = str(record.msg).partition("\n")[0]
    return True


async def _ended(running: asyncio.Task[None]) -> None:
    """Stop a login or connection that still runs; what it raised has been seen to."""
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def _connected(client: Quotedesk, token: str) -> None:
    """Log in and stay; what ends this for good becomes one sentence."""
    try:
        await _log_in(client, token)
        await client.connect()
        if not client.work.closing:
            raise QuotedeskError(_sentence(1000))
    except discord.LoginFailure:
        raise QuotedeskError(BAD_TOKEN) from None
    except discord.PrivilegedIntentsRequired:
        raise QuotedeskError(INTENTS) from None
    except discord.ConnectionClosed as closed:
        raise QuotedeskError(_sentence(closed.code)) from None
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.error("The connection failed (%s).", type(error).__name__)
        raise QuotedeskError(UNREACHABLE) from None


def _sentence(code: int) -> str:
    return {4004: BAD_TOKEN, 4013: INTENTS, 4014: INTENTS}.get(code, ENDED.format(code=code))


async def _log_in(client: Quotedesk, token: str) -> None:
    """Log in; try again for a while when Discord cannot be reached or is in trouble."""
    for attempt in range(LOGIN_TRIES):
        try:
            await client.login(token)
        except (discord.DiscordServerError, aiohttp.ClientError, OSError):
            if attempt == LOGIN_TRIES - 1:
                raise
            await client.http.close()
            client.http.clear()
            client.http.connector = discord.utils.MISSING  # closed too; login makes a new one
            await asyncio.sleep(2.0**attempt / 2)
        else:
            return
