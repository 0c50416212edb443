r"""Text of articles and people, made inert for Discord's markdown.

A reader sees the same words: markdown gets a backslash, which Discord takes away again, and a
mention gets a zero-width space, because a backslash does not stop Discord's servers from reading
it. Invisible and direction-changing characters are taken out. ``tests`` hold the law
``unescape(escape(text)) == visible(text)``.
"""

from __future__ import annotations

import re
import unicodedata

from retrieval.model import Span

BREAK = "\u200b"
"""A zero-width space: stands inside what would be a mention, and nowhere else."""

_JOINERS = "\u200c\u200d"
_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_NEEDLESS_JOINER = re.compile(
    rf"[{_JOINERS}]{{2,}}|(?<![^\x00-\x7f])[{_JOINERS}]|[{_JOINERS}](?![^\x00-\x7f])"
)
_SPECIAL = re.compile(
    r"""
      (?P<gap> \[\.\.\.\] (?!\() )
    | (?P<line> (?m:^) [^\S\n]* (?: \d+ (?=[.)]) | (?=[#>+-]) ) ) (?P<mark> [#>+.)-] )
    | (?P<mention> @ ) (?= everyone | here | [!&]? \d )
    | (?P<invite> discord [a-z]{0,3} \. [a-z]{2,9} ) /
    | (?P<link> \] ) \(
    | (?P<markdown> [\\*_~`|\[\]<] | : (?=\S) | \# (?=\d) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STIRRING = re.compile(
    r"@(?=everyone|here|[!&]?\d)|<(?=[@#/:a-z])|\](?=\()|\|(?=\|)", re.IGNORECASE
)
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")


class _Visible(dict[int, str | None]):
    """What ``str.translate`` puts in the place of a character: itself, a blank or nothing."""

    def __missing__(self, code: int) -> str | None:
        self[code] = seen = _seen(chr(code))
        return seen


def _seen(char: str) -> str | None:
    if char in "\n\t" or char in _JOINERS:
        return char
    if char in "\r\x85\u2028\u2029":
        return "\n"
    if char in "\x0b\x0c":
        return " "
    if char in _BLANKS or "\U000e0100" <= char <= "\U000e01ef":
        return None
    match unicodedata.category(char):
        case "Cc" | "Cf":
            return None
        case "Cs":
            return "\ufffd"
    return char


_TABLE = _Visible()


def visible(text: str) -> str:
    """Return what a reader sees of a text: without control, invisible and bidi characters.

    Joiners between letters outside ASCII stay, because Persian, Hindi and emoji need them.
    """
    plain = text.replace("\r\n", "\n").translate(_TABLE)
    return _NEEDLESS_JOINER.sub("", plain)


def escape(text: str) -> str:
    """Return the visible text with everything that Discord would act on made inert."""
    return _escape(visible(text))


def _escape(seen: str) -> str:
    return _SPECIAL.sub(_inert, seen)


def still(text: str) -> str:
    """Return visible text for the places that know no markdown, with what looks live broken up."""
    return _STIRRING.sub(rf"\g<0>{BREAK}", visible(text))


def _inert(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups["gap"]:
        return match["gap"]
    if groups["mark"]:
        return f"{match['line']}\\{match['mark']}"
    if groups["mention"]:
        return f"@{BREAK}"
    if groups["invite"]:
        return f"{match['invite']}\\/"
    if groups["link"]:
        return r"\]\("
    return f"\\{match['markdown']}"


def unescape(text: str) -> str:
    """Return what a reader sees of escaped text; bold marks go too."""
    return _ESCAPED.sub(r"\1", re.sub(r"(?<!\\)((?:\\\\)*)\*\*", r"\1", text).replace(BREAK, ""))


def emphasise(text: str, highlights: tuple[Span, ...] = ()) -> str:
    """Return the escaped text with the highlighted words bold.

    Bold is closed at the end of a line and opened again, and holds no outer white space.
    """
    seen = visible(text)
    parts, done = [], 0
    for span in sorted(highlights):
        start = max(len(visible(text[: span.start])), done)
        end = len(visible(text[: span.end]))
        if start < end:
            parts += [_escape(seen[done:start]), _bold(_escape(seen[start:end]))]
            done = end
    return "".join([*parts, _escape(seen[done:])])


def _bold(markdown: str) -> str:
    return "\n".join(_bold_line(line) for line in markdown.split("\n"))


def _bold_line(line: str) -> str:
    core = line.strip()
    if not core:
        return line
    start = line.index(core)
    return f"{line[:start]}**{core}**{line[start + len(core) :]}"


def block_quote(markdown: str) -> str:
    """Return markdown as a block quote, line by line."""
    return "\n".join(f"> {line}" for line in markdown.split("\n"))


def units(text: str) -> int:
    """Measure a text as Discord's strictest clients do: in UTF-16 code units."""
    return len(text) + sum(char > "\uffff" for char in text)
