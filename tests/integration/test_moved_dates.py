"""A renewal date that moves while its journey is under way: what the account gets, on a real database."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from models.agenda import find_sleepers
from models.database import begin, look
from models.facts import AccountFacts
from models.intake import record_accounts
from models.tables import ACCOUNT, DECISION, ENROLLMENT, TOUCHPOINT
from tests.journeys_alone import alone
from tests.meanwhile import planned
from tests.world import World

DAY = timedelta(days=1)
RENEWAL = """\
title: Renewal
kind: service
starts: account.renewal_on
occurrence: date
follows: 180 days
priority: 80
to: admins
late: {within: 4 days, otherwise: skip}
steps:
  - {id: roi, day: -90, email: notes/hello}
  - {id: review, day: -60, email: notes/hello}
  - {id: invitation, day: -30, email: notes/hello}
  - {id: thanks, day: 7, email: notes/hello}
"""
FIRST = date(2027, 3, 1)
ALL = ["roi", "review", "invitation", "thanks"]


def renewing(world: World, until: date) -> None:
    """Let an account renew on 1 March 2027, and live until that day."""
    world.now = datetime(2026, 11, 2, 10, tzinfo=UTC)
    world.publish(alone(renewal=RENEWAL))
    world.account(renewal_on=FIRST)
    live(world, until)


def live(world: World, until: date) -> None:
    """Look whenever somebody means to, until ten o'clock of that day."""
    end = datetime(until.year, until.month, until.day, 10, tzinfo=UTC)
    world.look()
    while (wakes := world.rows(ACCOUNT)[0].wake_at) is not None and wakes <= end:
        assert wakes > world.now
        world.now = wakes
        world.look()
    world.now = end
    with look(world.engine) as connection:
        assert find_sleepers(connection) == []


def moves(world: World, to: date | None) -> None:
    with begin(world.engine) as connection:
        record_accounts(connection, world.now, [AccountFacts("acme", {"renewal_on": to})])


def said(world: World) -> list[tuple[str, date]]:
    """Answer the steps whose mails the provider accepted, and when."""
    rows = world.rows(TOUCHPOINT, state="accepted")
    assert len(world.provider.accepted()) == len(rows)
    return [(row.step, row.settled_at.date()) for row in rows]


def runs(world: World) -> Sequence[tuple[str, str]]:
    return [(row.occurrence, row.state) for row in world.rows(ENROLLMENT) if row.state != "declined"]


def test_a_date_that_stays_is_met_step_by_step(world: World) -> None:
    renewing(world, until=date(2027, 3, 20))

    assert said(world) == [
        ("roi", date(2026, 12, 1)), ("review", date(2026, 12, 31)), ("invitation", date(2027, 2, 1)),
        ("thanks", date(2027, 3, 8)),
    ]  # fmt: skip
    assert runs(world) == [("2027-03-01", "finished")]


def test_moved_later_after_the_90_day_mail_what_is_to_come_waits_for_the_new_date(world: World) -> None:
    renewing(world, until=date(2026, 12, 10))
    moves(world, date(2027, 6, 1))
    live(world, until=date(2027, 6, 20))

    assert [step for step, _ in said(world)] == ALL
    assert said(world)[1] == ("review", date(2027, 4, 2))
    assert runs(world) == [("2027-03-01", "finished")]


def test_moved_earlier_after_the_90_day_mail_what_is_too_late_by_that_is_skipped(world: World) -> None:
    renewing(world, until=date(2026, 12, 10))
    moves(world, date(2027, 1, 15))
    live(world, until=date(2027, 2, 1))

    assert said(world) == [
        ("roi", date(2026, 12, 1)),
        ("invitation", date(2026, 12, 16)),
        ("thanks", date(2027, 1, 22)),
    ]
    assert [line.step for line in world.rows(DECISION, kind="skip")] == ["review"]


def test_moved_twice_nothing_is_said_twice(world: World) -> None:
    renewing(world, until=date(2026, 12, 10))
    moves(world, date(2027, 5, 1))
    live(world, until=date(2027, 3, 10))
    moves(world, date(2027, 8, 1))
    live(world, until=date(2027, 8, 20))

    assert [step for step, _ in said(world)] == ALL
    assert runs(world) == [("2027-03-01", "finished")]


def test_moved_there_and_back_it_is_as_if_nothing_had_happened(world: World) -> None:
    renewing(world, until=date(2026, 12, 10))
    moves(world, date(2027, 5, 1))
    world.look()
    moves(world, FIRST)
    live(world, until=date(2027, 3, 20))

    assert [day for _, day in said(world)][1:] == [date(2026, 12, 31), date(2027, 2, 1), date(2027, 3, 8)]


def test_renewed_early_the_year_that_follows_has_a_run_of_its_own(world: World) -> None:
    renewing(world, until=date(2026, 12, 10))
    moves(world, date(2028, 3, 1))
    live(world, until=date(2028, 3, 20))

    assert [step for step, _ in said(world)] == ["roi", "thanks", *ALL]
    assert runs(world) == [("2027-03-01", "finished"), ("2028-03-01", "finished")]
    assert [line.step for line in world.rows(DECISION, kind="skip")] == ["review", "invitation"]


def test_a_mail_that_is_on_its_way_when_the_date_moves_waits_for_it(world: World) -> None:
    renewing(world, until=date(2026, 11, 30))
    world.now = datetime(2026, 12, 1, 10, tzinfo=UTC)
    (mail,) = planned(world)
    moves(world, date(2027, 6, 1))
    world.look()

    (row,) = world.mails()
    assert (row.id, row.state, row.due_at.date()) == (mail, "planned", date(2027, 3, 3))
    world.now = row.due_at
    world.look()
    assert said(world) == [("roi", date(2027, 3, 3))]


@pytest.mark.parametrize("back", [True, False])
def test_a_date_that_is_taken_away_is_waited_for_and_not_for_ever(world: World, back: bool) -> None:
    renewing(world, until=date(2026, 12, 10))
    moves(world, None)
    live(world, until=date(2027, 1, 20))
    moves(world, FIRST if back else None)
    live(world, until=date(2027, 3, 20))

    assert [step for step, _ in said(world)] == (["roi", "invitation", "thanks"] if back else ["roi"])
    assert runs(world) == [("2027-03-01", "finished" if back else "left")]
