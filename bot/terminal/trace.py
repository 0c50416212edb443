"""How an answer was found, for ``:why``: any nesting of mappings, lists and numbers as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.terminal.inert import inert
from bot.terminal.look import Look
from bot.terminal.render import PLAIN

ROWS = 30
"""Rows of a table that are shown; the rest is counted."""
DIGITS = 4


def render_trace(trace: Mapping[str, object], look: Look = PLAIN) -> str:
    """Return the trace as headed tables; empty traces say so."""
    if not trace:
        return "This answer came without a trace.\n"
    console = look.console()
    with console.capture() as captured:
        _section(console, trace, depth=0)
    return _without_padding(captured.get()).strip("\n") + "\n"


def _section(console: Console, values: Mapping[str, object], depth: int) -> None:
    plain = {name: value for name, value in values.items() if _is_plain(value)}
    if plain:
        _print_pairs(console, plain)
    for name, value in values.items():
        if _is_plain(value):
            continue
        console.print()
        console.print(Text(_words(name), style="bold" if depth == 0 else "italic"))
        _print_nested(console, value, depth)


def _print_nested(console: Console, value: object, depth: int) -> None:
    if _is_plain(value):
        console.print(Text(cell(value)))
    elif isinstance(value, Mapping):
        _section(console, {str(name): item for name, item in value.items()}, depth + 1)
    elif isinstance(value, Sequence) and all(isinstance(item, Mapping) for item in value):
        _print_table(console, list(value), depth)
    elif isinstance(value, Sequence):
        for item in value[:ROWS]:
            _print_nested(console, item, depth + 1)


def _print_table(console: Console, rows: list[Mapping[str, object]], depth: int) -> None:
    """Print mappings as rows; what is nested in a row follows below the table, by its number."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    flat = [name for name in columns if all(_is_plain(row.get(name, "")) for row in rows)]
    table = _table("", *(_words(name) for name in flat))
    for number, row in enumerate(rows[:ROWS], 1):
        table.add_row(str(number), *(Text(cell(row.get(name, ""))) for name in flat))
    console.print(table)
    if len(rows) > ROWS:
        console.print(f"... and {len(rows) - ROWS} more")
    for number, row in enumerate(rows[:ROWS], 1):
        for name in (name for name in row if name not in flat and row[name]):
            _print_below(console, f"{number}. {_words(name)}", row[name], depth)


def _print_below(console: Console, name: str, value: object, depth: int) -> None:
    """Print what is nested in a row of a table: on a line where it is a flat mapping."""
    if isinstance(value, Mapping) and all(_is_plain(item) for item in value.values()):
        pairs = ", ".join(f"{_words(key)} {cell(item)}" for key, item in value.items())
        console.print()
        console.print(Text.assemble((f"{name}: ", "italic"), pairs))
    else:
        _section(console, {name: value}, depth + 1)


def _print_pairs(console: Console, values: Mapping[str, object]) -> None:
    table = _table("", "")
    for name, value in values.items():
        table.add_row(_words(name), Text(cell(value)))
    console.print(table)


def _table(*headers: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.show_header = any(headers)
    for header in headers:
        table.add_column(Text(header), overflow="fold")
    return table


def _is_plain(value: object) -> bool:
    if isinstance(value, Mapping):
        return False
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return all(isinstance(item, str | int | float) or item is None for item in value)
    return True


def _words(name: object) -> str:
    return inert(str(name)).replace("_", " ")


def cell(value: object) -> str:
    """Return a value as one cell shows it: numbers short, lists with commas, None as a dash."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}"
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return ", ".join(cell(item) for item in value) or "-"
    return inert(str(value))


def render_table(
    headers: Sequence[str], rows: Sequence[Sequence[str]], look: Look = PLAIN, numbers: bool = False
) -> str:
    """Return a plain table; with ``numbers`` all columns but the first are right-aligned."""
    table = _table(*headers)
    for column in table.columns[1:]:
        column.justify = "right" if numbers else "left"
    for row in rows:
        table.add_row(*(Text(inert(value)) for value in row))
    console = look.console()
    with console.capture() as captured:
        console.print(table)
    return _without_padding(captured.get())


def _without_padding(text: str) -> str:
    out = StringIO()
    for line in text.splitlines():
        out.write(line.rstrip() + "\n")
    return out.getvalue()
