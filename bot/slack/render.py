"""An Answer as Slack blocks: pure functions that own the message's limits.

Whatever is too long, the citation, the buttons and the feedback survive; quotes give way, cut
between sentences with a visible ``[...]``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import wording
from bot.actions import Name, format_action
from bot.cutting import cut
from bot.slack import blocks as kit
from bot.slack.blocks import Block, Message
from retrieval.errors import LawBroken
from retrieval.model import Answer, Citation, Quote, Reading, Span

MOST_READINGS = 6
"""Readings in one message; the rest is behind "More answers"."""
ANSWER_CHARACTERS = 12_600
"""Leaves room for a line above the answer (see ``note``)."""
LEAST_QUOTE = 600
SIGNS = {"found": "", "several": "", "closest": "⚠️ ", "not_found": "🚫 "}
HELPFUL = {"helpful": "👍", "not_helpful": "👎"}
_TOO_LONG = 1_000_000
# How many readings, and how much of long titles, names and lines: the first that leaves room for
# the quotes is taken. Only titles of thousands of characters or in scripts that JSON escapes go
# past the first.
_LAYOUTS = ((MOST_READINGS, 1.0), (MOST_READINGS, 0.5), (3, 0.5), (3, 0.2), (1, 0.2))


@dataclass(frozen=True, slots=True)
class Options:
    """How a reply is used: ``private`` adds "Share in channel", ``experts`` "Ask a person"."""

    private: bool = False
    experts: bool = False
    in_view: bool = False


def render(answer: Answer, options: Options = Options()) -> Message:
    """Return a reply of at most 50 blocks and 12,600 characters of JSON."""
    for most, scale in _LAYOUTS:
        shown = answer.readings[: min(wording.shown(answer), most)]
        head, tail = _head(answer, scale), _tail(answer, shown, options)
        frames = frames_of(shown, 1, len(shown), scale)
        room = ANSWER_CHARACTERS - kit.size([head, tail, frames])
        if room >= LEAST_QUOTE * len(shown):
            break
    body = fill(shown, frames, room)
    return Message(_fallback(answer), (*head, *body, *tail))


def note(message: Message, sentence: str) -> Message:
    """Return the message under a small line that says something about it."""
    return under(message, kit.small(sentence, limit=300), sentence)


def under(message: Message, line: Block, sentence: str) -> Message:
    """Return the message under a block and its text under a sentence, where they fit."""
    text = f"{kit.fallback(sentence)} {message.text}"
    blocks = (line, *message.blocks)
    if len(text) > kit.FALLBACK_CHARACTERS:
        text = message.text
    if kit.size(blocks) > kit.MESSAGE_CHARACTERS or len(blocks) > kit.MESSAGE_BLOCKS:
        blocks = message.blocks
    return Message(text, blocks)


def say(*lines: str) -> Message:
    """Return a message of plain lines."""
    text = "\n".join(lines)
    return Message(kit.fallback(text), (kit.paragraph_lines(lines),))


def _head(answer: Answer, scale: float) -> list[Block]:
    understood = wording.understood_lines(answer)[:3]
    blocks = [kit.small(*understood, limit=int(300 * scale))] if understood else []
    lines = [wording.outcome_line(answer)]
    if answer.outcome == "not_found":
        lines = list(wording.refusal_lines(answer))
    doubtful = answer.outcome == "closest"
    first = kit.words(SIGNS[answer.outcome] + kit.clip(lines[0], 200), bold=True, italic=doubtful)
    rest = [kit.section(kit.words(kit.clip(line, int(1_000 * scale)))) for line in lines[1:]]
    blocks.append(kit.rich(kit.section(first), *rest))
    if answer.outcome == "not_found" and answer.nearest:
        blocks.append(kit.small(*(citation_line(near, scale) for near in answer.nearest[:5])))
    return blocks


def _tail(answer: Answer, shown: Sequence[Reading], options: Options) -> list[Block]:
    elements: list[Block] = []
    if len(answer.readings) > len(shown):
        elements.append(_button("more", answer, len(shown)))
    if shown:
        elements.append(_button("context", answer))
    elements += _sources(answer, shown)
    if options.experts and answer.outcome in {"closest", "not_found"}:
        elements.append(_button("ask_person", answer))
    if options.private:
        elements.append(_button("share", answer))
    if options.in_view:
        elements += [_button("helpful", answer), _button("not_helpful", answer)]
    row = [kit.buttons(*elements)] if elements else []
    return row if options.in_view else [*row, _feedback(answer)]


def _button(name: Name, answer: Answer, number: int = 0) -> Block:
    return kit.button(wording.LABELS[name], format_action(name, answer.id, number))


def _sources(answer: Answer, shown: Sequence[Reading]) -> list[Block]:
    found: dict[str, int] = {}
    for position, reading in enumerate(shown):
        url = reading.citation.url or ""
        if url.startswith(("https://", "http://")) and len(url) <= kit.URL_CHARACTERS // 6:
            found.setdefault(url, position)
    label = wording.LABELS["source"]
    return [
        kit.button(
            label if len(found) == 1 else f"{label} {position + 1}",
            format_action("source", answer.id, position),
            url=url,
        )
        for url, position in found.items()
    ]


def _feedback(answer: Answer) -> Block:
    sides = {
        side: {
            "text": {"type": "plain_text", "text": HELPFUL[name], "emoji": True},
            "accessibility_label": wording.LABELS[name],
            "value": format_action(name, answer.id),
        }
        for side, name in _SIDES.items()
    }
    element = {"type": "feedback_buttons", "action_id": f"feedback:{answer.id}"[:255], **sides}
    return {"type": "context_actions", "elements": [element]}


_SIDES: dict[str, Name] = {"positive_button": "helpful", "negative_button": "not_helpful"}


Frame = tuple[Block, Block]
"""The blocks above and below a quote; the quote goes into the first."""


def frames_of(readings: Sequence[Reading], first: int, of: int, scale: float = 1.0) -> list[Frame]:
    """Return what stands around each quote, numbered from ``first``."""
    return [_frame(reading, first + at, of, scale) for at, reading in enumerate(readings)]


def _frame(reading: Reading, number: int, of: int, scale: float) -> Frame:
    label = kit.clip(wording.reading_label(reading, number, of) or "", int(200 * scale))
    above = kit.rich(*([kit.section(kit.words(label, bold=True))] if of > 1 else []))
    note = kit.clip(reading.note, int(300 * scale)) if reading.note else ""
    lines = (note, citation_line(reading.citation, scale), wording.sources_line(reading))
    return above, kit.small(*(line for line in lines if line))


def fill(readings: Sequence[Reading], frames: Sequence[Frame], room: int) -> list[Block]:
    """Return two blocks a reading, the quotes sharing ``room``."""
    result: list[Block] = []
    for at, (reading, (above, below)) in enumerate(zip(readings, frames, strict=True)):
        elements = _quoted(reading, room // (len(frames) - at))
        room -= kit.size(elements)
        result += [{**above, "elements": [*above["elements"], kit.quote(elements)]}, below]
    return result


def _quoted(reading: Reading, room: int) -> list[Block]:
    """Return the quote, with the slice that explains it where there is one, in article order."""
    check(reading.quote)
    context = reading.context
    if context is None:
        return shortened(reading.quote, room)
    check(context)
    explaining = shortened(replace(context, highlights=()), room // 3)
    quoted = shortened(reading.quote, room - kit.size(explaining) - 100)
    first, second, parts = context, reading.quote, (explaining, quoted)
    if context.start > reading.quote.start:
        first, second, parts = reading.quote, context, (quoted, explaining)
    between = " " if second.start - first.end <= 2 else f" {wording.GAP} "
    return [*parts[0], kit.words(between), *parts[1]]


def shortened(quote: Quote, room: int) -> list[Block]:
    """Return a quote as rich text elements of at most ``room`` characters of JSON."""

    def measure(text: str, highlights: tuple[Span, ...]) -> int:
        if len(text) > kit.TEXT_CHARACTERS:
            return _TOO_LONG
        return kit.size(kit.marked(text, highlights))

    part = cut(quote, room, measure)
    return kit.marked(part.text or wording.GAP, part.highlights)


def citation_line(citation: Citation, scale: float) -> str:
    """Return where a quote stands; long titles give way, the file's end and the line stay."""
    path, most = citation.article, int(80 + 80 * scale)
    return wording.citation_line(
        replace(
            citation,
            title=kit.clip(citation.title, int(200 * scale)),
            publisher=citation.publisher and kit.clip(citation.publisher, int(80 * scale)),
            article=path if len(path) <= most else f"{wording.GAP}{path[-most:]}",
        )
    )


def _fallback(answer: Answer) -> str:
    """Return the phrases and their sources; long phrases and titles give way."""
    each = 3_600 // max(1, wording.shown(answer))
    readings = tuple(
        replace(
            reading,
            phrase=kit.clip(reading.phrase or reading.quote.text, each // 2),
            citation=replace(reading.citation, title=kit.clip(reading.citation.title, each // 4)),
        )
        for reading in answer.readings
    )
    return kit.fallback(wording.summary(replace(answer, readings=readings)))


def check(quote: Quote) -> None:
    """Hold the law once more: a quote that is no slice is never shown."""
    inside = all(0 <= span.start <= span.end <= len(quote.text) for span in quote.highlights)
    if quote.end - quote.start != len(quote.text) or not inside:
        raise LawBroken("A quote did not match its article, so it is not shown; ask again.")
