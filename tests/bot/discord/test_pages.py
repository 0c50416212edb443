"""The help, what the bot knows, and the commands Discord is told about."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.discord.pages import render_help, render_overview, render_request
from bot.discord.payload import excesses
from bot.discord.words import HELP_WAYS
from bot.service import Overview
from retrieval.model import Answer, ArticleInfo

ROOT = Path(__file__).parents[3]
NOTES = st.lists(st.text(max_size=600), max_size=3).map(tuple)


def info(title="Talks", publisher="The News"):
    return ArticleInfo("a.txt", title, date(2023, 2, 13), publisher, None, 3, 1.0)


def test_the_help_names_every_way():
    content = render_help(wording.help_lines(HELP_WAYS)).content
    assert content.count("\n- ") == len(HELP_WAYS)
    assert "never make one up" in content


def test_the_overview_names_the_newest_and_what_to_ask():
    known = Overview(2, 9, None, datetime(2023, 3, 1, tzinfo=UTC), ("who led?",))
    content = render_overview(known, [info(), info("[x](y)")]).content
    assert content.startswith("**2 articles**")
    assert "- Talks · The News · 13 February 2023" in content
    assert r"\[x\]\(y)" in content
    assert "- who led?" in content


def test_no_articles_is_said():
    empty = Overview(0, 0, None, None, ())
    assert render_overview(empty, []).content == wording.NO_ARTICLES


@given(st.lists(st.text(max_size=400), min_size=10, max_size=10), NOTES)
def test_every_page_keeps_the_limits(texts, notes):
    known = Overview(10, 9, None, datetime(2023, 3, 1, tzinfo=UTC), tuple(texts))
    articles = [info(text or "-", text) for text in texts]
    assert excesses(render_overview(known, articles, notes)) == []
    assert excesses(render_help((*texts, "last"), notes)) == []
    asked = Answer("a", "".join(texts), "not_found")
    assert excesses(render_request(asked, texts[0], "https://discord.com/1", notes)) == []


def test_the_fingerprint_of_the_commands_is_the_same_in_every_process():
    code = (
        "import asyncio, discord\n"
        "from bot.discord.commands import add_commands\n"
        "from bot.discord.registration import fingerprint\n"
        "async def main():\n"
        "    client = discord.Client(intents=discord.Intents.none())\n"
        "    tree = discord.app_commands.CommandTree(client)\n"
        "    add_commands(tree)\n"
        "    print(fingerprint(tree))\n"
        "asyncio.run(main())\n"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        ).stdout
        for seed in range(3)
    }
    assert len(prints) == 1
    assert len(prints.pop().strip()) == 64
