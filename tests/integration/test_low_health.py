"""A score that falls low starts a play: one task that names what lowered it, where nobody is at work already."""

from datetime import datetime, timedelta

import pytest

from console.program_files import read_program
from models.database import begin
from models.facts import ContactFacts
from models.intake import record_contacts
from models.tables import EVENT, TASK
from tests.world import World

DAY = timedelta(days=1)
AGE = 45  # days: beyond the first month
FEATURES = ("project created", "task completed", "board viewed")  # half of the core features


@pytest.fixture
def acme(world: World) -> World:
    """An account in moderate health, in the program that ships: half of the features, a champion, a sponsor."""
    world.publish(dict(read_program()))
    began = world.now - AGE * DAY
    world.account(signed_up_at=began, owner="dana@cadence.example")
    for day in range(AGE):
        for event in FEATURES:
            world.event("acme", event, at=began + day * DAY)
    for event in ("task created", "teammate invited"):
        world.event("acme", event, at=began)
    for day in range(0, AGE, 12):
        ticket(world, f"T{day}", "opened", "solved", at=began + day * DAY)
    tell(world, "cy", role="champion")
    tell(world, "sue", role="sponsor")
    world.live(DAY, "acme")
    return world


def tell(world: World, key: str, **told: object) -> None:
    with begin(world.engine) as connection:
        record_contacts(connection, world.now, [ContactFacts(key, "acme", {"email": f"{key}@acme.example", **told})])


def ticket(world: World, name: str, *happens: str, at: datetime | None = None) -> None:
    for one in happens:
        world.event("acme", f"ticket {one}", at=at, ticket=name)


def fall(world: World) -> None:
    """Let the sponsor leave and a ticket be escalated: two parts weaker, and no sign of leaving."""
    tell(world, "sue", role="sponsor", left_at=world.now)
    ticket(world, "late", "opened", "escalated")
    world.live(2 * DAY, "acme")


def crossings(world: World) -> list[str]:
    return [row.name for row in world.rows(EVENT, reserved=True) if row.name.startswith("health")]


def reasons(world: World) -> list[str]:
    return [task.reason for task in world.tasks()]


def test_whose_health_falls_low_is_handed_to_the_csm_with_what_lowered_it(acme: World) -> None:
    fall(acme)

    (task,) = acme.tasks()
    assert crossings(acme) == ["health fell"]
    assert (task.reason, task.owner, task.because) == (
        "health-fell", "dana@cadence.example", "health.score is 38, so health.score < 50",
    )  # fmt: skip
    shown = task.evidence
    assert (shown["health.score"], shown["health.band"]) == (38, "at_risk")
    assert shown["health.gaps"] == (
        "Product usage 20 of 40 (usage.feature_adoption is 50%, usage.daily_seat_share is not known); "
        "Support 0 of 15 (support.escalated_tickets is 1); "
        "Relationship 7 of 15 (people.sponsor is false, people.champion is true)"
    )


def test_who_is_back_needs_nobody_and_who_hovers_about_the_border_comes_once_a_quarter(acme: World) -> None:
    fall(acme)
    ticket(acme, "late", "solved")
    acme.live(2 * DAY, "acme")
    (task,) = acme.rows(TASK)
    back = task.state

    ticket(acme, "late", "reopened", "escalated")
    acme.live(3 * DAY, "acme")

    assert back == "closed"
    assert crossings(acme) == ["health fell", "health rose", "health fell"]
    assert reasons(acme) == ["health-fell"]


def test_where_a_sign_of_leaving_has_its_play_the_score_starts_no_other(acme: World) -> None:
    acme.event("acme", "nps answered", score=3)
    fall(acme)

    assert crossings(acme) == ["health fell"]
    assert reasons(acme) == ["negative-feedback"]
