"""The clock: it leases and hints, stops when time cannot be trusted, and loses nothing when Redis is away."""

import time
from datetime import timedelta

from sqlalchemy import insert

from models.agenda import hint_due_mails, lease_due_accounts, wake_sleepers
from models.database import begin
from models.tables import ACCOUNT, CLOSURE, HEARTBEAT
from tests.world import World
from workers.advance import advance_accounts
from workers.clocks import machine_time
from workers.fuse import Pace
from workers.tick import tick

SOON = timedelta(seconds=30)


def steady() -> Pace:
    return Pace(machine_time(), time.monotonic())


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


def test_without_redis_the_lease_is_given_back(world: World) -> None:
    world.account()

    tick(world.app, steady())

    assert world.rows(ACCOUNT)[0].leased_until is None
    assert world.rows(CLOSURE) == []


def test_a_clock_that_jumped_blows_the_fuse_and_nothing_moves(world: World) -> None:
    world.account()
    jumped = Pace(machine_time() - timedelta(days=90), time.monotonic())

    tick(world.app, jumped)
    tick(world.app, steady())

    assert [door.name for door in world.rows(CLOSURE)] == ["fuse"]
    assert "jumped" in world.rows(CLOSURE)[0].because
    assert world.rows(ACCOUNT)[0].leased_until is None


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
