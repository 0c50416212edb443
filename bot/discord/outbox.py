"""Sends payloads: patient with Discord's limits and outages, content with what is allowed."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
import discord

from bot.discord.payload import Attachment, Embed, Payload
from bot.discord.pressing import view_of
from bot.discord.words import lacking

log = logging.getLogger("quotedesk.discord")

Sent = TypeVar("Sent")
Send = Callable[..., Awaitable[Sent]]
Build = Callable[[bool, tuple[str, ...]], Payload]
"""Builds a payload: with or without an embed, and with notes on what the bot may not do."""

EMBEDS, FILES, HISTORY = "embed_links", "attach_files", "read_message_history"
SENDING = frozenset({"send_messages", "send_messages_in_threads"})
TRIES = 5
SHORTEST_WAIT, LONGEST_WAIT = 0.1, 60.0
FILE_BYTES = 8_000_000


class Refused(Exception):
    """Nothing may be sent there; ``missing`` names the permissions that are known to be lacking."""

    def __init__(self, missing: tuple[str, ...] = ()) -> None:
        super().__init__("nothing may be sent there")
        self.missing = missing


def arguments(payload: Payload, *, files: bool = True) -> dict[str, Any]:
    """Return a payload as the keyword arguments of discord.py's ``send``. New ones each time."""
    given: dict[str, Any] = {}
    if payload.content:
        given["content"] = payload.content
    if payload.embed is not None:
        given["embed"] = _embed(payload.embed)
    if payload.rows:
        given["view"] = view_of(payload.rows)
    if payload.attachment is not None and files:
        given["file"] = _file(payload.attachment)
    return given


def _embed(card: Embed) -> discord.Embed:
    embed = discord.Embed(
        title=card.title or None, description=card.description or None, colour=card.colour
    )
    if card.author:
        embed.set_author(name=card.author)
    if card.footer:
        embed.set_footer(text=card.footer)
    return embed


def _file(attachment: Attachment) -> discord.File:
    encoded = attachment.text.encode("utf-8", "replace")[:FILE_BYTES]
    return discord.File(io.BytesIO(encoded), attachment.name)


async def post(
    send: Send[Sent], build: Build, missing: frozenset[str] = frozenset(), **where: Any
) -> Sent:
    """Send what ``build`` gives in the richest form that is allowed, and name what is lacking.

    ``missing`` are permissions known to be lacking, ``where`` more arguments for ``send``. Raises
    Refused when nothing may be sent, and the last error when Discord does not recover.
    """
    if HISTORY in missing:
        where.pop("reference", None)
    for plain, files in ((False, True), (True, True), (False, False), (True, False)):
        lacks = (*((EMBEDS,) if plain else ()), *((FILES,) if not files else ()))
        notes = (lacking(*lacks),) if lacks else ()
        payload = await asyncio.to_thread(build, plain, notes)  # long quotes take their time
        hopeless = (not plain and EMBEDS in missing) or (
            files and FILES in missing and payload.attachment is not None
        )
        if hopeless or (not files and payload.attachment is None):
            continue
        try:
            return await patiently(send, payload, files=files, **where)
        except discord.Forbidden:
            if missing & SENDING:
                break
    if "reference" in where and not missing & SENDING:
        without = {name: value for name, value in where.items() if name != "reference"}
        return await post(send, build, missing, **without)
    raise Refused(tuple(sorted(missing)))


async def patiently(
    send: Send[Sent], payload: Payload, *, files: bool = True, **where: Any
) -> Sent:
    """Send, and try again after a rate limit, a server error or a broken connection.

    discord.py itself repeats only some of these. ``nonce`` in ``where`` keeps a repeat of what
    did arrive from showing twice.
    """
    for attempt in range(TRIES):
        try:
            return await send(**arguments(payload, files=files), **where)
        except (discord.Forbidden, discord.NotFound):
            raise
        except discord.HTTPException as error:
            if attempt == TRIES - 1 or (error.status != 429 and error.status < 500):
                raise
            await asyncio.sleep(pause(error, attempt))
        except (aiohttp.ClientError, OSError):
            if attempt == TRIES - 1:
                raise
            await asyncio.sleep(2.0**attempt / 2)
    raise AssertionError("the last try returns or raises")


def pause(error: discord.HTTPException, attempt: int) -> float:
    """Return the seconds to wait before the next try: what Discord says, else ever longer."""
    try:
        asked = float(error.response.headers.get("Retry-After", ""))
    except ValueError:
        asked = 2.0**attempt / 2
    return min(max(asked, SHORTEST_WAIT), LONGEST_WAIT)


def missing_in(channel: object) -> frozenset[str]:
    """Return the permissions the bot seems to lack in a channel, of those it asks for."""
    guild = getattr(channel, "guild", None)
    if guild is None or guild.me is None or not hasattr(channel, "permissions_for"):
        return frozenset()
    try:
        held = channel.permissions_for(guild.me)
    except discord.ClientException:  # the parent of a thread is not known
        return frozenset()
    sending = "send_messages_in_threads" if isinstance(channel, discord.Thread) else "send_messages"
    return missing_of(held, EMBEDS, FILES, HISTORY, sending)


def missing_of(held: discord.Permissions, *names: str) -> frozenset[str]:
    """Return which of these permissions are not held; none when nothing at all is known."""
    return frozenset(name for name in names if held.value and not getattr(held, name))
