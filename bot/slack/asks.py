"""What was asked, where and by whom, read from Slack's payloads; and what is not for us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.text import clean

Payload = Mapping[str, Any]
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply goes: a channel (and its thread), or one person through ``response_url``."""

    team: str
    channel: str
    user: str
    thread: str = ""
    response_url: str = ""

    @property
    def asker(self) -> str:
        """Name the person for limits and feedback."""
        return f"slack:{self.team}:{self.user}"

    @property
    def direct(self) -> bool:
        """Tell whether this is a conversation with the bot alone."""
        return self.channel.startswith("D")


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as it came in. ``keys`` name it: a repeat has one of them in common."""

    text: str
    place: Place
    surface: str
    keys: tuple[str, ...]
    conversation: str = ""

    @property
    def private(self) -> bool:
        """Tell whether only the asker sees the reply and may share it."""
        return bool(self.place.response_url)


def from_mention(body: Payload, *, in_thread: bool = True) -> Ask | None:
    """Read an ``app_mention``; None when it is none of ours to answer."""
    event = body["event"]
    if not _by_a_person(event) or str(event.get("channel", "")).startswith("D"):
        return None  # a mention in a direct message comes as a message as well
    thread = event.get("thread_ts") or event["ts"]
    place = Place(
        _team(body),
        event["channel"],
        event["user"],
        thread if in_thread or event.get("thread_ts") else "",
    )
    conversation = f"slack:{place.team}:{place.channel}:{thread}"
    return Ask(clean(event["text"]), place, "slack:mention", _keys(body), conversation)


def from_direct(body: Payload) -> Ask | None:
    """Read a direct message; None for messages of channels, bots, edits and the like."""
    event = body["event"]
    if event.get("channel_type") != "im" or not _by_a_person(event):
        return None
    thread = event.get("thread_ts") or ""
    place = Place(_team(body), event["channel"], event["user"], thread)
    conversation = ":".join(filter(None, ("slack", place.team, place.channel, thread)))
    return Ask(clean(event["text"]), place, "slack:direct", _keys(body), conversation)


def from_command(body: Payload) -> Ask:
    """Read a slash command; further ones of the same person in the same channel may follow up."""
    team = body.get("team_id") or body.get("enterprise_id") or ""
    place = Place(team, body["channel_id"], body["user_id"], response_url=body["response_url"])
    conversation = f"slack:{place.team}:{place.channel}:{place.user}"
    key = (f"slack:trigger:{body['trigger_id']}",)
    return Ask(clean(body.get("text") or ""), place, "slack:command", key, conversation)


def from_shortcut(body: Payload) -> Ask:
    """Read the message shortcut: the message is the question."""
    message = body["message"]
    place = place_of(body, thread=message.get("thread_ts") or "")
    key = (f"slack:trigger:{body['trigger_id']}",)
    return Ask(clean(message.get("text") or ""), place, "slack:shortcut", key)


def place_of(body: Payload, thread: str = "") -> Place:
    """Read where a button was pressed or a shortcut chosen; App Home has no channel."""
    user = body["user"]
    team = (body.get("team") or {}).get("id") or user.get("team_id") or ""
    channel = (body.get("channel") or {}).get("id") or ""
    message, container = body.get("message") or {}, body.get("container") or {}
    thread = thread or message.get("thread_ts") or container.get("thread_ts") or ""
    return Place(team, channel, user["id"], thread, body.get("response_url") or "")


def _by_a_person(event: Payload) -> bool:
    """Tell a person's new message from bots, edits, deletions and other subtypes."""
    odd = ("bot_id", "bot_profile", "subtype", "hidden", "edited")
    if any(event.get(name) for name in odd) or not event.get("text"):
        return False
    return event.get("user") not in {None, "", SLACKBOT} and bool(event.get("ts"))


def _team(body: Payload) -> str:
    return str(body.get("team_id") or body["event"].get("team") or "")


def _keys(body: Payload) -> tuple[str, ...]:
    event = body["event"]
    keys = [f"slack:message:{_team(body)}:{event['channel']}:{event['ts']}"]
    if body.get("event_id"):
        keys.append(f"slack:event:{body['event_id']}")
    return tuple(keys)
