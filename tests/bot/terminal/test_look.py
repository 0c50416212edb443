from __future__ import annotations

import io

import pytest

from bot.terminal.look import NARROWEST, WIDEST, Look, look_of


class Terminal(io.StringIO):
    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


class Latin(Terminal):
    encoding = "latin-1"  # type: ignore[assignment]


def test_a_terminal_gets_styles_and_colours() -> None:
    look = look_of(Terminal(), {"TERM": "xterm"})
    assert (look.styled, look.coloured) == (True, True)


def test_no_color_takes_the_colours_and_leaves_bold() -> None:
    look = look_of(Terminal(), {"TERM": "xterm", "NO_COLOR": "1"})
    assert (look.styled, look.coloured) == (True, False)


@pytest.mark.parametrize("environ", [{}, {"TERM": "dumb"}, {"TERM": ""}])
def test_a_dumb_terminal_gets_plain_text(environ: dict[str, str]) -> None:
    assert look_of(Terminal(), environ).styled is False


def test_a_pipe_gets_plain_text() -> None:
    assert look_of(io.StringIO(), {"TERM": "xterm"}).styled is False


def test_an_old_encoding_gets_plain_bars() -> None:
    assert look_of(Latin(), {"TERM": "xterm"}).bar == "|"
    assert Look().bar == "┃"


@pytest.mark.parametrize("columns", ["1", "40", "80", "500", "nonsense", "0"])
def test_the_width_stays_readable(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert NARROWEST <= look_of(io.StringIO()).width <= WIDEST
