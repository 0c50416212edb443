"""What the local Discord holds, and how it looks on the wire."""

from __future__ import annotations

import re
import time
from typing import Any

from tests.bot.discord.local.gateway import Session

TOKEN = "local.discord.token-not-secret"
BOT = 900_000_000_000_000_001
APPLICATION = BOT
GUILD = 100_000_000_000_000_001
CHANNEL = 200_000_000_000_000_001
FORUM = 200_000_000_000_000_002
EXPERTS = 200_000_000_000_000_003
QUIET = 200_000_000_000_000_004
OWN_ROLE = 700_000_000_000_000_001
ALICE, BOB = 300_000_000_000_000_001, 300_000_000_000_000_002
DIRECT = 400_000_000_000_000_001

VIEW, SEND, EMBED, ATTACH, HISTORY = 1 << 10, 1 << 11, 1 << 14, 1 << 15, 1 << 16
MANAGE_GUILD, THREADS, IN_THREADS = 1 << 5, 1 << 35, 1 << 38
ALL = VIEW | SEND | EMBED | ATTACH | HISTORY | THREADS | IN_THREADS


def user(identity: int, name: str, *, bot: bool = False) -> dict[str, Any]:
    return {
        "id": str(identity),
        "username": name,
        "global_name": name.title(),
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
    }


USERS = {
    BOT: user(BOT, "quotedesk", bot=True),
    ALICE: user(ALICE, "alice"),
    BOB: user(BOB, "bob"),
}


def application() -> dict[str, Any]:
    return {
        "id": str(APPLICATION),
        "name": "Quotedesk",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": USERS[ALICE],
        "team": None,
    }


class World:
    """Servers, channels, threads and messages; ids tell the time, as Discord's do."""

    def __init__(self) -> None:
        self.held = ALL  # what the bot may do
        self.admits = True  # whether the gateway tells the bot so
        self.shards = 1
        self.guilds = {GUILD: {"id": str(GUILD), "channels": self._channels()}}
        self.threads: dict[int, dict[str, Any]] = {}
        self.messages: dict[int, dict[str, Any]] = {}
        self.application = application()
        self.gateway_url = ""
        self._last = int(time.time() * 1000) - 60_000

    def new_id(self) -> int:
        self._last = max(self._last + 1, int(time.time() * 1000))
        return (self._last - 1_420_070_400_000) << 22

    def keep(self, channel: int, body: dict[str, Any], author: int = BOT) -> dict[str, Any]:
        """Make a message of what was posted."""
        message = self.message(channel, body.get("content") or "", author)
        message["embeds"] = body.get("embeds") or []
        message["components"] = body.get("components") or []
        reference = body.get("message_reference")
        message["flags"] = body.get("flags") or 0
        if reference:
            held = {name: str(value) for name, value in reference.items()}
            message.update(type=19, message_reference=held)
        return message

    def message(self, channel: int, content: str, author: int, **more: Any) -> dict[str, Any]:
        identity = self.new_id()
        mentioned = [int(found) for found in re.findall(r"<@!?(\d+)>", content)]
        message = {
            "id": str(identity),
            "channel_id": str(channel),
            "author": USERS.get(author) or user(author, f"user{author}"),
            "content": content,
            "timestamp": "2026-01-01T00:00:00.000000+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [USERS[found] for found in mentioned if found in USERS],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "pinned": False,
            "type": 0,
            **more,
        }
        if channel != DIRECT:
            message["guild_id"] = str(GUILD)
        self.messages[identity] = message
        return message

    def as_seen(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return the message as a bot without the message content intent gets it."""
        named = any(int(found["id"]) == BOT for found in message["mentions"])
        own = int(message["author"]["id"]) == BOT
        if named or own or "guild_id" not in message:
            return message
        return {**message, "content": "", "embeds": [], "components": []}

    def ready(self, session: Session) -> dict[str, Any]:
        return {
            "v": 10,
            "user": USERS[BOT],
            "guilds": [{"id": str(guild), "unavailable": True} for guild in self.guilds],
            "session_id": session.id,
            "resume_gateway_url": self.gateway_url,
            "shard": session.shard,
            "application": {"id": str(APPLICATION), "flags": 0},
        }

    def guild_payload(self, guild: dict[str, Any]) -> dict[str, Any]:
        held = self.held if self.admits else ALL
        everyone = {
            "id": guild["id"],
            "name": "@everyone",
            "permissions": str(held),
            "position": 0,
            "color": 0,
            "hoist": False,
            "managed": False,
            "mentionable": False,
        }
        own = {**everyone, "id": str(OWN_ROLE), "name": "Quotedesk", "managed": True}
        own["tags"] = {"bot_id": str(BOT)}
        member = {
            "user": USERS[BOT],
            "roles": [str(OWN_ROLE)],
            "joined_at": "2026-01-01T00:00:00+00:00",
        }
        last = {message["channel_id"]: message["id"] for message in self.messages.values()}
        channels = [
            {**channel, "last_message_id": last.get(channel["id"])} for channel in guild["channels"]
        ]
        return {
            "id": guild["id"],
            "name": "Local",
            "owner_id": str(ALICE),
            "member_count": 3,
            "roles": [everyone, own],
            "channels": channels,
            "members": [{**member, "deaf": False, "mute": False, "flags": 0}],
            "threads": list(self.threads.values()),
            "emojis": [],
            "features": [],
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "premium_tier": 0,
            "nsfw_level": 0,
            "preferred_locale": "en-US",
            "system_channel_flags": 0,
            "afk_timeout": 300,
            "stickers": [],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
        }

    @staticmethod
    def _channels() -> list[dict[str, Any]]:
        kinds = {CHANNEL: ("talk", 0), FORUM: ("help", 15), EXPERTS: ("experts", 0)}
        kinds[QUIET] = ("quiet", 0)
        return [
            {
                "id": str(identity),
                "type": kind,
                "name": name,
                "position": 0,
                "permission_overwrites": [],
                "parent_id": None,
                "nsfw": False,
                "guild_id": str(GUILD),
            }
            for identity, (name, kind) in kinds.items()
        ]

    def thread_payload(
        self, identity: int, parent: int, name: str, owner: int = BOT
    ) -> dict[str, Any]:
        return {
            "id": str(identity),
            "type": 11,
            "guild_id": str(GUILD),
            "parent_id": str(parent),
            "owner_id": str(owner),
            "name": name,
            "message_count": 0,
            "member_count": 1,
            "rate_limit_per_user": 0,
            "last_message_id": None,
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": 1440,
                "archive_timestamp": "2026-01-01T00:00:00+00:00",
                "locked": False,
            },
        }

    def direct_channel(self, recipient: int) -> dict[str, Any]:
        return {"id": str(DIRECT), "type": 1, "recipients": [USERS[recipient]]}
