"""Messages that are no answers: the help, what the bot knows, a question passed on to people."""

from __future__ import annotations

from collections.abc import Sequence

from bot import wording
from bot.discord import payload
from bot.discord.escape import units
from bot.discord.fitting import clip
from bot.discord.payload import Payload
from bot.discord.render import notes_text
from bot.discord.words import HELP_WAYS
from bot.service import Overview
from retrieval.model import Answer, ArticleInfo

_LINE = 150
_QUESTION = 1_000
_LINK = 200


def render_help(lines: Sequence[str], notes: tuple[str, ...] = ()) -> Payload:
    """Return the help: what the bot is, the ways to ask, what to expect."""
    first, *ways, last = lines
    return _page([clip(first, _LINE), *(f"- {clip(way, _LINE)}" for way in ways)], last, notes)


def helping(_plain: bool, notes: tuple[str, ...]) -> Payload:
    """Build the help for the outbox."""
    return render_help(wording.help_lines(HELP_WAYS), notes)


def render_overview(
    overview: Overview, newest: Sequence[ArticleInfo], notes: tuple[str, ...] = ()
) -> Payload:
    """Return what the bot knows: how much, the newest articles, and what to ask."""
    if not overview.articles:
        return _page([clip(wording.NO_ARTICLES, _LINE)], "", notes)
    samples = [f"- {clip(sample, _LINE)}" for sample in overview.samples]
    lines = [f"**{clip(wording.plural(overview.articles, 'article'), _LINE)}**"]
    lines += [f"- {_title(article)}" for article in newest]
    if samples:
        lines += ["**You could ask**", *samples]
    updated = f"Last changed {wording.date_words(overview.updated)}." if overview.updated else ""
    return _page(lines, updated, notes)


def render_request(answer: Answer, asker: str, link: str, notes: tuple[str, ...] = ()) -> Payload:
    """Return the message that passes a question on to people, with a link back to it."""
    lines = [
        clip(wording.person_wanted(answer.question), _QUESTION),
        f"-# {clip(asker, _LINE)}",
        link[:_LINK],
    ]
    return _page([line for line in lines if line], "", notes)


def _title(article: ArticleInfo) -> str:
    day = wording.date_words(article.published) if article.published else ""
    parts = (clip(article.title, _LINE), clip(article.publisher or "", _LINE // 3), day)
    return wording.SEPARATOR.join(part for part in parts if part)


def _page(lines: list[str], last: str, notes: tuple[str, ...]) -> Payload:
    """Return the lines that fit, the last of them in any case."""
    small = "\n".join(
        part for part in (f"-# {clip(last, _LINE)}" if last else "", notes_text(notes)) if part
    )
    kept = list(lines)
    while units("\n".join([*kept, small])) > payload.CONTENT:
        kept.pop()
    return Payload("\n".join(part for part in (*kept, small) if part))
