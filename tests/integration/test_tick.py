"""The clock: it leases and hints, stops when time cannot be trusted, and loses nothing when Redis is away."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from models.agenda import hint_due_mails, lease_due_accounts, release_accounts, wake_sleepers
from models.database import begin, look, make_engine
from models.tables import ACCOUNT, CLOSURE, HEARTBEAT, TOUCHPOINT
from tests.world import World
from workers.advance import advance_accounts
from workers.clock import run
from workers.clocks import machine_time, steady_time
from workers.fuse import Pace
from workers.settings import SettingsError
from workers.tick import tick
from workers.watchdog import Watchdog

SOON = timedelta(seconds=30)


def steady() -> Pace:
    return Pace(machine_time(), steady_time())


def test_a_due_account_is_leased_to_one_clock_only(world: World) -> None:
    account = world.account()
    machine = machine_time()

    with begin(world.engine) as connection:
        first = lease_due_accounts(connection, world.now, machine, SOON, 10)
        second = lease_due_accounts(connection, world.now, machine, SOON, 10)
        later = lease_due_accounts(connection, world.now, machine + timedelta(minutes=1), SOON, 10)

    assert (first, second, later) == ([account], [], [account])


def test_a_mail_is_hinted_at_again_only_after_a_while(world: World) -> None:
    mail = advance_accounts(world.app, [world.account()])[0]
    machine = machine_time()

    with begin(world.engine) as connection:
        at_once = hint_due_mails(connection, world.now, machine, SOON, 10)
        later = hint_due_mails(connection, world.now, machine + timedelta(minutes=1), SOON, 10)

    assert (at_once, later) == ([], [mail])


def test_an_account_is_looked_at_once_the_mail_that_is_about_to_leave_has_left_or_is_given_up(world: World) -> None:
    account = world.account()
    advance_accounts(world.app, [account])  # the mail is planned, and whoever delivers it has been told
    world.event("acme", "project created")
    machine = machine_time()

    with begin(world.engine) as connection:
        about_to_leave = lease_due_accounts(connection, world.now, machine, SOON, 10)
        given_up = lease_due_accounts(connection, world.now, machine + timedelta(minutes=1), SOON, 10)
        release_accounts(connection, given_up)
    world.deliver()
    with begin(world.engine) as connection:
        left = lease_due_accounts(connection, world.now, machine, SOON, 10)

    assert (about_to_leave, given_up, left) == ([], [account], [account])


def test_without_redis_the_lease_is_given_back(world: World) -> None:
    world.account()

    tick(world.app, steady())

    assert world.rows(ACCOUNT)[0].leased_until is None
    assert world.rows(CLOSURE) == []


def test_a_clock_that_jumped_blows_the_fuse_and_nothing_moves(world: World) -> None:
    world.account()
    jumped = Pace(machine_time() - timedelta(days=90), steady_time())

    tick(world.app, jumped)
    tick(world.app, steady())

    assert [door.name for door in world.rows(CLOSURE)] == ["fuse"]
    assert "jumped" in world.rows(CLOSURE)[0].because
    assert world.rows(ACCOUNT)[0].leased_until is None


def test_a_jump_during_which_the_database_was_away_still_blows_the_fuse(world: World) -> None:
    pace = Pace(machine_time() - timedelta(days=90), steady_time())
    nowhere = replace(world.app, engine=make_engine("sqlite:////nowhere/at/all.db"))

    with pytest.raises(DBAPIError):
        tick(nowhere, pace)
    tick(world.app, pace)

    assert [door.name for door in world.rows(CLOSURE)] == ["fuse"]


def test_once_the_fuse_is_mended_the_same_jump_does_not_blow_it_again(world: World) -> None:
    pace = Pace(machine_time() - timedelta(days=90), steady_time())
    tick(world.app, pace)
    with begin(world.engine) as connection:
        connection.execute(CLOSURE.delete())

    tick(world.app, pace)

    assert world.rows(CLOSURE) == []


def test_more_accounts_than_a_statement_has_room_for_are_given_back(world: World) -> None:
    account = world.account()
    with begin(world.engine) as connection:
        lease_due_accounts(connection, world.now, machine_time(), SOON, 10)
        release_accounts(connection, range(account, account + 70_000))

    assert world.rows(ACCOUNT)[0].leased_until is None


def test_a_sender_that_froze_within_a_transaction_does_not_hold_up_the_clock(world: World) -> None:
    advance_accounts(world.app, [world.account()])
    with begin(world.engine) as connection:
        ago = machine_time() - SOON
        connection.execute(TOUCHPOINT.update().values(state="sending", attempts=1, leased_until=ago))

    with look(world.engine) as frozen:
        if world.engine.dialect.name == "postgresql":
            frozen.execute(text("SET TRANSACTION READ WRITE"))
            frozen.execute(select(TOUCHPOINT).with_for_update()).all()
        tick(world.app, steady())
    tick(world.app, steady())

    assert world.mails()[0].state == "unknown"


def test_time_that_runs_backwards_blows_the_fuse(world: World) -> None:
    future = {"name": "clock", "at": world.now + timedelta(days=1), "machine_at": machine_time()}
    with begin(world.engine) as connection:
        connection.execute(insert(HEARTBEAT), future)

    tick(world.app, steady())

    assert "backwards" in world.rows(CLOSURE)[0].because


def test_an_account_that_would_sleep_through_a_step_is_woken(world: World) -> None:
    world.account()
    world.look()
    with begin(world.engine) as connection:
        connection.execute(ACCOUNT.update().values(wake_at=None))

    with begin(world.engine) as connection:
        woken = wake_sleepers(connection, world.now)

    assert woken == 1
    assert world.rows(ACCOUNT)[0].wake_at == world.now


def test_the_clock_looks_for_sleepers_by_itself_and_not_at_every_tick(world: World) -> None:
    world.account()
    world.look()
    watchdog = Watchdog()

    woken = []
    for _ in range(2):
        with begin(world.engine) as connection:
            connection.execute(ACCOUNT.update().values(wake_at=world.now + timedelta(days=900)))
        woken.append(watchdog.watch(world.app))

    assert woken == [1, 0]


def test_a_clock_whose_tick_fails_ticks_on(world: World, caplog: pytest.LogCaptureFixture) -> None:
    stop, now = threading.Event(), iter([SettingsError("TENURE_CLOCK: nonsense"), ValueError("a fault of ours")])

    def broken() -> datetime:
        if error := next(now, None):
            raise error
        stop.set()
        return world.now

    run(replace(world.app, now=broken, settings=world.app.settings.model_copy(update={"tick_seconds": 0.01})), stop)

    assert "nonsense" in caplog.text
    assert "this tick failed" in caplog.text
    assert stop.is_set()
