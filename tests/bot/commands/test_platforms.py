"""The commands that start a front end: what they hand over, and what may go wrong before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, int]]:
    """Front ends that note the settings and the number of articles they were given, and end."""
    seen: list[tuple[Any, int]] = []

    def main(settings: Any, service: Any) -> int:
        seen.append((settings, len(service.articles())))
        return 7

    for name in ("slack", "discord", "web"):
        module = ModuleType(f"bot.{name}.run")
        module.main = main  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, f"bot.{name}.run", module)
    return seen


@pytest.mark.parametrize("name", ["slack", "discord", "web"])
def test_a_front_end_gets_articles_that_are_up_to_date(run, started, name: str) -> None:
    ran = run(name)
    assert ran.code == 7
    assert [articles for _, articles in started] == [2]
    assert ran.out == ""


def test_the_address_of_the_web_server_can_be_given(run, started, monkeypatch) -> None:
    monkeypatch.setenv("PORT", "9001")
    run("web")
    run("web", "--host", "127.0.0.2", "--port", "9002")
    assert [(s.web.host, s.web.port) for s, _ in started] == [
        ("127.0.0.1", 9001),
        ("127.0.0.2", 9002),
    ]


def test_nothing_starts_without_articles(run, started, tmp_path: Path) -> None:
    ran = run("slack", folder=tmp_path / "none")
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert started == []


def test_a_folder_that_is_gone_later_stops_nothing(run, started, articles: Path) -> None:
    run("slack")
    for path in articles.iterdir():
        path.unlink()
    ran = run("slack")
    assert ran.code == 7
    assert started[-1][1] == 2
    assert str(articles) in ran.err


@pytest.mark.parametrize(
    ("name", "library"),
    [
        ("slack", "slack_bolt"),
        ("slack", "slack_sdk"),
        ("slack", "aiohttp"),
        ("discord", "discord"),
        ("discord", "aiohttp"),
        ("discord", "yarl"),
        ("web", "starlette"),
        ("web", "uvicorn"),
        ("web", "aiohttp"),
    ],
)
def test_a_library_that_is_not_there_is_one_sentence(name: str, library: str) -> None:
    code = (
        f"import sys; sys.modules[{library!r}] = None; "
        f"from bot.__main__ import main; sys.exit(main([{name!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"The libraries for `quotedesk {name}` are not installed; run: ")
    assert done.stderr.count("\n") == 1
