"""TechCorp, the worked example of the playbook: from rows on record to 69, moderate, and a plan in three parts."""

import json
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import update

from console.behavior import known_of, values_of
from journeys.assess import Health, assess
from models.database import begin
from models.facts import AccountFacts, ContactFacts, EventFacts
from models.intake import record_accounts, record_contacts, record_events
from models.tables import ASSESSMENT, EVENT, FEED
from tests.techcorp import DAY, FEATURES, twenty_features
from tests.world import World


class TechCorp:
    """Tells a world everything about TechCorp, as its product, help desk, billing and people would."""

    def __init__(self, world: World) -> None:
        self.world, self.now, self.facts = world, world.now, list[EventFacts]()
        world.publish(twenty_features())

    def told(self, ago: int, name: str, feed: str, contact: str | None = None, **properties: Any) -> None:
        at, reserved = self.now - ago * DAY, feed != "product"
        properties = {name: value for name, value in properties.items() if value is not None}
        self.facts.append(
            EventFacts(
                f"t{len(self.facts)}", name, at, feed, "techcorp", contact, properties=properties, reserved=reserved
            )
        )

    def people(self) -> None:
        """Twenty seats; a champion and an admin among twenty people, and no sponsor."""
        columns = {
            "name": "TechCorp", "timezone": "UTC", "signed_up_at": self.now - 400 * DAY, "seats": 20,
            "arr_cents": 2_000_000,
        }  # fmt: skip
        roles = ["champion", "admin", *["user"] * 18]
        people = [
            ContactFacts(f"p{number}", "techcorp", {"role": role, "email": f"p{number}@techcorp.example"})
            for number, role in enumerate(roles)
        ]
        with begin(self.world.engine) as connection:
            record_accounts(connection, self.now, [AccountFacts("techcorp", columns)])
            record_contacts(connection, self.now, people)

    def usage(self, features: int = 11) -> None:
        """Thirteen of them are there on every day, and eleven features were used."""
        for ago in range(35):
            for number in range(13):
                self.told(ago, "signed in", "product", f"p{number}")
        for name in FEATURES[:features]:
            self.told(3, f"{name} used", "product", "p0")

    def engagement(self) -> None:
        self.told(40, "qbr attended", "success", quarter="2025-Q4")
        self.told(200, "training completed", "success", "p1", course="Basics")
        self.told(12, "outreach made", "success", channel="email")
        self.told(10, "reply received", "success", "p1", channel="email")

    def support(self) -> None:
        """As many tickets as in the month before, all solved, with 4.2 on average."""
        for ago, csat in ((50, None), (45, 4), (40, 4), (20, 4), (10, 4), (5, 5)):
            self.told(ago, "ticket opened", "support", ticket=f"k{ago}", severity="normal")
            self.told(ago - 1, "ticket solved", "support", ticket=f"k{ago}", csat=csat)

    def feedback(self, nps: int = 8) -> None:
        self.told(30, "nps answered", "survey", "p0", score=nps)

    def billing(self) -> None:
        """Every invoice paid, and the same revenue as a year ago."""
        self.told(400, "subscription created", "billing", subscription="s1", status="active", arr=20000, seats=20)
        self.told(35, "subscription updated", "billing", subscription="s1", status="active", arr=20000, seats=20)
        for ago in (95, 65, 35, 5):
            self.told(ago, "payment succeeded", "billing", invoice=f"i{ago}", amount=1667)

    def everything(self) -> "TechCorp":
        self.people()
        for tell in (self.usage, self.engagement, self.support, self.feedback, self.billing):
            tell()
        return self

    def judged(self, now: datetime | None = None) -> Health:
        """Record what was told, and answer how the account is found."""
        with begin(self.world.engine) as connection:
            record_events(connection, self.now, self.facts)
            connection.execute(update(FEED).values(connected_at=None))  # the feeds were there before TechCorp was
        known = known_of(self.world.engine, "techcorp", now or self.now)
        health = assess(now or self.now, known.catalog, known.standing.behavior)
        assert health is not None
        return health


@pytest.fixture
def techcorp(world: World) -> TechCorp:
    return TechCorp(world)


def test_techcorp_is_69_moderate(techcorp: TechCorp) -> None:
    health = techcorp.everything().judged()

    assert [(one.component.name, one.color, one.points) for one in health.components] == [
        ("usage", "yellow", 20),
        ("engagement", "green", 25),
        ("support", "green", 15),
        ("relationship", "yellow", 7),
        ("financial", "yellow", 2),
    ]
    assert (health.score, health.band, health.model) == (69, "moderate", "standard")
    assert health.because == (
        "69 of 100, moderate: Product usage 20 of 40, Engagement 25 of 25, Support 15 of 15, Relationship 7 of 15, "
        "Financial 2 of 5"
    )


def test_techcorps_parts_say_what_was_looked_at(techcorp: TechCorp) -> None:
    evidence = {one.component.name: one.evidence for one in techcorp.everything().judged().components}

    assert evidence["usage"] == {"usage.feature_adoption": 0.55, "usage.daily_seat_share": 0.65}
    assert evidence["engagement"] == {
        "engagement.qbr": True, "engagement.trained": True, "engagement.responsive": True,
    }  # fmt: skip
    assert evidence["support"]["support.csat"] == pytest.approx(4.2)
    assert evidence["support"]["support.ticket_trend"] == "stable"
    assert evidence["relationship"] == {"feedback.nps": 8, "people.sponsor": False, "people.champion": True}
    assert evidence["financial"] == {
        "payment.state": "on time", "payment.growth": 0, "account.likely_to_renew": False,
    }  # fmt: skip


def test_techcorps_plan_closes_the_biggest_gap_first(techcorp: TechCorp) -> None:
    plan = techcorp.everything().judged().plan

    assert [(part.component, part.gap, part.actions) for part in plan] == [
        (
            "usage",
            20,
            (
                "Review adoption with them, team by team, and find out what keeps those who stay away",
                "Show them what they pay for and do not use yet: "
                + ", ".join(f"Module {number}" for number in range(11, 16))
                + " and 4 more",
                "Run a targeted campaign for the people who have a seat and were not active this month",
            ),
        ),
        (
            "relationship",
            8,
            ("Find an executive sponsor, with the champion's help, and show them what was achieved",),
        ),
        ("financial", 3, ("Prepare the expansion proposal, built on the value they already get",)),
    ]


def test_without_an_nps_the_relationship_is_judged_by_people_alone(techcorp: TechCorp) -> None:
    techcorp.people()
    for tell in (techcorp.usage, techcorp.engagement, techcorp.support, techcorp.billing):
        tell()
    health = techcorp.judged()

    relationship = health.components[3]
    assert (health.score, relationship.points) == (69, 7)
    assert "feedback.nps" in relationship.missing
    assert "; not known: feedback.nps (" in relationship.because


def test_what_was_never_heard_is_left_out_and_the_rest_weighted_up(techcorp: TechCorp) -> None:
    techcorp.people()
    techcorp.usage()
    health = techcorp.judged()

    assert [one.component.name for one in health.components if one.points is None] == [
        "engagement", "support", "financial",
    ]  # fmt: skip
    assert health.score == (20 + 7) * 100 // (40 + 15)
    assert (
        "Left out, and the rest weighted up to 100: Engagement (the success feed has never been heard)"
        in health.because
    )


def test_a_product_feed_that_fell_silent_leaves_no_score(techcorp: TechCorp) -> None:
    health = techcorp.everything().judged(techcorp.now + 3 * DAY)

    assert (health.score, health.band, health.plan) == (None, None, ())
    assert health.because.startswith("The score cannot be told: the product feed has been silent since")


def test_what_the_night_writes_down_is_the_same_and_plain(techcorp: TechCorp) -> None:
    health = techcorp.everything().judged()
    techcorp.world.assess()

    [row] = techcorp.world.rows(ASSESSMENT)
    assert (row.score, row.band, row.model, row.because) == (69, "moderate", "standard", health.because)
    assert row.components == json.loads(json.dumps([one.as_plain() for one in health.components]))


def test_an_old_customer_on_the_day_tenure_is_switched_on_has_no_score_and_does_not_fall(world: World) -> None:
    world.account(signed_up_at=world.now - 400 * DAY)
    with begin(world.engine) as connection:
        record_contacts(connection, world.now, [ContactFacts("bo", "acme", {"role": "user"})])
    for _ in range(3):
        world.event("acme", "signed in")
        world.assess()
        world.look()
        world.now += DAY
    known = known_of(world.engine, "acme", world.now - DAY)
    told = values_of(known, world.now - DAY)

    rows = world.rows(ASSESSMENT)
    assert [(row.score, row.band) for row in rows] == [(None, None)] * 3
    assert all("points can be judged: Product usage (" in row.because for row in rows)
    assert {event.name for event in world.rows(EVENT)} == {"signed in"}
    assert "only 15 of 100 points can be judged" in told["health.score"]["because"]
    assert told["states.at_risk"].get("value") is not True
