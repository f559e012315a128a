"""What a play must not leave behind: a fate that nobody knows, somebody stuck in a journey, two mails in a day."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, insert, update

from console.demo.crowding import Restraint
from console.demo.soundness import Soundness, look_over
from journeys.caps import Cap, Caps
from models.alarms import raise_alarm
from models.database import begin, look
from models.facts import AccountFacts, ContactFacts
from models.intake import record_accounts, record_contacts
from models.tables import ACCOUNT, DECISION, ENROLLMENT, PUBLICATION, RELEASE, TOUCHPOINT

GAP = timedelta(hours=20)
DAY = timedelta(days=1)
RESTRAINT = Restraint(GAP, Caps(Cap(2, 7 * DAY), Cap(4, 7 * DAY)))
PLACE = {"account_id": 1, "journey": "onboarding"}


def enroll(connection: Connection, now: datetime) -> None:
    """One account in one journey, with its next look tomorrow."""
    record_accounts(connection, now, [AccountFacts("acme", {"name": "Acme"})])
    record_contacts(connection, now, [ContactFacts("ada", "acme", {"email": "ada@acme.example"})])
    connection.execute(insert(RELEASE), {"number": 1, "published_at": now, "published_by": "", "because": ""})
    file = {"path": "journeys/definitions/onboarding.yaml", "number": 1, "digest": "", "release": 1}
    connection.execute(insert(PUBLICATION), file)
    stand = {"occurrence": "once", "publication_id": 1, "state": "open", "step": "tips", "standing": "", "because": ""}
    tomorrow = now + timedelta(days=1)
    connection.execute(insert(ENROLLMENT), PLACE | stand | {"started_at": now, "wake_at": tomorrow})
    connection.execute(update(ACCOUNT).values(wake_at=tomorrow))


def mail(step: str, at: datetime, state: str = "accepted") -> dict[str, object]:
    return PLACE | {
        "key": f"key-of-{step}", "contact_id": 1, "enrollment_id": 1, "occurrence": "once", "step": step,
        "channel": "email", "template": step, "commercial": True, "state": state, "because": "", "due_at": at,
        "fence": 1, "attempts": 1, "created_at": at, "settled_at": at,
    }  # fmt: skip


@pytest.fixture
def enrolled(engine: Engine, now: datetime) -> Engine:
    with begin(engine) as connection:
        enroll(connection, now)
    return engine


def found(engine: Engine, now: datetime) -> Soundness:
    with look(engine) as connection:
        return look_over(connection, now, RESTRAINT)


def test_who_waits_and_is_mailed_with_distance_is_no_finding(enrolled: Engine, now: datetime) -> None:
    with begin(enrolled) as connection:
        connection.execute(insert(TOUCHPOINT), [mail("welcome", now - GAP), mail("tips", now)])

    assert found(enrolled, now).holds
    assert [line for line, _ in found(enrolled, now).lines()] == [
        "unknown: none",
        "stuck enrollments: none",
        (
            "accounts and people above their caps "
            "(20 hours between two commercial mails; 2 in 7 days for a person; 4 in 7 days for an account): none"
        ),
    ]


def test_two_commercial_mails_within_the_gap_are_named(enrolled: Engine, now: datetime) -> None:
    with begin(enrolled) as connection:
        connection.execute(insert(TOUCHPOINT), [mail("welcome", now - GAP + timedelta(minutes=1)), mail("tips", now)])

    assert found(enrolled, now).above == ("acme: onboarding / welcome and onboarding / tips within the gap",)


def test_whoever_gets_three_mails_in_a_week_is_above_their_cap(enrolled: Engine, now: datetime) -> None:
    days = {"welcome": 0, "tips": 3, "recap": 6, "review": 10}
    mails = [mail(step, now + number * DAY, "unknown" if number else "accepted") for step, number in days.items()]
    with begin(enrolled) as connection:
        connection.execute(insert(TOUCHPOINT), mails)

    assert found(enrolled, now).above == (
        "a person at acme: 3 mails within 7 days: onboarding / welcome, onboarding / tips, onboarding / recap",
    )
    assert not found(enrolled, now).holds


def test_an_account_is_above_its_cap_whoever_of_it_was_mailed(enrolled: Engine, now: datetime) -> None:
    with begin(enrolled) as connection:
        people = [ContactFacts(f"p{n}", "acme", {"email": f"p{n}@acme.example"}) for n in range(2, 6)]
        record_contacts(connection, now, people)
        connection.execute(
            insert(TOUCHPOINT), [mail(f"step-{n}", now + n * DAY) | {"contact_id": n} for n in range(1, 6)]
        )

    [line] = found(enrolled, now).above
    assert line.startswith("acme: 5 mails within 7 days: onboarding / step-1, ")


def test_one_address_at_two_accounts_is_one_person(enrolled: Engine, now: datetime) -> None:
    with begin(enrolled) as connection:
        record_accounts(connection, now, [AccountFacts("bolt", {"name": "Bolt"})])
        record_contacts(connection, now, [ContactFacts("ada-2", "bolt", {"email": "ada@acme.example"})])
        there = {"account_id": 2, "contact_id": 2}
        mails = [mail("welcome", now), mail("tips", now + DAY), mail("recap", now + 2 * DAY) | there]
        connection.execute(insert(TOUCHPOINT), mails)

    [line] = found(enrolled, now).above
    assert line.startswith("a person at acme: 3 mails within 7 days")


def test_what_was_expected_and_what_did_not_leave_is_not_counted(enrolled: Engine, now: datetime) -> None:
    with begin(enrolled) as connection:
        invoices = [mail(f"invoice-{n}", now) | {"commercial": False} for n in range(5)]
        connection.execute(insert(TOUCHPOINT), [*invoices, mail("tips", now), mail("recap", now, "refused")])

    assert found(enrolled, now).above == ()


def test_an_enrollment_that_is_overdue_is_stuck(enrolled: Engine, now: datetime) -> None:
    later = now + timedelta(days=1)

    assert found(enrolled, later).stuck == (f"acme, onboarding / tips: due since {later:%d %b %Y %H:%M}",)


def test_an_account_that_would_sleep_through_its_step_is_stuck(enrolled: Engine, now: datetime) -> None:
    with begin(enrolled) as connection:
        connection.execute(update(ACCOUNT).values(wake_at=None))

    assert len(found(enrolled, now).stuck) == 1


def test_mails_of_unknown_fate_failures_and_silent_feeds_are_unknown(enrolled: Engine, now: datetime) -> None:
    failed = {"account_id": 1, "journey": "", "kind": "failed", "because": "A mistake of ours", "evidence": {}}
    with begin(enrolled) as connection:
        connection.execute(insert(TOUCHPOINT), mail("tips", now, "unknown"))
        connection.execute(insert(DECISION), failed | {"at": now})
        raise_alarm(connection, now, "silence", "product", "the product feed has never been heard")

    assert found(enrolled, now).unknown == (
        "acme, onboarding / tips: nobody knows whether it arrived",
        "acme: A mistake of ours",
        f"the product feed has never been heard, on {now:%d %b %Y}",
    )
