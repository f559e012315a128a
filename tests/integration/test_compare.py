"""Comparing peers: once a day, among ten accounts and more, and what an account is told of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from journeys.behavior import Benchmark
from journeys.needs import Peers
from journeys.percentiles import percentiles
from models.database import begin, look
from models.tables import ACCOUNT, ASSESSMENT, BENCHMARK
from tests.world import World
from workers.compare import compare_peers
from workers.gather import gather
from workers.peerwatch import Peerwatch

DAY = timedelta(days=1)
TODAY = date(2026, 3, 2)


def assessed(world: World, account: int, at: datetime, segment: str = "smb", **figures: float) -> None:
    """Put on record how an account was found."""
    row = {"account_id": account, "day": at.date(), "at": at, "segment": segment, "model": "", "because": ""}
    with begin(world.engine) as connection:
        connection.execute(insert(ASSESSMENT), row | {"components": [], "figures": figures})


def accounts(world: World, number: int) -> list[int]:
    """Sign up as many accounts, with nothing else about them."""
    rows = [{"key": f"a{n}", "name": f"A{n}", "timezone": "UTC", "trial": False} for n in range(number)]
    with begin(world.engine) as connection:
        made = [row | {"traits": {}, "told": {}, "created_at": world.now} for row in rows]
        connection.execute(insert(ACCOUNT), made)
    return [row.id for row in world.rows(ACCOUNT)]


def compared(world: World) -> dict[tuple[str, str], int]:
    return {(row.segment, row.metric): row.accounts for row in world.rows(BENCHMARK)}


def test_ten_accounts_are_compared_and_nine_are_not(world: World) -> None:
    for number, account in enumerate(accounts(world, 19)):
        segment = "smb" if number < 10 else "enterprise"
        assessed(world, account, world.now, segment, active_days=number, **({"stickiness": 0.5} if number else {}))

    compare_peers(world.app, TODAY)

    assert compared(world) == {("", ""): 19, ("smb", "active_days"): 10}
    assert tuple(world.rows(BENCHMARK, segment="smb")[0].points) == percentiles(range(10))


def test_only_the_newest_assessment_of_who_is_still_there_counts_and_none_that_is_old(world: World) -> None:
    ids = accounts(world, 13)
    for account in ids[:11]:
        assessed(world, account, world.now - DAY, active_days=1)
        assessed(world, account, world.now, active_days=2)
    assessed(world, ids[11], world.now - 3 * DAY, active_days=30)
    assessed(world, ids[12], world.now, "", active_days=30)
    with begin(world.engine) as connection:
        connection.execute(ACCOUNT.update().where(ACCOUNT.c.id == ids[0]).values(churned_at=world.now))

    compare_peers(world.app, TODAY)

    assert compared(world) == {("", ""): 11, ("smb", "active_days"): 10}
    assert set(world.rows(BENCHMARK, segment="smb")[0].points) == {2}


def test_a_day_is_compared_once_and_what_is_very_old_is_forgotten(world: World) -> None:
    ids = accounts(world, 11)
    compare_peers(world.app, TODAY - 401 * DAY)
    compare_peers(world.app, TODAY - 400 * DAY)
    for account in ids[:10]:
        assessed(world, account, world.now, active_days=1)
    compare_peers(world.app, TODAY)

    assessed(world, ids[10], world.now, active_days=1)
    compare_peers(world.app, TODAY)

    days = [(row.day, row.accounts) for row in world.rows(BENCHMARK)]
    assert days == [(TODAY - 400 * DAY, 0), (TODAY, 10), (TODAY, 10)]


@pytest.mark.parametrize(("age", "found"), [(0, True), (7, True), (8, False)])
def test_an_account_gets_the_newest_comparison_unless_it_is_stale(world: World, age: int, found: bool) -> None:
    for account in accounts(world, 10):
        assessed(world, account, world.now, active_days=account)
    compare_peers(world.app, TODAY)
    world.now += age * DAY

    with look(world.engine) as connection:
        rows = connection.execute(ACCOUNT.select()).all()
        told = gather(connection, rows, frozenset({Peers()}), world.now, ())[0].behavior.benchmarks
        untold = gather(connection, rows, frozenset(), world.now, ())[0].behavior.benchmarks

    first = world.rows(ACCOUNT)[0].id
    points = percentiles(range(first, first + 10))
    assert told == ({("smb", "active_days"): Benchmark(10, points)} if found else {})
    assert untold == {}


def test_once_fewer_than_ten_are_left_nobody_is_compared_any_more(world: World) -> None:
    ids = accounts(world, 10)
    for account in ids:
        assessed(world, account, world.now, active_days=1)
    compare_peers(world.app, TODAY)
    world.now += DAY
    with begin(world.engine) as connection:
        connection.execute(ACCOUNT.update().where(ACCOUNT.c.id == ids[0]).values(churned_at=world.now))

    compare_peers(world.app, TODAY + DAY)

    with look(world.engine) as connection:
        rows = connection.execute(ACCOUNT.select()).all()
        assert gather(connection, rows, frozenset({Peers()}), world.now, ())[0].behavior.benchmarks == {}


def test_what_a_night_finds_can_be_asked_in_the_morning(world: World) -> None:
    for number in range(10):
        world.account(f"a{number}")
        world.event(f"a{number}", "task completed", 1 + number)
    world.assess()
    compare_peers(world.app, TODAY)

    with look(world.engine) as connection:
        edition = world.app.editions.current(connection)
        assert edition is not None
        catalog = edition.book.catalog
        last = connection.execute(ACCOUNT.select().where(ACCOUNT.c.key == "a9")).all()
        needs = catalog.needs(["benchmarks.tasks_completed"])
        behavior = gather(connection, last, needs, world.now, catalog.program.feeds)[0].behavior

    assert catalog.value(world.now, behavior, "benchmarks.tasks_completed") == 100


def test_after_an_outage_the_clock_waits_until_the_nights_are_made_up_for(world: World) -> None:
    watch = Peerwatch()
    world.account()
    world.assess()
    world.now = datetime(2026, 3, 7, 16, tzinfo=UTC)

    behind = watch.watch(world.app)
    world.assess()

    assert (behind, watch.watch(world.app)) == (None, world.now.date())


def test_the_clock_asks_for_it_once_a_day_when_it_has_been_night_everywhere(world: World) -> None:
    watch, other = Peerwatch(), Peerwatch()
    world.now = datetime(2026, 3, 2, 15, 29, tzinfo=UTC)
    early = watch.watch(world.app)
    world.now += timedelta(minutes=1)

    asked, at_once, by_another = watch.watch(world.app), watch.watch(world.app), other.watch(world.app)
    compare_peers(world.app, TODAY)
    afterwards = Peerwatch().watch(world.app)
    world.now += DAY
    next_day = Peerwatch().watch(world.app)

    assert (early, asked, at_once, by_another) == (None, TODAY, None, TODAY)
    assert (afterwards, next_day) == (None, TODAY + DAY)
