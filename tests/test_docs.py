"""The README keeps its word: every command and setting is in it, and its commands run.

``python -m tests.test_docs`` runs the marked ``console`` blocks again and writes what they print
and the table of settings into the README.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.arguments import build
from bot.layers import keys
from bot.settings import Settings
from retrieval.evaluation import figures

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- run -->\n```console\n\$ )([^\n]+)\n(.*?)(```\n)", re.DOTALL)
TABLE = re.compile(r"\| setting \|.*?\n\n|SETTINGS_TABLE\n\n", re.DOTALL)
CHANGING = (
    (re.compile(r'("took_ms"): [\d.]+'), r"\1: 1.9"),
    (re.compile(r'("(?:id|answer_id)"): "[\w-]{16}"'), r'\1: "Xk3v9QmTz0aLw2Rb"'),
)


def text() -> str:
    return README.read_text("utf-8")


def commands() -> list[str]:
    return [match[2] for match in BLOCK.finditer(text())]


def printed(command: str, home: Path) -> str:
    """Run a command of the README in a fresh home and return what it prints, ids made equal."""
    tools = home / "bin"
    tools.mkdir(exist_ok=True)
    tool = tools / "quotedesk"
    tool.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m bot "$@"\n')
    tool.chmod(0o755)
    path = f"{tools}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = {"HOME": str(home), "PATH": path, "COLUMNS": "90", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=home, env=environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode in {0, 3}, done.stderr
    assert done.stderr == ""
    out = done.stdout
    for pattern, same in CHANGING:
        out = pattern.sub(same, out)
    return out


def settings_table() -> str:
    """Return the table of settings, made from the comments of ``config/default.toml``."""
    source = (ROOT / "config" / "default.toml").read_text("utf-8")
    values = tomllib.loads(source)
    rows = ["| setting | default | what it is |", "|---|---|---|"]
    for key, line in setting_lines(source):
        section, _, name = key.rpartition(".")
        value = (values[section] if section else values)[name]
        meaning = line.partition("#")[2].strip().replace("|", "\\|")
        shown = "on" if value is True else "off" if value is False else value or "-"
        rows.append(f"| `{key}` | {shown if value != 0 or value is False else 0} | {meaning} |")
    return "\n".join(rows) + "\n\n"


def setting_lines(source: str) -> Iterator[tuple[str, str]]:
    section = ""
    for line in source.splitlines():
        if heading := re.match(r"\[([\w.]+)\]", line):
            section = heading[1] + "."
        elif setting := re.match(r"(\w+) *=", line):
            yield section + setting[1], line


def test_every_command_and_option_is_in_the_readme() -> None:
    readme = text()
    (chosen,) = (action for action in build()._actions if action.dest == "command")
    assert len(chosen.choices) > 5
    for name, parser in chosen.choices.items():
        assert f"`quotedesk {name}" in readme
        for action in parser._actions:
            for option in action.option_strings:
                if option.startswith("--") and option != "--help":
                    assert option in readme, f"{name} {option}"


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    assert settings_table() in text(), "run: python -m tests.test_docs"
    for key, _, _ in keys(Settings):
        assert f"| `{key}` |" in text(), key


def test_every_figure_of_the_evaluation_is_in_the_readme() -> None:
    for name in figures([]):
        assert f"`{name}`" in text(), name


def test_every_target_of_the_makefile_it_names_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", text(), re.MULTILINE))
    assert named - {"test"} <= targets | {"one"}


def test_the_two_commands_come_first() -> None:
    opening = text()[:200]
    assert 'make ask Q="who led the Pakistani delegation?"' in opening
    assert "make test" in opening


@pytest.mark.slow
@pytest.mark.parametrize("command", commands())
def test_marked_commands_print_what_the_readme_says(command: str, tmp_path: Path) -> None:
    (block,) = (match for match in BLOCK.finditer(text()) if match[2] == command)
    assert printed(command, tmp_path) == block[3], "run: python -m tests.test_docs"


def rewrite() -> None:
    """Take in what the commands print now, and the settings."""

    def fresh(match: re.Match[str]) -> str:
        with tempfile.TemporaryDirectory() as home:
            return f"{match[1]}{match[2]}\n{printed(match[2], Path(home))}{match[4]}"

    README.write_text(TABLE.sub(lambda _: settings_table(), text()), "utf-8")
    README.write_text(BLOCK.sub(fresh, text()), "utf-8")


if __name__ == "__main__":
    rewrite()
