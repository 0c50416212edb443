"""The command line in this process: arguments and input in, exit code and both outputs out."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main

TALKS = (
    "Defence talks open in Washington\n\n"
    "The Pakistani team, led by Lt. Gen. Mohammed Saeed, arrived in Washington on Sunday. "
    "The talks will last from Monday to Thursday.\n\n"
    "The floods killed at least 1,700 people last summer, the ministry said.\n"
)
VISIT = (
    "Counter-terrorism dialogue opens in Islamabad\n\n"
    "Syed Haider Shah led the Pakistani delegation at the dialogue. "
    "Both sides discussed threats in the region.\n"
)
LED = "who led the Pakistani team?"
FRANCE = "what is the capital of France?"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home and working folder with nothing of ours in the environment."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "QUOTEDESK_ARTICLES", "QUOTEDESK_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "talks.txt").write_text(TALKS, "utf-8")
    (folder / "visit.txt").write_text(VISIT, "utf-8")
    return folder


@pytest.fixture
def run(
    home: Path,  # noqa: ARG001 - every run has it
    articles: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Run]:
    """Run a command over the two articles; ``given`` is what a pipe holds."""

    def run(*arguments: str, given: bytes = b"", folder: Path | None = articles) -> Ran:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        capfd.readouterr()
        options = [] if folder is None else ["--articles", str(folder)]
        code = main([*options, *arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Ran(code, out, err)

    handlers, level = logging.root.handlers[:], logging.root.level
    yield run
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
