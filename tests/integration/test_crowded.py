"""Two mails that are one too many: transaction A lets one of them leave, though two workers try at the same instant."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update

from models.database import begin, look
from models.doors import shut
from models.facts import AccountFacts, ContactFacts
from models.intake import record_accounts, record_contacts
from models.restraint import Restraint
from models.sending import Ready, claim, obstacle, open_attempt
from models.tables import ACCOUNT, CONTACT, ENROLLMENT, PUBLICATION, RELEASE, TOUCHPOINT
from workers.clocks import machine_time

PAIRS = 200
DAY, LEASE = timedelta(days=1), timedelta(minutes=2)
GAP = Restraint(gap=timedelta(hours=20))
ONE_A_WEEK = Restraint(contact=(1, 7 * DAY))
ONE_FOR_ALL = Restraint(account=(1, 7 * DAY))


def stage(engine: Engine, now: datetime, pairs: int, email: str, home: str = "{pair}{side}") -> None:
    """Two accounts for each pair, and two people; `email` and `home` say by pair and side under which address where."""
    keys = [(pair, side) for pair in range(pairs) for side in "ab"]
    with begin(engine) as connection:
        record_accounts(connection, now, [AccountFacts(f"{pair}{side}", {"name": "Acme"}) for pair, side in keys])
        people = [
            ContactFacts(
                f"ada-{pair}{side}",
                home.format(pair=pair, side=side),
                {"email": email.format(pair=pair, side=side)},
            )
            for pair, side in keys
        ]
        record_contacts(connection, now, people)
        connection.execute(update(ACCOUNT).values(wake_at=now + DAY, stirs=0))
        connection.execute(insert(RELEASE), {"number": 1, "published_at": now, "published_by": "", "because": ""})
        file = {"path": "journeys/definitions/x.yaml", "number": 1, "digest": "", "release": 1}
        connection.execute(insert(PUBLICATION), file)


def plan(engine: Engine, now: datetime, places: list[tuple[str, str]], **others: Any) -> None:
    """Plan a mail for each of these people, by pair and side; the second word makes it another one."""
    with begin(engine) as connection:
        people = {row.key: row for row in connection.execute(select(CONTACT))}
        for who, step in places:
            person = people[f"ada-{who}"]
            run = {"account_id": person.account_id, "journey": step, "occurrence": "once"}
            stands = {"publication_id": 1, "state": "finished", "standing": "", "because": "", "started_at": now}
            [enrollment] = connection.execute(insert(ENROLLMENT).returning(ENROLLMENT.c.id), run | stands).scalars()
            mail = run | {
                "key": f"{who} {step}", "contact_id": person.id, "enrollment_id": enrollment, "step": step,
                "channel": "email", "template": step, "commercial": True, "because": "", "due_at": now, "fence": 0,
                "attempts": 0, "created_at": now, "state": "planned",
            }  # fmt: skip
            connection.execute(insert(TOUCHPOINT), mail | others)


def claimed(engine: Engine, now: datetime) -> list[tuple[Any, str]]:
    """Claim every mail; answer them with the addresses they go to."""
    with begin(engine) as connection:
        ids = connection.execute(select(TOUCHPOINT.c.id)).scalars().all()
        emails = {row.id: row.email for row in connection.execute(select(CONTACT))}
        rows = claim(connection, ids, now, machine_time(), LEASE)
        return [(row, emails[row.contact_id]) for row in rows]


def opened(engine: Engine, now: datetime, mail: tuple[Any, str], restraint: Restraint, more: Sequence[str] = ()) -> str:
    """Transaction A of a mail: `sending`, or what stood in its way."""
    row, email = mail
    ready = Ready(row.template, email, "onboarding", 0, restraint=restraint, outranking=more)
    with begin(engine) as connection:
        number = open_attempt(connection, row, ready, now, machine_time(), LEASE)
        return "sending" if number else obstacle(connection, row, ready, now, machine_time())


def raced(engine: Engine, now: datetime, restraint: Restraint) -> Iterator[list[str]]:
    """Open the two mails of each pair at the same instant, in two threads."""
    mails = claimed(engine, now)
    start = Barrier(2)

    def run(mine: list[tuple[Any, str]]) -> list[str]:
        found = []
        for mail in mine:
            start.wait()
            found.append(opened(engine, now, mail, restraint))
        return found

    with ThreadPoolExecutor(2) as pool:
        both = pool.map(run, (mails[::2], mails[1::2]))
        yield from (sorted(pair) for pair in zip(*both, strict=True))


@pytest.mark.parametrize("restraint", [GAP, ONE_FOR_ALL], ids=["gap", "cap"])
def test_of_two_mails_to_an_account_at_the_same_instant_one_leaves(
    engine: Engine, now: datetime, restraint: Restraint
) -> None:
    stage(engine, now, PAIRS, "{side}@{pair}.example", home="{pair}a")
    plan(engine, now, [(f"{pair}{side}", side) for pair in range(PAIRS) for side in "ab"])

    assert [*raced(engine, now, restraint)] == [["crowded", "sending"]] * PAIRS


@pytest.mark.parametrize("restraint", [GAP, ONE_A_WEEK], ids=["gap", "cap"])
def test_of_two_mails_to_an_address_of_two_accounts_at_the_same_instant_one_leaves(
    engine: Engine, now: datetime, restraint: Restraint
) -> None:
    stage(engine, now, PAIRS, "ada@{pair}.example")
    plan(engine, now, [(f"{pair}{side}", "only") for pair in range(PAIRS) for side in "ab"])

    assert [*raced(engine, now, restraint)] == [["crowded", "sending"]] * PAIRS


def test_accounts_that_have_nothing_to_do_with_each_other_do_not_wait_for_each_other(
    engine: Engine, now: datetime
) -> None:
    stage(engine, now, 5, "ada@{pair}{side}.example")
    plan(engine, now, [(f"{pair}{side}", "only") for pair in range(5) for side in "ab"])

    assert [*raced(engine, now, Restraint(GAP.gap, ONE_A_WEEK.contact))] == [["sending", "sending"]] * 5


@pytest.mark.parametrize("state", ["sending", "unknown", "accepted", "planned", "skipped", "refused"])
@pytest.mark.parametrize("restraint", [GAP, ONE_A_WEEK, ONE_FOR_ALL], ids=["gap", "person", "account"])
def test_what_may_have_arrived_leaves_no_room_and_what_did_not_leaves_some(
    engine: Engine, now: datetime, state: str, restraint: Restraint
) -> None:
    stage(engine, now, 1, "ada@{pair}.example")
    plan(engine, now, [("0a", "before")], state=state, opened_at=now - timedelta(hours=19))
    plan(engine, now, [("0a", "now")])

    found = opened(engine, now, claimed(engine, now)[-1], restraint)

    assert found == ("crowded" if state in ("sending", "unknown", "accepted") else "sending")


@pytest.mark.parametrize(
    ("before", "restraint", "found"),
    [
        (timedelta(hours=20), GAP, "sending"),
        (timedelta(hours=19, minutes=59), GAP, "crowded"),
        (7 * DAY, ONE_A_WEEK, "sending"),
        (7 * DAY - timedelta(minutes=1), ONE_A_WEEK, "crowded"),
        (7 * DAY - timedelta(minutes=1), Restraint(contact=(2, 7 * DAY)), "sending"),
        (timedelta(0), Restraint(), "sending"),
    ],
)
def test_the_moment_from_which_there_is_room_again_is_exact(
    engine: Engine, now: datetime, before: timedelta, restraint: Restraint, found: str
) -> None:
    stage(engine, now, 1, "ada@{pair}.example")
    plan(engine, now, [("0a", "before")], state="accepted", opened_at=now - before, settled_at=now)
    plan(engine, now, [("0a", "now")])

    assert opened(engine, now, claimed(engine, now)[-1], restraint) == found


def test_what_is_expected_neither_waits_nor_lets_others_wait(engine: Engine, now: datetime) -> None:
    stage(engine, now, 1, "ada@{pair}.example")
    plan(engine, now, [("0a", "invoice")], commercial=False)
    plan(engine, now, [("0a", "spotlight")])
    plan(engine, now, [("0a", "receipt")], commercial=False)

    assert [opened(engine, now, mail, GAP) for mail in claimed(engine, now)] == ["sending"] * 3
    with look(engine) as connection:
        rows = connection.execute(select(TOUCHPOINT.c.opened_at)).scalars().all()
    assert rows == [now] * 3


def test_whoever_turned_out_to_be_the_same_person_is_one(engine: Engine, now: datetime) -> None:
    stage(engine, now, 1, "ada@{pair}{side}.example")
    plan(engine, now, [("0b", "before")], state="accepted", opened_at=now - DAY)
    plan(engine, now, [("0a", "now")])
    with begin(engine) as connection:
        ids = {row.key: row.id for row in connection.execute(select(CONTACT))}
        merged = update(CONTACT).where(CONTACT.c.key == "ada-0b")
        connection.execute(merged.values(merged_into=ids["ada-0a"], email=None))

    assert opened(engine, now, claimed(engine, now)[-1], ONE_A_WEEK) == "crowded"


MORE = ("b",)  # the journeys that matter more than that of the first mail of each pair


@pytest.mark.parametrize(
    ("restraint", "found"),
    [
        (GAP, "crowded"),
        (ONE_FOR_ALL, "crowded"),
        (Restraint(contact=(1, 7 * DAY)), "sending"),  # it goes to somebody else
        (Restraint(account=(2, 7 * DAY)), "sending"),  # there is room for both
        (Restraint(), "sending"),
    ],
    ids=["gap", "account", "person", "room", "nothing"],
)
def test_who_would_leave_no_room_for_a_more_important_one_that_was_planned_meanwhile_yields(
    engine: Engine, now: datetime, restraint: Restraint, found: str
) -> None:
    stage(engine, now, 1, "{side}@{pair}.example", home="{pair}a")
    plan(engine, now, [("0a", "a")])
    [lesser] = claimed(engine, now)
    plan(engine, now, [("0b", "b")])

    assert opened(engine, now, lesser, restraint, MORE) == found


@pytest.mark.parametrize(
    ("door", "others"),
    [
        ("", {"state": "skipped"}),
        ("", {"due_at": datetime(2030, 1, 1, tzinfo=UTC)}),
        ("", {"commercial": False}),
        ("", {"channel": "in_app"}),
        ("paused b", {}),
        ("journey b", {}),
    ],
)
def test_nobody_yields_to_what_is_not_free_to_go(
    engine: Engine, now: datetime, door: str, others: dict[str, Any]
) -> None:
    stage(engine, now, 1, "{side}@{pair}.example", home="{pair}a")
    plan(engine, now, [("0a", "a")])
    [lesser] = claimed(engine, now)
    plan(engine, now, [("0b", "b")], **others)
    if door:
        with begin(engine) as connection:
            shut(connection, door, "", machine_time(), None)

    assert opened(engine, now, lesser, GAP, MORE) == "sending"


@pytest.mark.parametrize("restraint", [GAP, ONE_FOR_ALL], ids=["gap", "cap"])
def test_whoever_matters_less_never_leaves_once_the_other_was_planned(
    engine: Engine, now: datetime, restraint: Restraint
) -> None:
    """One thread plans the more important mail of each pair and opens it while another opens the lesser one."""
    stage(engine, now, PAIRS, "{side}@{pair}.example", home="{pair}a")
    plan(engine, now, [(f"{pair}a", "a") for pair in range(PAIRS)])
    lesser, start, planned = claimed(engine, now), Barrier(2), count()
    committed: dict[int, int] = {}

    def open_lesser() -> list[tuple[int, str]]:
        found = []
        for mail in lesser:
            start.wait()
            began = next(planned)
            found.append((began, opened(engine, now, mail, restraint, MORE)))
        return found

    def plan_more() -> list[str]:
        found = []
        for pair in range(PAIRS):
            start.wait()
            plan(engine, now, [(f"{pair}b", "b")])
            committed[pair] = next(planned)
            found.append(opened(engine, now, _claim_last(engine, now), restraint))
        return found

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(open_lesser), pool.submit(plan_more)
        both = [*zip(first.result(), second.result(), range(PAIRS), strict=True)]

    for (began, lesser_did), more_did, pair in both:
        assert (lesser_did, more_did).count("sending") == 1, "one of the two leaves, and never both or none"
        assert lesser_did == "crowded" or began < committed[pair]
    assert {more for _, more, _ in both} >= {"sending"}


def _claim_last(engine: Engine, now: datetime) -> tuple[Any, str]:
    with begin(engine) as connection:
        last = connection.execute(select(TOUCHPOINT.c.id).order_by(TOUCHPOINT.c.id.desc()).limit(1)).scalar_one()
        [row] = claim(connection, [last], now, machine_time(), LEASE)
        email = connection.execute(select(CONTACT.c.email).where(CONTACT.c.id == row.contact_id)).scalar_one()
        return row, email
