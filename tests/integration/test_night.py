"""Assessing on the way: whoever is due for a look and to be assessed is looked at once for both."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from models.agenda import lease_due_accounts, lease_unassessed
from models.database import begin
from models.tables import ACCOUNT, ASSESSMENT, EVENT
from tests.health import program
from tests.statements import counted
from tests.world import World
from workers import assess, night
from workers.advance import advance_accounts
from workers.clocks import machine_time

DAY, LEASE = timedelta(days=1), timedelta(seconds=30)


@pytest.fixture(autouse=True)
def _counting_tasks(world: World) -> None:
    world.publish(program())


def tasks(world: World, count: int) -> None:
    """Let a day pass, and some tasks be completed."""
    world.now += DAY
    world.event("acme", "task completed", count)


def test_one_look_decides_and_assesses(world: World) -> None:
    world.account()
    tasks(world, 6)

    with begin(world.engine) as connection:
        due = lease_due_accounts(connection, world.now, machine_time(), timedelta(), 10)
    with counted(world.engine) as statements:
        advance_accounts(world.app, due)

    assert [(row.score, row.at) for row in world.rows(ASSESSMENT)] == [(60, world.now)]
    assert world.rows(ACCOUNT)[0].assess_at > world.now
    usage = [statement for statement in statements if "FROM event_day" in statement and "GROUP BY" in statement]
    assert len(usage) == len(set(usage))


def test_who_is_due_for_a_look_is_not_hinted_at_for_an_assessment_as_well(world: World) -> None:
    account = world.account()

    with begin(world.engine) as connection:
        before = lease_unassessed(connection, world.now, machine_time(), LEASE, 10)
        connection.execute(update(ACCOUNT).values(wake_at=world.now + DAY))
        after = lease_unassessed(connection, world.now, machine_time(), LEASE, 10)

    assert (before, after) == ([], [account])


def test_a_band_that_a_look_finds_crossed_is_looked_at_again(world: World) -> None:
    world.account()
    tasks(world, 10)
    world.look()
    for _ in range(8):  # what was done is a week ago by then
        world.now += DAY
        world.event("acme", "signed in")

    world.look()

    assert [row.name for row in world.rows(EVENT) if row.name.startswith("health")] == ["health fell"]
    assert world.rows(ACCOUNT)[0].wake_at == world.now


def test_an_account_that_cannot_be_assessed_is_looked_at_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.account()
    tasks(world, 6)

    def fail(*_: object) -> None:
        raise RuntimeError("this model is beyond us")

    with monkeypatch.context() as patch:
        patch.setattr(night, "assessed", fail)
        world.look()
    looked = world.rows(ACCOUNT)[0]
    world.assess()

    assert looked.wake_at > world.now
    assert looked.assess_at is None
    assert [row.score for row in world.rows(ASSESSMENT)] == [60]


def test_news_that_come_meanwhile_leave_the_assessment_to_the_night(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.account()
    tasks(world, 6)
    with begin(world.engine) as connection:
        due = lease_due_accounts(connection, world.now, machine_time(), timedelta(), 10)

    def disturbed(*seen: object) -> assess.Assessed:
        world.event("acme", "task completed", 2)
        return assess.assessed(*seen)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(night, "assessed", disturbed)
        advance_accounts(world.app, due)
    left = len(world.rows(ASSESSMENT))
    world.assess()

    assert left == 0
    assert [row.score for row in world.rows(ASSESSMENT)] == [80]


def test_who_has_churned_is_looked_at_and_not_assessed(world: World) -> None:
    world.account(churned_at=world.now)

    world.look()

    assert world.rows(ASSESSMENT) == []
