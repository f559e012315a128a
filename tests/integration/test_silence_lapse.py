"""A product feed that falls silent, in time-lapse: nobody is written to for lack of data, somebody is told once.

Everybody lives in Berlin and signs up on Monday, 2 March 2026; their seventh day is the Monday after.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import count

import pytest
from rich.console import Console
from sqlalchemy import select

from console.story import print_story
from journeys.behavior import Return
from journeys.catalog import Catalog
from journeys.certainty import Unknown
from journeys.view import View
from models.database import begin, look
from models.facts import AccountFacts, ContactFacts, EventFacts
from models.hearing import hear
from models.intake import record_accounts, record_contacts, record_events
from models.tables import ACCOUNT, ALARM, DECISION, ENROLLMENT, SILENCE, TOUCHPOINT
from tests.first_month import first_month
from tests.notes import NOTES
from tests.unit.journeys.stage import book
from tests.world import World
from workers.advance import advance_accounts
from workers.deliver import deliver_mails
from workers.feedwatch import hearings
from workers.gather import gather

HOUR = timedelta(hours=1)
IDLE, BUILDER, FINISHER, NEWCOMER = "idle", "builder", "finisher", "newcomer"
CHECKLIST = ("project created", "task created", "teammate invited", "task completed", "board viewed")
SILENT_FROM = datetime(2026, 3, 7, 7, 30, tzinfo=UTC)
BACK = datetime(2026, 3, 10, 7, 30, tzinfo=UTC)  # half an hour before Berlin's working day begins
SETTLED = BACK + HOUR
NUMBERS = count()


def happened(account: str, name: str, at: datetime) -> EventFacts:
    return EventFacts(f"{account}-{next(NUMBERS)}", name, at, "product", account)


def tell(world: World, *events: EventFacts) -> None:
    with begin(world.engine) as connection:
        record_events(connection, world.now, events)


def sign_up(world: World, key: str) -> None:
    """Let an account be told by the CRM: the product says nothing of it yet."""
    columns = {"name": key.title(), "timezone": "Europe/Berlin", "signed_up_at": world.now, "seats": 10}
    person = {"first_name": "Ada", "role": "admin", "email": f"ada@{key}.example"}
    with begin(world.engine) as connection:
        record_accounts(connection, world.now, [AccountFacts(key, columns | {"arr_cents": 900_000})])
        record_contacts(connection, world.now, [ContactFacts(f"{key}-ada", key, person)])


def pass_time(world: World, until: datetime, step: timedelta, *, product: bool) -> None:
    """Let time pass: billing and support are heard all along, the product only if said."""
    while world.now < until:
        world.now = min(world.now + step, until)
        with begin(world.engine) as connection:
            hear(connection, world.now, dict.fromkeys(("billing", "support"), world.now))
        if product:
            tell(world, happened(IDLE, "signed in", world.now))
        world.look()
        world.watch()


def mails(world: World) -> dict[str, list[str]]:
    """Answer the mails that reached the provider, by account, in order; under "" what operators were sent."""
    names = {row.id: row.key for row in world.rows(ACCOUNT)}
    sent = {row.key: (names[row.account_id], row.template) for row in world.rows(TOUCHPOINT)}
    found: dict[str, list[str]] = {}
    for key in world.provider.accepted():
        account, template = sent.get(key, ("", key))
        found.setdefault(account, []).append(template)
    return found


def since(world: World, before: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Answer what was sent after `before`."""
    later = {name: sent[len(before.get(name, ())) :] for name, sent in mails(world).items()}
    return {name: sent for name, sent in later.items() if sent}


def told(world: World, account: str) -> str:
    """Answer what `tenure why` says of the account, in one line."""
    paper = StringIO()
    print_story(Console(file=paper, width=400), world.engine, account, world.now)
    return " ".join(paper.getvalue().split())


@pytest.fixture
def alive(world: World) -> World:
    """Three accounts in onboarding whose product was last heard this Saturday morning."""
    world.publish({**first_month(), **NOTES})
    for key in (IDLE, BUILDER, FINISHER):
        sign_up(world, key)
        tell(world, happened(key, "signed in", world.now))
    world.look()
    pass_time(world, SILENT_FROM, 6 * HOUR, product=True)
    return world


@pytest.fixture
def silent(alive: World) -> World:
    """It is Tuesday morning, three days later; on Monday a fourth account signed up, which only the CRM told."""
    pass_time(alive, SILENT_FROM + timedelta(days=2, hours=3), 3 * HOUR, product=False)
    sign_up(alive, NEWCOMER)
    pass_time(alive, BACK - HOUR / 4, 2 * HOUR, product=False)
    return alive


def test_three_days_of_silence_are_no_reason_to_write_to_customers_and_one_to_tell_an_operator(silent: World) -> None:
    world = silent
    [alarm] = world.rows(ALARM)
    sent = mails(world)
    steps = {row.step for row in world.rows(ENROLLMENT, journey="onboarding", state="open")}

    # What looks at nothing goes on; what looks at the product holds, and says why.
    assert sent == {
        IDLE: ["notes/hello", "onboarding/welcome", "notes/hello"],
        BUILDER: ["notes/hello", "onboarding/welcome", "notes/hello"],
        FINISHER: ["notes/hello", "onboarding/welcome", "notes/hello"],
        NEWCOMER: ["notes/hello"],
        "": [f"alarm-{alarm.id}"],
    }
    assert steps == {"first-project", "core-workflow-tour"}
    for account in (IDLE, BUILDER, FINISHER):
        assert "the product feed has been silent since 2026-03-07 07:30 UTC (allowed: 2 days)" in told(world, account)


def test_when_the_feed_is_back_nobody_is_written_to_before_all_that_was_missed_has_come(silent: World) -> None:
    world, before = silent, mails(silent)
    world.now = BACK
    tell(world, happened(IDLE, "signed in", BACK))  # the newest comes first
    pass_time(world, SETTLED - HOUR / 4, HOUR / 4, product=True)
    holding = told(world, BUILDER)
    tell(world, happened(BUILDER, "project created", BACK - 44 * HOUR))
    tell(world, *(happened(FINISHER, name, BACK - 40 * HOUR) for name in (*CHECKLIST, *["task completed"] * 9)))
    pass_time(world, SETTLED - HOUR / 12, HOUR / 12, product=True)
    unsettled = since(world, before)

    pass_time(world, SETTLED + 3 * HOUR, HOUR / 4, product=True)

    assert unsettled == {}
    assert "the product feed is back since 2026-03-10 07:30 UTC: what it missed may still come until" in holding
    assert since(world, before) == {
        IDLE: ["onboarding/create-your-first-project"],
        BUILDER: ["onboarding/next-checklist-item"],
        NEWCOMER: ["onboarding/welcome"],
    }
    assert "Goal reached" in told(world, FINISHER)
    assert [alarm.cleared_at is None for alarm in world.rows(ALARM)] == [False]


def test_what_gets_too_late_in_a_silence_is_skipped_for_that_reason_and_each_silence_is_told(alive: World) -> None:
    world = alive
    pass_time(world, SILENT_FROM + timedelta(days=2, hours=6), 6 * HOUR, product=False)
    pass_time(world, world.now + 2 * HOUR, HOUR, product=True)
    pass_time(world, datetime(2026, 3, 13, 12, tzinfo=UTC), 6 * HOUR, product=True)
    before = mails(world)
    pass_time(world, datetime(2026, 3, 21, 12, tzinfo=UTC), 6 * HOUR, product=False)  # day 14 comes and goes
    meanwhile = since(world, before)
    pass_time(world, datetime(2026, 3, 24, 12, tzinfo=UTC), 6 * HOUR, product=True)

    skipped = [line for line in world.rows(DECISION, step="power-user-webinar") if line.kind == "skip"]

    assert [alarm.cleared_at is None for alarm in world.rows(ALARM)] == [False, False]
    assert mails(world)[""] == [f"alarm-{alarm.id}" for alarm in world.rows(ALARM)]
    assert [*meanwhile] == [""]
    assert len(skipped) == 3
    assert all("silent since" in line.because and "Too late" in line.because for line in skipped)
    assert "onboarding/keep-going" in mails(world)[IDLE], "day 21 is on time again"
    assert len(world.provider.accepted()) == len(set(world.provider.accepted()))


def test_a_backlog_that_comes_newest_first_is_waited_for_until_an_hour_after_its_oldest_part(world: World) -> None:
    world.account()
    silent_from = world.now
    world.now += timedelta(days=3)
    world.event("acme", "signed in")
    states = []
    for hours in range(1, 6):  # told every 50 minutes, half a day further back each time
        world.now += timedelta(minutes=50)
        world.event("acme", "task created", at=silent_from + timedelta(hours=72 - 12 * hours))
        world.event("acme", "signed in", at=world.now - timedelta(minutes=5))
        states.append(product(world))
    caught_up = world.now
    for minutes in (30, 59, 61):
        world.now = caught_up + timedelta(minutes=minutes)
        world.event("acme", "signed in", at=world.now - timedelta(minutes=5))
        states.append(product(world))

    assert states == ["settling"] * 7 + ["alive"]


def product(world: World) -> str:
    with look(world.engine) as connection:
        return hearings(connection, book().program.feeds, world.now)["product"].state


def test_an_outage_is_not_forgotten_over_the_pauses_that_follow_it(world: World) -> None:
    world.account()
    day, signed_up = timedelta(days=1), world.now
    for _ in range(29 * 4):
        world.now += 6 * HOUR
        if not signed_up + 21 * day < world.now < signed_up + 25 * day:
            world.event("acme", "signed in")
    catalog = Catalog(book().program)
    with look(world.engine) as connection:
        accounts = connection.execute(select(ACCOUNT)).all()
        needs = catalog.needs(["usage.login_change_week"])
        [standing] = gather(connection, accounts, needs, world.now, catalog.program.feeds)
    told = (signed_up + 21 * day, signed_up + 25 * day)

    found = catalog.fields["usage.login_change_week"].read(View(world.now, standing.behavior))
    forgetful = replace(standing.behavior, returns={})

    assert standing.behavior.returns == {"product": (Return(*told),)}
    assert len(world.rows(SILENCE)) > 100, "every pause was noted, and those that are allowed stayed where they are"
    assert found == Unknown("the product feed was silent from 2026-03-23 10:00 to 2026-03-27 10:00 UTC")
    assert catalog.fields["usage.login_change_week"].read(View(world.now, forgetful)) == pytest.approx(-0.5, abs=0.1)


def test_a_mail_planned_before_the_silence_is_held_if_it_names_what_the_feed_tells(world: World) -> None:
    world.publish({**first_month(), **NOTES})
    sign_up(world, IDLE)
    tell(world, happened(IDLE, "signed in", world.now))
    planned = advance_accounts(world.app, [world.rows(ACCOUNT)[0].id])
    world.now += timedelta(days=2, hours=1)
    deliver_mails(world.app, planned)

    states = {row.template: (row.state, row.because) for row in world.rows(TOUCHPOINT)}

    assert mails(world) == {IDLE: ["notes/hello"]}
    assert states["onboarding/welcome"][0] == "planned"
    assert "the mail names checklist." in states["onboarding/welcome"][1]
    assert "the product feed has been silent since" in states["onboarding/welcome"][1]
