"""A warm process from which the harness's processes are born: a fork takes milliseconds, an interpreter seconds.

Run as a module it takes orders as lines of JSON and answers each with one; when nobody gives orders any more, it kills
whom it has borne, and ends.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1


class Nursery:
    """Starts, signals and buries processes by name. Safe to share by threads."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._lock = threading.Lock()

    def warm(self, files: Mapping[str, str]) -> None:
        """Read a program, so that nobody who is born later has to."""
        self._order(do="warm", files=dict(files))

    def start(self, name: str, role: str, variables: Mapping[str, str], log: Path) -> int:
        """Start a process; answer its id."""
        return int(self._order(do="start", name=name, role=role, variables=dict(variables), log=str(log)))

    def signal(self, name: str, number: int) -> bool:
        """Send a signal; answer whether anybody was there to get it."""
        return bool(self._order(do="signal", name=name, number=number))

    def dead(self) -> dict[str, int]:
        """Bury those that have ended; answer how, by name: a signal's number is negative."""
        return dict(self._order(do="dead"))

    def _order(self, **words: Any) -> Any:
        with self._lock:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps(words) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the nursery has ended with {self._process.wait()}")
        return json.loads(line)


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Answer a nursery for as long as the block lasts."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV")
    variables = {name: os.environ[name] for name in kept if name in os.environ}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.nursery"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=variables, start_new_session=True,
        cwd=Path(__file__).parents[2],
    ) as process:  # fmt: skip
        try:
            yield Nursery(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(60)


class Births:
    """The other side of the pipe: the parent of all."""

    def __init__(self) -> None:
        self.alive: dict[str, int] = {}
        self.ended: dict[str, int] = {}

    def warm(self, files: dict[str, str]) -> None:
        """Read a program."""
        from tests.chaos.roles import compiled_once

        compiled_once(files)

    def start(self, name: str, role: str, variables: dict[str, str], log: str) -> int:
        """Fork."""
        child = os.fork()
        if not child:
            _live(role, variables, log)
        self.alive[name] = child
        return child

    def signal(self, name: str, number: int) -> bool:
        """Signal a child that is surely still ours."""
        self._bury()
        if name in self.alive:
            os.kill(self.alive[name], number)
        return name in self.alive

    def dead(self) -> dict[str, int]:
        """Bury; answer who died since last asked."""
        self._bury()
        ended, self.ended = self.ended, {}
        return ended

    def end(self) -> None:
        """Kill everybody."""
        for child in self.alive.values():
            os.kill(child, signal.SIGKILL)
        while self.alive:
            self._bury()
            time.sleep(0.005)

    def _bury(self) -> None:
        for name, child in list(self.alive.items()):
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                del self.alive[name]
                self.ended[name] = os.waitstatus_to_exitcode(status)


def _live(role: str, variables: dict[str, str], log: str) -> None:
    """Be the child, until the end."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.setsid()
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115  (it lives as long as the process)
        sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
        from tests.chaos.roles import play

        play(role, variables)
        code = 0
    except BaseException:  # noqa: BLE001  (whatever it was: said, and no way back into the parent's code)
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(code)


def main() -> None:
    """Take orders until there is nobody to give them."""
    import tests.chaos.patches
    import tests.chaos.roles  # noqa: F401  (warm: everything that takes long is imported once)

    births = Births()
    for line in sys.stdin:
        order = json.loads(line)
        answer = getattr(births, order.pop("do"))(**order)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    births.end()


if __name__ == "__main__":
    main()
