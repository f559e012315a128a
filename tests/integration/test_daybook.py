"""What was due in the morning is held against what became of it by evening, journey by journey."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from console.day import busy, day_in_words
from models.database import begin, look
from models.reckoning import day_of
from models.tables import ACCOUNT, ALARM, DAYBOOK, ENROLLMENT, HEARTBEAT, TOUCHPOINT
from tests.meanwhile import planned
from tests.stopped import OTHER, TOUR, program
from tests.world import AnyRow, World
from workers.advance import advance_accounts
from workers.bookkeeper import Bookkeeper, keep_book
from workers.clocks import machine_time
from workers.stopping import pause_journey

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TUESDAY, WEDNESDAY = date(2026, 3, 3), date(2026, 3, 4)


@pytest.fixture
def tuesday(world: World) -> World:
    """A world before dawn of a day on which two of three accounts are mailed by something else."""
    world.publish(program(tour=TOUR, other=OTHER.replace("email: other", "email: other, when: account.seats > 5")))
    for name, seats in (("acme", 10), ("zenith", 10), ("orbit", 3)):
        world.account(name, seats=seats)
    world.look()
    world.now += timedelta(hours=14, minutes=5)
    keep(world)
    return world


def keep(world: World) -> None:
    with begin(world.engine) as connection:
        edition = world.app.editions.current(connection)
        assert edition is not None
        keep_book(connection, edition, world.now, machine_time())


def book(world: World, day: date = TUESDAY) -> dict[str, AnyRow]:
    with look(world.engine) as connection:
        return {row.journey: row for row in busy(day_of(connection, day))}


def test_in_the_morning_it_is_written_down_what_is_due_and_as_the_day_goes_what_became_of_it(tuesday: World) -> None:
    assert {name: (row.due, row.sent) for name, row in book(tuesday).items()} == {"other": (3, 0)}
    tuesday.now += 10 * HOUR
    tuesday.look()
    keep(tuesday)
    assert (
        day_in_words(book(tuesday)["other"])
        == "3 mails due when the day began; so far 2 sent, 1 not said (1 condition)"
    )


def test_a_day_that_is_over_is_reckoned_up_once_and_all_is_well(tuesday: World) -> None:
    tuesday.now += 10 * HOUR
    tuesday.look()
    tuesday.now += 15 * HOUR
    keep(tuesday)
    before = tuesday.rows(DAYBOOK)
    keep(tuesday)
    assert {(row.journey, row.missing, row.closed_at) for row in before if row.day == TUESDAY} == {
        ("tour", 0, tuesday.now), ("other", 0, tuesday.now),
    }  # fmt: skip
    assert len(tuesday.rows(DAYBOOK)) == len(before) == 2 * 2
    assert not tuesday.rows(ALARM)


def test_what_nobody_looked_at_is_missing_and_somebody_is_told_until_it_is_over(tuesday: World) -> None:
    tuesday.now += 25 * HOUR
    keep(tuesday)
    [alarm] = tuesday.rows(ALARM)
    assert (alarm.kind, alarm.subject) == ("unaccounted", "other")
    assert alarm.because == "3 mails of other were due on 3 March 2026 and nothing happened"
    assert book(tuesday)["other"].missing == 3
    tuesday.now += 9 * HOUR
    tuesday.look()
    tuesday.now += 15 * HOUR
    keep(tuesday)
    assert [row.cleared_at for row in tuesday.rows(ALARM)] == [tuesday.now]


def test_runs_that_moved_on_without_a_word_are_missing_too(tuesday: World) -> None:
    with begin(tuesday.engine) as connection:  # as a fault of ours would
        mine = ENROLLMENT.c.journey == "other"
        connection.execute(ENROLLMENT.update().where(mine).values(wake_at=tuesday.now + 90 * DAY))
    tuesday.now += 25 * HOUR
    keep(tuesday)
    assert [row.because for row in tuesday.rows(ALARM)] == [
        "3 mails of other were due on 3 March 2026 and nothing happened"
    ]


def test_what_is_held_is_accounted_for(tuesday: World) -> None:
    with begin(tuesday.engine) as connection:
        pause_journey(connection, tuesday.now, machine_time(), "other", "paused by dana: the boards are down")
    tuesday.now += 10 * HOUR
    tuesday.look()
    tuesday.now += 15 * HOUR
    keep(tuesday)
    assert not tuesday.rows(ALARM)
    assert day_in_words(book(tuesday)["other"]) == "3 mails due when the day began; so far 0 sent, 3 held"


def test_a_planned_mail_is_due_and_one_that_nobody_delivers_is_missing(world: World) -> None:
    world.publish(program(tour=TOUR))
    planned(world, "acme")
    keep(world)
    assert book(world, world.now.date())["tour"].due == 1
    world.now += 16 * HOUR
    keep(world)
    assert [row.because for row in world.rows(ALARM)] == ["a mail of tour was due on 2 March 2026 and nothing happened"]
    assert world.rows(TOUCHPOINT)[0].state == "planned"


def test_while_work_is_interrupted_no_day_is_reckoned_up_before_there_was_time_to_catch_up(tuesday: World) -> None:
    tuesday.now += 25 * HOUR
    row = {"name": "interrupted", "at": tuesday.now - timedelta(minutes=5), "machine_at": machine_time()}
    with begin(tuesday.engine) as connection:
        connection.execute(insert(HEARTBEAT), row)
    keep(tuesday)
    assert not tuesday.rows(ALARM)
    tuesday.now += 8 * HOUR
    tuesday.look()
    keep(tuesday)
    assert not tuesday.rows(ALARM)
    assert book(tuesday)["other"].closed_at == tuesday.now


def test_the_clock_keeps_it_by_itself_and_not_at_every_tick(tuesday: World) -> None:
    bookkeeper = Bookkeeper()
    tuesday.now += DAY
    bookkeeper.watch(tuesday.app)
    assert {row.day for row in tuesday.rows(DAYBOOK)} == {TUESDAY, WEDNESDAY}
    [first, *_] = tuesday.rows(DAYBOOK, day=WEDNESDAY)
    tuesday.now += HOUR
    bookkeeper.watch(tuesday.app)
    assert tuesday.rows(DAYBOOK, day=WEDNESDAY)[0].counted_at == first.counted_at


def test_where_some_were_looked_at_only_the_others_are_missing(tuesday: World) -> None:
    tuesday.now += 10 * HOUR
    advance_accounts(tuesday.app, [tuesday.rows(ACCOUNT, key="acme")[0].id])
    tuesday.deliver()
    tuesday.now += 15 * HOUR
    keep(tuesday)
    assert book(tuesday)["other"].missing == 2
