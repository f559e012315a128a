"""Assessing accounts: each once on every day of its own calendar, and what crossing a band leads to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event, update

from models.agenda import is_anything_due, lease_unassessed
from models.database import begin
from models.doors import PAUSED, shut
from models.tables import ACCOUNT, ASSESSMENT, ENROLLMENT, EVENT, TASK
from tests.health import program
from tests.statements import counted
from tests.unit.journeys.small_program import TEXT
from tests.world import AnyRow, World
from workers.assess import assess_accounts
from workers.clocks import machine_time

DAY, HOUR, LEASE = timedelta(days=1), timedelta(hours=1), timedelta(seconds=30)
NPS = """\
  nps:
    title: NPS
    points: 100
    value: feedback.nps
    from: 0
    to: 10
    plan:
      - do: Call them
"""


@pytest.fixture(autouse=True)
def _counting_tasks(world: World) -> None:
    world.publish(program())


@contextmanager
def dying_at(engine: Engine, beginning: str) -> Iterator[None]:
    """Die before the first statement that begins so."""

    def die(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(beginning):
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", die)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", die)


def pass_days(world: World, span: timedelta) -> None:
    """Let time pass; the product is heard from every day."""
    for _ in range(span.days):
        world.now += DAY
        world.event("acme", "signed in")


def assessed(world: World, tasks: int, after: timedelta = timedelta(0)) -> AnyRow:
    """Complete some tasks after some days of little, let everybody be assessed, and answer the last assessment."""
    pass_days(world, after)
    world.event("acme", "task completed", tasks)
    world.assess()
    return world.rows(ASSESSMENT)[-1]


def crossings(world: World) -> list[tuple[str, dict[str, object]]]:
    rows = world.rows(EVENT, reserved=True)
    return [(row.name, row.properties) for row in rows if row.name.startswith("health")]


def test_an_account_is_assessed_with_its_reasons_and_what_its_peers_compare(world: World) -> None:
    world.account()

    found = assessed(world, 6)

    assert (found.day, found.at, found.segment) == (world.now.date(), world.now, "smb")
    assert (found.model, found.score, found.band) == ("standard", 60, "moderate")
    assert found.because == "60 of 100, moderate: Tasks 60 of 100"
    assert [(part["name"], part["points"], part["possible"]) for part in found.components] == [("tasks", 60, 100)]
    assert found.figures["health_score"] == 60
    assert found.figures["tasks_completed"] == 6


def test_assessing_twice_writes_nothing_twice(world: World) -> None:
    account = world.account()
    assessed(world, 6)

    world.event("acme", "task completed", 3)
    with begin(world.engine) as connection:
        connection.execute(update(ACCOUNT).values(assess_at=None))
    assess_accounts(world.app, [account])

    assert [row.score for row in world.rows(ASSESSMENT)] == [60]


def looked_at(world: World, *accounts: int) -> None:
    """Let nobody be due for a look: who is, is assessed by that."""
    with begin(world.engine) as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id.in_(accounts)).values(wake_at=world.now + 2 * DAY))


def test_two_clocks_lease_an_account_once_and_a_lost_hint_is_given_again(world: World) -> None:
    account = world.account()
    looked_at(world, account)
    machine = machine_time()

    with begin(world.engine) as connection:
        first = lease_unassessed(connection, world.now, machine, LEASE, 10)
        second = lease_unassessed(connection, world.now, machine, LEASE, 10)
        later = lease_unassessed(connection, world.now, machine + 2 * LEASE, LEASE, 10)

    assert (first, second, later) == ([account], [], [account])


def test_who_was_never_assessed_comes_first_and_who_has_churned_never(world: World) -> None:
    old, gone = world.account("old"), world.account("gone", churned_at=world.now)
    with begin(world.engine) as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == old).values(assess_at=world.now - DAY))
    new = world.account("new")
    looked_at(world, old, gone, new)

    with begin(world.engine) as connection:
        leased = [lease_unassessed(connection, world.now, machine_time(), LEASE, 1) for _ in range(3)]
    assess_accounts(world.app, [gone])

    assert leased == [[new], [old], []]
    assert world.rows(ASSESSMENT) == []


def test_who_was_assessed_is_neither_leased_nor_looked_at_again_before_the_next_night(world: World) -> None:
    account = world.account()
    assessed(world, 6)
    looked_at(world, account)

    with counted(world.engine) as statements:
        assess_accounts(world.app, [account])
    with begin(world.engine) as connection:
        leased = lease_unassessed(connection, world.now + HOUR, machine_time(), LEASE, 10)

    assert leased == []
    assert not [statement for statement in statements if "event_day" in statement]


def test_the_clock_knows_when_somebody_is_to_be_assessed(world: World) -> None:
    world.account()
    world.look()
    found = []
    for moment in (world.now, None, world.now + HOUR):
        with begin(world.engine) as connection:
            connection.execute(update(ACCOUNT).values(assess_at=moment, wake_at=None))
            found.append(is_anything_due(connection, world.now, machine_time(), LEASE))

    assert found == [True, True, False]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/Berlin", "Pacific/Pago_Pago"])
def test_it_is_done_once_on_each_day_of_the_accounts_own_calendar_whatever_the_clocks_do(
    world: World, zone: str
) -> None:
    world.now = datetime(2026, 3, 27, 17, tzinfo=UTC)  # Europe enters summer time two days later
    world.account(timezone=zone)
    first = world.now.astimezone(ZoneInfo(zone)).date()

    for _ in range(24 * 3):
        world.assess()
        world.now += HOUR

    rows = world.rows(ASSESSMENT)
    assert [row.day for row in rows] == [first + number * DAY for number in range(len(rows))]
    assert rows[-1].day >= (world.now - HOUR).astimezone(ZoneInfo(zone)).date() - DAY
    assert {row.at.astimezone(ZoneInfo(zone)).hour for row in rows[1:]} <= {3, 4}
    assert {row.at.astimezone(ZoneInfo(zone)).date() - row.day for row in rows} == {timedelta(0)}


def test_after_five_days_of_outage_today_is_assessed_and_no_other_day_invented(world: World) -> None:
    world.account()
    assessed(world, 6)

    assessed(world, 6, after=5 * DAY)
    world.assess()

    assert [row.day for row in world.rows(ASSESSMENT)] == [date(2026, 3, 2), date(2026, 3, 7)]
    assert world.rows(ACCOUNT)[0].assess_at.date() == date(2026, 3, 8)


def test_what_a_silent_feed_hides_is_written_down_as_not_known(world: World) -> None:
    world.account()
    assessed(world, 9)
    world.now += 3 * DAY

    world.assess()

    hidden = world.rows(ASSESSMENT)[-1]
    assert (hidden.score, hidden.band) == (None, None)
    assert "the product feed has been silent" in hidden.because
    assert "health_score" not in hidden.figures
    assert crossings(world) == []


def test_health_that_fell_is_an_event_and_starts_a_journey_that_hands_over(world: World) -> None:
    world.account()
    assessed(world, 9)
    world.look()

    assessed(world, 0, after=7 * DAY)
    world.look()

    fell = {"from": "healthy", "to": "at_risk", "score": 0}
    assert crossings(world) == [("health fell", fell)]
    assert world.rows(EVENT, name="health fell")[0].message_id == f"health:acme:{world.now.date()}"
    assert [task.journey for task in world.rows(TASK)] == ["rescue"]
    runs = [(row.occurrence, row.state) for row in world.rows(ENROLLMENT, journey="rescue")]
    assert (f"health fell:{world.now.date()}", "finished") in runs


def test_health_that_rose_is_an_event_that_hands_nobody_over(world: World) -> None:
    world.account()
    assessed(world, 6)

    assessed(world, 5, after=DAY)
    world.look()

    assert crossings(world) == [("health rose", {"from": "moderate", "to": "healthy", "score": 100})]
    assert world.rows(TASK) == []


def test_a_score_that_stays_in_its_band_is_no_event(world: World) -> None:
    world.account()
    assessed(world, 5)

    assessed(world, 2, after=DAY)

    assert [row.score for row in world.rows(ASSESSMENT)] == [50, 70]
    assert crossings(world) == []


def test_days_that_cannot_be_told_do_not_hide_what_changed_meanwhile(world: World) -> None:
    world.account()
    assessed(world, 9)
    for _ in range(12):
        world.now += DAY
        world.assess()

    world.event("acme", "signed in")
    for _ in range(3):
        assessed(world, 0, after=DAY)

    assert [name for name, _ in crossings(world)] == ["health fell"]


def test_who_left_and_came_back_later_has_not_fallen(world: World) -> None:
    account = world.account()
    assessed(world, 9)
    with begin(world.engine) as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(churned_at=world.now))
    pass_days(world, 40 * DAY)
    with begin(world.engine) as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(churned_at=None))

    back, later = assessed(world, 1, after=DAY), assessed(world, 6, after=DAY)

    assert [(row.score, row.band) for row in (back, later)] == [(10, "at_risk"), (70, "moderate")]
    assert [name for name, _ in crossings(world)] == ["health rose"]


def test_another_model_and_moved_bands_are_no_change_of_health(world: World) -> None:
    world.account()
    assessed(world, 6)
    files = program()
    path = "journeys/health/standard.yaml"
    world.publish(files | {path: files[path].replace("moderate: 50", "moderate: 70")})
    moved = assessed(world, 0, after=DAY)
    with begin(world.engine) as connection:
        connection.execute(update(ACCOUNT).values(arr_cents=20_000_000))

    other = assessed(world, 4, after=DAY)

    assert (moved.score, moved.band, other.model, other.band) == (60, "at_risk", "enterprise", "healthy")
    assert crossings(world) == []


def test_who_is_judged_by_stricter_rules_since_today_has_not_fallen(world: World) -> None:
    world.account()
    assessed(world, 6)
    files = program()
    path = "journeys/health/standard.yaml"
    world.now += HOUR
    world.publish(files | {path: files[path].replace("to: 10", "to: 20")})

    stricter, risen = assessed(world, 0, after=DAY), assessed(world, 11, after=DAY)

    assert [(row.score, row.band) for row in (stricter, risen)] == [(30, "at_risk"), (85, "healthy")]
    assert [name for name, _ in crossings(world)] == ["health rose"]


def test_what_is_known_for_the_first_time_is_no_change_of_health(world: World) -> None:
    files = program()
    path = "journeys/health/standard.yaml"
    world.publish(files | {path: files[path] + NPS})
    world.account()
    alone = assessed(world, 9)

    world.event("acme", "nps answered", score=0)
    heard = assessed(world, 0, after=DAY)
    world.event("acme", "nps answered", score=4)
    better = assessed(world, 0, after=DAY)

    assert [(row.score, row.band) for row in (alone, heard, better)] == [
        (90, "healthy"), (45, "at_risk"), (65, "moderate"),
    ]  # fmt: skip
    assert [name for name, _ in crossings(world)] == ["health rose"]


def test_an_account_that_flaps_is_handed_over_once_while_the_human_is_at_work(world: World) -> None:
    world.account()
    for tasks in (8, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0):
        assessed(world, tasks, after=DAY)
        world.look()

    assert [name for name, _ in crossings(world)] == ["health fell", "health rose", "health fell"]
    assert len(world.rows(TASK)) == 1


def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(world: World) -> None:
    few = [world.account(f"few{number}") for number in range(2)]
    many = [world.account(f"many{number}") for number in range(30)]
    assess_accounts(world.app, [world.account("first")])  # reads what is published, once

    with counted(world.engine) as small:
        assess_accounts(world.app, few)
    with counted(world.engine) as large:
        assess_accounts(world.app, many)

    assert len(small) == len(large)
    assert len(world.rows(ASSESSMENT)) == 33


def test_a_death_before_the_end_leaves_nothing_half_done(world: World) -> None:
    account = world.account()
    assessed(world, 9)
    pass_days(world, 7 * DAY)

    with dying_at(world.engine, "UPDATE account SET"), pytest.raises(KeyboardInterrupt):
        assess_accounts(world.app, [account])
    before = len(world.rows(ASSESSMENT)), crossings(world)
    assess_accounts(world.app, [account])

    assert before == (1, [])
    assert len(world.rows(ASSESSMENT)) == 2
    assert [name for name, _ in crossings(world)] == ["health fell"]


def test_one_account_that_cannot_be_assessed_does_not_stop_the_others(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    ids = [world.account(name) for name in ("acme", "zenith", "orbit", "vertex", "summit")]
    with begin(world.engine) as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.key == "orbit").values(traits=["not", "an object"]))

    assess_accounts(world.app, ids)

    assert {row.account_id for row in world.rows(ASSESSMENT)} == {*ids} - {ids[2]}
    assert world.rows(ACCOUNT, key="orbit")[0].assess_at == world.now + HOUR
    assert f"account {ids[2]} could not be assessed" in caplog.text


def test_a_program_that_says_nothing_about_health_still_has_figures(world: World) -> None:
    themes = {path: text for path, text in program().items() if path.startswith("emails/themes/")}
    linked = TEXT.replace("links: {app", "links: {help: https://help.cadence.example, app")  # the footer leads there
    world.publish({**themes, "journeys/program.yaml": linked})
    world.account()

    found = assessed(world, 3)

    assert (found.score, found.because) == (None, "program.yaml says nothing about health")
    assert found.figures["tasks_completed"] == 3


def test_while_everything_is_stopped_nobody_is_assessed(world: World) -> None:
    account = world.account()
    with begin(world.engine) as connection:
        shut(connection, PAUSED, "a test", machine_time(), None)

    assess_accounts(world.app, [account])

    assert world.rows(ASSESSMENT) == []
