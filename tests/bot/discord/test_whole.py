"""The whole product in Discord: ``quotedesk discord`` over the seed articles."""

import asyncio
import json
import sys

import pytest

from bot.discord.escape import unescape
from tests.bot.discord.local.process import ROOT
from tests.bot.discord.local.world import DIRECT

pytestmark = pytest.mark.slow


def read(message):
    """Return what a reader reads of an answer's embed, without the marks of quotes."""
    text = unescape(message["embeds"][0]["description"])
    return "\n".join(line.removeprefix("> ") for line in text.split("\n"))


async def by_terminal(folder, question):
    """Return what ``quotedesk ask --json`` answers."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "ask", "--json", "--database", str(folder / "other.db")),
        question,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    return json.loads(out)


async def test_discord_quotes_what_the_terminal_quotes(server, bots, tmp_path):
    bot = await bots(MODULE="bot")
    questions = ["who is Todd Robinson?", "who led the Pakistani delegation?", "why did it rain?"]
    for count, question in enumerate(questions, 1):
        answer = await by_terminal(tmp_path, question)
        await server.say(question, channel=DIRECT)
        message = (await server.answers(count, 20))[-1]
        assert server.posted[-1]["embeds"]
        for reading in answer["readings"][:1]:
            assert reading["quote"]["text"] in read(message)
            assert reading["citation"]["article"] in read(message)
        if answer["outcome"] == "not_found":
            assert message["content"] == "**The articles do not answer this.**"
    pressed = await server.interactions.slash("articles")
    await server.until(lambda: pressed.replies)
    assert "5 articles" in pressed.replies[0]["content"]
    assert await bot.stop() == 0


async def test_fifty_different_people_ask_at_once(server, bots):
    bot = await bots(MODULE="bot")
    questions = ["who led the Pakistani delegation?", "what did the US envoy say?"]
    asked = await asyncio.gather(
        *(server.mention(questions[n % 2], author=1_000 + n) for n in range(50))
    )
    answers = await server.answers(50, 40)
    answered = {str(answer["message_reference"]["message_id"]) for answer in answers}
    assert answered == {message["id"] for message in asked}
    assert await bot.stop() == 0
