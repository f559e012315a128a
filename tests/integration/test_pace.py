"""The pace of mails: what does not fit waits its turn, what is not commercial comes first, and nobody is forgotten."""

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import chain, repeat
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from models.agenda import hint_due_mails, hint_urgent_mails
from models.allowances import room, taken_on_day
from models.bulk import insert_bulk
from models.database import begin, look
from models.tables import ALLOWANCE, DECISION, SUPPRESSION, TOUCHPOINT
from tests.first_month import first_month
from tests.meanwhile import Meanwhile, deliver, planned
from tests.receipts import receipts
from tests.world import World
from workers.agreement import database_time
from workers.clocks import machine_time, steady_time
from workers.deliver import deliver_mails
from workers.pacing import limits, room_for_mails
from workers.tell_operators import tell_operators

PROGRAM = "journeys/program.yaml"
SOON = timedelta(seconds=30)


def paced(world: World, pace: str) -> None:
    """Publish the program with this pace."""
    files = dict(first_month())
    files[PROGRAM] = files[PROGRAM].replace("  gap: 20 hours", f"  pace: {pace}\n  gap: 20 hours", 1)
    world.publish(files)


def firms(count: int) -> list[str]:
    return [f"firm-{number}" for number in range(count)]


def states(world: World) -> list[str]:
    return [row.state for row in world.mails()]


def later(world: World) -> None:
    """Let so much real time pass that whatever was allowed is long ago, but on the same day."""
    with begin(world.engine) as connection:
        connection.execute(delete(ALLOWANCE).where(ALLOWANCE.c.span == "second"))


def taken(world: World) -> int:
    with look(world.engine) as connection:
        return taken_on_day(connection, database_time(connection, machine_time()))


def test_what_does_not_fit_into_the_minute_stays_planned_and_due_without_a_line(world: World) -> None:
    paced(world, "{per_minute: 10}")
    mails = planned(world, *firms(15))

    deliver_mails(world.app, mails)

    assert states(world) == ["accepted"] * 9 + ["planned"] * 6  # a tenth is kept for what is not commercial
    waits = world.mails()[9]
    assert (waits.due_at, waits.leased_until, waits.hinted_at) == (world.now, None, None)
    assert {line.kind for line in world.rows(DECISION)} == {"enter", "send", "wait", "sent"}
    later(world)
    deliver_mails(world.app, mails)
    assert set(states(world)) == {"accepted"}
    assert len(world.provider.accepted()) == 15


def test_workers_that_send_side_by_side_keep_to_one_limit(world: World) -> None:
    paced(world, "{per_day: 20}")
    mails = planned(world, *firms(36))
    threads = [
        threading.Thread(target=deliver_mails, args=(world.app, mails[start : start + 6])) for start in range(0, 36, 6)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(world.provider.accepted()) == 18
    assert taken(world) == 18


def test_when_commercial_mails_have_used_up_the_day_a_receipt_still_leaves(world: World) -> None:
    paced(world, "{per_day: 10}")
    mails = planned(world, *firms(12))
    deliver_mails(world.app, mails[:11])
    receipts(world, mails[11:])

    deliver_mails(world.app, mails)

    assert states(world) == ["accepted"] * 9 + ["planned"] * 2 + ["accepted"]


def test_of_one_batch_what_is_not_commercial_leaves_first_and_then_the_longest_due(world: World) -> None:
    paced(world, "{per_day: 4}")
    mails = planned(world, *firms(6))
    receipts(world, mails[4:])
    with begin(world.engine) as connection:
        oldest = update(TOUCHPOINT).where(TOUCHPOINT.c.id == mails[3])
        connection.execute(oldest.values(due_at=world.now - timedelta(hours=1)))

    deliver_mails(world.app, mails)

    keys = {row.key: row.id for row in world.mails()}
    assert [keys[key] for key in world.provider.accepted()] == [mails[4], mails[5], mails[3]]


def test_what_turns_out_not_to_leave_is_not_counted(world: World) -> None:
    paced(world, "{per_day: 100}")
    mails = planned(world, *firms(4))
    row = {
        "email": "ada@firm-1.example",
        "topic": "onboarding",
        "reason": "unsubscribed",
        "source": "",
        "at": world.now,
    }

    def unsubscribe() -> None:
        with begin(world.engine) as connection, suppress(Exception):
            connection.execute(SUPPRESSION.insert(), row)

    deliver(world, mails, Meanwhile(unsubscribe))

    assert states(world) == ["accepted", "skipped", "accepted", "accepted"]
    assert taken(world) == 3


def test_a_batch_whose_time_is_up_gives_back_what_is_left_and_what_it_was_allowed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    paced(world, "{per_day: 100}")
    mails = planned(world, *firms(6))
    now = [steady_time()]
    monkeypatch.setattr("workers.pacing.steady_time", lambda: now[0])

    def take_three_seconds() -> None:
        now[0] += 3

    deliver(world, mails, Meanwhile(take_three_seconds))

    assert states(world) == ["accepted"] * 2 + ["planned"] * 4
    assert taken(world) == 2


def test_who_froze_after_opening_a_mail_does_not_send_it_in_a_minute_that_is_not_his(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    paced(world, "{per_day: 100}")
    mails = planned(world, *firms(2))
    moments = chain([0.0, 0.0], repeat(60.0))  # allowed, about to open, opened
    monkeypatch.setattr("workers.pacing.steady_time", lambda: next(moments))

    deliver_mails(world.app, mails)

    assert world.provider.accepted() == []
    assert states(world) == ["planned", "planned"]
    assert taken(world) == 0


def test_without_a_pace_a_slow_batch_makes_way_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    mails = planned(world, *firms(3))
    now = [steady_time()]
    monkeypatch.setattr("workers.pacing.steady_time", lambda: now[0])

    def take_twenty_seconds() -> None:
        now[0] += 20

    deliver(world, mails, Meanwhile(take_twenty_seconds))

    assert states(world) == ["accepted", "planned", "planned"]
    assert [row.hinted_at for row in world.mails()[1:]] == [None, None]


def test_the_clock_hints_at_no_more_than_there_is_room_for_the_longest_due_first(world: World) -> None:
    paced(world, "{per_minute: 10}")
    mails = planned(world, *firms(14))
    deliver_mails(world.app, mails[:5])
    with begin(world.engine) as connection:
        connection.execute(update(TOUCHPOINT).values(hinted_at=None))
        edition = world.app.editions.current(connection)
        assert edition is not None
        free = room_for_mails(world.app, connection, edition)
        hinted = hint_due_mails(connection, world.now, machine_time(), SOON, free.commercial)

    assert free == (5, 4)
    assert hinted == mails[5:9]


def test_a_time_lapse_is_not_throttled(world: World, tmp_path: Path) -> None:
    paced(world, "{per_minute: 2, per_day: 2}")
    lapse = world.app.settings.model_copy(update={"clock": tmp_path / "clock"})
    world.app = replace(world.app, settings=lapse)

    deliver_mails(world.app, planned(world, *firms(5)))

    assert states(world) == ["accepted"] * 5
    assert world.rows(ALLOWANCE) == []


def test_what_waited_for_too_long_is_skipped_by_its_own_policy_and_by_no_other(world: World) -> None:
    paced(world, "{per_day: 2}")
    mails = planned(world, *firms(3))
    deliver_mails(world.app, mails)
    world.now += timedelta(days=9)
    for firm in firms(3):
        world.event(firm, "signed in")
    with begin(world.engine) as connection:
        connection.execute(delete(ALLOWANCE))

    deliver_mails(world.app, mails)

    assert states(world) == ["accepted", "skipped", "skipped"]


def test_alarms_count_too_and_wait_for_room(world: World) -> None:
    paced(world, "{per_day: 2}")
    world.account()
    world.now += timedelta(days=2, hours=1)
    raised = world.feedwatch.watch(world.app)
    tell_operators(world.app, raised)
    first = taken(world)
    with begin(world.engine) as connection:
        edition = world.app.editions.current(connection)
        assert edition is not None
        at = database_time(connection, machine_time())
        left = room(connection, limits(edition.book.program.pace, at), at)

    assert (len(raised), first, left) == (1, 1, (1, 0))


def test_the_clock_knows_what_comes_first(world: World) -> None:
    mails = planned(world, *firms(5))
    receipts(world, mails[3:4])
    with begin(world.engine) as connection:
        connection.execute(update(TOUCHPOINT).values(hinted_at=None))
        first = hint_urgent_mails(connection, world.now, machine_time(), SOON, 10)
        rest = hint_due_mails(connection, world.now, machine_time(), SOON, 10)

    assert first == mails[3:4]
    assert rest == [mail for mail in mails if mail not in first]


def test_with_twenty_thousand_commercial_mails_waiting_the_receipt_is_the_first_that_is_hinted_at_and_leaves(
    world: World,
) -> None:
    [receipt] = planned(world)
    receipts(world, [receipt])
    [row] = world.mails()
    like = {name: value for name, value in row._mapping.items() if name != "id"}
    advertising = {"journey": "onboarding", "commercial": True}
    before = world.now - timedelta(hours=1)  # all of them have waited for longer
    waiting = [
        like | {"key": f"{number}", "occurrence": f"{number}", "due_at": before, "hinted_at": None} | advertising
        for number in range(20_000)
    ]
    with begin(world.engine) as connection:
        connection.execute(update(TOUCHPOINT).values(hinted_at=None))
        connection.execute(*insert_bulk(connection, TOUCHPOINT, waiting))
        first = hint_urgent_mails(connection, world.now, machine_time(), SOON, 800)
        rest = hint_due_mails(connection, world.now, machine_time(), SOON, 800)

    deliver_mails(world.app, [*rest[:20], *first])

    assert first == [receipt]
    assert len(rest) == 800
    assert world.provider.accepted()[0] == row.key
