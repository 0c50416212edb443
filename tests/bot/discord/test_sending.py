"""What Discord refuses: permissions, rate limits and trouble on its side."""

import pytest

from tests.bot.discord.local.server import Fault
from tests.bot.discord.local.world import (
    ALL,
    ATTACH,
    CHANNEL,
    DIRECT,
    EMBED,
    HISTORY,
    IN_THREADS,
    SEND,
    THREADS,
)

pytestmark = pytest.mark.slow

CHOLLET = "who will visit Islamabad?"
REFUSED = {"code": 50013, "message": "Missing Permissions"}


@pytest.fixture(params=[True, False], ids=["known", "found out"])
def told(request, server):
    """Whether the gateway tells the bot what it may not do, or it has to find out."""
    server.admits = request.param
    return request.param


async def test_without_embed_links_the_answer_is_plain_text(server, bots, told):
    server.held = ALL & ~EMBED
    await bots()
    await server.mention(CHOLLET)
    (answer,) = await server.answers(1)
    assert not answer.get("embeds")
    assert "> Derek Chollet **will** visit Islamabad next week." in answer["content"]
    assert "talks.txt, line 1" in answer["content"]
    assert "I lack the permission Embed Links here" in answer["content"]
    attempts = [path for method, path, _ in server.requests if path.endswith("/messages")]
    assert len(attempts) == (1 if told else 2)


@pytest.mark.usefixtures("told")
async def test_without_send_messages_the_person_is_told_in_private(server, bots):
    server.held = ALL & ~SEND
    await bots()
    await server.mention(CHOLLET)
    (answer,) = await server.answers(1)
    assert answer["channel_id"] == str(DIRECT)
    assert "#talk" in answer["content"]
    assert "Send Messages" in answer["content"]


@pytest.mark.usefixtures("told")
async def test_without_threads_the_answer_stands_in_the_channel(server, bots):
    server.held = ALL & ~THREADS
    await bots(QUOTEDESK_DISCORD__REPLY="thread")
    await server.mention(CHOLLET)
    (answer,) = await server.answers(1)
    assert answer["channel_id"] == str(CHANNEL)
    assert "Create Public Threads" in answer["content"]
    assert "Derek Chollet" in answer["embeds"][0]["description"]


@pytest.mark.usefixtures("told")
async def test_without_writing_in_threads_the_answer_stands_in_the_channel(server, bots):
    server.held = ALL & ~IN_THREADS
    await bots(QUOTEDESK_DISCORD__REPLY="thread")
    await server.mention(CHOLLET)
    (answer,) = await server.answers(1)
    assert answer["channel_id"] == str(CHANNEL)
    assert "Send Messages in Threads" in answer["content"]


@pytest.mark.usefixtures("told")
async def test_without_history_the_answer_is_no_reply(server, bots):
    server.held = ALL & ~HISTORY
    await bots()
    await server.mention(CHOLLET)
    (answer,) = await server.answers(1)
    assert "message_reference" not in answer
    assert "Derek Chollet" in str(answer)


@pytest.mark.usefixtures("told")
async def test_without_attach_files_a_cut_quote_comes_without_its_file(server, bots):
    server.held = ALL & ~ATTACH
    await bots(ARTICLE="Rainfall " * 900)
    await server.mention("Rainfall")
    (answer,) = await server.answers(1)
    assert not answer.get("files")
    assert "[...]" in answer["embeds"][0]["description"]
    assert "Attach Files" in answer["content"]


async def test_a_cut_quote_comes_with_the_whole_as_a_file(server, bots):
    text = "Rainfall " * 3_334
    await bots(ARTICLE=text)
    await server.mention("Rainfall")
    (answer,) = await server.answers(1)
    assert answer["files"]["quote.txt"].startswith(text.strip())
    assert len(answer["embeds"][0]["description"]) <= 4_096


async def test_an_evil_article_is_inert_all_the_way(server, bots):
    evil = "@everyone <@123> Saeed [x](http://evil) ||spoiler|| `c` \u202etfel\u202c <#1>"
    await bots(ARTICLE=evil)
    await server.mention("Saeed")
    (answer,) = await server.answers(1)
    sent = answer["content"] + answer["embeds"][0]["description"]
    for live in ("@everyone", "<@123>", "](", "||", "\u202e", "<#1>"):
        assert live not in sent
    assert answer["allowed_mentions"]["parse"] == []


@pytest.mark.parametrize("via", [{"Via": "1.1 google"}, {}], ids=["as Discord does", "without Via"])
async def test_a_rate_limit_is_waited_out(server, bots, via):
    headers = {**via, "Retry-After": "0.3", "X-RateLimit-Remaining": "0"}
    body = {"message": "You are being rate limited.", "retry_after": 0.3, "global": False}
    server.faults.append(Fault("POST", "/messages$", 429, body, headers, times=2))
    await bots()
    await server.mention(CHOLLET)
    await server.answers(1)


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_trouble_on_discords_side_is_waited_out(server, bots, status):
    server.faults.append(Fault("POST", "/messages$", status, {"message": "oh"}, times=1))
    await bots()
    await server.mention(CHOLLET)
    pressed = await server.interactions.ask(CHOLLET)
    server.faults.append(Fault("POST", "/webhooks/", status, {"message": "oh"}, times=1))
    await server.answers(1, 20)
    await server.until(lambda: pressed.replies, 20)


async def test_an_answer_that_arrived_all_the_same_is_not_repeated(server, bots):
    await bots()
    server.lose_reply = True
    await server.mention(CHOLLET)
    await server.until(lambda: len(server.posted) and not server.lose_reply)
    await server.until(lambda: server.repeated)
    assert len(server.posted) == 1


async def test_a_channel_that_is_gone_stops_nothing(server, bots):
    gone = {"code": 10003, "message": "Unknown Channel"}
    server.faults.append(Fault("POST", "/messages$", 404, gone))
    bot = await bots()
    await server.mention(CHOLLET)
    await server.until(lambda: not server.faults)
    await server.mention(CHOLLET)
    await server.answers(1)
    await bot.stop()
    assert "could not be sent (NotFound)" in bot.log


async def test_typing_that_fails_delays_no_answer(server, bots):
    server.faults.append(Fault("POST", "/typing$", 403, REFUSED, times=9))
    await bots()
    await server.mention(CHOLLET)
    await server.answers(1, 3)


async def test_a_post_waits_for_its_first_message(server, bots):
    awaited = {"code": 40058, "message": "Cannot message this thread yet"}
    server.faults.append(Fault("POST", "/messages$", 403, awaited, times=2))
    await bots(QUOTEDESK_DISCORD__FORUM_CHANNELS='["200000000000000002"]')
    await server.open_post(CHOLLET)
    (answer,) = await server.answers(1)
    assert "Derek Chollet" in str(answer)


async def test_experts_who_cannot_be_reached_are_said_to_be(server, bots):
    await bots(QUOTEDESK_DISCORD__EXPERTS_CHANNEL="200000000000000003")
    await server.mention("Albania Belgium Canada")
    refused = (await server.answers(1))[0]
    value = next(
        b["custom_id"]
        for row in refused["components"]
        for b in row["components"]
        if b["custom_id"].startswith("ask_person")
    )
    server.faults.append(Fault("POST", "/messages$", 403, REFUSED, times=9))
    pressed = await server.interactions.press(refused["id"], value)
    await server.until(lambda: pressed.replies)
    assert "could not pass your question on" in pressed.replies[0]["content"]
    server.faults.clear()
    again = await server.interactions.press(refused["id"], value)
    await server.until(lambda: again.replies)
    assert "passed on" in again.replies[0]["content"]
