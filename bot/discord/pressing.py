"""Buttons as discord.py knows them: made from their value when pressed, so they need no memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol, Self

import discord

from bot.actions import PATTERN, Action, parse_action
from bot.discord.buttons import Rows
from bot.discord.payload import Button

if TYPE_CHECKING:
    from collections.abc import Awaitable

STYLES = {
    "primary": discord.ButtonStyle.primary,
    "secondary": discord.ButtonStyle.secondary,
    "success": discord.ButtonStyle.success,
    "danger": discord.ButtonStyle.danger,
}


class Presses(Protocol):
    """Whoever acts on pressed buttons."""

    def pressed(self, interaction: discord.Interaction[Any], action: Action) -> Awaitable[None]:
        """Act on a button; never raises."""


class AnswerButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=PATTERN):
    """A button under an answer. All its state is its ``custom_id``."""

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 - discord.py passes it
        item: discord.ui.Item[Any],
        match: re.Match[str],  # noqa: ARG003 - the item holds the whole value
    ) -> Self:
        """Return the button that was pressed."""
        if not isinstance(item, discord.ui.Button):
            raise TypeError("only buttons carry these values")
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to the client."""
        action = parse_action(self.custom_id)
        client: Presses = interaction.client
        if action is not None:
            await client.pressed(interaction, action)


def view_of(rows: Rows) -> discord.ui.View:
    """Return the buttons as a view that never times out."""
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(rows):
        for button in row:
            view.add_item(_item(button, number))
    return view


def _item(button: Button, row: int) -> discord.ui.Item[Any]:
    if button.style == "link":
        return discord.ui.Button(label=button.label, url=button.value, row=row)
    style = STYLES[button.style]
    return AnswerButton(
        discord.ui.Button(label=button.label, custom_id=button.value, style=style, row=row)
    )
