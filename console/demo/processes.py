"""The demonstration's processes: the real ones, each with a log, all gone when this one is."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from console.failures import CommandError
from workers import tether

STOP_SECONDS = 10
LAST_LINES = 12


class ProcessDiedError(CommandError):
    """A process of the demonstration ended by itself; the message says which, and the end of its log."""


@dataclass(slots=True)
class Running:
    """One process and where it logs."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def obituary(self) -> str:
        """Answer what is known about its end."""
        lines = self.log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        code = self.process.returncode
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        end = "\n".join(f"  {line}" for line in lines) or "  (it is empty)"
        return f"the process `{self.name}` {how}. The end of {self.log}:\n{end}"


@dataclass(slots=True)
class Processes:
    """Starts processes, watches them, and stops them in reverse order when left."""

    logs: Path
    running: list[Running] = field(default_factory=list)

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start `command`, tied to this process and out of reach of the terminal's Ctrl-C."""
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"{name}.log"
        tied = [sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), *command]
        with log.open("ab") as output:
            process = subprocess.Popen(  # noqa: S603  (our own commands)
                tied,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.running.append(Running(name, process, log))

    def check(self) -> None:
        """Raise ProcessDiedError if one of them is gone."""
        for running in self.running:
            if running.process.poll() is not None:
                raise ProcessDiedError(running.obituary())

    def stop(self) -> None:
        """Ask each to end, the last started first; kill who has not after ten seconds."""
        while self.running:
            _end(self.running.pop().process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        # Its own session is its process group: whatever it has started goes with it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
