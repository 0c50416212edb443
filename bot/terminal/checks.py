"""What the doctor found, one line a check and the cure below it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from bot.doctor import Check, State
from bot.terminal.inert import inert
from bot.terminal.look import Look
from bot.terminal.render import PLAIN, Page

STYLE: dict[State, str] = {"ok": "green", "warn": "bold yellow", "fail": "bold red"}
WIDTH = 16


def render_checks(checks: Sequence[Check], look: Look = PLAIN) -> str:
    """Return all checks and, as the last line, how many failed or warn."""
    page = Page(look)
    for check in checks:
        state = Text(f"{check.state:<5}", style=STYLE[check.state])
        is_address = check.found.startswith("https://")
        found = "" if is_address else inert(check.found)
        page.wrap(Text(f"{inert(check.name):<{WIDTH}} {found}"), Text(" " * 5), state)
        if is_address:
            page.address(check.found, indent=5)
        if check.mend:
            page.add(check.mend, "bold", indent=5, mark="> ")
    page.gap()
    page.add(verdict(checks))
    return page.text()


def verdict(checks: Sequence[Check]) -> str:
    """Say in one line how it stands."""
    failed = sum(check.state == "fail" for check in checks)
    warned = sum(check.state == "warn" for check in checks)
    if failed:
        return f"{failed} of {len(checks)} checks failed."
    return f"All is well ({warned} to look at)." if warned else "All is well."
