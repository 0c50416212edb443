"""Messages and forum posts: event in, Question out; Answer in, message out."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot import wording
from bot.discord import asked, words
from bot.discord.fitting import clip
from bot.discord.outbox import Build, Refused, missing_in, post
from bot.discord.pages import helping
from bot.discord.payload import Payload
from bot.discord.places import Rules
from bot.discord.render import Options, notes_text, render, thread_name
from bot.smalltalk import small_talk
from retrieval.errors import LimitReached
from retrieval.model import Answer, Question

if TYPE_CHECKING:
    from bot.discord.client import Quotedesk

log = logging.getLogger("quotedesk.discord")

SENTENCE = 1_000
STARTER_TRIES = 4
FIRST_MESSAGE_AWAITED = 40058
TYPING = 1.0
TROUBLE = (discord.DiscordException, aiohttp.ClientError, OSError)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an answer goes: ``reference`` is the message it replies to."""

    channel: Any
    reference: Any = None
    notes: tuple[str, ...] = ()


def sentence(text: str, spot_notes: tuple[str, ...] = ()) -> Build:
    """Return what builds a message of one sentence."""

    def build(_plain: bool, notes: tuple[str, ...]) -> Payload:
        lines = (clip(text, SENTENCE), notes_text((*spot_notes, *notes)))
        return Payload("\n".join(line for line in lines if line))

    return build


def shown(answer: Answer, options: Options) -> Build:
    """Return what builds the message of an answer."""

    def build(plain: bool, notes: tuple[str, ...]) -> Payload:
        return render(answer, replace(options, plain=plain, notes=(*options.notes, *notes)))

    return build


async def on_message(client: Quotedesk, message: discord.Message) -> None:
    """Answer a message when it is a person's and meant for the bot, once."""
    if client.work.closing or not asked.is_persons(message, client.me):
        return
    if not asked.is_meant(message, client.me):
        return
    if message.guild is None:
        client.catch_up.heard(message.channel.id)
    with client.work:
        rules = await client.rules(message.guild.id if message.guild else None)
        if message.guild and not rules.answers_in(*asked.channel_ids(message.channel)):
            return
        if not await client.desk.claim(key(message.id)):
            return
        client.unanswered.add(message.id)
        try:
            await _answer_message(client, message, rules)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets a word
            log.error("A message could not be answered (%s).", type(error).__name__)
            await _send(message, _spot(message), sentence(wording.friendly(error)))
        client.unanswered.discard(message.id)


def key(message: int) -> str:
    """Return the name under which a message is claimed."""
    return f"discord:message:{message}"


async def _answer_message(client: Quotedesk, message: discord.Message, rules: Rules) -> None:
    text = asked.words(message, client.me)
    other = asked.replied_to(message)
    if not text and other is not None and other.author.id != client.me:
        text = asked.words(other, client.me)
    spot = _spot(message)
    if not text:
        await _send(message, spot, sentence(words.ASK_SOMETHING))
        return
    if talk := small_talk(text):
        await _send(message, spot, sentence(wording.WELCOME) if talk == "thanks" else helping)
        return
    conversation = await asked.conversation_of(message, client.chains)
    question = Question(text, f"discord:{message.author.id}", conversation)
    surface = "discord:direct" if message.guild is None else "discord:mention"
    typing = asyncio.create_task(_typing(message.channel))
    result = await _ask(client, question, surface, message.channel.id)
    await typing
    if result is None:
        return
    spot = await _thread(message, spot, rules, text)
    sent = await _send(message, spot, _build(result, rules, spot.notes))
    if sent is not None and message.guild is not None:
        await client.chains.keep(sent.id, conversation)


async def _ask(
    client: Quotedesk, question: Question, surface: str, channel: int
) -> Answer | str | None:
    """Return the answer or a friendly word; None when that word was said a moment ago."""
    try:
        return await client.ask(question, surface, f"discord:{channel}")
    except LimitReached as limit:
        return None if client.told.take(question.asker) else wording.friendly(limit)
    except Exception as error:  # noqa: BLE001 - whatever it is, the person gets a word
        log.error("A question could not be answered (%s).", type(error).__name__)
        return wording.friendly(error)


def _build(result: Answer | str, rules: Rules, notes: tuple[str, ...] = ()) -> Build:
    if isinstance(result, str):
        return sentence(result, notes)
    return shown(result, Options(person=bool(rules.experts), notes=notes))


async def _typing(channel: Any) -> None:
    """Show that the bot is at it; that this fails or takes long must delay nothing."""
    with contextlib.suppress(*TROUBLE, TimeoutError):
        await asyncio.wait_for(channel.typing(), TYPING)


def _spot(message: discord.Message) -> Spot:
    """Return a reply to the message, which may be gone by then; a direct message needs none."""
    reference = message.to_reference(fail_if_not_exists=False) if message.guild else None
    return Spot(message.channel, reference)


async def _thread(message: discord.Message, spot: Spot, rules: Rules, text: str) -> Spot:
    """Open a thread for the answer where the rules say so and Discord allows it."""
    if rules.reply != "thread" or not isinstance(message.channel, discord.TextChannel):
        return spot
    try:
        return Spot(await message.create_thread(name=thread_name(text)))
    except discord.Forbidden:
        log.warning("No thread may be opened in channel %s.", message.channel.id)
    except TROUBLE as error:
        log.warning("No thread could be opened (%s).", type(error).__name__)
        return spot
    return replace(spot, notes=(words.lacking("create_public_threads"),))


async def _send(message: discord.Message, spot: Spot, build: Build) -> discord.Message | None:
    """Send to the spot; where that is refused, to the channel, and at last to the person."""
    try:
        return await _deliver(spot, build, message.id)
    except Refused as refused:
        missing = refused.missing
    except TROUBLE as error:
        log.error("An answer could not be sent (%s).", type(error).__name__)
        return None
    if spot.channel.id != message.channel.id:  # a thread that may not be written in
        note = words.lacking("send_messages_in_threads")
        return await _send(message, _spot(message), _noted(build, note))
    await _tell_in_private(message, missing)
    return None


def _noted(build: Build, note: str) -> Build:
    return lambda plain, notes: build(plain, (note, *notes))


async def _deliver(spot: Spot, build: Build, nonce: int) -> discord.Message:
    where: dict[str, Any] = {"nonce": str(nonce), "mention_author": False}
    if spot.reference is not None:
        where["reference"] = spot.reference
    return await post(spot.channel.send, build, missing_in(spot.channel), **where)


async def _tell_in_private(message: discord.Message, missing: tuple[str, ...]) -> None:
    """Tell the person in a direct message why there is no answer in the channel."""
    name = f"#{getattr(message.channel, 'name', message.channel.id)}"
    in_thread = isinstance(message.channel, discord.Thread)
    sending = "send_messages_in_threads" if in_thread else "send_messages"
    lacks = missing if sending in missing else (sending,)
    log.warning(
        "Channel %s takes no answer: %s.", message.channel.id, ", ".join(words.named(lacks))
    )
    if message.guild is None:
        return
    try:
        await post(message.author.send, sentence(words.unable(name, lacks)))
    except (Refused, *TROUBLE) as error:
        log.warning("The person could not be told either (%s).", type(error).__name__)


async def on_post(client: Quotedesk, thread: discord.Thread) -> None:
    """Answer a new post in a support channel, once, and only when the articles hold an answer."""
    if client.work.closing or thread.owner_id == client.me:
        return
    with client.work:
        rules = await client.rules(thread.guild.id)
        if not rules.supports(thread.parent_id):
            return
        if await client.desk.claim(f"discord:post:{thread.id}", key(thread.id)):
            await _answer_post(client, thread, rules)


async def _answer_post(client: Quotedesk, thread: discord.Thread, rules: Rules) -> None:
    """Ask with the title; Discord does not send the words of a post the bot is not named in."""
    question = Question(
        asked.plain(thread.name, {}, client.me),
        f"discord:{thread.owner_id}",
        f"discord:{thread.id}",
    )
    result = await _ask(client, question, "discord:post", thread.parent_id or thread.id)
    if isinstance(result, Answer) and result.outcome in ("found", "several"):
        await _deliver_post(thread, _build(result, rules))


async def _deliver_post(thread: discord.Thread, build: Build) -> None:
    """Send into a new post; Discord refuses until its first message has arrived."""
    for attempt in range(STARTER_TRIES):
        try:
            await _deliver(Spot(thread), build, thread.id)
        except Refused as refused:
            missing = refused.missing
        except TROUBLE as error:
            if getattr(error, "code", 0) != FIRST_MESSAGE_AWAITED:
                log.error("A post could not be answered (%s).", type(error).__name__)
                return
            missing = ()
        else:
            return
        await asyncio.sleep(0.5 * 2**attempt)
    log.warning("Post %s takes no answer: %s.", thread.id, ", ".join(words.named(missing)))
