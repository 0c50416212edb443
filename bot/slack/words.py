"""The words that only Slack needs; all others are in ``bot.wording``."""

from __future__ import annotations

from bot import wording
from bot.service import Overview

TITLE = "Quotedesk"
WAYS = (
    "Type /ask and a question for an answer that only you see and can share; slash commands do "
    "not work in threads, so mention me there, or write to me directly.",
)
HOW_TO_ASK = (
    "Type /ask and a question: only you see the answer, and you can share it.",
    "Mention me with a question in a channel, or in a thread, where slash commands do not work.",
    "Write to me directly, and ask on: “and who led the other side?”",
    "Choose “Ask the articles” in the menu of a message to ask about that.",
)
GREETING = "What would you like to know?"
NOTHING_TO_ASK = "That message holds no words that I could look up."
NOT_HERE = "I do not answer in this channel. Write to me directly instead."
SHARED = "Shared in the channel."
SHARED_BEFORE = "This answer was shared in the channel before."
CANNOT_SHARE = (
    "I could not share this here: I am no member of this channel. Invite me and press it again."
)
ASKED_BEFORE = "This question was passed on before."
NO_EXPERTS = "I cannot reach the people who would know; please tell whoever looks after this app."
TRY = "Try one of these"
HOW = "How to ask"
GO_THERE = "Go to the conversation"
CAN_HELP = "The articles do not answer this. Can somebody help?"
NEAR = "The nearest articles:"
NOT_INSTALLED = "Quotedesk is not installed in this workspace any more. Please add it again."


def help_lines() -> tuple[str, ...]:
    """Return the help of ``/ask``: three lines."""
    return wording.help_lines(WAYS)


def overview_line(overview: Overview) -> str:
    """Say what the bot knows: how much, how new, last brought up to date when (UTC)."""
    if not overview.articles:
        return wording.NO_ARTICLES
    parts = [f"I know {wording.plural(overview.articles, 'article')}"]
    if overview.newest:
        parts.append(f"the newest of {wording.date_words(overview.newest)}")
    if overview.updated:
        updated = f"{wording.date_words(overview.updated)}, {overview.updated:%H:%M} UTC"
        parts.append(f"last brought up to date on {updated}")
    return f"{', '.join(parts)}."
