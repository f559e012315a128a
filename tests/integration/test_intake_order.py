"""Whatever the order, the batches and the repetitions in which facts arrive, they come to the same."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, select

from models import metadata
from models.database import begin
from models.facts import AccountFacts, ContactFacts, EventFacts, LinkFacts
from models.reception import receive
from models.tables import (
    ACCOUNT,
    ALIAS,
    CONTACT,
    EVENT,
    EVENT_DAY,
    EVENT_TOTAL,
    MEMBERSHIP,
    PUBLICATION,
    RELEASE,
    WAITING,
)
from models.told import Told
from models.turn import TOLD_COLUMNS

Fact = AccountFacts | ContactFacts | LinkFacts | EventFacts

START = datetime(2026, 1, 31, 22, 30, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
CUSTOMERS = {"stripe:1": "acme", "stripe:2": "globex"}
MEANT = {"device": "ann", "mail": "device", "bo": "ann"}  # a chain, and one who may be known as somebody else
PERSONS = ("ann", "bo", "device", "mail")

moments = st.integers(0, 4).map(lambda times: START + timedelta(hours=11 * times))
days = st.integers(0, 2).map(lambda times: START.date() + timedelta(days=times))
traits = st.dictionaries(st.sampled_from("xy"), st.sampled_from([None, 1, "two", {"three": 3}]), max_size=2)
whole = st.fixed_dictionaries(
    {},
    optional={
        "seats": st.integers(1, 3),
        "timezone": st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"]),
        "signed_up_at": st.one_of(days, moments),
    },
)
person = st.fixed_dictionaries(
    {}, optional={"email": st.sampled_from(["a@x.test", "b@x.test"]), "left_at": st.one_of(st.none(), days, moments)}
)
companies = st.one_of(
    st.builds(AccountFacts, st.sampled_from(["acme", "globex"]), whole, traits, moments),
    st.sampled_from([*CUSTOMERS.items()]).flatmap(
        lambda pair: st.one_of(
            st.builds(AccountFacts, st.just(pair[1]), whole, traits, moments, st.just((pair[0],))),
            st.builds(AccountFacts, st.just(pair[0]), whole, traits, moments, waits=st.just(True)),
        )
    ),
)
homes = st.sampled_from(["globex", "acme", None, "stripe:1"])
contacts = st.builds(ContactFacts, st.sampled_from(PERSONS), homes, person, traits, moments)
links = st.sampled_from([*MEANT.items()]).flatmap(lambda pair: st.builds(LinkFacts, *map(st.just, pair), moments))
events = st.builds(
    EventFacts,
    st.just(""),
    st.sampled_from(["login", "export"]),
    st.one_of(moments, days),
    st.just("product"),
    st.one_of(st.none(), homes),
    st.sampled_from([*PERSONS, None]),
    st.integers(1, 3),
)
BOTH: list[Fact] = [AccountFacts(key, at=START) for key in ("acme", "globex")]
MERGED: list[Fact] = [
    ContactFacts("ann", "acme", {"email": "a@x.test"}, {"x": 1}, START),
    ContactFacts("bo", "globex", {"email": "b@x.test"}, {"y": 1}, START + timedelta(hours=11)),
    EventFacts("", "login", START, "product", None, "bo"),
    LinkFacts("bo", "ann", START),
]


def number(told: Sequence[Any]) -> list[Fact]:
    """Give each event an id of its own."""
    facts = [fact for of_kind in told for fact in of_kind]
    return [
        replace(fact, message_id=f"m{place}") if isinstance(fact, EventFacts) else fact
        for place, fact in enumerate(facts)
    ]


facts = st.tuples(
    st.sampled_from([BOTH, [*BOTH, *MERGED]]),
    st.lists(companies, max_size=4),
    st.lists(contacts, min_size=3, max_size=6),
    st.lists(links, max_size=3),
    st.lists(events, min_size=3, max_size=8),
).map(number)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=facts, seed=st.integers(0, 2**32))
def test_facts_come_to_the_same_in_any_order(engine: Engine, told: list[Fact], seed: int) -> None:
    straight = _told(engine, [told])

    dice = Random(seed)
    again = [*told, *dice.choices(told, k=3)]
    dice.shuffle(again)
    cuts = [0, *sorted(dice.choices(range(1, len(again)), k=dice.randrange(9))), len(again)]
    batches = [again[start:end] for start, end in pairwise(cuts) if end > start]

    assert _told(engine, batches) == straight


def _told(engine: Engine, batches: Sequence[Sequence[Fact]]) -> dict[str, Any]:
    """Answer what a fresh database holds once these batches were told, each in a transaction of its own."""
    with begin(engine) as connection:
        for table in reversed(metadata.sorted_tables):
            if table not in (PUBLICATION, RELEASE):  # nothing is published here, and nobody may delete what is
                connection.execute(delete(table))
    for number, batch in enumerate(batches):
        with begin(engine) as connection:
            receive(
                connection,
                NOW + timedelta(minutes=number),
                Told(
                    [fact for fact in batch if isinstance(fact, AccountFacts)],
                    [fact for fact in batch if isinstance(fact, ContactFacts)],
                    [fact for fact in batch if isinstance(fact, LinkFacts)],
                    [fact for fact in batch if isinstance(fact, EventFacts)],
                ),
            )
    with begin(engine) as connection:
        return _state(connection)


def _state(connection: Connection) -> dict[str, Any]:
    accounts = {row.id: row.key for row in connection.execute(select(ACCOUNT.c.id, ACCOUNT.c.key))}
    contacts = {row.id: row.key for row in connection.execute(select(CONTACT.c.id, CONTACT.c.key))} | {0: "", None: ""}
    keys = {"account_id": accounts, "contact_id": contacts}

    def rows(table: Any, *names: str) -> list[Any]:
        query = select(*(table.c[name] for name in names))
        alive = query.where(CONTACT.c.merged_into.is_(None)) if table is CONTACT else query
        found = connection.execute(alive).mappings()
        return sorted(
            [tuple(keys[name][row[name]] if name in keys else row[name] for name in names) for row in found], key=repr
        )

    return {
        "accounts": rows(ACCOUNT, "key", *TOLD_COLUMNS),
        "contacts": rows(CONTACT, "key", "account_id", "email", "left_at", "traits", "told"),
        "events": rows(EVENT, "message_id", "account_id", "contact_id", "name", "at", "day", "implied", "stranger"),
        "days": rows(EVENT_DAY, "account_id", "name", "day", "contact_id", "amount"),
        "totals": rows(EVENT_TOTAL, "account_id", "name", "amount", "first_at", "last_at"),
        "memberships": rows(MEMBERSHIP, "contact_id", "since", "account_id"),
        "names": rows(ALIAS, "noun", "key", "target"),
        "waiting": rows(WAITING, "kind", "waits_for"),
    }
