"""``quotedesk discord`` over two small articles: everything real but the search and the answers."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from fakes import ARTICLES, FakeAnswerer, FakeCorpus, service

from bot.commands.logs import start_logging
from bot.discord import run
from bot.journal import Journal
from bot.service import QuestionService
from bot.settings import load
from retrieval.errors import QuotedeskError
from retrieval.model import Answer, Conversation, Question


class SlowAnswerer(FakeAnswerer):
    """Takes its time for questions that ask it to."""

    def answer(self, snapshot, question: Question, conversation: Conversation) -> Answer:
        if "slowly" in question.text:
            time.sleep(1.5)
            question = Question(question.text.replace("slowly", ""))
        if "boom" in question.text:
            raise RuntimeError("a secret detail")
        if "unlawful" in question.text:
            question = Question(question.text.replace("unlawful ", ""))
            given = super().answer(snapshot, question, conversation)
            changed = (
                replace(held, quote=replace(held.quote, text=held.quote.text.upper()))
                for held in given.readings
            )
            return replace(given, readings=tuple(changed))
        return super().answer(snapshot, question, conversation)


def opened(database: Path) -> QuestionService:
    settings = load()
    journal = Journal(database)
    more = {"more.txt": os.environ["ARTICLE"]} if "ARTICLE" in os.environ else {}
    return service(
        FakeCorpus({**ARTICLES, **more}),
        journal,
        SlowAnswerer(),
        settings.limits,
        time.time,
    )


if __name__ == "__main__":
    settings = load(options={"database": sys.argv[3]})
    run.GRACE = float(os.environ.get("GRACE", run.GRACE))
    start_logging(settings.secrets)
    try:
        code = run.main(settings, opened(settings.database))
    except QuotedeskError as error:
        print(error, file=sys.stderr)
        code = 1
    sys.exit(code)
