"""The words a person reads, in one place: plain text, no markup, no platform.

Renderers escape, style and lay out what these functions return; they write no words of their own.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.actions import Name
from retrieval.errors import (
    CorpusError,
    EngineError,
    LimitReached,
    QuestionError,
    StoreError,
)
from retrieval.model import Answer, Citation, Reading

SEPARATOR = " · "
GAP = "[...]"
"""Marks what was left out between two slices, or where a quote was shortened."""

LABELS: dict[Name, str] = {
    "more": "More answers",
    "context": "Context",
    "source": "Open source",
    "helpful": "Helpful",
    "not_helpful": "Not helpful",
    "ask_person": "Ask a person",
    "share": "Share in channel",
}
"""What the buttons say."""

GONE = "That answer is no longer kept. Please ask again."
NO_MORE = "There are no further answers to this question."
NO_CONTEXT = "The text around this quote is no longer there. Please ask again."
NO_ARTICLES = "There are no articles yet, so there is nothing to quote from."
WELCOME = "You are welcome."
THANKS_HELPFUL = "Thank you, good to know."
THANKS_NOT_HELPFUL = "Thank you. Asking in other words, or with a name or a date, often helps."
ASKED_A_PERSON = "Your question was passed on. Somebody will get back to you here."
SEARCHING = "Looking through the articles"
BROKEN = "Something went wrong on our side. Please ask again in a moment."
UNREACHABLE = "I cannot reach the articles right now. Please ask again in a moment."
_NAMED = 3  # missing words, above a passage that may not be the answer
WHAT_I_DO = "I answer questions with word-for-word quotes from a collection of articles."


def date_words(day: date) -> str:
    """Return a date as people write it: 13 February 2023."""
    return f"{day.day} {day:%B} {day.year}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: "1 article", "2 articles"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def outcome_line(answer: Answer) -> str:
    """Return the line above the readings; it marks plainly what may be no answer."""
    match answer.outcome:
        case "found":
            return "The articles say:"
        case "several":
            return f"The articles give {plural(shown(answer), 'answer')}:"
        case "closest":
            passage = "passage" if shown(answer) == 1 else "passages"
            lacking = listing(tuple(f"“{word}”" for word in answer.missing[:_NAMED]), "or")
            why = f": no article holds {lacking}" if lacking else ""
            return f"This may not be the answer{why}. The closest {passage} in the articles:"
        case "not_found":
            return "The articles do not answer this."


def shown(answer: Answer) -> int:
    """Count the readings the outcome vouches for; never more than there are."""
    return min(answer.shown, len(answer.readings))


def refusal_lines(answer: Answer) -> tuple[str, ...]:
    """Say why there is no answer and what stands nearest; the first line is the verdict.

    The nearest articles themselves are ``answer.nearest``, one ``citation_line`` each.
    """
    reason = answer.reason or missing_line(answer)
    nearest = "The nearest articles:" if answer.nearest else ""
    return tuple(line for line in (outcome_line(answer), reason, nearest) if line)


def missing_line(answer: Answer) -> str:
    """Name the words of the question that no article holds; empty when there are none."""
    if not answer.missing:
        return ""
    return f"No article mentions {listing(tuple(f'“{word}”' for word in answer.missing), 'or')}."


def skipped_line(path: str, reason: str) -> str:
    """Return a file with why it was not read; a reason that opens with the file says "it" instead.

    ``path`` is below the articles folder, the one in ``reason`` may be whole.
    """
    before, named, rest = reason.partition(f"{path} ")
    if named and (not before or Path(before).is_absolute()):
        return f"{path}: it {rest}"
    return f"{path}: {reason}"


def listing(items: tuple[str, ...], last: str = "and") -> str:
    """Return items as a sentence lists them: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def understood_lines(answer: Answer) -> tuple[str, ...]:
    """Say how the question was taken, when that differs from what was typed.

    A question that differs by its corrections alone is not said again.
    """
    lines = [f"I took “{c.typed}” for “{c.taken}”." for c in answer.corrections]
    corrected = answer.question
    for correction in answer.corrections:
        corrected = corrected.replace(correction.typed, correction.taken, 1)
    if answer.understood and answer.understood != corrected:
        lines.append(f"I understood: {answer.understood}")
    return tuple(lines)


def place(citation: Citation) -> str:
    """Return the file and the line: "001.txt, line 7"."""
    return f"{citation.article}, line {citation.line}"


def citation_parts(citation: Citation) -> tuple[str, ...]:
    """Return title, publisher, date, file with line, each where known."""
    published = date_words(citation.published) if citation.published else None
    parts = (citation.title, citation.publisher, published, place(citation))
    return tuple(part for part in parts if part)


def citation_line(citation: Citation) -> str:
    """Return where a quote stands, in one line."""
    return SEPARATOR.join(citation_parts(citation))


def sources_line(reading: Reading) -> str:
    """Say how many articles support a reading; empty when it is the cited one alone."""
    copies = len(reading.support) - reading.sources
    if reading.sources > 1:
        return f"{reading.sources} independent articles say so"
    if copies > 0:
        return f"{plural(len(reading.support), 'article')}, copies of one story"
    return ""


def reading_label(reading: Reading, number: int, of: int) -> str:
    """Return what tells a reading from the others: "2. defence talks, 13 February 2023".

    Empty for a reading that stands alone.
    """
    if of < 2:
        return ""
    return f"{number}. {reading.label or reading.citation.title}"


def summary(answer: Answer) -> str:
    """Return the answer in one line, for notifications and screen readers."""
    readings = answer.readings[: shown(answer)]
    if not readings:
        return " ".join(refusal_lines(answer)[:2])
    phrases = SEPARATOR.join(_phrase(reading) for reading in readings)
    doubt = "This may not be the answer: " if answer.outcome == "closest" else ""
    return doubt + phrases


def _phrase(reading: Reading) -> str:
    parts = citation_parts(reading.citation)
    return f"{reading.phrase or reading.quote.text} ({', '.join(parts[:-1])})"


def help_lines(ways: tuple[str, ...]) -> tuple[str, ...]:
    """Return the help: what this is, the platform's ways to ask, one each, and what to expect."""
    return (
        WHAT_I_DO,
        *ways,
        "When the articles do not hold the answer, I say so; I never make one up.",
    )


def person_wanted(question: str) -> str:
    """Return the line that passes a question on to people who may know."""
    return f"The articles do not answer this. Can somebody help? {question}"


def friendly(error: BaseException) -> str:
    """Return a sentence for a person in a chat about anything that went wrong.

    What is wrong with the question is said; what is wrong with the set-up (which may name files
    of the machine) is for the terminal and the log.
    """
    if isinstance(error, LimitReached | QuestionError):
        return str(error)
    if isinstance(error, CorpusError | EngineError | StoreError):
        return UNREACHABLE
    return BROKEN
