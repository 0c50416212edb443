"""How a stream shows text: its width, whether it takes styles and colours, and its quote bar."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

NARROWEST = 20
WIDEST = 100
"""Columns; longer lines are hard to read."""


@dataclass(frozen=True, slots=True)
class Look:
    """``width`` in columns; ``styled`` allows bold and italics, ``coloured`` colours as well.

    ``unicode`` is False for a stream that takes few characters beyond ASCII.
    """

    width: int = 80
    styled: bool = False
    coloured: bool = False
    unicode: bool = True

    @property
    def bar(self) -> str:
        """The mark before each line of a quote."""
        return "┃" if self.unicode else "|"

    @property
    def dash(self) -> str:
        """The mark before the source of a quote."""
        return "—" if self.unicode else "-"

    def console(self) -> Console:
        """Return a rich console that writes to memory and asks nothing of the environment."""
        from rich.console import Console

        return Console(
            file=StringIO(),
            width=self.width,
            force_terminal=self.styled,
            color_system="standard" if self.styled else None,
            no_color=not self.coloured,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )


def look_of(stream: TextIO, environ: Mapping[str, str] = os.environ) -> Look:
    """Find out how a stream shows text: plain when piped, no colours with NO_COLOR."""
    columns = shutil.get_terminal_size().columns
    styled = stream.isatty() and environ.get("TERM", "") not in {"", "dumb"}
    return Look(
        width=max(NARROWEST, min(columns, WIDEST)),
        styled=styled,
        coloured=styled and not environ.get("NO_COLOR"),
        unicode=_can_write(stream, "┃—␛ "),
    )


def _can_write(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
