"""What happens when a button under an answer is pressed."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

import discord

from bot import wording
from bot.actions import Action, Name
from bot.discord import words
from bot.discord.answering import handle, noted, reply, say
from bot.discord.outbox import Refused, post
from bot.discord.pages import render_request
from bot.discord.payload import Payload
from bot.discord.questions import TROUBLE, shown
from bot.discord.render import Options, render, render_paragraph
from retrieval.model import Answer

if TYPE_CHECKING:
    from bot.discord.client import Quotedesk

    Press = discord.Interaction[Quotedesk]

log = logging.getLogger("quotedesk.discord")


async def act(client: Quotedesk, press: Press, action: Action) -> None:
    """Acknowledge the press, then do what the button says; never raises."""
    deed = DEEDS.get(action.name)
    if deed is None:
        return
    private = press.guild_id is not None and action.name != "share"
    if action.name == "share" and not await client.desk.claim(_share_key(press, action)):
        await handle(press, partial(say, press, words.SHARED), private=True)
        return
    await handle(press, partial(deed, client, press, action), private=private)


def _share_key(press: Press, action: Action) -> str:
    return f"discord:share:{action.answer}:{press.channel_id}"


async def _more(client: Quotedesk, press: Press, action: Action) -> None:
    answer = await _kept(client, press, action)
    if answer is None:
        return
    if action.number >= len(answer.readings):
        await say(press, wording.NO_MORE)
        return

    def build(plain: bool, notes: tuple[str, ...]) -> Payload:
        return render(answer, noted(Options(), plain, notes), action.number)

    await reply(press, build)


async def _context(client: Quotedesk, press: Press, action: Action) -> None:
    answer = await _kept(client, press, action)
    if answer is None:
        return
    paragraph = await client.desk.paragraph(action.answer, action.number)
    if paragraph is None or action.number >= len(answer.readings):
        await say(press, wording.NO_CONTEXT)
        return

    def build(plain: bool, notes: tuple[str, ...]) -> Payload:
        options = noted(Options(), plain, notes)
        return render_paragraph(answer, action.number, paragraph, options)

    await reply(press, build)


async def _feedback(client: Quotedesk, press: Press, action: Action) -> None:
    helpful = action.name == "helpful"
    kept = await client.desk.feedback(action.answer, f"discord:{press.user.id}", helpful)
    thanks = wording.THANKS_HELPFUL if helpful else wording.THANKS_NOT_HELPFUL
    await say(press, thanks if kept else wording.GONE)


async def _share(client: Quotedesk, press: Press, action: Action) -> None:
    answer = await _kept(client, press, action)
    shared = answer and await reply(press, shown(answer, Options(asked=True)))
    if not shared:
        await client.desk.release(_share_key(press, action))


async def _ask_person(client: Quotedesk, press: Press, action: Action) -> None:
    answer = await _kept(client, press, action)
    if answer is None:
        return
    experts = (await client.rules(press.guild_id)).experts
    if not experts.isdecimal():
        await say(press, words.NO_EXPERTS)
        return
    if not await client.desk.claim(f"discord:person:{answer.id}"):
        await say(press, words.ASKED_ALREADY)
        return
    passed_on = await _pass_on(client, press, answer, int(experts))
    if not passed_on:
        await client.desk.release(f"discord:person:{answer.id}")
    await say(press, wording.ASKED_A_PERSON if passed_on else words.NOT_PASSED_ON)


async def _pass_on(client: Quotedesk, press: Press, answer: Answer, channel: int) -> bool:
    link = press.message.jump_url if press.message is not None else ""
    name = press.user.display_name

    def build(_plain: bool, notes: tuple[str, ...]) -> Payload:
        return render_request(answer, name, link, notes)

    try:
        await post(client.get_partial_messageable(channel).send, build)
    except (Refused, *TROUBLE) as error:
        log.warning("Experts channel %s takes no question (%s).", channel, type(error).__name__)
        return False
    return True


async def _kept(client: Quotedesk, press: Press, action: Action) -> Answer | None:
    answer = await client.desk.get(action.answer)
    if answer is None:
        await say(press, wording.GONE)
    return answer


Deed = Callable[["Quotedesk", "Press", Action], Awaitable[None]]
DEEDS: dict[Name, Deed] = {
    "more": _more,
    "context": _context,
    "helpful": _feedback,
    "not_helpful": _feedback,
    "share": _share,
    "ask_person": _ask_person,
}
