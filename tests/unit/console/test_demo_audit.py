"""The demonstration's audit and tally: what our tables say, held against the provider's ledger."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, insert

from console.demo.audit import audit, listed
from console.demo.crowding import Mail, Restraint
from console.demo.fingerprint import fingerprint
from console.demo.overview import courses
from console.demo.tally import gist, standings, tally
from journeys.caps import USUAL
from models.database import begin, look
from models.facts import AccountFacts, ContactFacts
from models.intake import record_accounts, record_contacts
from models.tables import DECISION, ENROLLMENT, PUBLICATION, RELEASE, TOUCHPOINT

STEPS = {"welcome": "accepted", "tips": "unknown"}
HELD = {"evidence": {}, "kind": "hold", "because": "No reachable contact (admin: no address)"}


def touchpoint(step: str, state: str, now: datetime) -> dict[str, object]:
    return {
        "key": f"key-of-{step}", "account_id": 1, "contact_id": 1, "enrollment_id": 1, "journey": "onboarding",
        "occurrence": "once", "step": step, "channel": "email", "template": step, "state": state, "because": "",
        "due_at": now, "fence": 1, "attempts": 1, "created_at": now,
    }  # fmt: skip


def tell(connection: Connection, now: datetime) -> None:
    """One account, welcomed; whether it got the tips nobody knows, and its recap is held."""
    record_accounts(connection, now, [AccountFacts("acme", {"name": "Acme"})])
    record_contacts(connection, now, [ContactFacts("ada", "acme", {"email": "ada@acme.example"})])
    connection.execute(insert(RELEASE), {"number": 1, "published_at": now, "published_by": "", "because": ""})
    file = {"path": "journeys/definitions/onboarding.yaml", "number": 1, "digest": "", "release": 1}
    connection.execute(insert(PUBLICATION), file)
    place = {"account_id": 1, "journey": "onboarding"}
    stand = {"occurrence": "once", "publication_id": 1, "state": "finished", "standing": "", "because": "Done"}
    connection.execute(insert(ENROLLMENT), place | stand | {"started_at": now})
    connection.execute(insert(TOUCHPOINT), [touchpoint(step, state, now) for step, state in STEPS.items()])
    connection.execute(insert(DECISION), place | {"step": "recap", "at": now} | HELD)


@pytest.fixture
def told(engine: Engine, now: datetime) -> Engine:
    with begin(engine) as connection:
        tell(connection, now)
    return engine


def test_a_mail_of_unknown_fate_may_be_in_the_ledger_or_not(told: Engine, now: datetime) -> None:
    with look(told) as connection:
        without, including = (
            audit(connection, ["key-of-welcome"], now),
            audit(connection, ["key-of-welcome", "key-of-tips"], now),
        )

    assert without.holds
    assert including.holds
    assert without.unknown == including.unknown == ("key-of-tips",)


def test_a_mail_that_the_provider_got_twice_is_found(told: Engine, now: datetime) -> None:
    with look(told) as connection:
        found = audit(connection, ["key-of-welcome", "key-of-tips", "key-of-tips"], now)

    assert found.twice == ("key-of-tips",)
    assert not found.holds


def test_a_mail_that_the_provider_never_got_is_found(told: Engine, now: datetime) -> None:
    with look(told) as connection:
        found = audit(connection, [], now)

    assert found.missing == ("key-of-welcome",)
    assert "1 missing" in found.line()


def test_a_mail_that_we_never_asked_for_is_found(told: Engine, now: datetime) -> None:
    with look(told) as connection:
        found = audit(connection, ["key-of-welcome", "a stranger's"], now)

    assert found.unasked == ("a stranger's",)
    assert not found.holds


def test_a_mail_that_tells_the_operators_of_an_alarm_is_none_of_the_customers(told: Engine, now: datetime) -> None:
    with look(told) as connection:
        assert audit(connection, ["key-of-welcome", "alarm-1", "alarm-1-2"], now).holds


def test_who_got_more_than_the_caps_allow_by_the_providers_ledger_is_found(told: Engine, now: datetime) -> None:
    with begin(told) as connection:
        connection.execute(TOUCHPOINT.update().values(commercial=True, opened_at=now))
    restraint = Restraint(timedelta(hours=20), USUAL)
    with look(told) as connection:
        one = audit(connection, ["key-of-welcome"], now, restraint)
        both = audit(connection, ["key-of-welcome", "key-of-tips"], now, restraint)

    assert one.holds
    assert both.above == ("acme: onboarding / tips and onboarding / welcome within the gap",)
    assert not both.holds
    assert "1 above the caps" in both.line()


def test_mails_of_unknown_fate_are_listed_by_account_and_step(told: Engine, now: datetime) -> None:
    with look(told) as connection:
        assert listed(connection) == ["acme, onboarding / tips"]


def test_every_step_is_tallied_with_its_outcome_and_reason(told: Engine, now: datetime) -> None:
    with look(told) as connection:
        steps = {line.step: line for line in tally(connection)}
        stands = standings(connection)

    assert {name: dict(line.counts) for name, line in steps.items()} == {
        "recap": {"held": 1},
        "welcome": {"sent": 1},
        "tips": {"unknown": 1},
    }
    assert steps["recap"].reasons == {("held", "No reachable contact"): 1}
    assert stands == {"onboarding": {"went to the end": 1}}


def test_every_journey_is_told_with_who_entered_and_reached_the_goal_what_was_said_and_why_not(
    told: Engine, now: datetime
) -> None:
    with begin(told) as connection:
        record_accounts(connection, now, [AccountFacts("blue", {"name": "Blue"})])
        there = {"account_id": 2, "journey": "onboarding", "occurrence": "once", "publication_id": 1, "standing": ""}
        arrived = {"state": "left", "because": "Goal reached: checklist.complete", "started_at": now}
        connection.execute(insert(ENROLLMENT), there | arrived)
        refused = {"journey": "renewal", "state": "declined", "because": "It is not for them", "started_at": now}
        connection.execute(insert(ENROLLMENT), there | refused)
        late = {"account_id": 2, "journey": "onboarding", "step": "tips", "at": now, "evidence": {}}
        connection.execute(insert(DECISION), late | {"kind": "skip", "because": "Too late", "reason": "too late"})
    with look(told) as connection:
        found = {course.journey: course for course in courses(connection)}

    assert dict(found["onboarding"].figures) == {"entered": 2, "goal": 1, "mails": 1}
    assert dict(found["onboarding"].reasons) == {"open held": 1, "too late skipped": 1}
    assert found.keys() == {"onboarding"}


def test_reasons_are_counted_without_their_particulars() -> None:
    assert gist("account.segment is smb, so not: account.segment == 'x'") == "account.segment is smb"
    assert gist("Too late: it was due on Monday") == "Too late"
    assert gist("Day 0 has come") == "Day 0 has come"


def test_the_fingerprint_changes_with_what_was_concluded_and_with_nothing_else(told: Engine, now: datetime) -> None:
    with look(told) as connection:
        before = fingerprint(connection)
    with begin(told) as connection:
        connection.execute(TOUCHPOINT.update().values(fence=7, leased_until=now, hinted_at=now, attempts=3))
        same = fingerprint(connection)
        connection.execute(DECISION.update().values(because="Something else"))
        other = fingerprint(connection)

    assert before == same != other


def test_a_mail_that_waits_for_a_human_when_the_play_ends_is_held_and_one_that_was_due_is_not(
    told: Engine, now: datetime
) -> None:
    later = touchpoint("later", "planned", now) | {"due_at": now + timedelta(hours=1)}
    with begin(told) as connection:
        connection.execute(insert(TOUCHPOINT), [later, touchpoint("due", "planned", now)])

    with look(told) as connection:
        found = audit(connection, ["key-of-welcome"], now)

    assert (found.held, found.open) == (("key-of-later",), ("key-of-due",))
    assert not found.holds


def test_who_was_mailed_by_two_accounts_within_the_gap_is_found(now: datetime) -> None:
    restraint, hour = Restraint(timedelta(hours=20), USUAL), timedelta(hours=1)
    first, near, far = (Mail(f"a{hours}", "ada@acme.example", "x / y", now + hours * hour) for hours in (0, 19, 39))

    assert [*restraint.broken([first, near])] == ["a person at a0 and a19: x / y and x / y within the gap"]
    assert [*restraint.broken([near, far])] == []
