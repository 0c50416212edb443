"""Where and how the bot answers: the settings, and over them what a server chose by /settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.settings import DiscordSettings

Reply = Literal["message", "thread"]
Use = Literal["answer", "ignore", "support", "default"]
USES: dict[Use, str] = {
    "answer": "Answer here",
    "ignore": "Never answer here",
    "support": "Answer new posts here",
    "default": "As everywhere",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds in one server, or in direct messages. Channels are ids."""

    reply: Reply = "message"
    experts: str = ""
    allow: frozenset[str] = frozenset()
    deny: frozenset[str] = frozenset()
    support: frozenset[str] = field(default=frozenset())

    def answers_in(self, *channels: int | None) -> bool:
        """Tell whether the bot answers in a channel, given with its parent where it has one."""
        ids = {str(channel) for channel in channels if channel}
        if ids & self.deny:
            return False
        return not self.allow or bool(ids & (self.allow | self.support))

    def supports(self, channel: int | None) -> bool:
        """Tell whether new posts in this channel are answered unasked."""
        return str(channel) in self.support and str(channel) not in self.deny


def scope(guild: int) -> str:
    """Return the name under which a server's choices are kept."""
    return f"discord:{guild}"


def rules(settings: DiscordSettings, chosen: Mapping[str, Any]) -> Rules:
    """Return the settings with what a server chose; a channel's own use wins."""
    uses: Mapping[str, Use] = chosen.get("channels", {})
    groups = {use: frozenset(key for key, value in uses.items() if value == use) for use in USES}
    named = frozenset(uses) - groups["default"]
    return Rules(
        reply="thread" if chosen.get("reply", settings.reply) == "thread" else "message",
        experts=str(chosen.get("experts", settings.experts_channel)),
        allow=(frozenset(settings.channels_allow) - named) | groups["answer"],
        deny=(frozenset(settings.channels_deny) - named) | groups["ignore"],
        support=(frozenset(settings.forum_channels) - named) | groups["support"],
    )


def with_use(chosen: Mapping[str, Any], channel: int, use: Use) -> dict[str, Use]:
    """Return a server's uses of channels with one changed; the default is not kept."""
    uses: dict[str, Use] = {**chosen.get("channels", {}), str(channel): use}
    return {key: value for key, value in uses.items() if value != "default"}
