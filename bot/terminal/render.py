"""An Answer as terminal text: a pure function of the answer and the look.

Quotes stand word for word between bars, wrapped and never shortened. All words around them are
those of ``bot.wording``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from bot import wording
from bot.terminal.inert import inert
from bot.terminal.look import Look
from retrieval.model import Answer, Citation, Outcome, Quote, Reading, Span

VERDICT: dict[Outcome, str] = {
    "found": "bold green",
    "several": "bold green",
    "closest": "bold yellow",
    "not_found": "bold red",
}
PHRASE = "bold green"
DIM = "dim"
PLAIN = Look()


def render(answer: Answer, look: Look = PLAIN) -> str:
    """Return an answer as lines of at most ``look.width`` columns, ending in a newline."""
    page = Page(look)
    page.add_all(wording.understood_lines(answer), style="italic")
    if answer.outcome == "not_found":
        _refusal(page, answer)
    else:
        page.add(wording.outcome_line(answer), VERDICT[answer.outcome])
        shown = answer.readings[: wording.shown(answer)]
        _readings(page, shown, 1, len(shown), "closest" if answer.outcome == "closest" else "found")
    return page.text()


def render_readings(readings: Sequence[Reading], first: int, of: int, look: Look = PLAIN) -> str:
    """Return readings numbered from ``first``, as ``:more`` shows them."""
    page = Page(look)
    _readings(page, readings, first, of, "closest")
    return page.text()


def render_quote(quote: Quote, citation: Citation, look: Look = PLAIN) -> str:
    """Return one slice with where it stands, as ``:context`` shows it."""
    page = Page(look)
    page.quote(quote, VERDICT["found"])
    _citation(page, citation, "")
    return page.text()


class Page:
    """Collects wrapped lines; everything added is made inert."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._console = look.console()
        self._lines: list[Text] = []

    def add(self, line: str, style: str = "", indent: int = 0, mark: str = "") -> None:
        """Add one paragraph, wrapped, with a hanging indent and perhaps a mark before it."""
        rest = " " * (indent + len(mark))
        self.wrap(Text(inert(line), style=style), Text(rest), Text(" " * indent + mark))

    def add_all(self, lines: Iterable[str], style: str = "") -> None:
        """Add several paragraphs."""
        for line in lines:
            self.add(line, style)

    def quote(self, quote: Quote, style: str) -> None:
        """Add a quote between bars, its highlights emphasised."""
        text = Text(inert(quote.text))
        for span in _inside(quote.highlights, len(quote.text)):
            text.stylize(PHRASE, span.start, span.end)
        self.wrap(text, Text.assemble("  ", (self.look.bar, style), " "))

    def wrap(self, text: Text, prefix: Text, first: Text | None = None) -> None:
        """Add a text with a prefix before each of its lines, perhaps another before the first."""
        width = max(1, self.look.width - prefix.cell_len)
        before = first or prefix
        for line in text.wrap(self._console, width, overflow="fold"):
            line.rstrip()
            self._lines.append(Text.assemble(before, line))
            before = prefix

    def address(self, address: str, indent: int = 0) -> None:
        """Add an address on a line of its own, whole however long, so that it can be copied."""
        self._lines.append(Text(" " * indent + inert(address)))

    def gap(self) -> None:
        """Add an empty line."""
        self._lines.append(Text())

    def text(self) -> str:
        """Return everything added so far."""
        with self._console.capture() as captured:
            for line in self._lines:
                self._console.print(line, no_wrap=True, overflow="ignore", crop=False)
        return captured.get()


def _inside(spans: Iterable[Span], length: int) -> Iterator[Span]:
    return (span for span in spans if 0 <= span.start < span.end <= length)


def _refusal(page: Page, answer: Answer) -> None:
    verdict, *rest = wording.refusal_lines(answer)
    page.add(verdict, VERDICT["not_found"])
    page.add_all(rest)
    for citation in answer.nearest:
        page.add(wording.citation_line(citation), DIM, indent=2, mark="- ")


def _readings(
    page: Page, readings: Sequence[Reading], first: int, of: int, outcome: Outcome
) -> None:
    for number, reading in enumerate(readings, first):
        page.gap()
        label = wording.reading_label(reading, number, of)
        if label:
            page.add(label, "bold")
        _quotes(page, reading, VERDICT[outcome])
        if reading.note:
            page.add(reading.note, "italic", indent=6)
        _citation(page, reading.citation, wording.sources_line(reading))


def _quotes(page: Page, reading: Reading, style: str) -> None:
    """Add the quote and its context in the order of the article, a gap shown as a gap."""
    slices = sorted(filter(None, (reading.context, reading.quote)), key=lambda item: item.start)
    for place, item in enumerate(slices):
        if place and item.start - slices[place - 1].end > 1:
            page.wrap(Text(wording.GAP, style=DIM), Text("    "))
        page.quote(item, style)


def _citation(page: Page, citation: Citation, sources: str) -> None:
    title, *rest = wording.citation_parts(citation)
    page.add(title, "bold", indent=4, mark=f"{page.look.dash} ")
    for line in (wording.SEPARATOR.join(rest), citation.url, sources):
        if line:
            page.add(line, DIM, indent=6)
