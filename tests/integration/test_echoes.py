"""Nobody is mailed the same step twice, whatever is told about who they are and where they belong."""

from datetime import timedelta

import pytest

from models.database import begin
from models.facts import AccountFacts, ContactFacts, EventFacts, LinkFacts
from models.reception import receive
from models.told import Told
from tests.first_month import first_month
from tests.uncapped import gapless
from tests.world import World

REQUEST = """
title: Answer a request
kind: leaving
starts: {event: cancellation requested}
occurrence: each
priority: 95
to: admins
late: {within: 2 days, otherwise: skip}
steps:
  - id: answer
    day: 0
    email: request/answer
"""
ANSWER = """---
subject: We have your request
preheader: Somebody looks at it
topic: onboarding
---
Somebody looks at it.
"""
HOUR = timedelta(hours=1)
PERSON = {"email": "ann@x.example", "first_name": "Ann", "role": "admin"}


@pytest.fixture(autouse=True)
def without_a_gap(world: World) -> None:
    """It is no echo that a person is left alone for a while, whichever of their accounts would speak."""
    world.publish(gapless(first_month()))


def tell(world: World, *facts: AccountFacts | ContactFacts | LinkFacts | EventFacts) -> None:
    told: dict[type, list[object]] = {AccountFacts: [], ContactFacts: [], LinkFacts: [], EventFacts: []}
    for fact in facts:
        told[type(fact)].append(fact)
    with begin(world.engine) as connection:
        receive(connection, world.now, Told(*told.values()))  # type: ignore[arg-type]


def workspace(world: World, key: str, age: timedelta = timedelta()) -> AccountFacts:
    known = {"name": "Acme", "timezone": "UTC", "seats": 10, "arr_cents": 900_000, "signed_up_at": world.now - age}
    return AccountFacts(key, known, at=world.now)


def look(world: World, *accounts: str) -> None:
    for account in accounts:
        world.event(account, "signed in")
    world.look()


def mails(world: World) -> list[tuple[str, str]]:
    return [(mail.step, mail.state) for mail in world.mails()]


def test_a_workspace_told_under_a_new_key_welcomes_nobody_again(world: World) -> None:
    signed_up = world.now
    tell(world, workspace(world, "acme"), ContactFacts("ann", "acme", PERSON, at=world.now))
    look(world, "acme")

    world.now += HOUR
    tell(world, workspace(world, "org-1", world.now - signed_up), ContactFacts("ann", "org-1", at=world.now))
    look(world, "org-1")

    assert mails(world) == [("welcome", "accepted"), ("welcome", "skipped")]
    assert len(world.provider.accepted()) == 1


def test_what_turns_out_to_have_happened_at_another_account_is_answered_once(world: World) -> None:
    files = {"journeys/definitions/request.yaml": REQUEST, "emails/templates/request/answer.md": ANSWER}
    world.publish(gapless(first_month()) | files)
    year = timedelta(days=400)
    tell(world, workspace(world, "a", year), workspace(world, "b", year))
    tell(world, ContactFacts("ann", "a", PERSON, at=world.now - year))
    asked = EventFacts("m-asked", "cancellation requested", world.now, "success", contact="ann", reserved=True)
    tell(world, asked)
    look(world, "a")

    world.now += HOUR
    tell(world, ContactFacts("ann", "b", at=world.now - 2 * HOUR))
    look(world, "b")

    assert mails(world) == [("answer", "accepted"), ("answer", "skipped")]


def test_who_turns_out_to_be_somebody_at_another_account_is_not_told_again(world: World) -> None:
    signed_up = world.now
    tell(world, workspace(world, "org-1"), ContactFacts("ann-1", "org-1", PERSON, at=world.now))
    look(world, "org-1")

    world.now += HOUR
    tell(world, workspace(world, "org-2", world.now - signed_up), ContactFacts("ann-2", "org-2", PERSON, at=world.now))
    tell(world, LinkFacts("ann-1", "ann-2", world.now))
    look(world, "org-2")

    assert mails(world) == [("welcome", "accepted"), ("welcome", "skipped")]


def test_another_run_of_the_journey_is_no_echo(world: World) -> None:
    tell(world, workspace(world, "acme"), ContactFacts("ann", "acme", PERSON, at=world.now))
    look(world, "acme")

    world.now += HOUR
    tell(world, workspace(world, "second"), ContactFacts("ann", "second", at=world.now))
    look(world, "second")

    assert mails(world) == [("welcome", "accepted"), ("welcome", "accepted")]
