"""Gathering what accounts did: as much as is asked for, with as many queries for 500 accounts as for one."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, select

from journeys.catalog import Catalog
from models.database import begin, look
from models.facts import AccountFacts, ContactFacts, EventFacts
from models.intake import record_accounts, record_contacts, record_events
from models.tables import ACCOUNT
from tests.statements import counted
from tests.unit.journeys.stage import book
from workers.gather import gather

CATALOG = Catalog(book().program)
EVERYTHING = CATALOG.needs(list(CATALOG.fields)) | CATALOG.functions["usage.users"].needs("task completed", 30)
FEEDS = CATALOG.program.feeds
ZONES = ("UTC", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kolkata", "America/New_York")


def settle(connection: Connection, now: datetime, accounts: int) -> None:
    """Let so many accounts in many zones do something yesterday and today."""
    keys = [f"a{number}" for number in range(accounts)]
    told = [AccountFacts(key, {"timezone": ZONES[number % 5]}) for number, key in enumerate(keys)]
    record_accounts(connection, now, told)
    record_contacts(connection, now, [ContactFacts(f"{key}-ann", key) for key in keys])
    happened = [
        EventFacts(f"{key}-{name}-{back}", name, now - timedelta(days=back), "product", key, f"{key}-ann")
        for key in keys for name in ("signed in", "task completed") for back in (0, 1)
    ]  # fmt: skip
    record_events(connection, now, happened)


def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(engine: Engine, now: datetime) -> None:
    with begin(engine) as connection:
        settle(connection, now, 500)
    with look(engine) as connection:
        accounts = connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.id)).all()
        with counted(connection) as for_one:
            gather(connection, accounts[:1], EVERYTHING, now, FEEDS)
        with counted(connection) as for_all:
            standings = gather(connection, accounts, EVERYTHING, now, FEEDS)

    assert len(standings) == 500
    assert len(for_all) == len(for_one) <= 18


def test_only_what_is_asked_for_is_gathered(engine: Engine, now: datetime) -> None:
    with begin(engine) as connection:
        settle(connection, now, 1)
        accounts = connection.execute(select(ACCOUNT)).all()
        with counted(connection) as statements:
            (standing,) = gather(connection, accounts, frozenset(), now, FEEDS)

    assert (dict(standing.behavior.usage), standing.behavior.crowd.seen) == ({}, {})
    assert not [one for one in statements if "event_day" in one or "event_total" in one]


def test_a_day_is_counted_where_it_is_today_already_and_not_where_it_is_tomorrow(engine: Engine) -> None:
    now = datetime(2026, 3, 2, 11, tzinfo=UTC)  # on Kiritimati it is the 3rd, and at GMT-12 still the 1st
    with begin(engine) as connection:
        settle(connection, now, 3)
        accounts = connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.id)).all()
        ahead = [
            EventFacts(f"ahead{key}", "signed in", now + timedelta(days=1), "product", key) for key in ("a0", "a1")
        ]
        record_events(connection, now, ahead)
        standings = gather(connection, accounts, EVERYTHING, now, FEEDS)

    seen = [list(standing.behavior.crowd.seen.values()) for standing in standings]
    assert [[f"{day:%d}" for day in days] for days in seen] == [["02"], ["03"], ["01"]]
    assert [CATALOG.value(now, standing.behavior, "usage.daily_users") for standing in standings] == [1, 1, 1]
    assert [standing.behavior.crowd.unnamed for standing in standings] == [None, None, None]
