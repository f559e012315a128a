"""The stage of a run: a database of its own, a broker, the provider, and a crew that dies a lot."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import redis
from sqlalchemy import Engine

from console.publishing import publish_files
from console.valkey import socket_url, valkey_command
from emails.standin.handle import StandIn
from models.database import begin, make_engine
from tests.chaos.course import Course
from tests.chaos.mutants import BY_NAME
from tests.chaos.nursery import Nursery
from tests.chaos.statements import REACHED
from workers import tether
from workers.clocks import write_instant

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
PACE = {
    "SENDGRID_API_KEY": "SG.chaos",
    "TENURE_SECRET": "a secret of thirty-two characters",
    "TENURE_TICK_SECONDS": "0.05",
    "TENURE_POLL_SECONDS": "0.03",
    "TENURE_BATCH": "50",
    "TENURE_LEASE_SECONDS": "1.5",
    "TENURE_DEADLINE_SECONDS": "0.6",
    "TENURE_PATIENCE_SECONDS": "0.5",
    "TENURE_LOG_LEVEL": "WARNING",
    "WORKER_THREADS": "3",
}
PATCHES = "CHAOS_PATCHES"  # what the processes are born with; see patches.py
PATIENCE = 30.0  # seconds for a part of the stage to come up

Plan = Callable[[str], Mapping[str, str]]  # the variables of a member of the crew, asked for at each of its births


def plainly(_name: str) -> Mapping[str, str]:
    """Answer that a member of the crew is born without any defect."""
    return {}


@dataclass
class Stage:
    """Everything that a run needs. The keeper starts again whoever has died, as any supervisor would."""

    home: Path
    url: str
    engine: Engine
    nursery: Nursery
    given: Mapping[str, str] = field(default_factory=dict)
    plan: Plan = plainly
    redis_url: str = ""
    database_url: str = ""  # by which the crew reaches the database: perhaps through a proxy
    crew: dict[str, str] = field(default_factory=dict)
    births: Counter[str] = field(default_factory=Counter)
    kept: threading.Event = field(default_factory=threading.Event)  # while it is set, the dead stay dead

    @property
    def clock(self) -> Path:
        """Answer the file of the virtual clock."""
        return self.home / "clock"

    @property
    def ledger(self) -> Path:
        """Answer what the provider took, as it wrote it down."""
        return self.home / "ledger.jsonl"

    @property
    def broker(self) -> str:
        """Answer the URL of the broker itself, past any proxy."""
        return socket_url(self.home / "valkey.sock")

    @property
    def provider(self) -> StandIn:
        """Answer the stand-in."""
        return StandIn((self.home / "url").read_text())

    def move(self, moment: datetime) -> None:
        """Move the virtual clock."""
        write_instant(self.clock, moment)

    def publish(self, now: datetime, files: Mapping[str, str]) -> None:
        """Put a program in force."""
        with begin(self.engine) as connection:
            publish_files(connection, now, files, "chaos")

    def join(self, role: str, name: str) -> None:
        """Let somebody join the crew, to be born again whenever they die."""
        self.crew[name] = role
        self.bear(name)

    def bear(self, name: str) -> None:
        """Start a member of the crew."""
        variables = {
            **PACE, "TENURE_HOME": str(self.home), "TENURE_CLOCK": str(self.clock),
            "DATABASE_URL": self.database_url or self.url, "REDIS_URL": self.redis_url or self.broker,
            "SENDGRID_BASE_URL": (self.home / "url").read_text(), "CHAOS_HOME": str(self.home),
            **self.given, **self.plan(name),
        }  # fmt: skip
        self.births[name] += 1
        self.nursery.start(name, self.crew[name], variables, self.home / f"{name}.log")

    def kill(self, name: str) -> bool:
        """SIGKILL a member of the crew; answer whether they lived."""
        return self.nursery.signal(name, signal.SIGKILL)

    def log(self) -> str:
        """Answer the last words of the crew."""
        return "\n".join(f"--- {file.name}\n{file.read_text()[-1500:]}" for file in sorted(self.home.glob("*.log")))


@contextmanager
def stage(course: Course, program: Mapping[str, str], starts: datetime = MONDAY) -> Iterator[Stage]:
    """Set a stage on a migrated, empty database; no crew is there yet. All of it is gone after the block."""
    with tempfile.TemporaryDirectory(prefix="chaos-", dir=_short(course.home)) as folder, ExitStack() as after:
        engine = make_engine(course.url)
        after.callback(engine.dispose)
        found = Stage(Path(folder), course.url, engine, course.nursery, {PATCHES: ",".join(course.patches)})
        for words in course.patches:
            if words.startswith("without:"):
                BY_NAME[words.removeprefix("without:")].schema(engine)
        found.move(starts)
        found.publish(starts, program)
        course.nursery.warm(program)
        after.callback(_dismiss, found)
        course.nursery.start("provider", "provider", {"CHAOS_HOME": folder}, found.home / "provider.log")
        after.enter_context(valkey(found))
        wait_for(lambda: (found.home / "url").exists(), "the stand-in")
        yield found
        if (found.home / REACHED).exists():
            course.marks.add(REACHED)


def _short(home: Path) -> Path | None:
    """Answer where to put a folder whose path has to be short enough for a socket."""
    return home if len(str(home)) < 60 else None


def _dismiss(found: Stage) -> None:
    names = {*found.crew, "provider"}
    found.crew.clear()
    for name in names:
        found.nursery.signal(name, signal.SIGKILL)
    wait_for(lambda: not any(found.nursery.signal(name, 0) for name in names), "the end of the crew")


@contextmanager
def kept(found: Stage) -> Iterator[None]:
    """Keep the crew: for as long as the block lasts, whoever dies is born again."""
    over = threading.Event()

    def keep() -> None:
        while not over.wait(0.02):
            for name in found.nursery.dead():
                if name in found.crew and not found.kept.is_set():
                    found.bear(name)

    thread = threading.Thread(target=keep)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class Valkey:
    """The broker, to be killed and started again."""

    def __init__(self, found: Stage) -> None:
        self.stage = found
        # The kernel takes what a thread has started for orphaned when that thread ends: this one outlives it.
        self.starter = ThreadPoolExecutor(1)
        self.again()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = valkey_command(self.stage.home, self.stage.home / "valkey.sock")
        tied = [sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), *command, "--appendonly", "no"]
        with (self.stage.home / "valkey.out").open("ab") as log:
            process = subprocess.Popen(tied, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        wait_for(lambda: answers(self.stage.broker), "the broker")
        return process

    def kill(self) -> None:
        """SIGKILL it: it keeps nothing on disk, so all is lost."""
        self.process.kill()
        self.process.wait()

    def again(self) -> None:
        """Start it anew, empty."""
        self.process = self.starter.submit(self._start).result()


@contextmanager
def valkey(found: Stage) -> Iterator[Valkey]:
    """Run the broker of a stage; `found.valkey` is it."""
    server = Valkey(found)
    found.valkey = server  # type: ignore[attr-defined]
    try:
        yield server
    finally:
        server.kill()
        server.starter.shutdown()


def answers(url: str) -> bool:
    """Answer whether a broker is there."""
    with suppress(redis.RedisError), redis.Redis.from_url(url, socket_connect_timeout=1) as client:
        return bool(client.ping())
    return False


def wait_for(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Return as soon as it holds; raise TimeoutError when it takes far too long."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} does not come")
        time.sleep(0.01)
