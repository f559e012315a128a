"""A feed proves nothing about the time before it was connected, unless its history was told without a wide hole."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, insert, text

from journeys.success import Feed
from models.database import begin, look
from models.facts import AccountFacts, EventFacts
from models.hearing import hear
from models.migrate import downgrade, upgrade
from models.reception import Told, receive
from models.tables import FEED, FEED_DAY
from tests.first_month import first_month
from tests.world import World
from workers.gather_feeds import beginnings_of

DAY = timedelta(days=1)
PRODUCT = Feed("product", ("signed in", "project created"), timedelta(days=2))


def tell(world: World, ages: Iterable[int], *, imported: bool = False) -> None:
    """Tell, all at once, of somebody who signed in so many days ago."""
    facts = []
    for age in ages:
        world.events += 1
        fact = EventFacts(f"t{world.events}", "signed in", world.now - age * DAY, "product", "acme", imported=imported)
        facts.append(fact)
    with begin(world.engine) as connection:
        receive(connection, world.now, Told([AccountFacts("acme", {"timezone": "UTC"})], events=facts))


def known_for(world: World, feed: Feed = PRODUCT) -> int | None:
    """Answer for how many days the feed tells of everything; none: since ever."""
    with look(world.engine) as connection:
        began = beginnings_of(connection, [feed]).get(feed.name)
    if began is None:
        return None
    return (world.now.date() - (began.date() if isinstance(began, datetime) else began)).days


def test_a_stray_event_proves_nothing_whether_it_comes_later_or_first(world: World) -> None:
    tell(world, [0])
    tell(world, [20])
    assert known_for(world) == 0

    with begin(world.engine) as connection:
        connection.execute(FEED.delete())
        connection.execute(FEED_DAY.delete())
    tell(world, [20])
    tell(world, [0])

    assert known_for(world) == 0


def test_what_is_told_live_writes_no_days(world: World) -> None:
    for _ in range(3):
        tell(world, [0])
        world.now += DAY
    tell(world, [1])

    assert (world.rows(FEED_DAY), known_for(world)) == ([], 3)


@pytest.mark.parametrize("oldest_first", [True, False])
def test_a_history_that_is_told_in_pieces_proves_something_once_it_is_whole(world: World, oldest_first: bool) -> None:
    tell(world, [0])
    pieces = [range(30, 20, -1), range(20, 10, -3), range(10, 0, -1)]
    for piece in pieces if oldest_first else reversed(pieces):
        assert known_for(world) != 30
        tell(world, piece)

    assert known_for(world) == 30


def test_what_came_by_itself_has_no_wider_hole_than_the_feed_may_be_silent(world: World) -> None:
    tell(world, [0, 3, 6, 10])

    assert known_for(world) == 6
    assert known_for(world, replace(PRODUCT, silent_after=timedelta(hours=12))) == 0
    assert known_for(world, replace(PRODUCT, silent_after=timedelta(days=3))) == 10


def test_a_history_that_was_imported_may_have_a_hole_over_christmas(world: World) -> None:
    tell(world, [0])
    tell(world, [*range(1, 40), *range(61, 90)], imported=True)

    assert known_for(world) == 89


def test_a_row_of_1970_does_not_make_a_history_of_fifty_years(world: World) -> None:
    with begin(world.engine) as connection:
        hear(connection, world.now, {"product": world.now})
        strange = {"product": {date(1970, 1, 1): True, (world.now - DAY).date(): True}}
        hear(connection, world.now, {"product": world.now}, days=strange)

    assert len(world.rows(FEED_DAY)) == 2
    assert known_for(world) == 1


def test_a_day_that_came_by_itself_and_is_imported_later_counts_as_imported(world: World) -> None:
    tell(world, [0, 20])
    before = known_for(world)
    tell(world, [20], imported=True)
    tell(world, [20])

    assert (before, known_for(world)) == (0, 20)


def test_a_day_of_the_accounts_own_calendar_is_that_day(world: World) -> None:
    day = (world.now - DAY).date()
    with begin(world.engine) as connection:
        accounts = [AccountFacts("acme", {"timezone": "Pacific/Auckland"})]
        daily = [EventFacts("d1", "signed in", day, "product", "acme")]
        receive(connection, world.now, Told(accounts, events=daily))

    assert [row.day for row in world.rows(FEED_DAY)] == [day]


def test_the_operators_word_stands_above_what_was_told(world: World) -> None:
    tell(world, [0, 1])
    said = replace(PRODUCT, since=date(2025, 1, 1))

    assert known_for(world, said) == (world.now.date() - date(2025, 1, 1)).days


def test_the_operators_word_makes_old_accounts_known(world: World) -> None:
    world.account("old", signed_up_at=world.now - 7 * DAY)
    world.look()
    held = world.ledger()[-1]
    files = dict(first_month())
    path = "journeys/program.yaml"
    files[path] = files[path].replace("    silent_after: 2 days\n", "    silent_after: 2 days\n    since: 2025-01-01\n")
    world.publish(files)
    world.now += timedelta(hours=2)
    world.event("old", "signed in")
    world.look()

    assert (held, world.ledger()[-1]) == ("hold", "sent")


def test_a_feed_that_was_there_before_anything_else_tells_of_everything(world: World) -> None:
    with begin(world.engine) as connection:
        connection.execute(insert(FEED).values(name="product", heard_at=world.now, latest_at=world.now))
    tell(world, [0, 50])

    assert (known_for(world), world.rows(FEED_DAY)) == (None, [])


def test_a_history_takes_as_many_queries_however_long_it_is(world: World) -> None:
    tell(world, [0])
    counted: list[int] = []
    asked: list[str] = []
    event.listen(world.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    for ages in ([1], range(2, 400)):
        asked.clear()
        tell(world, ages)
        counted.append(len(asked))

    assert counted[0] == counted[1]


def test_feeds_of_the_release_before_keep_the_history_they_were_told(world: World) -> None:
    tell(world, [0, 1, 2, 60])
    downgrade(world.engine, "0006")
    with look(world.engine) as connection:
        first = connection.execute(text("SELECT first_at FROM feed")).scalar_one()
    upgrade(world.engine)

    [feed] = world.rows(FEED)
    assert str(world.now.astimezone(UTC).date() - 60 * DAY) in str(first)
    assert feed.connected_at == world.now
    assert [(world.now.date() - row.day, row.imported) for row in world.rows(FEED_DAY)] == [
        (60 * DAY, True), (2 * DAY, True), (DAY, True),
    ]  # fmt: skip
    assert known_for(world) == 2
