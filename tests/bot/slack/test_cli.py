"""The command line itself, over the seed articles."""

from __future__ import annotations

import asyncio
import sys

import pytest

from retrieval.resources import seeds_folder
from tests.bot.slack.local.people import until
from tests.bot.slack.local.stage import ROOT, Bot

pytestmark = pytest.mark.slow


async def test_the_command_answers_from_the_seed_articles(stage) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", stage.mode,
        cwd=ROOT, env=stage.environment(PORT="0"), stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    bot = Bot(process)
    bot.reader = asyncio.create_task(bot.read())
    stage.bots.append(bot)
    await stage._ready(bot)
    await stage.people.mention("how many people were killed in the mosque in Peshawar?")
    _, post = await until(lambda: stage.world.posted("C1")[1:] and stage.world.posted("C1"))
    quotes = [
        "".join(element["text"] for element in group["elements"])
        for block in post.blocks
        if block["type"] == "rich_text"
        for group in block["elements"]
        if group["type"] == "rich_text_quote"
    ]
    held = [path.read_text(encoding="utf-8") for path in seeds_folder().glob("*.txt")]
    assert quotes
    assert "80" in quotes[0]
    assert all(any(quote in text for text in held) for quote in quotes)
    assert await bot.stop() == 0
    assert "ERROR" not in bot.said
