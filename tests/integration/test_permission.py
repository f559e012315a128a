"""The clause of transaction A says of every mail what `why_not` says: two ways to one answer."""

import random

import pytest
from sqlalchemy import insert, select

from models.consent import suppress
from models.database import begin, look
from models.mail_changes import SUPPRESSED, T
from models.permission import refusal_of
from models.places import fingerprint, places
from models.reasons import REASONS
from models.tables import SUPPRESSION
from tests.integration.test_gap import program
from tests.meanwhile import planned
from tests.world import World

ADDRESS = "ada@mail.acme.example"
PLACES = (
    ADDRESS,
    "@mail.acme.example",
    "@acme.example",
    "@other.example",
    "bob@mail.acme.example",
    fingerprint(ADDRESS),
)
TOPICS = ("*", "onboarding", "payment")


@pytest.mark.parametrize("commercial", [True, False])
def test_the_database_and_the_pure_answer_agree(world: World, commercial: bool) -> None:
    planned(world)
    chance = random.Random(6)
    with begin(world.engine) as connection:
        connection.execute(T.update().values(commercial=commercial))
    for _ in range(60):
        what = [(place, topic, reason) for place in PLACES for topic in TOPICS for reason in (*REASONS, "else")]
        rows = chance.sample(what, chance.randint(0, 2))
        with begin(world.engine) as connection:
            connection.execute(SUPPRESSION.delete())
            for email, topic, reason in rows:
                told = {"email": email, "topic": topic, "reason": reason, "source": "a test", "at": world.now}
                connection.execute(insert(SUPPRESSION), told)
        with look(world.engine) as connection:
            for topic in TOPICS[1:]:
                words = {"places": places(ADDRESS), "topic": topic}
                clause = connection.execute(select(SUPPRESSED).select_from(T), words).scalar_one()
                assert bool(clause) == bool(refusal_of(connection, ADDRESS, topic, commercial=commercial)), rows


@pytest.mark.parametrize(
    ("topic", "reason", "told"),
    [
        ("*", "unsubscribed", ["payment"]),
        ("*", "complained", []),
        ("*", "manual", []),
        ("onboarding", "unsubscribed", []),
        ("reviews", "unsubscribed", ["payment", "renewal"]),
    ],
)
def test_who_ended_everything_is_still_told_of_a_payment(
    world: World, topic: str, reason: str, told: list[str]
) -> None:
    world.publish(program())
    world.account("acme")
    with begin(world.engine) as connection:
        suppress(connection, world.now, "ada@acme.example", topic, reason, "a test")

    world.look()

    assert [mail.template for mail in world.mails() if mail.state == "accepted"] == told


def test_a_domain_stops_everybody_there_and_at_its_parts(world: World) -> None:
    world.account("acme", email="ada@mail.acme.example")
    world.account("bolt", email="ada@bacme.example")
    with begin(world.engine) as connection:
        suppress(connection, world.now, "@ACME.example", "*", "manual", "a test")

    world.look()

    assert [mail.contact_id for mail in world.mails()] == [world.contact("bolt-ada").id]
