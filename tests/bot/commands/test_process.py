"""The command line as a process of its own: pipes that close, signals, terminals, encodings."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]
LED = "who led the Pakistani team?"
COMMAND = [sys.executable, "-m", "bot"]
Environ = Callable[..., dict[str, str]]


@pytest.fixture
def environ(home: Path, articles: Path) -> Environ:
    """An almost empty environment over the two articles."""

    def environ(**more: str) -> dict[str, str]:
        return {
            "HOME": str(home),
            "PATH": os.defpath,
            "QUOTEDESK_ARTICLES": str(articles),
            "LC_ALL": "C.UTF-8",
            **more,
        }

    return environ


def shell(line: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    script = f'q() {{ "{sys.executable}" -m bot "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", script],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_reader_that_leaves_is_no_error(environ: Environ) -> None:
    lines = 'for i in $(seq 200); do echo \'{"question": "who led?"}\'; done'
    done = shell(f"({lines}) | q ask --batch - | head -n 1", environ())
    assert json.loads(done.stdout)["question"] == "who led?"
    assert done.stderr == ""


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_closed_streams_are_no_error(environ: Environ, closed: str) -> None:
    done = shell(f'q ask "{LED}" {closed}', environ())
    assert done.returncode == 0
    assert done.stderr == ""


def test_a_full_disk_behind_stdout_is_one_sentence(environ: Environ) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    done = shell(f'q ask "{LED}" > /dev/full', environ())
    assert done.returncode == 1
    assert done.stderr == "The system refused: No space left on device.\n"


@pytest.mark.parametrize("encoding", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_any_locale_will_do(environ: Environ, encoding: str) -> None:
    done = shell(f'q ask "{LED}" && q ask --json "{LED}"', environ(LC_ALL=encoding))
    assert done.returncode == 0
    assert json.loads(done.stdout.splitlines()[-1])["outcome"] in {"found", "several"}


def test_an_old_encoding_gets_ascii_json_and_bars(environ: Environ) -> None:
    environment = environ(PYTHONIOENCODING="latin-1")
    done = shell(f'q ask "{LED}"; q ask --json "who led “them”?"', environment)
    assert "| The Pakistani team" in done.stdout
    assert "\\u201cthem\\u201d" in done.stdout


def on_terminal(arguments: list[str], environ: dict[str, str], keys: bytes = b"") -> str:
    """Run in a pseudo terminal, typing keys, and return what the screen got."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(ROOT)
        os.execve(sys.executable, [*COMMAND, *arguments], environ)
    if keys:
        time.sleep(2.0)
        os.write(terminal, keys)
    seen = b""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.close(terminal)
    os.waitpid(process, 0)
    return seen.decode("utf-8", "replace")


def test_a_terminal_gets_colours_and_no_color_takes_them(environ: Environ) -> None:
    coloured = on_terminal(["ask", LED], environ(TERM="xterm"))
    plain = on_terminal(["ask", LED], environ(TERM="xterm", NO_COLOR="1"))
    dumb = on_terminal(["ask", LED], environ(TERM="dumb"))
    assert "\x1b[1;32m" in coloured
    assert "\x1b[1m" in plain
    assert "32m" not in plain
    assert "\x1b" not in dumb


def test_the_repl_in_a_terminal_remembers_across_runs(environ: Environ, home: Path) -> None:
    keys = b"who is\x03" + LED.encode() + b"\r:quit\r"
    seen = on_terminal(["repl"], environ(TERM="xterm"), keys)
    assert "2 articles. Ask a question" in seen
    assert "arrived in" in seen
    kept = home / ".local" / "state" / "quotedesk" / "history"
    assert LED in kept.read_text("utf-8")


def test_ctrl_c_ends_quietly(environ: Environ) -> None:
    process = subprocess.Popen(
        [*COMMAND, "ask", "--batch", "-"],
        cwd=ROOT, env=environ(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b'{"question": "who led?"}\n')
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, b"")


def test_watching_takes_in_changes_until_ctrl_c(environ: Environ, articles: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "sync", "--watch", "--interval", "0.1"],
        cwd=ROOT, env=environ(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "2 articles: 2 added.\n"
    (articles / "new.txt").write_text("A title\n\nParis is a capital.\n", "utf-8")
    assert process.stdout.readline() == "3 articles: 1 added.\n"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 0
