"""Nothing is mailed twice and nothing is lost, whoever is killed: the provider's own ledger is the witness."""

import os
import random
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import redis
from sqlalchemy import select

from console.demo.book import Book, write_book
from console.demo.lapse import Lapse
from console.demo.processes import Running
from console.demo.script import deeds_of
from console.demo.stage import Stage, set_stage
from console.demo.words import words_of
from console.program_check import Program, check_program
from console.program_files import read_program
from models.database import look
from models.tables import TASK, TOUCHPOINT
from tests.provider import accepted_keys

SEED = 7
ACCOUNTS, DAYS = 120, 33  # to the health check of those who were there from the beginning
QUICK = {
    "TENURE_LEASE_SECONDS": "4",
    "TENURE_DEADLINE_SECONDS": "2",
    "TENURE_PATIENCE_SECONDS": "0.5",
    "dramatiq_restart_delay": "300",
}
VICTIMS = ("worker", "worker two", "clock", "worker", "worker two", "clock", "valkey")


@dataclass
class Monkey:
    """Kills a process at random again and again and starts it anew; `deaths` counts them."""

    stage: Stage
    kills: int
    pause: tuple[float, float]
    chance: random.Random
    deaths: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def rage(self) -> None:
        """Kill until it is over or enough."""
        while self.deaths.total() < self.kills and not self.over.wait(self.chance.uniform(*self.pause)):
            self.strike(self.chance.choice(VICTIMS))
        self.over.wait()  # the kernel takes what a thread has started for orphaned when that thread ends

    def strike(self, name: str) -> None:
        """SIGKILL the process, at times with everything it has started, and start it again."""
        running = next(running for running in self.stage.processes.running if running.name == name)
        with suppress(ProcessLookupError):
            if self.chance.random() < 0.5:
                os.killpg(running.process.pid, signal.SIGKILL)
            else:
                running.process.kill()
        running.process.wait()
        running.process = again(running)
        self.deaths[name] += 1


def double(stage: Stage) -> None:
    """Give the stage a second worker, so that work goes on while the other one starts again."""
    worker = next(running for running in stage.processes.running if running.name == "worker")
    stage.processes.running.append(Running("worker two", again(worker), worker.log))


def again(running: Running) -> subprocess.Popen[bytes]:
    with running.log.open("ab") as log:
        arguments = running.process.args
        assert isinstance(arguments, list)
        return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


@contextmanager
def at_work(monkey: Monkey) -> Iterator[None]:
    thread = threading.Thread(target=monkey.rage)
    thread.start()
    try:
        yield
    finally:
        monkey.over.set()
        thread.join()


def program() -> Program:
    return check_program(read_program())


def book(accounts: int) -> Book:
    return write_book(words_of(program().book.program), SEED, accounts, DAYS)


def lapse(stage: Stage, book: Book) -> Lapse:
    return Lapse(
        engine=stage.engine,
        clock=stage.clock,
        deeds=deeds_of(book),
        feeds=book.feeds,
        starts=book.starts,
        ends=book.ends,
        check=lambda: None,
        tick=lambda _now: None,
        patience=180.0,
    )


def mails_of(stage: Stage, *states: str) -> set[str]:
    with look(stage.engine) as connection:
        query = select(TOUCHPOINT.c.key).where(TOUCHPOINT.c.channel == "email", TOUCHPOINT.c.state.in_(states))
        return set(connection.execute(query).scalars())


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The send keys of a run in which nobody is killed: what every other run has to come to as well."""
    home = tmp_path_factory.mktemp("calm")
    with set_stage(home, program().files, book(ACCOUNTS).starts, extra=QUICK, troubles=()) as stage:
        lapse(stage, book(ACCOUNTS)).play()
        return set(accepted_keys(stage.ledger))


@pytest.fixture
def url(database: str) -> str:
    """An empty database: the stage migrates it by itself, which changes nothing."""
    return database


def test_fifty_kills_send_nothing_twice_and_lose_nothing(url: str, undisturbed: set[str], tmp_path: Path) -> None:
    the_book = book(ACCOUNTS)
    with set_stage(tmp_path, program().files, the_book.starts, url, extra=QUICK, troubles=()) as stage:
        double(stage)
        monkey = Monkey(stage, 50, (0.6, 1.8), random.Random(SEED))
        with at_work(monkey):
            lapse(stage, the_book).play()
        while monkey.deaths.total() < 50:  # the play was over sooner: who is idle must survive a kill as well
            monkey.strike(monkey.chance.choice(VICTIMS))
        times = Counter(accepted_keys(stage.ledger))
        accepted, unknown = mails_of(stage, "accepted"), mails_of(stage, "unknown")
        with look(stage.engine) as connection:
            asked = connection.execute(select(TASK.c.id).where(TASK.c.reason == "mail-unknown")).all()

    assert [key for key, number in times.items() if number > 1] == []
    assert accepted <= times.keys()
    assert times.keys() <= accepted | unknown
    assert accepted | unknown == undisturbed
    assert bool(asked) == bool(unknown)


def test_a_redis_that_forgets_everything_changes_nothing(url: str, undisturbed: set[str], tmp_path: Path) -> None:
    the_book = book(ACCOUNTS)
    with set_stage(tmp_path, program().files, the_book.starts, url, extra=QUICK, troubles=()) as stage:
        over = threading.Event()

        def forget() -> None:
            with redis.Redis.from_url(stage.broker) as broker:
                while not over.wait(0.3):
                    broker.flushall()

        thread = threading.Thread(target=forget)
        thread.start()
        try:
            lapse(stage, the_book).play()
        finally:
            over.set()
            thread.join()
        times = Counter(accepted_keys(stage.ledger))

    assert times == Counter(undisturbed)
