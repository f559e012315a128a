"""A book of business that nobody here wrote, played through a year, each day as it became known."""

import csv
from collections import deque
from datetime import date, datetime, timedelta
from itertools import takewhile
from pathlib import Path

import pytest

from console.demo.colleagues import do_tasks
from console.demo.crowding import Restraint
from console.demo.imported.script import Extract, import_script
from console.demo.script import Script, tell
from console.demo.soundness import look_over
from console.demo.words import words_of
from console.program_files import gather
from journeys.caps import Cap, Caps
from models.database import begin, look
from models.tables import ACCOUNT, ENROLLMENT
from tests.world import World, compiled_once

ROOT = Path(__file__).parents[2]
BOOK = ROOT.parent / "shared" / "data" / "ravenstack"
MAP = ROOT / "console" / "importing" / "maps" / "ravenstack-played.yaml"
FILES = ("accounts", "subscriptions", "feature_usage", "support_tickets", "churn_events")

# One signed up the year before, the others month by month; two had nothing running for a while, and came back; two had
# a mail that was held up while a human was at work.
CHOSEN = ("A-43a9e3", "A-40a557", "A-0baac2", "A-7da956", "A-5c9849", "A-2e4581")

ALLOWED = Caps(contact=Cap(2, timedelta(days=7)), account=Cap(4, timedelta(days=7)))

pytestmark = pytest.mark.skipif(not BOOK.is_dir(), reason=f"the RavenStack data set is not at {BOOK}")


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """The year of a few accounts."""
    contracts: set[str] = set()
    for name in FILES:
        file = f"ravenstack_{name}.csv"
        with (BOOK / file).open(encoding="utf-8", newline="") as source:
            rows = list(csv.DictReader(source))
        kept = [row for row in rows if row.get("account_id") in CHOSEN or row.get("subscription_id") in contracts]
        contracts |= {row["subscription_id"] for row in kept if name == "subscriptions"}
        with (tmp_path / file).open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, rows[0].keys())
            writer.writeheader()
            writer.writerows(kept)
    program = compiled_once(gather()[0])[0].program
    return import_script(Extract(tmp_path, MAP, date(2024, 1, 1), date(2024, 12, 31)), words_of(program))


@pytest.fixture
def year(world: World, script: Script) -> World:
    """The whole program on the last day, every day told and looked at."""
    world.now = script.starts
    world.publish(dict(gather()[0]))
    deeds = deque(script.deeds)
    while world.now <= script.ends:
        told = [deeds.popleft() for _ in takewhile(lambda deed: deed.at <= world.now, tuple(deeds))]
        with begin(world.engine) as connection:
            tell(connection, world.now, told, script.feeds)
            do_tasks(connection, world.now)
        world.assess()
        world.look()
        if world.now.weekday() == 0:
            world.watch()
        world.now += timedelta(days=1)
    return world


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_year_of_ravenstack_leaves_nothing_unknown_nobody_stuck_and_nobody_above_their_caps(
    year: World, script: Script
) -> None:
    with look(year.engine) as connection:
        found = look_over(connection, script.ends, Restraint(timedelta(hours=20), ALLOWED))

    assert (found.unknown, found.stuck, found.above) == ((), (), ())
    runs = {(run.journey, run.state) for run in year.rows(ENROLLMENT)}
    assert {
        ("onboarding", "finished"),
        ("renewal", "open"),
        ("cancellation", "finished"),
        ("nps-survey", "open"),
    } <= runs
    assert {account.key for account in year.rows(ACCOUNT)} == {*CHOSEN}
    assert len([mail for mail in year.mails() if mail.state == "accepted"]) > 20
    assert len(year.tasks()) > 20


def test_nothing_of_a_day_is_told_before_it_is_over(script: Script) -> None:
    assert len(script.deeds) > 300
    for deed in script.deeds:
        for event in deed.events:
            day = event.at.date() if isinstance(event.at, datetime) else event.at
            assert deed.at.date() > day
        for account in deed.accounts:
            days = [account.columns.get(name) for name in ("signed_up_at", "churned_at")]
            assert all(day <= deed.at.date() for day in days if isinstance(day, date))
            assert "once churned" not in account.traits
