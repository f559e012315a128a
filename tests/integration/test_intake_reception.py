"""Reception: whom facts mean, what waits for whom, where events belong, and who is stirred."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, select, update

from models.database import begin
from models.facts import AccountFacts, ContactFacts, EventFacts, LinkFacts, Outcome
from models.intake import record_accounts, record_contacts
from models.reception import receive
from models.tables import ACCOUNT, CONTACT, EVENT, EVENT_DAY, EVENT_TOTAL, FEED, MEMBERSHIP, SILENCE, WAITING
from models.told import Told

MAY = datetime(2026, 2, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LOGIN = EventFacts("m1", "login", MAY, "product", "acme")
ANN = ContactFacts("ann", "acme", {"email": "ann@acme.test"}, at=MAY)


@pytest.fixture
def connection(engine: Engine, now: datetime) -> Any:
    """A transaction on a database that knows two accounts, which nobody is to look at."""
    with begin(engine) as connection:
        tell(connection, now, accounts=[AccountFacts("acme", at=MAY), AccountFacts("globex", at=MAY)])
        connection.execute(update(ACCOUNT).values(wake_at=None))
        yield connection


def tell(connection: Connection, now: datetime, **facts: Any) -> list[Outcome]:
    receipt = receive(connection, now, Told(**facts))
    return [*receipt.accounts, *receipt.contacts, *receipt.links, *receipt.events]


def rows(connection: Connection, table: Table, *names: str) -> list[Any]:
    columns = [table.c[name] for name in names]
    return [tuple(row) for row in connection.execute(select(*columns).order_by(*columns))]


def kinds(outcomes: Sequence[Outcome]) -> list[str]:
    return [outcome.kind for outcome in outcomes]


def events_by_account(connection: Connection) -> list[tuple[str, str]]:
    query = select(EVENT.c.message_id, ACCOUNT.c.key).join(ACCOUNT, ACCOUNT.c.id == EVENT.c.account_id)
    return [(row.message_id, row.key) for row in connection.execute(query.order_by(EVENT.c.message_id))]


def stirred(connection: Connection) -> list[str]:
    query = select(ACCOUNT.c.key).where(ACCOUNT.c.wake_at.is_not(None)).order_by(ACCOUNT.c.key)
    return [*connection.execute(query).scalars()]


def test_what_is_older_never_replaces_what_is_newer(connection: Connection, now: datetime) -> None:
    newer = AccountFacts("acme", {"seats": 9}, {"tier": "gold"}, at=MAY + HOUR)
    older = AccountFacts("acme", {"seats": 5, "plan": "pro"}, {"tier": "tin", "size": 3}, at=MAY)

    assert kinds(tell(connection, now, accounts=[newer])) == ["changed"]
    assert kinds(tell(connection, now, accounts=[older])) == ["changed"]

    assert rows(connection, ACCOUNT, "key", "seats", "plan", "traits")[0] == (
        "acme",
        9,
        "pro",
        {"tier": "gold", "size": 3},
    )


def test_a_forgotten_trait_stays_forgotten_whatever_arrives_late(connection: Connection, now: datetime) -> None:
    tell(connection, now, accounts=[AccountFacts("acme", {}, {"tier": None}, at=MAY + HOUR)])

    assert kinds(tell(connection, now, accounts=[AccountFacts("acme", {}, {"tier": "tin"}, at=MAY)])) == ["known"]
    assert rows(connection, ACCOUNT, "traits") == [({},), ({},)]


def test_a_fact_told_again_later_stands_against_what_was_so_between(connection: Connection, now: datetime) -> None:
    for hours, seats in ((0, 5), (2, 5), (1, 7)):
        tell(connection, now, accounts=[AccountFacts("acme", {"seats": seats}, at=MAY + hours * HOUR)])

    assert rows(connection, ACCOUNT, "key", "seats")[0] == ("acme", 5)


def test_a_day_begins_where_the_account_turns_out_to_live(connection: Connection, now: datetime) -> None:
    tell(connection, now, accounts=[AccountFacts("acme", {"signed_up_at": date(2026, 1, 5)}, at=MAY)])
    tell(connection, now, accounts=[AccountFacts("acme", {"timezone": "America/New_York"}, at=MAY)])

    assert rows(connection, ACCOUNT, "key", "signed_up_at")[0] == ("acme", datetime(2026, 1, 5, 5, tzinfo=UTC))


def test_an_import_writes_over_whatever_was_told_before(connection: Connection, now: datetime) -> None:
    tell(connection, now, accounts=[AccountFacts("acme", {"seats": 9}, at=now + HOUR)])

    assert kinds(record_accounts(connection, now, [AccountFacts("acme", {"seats": 5})])) == ["changed"]


def test_an_account_is_known_by_its_other_names(connection: Connection, now: datetime) -> None:
    tell(connection, now, accounts=[AccountFacts("acme", also=("stripe:1", "crm:7"), at=MAY)])

    seats = AccountFacts("stripe:1", {"seats": 7}, at=MAY, waits=True)
    told = tell(connection, now, accounts=[seats], contacts=[replace(ANN, account="crm:7")], events=[
        replace(LOGIN, account="stripe:1")
    ])  # fmt: skip

    assert kinds(told) == ["changed", "new", "new"]
    assert rows(connection, ACCOUNT, "key", "seats") == [("acme", 7), ("globex", None)]
    assert events_by_account(connection) == [("m1", "acme")]


def test_what_is_told_of_an_unclaimed_name_waits_for_its_account(connection: Connection, now: datetime) -> None:
    told = tell(
        connection, now,
        accounts=[AccountFacts("stripe:1", {"seats": 7}, at=MAY, waits=True)],
        events=[replace(LOGIN, account="stripe:1")],
    )  # fmt: skip
    assert [(one.kind, one.because) for one in told] == [
        ("waiting", 'it waits until somebody tells of the account "stripe:1"')
    ] * 2

    tell(connection, now, accounts=[AccountFacts("acme", also=("stripe:1",), at=MAY)])

    assert rows(connection, ACCOUNT, "key", "seats") == [("acme", 7), ("globex", None)]
    assert events_by_account(connection) == [("m1", "acme")]
    assert rows(connection, WAITING, "key") == []


def test_a_name_means_one_account_for_good(connection: Connection, now: datetime) -> None:
    tell(connection, now, accounts=[AccountFacts("acme", also=("stripe:1",), at=MAY)])

    greedy = AccountFacts("globex", {"seats": 3}, also=("stripe:1", "acme"), at=MAY)
    (outcome,) = tell(connection, now, accounts=[greedy])

    assert outcome.kind == "conflict"
    assert outcome.because == '"stripe:1" is another name of "acme" already; "acme" is known as one of its own'
    assert rows(connection, ACCOUNT, "key", "seats") == [("acme", None), ("globex", 3)]


def test_an_event_waits_for_its_account_and_is_recorded_once(connection: Connection, now: datetime) -> None:
    early = replace(LOGIN, account="initech", properties={"a": [1]}, at=date(2026, 2, 1))

    assert kinds(tell(connection, now, events=[early, early])) == ["waiting", "known"]
    assert kinds(tell(connection, now, events=[early])) == ["known"]
    assert rows(connection, EVENT, "id") == []

    tell(connection, now, accounts=[AccountFacts("initech", {"timezone": "Asia/Tokyo"}, at=MAY)])

    assert rows(connection, EVENT, "message_id", "at", "day", "properties") == [
        ("m1", datetime(2026, 1, 31, 15, tzinfo=UTC), date(2026, 2, 1), {"a": [1]})
    ]
    assert kinds(tell(connection, now, events=[early])) == ["known"]
    assert rows(connection, EVENT_TOTAL, "amount") == [(1,)]


def test_an_import_of_accounts_lets_in_whatever_waits_for_them(connection: Connection, now: datetime) -> None:
    bob = ContactFacts("bob", "initech", at=MAY)
    tell(connection, now, contacts=[bob], events=[replace(LOGIN, account=None, contact="bob")])

    record_accounts(connection, now, [AccountFacts("initech")])

    assert rows(connection, CONTACT, "key") == [("bob",)]
    assert events_by_account(connection) == [("m1", "initech")]


def test_a_person_without_an_account_waits_until_one_is_told(connection: Connection, now: datetime) -> None:
    alone = ContactFacts("ann", None, {"email": "ann@acme.test"}, {"team": "ops"}, at=MAY)
    assert kinds(tell(connection, now, contacts=[alone, alone])) == ["waiting", "known"]

    record_contacts(connection, now, [ContactFacts("ann", "acme")])

    assert rows(connection, CONTACT, "email", "traits") == [("ann@acme.test", {"team": "ops"})]


def test_in_one_batch_nobody_waits_for_what_comes_with_it(connection: Connection, now: datetime) -> None:
    told = tell(
        connection, now,
        accounts=[AccountFacts("initech", at=MAY)],
        contacts=[ContactFacts("bob", None, {"first_name": "Bob"}, at=MAY), ContactFacts("bob", "initech", at=MAY)],
        events=[replace(LOGIN, account=None, contact="bob")],
    )  # fmt: skip

    assert kinds(told) == ["new", "changed", "new", "new"]


def test_an_event_that_names_nobody_is_refused(connection: Connection, now: datetime) -> None:
    assert tell(connection, now, events=[replace(LOGIN, account=None)]) == [Outcome("refused", "no account is named")]


def test_a_stranger_at_a_known_account_counts_at_once_and_as_themselves_later(
    connection: Connection, now: datetime
) -> None:
    told = tell(
        connection, now, events=[replace(LOGIN, contact="ann"), replace(LOGIN, message_id="m2", contact="device")]
    )
    assert kinds(told) == ["new", "new"]
    assert rows(connection, EVENT_DAY, "contact_id", "amount") == [(0, 2)]

    tell(connection, now, links=[LinkFacts("device", "ann", MAY)])
    tell(connection, now, contacts=[ANN])

    ((ann,),) = rows(connection, CONTACT, "id")
    assert rows(connection, EVENT_DAY, "contact_id", "amount") == [(ann, 2)]
    assert rows(connection, EVENT, "contact_id", "stranger") == [(ann, None), (ann, None)]


def test_an_event_of_a_person_belongs_to_the_account_they_were_at(connection: Connection, now: datetime) -> None:
    tell(connection, now, contacts=[ANN, replace(ANN, account="globex", at=MAY + 2 * HOUR)])
    moments = {"before": MAY - HOUR, "at acme": MAY + HOUR, "at globex": MAY + 3 * HOUR}
    events = [replace(LOGIN, message_id=name, at=at, account=None, contact="ann") for name, at in moments.items()]

    tell(connection, now, events=events)

    assert events_by_account(connection) == [("at acme", "acme"), ("at globex", "globex"), ("before", "acme")]
    assert rows(connection, MEMBERSHIP, "since") == [(MAY,), (MAY + 2 * HOUR,)]


def test_a_move_told_late_takes_along_what_happened_since_unless_the_account_was_named(
    connection: Connection, now: datetime
) -> None:
    tell(connection, now, contacts=[ANN])
    names = {"before": (MAY, None), "after": (MAY + 2 * HOUR, None), "said so": (MAY + 2 * HOUR, "acme")}
    events = [replace(LOGIN, message_id=key, at=at, account=name, contact="ann") for key, (at, name) in names.items()]
    tell(connection, now, events=events)
    connection.execute(update(ACCOUNT).values(wake_at=None))

    tell(connection, now, contacts=[replace(ANN, account="globex", at=MAY + HOUR)])

    assert events_by_account(connection) == [("after", "globex"), ("before", "acme"), ("said so", "acme")]
    assert rows(connection, EVENT_TOTAL, "account_id", "amount", "first_at", "last_at") == [
        (1, 2, MAY, MAY + 2 * HOUR),
        (2, 1, MAY + 2 * HOUR, MAY + 2 * HOUR),
    ]
    assert [amount for (amount,) in rows(connection, EVENT_DAY, "amount")] == [1, 2]
    assert stirred(connection) == ["acme", "globex"]


def test_a_person_who_turns_out_to_be_another_is_merged_into_them(connection: Connection, now: datetime) -> None:
    bo = ContactFacts("bo", "globex", {"first_name": "Bo", "email": "old@x.test"}, {"team": "ops"}, MAY - HOUR)
    tell(connection, now, contacts=[ANN, bo])
    events = [replace(LOGIN, message_id=key, account=None, contact=key) for key in ("ann", "bo")]
    tell(connection, now, events=events)

    link = LinkFacts("bo", "ann", MAY)
    assert kinds(tell(connection, now, links=[link, link])) == ["new", "known"]

    ann, bo_id = (id for (id,) in rows(connection, CONTACT, "id"))  # noqa: A001
    assert rows(connection, CONTACT, "key", "email", "first_name", "merged_into")[0] == (
        "ann", "ann@acme.test", "Bo", None,
    )  # fmt: skip
    assert rows(connection, CONTACT, "id", "merged_into")[1] == (bo_id, ann)
    assert rows(connection, EVENT_DAY, "contact_id", "amount") == [(ann, 2)]
    assert events_by_account(connection) == [("ann", "acme"), ("bo", "acme")]


def test_what_is_told_of_a_former_id_is_told_of_the_person(connection: Connection, now: datetime) -> None:
    tell(connection, now, contacts=[ANN], links=[LinkFacts("device", "mail", MAY), LinkFacts("mail", "ann", MAY)])

    told = tell(
        connection, now,
        contacts=[ContactFacts("device", None, {"first_name": "Ann"}, at=MAY)],
        events=[replace(LOGIN, account=None, contact="device")],
    )  # fmt: skip

    assert kinds(told) == ["changed", "new"]
    assert rows(connection, CONTACT, "key", "first_name") == [("ann", "Ann")]


def test_a_person_keeps_what_was_said_to_them_under_their_new_id(connection: Connection, now: datetime) -> None:
    tell(connection, now, contacts=[ANN])
    before = rows(connection, CONTACT, "id", "email")

    tell(connection, now, links=[LinkFacts("ann", "user-17", MAY)])

    assert rows(connection, CONTACT, "id", "email") == before
    assert rows(connection, CONTACT, "key", "merged_into") == [("user-17", None)]


def test_links_that_contradict_are_refused_with_the_reason(connection: Connection, now: datetime) -> None:
    pairs = [("device", "ann"), ("device", "bo"), ("ann", "device"), ("bo", "bo"), ("bo", "device")]

    told = tell(connection, now, links=[LinkFacts(*pair, MAY) for pair in pairs])

    assert [(one.kind, one.because) for one in told] == [
        ("new", ""),
        ("refused", '"device" is another name of "ann" already'),
        ("refused", '"device" is another name of "ann" already, not the other way round'),
        ("refused", '"bo" is its own name'),
        ("new", ""),
    ]


def test_an_id_that_two_persons_share_is_nobodys_mistake(connection: Connection, now: datetime) -> None:
    links = [LinkFacts("device", key, MAY, implied=True) for key in ("ann", "bo", "ann")]

    assert kinds(tell(connection, now, links=links)) == ["new", "conflict", "known"]


def test_only_events_that_may_change_a_decision_stir(connection: Connection, now: datetime) -> None:
    events = [replace(LOGIN, name="page"), replace(LOGIN, message_id="m2", account="globex", reserved=True)]

    receive(connection, now, Told(events=events), wakeful={"login"})
    assert stirred(connection) == ["globex"]

    receive(connection, now, Told(events=[replace(LOGIN, message_id="m3")]), wakeful={"login"})
    assert stirred(connection) == ["acme", "globex"]


def test_ids_made_by_machines_are_not_compared(connection: Connection, now: datetime) -> None:
    quick = replace(LOGIN, compare=False)

    assert kinds(tell(connection, now, events=[quick, replace(quick, amount=2)])) == ["new", "known"]
    assert kinds(tell(connection, now, events=[replace(quick, amount=3)])) == ["known"]
    assert rows(connection, EVENT, "digest", "amount") == [("", 1)]


def feeds(connection: Connection) -> tuple[list[Any], list[Any]]:
    """Answer up to when feeds were heard and have told, and from when to when they were silent."""
    return rows(connection, FEED, "heard_at", "latest_at"), rows(connection, SILENCE, "silent_from", "resumed_at")


def logins(connection: Connection, told_at: datetime, *happened_at: datetime) -> None:
    """Let the product tell, at one moment, of logins at others."""
    keys = [f"{told_at}-{number}" for number in range(len(happened_at))]
    told = [replace(LOGIN, message_id=key, at=at) for key, at in zip(keys, happened_at, strict=True)]
    tell(connection, told_at, events=told)


def test_a_feed_that_was_silent_leaves_behind_from_when_to_when(connection: Connection, now: datetime) -> None:
    logins(connection, now, MAY)
    assert feeds(connection) == ([(now, MAY)], [])

    soon, later = now + timedelta(seconds=5), now + HOUR
    logins(connection, soon, MAY + timedelta(seconds=5))
    assert feeds(connection) == ([(now, MAY)], []), "a feed that was only just heard is not written"

    logins(connection, later, later + 24 * HOUR)
    assert feeds(connection) == ([(later, later)], [(MAY, later)]), "it has told nothing of what came after May"

    logins(connection, later + HOUR / 2, MAY)
    assert feeds(connection) == ([(later + HOUR / 2, later)], [(MAY, later)])


def test_old_events_told_meanwhile_do_not_break_a_silence(connection: Connection, now: datetime) -> None:
    back = now + 72 * HOUR + HOUR / 2
    logins(connection, now, now)
    logins(connection, now + 72 * HOUR, now - 24 * HOUR)

    logins(connection, back, back - HOUR / 4, now - HOUR, back)

    assert feeds(connection) == ([(back, back)], [(now, back)])


def test_every_silence_is_kept_whatever_pauses_follow(connection: Connection, now: datetime) -> None:
    back = now + 72 * HOUR
    for at in (now, back, back + HOUR / 2, back + 2 * HOUR, back + 30 * HOUR):
        logins(connection, at, at)

    assert feeds(connection)[1] == [
        (now, back), (back + HOUR / 2, back + 2 * HOUR), (back + 2 * HOUR, back + 30 * HOUR)
    ]  # fmt: skip


def test_a_history_told_piece_by_piece_leaves_the_gap_that_is_in_it_and_no_other(
    connection: Connection, now: datetime
) -> None:
    hours = [MAY + number * HOUR / 2 for number in range(480)]
    told = [at for at in hours if not MAY + 100 * HOUR < at < MAY + 150 * HOUR]

    for number, start in enumerate(range(0, len(told), 60)):
        logins(connection, now + timedelta(minutes=number), *told[start : start + 60])

    assert feeds(connection)[1] == [(MAY + 100 * HOUR, MAY + 150 * HOUR)]


def test_days_that_are_told_one_after_the_other_leave_no_gap(connection: Connection, now: datetime) -> None:
    for number in range(3):
        told = [replace(LOGIN, message_id=f"d{number}", at=(MAY + number * 24 * HOUR).date())]
        tell(connection, now + timedelta(minutes=number), events=told)

    assert feeds(connection)[1] == []


def test_what_two_receivers_find_of_the_same_silence_is_one(connection: Connection, now: datetime) -> None:
    logins(connection, now, now)
    stood = connection.execute(select(FEED)).mappings().one()
    logins(connection, now + 5 * HOUR, now + 5 * HOUR)
    connection.execute(update(FEED).values(**stood))  # as the other saw it, who did not wait

    logins(connection, now + 4 * HOUR, now + 4 * HOUR)

    assert feeds(connection)[1] == [(now, now + 5 * HOUR)]
