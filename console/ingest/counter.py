"""The counter: where parcels are handed in, wait for each other, and are answered once they are recorded."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from console.ingest.parcel import Parcel
from console.ingest.problem import database_away, overloaded

MOST_AT_ONCE = 800  # messages of one transaction: more save little, and keep whoever comes next waiting
ROOM = 10_000  # messages that may wait: what a database writes within a client's patience

Handed = tuple[Parcel, asyncio.Future[None]]


class Counter:
    """Takes parcels, records those that wait in few transactions, and then answers each."""

    def __init__(self, record: Callable[[Sequence[Parcel]], None], room: int = ROOM, writers: int = 1) -> None:
        """Record by `record`, in threads of its own; have `room` for so much that waits or is being recorded.

        Of two writers, one can be at work in Python while the database works for the other.
        """
        self._record, self._room, self._most_writers = record, room, writers
        self._waiting: deque[Handed] = deque()
        self._taken = 0
        self._writers: list[asyncio.Task[None]] = []
        self._threads = ThreadPoolExecutor(writers, "ingest")

    def check_room(self, weight: int = 1) -> None:
        """Raise a Problem (429) if there is no room for so much more; an empty counter takes anything."""
        if self._taken and self._taken + weight > self._room:
            raise overloaded()

    async def take(self, parcel: Parcel) -> None:
        """Return once the parcel is recorded; raise a Problem if it cannot be now."""
        self.check_room(parcel.weight)
        self._taken += parcel.weight
        recorded = asyncio.get_running_loop().create_future()
        self._waiting.append((parcel, recorded))
        self._writers = [writer for writer in self._writers if not writer.done()]
        if len(self._writers) < self._most_writers:
            self._writers.append(asyncio.create_task(self._write()))
        await recorded

    async def _write(self) -> None:
        """Record until nothing waits."""
        loop = asyncio.get_running_loop()
        while self._waiting:
            handed = self._next()
            error: Exception | None = database_away("this process is stopping")
            try:
                await loop.run_in_executor(self._threads, self._record, [parcel for parcel, _ in handed])
                error = None
            except Exception as failure:  # noqa: BLE001 - whoever waits is told, whatever it is
                error = failure
            finally:
                self._answer(handed, error)

    def _next(self) -> list[Handed]:
        """Take what waited longest, as much as fits into one transaction, and at least one."""
        handed = [self._waiting.popleft()]
        messages = len(handed[0][0].letters)
        while self._waiting and (messages := messages + len(self._waiting[0][0].letters)) <= MOST_AT_ONCE:
            handed.append(self._waiting.popleft())
        return handed

    def _answer(self, handed: Sequence[Handed], error: Exception | None) -> None:
        for parcel, recorded in handed:
            self._taken -= parcel.weight
            if recorded.done():  # nobody waits for it any more
                continue
            if error is None:
                recorded.set_result(None)
            else:
                recorded.set_exception(error)
