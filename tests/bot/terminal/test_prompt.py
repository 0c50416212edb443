from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.terminal.prompt import Completions, Lines, history

TITLES = ["Defence talks in Washington", "Floods: a \x1b[1m year on"]


def completed(text: str) -> list[str]:
    completer = Completions(lambda: TITLES)
    found = completer.get_completions(Document(text), CompleteEvent())
    return [text[: len(text) + item.start_position] + item.text for item in found]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (":m", [":more"]),
        (":c", [":context"]),
        (":open x", []),
        ("what of wash", ["what of Defence talks in Washington"]),
        ("flo", ["Floods: a ␛[1m year on"]),
        ("nothing", []),
        ("", []),
    ],
)
def test_commands_and_titles_are_completed(typed: str, offered: list[str]) -> None:
    assert completed(typed) == offered


def lines_typed(keys: str) -> list[str | None]:
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        typed.send_text(keys)
        lines = Lines(lambda: TITLES)
        found = [lines()]
        while found[-1] is not None:
            found.append(lines())
    return found


def test_ctrl_c_drops_the_line_and_ctrl_d_leaves(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert lines_typed("who is\x03who led?\r\x04") == ["who led?", None]


def test_history_is_kept_across_runs(tmp_path: Path) -> None:
    path = tmp_path / "state" / "history"
    history(path).append_string("who led?")

    async def loaded() -> list[str]:
        return [line async for line in history(path).load()]

    assert asyncio.run(loaded()) == ["who led?"]
    assert path.stat().st_mode & 0o077 == 0


def test_without_a_place_for_it_history_lasts_for_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert isinstance(history(tmp_path / "file" / "history"), InMemoryHistory)
