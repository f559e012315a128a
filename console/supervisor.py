"""Runs children side by side until it is told to stop: tells what they say, starts again what dies, stops in order."""

import selectors
import signal
import time
from collections.abc import Callable, Sequence
from types import FrameType, TracebackType
from typing import Self

from console.child import Child

STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PATIENCE = 24.0  # seconds that children have to finish what they have in hand; then they are killed
LOOK = 0.1  # seconds between two looks at who is alive

Say = Callable[[str, str], None]


class Supervisor:
    """Children in the order they are started; they are stopped in waves, the last wave first.

    One thread only: the kernel ties a child to the thread that started it. `say(name, line)` hears every line.
    """

    def __init__(self, say: Say) -> None:
        self.say = say
        self.waves: list[list[Child]] = []
        self.stopping = False
        self.hurried = False

    def __enter__(self) -> Self:
        """Listen to the signals that end us."""
        self._before = {number: signal.signal(number, self._hear) for number in STOPS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop every child, whatever happened."""
        self.stop()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def start(self, *children: Child) -> None:
        """Start one wave of children, unless we were told to stop already."""
        if self.stopping:
            return
        self.waves.append(list(children))
        for child in children:
            child.start(time.monotonic())

    def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Keep watch until `condition` holds; answer whether it did in time and before we were told to stop."""
        end = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < end:
            if condition():
                return True
            self._watch()
        return False

    def run(self) -> None:
        """Keep watch until we are told to stop."""
        while not self.stopping:
            self._watch()

    def stop(self) -> None:
        """Ask every child to finish, wave by wave; kill who has not finished in time, or all at a second Ctrl-C."""
        self.stopping = True
        end = time.monotonic() + PATIENCE
        for wave in reversed(self.waves):
            self._tell(wave, signal.SIGTERM)
            while _alive(wave) and time.monotonic() < end and not self.hurried:
                self._listen(wave, LOOK)
            self._tell(wave, signal.SIGKILL)
            self._drain(wave)
        self.waves.clear()

    def _watch(self) -> None:
        children = [child for wave in self.waves for child in wave]
        self._listen(children, LOOK)
        for child in children:
            if child.process is not None and not child.lives:
                self._mourn(child)
            elif child.process is None and child.due <= time.monotonic():
                child.start(time.monotonic())

    def _mourn(self, child: Child) -> None:
        self._repeat(child)
        code = child.bury(time.monotonic())
        self.say(child.name, f"died ({_cause(code)}); starts again in {child.pause:.0f} s")

    def _listen(self, children: Sequence[Child], seconds: float) -> None:
        """Tell what `children` say; come back when somebody spoke or after `seconds`."""
        with selectors.DefaultSelector() as selector:
            for child in children:
                if child.lives:
                    selector.register(child.output, selectors.EVENT_READ, child)
            for key, _ in selector.select(seconds):
                self._repeat(key.data)

    def _repeat(self, child: Child) -> None:
        for line in child.lines():
            self.say(child.name, line)

    def _tell(self, wave: Sequence[Child], number: int) -> None:
        for child in _alive(wave):
            if number == signal.SIGKILL:
                self.say(child.name, "did not finish in time and is killed")
            child.signal(number)

    def _drain(self, wave: Sequence[Child]) -> None:
        for child in wave:
            if child.process is not None:
                self._repeat(child)
                child.bury(time.monotonic())

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        self.hurried, self.stopping = self.stopping, True


def _alive(wave: Sequence[Child]) -> list[Child]:
    return [child for child in wave if child.lives]


def _cause(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
