"""The asynchronous face of the service: chat adapters await it; their event loop never stalls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeVar

from bot.service import Overview, QuestionService
from retrieval.model import Answer, Article, ArticleInfo, Question, Quote

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Desk:
    """The methods of QuestionService as coroutines, run by at most ``workers`` threads at once.

    What more is asked waits its turn. They raise what the service raises.
    """

    def __init__(self, service: QuestionService, workers: int = 4) -> None:
        self.service = service
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="desk")

    async def ask(self, question: Question, *, surface: str = "", channel: str = "") -> Answer:
        """See ``QuestionService.ask``."""
        return await self._run(self.service.ask, question, surface=surface, channel=channel)

    async def get(self, answer_id: str) -> Answer | None:
        """See ``QuestionService.get``."""
        return await self._run(self.service.get, answer_id)

    async def paragraph(self, answer_id: str, reading: int = 0) -> Quote | None:
        """See ``QuestionService.paragraph``."""
        return await self._run(self.service.paragraph, answer_id, reading)

    async def feedback(self, answer_id: str, asker: str, helpful: bool) -> bool:
        """See ``QuestionService.feedback``."""
        return await self._run(self.service.feedback, answer_id, asker, helpful)

    async def claim(self, *keys: str) -> bool:
        """See ``QuestionService.claim``."""
        return await self._run(self.service.claim, *keys)

    async def release(self, *keys: str) -> None:
        """See ``QuestionService.release``."""
        await self._run(self.service.release, *keys)

    async def preferences(self, scope: str) -> dict[str, Any]:
        """See ``QuestionService.preferences``."""
        return await self._run(self.service.preferences, scope)

    async def set_preference(self, scope: str, key: str, value: object) -> None:
        """See ``QuestionService.set_preference``."""
        await self._run(self.service.set_preference, scope, key, value)

    async def overview(self) -> Overview:
        """See ``QuestionService.overview``."""
        return await self._run(self.service.overview)

    async def articles(self) -> list[ArticleInfo]:
        """See ``QuestionService.articles``."""
        return await self._run(self.service.articles)

    async def article(self, path: str) -> Article | None:
        """See ``QuestionService.article``."""
        return await self._run(self.service.article, path)

    async def close(self) -> None:
        """Finish what is in flight, then stop; the service stays open. Twice is no error."""
        await asyncio.to_thread(self._pool.shutdown, wait=True)

    async def _run(
        self,
        call: Callable[Arguments, Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, partial(call, *args, **kwargs))
