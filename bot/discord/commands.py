"""The slash commands and the entry in the menu of messages, for servers and for people."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot import wording
from bot.discord import asked, words
from bot.discord.answering import ask, handle, reply, say
from bot.discord.choices import Choices
from bot.discord.pages import helping, render_overview
from bot.discord.payload import Payload
from retrieval.model import ArticleInfo

if TYPE_CHECKING:
    from bot.discord.client import Quotedesk
    from bot.service import Overview

    Press = discord.Interaction[Quotedesk]

log = logging.getLogger("quotedesk.discord")

LONGEST_QUESTION = 2_000
NEWEST = 10

EVERYWHERE: dict[str, Any] = {
    "allowed_contexts": app_commands.AppCommandContext(
        guild=True, dm_channel=True, private_channel=True
    ),
    "allowed_installs": app_commands.AppInstallationType(guild=True, user=True),
}


def add_commands(tree: app_commands.CommandTree[Any]) -> None:
    """Put every command into a tree."""
    slash = app_commands.Command
    tree.add_command(
        slash(name="ask", description="Get a quoted answer", callback=_ask, **EVERYWHERE)
    )
    tree.add_command(
        slash(name="articles", description="See what I know", callback=_articles, **EVERYWHERE)
    )
    tree.add_command(slash(name="help", description="How to ask", callback=_help, **EVERYWHERE))
    tree.add_command(app_commands.ContextMenu(name=words.MENU, callback=_menu, **EVERYWHERE))
    tree.add_command(Choices())
    tree.error(_failed)


@app_commands.describe(
    question="What you want to know", private="Only you see the answer, and may share it"
)
async def _ask(
    press: discord.Interaction[Any],
    question: app_commands.Range[str, 1, LONGEST_QUESTION],
    private: bool = False,
) -> None:
    await ask(press, asked.plain(question, {}, 0), "discord:slash", private=private)


async def _menu(press: discord.Interaction[Any], message: discord.Message) -> None:
    text = asked.words(message, press.client.me) or _embedded(message)
    if not text:
        await handle(press, partial(say, press, words.EMPTY_MESSAGE), private=True)
        return
    await ask(press, text, "discord:menu", private=True)


def _embedded(message: discord.Message) -> str:
    return " ".join(filter(None, (embed.description for embed in message.embeds)))


async def _articles(press: discord.Interaction[Any]) -> None:
    async def act() -> None:
        overview: Overview = await press.client.desk.overview()
        newest: list[ArticleInfo] = (await press.client.desk.articles())[:NEWEST]

        def build(_plain: bool, notes: tuple[str, ...]) -> Payload:
            return render_overview(overview, newest, notes)

        await reply(press, build)

    await handle(press, act, private=True)


async def _help(press: discord.Interaction[Any]) -> None:
    async def act() -> None:
        await reply(press, helping)

    await handle(press, act, private=True)


async def _failed(press: discord.Interaction[Any], error: app_commands.AppCommandError) -> None:
    """Say a friendly word when Discord and the bot disagree about a command."""
    log.error("A command failed (%s).", type(error).__name__)
    if not press.response.is_done():
        await handle(press, partial(say, press, wording.BROKEN), private=True)
