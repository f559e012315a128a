"""Watching a folder: one look for all who wait, however many tabs are open, and none while nobody waits."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress

PAUSE = 0.2  # seconds between two looks
CALM = 0.05  # seconds in which nothing more may change: an editor may write a file in several steps


class Watch:
    """Looks at something that has a mark and tells all who listen of each new one. For one event loop."""

    def __init__(self, mark: Callable[[], str]) -> None:
        """Watch what `mark` answers; it is called in a thread."""
        self._mark = mark
        self._news = asyncio.Condition()
        self._latest = ""
        self._looking: asyncio.Task[None] | None = None
        self._over = False
        self.listeners = 0

    async def changes(self) -> AsyncGenerator[str]:
        """Answer the mark as it is now, and then each new one, until it is over."""
        self.listeners += 1
        told = ""
        try:
            self._begin()
            while not self._over:
                told = await self._after(told)
                if not self._over:
                    yield told
        finally:
            self.listeners -= 1
            if not self.listeners:
                await self._rest()

    async def end(self) -> None:
        """Let everybody go who listens, and nobody listen again."""
        async with self._news:
            self._over = True
            self._news.notify_all()

    def _begin(self) -> None:
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())
            self._latest = ""

    async def _after(self, told: str) -> str:
        async with self._news:
            await self._news.wait_for(lambda: self._over or self._latest not in ("", told))
        return self._latest

    async def _look(self) -> None:
        while True:
            found = await asyncio.to_thread(self._mark)
            while self._latest and found != self._latest and found != (again := await self._again()):
                found = again
            if found != self._latest:
                async with self._news:
                    self._latest = found
                    self._news.notify_all()
            await asyncio.sleep(PAUSE)

    async def _again(self) -> str:
        await asyncio.sleep(CALM)
        return await asyncio.to_thread(self._mark)

    async def _rest(self) -> None:
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking
