"""The stage of a run: a database of its own, a broker, the provider, and a crew that dies a lot."""

import signal
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from console.publishing import publish_files
from console.valkey import socket_url
from emails.standin.handle import StandIn
from models.database import begin, make_engine
from tests.chaos.beside import beside
from tests.chaos.broker import SOCKET, Valkey, valkey
from tests.chaos.course import Course
from tests.chaos.mutants import BY_NAME
from tests.chaos.nursery import Nursery
from tests.chaos.statements import REACHED
from tests.chaos.waiting import wait_for
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
    "TENURE_BREAKER": "1000",  # a provider in trouble is to be asked again and again
    "TENURE_LOG_LEVEL": "WARNING",
    "WORKER_THREADS": "3",
}
# Where nobody dies or freezes, no lease need run out: a busy machine must not leave a mail in doubt.
CALM = {"TENURE_LEASE_SECONDS": "20", "TENURE_DEADLINE_SECONDS": "8"}
PATCHES = "CHAOS_PATCHES"  # what the processes are born with; see patches.py

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
    valkey: Valkey
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
        return socket_url(self.home / SOCKET)

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
    with (
        tempfile.TemporaryDirectory(prefix="chaos-", dir=_short(course.home), ignore_cleanup_errors=True) as folder,
        ExitStack() as after,
    ):
        engine = make_engine(course.url)
        after.callback(engine.dispose)
        server = after.enter_context(valkey(Path(folder)))
        patches = {PATCHES: ",".join(course.patches)}
        found = Stage(Path(folder), course.url, engine, course.nursery, server, patches)
        for words in course.patches:
            if words.startswith("without:"):
                BY_NAME[words.removeprefix("without:")].schema(engine)
        found.move(starts)
        found.publish(starts, program)
        course.nursery.warm(program)
        after.callback(_dismiss, found)
        course.nursery.start("provider", "provider", {"CHAOS_HOME": folder}, found.home / "provider.log")
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

    def keep(over: threading.Event) -> None:
        while not over.wait(0.02):
            for name in found.nursery.dead():
                if name in found.crew and not found.kept.is_set():
                    found.bear(name)

    with beside(keep):
        yield
