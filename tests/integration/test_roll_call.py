"""A worker that has nothing to do says that it is there, so that a quiet night is no outage."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from models.database import begin, look
from models.tables import HEARTBEAT
from models.upsert import insert_or_update
from tests.world import World
from workers import actors, heartbeat
from workers.backlog import interruption
from workers.broker import queued
from workers.clocks import machine_time
from workers.roll_call import RollCall
from workers.watches import Watches


@pytest.fixture
def silent() -> Iterator[None]:
    """Nobody in this process has said lately that they are at work."""
    heartbeat._last.clear()
    yield
    heartbeat._last.clear()


def heard(world: World, name: str, minutes: float) -> None:
    ago = timedelta(minutes=minutes)
    row = {"name": name, "at": world.now - ago, "machine_at": machine_time() - ago}
    with begin(world.engine) as connection:
        insert_or_update(connection, HEARTBEAT, [row], key=("name",))


@pytest.mark.parametrize(("minutes", "asked"), [(2, False), (4, True)])
def test_a_worker_is_asked_when_it_was_not_heard_for_a_while(world: World, minutes: float, asked: bool) -> None:
    heard(world, "worker", minutes)

    assert RollCall().is_due(world.app, machine_time()) is asked


def test_a_worker_that_was_never_heard_is_asked_but_not_with_every_tick(world: World) -> None:
    roll_call = RollCall()

    assert [roll_call.is_due(world.app, machine_time()) for _ in range(3)] == [True, False, False]


def test_who_reports_has_not_interrupted_the_work(world: World, silent: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actors, "app", lambda: world.app)
    heard(world, "clock", 0)
    heard(world, "worker", 60)
    with look(world.engine) as connection:
        before = interruption(connection, world.now, set())

    actors.report.fn()

    with look(world.engine) as connection:
        assert (before, interruption(connection, world.now, set())) == (world.now, None)


@pytest.mark.usefixtures("valkey")
def test_workers_that_are_not_there_are_asked_once_however_long_they_are_away(world: World) -> None:
    for _ in range(3):  # each looks for the first time, as after the pause between two looks
        Watches().keep(world.app, machine_time())

    assert queued(actors.report.queue_name) == 1
