"""A journey that turns commercial by publishing, or stops being so: every guard asks what its mails are by then."""

from datetime import datetime, timedelta

import pytest

from models.agenda import hint_due_mails, hint_urgent_mails
from models.budgets import wanted
from models.consent import suppress
from models.database import begin, look
from models.doors import BUDGET, COMMERCIAL, shut
from models.sending import open_attempt
from models.tables import ALARM, CLOSURE
from tests.stopped import program
from tests.world import World
from workers.advance import advance_accounts
from workers.clocks import machine_time, steady_time
from workers.envelope import envelopes
from workers.fuse import Pace
from workers.kinds import keep_kinds
from workers.tick import tick

SOON = timedelta(seconds=30)
LIFE = """\
title: A journey
kind: {kind}
starts: account.signed_up_at
priority: {priority}
to: admins
{budget}late: {{within: 9 days, otherwise: skip}}
steps:
  - {{id: speak, day: 0, email: {mail}}}
"""
SERVICE, ADVERTISING = "service", "onboarding"


def published(world: World, kind: str, *, budget: str = "", beside: str = "") -> None:
    """Put a journey of this kind in force, and a more important commercial one beside it, if asked for."""
    files = {"notice": LIFE.format(kind=kind, priority=60, budget=budget, mail="first")}
    if beside:
        files["other"] = LIFE.format(kind=beside, priority=80, budget="", mail="other")
    world.publish(program(**files))


def planned(world: World, *accounts: str) -> list[int]:
    """Answer the mails that are planned for these accounts, and that nobody has in hand."""
    return advance_accounts(world.app, [world.account(name) for name in accounts or ("acme",)])


def closed(world: World, name: str) -> None:
    with begin(world.engine) as connection:
        shut(connection, name, "it was bad", machine_time(), None)


def looked_after(world: World) -> None:
    """Let the clock pass once, and workers take up whatever it would hint at."""
    tick(world.app, Pace(machine_time(), steady_time()))
    world.deliver()
    world.deliver()


def sent(world: World, journey: str = "notice") -> int:
    return sum(row.state == "accepted" for row in world.mails() if row.journey == journey)


@pytest.mark.parametrize("door", [COMMERCIAL, f"{BUDGET} notice"])
def test_what_is_advertising_by_now_stands_before_the_doors_of_advertising(world: World, door: str) -> None:
    published(world, SERVICE)
    planned(world)
    published(world, ADVERTISING)
    closed(world, door)

    world.deliver()
    world.deliver()

    assert sent(world) == 0
    assert [row.commercial for row in world.mails()] == [True]


@pytest.mark.parametrize("door", [COMMERCIAL, f"{BUDGET} notice"])
def test_what_is_expected_by_now_passes_the_doors_of_advertising(world: World, door: str) -> None:
    published(world, ADVERTISING)
    planned(world)
    published(world, SERVICE)
    closed(world, door)

    looked_after(world)

    assert sent(world) == 1
    assert [row.commercial for row in world.mails()] == [False]


def test_the_budget_counts_what_is_advertising_by_now(world: World) -> None:
    published(world, SERVICE)
    planned(world, "acme", "bolt", "cadence")
    published(world, ADVERTISING, budget="budget: 2\n")

    world.deliver()
    world.deliver()

    assert sent(world) == 0
    assert [row.name for row in world.rows(CLOSURE)] == [f"{BUDGET} notice"]
    with look(world.engine) as connection:
        assert wanted(connection, "notice", world.now) == 3


def test_the_budget_asks_nobody_about_what_is_expected_by_now(world: World) -> None:
    published(world, ADVERTISING, budget="budget: 2\n")
    planned(world, "acme", "bolt", "cadence")
    published(world, SERVICE)

    looked_after(world)

    assert sent(world) == 3
    assert world.rows(ALARM) == []


def test_what_is_advertising_by_now_leaves_the_account_alone_after_another(world: World) -> None:
    published(world, SERVICE)
    planned(world)
    published(world, ADVERTISING, beside=ADVERTISING)
    world.look()
    looked_after(world)

    assert (sent(world, "other"), sent(world)) == (1, 0)


def test_what_is_expected_by_now_waits_for_no_gap_and_makes_nobody_wait(world: World) -> None:
    published(world, ADVERTISING, beside=ADVERTISING)
    account = world.account()
    advance_accounts(world.app, [account])
    published(world, ADVERTISING, beside=SERVICE)

    looked_after(world)
    world.look()

    assert (sent(world, "other"), sent(world)) == (1, 1)


def _unsubscribed(world: World) -> None:
    with begin(world.engine) as connection:
        suppress(connection, world.now, "ada@acme.example", "*", "unsubscribed", "page")


@pytest.mark.parametrize(("before", "after", "number"), [(SERVICE, ADVERTISING, 0), (ADVERTISING, SERVICE, 1)])
def test_who_unsubscribed_gets_what_is_expected_by_now_and_nothing_else(
    world: World, before: str, after: str, number: int
) -> None:
    published(world, before)
    planned(world)
    published(world, after)
    _unsubscribed(world)

    looked_after(world)

    assert sent(world) == number


@pytest.mark.parametrize(
    ("before", "after", "lanes"), [(SERVICE, ADVERTISING, (False, True)), (ADVERTISING, SERVICE, (True, True))]
)
def test_only_what_is_expected_by_now_takes_the_lane_of_its_own(
    world: World, before: str, after: str, lanes: tuple[bool, bool]
) -> None:
    published(world, before)
    mails = planned(world)
    published(world, after)

    world.deliver()  # by whichever lane it was hinted at before: it is given back to the clock
    unsent = sent(world)
    with begin(world.engine) as connection:
        urgent = hint_urgent_mails(connection, world.now, machine_time() + SOON, SOON, 10)
        others = hint_due_mails(connection, world.now, machine_time() + SOON + SOON, SOON, 10)

    assert unsent == 0
    assert (urgent == mails, others == mails) == lanes


def test_a_mail_whose_sender_froze_is_judged_afresh_and_taken_from_it(world: World) -> None:
    published(world, SERVICE)
    mails = planned(world)
    [frozen] = envelopes(world.app, mails, machine_time())
    published(world, ADVERTISING)
    in_hand = _judged(world, machine_time())
    later = _judged(world, machine_time() + timedelta(minutes=10))

    with begin(world.engine) as connection:
        number = open_attempt(connection, frozen.desk.row, frozen.ready, world.now, machine_time(), SOON)

    assert (in_hand, later) == (set(), set(mails))
    assert number is None
    assert [(row.state, row.commercial) for row in world.mails()] == [("planned", True)]


def _judged(world: World, machine: datetime) -> set[int]:
    with begin(world.engine) as connection:
        edition = world.app.editions.current(connection)
        assert edition is not None
        return keep_kinds(connection, edition, machine)
