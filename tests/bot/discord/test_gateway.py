"""The connection: what breaks it, what heals it, what ends it for good."""

import asyncio

import pytest

from tests.bot.discord.local.server import Fault
from tests.bot.discord.local.world import BOB, CHANNEL, DIRECT, FORUM

pytestmark = pytest.mark.slow

CHOLLET = "who will visit Islamabad?"


async def ended(bot, sentence):
    """The bot ended by itself, not well, and said one sentence."""
    assert await bot.ended() == 1
    last = bot.log.strip().splitlines()[-1]
    assert sentence in last
    assert "Traceback" not in bot.log
    assert bot.server.token not in bot.log


async def test_the_least_intents_and_no_privileged_one(server, bots):
    await bots()
    (session,) = server.gateway.sessions.values()
    assert session.intents == 1 << 0 | 1 << 9 | 1 << 12


async def test_as_many_shards_as_discord_asks_for(server, bots):
    server.shards = 2
    await bots()
    await server.until(lambda: server.gateway.identified == 2, 20)
    assert sorted(one.shard for one in server.gateway.sessions.values()) == [[0, 2], [1, 2]]
    await server.mention(CHOLLET)
    await server.say(CHOLLET, channel=DIRECT)
    await server.answers(2)


async def test_a_dropped_connection_resumes_and_loses_nothing(server, bots):
    await bots()
    await server.gateway.drop()
    asked = await server.mention(CHOLLET)
    (answer,) = await server.answers(1, 20)
    assert str(answer["message_reference"]["message_id"]) == asked["id"]
    assert (server.gateway.identifies, server.gateway.resumes) == (1, 1)


async def test_a_resume_that_repeats_what_was_answered_answers_nothing_twice(server, bots):
    await bots()
    await server.mention(CHOLLET)
    await server.answers(1)
    (session,) = server.gateway.sessions.values()
    await server.gateway.drop()
    await server.until(lambda: server.gateway.resumes)
    await asyncio.sleep(0.2)
    for event in session.events:
        if event["t"] == "MESSAGE_CREATE":
            await session.send(event)
    await server.mention(CHOLLET, author=BOB)
    await server.answers(2)


async def test_asked_to_reconnect_it_resumes(server, bots):
    await bots()
    await server.gateway.say(7)
    await server.until(lambda: server.gateway.resumes)
    await server.mention(CHOLLET)
    await server.answers(1)
    assert server.gateway.identifies == 1


async def test_a_session_that_may_be_resumed_is(server, bots):
    await bots()
    await server.gateway.say(9, True)
    await server.until(lambda: server.gateway.resumes)
    await server.mention(CHOLLET)
    await server.answers(1)
    assert server.gateway.identifies == 1


async def test_a_new_session_reads_back_what_was_missed(server, bots):
    await bots(QUOTEDESK_DISCORD__FORUM_CHANNELS=f'["{FORUM}"]')
    await server.mention(CHOLLET)
    await server.say(CHOLLET, channel=DIRECT)
    await server.answers(2)
    server.gateway.refuse_resume = True
    await server.gateway.drop()
    server.gateway.forget()
    missed = await server.mention("who will visit?", author=BOB)
    direct = await server.say("who will visit?", channel=DIRECT)
    post = await server.open_post(CHOLLET)
    answers = await server.answers(5, 30)
    answered = {str(a.get("message_reference", {}).get("message_id")) for a in answers[2:]}
    assert missed["id"] in answered
    assert {a["channel_id"] for a in answers[2:]} == {str(CHANNEL), str(DIRECT), post["id"]}
    assert direct["channel_id"] == str(DIRECT)
    assert server.gateway.identifies == 2


async def test_what_is_asked_during_a_restart_is_answered_after_it(server, bots):
    first = await bots()
    await server.mention(CHOLLET)
    await server.answers(1)
    assert await first.stop() == 0
    server.gateway.forget()
    asked = await server.mention(CHOLLET, author=BOB)
    await bots()
    answers = await server.answers(2)
    assert str(answers[1]["message_reference"]["message_id"]) == asked["id"]
    await asyncio.sleep(1.0)
    await server.answers(2)


async def test_an_invalid_session_starts_a_new_one(server, bots):
    await bots()
    await server.gateway.say(9, False)
    await server.until(lambda: server.gateway.identified == 2, 20)
    await server.mention(CHOLLET)
    await server.answers(1, 20)


async def test_a_zombie_connection_is_noticed_and_resumed(server, bots):
    server.gateway.interval = 1_000
    await bots()
    await asyncio.sleep(0.3)
    server.gateway.silent = True
    asked = await server.mention(CHOLLET)
    (answer,) = await server.answers(1, 20)
    assert str(answer["message_reference"]["message_id"]) == asked["id"]
    assert server.gateway.resumes == 1


async def test_a_quiet_server_is_no_zombie(server, bots):
    server.gateway.interval = 1_000
    await bots()
    await asyncio.sleep(7.0)
    assert server.gateway.resumes == 0
    assert server.gateway.identifies == 1


async def test_a_refused_token_ends_it_with_a_sentence(bots):
    bot = await bots(ready=False, DISCORD_TOKEN="wrong-token-value")
    await ended(bot, "press Reset Token on the Bot page")
    assert "wrong-token-value" not in bot.log


async def test_no_token_ends_it_with_a_sentence(bots):
    bot = await bots(ready=False, DISCORD_TOKEN="")
    await ended(bot, "DISCORD_TOKEN is not set")


async def test_refused_intents_end_it_with_a_sentence(server, bots):
    server.gateway.close_identify_with = 4014
    await ended(await bots(ready=False), "Discord refused the intents")


async def test_a_token_refused_by_the_gateway_ends_it_with_a_sentence(server, bots):
    server.gateway.close_identify_with = 4004
    await ended(await bots(ready=False), "press Reset Token on the Bot page")


async def test_trouble_at_the_login_is_waited_out(server, bots):
    fault = Fault("GET", "users/@me$", 503, {"message": "unavailable"}, times=2)
    server.faults.append(fault)
    await bots()
    await server.mention(CHOLLET)
    await server.answers(1)


async def test_commands_are_registered_once_until_they_change(server, bots):
    first = await bots()
    await first.stop()
    second = await bots()
    await second.stop()
    assert server.registered == 1
    assert [command["name"] for command in server.commands] == [
        *("ask", "articles", "help", "settings"),
        "Ask the articles about this",
    ]
    asking = server.commands[0]
    assert asking["contexts"] == [0, 1, 2]
    assert asking["integration_types"] == [0, 1]


async def test_commands_that_cannot_be_registered_stop_nothing(server, bots):
    server.faults.append(Fault("PUT", "/commands$", 403, {"code": 50001, "message": "No"}))
    bot = await bots()
    await server.mention(CHOLLET)
    await server.answers(1)
    await bot.stop()
    await bots()
    assert server.registered == 1


async def test_a_stop_lets_answers_in_flight_out(server, bots):
    bot = await bots()
    await server.mention(f"slowly {CHOLLET}")
    await server.until(lambda: server.typing)
    assert await bot.stop() == 0
    (answer,) = server.posted
    assert "Derek Chollet" in answer["embeds"][0]["description"]
    assert "Stopping." in bot.log
    assert "Traceback" not in bot.log


async def test_what_a_stop_leaves_unanswered_is_answered_by_the_next_run(server, bots):
    headers = {"Via": "1.1 google", "Retry-After": "30"}
    body = {"message": "slow down", "retry_after": 30.0, "global": False}
    fault = Fault("POST", "/messages$", 429, body, headers)
    server.faults.append(fault)
    bot = await bots(GRACE="0.5")
    asked = await server.mention(CHOLLET)
    await server.until(lambda: not server.faults)
    assert await bot.stop() == 0
    assert "1 message not answered in time" in bot.log
    assert not server.posted
    server.gateway.forget()
    await bots()
    (answer,) = await server.answers(1, 20)
    assert str(answer["message_reference"]["message_id"]) == asked["id"]


async def test_a_stop_before_the_login_is_heard(server, bots):
    server.faults.append(Fault("GET", "users/@me$", 503, {"message": "no"}, times=99))
    bot = await bots(ready=False)
    await server.until(lambda: server.requests)
    assert await bot.stop() == 0
