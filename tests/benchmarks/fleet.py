"""Tenure's real processes for as long as a measurement lasts: broker, clock and workers, as the Procfile says."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import redis

from console.procfile import shipped_procfile
from console.valkey import socket_place, socket_url, valkey_command
from tests.benchmarks.plan import Plan
from workers import tether
from workers.clocks import write_instant

PATIENCE = 180.0  # seconds until a measurement that makes no end is given up


class Stuck(RuntimeError):  # noqa: N818
    """Something did not happen in time; the message ends with what the processes said."""


@dataclass(frozen=True, slots=True)
class Home:
    """A broker that runs, and the environment by which processes find it, the database and the provider."""

    environment: Mapping[str, str]
    log: Path

    @contextmanager
    def running(self, *names: str) -> Iterator[list[subprocess.Popen[bytes]]]:
        """Run these processes of the Procfile; all are stopped at the end."""
        with self.commands(*(shipped_procfile()[name] for name in names)) as processes:
            yield processes

    @contextmanager
    def commands(self, *lines: str) -> Iterator[list[subprocess.Popen[bytes]]]:
        """Run these command lines; all are stopped at the end."""
        processes = [_start(["sh", "-c", f"exec {line}"], self) for line in lines]
        try:
            yield processes
        finally:
            _stop(processes)

    def probe(self, module: str, *words: str) -> str:
        """Run a module of ours to its end in this environment; answer what it prints."""
        command = [sys.executable, "-m", module, *words]
        done = subprocess.run(command, env=dict(self.environment), capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode:
            raise Stuck(f"{module} failed: {done.stderr[-2000:]}")
        return done.stdout

    def until(self, condition: Callable[[], bool], what: str) -> float:
        """Wait for something to hold; answer the moment it did (`time.perf_counter`). Raises Stuck."""
        deadline = time.perf_counter() + PATIENCE
        while not condition():
            if time.perf_counter() > deadline:
                raise Stuck(f"{what} is not done after {PATIENCE:.0f} s: {self.log.read_text()[-2000:]}")
            time.sleep(0.02)
        return time.perf_counter()


@contextmanager
def home(
    plan: Plan, database: str, now: datetime, provider: str = "", more: Mapping[str, str] | None = None
) -> Iterator[Home]:
    """Answer a home with a broker of its own; its clock stands still at `now`. `more` is added to the environment."""
    with tempfile.TemporaryDirectory(prefix="tenure-bench-") as folder, socket_place(Path(folder)) as socket:
        path, url = Path(folder), socket_url(socket)
        write_instant(path / "now", now)
        found = Home(_environment(plan, path, database, url, provider) | dict(more or {}), path / "log")
        broker = _start(valkey_command(path, socket), found)
        try:
            found.until(lambda: _answers(url), "the start of the broker")
            yield found
        finally:
            _stop([broker])


def _environment(plan: Plan, path: Path, database: str, broker: str, provider: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    ours = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DATABASE_URL": database,
        "REDIS_URL": broker,
        "TENURE_HOME": str(path),
        "TENURE_CLOCK": str(path / "now"),
        "TENURE_SECRET": "benchmark",
        "TENURE_LOG_LEVEL": "WARNING",
        "WORKER_PROCESSES": str(plan.processes),
        "WORKER_THREADS": str(plan.threads),
    }
    return kept | ours | ({"SENDGRID_API_KEY": "SG.benchmark", "SENDGRID_BASE_URL": provider} if provider else {})


def _start(command: Sequence[str], home: Home) -> subprocess.Popen[bytes]:
    tied = [sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), *command]
    with home.log.open("ab") as log:
        return subprocess.Popen(tied, env=dict(home.environment), stdout=log, stderr=log, start_new_session=True)


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in reversed(processes):
        process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
