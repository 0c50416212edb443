"""Slash commands, the message menu and buttons, with the bot as a process of its own."""

import asyncio

import pytest

from tests.bot.discord.local.server import Fault
from tests.bot.discord.local.world import (
    ALL,
    BOB,
    CHANNEL,
    DIRECT,
    EXPERTS,
    FORUM,
    GUILD,
    MANAGE_GUILD,
    QUIET,
)

pytestmark = pytest.mark.slow

CHOLLET = "who will visit Islamabad?"
MENU = "Ask the articles about this"


def values(message):
    rows = message.get("components") or []
    return [button.get("custom_id", "") for row in rows for button in row["components"]]


def value(message, name):
    return next(found for found in values(message) if found.startswith(f"{name}:"))


async def replied(server, pressed, count=1):
    await server.until(lambda: len(pressed.replies) >= count)
    await asyncio.sleep(0.1)
    assert len(pressed.replies) == count
    return pressed.replies[-1]


async def test_ask_is_deferred_at_once_and_answered_in_public(server, bots):
    await bots()
    pressed = await server.interactions.ask(CHOLLET)
    reply = await replied(server, pressed)
    assert pressed.callback["type"] == 5
    assert not pressed.private
    assert pressed.called_back < 1.0
    assert reply["embeds"][0]["author"]["name"] == f"“{CHOLLET}”"
    assert "Derek Chollet" in reply["embeds"][0]["description"]
    assert reply["allowed_mentions"] == {"parse": []}
    assert not [found for found in values(reply) if found.startswith("share")]


async def test_a_private_answer_can_be_shared_once(server, bots):
    await bots()
    pressed = await server.interactions.ask(CHOLLET, private=True)
    reply = await replied(server, pressed)
    assert pressed.private
    shared = await server.interactions.press(reply["id"], value(reply, "share"))
    public = await replied(server, shared)
    assert not shared.private
    assert "Derek Chollet" in public["embeds"][0]["description"]
    again = await server.interactions.press(reply["id"], value(reply, "share"))
    assert "shared here already" in (await replied(server, again))["content"]
    assert again.private


async def test_the_message_menu_asks_about_a_message(server, bots):
    await bots()
    message = server.message(CHANNEL, CHOLLET, BOB)
    pressed = await server.interactions.menu(MENU, message)
    assert "Derek Chollet" in (await replied(server, pressed))["embeds"][0]["description"]
    assert pressed.private
    picture = server.message(CHANNEL, "", BOB)
    nothing = await server.interactions.menu(MENU, picture)
    assert "no words" in (await replied(server, nothing))["content"]


async def test_a_public_answer_to_a_command_can_be_asked_on(server, bots):
    await bots()
    reply = await replied(server, await server.interactions.ask("who will visit?"))
    again = await replied(server, await server.interactions.ask("and Islamabad?"))
    assert "I understood" in again["embeds"][0]["footer"]["text"]
    await server.reply(reply["id"], "and Derek?")
    assert "I understood" in (await server.answers(1))[0]["embeds"][0]["footer"]["text"]


async def test_articles_and_help(server, bots):
    await bots()
    articles = await server.interactions.slash("articles")
    content = (await replied(server, articles))["content"]
    assert "2 articles" in content
    assert "- Talks · The News · 13 February 2023" in content
    helped = await server.interactions.slash("help", channel=DIRECT)
    assert "/ask" in (await replied(server, helped))["content"].replace("\\", "")


async def test_buttons_work_after_a_restart(server, bots):
    first = await bots(QUOTEDESK_DISCORD__EXPERTS_CHANNEL=str(EXPERTS))
    found = await replied(server, await server.interactions.ask("Pakistani team"))
    await server.mention("Albania Belgium Canada Denmark")
    refused = (await server.answers(1))[0]
    assert await first.stop() == 0
    await bots(QUOTEDESK_DISCORD__EXPERTS_CHANNEL=str(EXPERTS))

    async def press(message, name, **where):
        pressed = await server.interactions.press(message["id"], value(message, name), **where)
        return pressed, await replied(server, pressed)

    pressed, reply = await press(found, "context")
    assert pressed.private
    assert "Derek Chollet will visit" in reply["embeds"][0]["description"]
    _, reply = await press(found, "helpful")
    assert "Thank you" in reply["content"]
    _, reply = await press(found, "not_helpful", author=BOB)
    assert "Thank you" in reply["content"]
    _, reply = await press(refused, "ask_person")
    assert "passed on" in reply["content"]
    request = (await server.answers(2))[1]
    assert request["channel_id"] == str(EXPERTS)
    assert "Albania Belgium" in request["content"]
    assert f"/{refused['id']}" in request["content"]
    assert request["allowed_mentions"] == {"parse": []}
    _, reply = await press(refused, "ask_person", author=BOB)
    assert "already" in reply["content"]
    await server.answers(2)


async def test_more_answers(server, bots):
    await bots()
    closest = await replied(server, await server.interactions.ask("floods visit"))
    more = await server.interactions.press(closest["id"], value(closest, "more"))
    reply = await replied(server, more)
    assert reply["embeds"][0]["title"] == "More answers"
    assert "floods" in reply["embeds"][0]["description"]


async def test_an_answer_that_is_gone_gets_a_friendly_word(server, bots):
    await bots()
    row = {"type": 1, "components": []}
    for name in ("more", "context", "helpful", "share", "ask_person"):
        button = {"type": 2, "style": 2, "label": name, "custom_id": f"{name}:GONE"}
        row["components"].append(button)
    message = server.keep(CHANNEL, {"content": "old", "components": [row]})
    for name in values(message):
        pressed = await server.interactions.press(message["id"], name)
        assert "no longer kept" in (await replied(server, pressed))["content"]


async def test_fifty_commands_at_once_are_all_acknowledged_in_time(server, bots):
    await bots()
    pressed = await asyncio.gather(
        *(server.interactions.ask(CHOLLET, author=1_000 + n) for n in range(50))
    )
    await server.until(lambda: all(one.replies for one in pressed), 30)
    assert max(one.called_back for one in pressed) < 3.0
    assert [len(one.replies) for one in pressed] == [1] * 50


async def test_slow_answers_keep_nobody_waiting_for_the_acknowledgement(server, bots):
    server.gateway.interval = 200
    await bots(QUOTEDESK_WORKERS="2")
    slow = [await server.interactions.ask(f"slowly {CHOLLET}", author=n) for n in range(9, 13)]
    quick = await server.interactions.slash("help")
    await server.until(lambda: quick.callback, 1.0)
    before = server.gateway.heartbeats
    await asyncio.sleep(1.0)
    assert server.gateway.heartbeats - before >= 4
    await server.until(lambda: all(one.replies for one in slow), 10)


async def test_a_replayed_interaction_is_answered_once(server, bots):
    await bots()
    pressed = await server.interactions.ask(CHOLLET)
    await replied(server, pressed)
    await server.gateway.replay(1)
    await server.until(lambda: pressed.refused)
    await replied(server, pressed)


async def test_even_when_acknowledged_twice_it_is_answered_once(server, bots):
    server.interactions.lenient = True
    await bots()
    await bots()
    pressed = await server.interactions.ask(CHOLLET)
    await replied(server, pressed)
    await asyncio.sleep(0.3)
    await replied(server, pressed)


async def test_an_interaction_that_came_too_late_or_lives_too_short_harms_nobody(server, bots):
    bot = await bots()
    server.interactions.lives = 0.0
    lost = await server.interactions.ask(CHOLLET)
    await server.until(lambda: lost.callback)
    server.faults.append(Fault("POST", "/callback", 404, {"code": 10062, "message": "Unknown"}))
    await server.interactions.ask(CHOLLET)
    server.interactions.lives = 900.0
    await replied(server, await server.interactions.ask(CHOLLET))
    assert not lost.replies
    await bot.stop()
    assert "could not be acknowledged (NotFound)" in bot.log
    assert lost.token not in bot.log


async def choose(server, name, *options, permissions=ALL | MANAGE_GUILD):
    pressed = await server.interactions.settings(name, *options, permissions=permissions)
    return (await replied(server, pressed))["content"].replace("\\", "")


def option(name, given, kind=3):
    return {"name": name, "type": kind, "value": given}


async def test_settings_are_for_those_who_manage_the_server(server, bots):
    await bots()
    assert "Manage Server" in await choose(
        server, "reply", option("how", "thread"), permissions=ALL
    )
    assert "Reply to the message." in await choose(server, "show")


async def test_a_server_chooses_for_itself_and_keeps_it(server, bots):
    first = await bots()
    assert "Answer in a thread." in await choose(server, "reply", option("how", "thread"))
    asked = await server.mention(CHOLLET)
    assert (await server.answers(1))[0]["channel_id"] == asked["id"]
    await first.stop()
    await bots()
    assert "Answer in a thread." in await choose(server, "show")


def picked(channel):
    """Return a channel as Discord resolves an option."""
    more = {"permissions": "0", "parent_id": None, "position": 0, "nsfw": False, "flags": 0}
    return {"id": str(channel), "type": 0, "name": "x", "guild_id": str(GUILD), **more}


async def test_a_server_chooses_its_channels(server, bots):
    await bots()

    async def use(channel, how):
        pressed = await server.interactions.settings(
            "channel",
            option("channel", str(channel), 7),
            option("use", how),
            permissions=ALL | MANAGE_GUILD,
            resolved={str(channel): picked(channel)},
        )
        return (await replied(server, pressed))["content"].replace("\\", "")

    assert "never in #quiet" in await use(QUIET, "ignore")
    assert "new posts in #help" in await use(FORUM, "support")
    await server.mention(CHOLLET, channel=QUIET)
    post = await server.open_post(CHOLLET)
    assert (await server.answers(1))[0]["channel_id"] == post["id"]
    assert "never" not in await use(QUIET, "default")
    await server.mention(CHOLLET, channel=QUIET)
    assert (await server.answers(2))[1]["channel_id"] == str(QUIET)
