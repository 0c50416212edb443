"""Answers to render, and how to read what comes of them."""

from __future__ import annotations

from datetime import date

from bot.discord.escape import unescape
from bot.discord.payload import Embed, Payload
from retrieval.model import Answer, Citation, Quote, Reading, Span

EVIL = (
    "@everyone said <@123> and <@&9> in <#1>: [x](http://evil) ||spoiler|| `code` "
    "\u202etfel ot thgir\u202c https://evil.example </cmd:1> <:emoji:1> <t:1:R>\n# head\n- item"
)


def quote(text, start=100, *spans):
    return Quote("a/file.txt", start, start + len(text), text, tuple(Span(*s) for s in spans))


def citation(**fields):
    values = {
        "article": "a/file.txt",
        "title": "Talks end",
        "published": date(2023, 2, 13),
        "publisher": "The Herald",
        "line": 7,
        "url": "https://herald.example/talks",
    }
    return Citation(**(values | fields))


def reading(text="He met Ann Lee on Monday.", *spans, **fields):
    cited = fields.pop("citation", citation())
    values = {"phrase": text[:7], "confidence": 0.9, "citation": cited, "support": (cited,)}
    return Reading(quote=quote(text, 100, *spans), **(values | fields))


def answer(*readings, outcome="found", shown=None, **fields):
    shown = len(readings) if shown is None else shown
    values = {"question": "who did he meet?", "readings": readings, "shown": shown}
    return Answer("Abc-123_x", outcome=outcome, **(values | fields))


def texts(message: Payload) -> list[str]:
    embed = message.embed or Embed("")
    return [message.content, embed.description, embed.title, embed.author, embed.footer]


def seen(message: Payload) -> str:
    """Return the text of all parts as a reader sees it, block quote marks taken off."""
    lines = "\n".join(texts(message)).split("\n")
    return unescape("\n".join(line.removeprefix("> ").removeprefix("-# ") for line in lines))


def values(message: Payload) -> list[str]:
    return [button.value for row in message.rows for button in row]
