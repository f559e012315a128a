"""What a play must not leave behind: a fate that nobody knows, somebody stuck in a journey, two mails in a day."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, insert, update

from console.demo.soundness import Soundness, look_over
from models.alarms import raise_alarm
from models.database import begin, look
from models.facts import AccountFacts, ContactFacts
from models.intake import record_accounts, record_contacts
from models.tables import ACCOUNT, DECISION, ENROLLMENT, PUBLICATION, RELEASE, TOUCHPOINT

GAP = timedelta(hours=20)
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
        return look_over(connection, now, GAP)


def test_who_waits_and_is_mailed_with_distance_is_no_finding(enrolled: Engine, now: datetime) -> None:
    with begin(enrolled) as connection:
        connection.execute(insert(TOUCHPOINT), [mail("welcome", now - GAP), mail("tips", now)])

    assert found(enrolled, now).holds
    assert [line for line, _ in found(enrolled, now).lines()] == [
        "unknown: none",
        "stuck enrollments: none",
        "accounts above their caps (20 hours between two commercial mails): none",
    ]


def test_two_commercial_mails_within_the_gap_are_named(enrolled: Engine, now: datetime) -> None:
    with begin(enrolled) as connection:
        connection.execute(insert(TOUCHPOINT), [mail("welcome", now - GAP + timedelta(minutes=1)), mail("tips", now)])

    assert found(enrolled, now).above == ("acme: onboarding / welcome and onboarding / tips within the gap",)


def test_whoever_gets_three_mails_in_a_week_is_counted(enrolled: Engine, now: datetime) -> None:
    days = {"welcome": 0, "tips": 3, "recap": 6}
    with begin(enrolled) as connection:
        connection.execute(
            insert(TOUCHPOINT), [mail(step, now + timedelta(days=number)) for step, number in days.items()]
        )

    assert found(enrolled, now).holds
    assert found(enrolled, now).often == 1


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
