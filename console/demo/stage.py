"""The stage: a fresh installation in a folder, and the real processes at work on it under a virtual clock."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import redis
from sqlalchemy import Engine

from console.child import shell
from console.demo.generous import generous
from console.demo.processes import Processes
from console.demo.troubles import TROUBLES
from console.failures import CommandError
from console.procfile import shipped_procfile
from console.publishing import publish_files
from console.valkey import socket_place, socket_url, valkey_command
from emails.standin.handle import StandIn
from models.database import begin, make_engine
from models.migrate import upgrade
from workers.boot import App, assemble
from workers.clocks import write_instant
from workers.settings import Settings

START_SECONDS = 30.0
POLL_SECONDS = 0.02
PACE = {
    "SENDGRID_API_KEY": "SG.demonstration",
    "PYTHONUNBUFFERED": "1",
    "TENURE_TICK_SECONDS": "0.05",
    "TENURE_POLL_SECONDS": "0.03",
    "TENURE_BATCH": "38",
    "WORKER_PROCESSES": "2",
    "WORKER_THREADS": "4",
    "TENURE_LOG_LEVEL": "WARNING",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """What a play needs: folder, database, virtual clock, broker, the processes at work, and what the provider keeps.

    `ledger` has a line for every mail that the provider accepted, `bodies` the mails themselves.
    """

    home: Path
    engine: Engine
    clock: Path
    broker: str
    processes: Processes

    def app(self, clock: Path) -> App:
        """Answer an app by a clock of its own: for whoever comes by in the product, as the page would serve them."""
        url = self.engine.url.render_as_string(hide_password=False)
        return assemble(Settings(TENURE_HOME=self.home, TENURE_CLOCK=clock, DATABASE_URL=url))

    @property
    def ledger(self) -> Path:
        """Answer the provider's ledger."""
        return self.home / "provider" / "ledger.jsonl"

    @property
    def bodies(self) -> Path:
        """Answer the file of the mails that the provider accepted, whole."""
        return self.home / "provider" / "mails.jsonl"


@contextmanager
def set_stage(
    home: Path,
    program: Mapping[str, str],
    starts: datetime,
    database_url: str | None = None,
    *,
    extra: Mapping[str, str] = MappingProxyType({}),
    troubles: Sequence[Mapping[str, object]] = TROUBLES,
) -> Iterator[Stage]:
    """Migrate a database, publish `program`, and start broker, stand-in, worker and clock at `starts`; stop them after.

    Without a URL the database is a file in `home`. Nothing that this process's own environment says of Tenure counts.
    `extra` are variables for worker and clock, `troubles` the rules by which the stand-in answers.
    """
    url = database_url or f"sqlite:///{home / 'tenure.db'}"
    engine, clock = make_engine(url), home / "clock"
    write_instant(clock, starts)
    upgrade(engine)
    with begin(engine) as connection:
        publish_files(connection, starts, generous(program), by="tenure demo")
    with socket_place(home) as socket, Processes(home / "log") as processes:
        stage = Stage(home, engine, clock, socket_url(socket), processes)
        _start_neighbors(stage, socket)
        given = {"TENURE_HOME": str(home), "TENURE_CLOCK": str(clock), "DATABASE_URL": url}
        variables = given | {"REDIS_URL": socket_url(socket), "SENDGRID_BASE_URL": _provider(processes, troubles)}
        for name in ("worker", "clock"):
            processes.start(name, _tenure(shipped_procfile()[name], {**PACE, **variables, **extra}))
        yield stage
    engine.dispose()


def _start_neighbors(stage: Stage, socket: Path) -> None:
    """Start the broker, and the stand-in for the provider."""
    kept = ("--ledger", str(stage.ledger), "--bodies", str(stage.bodies))
    stage.processes.start("valkey", valkey_command(stage.home, socket))
    stage.processes.start("provider", [sys.executable, "-m", "emails.standin", *kept])
    _await(stage.processes, lambda: _broker_answers(socket_url(socket)))


def _provider(processes: Processes, troubles: Sequence[Mapping[str, object]]) -> str:
    """Tell the stand-in its troubles as soon as it is there; answer its URL, the first line that it says."""
    log = processes.logs / "provider.log"
    _await(processes, lambda: "\n" in log.read_text())
    url = log.read_text().splitlines()[0]
    StandIn(url).play(*map(dict, troubles))
    return url


def _tenure(line: str, variables: Mapping[str, str]) -> Sequence[str]:
    """The command of the Procfile, in an environment where no setting is left that we did not make."""
    unset = [word for name in sorted(_settings() - variables.keys()) for word in ("-u", name)]
    return ["env", *unset, *shell(line, str(Path(sys.executable).parent), variables)]


def _settings() -> set[str]:
    return {str(field.validation_alias) for field in Settings.model_fields.values()}


def _await(processes: Processes, ready: Callable[[], bool]) -> None:
    end = time.monotonic() + START_SECONDS
    while not ready():
        processes.check()
        if time.monotonic() > end:
            raise CommandError(f"the broker or the stand-in does not answer: look into {processes.logs}")
        time.sleep(POLL_SECONDS)


def _broker_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
