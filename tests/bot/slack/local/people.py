"""What people do in the local Slack: ask, mention, click, open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.bot.slack.local.server import Delivery, LocalSlack
from tests.bot.slack.local.state import Channel, Message


class People:
    """The users U1, U2 ... of one workspace."""

    def __init__(self, slack: LocalSlack, team: str = "T1") -> None:
        self.slack = slack
        self.team = team

    async def event(
        self, event: dict[str, Any], event_id: str | None = None, **how: Any
    ) -> Delivery:
        """Send an event of the Events API."""
        payload = {
            "type": "event_callback",
            "team_id": self.team,
            "api_app_id": "A1",
            "event_id": event_id or f"EvAuto{self.slack.world.number()}",
            "event": event,
            "authorizations": [{"team_id": self.team, "user_id": "UBOT", "is_bot": True}],
        }
        return await self.slack.deliver("events_api", payload, **how)

    def said(self, text: str, user: str = "U1", channel: str = "C1", **more: Any) -> dict[str, Any]:
        """Return the event of a mention; ``more`` are further fields of the event."""
        ts = self.slack.world.ts()
        event = {"type": "app_mention", "user": user, "text": text, "ts": ts, "event_ts": ts}
        kept = Message("user", channel, ts, text, [], more.get("thread_ts"))
        self.slack.world.messages.append(kept)
        return {**event, "channel": channel, "team": self.team, **more}

    async def mention(self, text: str, user: str = "U1", channel: str = "C1", **more: Any) -> str:
        """Mention the bot in a channel; return the message's ts."""
        event = self.said(f"<@UBOT> {text}", user, channel, **more)
        await self.event(event)
        return str(event["ts"])

    async def direct(self, text: str, user: str = "U1", **more: Any) -> str:
        """Write to the bot; return the message's ts."""
        channel = f"D{user}"
        self.slack.world.channels.setdefault(
            channel, Channel(channel, {user, "UBOT"}, im_with=user)
        )
        event = self.said(text, user, channel, type="message", channel_type="im", **more)
        await self.event(event)
        return str(event["ts"])

    def command(self, text: str, user: str = "U1", channel: str = "C1") -> dict[str, Any]:
        """Return the payload of ``/ask``."""
        return {
            "command": "/ask",
            "text": text,
            "user_id": user,
            "user_name": "someone",
            "team_id": self.team,
            "channel_id": channel,
            "channel_name": "general",
            "api_app_id": "A1",
            "trigger_id": self.trigger(),
            "response_url": self.slack.response_url(channel, user, self.team),
        }

    async def slash(self, text: str, **where: str) -> Delivery:
        """Type ``/ask`` with this text."""
        return await self.slack.deliver("slash_commands", self.command(text, **where))

    def trigger(self) -> str:
        """Return a fresh trigger id."""
        trigger = f"trigger.{self.slack.world.number()}"
        self.slack.world.triggers[trigger] = time.time()
        return trigger

    async def shortcut(
        self, text: str, user: str = "U1", channel: str = "C1", **more: Any
    ) -> Delivery:
        """Choose "Ask the articles about this" on a message."""
        payload = {
            "type": "message_action",
            "callback_id": "ask_about",
            "trigger_id": self.trigger(),
            "user": {"id": user, "team_id": self.team},
            "team": {"id": self.team},
            "channel": {"id": channel},
            "message": {
                "type": "message",
                "user": "U2",
                "text": text,
                "ts": self.slack.world.ts(),
                **more,
            },
            "response_url": self.slack.response_url(channel, user, self.team),
        }
        return await self.slack.deliver("interactive", payload)

    async def click(
        self, message: Message, label: str, user: str = "U1", uses: int = 5, **how: Any
    ) -> Delivery:
        """Press the button with this label on a message."""
        private = message.only_for is not None
        payload = {
            "type": "block_actions",
            "trigger_id": self.trigger(),
            "user": {"id": user, "team_id": self.team},
            "team": {"id": self.team},
            "channel": {"id": message.channel},
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": message.channel,
                "is_ephemeral": private,
                **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
            },
            "response_url": self.slack.response_url(message.channel, user, self.team, uses),
            "actions": [button(message.blocks, label)],
        }
        if not private:
            payload["message"] = {
                "ts": message.ts,
                "thread_ts": message.thread_ts,
                "text": message.text,
            }
        return await self.slack.deliver("interactive", payload, **how)

    async def click_view(self, view: dict[str, Any], label: str, user: str = "U1") -> Delivery:
        """Press a button in a modal or in App Home."""
        payload = {
            "type": "block_actions",
            "trigger_id": self.trigger(),
            "user": {"id": user, "team_id": self.team},
            "team": {"id": self.team},
            "container": {"type": "view", "view_id": "V1"},
            "view": {"id": "V1", "type": view["type"]},
            "actions": [button(view["blocks"], label)],
        }
        return await self.slack.deliver("interactive", payload)


def button(blocks: list[dict[str, Any]], label: str) -> dict[str, Any]:
    """Return the action that pressing a button sends."""
    for block, element, text in buttons(blocks):
        if text == label:
            return {"block_id": block.get("block_id", "b"), "action_ts": "1", **element}
    raise AssertionError(f"no button {label!r} among {[text for _, _, text in buttons(blocks)]}")


def buttons(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any], str]]:
    """Yield every button with its block and its label."""
    for block in blocks:
        elements = block.get("elements", []) if "actions" in block["type"] else []
        for element in [*elements, *([block["accessory"]] if "accessory" in block else [])]:
            if element["type"] == "button":
                yield block, element, element["text"]["text"]
            else:
                for side in ("positive_button", "negative_button"):
                    pressed = {"type": "feedback_buttons", "action_id": element["action_id"]}
                    pressed["value"] = element[side]["value"]
                    yield block, pressed, element[side]["text"]["text"]


async def until(true: Callable[[], Any], within: float = 5.0) -> Any:
    """Wait until something is true and return it."""
    end = time.monotonic() + within
    while not (value := true()):
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.01)
    return value
