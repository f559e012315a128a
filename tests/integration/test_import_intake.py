"""Recording accounts, contacts and events: once, counted, on the account's calendar, and stirred only by news."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, select, update

from models.database import begin
from models.facts import AccountFacts, ContactFacts, EventFacts
from models.intake import record_accounts, record_contacts, record_events
from models.tables import ACCOUNT, CONTACT, EVENT, EVENT_DAY, EVENT_TOTAL, FEED

ACME = AccountFacts("acme", {"name": "Acme", "timezone": "America/New_York", "signed_up_at": date(2026, 1, 5)})
LOGIN = EventFacts("m1", "login", datetime(2026, 2, 1, 3, 30, tzinfo=UTC), "product", "acme", origin="a.csv:2")
DAILY = EventFacts("m2", "export", date(2026, 2, 1), "product", "acme", amount=7)


@pytest.fixture
def connection(engine: Engine, now: datetime) -> Any:
    """A transaction on a database that knows one account, which nobody is to look at."""
    with begin(engine) as connection:
        record_accounts(connection, now, [ACME])
        sleep(connection)
        yield connection


def sleep(connection: Connection) -> None:
    connection.execute(update(ACCOUNT).values(wake_at=None))


def rows(connection: Connection, table: Table, *names: str) -> list[Any]:
    columns = [table.c[name] for name in names]
    return [tuple(row) for row in connection.execute(select(*columns).order_by(*columns))]


def kinds(outcomes: Sequence[Any]) -> list[str]:
    return [outcome.kind for outcome in outcomes]


def test_a_day_without_a_time_begins_where_the_account_lives(connection: Connection) -> None:
    assert rows(connection, ACCOUNT, "signed_up_at") == [(datetime(2026, 1, 5, 5, tzinfo=UTC),)]


def test_a_new_account_is_looked_at_at_once(engine: Engine, now: datetime) -> None:
    with begin(engine) as connection:
        assert kinds(record_accounts(connection, now, [ACME])) == ["new"]
        assert rows(connection, ACCOUNT, "wake_at") == [(now,)]


def test_an_account_told_again_is_known_and_stirs_nobody(connection: Connection, now: datetime) -> None:
    assert kinds(record_accounts(connection, now, [ACME])) == ["known"]
    assert rows(connection, ACCOUNT, "wake_at") == [(None,)]


def test_only_what_is_told_changes(connection: Connection, now: datetime) -> None:
    told = [AccountFacts("acme", {"seats": 9}, {"tier": "a"}), AccountFacts("acme", {}, {"tier": None, "size": "b"})]

    assert kinds(record_accounts(connection, now, told)) == ["changed", "changed"]
    assert rows(connection, ACCOUNT, "name", "seats", "wake_at") == [("Acme", 9, now)]
    assert connection.execute(select(ACCOUNT.c.traits)).scalar_one() == {"size": "b"}


def test_a_stirred_account_is_never_looked_at_later_than_it_meant_to_be(connection: Connection, now: datetime) -> None:
    connection.execute(update(ACCOUNT).values(wake_at=now - timedelta(hours=1)))

    record_accounts(connection, now, [AccountFacts("acme", {"seats": 9})])

    assert rows(connection, ACCOUNT, "wake_at") == [(now - timedelta(hours=1),)]


def test_a_contact_of_nobody_is_refused(connection: Connection, now: datetime) -> None:
    told = [ContactFacts("ann", "acme", {"email": "ann@acme.test"}), ContactFacts("bob", "globex"), ContactFacts("cy")]

    outcomes = record_contacts(connection, now, told)

    assert kinds(outcomes) == ["new", "refused", "refused"]
    assert [outcome.because for outcome in outcomes[1:]] == ['unknown account "globex"', "no account is named"]
    assert rows(connection, CONTACT, "key", "email", "role") == [("ann", "ann@acme.test", "user")]
    assert rows(connection, ACCOUNT, "wake_at") == [(now,)]


def test_a_contact_who_moves_stirs_both_companies(connection: Connection, now: datetime) -> None:
    record_accounts(connection, now, [AccountFacts("globex")])
    record_contacts(connection, now, [ContactFacts("ann", "acme")])
    sleep(connection)

    assert kinds(record_contacts(connection, now, [ContactFacts("ann", "globex")])) == ["changed"]
    assert rows(connection, ACCOUNT, "wake_at") == [(now,), (now,)]


def test_an_event_is_counted_on_the_day_of_the_account(connection: Connection, now: datetime) -> None:
    assert kinds(record_events(connection, now, [LOGIN, DAILY])) == ["new", "new"]

    assert rows(connection, EVENT_DAY, "name", "day", "amount") == [
        ("export", date(2026, 2, 1), 7),
        ("login", date(2026, 1, 31), 1),
    ]
    assert rows(connection, EVENT_TOTAL, "name", "amount", "last_at")[1] == ("login", 1, LOGIN.at)
    assert rows(connection, FEED, "name", "heard_at", "latest_at") == [
        ("product", now, datetime(2026, 2, 2, 5, tzinfo=UTC))  # the end of the day it told of
    ]
    assert rows(connection, ACCOUNT, "wake_at") == [(now,)]


def test_an_event_told_twice_is_counted_once(connection: Connection, now: datetime) -> None:
    record_events(connection, now, [LOGIN])
    sleep(connection)

    elsewhere = replace(LOGIN, origin="b.csv:9")
    assert kinds(record_events(connection, now, [elsewhere, elsewhere])) == ["known", "known"]
    assert rows(connection, EVENT_TOTAL, "amount") == [(1,)]
    assert rows(connection, ACCOUNT, "wake_at") == [(None,)]


def test_another_event_under_the_same_id_is_a_conflict_that_names_the_first(
    connection: Connection, now: datetime
) -> None:
    other = replace(LOGIN, amount=2, origin="a.csv:3")

    together = record_events(connection, now, [LOGIN, other, LOGIN])
    later = record_events(connection, now, [other])

    assert kinds(together) == ["new", "conflict", "known"]
    assert [together[1].because, later[0].because] == ["a.csv:2", "a.csv:2"]
    assert rows(connection, EVENT, "message_id", "amount") == [("m1", 1)]


def test_an_event_can_be_told_of_a_person_alone(connection: Connection, now: datetime) -> None:
    record_contacts(connection, now, [ContactFacts("ann", "acme")])
    ann = connection.execute(select(CONTACT.c.id)).scalar_one()

    outcomes = record_events(connection, now, [replace(LOGIN, account=None, contact="ann")])

    assert kinds(outcomes) == ["new"]
    assert rows(connection, EVENT_DAY, "contact_id", "amount") == [(ann, 1)]


@pytest.mark.parametrize(
    ("strange", "because"),
    [
        ({"account": "globex"}, 'unknown account "globex"'),
        ({"contact": "zoe"}, 'unknown contact "zoe"'),
        ({"account": None}, "no account is named"),
    ],
)
def test_an_event_of_nobody_is_refused(connection: Connection, now: datetime, strange: Any, because: str) -> None:
    outcomes = record_events(connection, now, [replace(LOGIN, **strange)])

    assert [(outcome.kind, outcome.because) for outcome in outcomes] == [("refused", because)]
    assert rows(connection, EVENT, "id") == []


def test_amounts_add_up_over_batches(connection: Connection, now: datetime) -> None:
    for number in range(3):
        record_events(connection, now, [replace(DAILY, message_id=f"d{number}", at=date(2026, 2, 3 - number))])

    assert rows(connection, EVENT_TOTAL, "amount", "first_at", "last_at") == [
        (21, datetime(2026, 2, 1, 5, tzinfo=UTC), datetime(2026, 2, 3, 5, tzinfo=UTC))
    ]


def test_a_moved_time_zone_moves_moments_but_not_days(connection: Connection, now: datetime) -> None:
    record_events(connection, now, [LOGIN, DAILY])

    outcomes = record_accounts(connection, now, [AccountFacts("acme", {"timezone": "Asia/Tokyo"})])

    assert kinds(outcomes) == ["changed"]
    assert rows(connection, EVENT_DAY, "name", "day", "amount") == [
        ("export", date(2026, 2, 1), 7),
        ("login", date(2026, 2, 1), 1),
    ]
    assert rows(connection, EVENT_TOTAL, "name", "first_at")[0] == ("export", datetime(2026, 1, 31, 15, tzinfo=UTC))
    assert rows(connection, EVENT, "message_id", "at")[1] == ("m2", datetime(2026, 1, 31, 15, tzinfo=UTC))


def test_events_after_a_moved_time_zone_join_what_was_rebuilt(connection: Connection, now: datetime) -> None:
    record_events(connection, now, [DAILY])
    record_accounts(connection, now, [AccountFacts("acme", {"timezone": "Asia/Tokyo"})])

    record_events(connection, now, [replace(DAILY, message_id="m3")])

    assert rows(connection, EVENT_DAY, "day", "amount") == [(date(2026, 2, 1), 14)]


def test_counting_afresh_comes_to_the_same_as_counting_along(connection: Connection, now: datetime) -> None:
    dice = Random(7)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    moments = [start + timedelta(minutes=dice.randrange(80_000)) for _ in range(300)]
    facts = [
        replace(LOGIN, message_id=f"e{number}", name=dice.choice("abc"), at=at.date() if dice.random() < 0.3 else at)
        for number, at in enumerate(moments)
    ]
    for place in range(0, 300, 70):
        record_events(connection, now, facts[place : place + 70])
    before = [rows(connection, table, *table.c.keys()) for table in (EVENT_DAY, EVENT_TOTAL)]

    for zone in ("Asia/Tokyo", "America/New_York"):
        record_accounts(connection, now, [AccountFacts("acme", {"timezone": zone})])

    assert [rows(connection, table, *table.c.keys()) for table in (EVENT_DAY, EVENT_TOTAL)] == before
