"""An Answer as a message for Discord: pure, and the one place that knows its limits.

An embed rather than a components-v2 container, because text in an embed can never notify anybody
and its links never unfold, whatever else goes wrong; because ``content`` stays free for one line
that notifications and screen readers read (a container forbids it); and because the same text
falls back to plain ``content`` where Embed Links is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot import wording
from bot.discord import payload
from bot.discord.buttons import rows
from bot.discord.escape import still, units
from bot.discord.fitting import clip, fit, need, quoted, shares
from bot.discord.payload import Attachment, Embed, Payload
from retrieval.errors import LawBroken
from retrieval.model import Answer, Citation, Outcome, Quote, Reading

COLOURS: dict[Outcome, int] = {
    "found": 0x2E8B57,
    "several": 0x3B6FB6,
    "closest": 0xD9A441,
    "not_found": 0x8A8F98,
}
AT_ONCE = 3
"""Readings in one message; the others are behind "more answers"."""

_SUMMARY = 300
_FOOTER = 200
_NOTE = 200
_NOTES = 3
_QUESTION = 150


@dataclass(frozen=True, slots=True)
class Options:
    """How an answer is shown, besides what it says.

    ``asked`` repeats the question (nobody else saw a slash command); ``share`` and ``person``
    offer those buttons; ``plain`` does without an embed; ``notes`` say what the bot may not do.
    """

    asked: bool = False
    share: bool = False
    person: bool = False
    plain: bool = False
    notes: tuple[str, ...] = ()


def render(answer: Answer, options: Options = Options(), first: int = 0) -> Payload:
    """Return the message for an answer, or from its reading ``first`` on.

    Raises LawBroken when a quote is as long as no slice can be.
    """
    vouched = wording.shown(answer) if first == 0 else len(answer.readings)
    readings = answer.readings[first : min(vouched, first + AT_ONCE)]
    heading = wording.outcome_line(answer) if first == 0 else wording.LABELS["more"]
    summary = _summary(answer) if first == 0 else ""
    room = _room(answer, options, heading)
    if readings:
        text, cut_quotes = _readings(answer, readings, first, room)
    else:
        text, cut_quotes = _refusal(answer, room), ()
        if text:
            heading = heading if options.plain else ""  # the summary says it
        else:
            options = replace(options, plain=True)  # there is nothing for an embed to hold
    person = options.person and answer.outcome in ("closest", "not_found")
    buttons = rows(answer, readings, first, share=options.share, person=person)
    message = _message(answer, options, heading, summary, text)
    return replace(message, rows=buttons, attachment=_file(cut_quotes))


def render_paragraph(
    answer: Answer, position: int, paragraph: Quote, options: Options = Options()
) -> Payload:
    """Return the message that shows the paragraph around a quote of the answer."""
    citation = answer.readings[position].citation
    around = Reading("", 0.0, paragraph, citation)
    heading = wording.LABELS["context"]
    text, cut_quotes = _readings(answer, (around,), 0, _room(answer, options, heading))
    return replace(_message(answer, options, heading, "", text), attachment=_file(cut_quotes))


def thread_name(question: str) -> str:
    """Return the name of a thread about the question; Discord shows it as it is."""
    return clip(question, payload.THREAD_NAME, still) or "?"


def notes_text(notes: tuple[str, ...]) -> str:
    """Return notes as small print."""
    return "\n".join(f"-# {clip(note, _NOTE)}" for note in notes[:_NOTES])


def _summary(answer: Answer) -> str:
    if not wording.shown(answer):
        return f"**{clip(wording.outcome_line(answer), _SUMMARY)}**"
    return f"**{clip(wording.summary(answer), _SUMMARY)}**"


def _footer(answer: Answer) -> str:
    return clip("  ".join(wording.understood_lines(answer)), _FOOTER, still)


def _room(answer: Answer, options: Options, heading: str) -> int:
    """Return how many units the readings may take."""
    if not options.plain:
        return payload.DESCRIPTION
    empty = _message(answer, options, heading, "", "")
    return payload.CONTENT - units(empty.content) - 1


def _message(answer: Answer, options: Options, heading: str, summary: str, text: str) -> Payload:
    title, notes = clip(heading, payload.TITLE), notes_text(options.notes)
    if options.plain:
        small = notes_text(tuple(wording.understood_lines(answer)))
        asked = clip(f"“{answer.question}”", _QUESTION) if options.asked else ""
        lines = (asked, f"**{title}**", text, small, notes)
        return Payload(content="\n".join(line for line in lines if line))
    question = clip(f"“{answer.question}”", payload.AUTHOR, still) if options.asked else ""
    embed = Embed(text, title, question, _footer(answer), COLOURS[answer.outcome])
    return Payload("\n".join(line for line in (summary, notes) if line), embed)


def _refusal(answer: Answer, room: int) -> str:
    """Return why there is no answer and the nearest articles, as many as there is room for."""
    lines = [clip(line, 2 * _NOTE) for line in wording.refusal_lines(answer)[1:]]
    lines += [f"- {_citation(citation, 2 * _NOTE)}" for citation in answer.nearest]
    while lines and units("\n".join(lines)) > room:
        lines.pop()
    return "\n".join(lines)


def _readings(
    answer: Answer, readings: tuple[Reading, ...], first: int, room: int
) -> tuple[str, tuple[Reading, ...]]:
    """Return the readings within ``room`` and those whose quote had to be cut."""
    share = room // len(readings)
    of = len(answer.readings) if first else wording.shown(answer)
    labels = (
        wording.reading_label(reading, first + n + 1, of) for n, reading in enumerate(readings)
    )
    frames = [_frame(*pair, share) for pair in zip(readings, labels, strict=True)]
    taken = sum(units(above) + units(below) + 4 for above, below in frames)
    quotes = [_checked(reading.quote) for reading in readings]
    needs = [need(quote, max(room - taken, 0)) for quote in quotes]
    cuts = [fit(*pair) for pair in zip(quotes, shares(needs, room - taken), strict=True)]
    blocks = (
        "\n".join(part for part in (above, quoted(cut.text, cut.highlights), below) if part)
        for (above, below), cut in zip(frames, cuts, strict=True)
    )
    shortened = (reading for reading, cut in zip(readings, cuts, strict=True) if cut.cut)
    return "\n\n".join(blocks), tuple(shortened)


def _checked(quote: Quote) -> Quote:
    if len(quote.text) != quote.end - quote.start:
        raise LawBroken("A quote is not the slice of the article that it says it is.")
    return quote


def _frame(reading: Reading, label: str, share: int) -> tuple[str, str]:
    """Return what stands above and below a quote: at most two thirds of ``share``."""
    line = max(10, min(_NOTE, share // 12))
    above = [f"**{clip(label, line)}**"] if label else []
    below = [f"-# {_citation(reading.citation, 2 * line)}"]
    remarks = (wording.sources_line(reading), reading.note)
    below += [f"-# {clip(remark, line)}" for remark in remarks if remark]
    if reading.context is not None:
        shown = fit(_checked(reading.context), share // 4)
        lines = [quoted(shown.text, shown.highlights), f"> {wording.GAP}"]
        if reading.context.start < reading.quote.start:
            above += lines
        else:
            below = [*reversed(lines), *below]
    return "\n".join(above), "\n".join(below)


def _citation(citation: Citation, limit: int) -> str:
    """Return where a quote stands as markdown; file and line are there however long the title."""
    short = replace(
        citation,
        title=clip(citation.title, limit // 2),
        publisher=clip(citation.publisher, limit // 5) if citation.publisher else None,
        article=clip(citation.article, limit // 3),
    )
    return wording.citation_line(short)


def _file(readings: tuple[Reading, ...]) -> Attachment | None:
    """Return the whole quotes that had to be cut, word for word, as a text file."""
    if not readings:
        return None
    quotes = (
        f"{reading.quote.text}\n\n{wording.citation_line(reading.citation)}\n"
        for reading in readings
    )
    return Attachment("quote.txt", "\n\n".join(quotes))
