"""Bounces and complaints stop commercial mail, and nothing else, until somebody has looked."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from models.database import begin
from models.tables import ALARM, CLOSURE, PROVIDER_EVENT, TOUCHPOINT
from tests.stopped import BILL, TOUR, program
from tests.world import World
from workers.clocks import machine_time
from workers.reputation import Reputation
from workers.stopping import resume_commercial, resume_everything

DAY = timedelta(days=1)


@pytest.fixture
def mailed(world: World) -> World:
    """A world in which one account got two mails, and a hundred others are on record."""
    world.publish(program(tour=TOUR, bill=BILL))
    world.account("acme")
    world.look()
    [row] = world.rows(TOUCHPOINT, journey="tour")
    kept = dict(row._mapping)
    del kept["id"]
    kept["settled_at"] = world.now - DAY
    mails = [kept | {"key": f"old-{n}", "occurrence": f"old-{n}"} for n in range(98)]
    with begin(world.engine) as connection:
        connection.execute(insert(TOUCHPOINT), mails)
    return world


def told(world: World, kind: str, number: int, start: int = 0) -> None:
    """Let the provider tell of so many mails that they came to grief, each twice."""
    mails = world.rows(TOUCHPOINT, journey="tour")[start : start + number]
    rows = [
        {"event_id": f"{kind}-{mail.id}-{again}", "touchpoint_id": mail.id, "kind": kind, "at": world.now}
        | {"received_at": world.now, "email": "ada@acme.example", "detail": "550 no such user"}
        for mail in mails for again in range(2)
    ]  # fmt: skip
    with begin(world.engine) as connection:
        connection.execute(insert(PROVIDER_EVENT), rows)


def watch(world: World, reputation: Reputation | None = None) -> bool:
    found = reputation or Reputation()
    found.steady = -10.0
    return found.watch(world.app)


def resumed(world: World) -> None:
    with begin(world.engine) as connection:
        resume_commercial(connection, world.now, machine_time())


@pytest.mark.parametrize(("kind", "few", "many"), [("bounced", 5, 6), ("complained", 2, 3)])
def test_too_many_stop_commercial_mail_with_numbers_and_an_alarm(mailed: World, kind: str, few: int, many: int) -> None:
    told(mailed, kind, few)
    assert not watch(mailed)
    told(mailed, kind, many - few, few)
    assert watch(mailed)
    [door] = mailed.rows(CLOSURE)
    assert (door.name, door.until) == ("commercial", None)
    assert f"tour {many} of 99" in door.because
    assert [(alarm.kind, alarm.subject, alarm.because) for alarm in mailed.rows(ALARM)] == [
        ("reputation", "commercial", door.because)
    ]


def test_what_is_expected_goes_on_leaving(mailed: World) -> None:
    told(mailed, "bounced", 10)
    watch(mailed)
    mailed.account("zenith")
    mailed.look()
    mailed.look()
    states = {row.journey: row.state for row in mailed.mails()[-2:]}
    assert states == {"tour": "planned", "bill": "accepted"}
    resumed(mailed)
    mailed.deliver()
    assert mailed.mails()[-1].state == mailed.mails()[-2].state == "accepted"


def test_it_does_not_stop_again_for_the_same_and_does_for_more(mailed: World) -> None:
    told(mailed, "bounced", 10)
    reputation = Reputation()
    assert watch(mailed, reputation)
    assert not watch(mailed, reputation)
    resumed(mailed)
    assert mailed.rows(CLOSURE) == []
    assert not watch(mailed, reputation)
    assert not watch(mailed)  # nor does a clock that was started anew
    mailed.now += timedelta(hours=1)
    told(mailed, "bounced", 5, 20)
    assert not watch(mailed)
    told(mailed, "bounced", 1, 30)
    assert watch(mailed)


def test_what_is_older_than_a_week_does_not_count(mailed: World) -> None:
    told(mailed, "bounced", 10)
    mailed.now += 8 * DAY
    assert not watch(mailed)


def test_going_on_with_everything_leaves_it_shut(mailed: World) -> None:
    told(mailed, "bounced", 10)
    watch(mailed)
    with begin(mailed.engine) as connection:
        resume_everything(connection, mailed.now)
    assert [door.name for door in mailed.rows(CLOSURE)] == ["commercial"]
