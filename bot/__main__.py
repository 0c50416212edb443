"""The command line: ``quotedesk COMMAND`` or ``python -m bot COMMAND``.

Exit codes: 0 found or several, 3 closest or not_found, 1 error, 2 usage, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from bot.commands.arguments import parse
from retrieval.errors import QuotedeskError, UsageError

MODULES = {
    "ask": "ask",
    "repl": "repl",
    "sync": "sync",
    "evaluate": "evaluate",
    "doctor": "doctor",
    "slack": "platforms",
    "discord": "platforms",
    "web": "platforms",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; never lets an exception out."""
    _prepare_streams()
    try:
        code = _run(argv)
        sys.stdout.flush()
        return code
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _silence_stdout()
        return 141
    except QuotedeskError as error:
        return _complain(str(error), 2 if isinstance(error, UsageError) else 1)
    except OSError as error:
        return _complain(f"The system refused: {error.strerror or 'an input or output error'}.", 1)
    except Exception as error:
        # The last resort: a person gets a sentence, never a traceback.
        if sys.flags.dev_mode:  # python -X dev -m bot ... shows the traceback
            raise
        name = type(error).__name__
        return _complain(
            f"Something went wrong inside Quotedesk ({name}); try `quotedesk doctor`.", 1
        )


def _run(argv: Sequence[str] | None) -> int:
    arguments = parse(argv)
    module = import_module(f"bot.commands.{MODULES[arguments.command]}")
    code: int = module.run(arguments)
    return code


def _complain(sentence: str, code: int) -> int:
    from bot.commands.speech import say

    _silence_stdout()
    say(sentence)
    return code


def _prepare_streams() -> None:
    """Make both streams writable whatever the terminal's encoding, even when they are closed."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _silence_stdout() -> None:
    """Write what is still buffered, or drop it when nobody reads: the interpreter flushes again."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


if __name__ == "__main__":
    sys.exit(main())
