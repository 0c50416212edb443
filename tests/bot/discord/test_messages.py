"""Mentions, replies, direct messages and posts, with the bot as a process of its own."""

import asyncio

import pytest

from tests.bot.discord.local.world import (
    ALICE,
    BOB,
    BOT,
    CHANNEL,
    DIRECT,
    FORUM,
    OWN_ROLE,
    QUIET,
    USERS,
)

pytestmark = pytest.mark.slow
CHOLLET = "who will visit Islamabad?"


def description(message):
    return message["embeds"][0]["description"]


def values(message):
    rows = message.get("components") or []
    return [button.get("custom_id", "") for row in rows for button in row["components"]]


async def test_a_mention_gets_a_reply_without_a_ping(server, bots):
    await bots()
    asked = await server.mention(CHOLLET)
    (answer,) = await server.answers(1)
    assert answer["channel_id"] == str(CHANNEL)
    assert str(answer["message_reference"]["message_id"]) == asked["id"]
    assert answer["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert "> Derek Chollet **will** visit Islamabad next week." in description(answer)
    assert "The News · 13 February 2023 · talks.txt, line 1" in description(answer)
    assert server.typing == 1


async def test_several_readings_and_a_refusal(server, bots):
    await bots()
    await server.mention("Pakistani team")
    several = (await server.answers(1))[0]
    assert several["embeds"][0]["title"] == "The articles give 2 answers:"
    await server.mention("what is the capital of France?")
    refused = (await server.answers(2))[1]
    assert refused["content"] == "**The articles do not answer this.**"
    assert "No article holds these words" in description(refused)
    assert "ask_person" not in "".join(values(refused))


async def test_only_persons_who_mention_the_bot_get_an_answer(server, bots):
    await bots()
    await server.say(CHOLLET)
    await server.mention(CHOLLET, webhook_id="777")
    await server.mention(CHOLLET, author=BOT)
    await server.mention(CHOLLET, type=7)
    other = {**USERS[BOB], "id": "12345", "bot": True}
    message = server.message(CHANNEL, f"<@{BOT}> {CHOLLET}", BOB)
    await server.gateway.dispatch("MESSAGE_CREATE", {**message, "author": other})
    edited = await server.say("never mind")
    changed = {**edited, "content": f"<@{BOT}> {CHOLLET}", "mentions": [USERS[BOT]]}
    await server.gateway.dispatch("MESSAGE_UPDATE", changed)
    await server.mention("who will visit <@!12> Islamabad? <:smile:123>")
    (answer,) = await server.answers(1)
    assert "Derek Chollet" in description(answer)


async def test_fifty_mentions_at_once_are_answered_once_each(server, bots):
    bot = await bots()
    asked = await asyncio.gather(
        *(server.mention(CHOLLET, author=1_000 + number) for number in range(50))
    )
    answers = await server.answers(50, 30)
    answered = {str(answer["message_reference"]["message_id"]) for answer in answers}
    assert answered == {message["id"] for message in asked}
    assert await bot.stop() == 0


async def test_a_reply_to_an_answer_is_a_follow_up_even_after_a_restart(server, bots):
    first = await bots()
    await server.mention("who will visit?")
    answer = (await server.answers(1))[0]
    await server.reply(answer["id"], "and Islamabad?")
    second = (await server.answers(2))[1]
    assert "I understood: who will visit? and Islamabad?" in second["embeds"][0]["footer"]["text"]
    assert await first.stop() == 0
    await bots()
    await server.reply(second["id"], "and Derek?", author=BOB)
    third = (await server.answers(3))[2]
    assert "and Islamabad? and Derek?" in third["embeds"][0]["footer"]["text"]
    await server.mention("and Washington?")
    fresh = (await server.answers(4))[3]
    assert "footer" not in fresh["embeds"][0]


async def test_a_direct_message_is_a_conversation(server, bots):
    await bots()
    await server.say("who will visit?", channel=DIRECT)
    first = (await server.answers(1))[0]
    assert first["channel_id"] == str(DIRECT)
    assert "message_reference" not in first
    await server.say("and Islamabad?", channel=DIRECT)
    assert "I understood" in (await server.answers(2))[1]["embeds"][0]["footer"]["text"]


async def test_a_mention_without_words_asks_about_the_message_replied_to_or_helps(server, bots):
    await bots()
    await server.mention("")
    assert "Mention me together with a question" in (await server.answers(1))[0]["content"]
    before = server.message(CHANNEL, CHOLLET, BOB)
    more = {"type": 19, "referenced_message": before}
    more["message_reference"] = {"message_id": before["id"], "channel_id": str(CHANNEL)}
    await server.mention("", **more)
    assert "Derek Chollet" in description((await server.answers(2))[1])


async def test_a_mention_of_its_role_is_told_what_to_do(server, bots):
    await bots()
    await server.say(f"<@&{OWN_ROLE}> {CHOLLET}", mention_roles=[str(OWN_ROLE)])
    assert "not my role" in (await server.answers(1))[0]["content"]


async def test_a_quote_that_breaks_the_law_is_never_shown(server, bots):
    await bots()
    await server.mention("unlawful who will visit Islamabad?")
    (answer,) = await server.answers(1)
    assert "chollet" not in str(answer).lower()


async def test_answers_go_to_a_thread_when_so_set_and_go_on_there(server, bots):
    await bots(QUOTEDESK_DISCORD__REPLY="thread")
    asked = await server.mention("who will visit?")
    answer = (await server.answers(1))[0]
    assert answer["channel_id"] == asked["id"]
    thread = server.threads[int(asked["id"])]
    assert thread["name"] == "who will visit?"
    await server.gateway.dispatch("THREAD_CREATE", {**thread, "newly_created": True})
    await server.mention("and Islamabad?", channel=int(asked["id"]))
    second = (await server.answers(2))[1]
    assert second["channel_id"] == asked["id"]
    assert "I understood" in second["embeds"][0]["footer"]["text"]


async def test_a_new_post_is_answered_once_and_only_when_there_is_an_answer(server, bots):
    await bots(QUOTEDESK_DISCORD__FORUM_CHANNELS=f'["{FORUM}"]')
    await server.open_post("what about France and Germany?")
    await server.open_post(CHOLLET, parent=CHANNEL)
    post = await server.open_post(CHOLLET)
    (answer,) = await server.answers(1)
    assert answer["channel_id"] == post["id"]
    await server.gateway.replay(1)
    await server.gateway.dispatch("THREAD_CREATE", {**post, "newly_created": True})
    await server.answers(1)


async def test_channels_are_allowed_and_denied(server, bots):
    await bots(QUOTEDESK_DISCORD__CHANNELS_DENY=f'["{QUIET}"]')
    await server.mention(CHOLLET, channel=QUIET)
    pressed = await server.interactions.ask(CHOLLET, channel=QUIET)
    await server.mention(CHOLLET)
    (answer,) = await server.answers(1)
    assert answer["channel_id"] == str(CHANNEL)
    await server.until(lambda: pressed.replies)
    assert pressed.private
    assert "do not answer in this channel" in pressed.replies[0]["content"]


async def test_two_processes_answer_once(server, bots):
    await bots()
    await bots()
    for number in range(10):
        await server.mention(CHOLLET, author=1_000 + number)
    await server.answers(10)
    pressed = await server.interactions.ask(CHOLLET)
    await server.until(lambda: pressed.replies and pressed.refused)
    await asyncio.sleep(0.2)
    assert len(pressed.replies) == 1


async def test_asking_too_fast_gets_one_friendly_word(server, bots):
    await bots(QUOTEDESK_DISCORD__COOLDOWN_ASKER="30")
    for _ in range(4):
        await server.mention(CHOLLET)
    await server.mention(CHOLLET, author=BOB)
    answers = await server.answers(3)
    words = [answer["content"] for answer in answers if not answer.get("embeds")]
    assert words == ["That was quick; please ask again in 30 seconds."]


async def test_a_channel_cools_down_too(server, bots):
    await bots(QUOTEDESK_DISCORD__COOLDOWN_CHANNEL="30")
    await server.mention(CHOLLET)
    await server.answers(1)
    await server.mention(CHOLLET, author=BOB)
    assert "That was quick" in (await server.answers(2))[1]["content"]


async def test_what_fails_inside_is_never_shown(server, bots):
    bot = await bots()
    await server.mention("boom")
    (answer,) = await server.answers(1)
    assert answer["content"].startswith("Something went wrong on our side.")
    await bot.stop()
    assert "secret detail" not in bot.log
    assert "Traceback" not in bot.log
    assert "RuntimeError" in bot.log


async def test_a_question_too_long_is_told_so(server, bots):
    await bots()
    await server.mention("why " * 900, author=ALICE)
    (answer,) = await server.answers(1)
    assert "2,000" in answer["content"]
