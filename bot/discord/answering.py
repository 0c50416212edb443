"""Interactions: deferred at once, answered within the fifteen minutes Discord grants."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import discord

from bot import wording
from bot.discord import asked, words
from bot.discord.outbox import EMBEDS, FILES, Build, Refused, missing_of, post
from bot.discord.places import Rules
from bot.discord.questions import TROUBLE, sentence, shown
from bot.discord.render import Options
from retrieval.errors import LimitReached, QuestionError
from retrieval.model import Question

if TYPE_CHECKING:
    from bot.discord.client import Quotedesk

    Press = discord.Interaction[Quotedesk]

log = logging.getLogger("quotedesk.discord")

Act = Callable[[], Awaitable[None]]


async def handle(press: Press, act: Act, *, private: bool) -> None:
    """Acknowledge an interaction, then act on it, once; whatever fails, a person gets a word.

    The acknowledgement itself is refused to a second process or a repeat.
    """
    client = press.client
    if client.work.closing:
        return
    with client.work:
        if not await acknowledge(press, private=private):
            return
        try:
            if await client.desk.claim(f"discord:interaction:{press.id}"):
                await act()
        except (LimitReached, QuestionError) as error:
            await say(press, wording.friendly(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets a word
            log.error("An interaction failed (%s).", type(error).__name__)
            await say(press, wording.friendly(error))


async def acknowledge(press: Press, *, private: bool) -> bool:
    """Show that the bot is at it; False when it is too late, or somebody else did."""
    try:
        await press.response.defer(ephemeral=private, thinking=True)
    except TROUBLE as error:
        log.warning("An interaction could not be acknowledged (%s).", type(error).__name__)
        return False
    return True


async def reply(press: Press, build: Build) -> discord.Message | None:
    """Send the reply to an acknowledged interaction; None when Discord takes none any more."""
    send: Any = partial(press.followup.send, wait=True)
    try:
        message: discord.Message = await post(send, build, _missing(press))
    except (Refused, *TROUBLE) as error:
        log.warning("A reply could not be sent (%s).", type(error).__name__)
        return None
    return message


def _missing(press: Press) -> frozenset[str]:
    if press.guild_id is None:
        return frozenset()
    return missing_of(press.app_permissions, EMBEDS, FILES)


async def say(press: Press, text: str) -> None:
    """Reply with a sentence."""
    await reply(press, sentence(text))


async def ask(press: Press, text: str, surface: str, *, private: bool) -> None:
    """Answer a question that came with an interaction."""
    rules = await press.client.rules_soon(press.guild_id)

    async def act() -> None:
        await _ask(press, text, surface, rules, private=private)

    here = press.guild_id is None or rules.answers_in(*asked.channel_ids(press.channel))
    await handle(
        press, act if here else partial(say, press, words.NOT_HERE), private=private or not here
    )


async def _ask(press: Press, text: str, surface: str, rules: Rules, *, private: bool) -> None:
    asker, place = f"discord:{press.user.id}", press.channel_id
    conversation = f"discord:{place}:{press.user.id}"
    question = Question(text, asker, conversation)
    answer = await press.client.ask(question, surface, f"discord:{place}")
    options = Options(asked=True, share=private, person=bool(rules.experts))
    message = await reply(press, shown(answer, options))
    if message is not None and not private:
        await press.client.chains.keep(message.id, conversation)


def noted(options: Options, plain: bool, notes: tuple[str, ...]) -> Options:
    """Return options for one attempt at sending."""
    return replace(options, plain=plain, notes=(*options.notes, *notes))
