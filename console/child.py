"""One process under supervision: started tied to us, heard line by line, started again when it dies."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from shlex import quote

import workers.tether as tether

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before a child that died is started again
HEALTHY = 60.0  # seconds after which a child that lived so long is forgiven its earlier deaths


@dataclass(slots=True)
class Child:
    """A command by its name; times are seconds of the monotonic clock."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    pause: float = 0.0
    deaths: int = 0
    output: int = -1  # the file descriptor from which its words come
    rest: bytes = field(default=b"", repr=False)

    @property
    def lives(self) -> bool:
        """Answer whether its process runs."""
        return self.process is not None and self.process.poll() is None

    def start(self, now: float) -> None:
        """Start the process in a session of its own: Ctrl-C at the terminal reaches us alone, and it hears us once."""
        command = [sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), *self.command]
        self.output, theirs = os.pipe()
        os.set_blocking(self.output, False)
        self.process = subprocess.Popen(  # noqa: S603  (commands of the Procfile)
            command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.STDOUT, start_new_session=True
        )
        os.close(theirs)
        self.started = now

    def lines(self) -> Iterator[str]:
        """Answer the whole lines it has said since, waiting for none."""
        while chunk := self._read():
            *whole, self.rest = (self.rest + chunk).split(b"\n")
            yield from (line.decode("utf-8", "replace").rstrip("\r") for line in whole)

    def bury(self, now: float) -> int:
        """Put away the process that died, plan when to start the next one, and answer its exit code."""
        code = self.process.wait() if self.process else 0
        os.close(self.output)
        self.process, self.rest = None, b""
        self.deaths = 1 if now - self.started > HEALTHY else self.deaths + 1
        self.pause = min(FIRST_PAUSE * 2 ** (self.deaths - 1), LONGEST_PAUSE)
        self.due = now + self.pause
        return code

    def signal(self, number: int) -> None:
        """Signal its main process, and no other: Dramatiq passes a TERM on, and takes a second one for a kill."""
        if self.process is not None:
            self.process.send_signal(number)

    def _read(self) -> bytes:
        try:
            return os.read(self.output, 65536)
        except BlockingIOError:
            return b""


def shell(line: str, path: str, variables: Mapping[str, str]) -> Sequence[str]:
    """Answer the command that runs a Procfile's `line` with `path` searched first and `variables` set."""
    exports = "".join(f"export {name}={quote(value)}; " for name, value in variables.items())
    return ["sh", "-c", f'export PATH={quote(path)}:"$PATH"; {exports}exec {line}']
