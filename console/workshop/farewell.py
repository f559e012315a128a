"""Ending what never ends by itself when the process is told to stop."""

import asyncio
import signal
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import FrameType

STOPS = (signal.SIGTERM, signal.SIGINT)


@asynccontextmanager
async def farewell(end: Callable[[], Awaitable[None]]) -> AsyncGenerator[None, None]:
    """Do `end` as soon as a signal tells the process to stop.

    The server itself says so only after every answer is finished, and a stream of events never is.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread alone
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in STOPS}

    def hear(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(lambda: asyncio.ensure_future(end()))
        known = before[signal.Signals(number)]
        if callable(known):
            known(number, frame)

    for number in STOPS:
        signal.signal(number, hear)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
