"""Ctrl-C that is not lost: where Python is when it comes may swallow what it raises, such as the end of an object."""

import signal
from types import FrameType, TracebackType
from typing import Any, Self


class Interruption:
    """Hears Ctrl-C while it is entered; `check` raises KeyboardInterrupt again if it came before."""

    def __init__(self) -> None:
        """Hear nothing yet."""
        self._came = False
        self._before: Any = signal.default_int_handler

    def check(self) -> None:
        """Raise KeyboardInterrupt if Ctrl-C came, however long ago."""
        if self._came:
            raise KeyboardInterrupt

    def _hear(self, _signal: int, _frame: FrameType | None) -> None:
        self._came = True
        raise KeyboardInterrupt

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)
