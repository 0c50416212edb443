"""A line at a time from a person at a terminal, with history and completion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from bot.terminal.inert import inert
from bot.terminal.repl import COMMANDS

PROMPT = "\n? "


class Completions(Completer):
    """Completes commands after a colon, and else the titles that hold a word begun."""

    def __init__(self, titles: Callable[[], Iterable[str]]) -> None:
        self._titles = titles

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - prompt_toolkit's
    ) -> Iterator[Completion]:
        """Yield what may stand at the cursor."""
        text = document.text_before_cursor.lstrip()
        word = text.rpartition(" ")[2]
        if text.startswith(":"):
            known = COMMANDS if word == text else ()
            yield from (Completion(name, -len(word)) for name in known if name.startswith(word))
        elif word:
            yield from (Completion(title, -len(word)) for title in self._matching(word))

    def _matching(self, word: str) -> Iterator[str]:
        begun = word.casefold()
        for title in self._titles():
            if any(part.startswith(begun) for part in title.casefold().split()):
                yield inert(title)


class Lines:
    """Gives lines until Ctrl-D (None); Ctrl-C drops the line that is being typed."""

    def __init__(self, titles: Callable[[], Iterable[str]]) -> None:
        self._session: PromptSession[str] = PromptSession(
            PROMPT, history=history(), completer=Completions(titles), complete_while_typing=False
        )

    def __call__(self) -> str | None:
        """Read one line."""
        while True:
            try:
                return self._session.prompt()
            except KeyboardInterrupt:
                continue
            except EOFError:
                return None


def history(path: Path | None = None) -> History:
    """Return the history that is kept across runs, or one for this run where none can be kept."""
    from platformdirs import user_state_path

    file = path or user_state_path("quotedesk", appauthor=False) / "history"
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(file))
