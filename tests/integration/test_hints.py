"""Hints in a real broker: given when there is room for them, and never more than that."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta

import pytest
import redis
from sqlalchemy import update

from emails.outcomes import Unknown
from models.database import begin
from models.facts import AccountFacts
from models.intake import record_accounts
from models.tables import ACCOUNT, CLOSURE, TOUCHPOINT
from tests.first_month import first_month
from tests.in_app import files
from tests.meanwhile import Meanwhile, deliver, planned
from tests.receipts import receipts
from tests.world import World
from workers.actors import ASSESSED, MAILS, hint_mails, hint_planned
from workers.broker import queued
from workers.clocks import machine_time, steady_time, write_instant
from workers.fuse import Pace
from workers.prompt_ends import look_after
from workers.tick import ASSESSING, WAITING, tick

PROGRAM = "journeys/program.yaml"


def hasty(world: World) -> None:
    """Let every tick give every hint again."""
    world.app = replace(world.app, settings=world.app.settings.model_copy(update={"patience_seconds": 1e-6}))


def a_tick(world: World) -> None:
    tick(world.app, Pace(machine_time(), steady_time()))


@pytest.mark.usefixtures("valkey")
def test_hints_that_nobody_works_off_do_not_fill_the_broker(world: World) -> None:
    hasty(world)
    mails = planned(world)
    world.account("zenith")
    for _ in range(WAITING):
        hint_mails(mails)

    for _ in range(3):
        a_tick(world)

    assert queued("deliver") == WAITING


@pytest.mark.usefixtures("valkey")
def test_assessments_are_hinted_at_a_few_at_a_time(world: World) -> None:
    with begin(world.engine) as connection:
        facts = [AccountFacts(f"account-{number}") for number in range(ASSESSED * (ASSESSING + 2))]
        record_accounts(connection, world.now, facts)
        connection.execute(update(ACCOUNT).values(wake_at=world.now + timedelta(days=1)))

    for _ in range(3):
        a_tick(world)

    assert queued("assess") == ASSESSING
    assert sum(row.assessed_until is None for row in world.rows(ACCOUNT)) == 2 * ASSESSED


def test_a_broker_that_forgot_everything_is_told_again(world: World, valkey: redis.Redis) -> None:
    hasty(world)
    planned(world)
    world.account("zenith")
    a_tick(world)

    valkey.flushall()
    a_tick(world)

    assert (queued("deliver"), queued("advance")) == (1, 1)


@pytest.mark.usefixtures("valkey")
def test_a_message_in_the_product_is_hinted_at_when_somebody_has_to_look_after_it(world: World) -> None:
    world.publish(files())
    world.account()
    world.look()
    hasty(world)
    (before,) = world.rows(TOUCHPOINT)
    a_tick(world)
    (hinted,) = world.rows(TOUCHPOINT)
    look_after(world.app, [hinted.id])
    a_tick(world)
    (settled,) = world.rows(TOUCHPOINT)

    assert hinted.hinted_at > before.hinted_at
    assert (settled.hinted_at, settled.due_at) == (None, before.created_at + timedelta(days=4))


@pytest.mark.usefixtures("valkey")
def test_what_is_not_commercial_goes_by_a_queue_of_its_own_and_where_there_is_a_pace_everything_by_the_clock(
    world: World,
) -> None:
    mails = planned(world, "acme", "bolt", "zenith")
    receipts(world, mails[1:2])
    hint_planned(world.app, mails)
    by_itself = queued("urgent"), queued("deliver")
    program = dict(first_month())
    program[PROGRAM] = program[PROGRAM].replace("  gap: 20 hours", "  gap: 20 hours\n  pace: {per_minute: 2}", 1)
    world.publish(program)
    hint_planned(world.app, mails)
    left_alone = queued("urgent"), queued("deliver"), {row.hinted_at for row in world.mails()}
    a_tick(world)
    hinted = [row.id for row in world.mails() if row.hinted_at]

    assert by_itself == (1, 1)
    assert left_alone == (1, 1, {None})
    assert (queued("urgent"), queued("deliver")) == (2, 2)
    assert hinted == mails[:2]  # there is room for two, of which one is kept for what is not commercial


@pytest.mark.usefixtures("valkey")
def test_while_the_provider_is_in_trouble_nothing_is_hinted_at_and_then_one_mail_that_knocks(world: World) -> None:
    hasty(world)
    mails = planned(world, *(f"firm-{number}" for number in range(9)))
    deliver(world, mails, Meanwhile(answer=Unknown("503: out")))
    a_tick(world)
    resting = queued("urgent"), queued("deliver")
    with begin(world.engine) as connection:
        connection.execute(update(CLOSURE).values(until=machine_time() - timedelta(seconds=1)))
    a_tick(world)

    assert resting == (0, 0)
    assert (queued("urgent"), queued("deliver")) == (0, 1)
    assert [row.id for row in world.mails() if row.hinted_at] == mails[5:6]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_receipt_leaves_among_the_first_though_a_hundred_commercial_mails_wait_for_a_slow_provider(
    world: World, valkey: redis.Redis, database: str
) -> None:
    mails = planned(world, *(f"firm-{number}" for number in range(101)))
    receipts(world, mails[-1:])
    receipt = world.mails()[-1].key
    world.provider.script({"answer": "slow", "seconds": 0.1})
    hint_planned(world.app, mails)
    path = valkey.connection_pool.connection_kwargs["path"]
    write_instant(world.home / "clock", world.now)
    known = {
        "DATABASE_URL": database, "REDIS_URL": f"unix://{path}", "SENDGRID_API_KEY": "SG.test",
        "SENDGRID_BASE_URL": world.provider.url, "TENURE_CLOCK": str(world.home / "clock"),
        "TENURE_HOME": str(world.home), "TENURE_SECRET": "a secret",
    }  # fmt: skip

    command = [sys.executable, "-m", "dramatiq", "workers.actors", "--processes", "1", "--threads", "2"]
    with subprocess.Popen(command, env=os.environ | known, stderr=subprocess.DEVNULL) as worker:
        while receipt not in (accepted := world.provider.accepted()):
            assert worker.poll() is None
            time.sleep(0.05)
        worker.terminate()

    assert accepted.index(receipt) <= 2 * MAILS  # the two batches that were in hand before it was seen
