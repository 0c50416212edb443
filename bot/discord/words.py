"""What only Discord has words for; everything else a person reads is in ``bot.wording``."""

from __future__ import annotations

from bot.wording import WHAT_I_DO, listing

MENU = "Ask the articles about this"
HELP_WAYS = (
    "Mention me with a question; reply to my answer, with the mention left on, to ask on.",
    "Use /ask anywhere; with private switched on, only you see the answer and may share it.",
    f"Pick “{MENU}” under Apps in the menu of a message.",
    "Write to me in a direct message.",
    "Use /articles to see what I know.",
)
NOT_HERE = "I do not answer in this channel. Please ask in another one, or in a direct message."
ASK_SOMETHING = (
    f"{WHAT_I_DO} Mention me together with a question; mention me, not my role, as Discord does not"
    " show me messages to a role."
)
EMPTY_MESSAGE = "There are no words in that message that I could look up."
SHARED = "That answer was shared here already."
NO_EXPERTS = "No channel is set in which people could answer. Those who manage this server can."
NOT_PASSED_ON = "I could not pass your question on: I may not write in the channel that is set."
ASKED_ALREADY = "This question was passed on already."
MANAGERS_ONLY = "Only those with Manage Server may change my settings."

PERMISSIONS = {
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
    "view_channel": "View Channel",
}
"""The permissions the bot asks for, by discord.py's name, as Discord's screens call them."""


def lacking(*permissions: str) -> str:
    """Say which permissions the bot lacks where it answers all the same."""
    return f"I lack the permission {listing(named(permissions))} here; a moderator can grant it."


def unable(channel: str, permissions: tuple[str, ...]) -> str:
    """Say, in a direct message, why the bot could not answer in a channel."""
    return (
        f"You asked me in {channel}, but I may not answer there:"
        f" I lack the permission {listing(named(permissions))}."
        " A moderator can grant it; meanwhile you can ask me here."
    )


def named(permissions: tuple[str, ...]) -> tuple[str, ...]:
    """Return permissions as Discord's screens call them."""
    return tuple(PERMISSIONS.get(permission, permission) for permission in permissions)
