"""More is due than can be: nothing is sent until somebody has looked; a real outage of a week is no such thing."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from models.agenda import stir_everybody
from models.database import begin, look
from models.tables import ACCOUNT, ALARM, CLOSURE, HEARTBEAT
from models.upsert import insert_or_update
from tests.meanwhile import Meanwhile
from tests.world import World
from workers import fuse
from workers import tick as ticking
from workers.advance import advance_accounts
from workers.clocks import machine_time, steady_time
from workers.deliver import deliver_mails
from workers.fuse import Pace
from workers.settings import Settings
from workers.stopping import pause_everything, resume_everything
from workers.tick import tick

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
Hinted = list[tuple[str, tuple[int, ...]]]


@pytest.fixture
def hinted(monkeypatch: pytest.MonkeyPatch) -> Hinted:
    """What the clock hints at; there is no broker."""
    found: Hinted = []

    def note(kind: str, ids: Iterable[int]) -> int:
        found.append((kind, tuple(ids)))
        return 1

    for kind in ("accounts", "mails", "assessments", "prompts"):
        monkeypatch.setattr(ticking, f"hint_{kind}", lambda ids, *_, kind=kind: note(kind, ids))
    monkeypatch.setattr(ticking, "queued", lambda _: 0)
    return found


@pytest.fixture
def book(world: World) -> World:
    """A world with ten accounts that have been looked at, under the eyes of a clock and a worker."""
    for number in range(10):
        world.account(f"a{number}")
    world.look()
    beats(world)
    return world


def beats(world: World, *names: str) -> None:
    rows = [{"name": name, "at": world.now, "machine_at": machine_time()} for name in names or ("clock", "worker")]
    with begin(world.engine) as connection:
        insert_or_update(connection, HEARTBEAT, rows, key=("name",))


def ticked(world: World) -> list[str]:
    """Tick once; answer the doors that are shut."""
    tick(world.app, Pace(machine_time(), steady_time()))
    return [door.name for door in world.rows(CLOSURE)]


def test_time_that_jumps_everywhere_at_once_under_fresh_heartbeats_sends_nothing_and_alarms(
    book: World, hinted: Hinted
) -> None:
    book.now += 90 * DAY
    beats(book)
    assert ticked(book) == ["fuse"]
    assert not hinted
    [alarm] = book.rows(ALARM)
    assert (alarm.kind, alarm.told_at) == ("fuse", None)
    assert "10 of 10 accounts have been waiting for a look for more than a day" in alarm.because


def test_once_somebody_has_looked_it_goes_on_and_does_not_blow_again(book: World, hinted: Hinted) -> None:
    book.now += 90 * DAY
    beats(book)
    ticked(book)
    ticked(book)
    with begin(book.engine) as connection:
        resume_everything(connection, book.now)
    assert ticked(book) == []
    assert [kind for kind, ids in hinted if ids]
    assert [alarm.cleared_at for alarm in book.rows(ALARM)] == [book.now]


@pytest.mark.parametrize("silent", ["clock", "worker"])
def test_an_outage_of_a_week_is_known_by_the_heartbeats_while_it_is_worked_off(
    book: World, hinted: Hinted, silent: str
) -> None:
    book.now += 7 * DAY
    beats(book, *({"clock", "worker"} - {silent}))
    assert ticked(book) == []
    beats(book)
    book.now += 5 * HOUR  # many are still waiting, and everybody is at work
    beats(book)
    assert ticked(book) == []
    assert [kind for kind, ids in hinted if ids]


def test_a_pause_of_a_week_is_no_surprise_either(book: World, hinted: Hinted) -> None:
    with begin(book.engine) as connection:
        pause_everything(connection, machine_time(), "paused by dana: holidays")
    for _ in range(7):
        book.now += DAY
        beats(book)
        ticked(book)
    with begin(book.engine) as connection:
        resume_everything(connection, book.now)
    book.now += HOUR
    beats(book)
    assert ticked(book) == []


def test_a_publication_makes_everybody_due_and_surprises_nobody(book: World, hinted: Hinted) -> None:
    with begin(book.engine) as connection:
        stir_everybody(connection, book.now)
    book.now += HOUR
    beats(book)
    assert ticked(book) == []


def test_a_few_that_nobody_looked_at_are_no_matter_for_the_fuse(book: World, hinted: Hinted) -> None:
    with begin(book.engine) as connection:
        connection.execute(ACCOUNT.update().values(wake_at=book.now + 9 * DAY))
        few = ACCOUNT.c.id.in_([row.id for row in book.rows(ACCOUNT)[:2]])
        connection.execute(ACCOUNT.update().where(few).values(wake_at=book.now - 9 * DAY))
    assert ticked(book) == []


def test_who_was_away_for_longer_than_two_weeks_asks_a_person_first(book: World, hinted: Hinted) -> None:
    book.now += 90 * DAY
    assert ticked(book) == ["fuse"]
    assert "no clock was at work for 90 days, since 2026-03-02 10:00" in book.rows(CLOSURE)[0].because
    assert not hinted


def test_a_time_lapse_may_jump(book: World, hinted: Hinted) -> None:
    lapse = Settings(TENURE_HOME=book.home, TENURE_CLOCK=book.home / "clock")
    book.app = replace(book.app, settings=lapse)
    book.now += 90 * DAY
    beats(book)
    assert ticked(book) == []


def test_a_new_installation_is_no_surprise(world: World, hinted: Hinted) -> None:
    world.account()
    world.now += 3 * DAY
    assert ticked(world) == []


def test_what_a_clock_wrote_at_a_wrong_time_does_not_switch_the_fuse_off(book: World, hinted: Hinted) -> None:
    with begin(book.engine) as connection:
        row = {"name": "interrupted", "at": book.now + 300 * DAY, "machine_at": machine_time()}
        connection.execute(insert(HEARTBEAT), row)
    book.now += 90 * DAY
    beats(book)
    assert ticked(book) == ["fuse"]


@pytest.mark.parametrize("act", [advance_accounts, deliver_mails])
def test_a_worker_whose_own_clock_jumped_does_nothing_and_blows_the_fuse(
    world: World, monkeypatch: pytest.MonkeyPatch, act: Callable[..., Any]
) -> None:
    account = world.account()
    mails = advance_accounts(world.app, [account])
    world.event("acme", "project created")
    before = world.ledger()
    monkeypatch.setattr(fuse, "PACE", Pace(machine_time() - 90 * DAY, steady_time()))
    mailer = Meanwhile()
    act(replace(world.app, mailer=mailer), mails if act is deliver_mails else [account])
    assert not mailer.mails
    assert world.ledger() == before
    with look(world.engine) as connection:
        assert connection.execute(select(CLOSURE.c.name)).scalars().all() == ["fuse"]
