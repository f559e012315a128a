"""An account's columns follow from all of its subscription events, whatever the order in which they arrive."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select

from models.database import begin, look
from models.facts import AccountFacts, EventFacts
from models.reception import Told, receive
from models.shares import SUBSCRIPTIONS
from models.tables import ACCOUNT, EVENT, EVENT_DAY, EVENT_TOTAL

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
COLUMNS = ("arr_cents", "seats", "plan", "billing_frequency", "renewal_on", "trial", "churned_at")


def told(number: int, kind: str, subscription: str = "s1", *, day: int = 1, **says: Any) -> EventFacts:
    at = datetime(2026, 2, day, 12, 0, tzinfo=UTC)
    properties = {"subscription": subscription, **says}
    name = f"subscription {kind}"
    return EventFacts(f"e{number}", name, at, "billing", "acme", properties=properties, reserved=True)


def account(engine: Engine, events: Sequence[EventFacts], *, now: datetime = NOW, **columns: Any) -> dict[str, Any]:
    """Tell the events one by one, each in a transaction of its own; answer the account's columns."""
    with begin(engine) as connection:
        receive(connection, now, Told([AccountFacts("acme", {"timezone": "UTC", **columns}, at=NOW - timedelta(99))]))
    for event in events:
        with begin(engine) as connection:
            assert [outcome.kind for outcome in receive(connection, now, Told(events=[event])).events] == ["new"]
    with look(engine) as connection:
        return dict(connection.execute(select(*(ACCOUNT.c[name] for name in COLUMNS))).mappings().one())


def test_what_runs_is_added_up(engine: Engine) -> None:
    found = account(engine, [
        told(1, "created", "s1", status="active", plan="pro", arr=1200.5, seats=10, frequency="monthly",
             renews_on="2026-03-20"),
        told(2, "created", "s2", status="past_due", plan="addon", arr=600, seats=5, frequency="annual",
             renews_on="2026-11-01T08:00:00+00:00"),
        told(3, "created", "s3", status="trialing", plan="try", arr=9000, seats=2, frequency="monthly", day=2),
        told(4, "deleted", "s3", status="canceled", day=9),
        told(5, "created", "s4", status="incomplete", plan="huge", arr=99_999),
    ])  # fmt: skip

    assert found == {
        "arr_cents": 180_050, "seats": 15, "plan": "pro", "billing_frequency": "annual",
        "renewal_on": date(2026, 11, 1), "trial": False, "churned_at": None,
    }  # fmt: skip


def test_a_renewal_falls_on_the_day_it_is_at_the_account(engine: Engine) -> None:
    late = told(1, "created", renews_on="2026-11-01T02:00:00+00:00", frequency="annual")

    assert account(engine, [late], timezone="America/New_York")["renewal_on"] == date(2026, 10, 31)


def test_who_has_nothing_left_that_runs_has_churned_when_the_last_one_ended(engine: Engine) -> None:
    found = account(engine, [
        told(1, "created", "s1", status="active", arr=100, seats=3),
        told(2, "deleted", "s1", status="canceled", ends_on="2026-02-04", day=5),
        told(3, "updated", "s2", status="active", arr=50, ends_on="2026-02-20T09:00:00+00:00"),
    ])  # fmt: skip

    assert (found["churned_at"], found["arr_cents"]) == (datetime(2026, 2, 20, 9, 0, tzinfo=UTC), 0)
    assert (found["seats"], found["renewal_on"], found["trial"]) == (None, None, False)


def test_who_came_back_has_not_churned_and_who_rests_has_not_either(engine: Engine) -> None:
    events = [told(1, "deleted", "s1"), told(2, "updated", "s2", status="paused", arr=10, day=3)]

    assert account(engine, events)["churned_at"] is None
    assert account(engine, [told(3, "created", "s3", status="active", arr=70, day=4)])["arr_cents"] == 7000


def test_a_first_payment_that_was_never_made_is_no_churn(engine: Engine) -> None:
    assert account(engine, [told(1, "updated", status="incomplete_expired")])["churned_at"] is None


def test_an_end_that_is_announced_counts_from_then_on_and_does_not_renew(engine: Engine) -> None:
    ending = told(1, "updated", status="active", arr=100, frequency="annual", renews_on="2026-09-01",
                  ends_on="2026-09-01")  # fmt: skip

    found = account(engine, [ending])

    assert (found["arr_cents"], found["renewal_on"], found["churned_at"]) == (10_000, None, None)


def test_within_one_second_a_change_follows_the_beginning_whatever_their_ids(engine: Engine) -> None:
    events = [told(1, "updated", status="active", arr=100), told(2, "created", status="incomplete", arr=100)]

    assert account(engine, events)["arr_cents"] == 10_000


@pytest.mark.parametrize("other", [{}, {"arr": 50, "currency": "EUR"}])
def test_a_sum_with_a_part_missing_or_in_two_currencies_is_none(engine: Engine, other: dict[str, Any]) -> None:
    events = [told(1, "created", "s1", arr=100, currency="USD"), told(2, "created", "s2", **other)]

    assert account(engine, events)["arr_cents"] is None


def test_what_no_event_ever_tells_is_left_to_others(engine: Engine) -> None:
    found = account(engine, [told(1, "updated", status="active")], arr_cents=5, seats=4, plan="gold")

    assert (found["arr_cents"], found["seats"], found["plan"]) == (5, 4, "gold")


def test_what_others_tell_later_than_the_latest_event_stays(engine: Engine) -> None:
    account(engine, [told(1, "created", arr=100, seats=5, day=3)])
    later = AccountFacts("acme", {"seats": 8}, at=datetime(2026, 2, 5, tzinfo=UTC))
    with begin(engine) as connection:
        receive(connection, NOW, Told([later]))

    assert account(engine, [told(2, "updated", arr=70, seats=5, day=4)])["seats"] == 8
    assert account(engine, [told(3, "updated", arr=70, seats=6, day=6)])["seats"] == 6


STATES = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["trialing", "active", "past_due", "paused", "incomplete", "canceled"]),
        "plan": st.sampled_from(["basic", "pro"]),
        "arr": st.sampled_from([0, 9.5, 100, 2000]),
        "seats": st.integers(0, 20),
        "frequency": st.sampled_from(["monthly", "annual"]),
        "renews_on": st.sampled_from(["2026-03-20", "2026-12-01T23:30:00+00:00"]),
        "ends_on": st.sampled_from(["2026-02-15", "2027-01-01"]),
    },
)
HISTORY = st.lists(
    st.tuples(st.sampled_from(sorted(SUBSCRIPTIONS)), st.sampled_from(["s1", "s2", "s3"]), st.integers(1, 5), STATES),
    min_size=2,
    max_size=6,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORY, data=st.data())
def test_any_order_of_the_same_events_ends_in_the_same_columns(
    engine: Engine, history: list[tuple[str, str, int, dict[str, Any]]], data: st.DataObject
) -> None:
    events = [
        told(number, name.removeprefix("subscription "), subscription, day=day, **says)
        for number, (name, subscription, day, says) in enumerate(history)
    ]
    found = []
    for order in (events, data.draw(st.permutations(events))):
        found.append(account(engine, order, seats=1, plan="told before"))
        with begin(engine) as connection:
            for table in (EVENT, EVENT_DAY, EVENT_TOTAL, ACCOUNT):
                connection.execute(delete(table))

    assert found[0] == found[1]
