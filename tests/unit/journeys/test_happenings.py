"""Happenings: an order that arrival cannot change, and what follows from what was never told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.behavior import Behavior, Happening
from journeys.certainty import Unknown
from journeys.happenings import Happenings
from journeys.needs import Details
from journeys.view import View
from tests.unit.journeys.happening_stage import NOW, account, because, happened, value
from tests.unit.journeys.small_program import CATALOG
from tests.unit.journeys.stage import book

GROUPS = ("support", "feedback", "payment", "engagement")
NAMES = [name for name in book().catalog.fields if name.startswith(GROUPS)]
THINGS = st.builds(
    happened,
    st.sampled_from([
        "ticket opened", "ticket escalated", "ticket reopened", "ticket solved", "csat answered", "nps answered",
        "payment failed", "payment declined", "payment succeeded", "payment waived", "subscription created",
        "subscription updated", "subscription deleted", "outreach made", "reply received", "cancellation requested",
    ]),
    st.sampled_from([0, 1, 5, 29, 30, 31, 60, 89, 90, 200, 364, 365, 400]),
    st.sampled_from([None, 1, 2]),
    ticket=st.sampled_from(["a", "b"]), invoice=st.sampled_from(["a", "b"]), subscription=st.sampled_from(["a", "b"]),
    score=st.integers(1, 5), csat=st.integers(1, 5), arr=st.sampled_from([1000, 2000]), reason=st.sampled_from("xy"),
    comment=st.sampled_from("xy"), decline_reason=st.sampled_from("xy"),
)  # fmt: skip


@settings(deadline=None)  # the machine may be busy
@given(told=st.lists(THINGS, max_size=12), data=st.data())
def test_the_order_in_which_things_are_told_changes_nothing(told: list[Happening], data: st.DataObject) -> None:
    again = data.draw(st.permutations(told))

    one, other = account(*told), account(*again)

    assert {name: value(name, one) for name in NAMES} == {name: value(name, other) for name in NAMES}


@settings(deadline=None)
@given(told=st.lists(THINGS, max_size=12))
def test_a_silent_feed_never_says_less_than_it_said_before_and_never_that_nothing_was_there(
    told: list[Happening],
) -> None:
    alive, silent = account(*told), account(*told, silent=True)

    for name in NAMES:
        then, now = value(name, silent), value(name, alive)
        if isinstance(then, tuple):
            assert then[0] <= now <= then[1], name
        else:
            assert then in (now, "cannot tell"), name
        if book().catalog.fields[name].feed in ("support", "billing"):  # the others have no rhythm to miss
            assert then not in (0, "on time", "late", "absent"), name


def test_what_no_feed_brings_and_what_no_feed_ever_told_is_absent_and_not_none() -> None:
    for name in NAMES:
        behavior = Behavior({})
        unbrought = CATALOG.fields[name].read(View(NOW, behavior))

        assert isinstance(unbrought, Unknown), name
        assert unbrought.absent, name
        assert value(name, account(unheard=True)) == "absent", name


def test_the_reason_is_told() -> None:
    assert because("support.open_tickets", account(unheard=True)) == "the support feed has never been heard"
    assert because("support.open_tickets", account(silent=True)).startswith("the support feed has been silent since")
    unbrought = CATALOG.fields["support.open_tickets"].read(View(NOW, Behavior({})))
    assert unbrought == Unknown("no feed brings “ticket opened”", absent=True)


def test_a_feed_without_a_rhythm_that_was_heard_once_is_believed() -> None:
    behavior = replace(account(), feeds={"success": NOW - timedelta(days=300)})

    assert value("engagement.trained", behavior) is False
    assert value("engagement.referrals", behavior) == 0


def test_what_is_told_ahead_of_its_day_has_not_happened_yet() -> None:
    zone = "Pacific/Auckland"  # 13 hours ahead: its today is over at 11:00 UTC
    behavior = account(happened("referral made", 0), happened("referral made", -0.9), zone=zone)

    assert value("engagement.referrals", behavior) == 2
    assert value("engagement.referrals", behavior, datetime(2026, 11, 22, 10, 59, tzinfo=UTC)) == 0


def test_those_of_one_instant_follow_each_other_as_the_events_stand() -> None:
    opened, solved = happened("ticket opened", 1, ticket="a"), happened("ticket solved", 1, ticket="a")
    told = Happenings(book().program, "ticket solved", "ticket opened")

    assert told.ever(View(NOW, account(opened, solved))) == (solved, opened)


def test_every_field_says_which_events_it_is_found_from() -> None:
    assert all(book().catalog.fields[name].needs for name in NAMES)
    assert book().catalog.fields["engagement.trained"].needs == {Details("training completed")}
    assert book().catalog.fields["feedback.nps"].feed == "survey"


def test_what_should_happen_to_everybody_and_was_told_of_nobody_is_absent_and_not_missed() -> None:
    reviews = frozenset({"qbr attended", "qbr read"})
    behavior = replace(account(happened("cancellation requested")), untold=reviews | {"training completed"})
    held = replace(behavior, untold=frozenset({"qbr read", "payment failed"}))

    assert because("engagement.qbr", behavior) == "nobody ever told us of “qbr attended” or “qbr read”"
    assert [value(f"engagement.{name}", behavior) for name in ("qbr", "trained")] == ["absent", "absent"]
    assert [value(f"engagement.{name}", held) for name in ("qbr", "trained")] == [False, False]
    assert (value("payment.failures", held), value("payment.late_days", held)) == (0, 0)
