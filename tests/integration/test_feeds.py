"""What `tenure feeds` and `tenure status` say: who is heard, what waits, what was refused, which feed is silent."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import insert
from typer.testing import CliRunner, Result

from console.behavior import known_of, values_of
from console.feed_lines import feed_lines, print_feeds
from models.arrivals import count_arrivals
from models.database import begin, look
from models.facts import AccountFacts, EventFacts
from models.hearing import hear
from models.intake import record_accounts, record_events
from models.tables import DECISION, HEARTBEAT, REFUSAL, WAITING
from tests.command_line import app
from tests.world import World
from workers.clocks import machine_time, write_instant
from workers.gather import accounts_by_id, gather

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

Command = Callable[..., Result]


@pytest.fixture
def command(world: World, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command on the world, at its time."""
    file = tmp_path / "now"
    for name, value in (("DATABASE_URL", database), ("TENURE_CLOCK", f"{file}"), ("TENURE_HOME", f"{tmp_path}")):
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> Result:
        write_instant(file, world.now)
        return CliRunner().invoke(app, arguments)

    return run


def trouble(world: World) -> None:
    """Let things wait and be refused: some today, one long ago."""
    waits = [{"kind": "event", "key": f"e{n}", "waits_for": f"account {'acme' if n else 'zeta'}"} for n in range(4)]
    refused = [{"source": "web", "reason": reason} for reason in ["no time", "no time", "too big"]]
    with begin(world.engine) as connection:
        connection.execute(insert(WAITING), [row | {"content": {}, "received_at": world.now} for row in waits])
        connection.execute(insert(REFUSAL), [row | {"at": world.now} for row in refused])
        connection.execute(insert(REFUSAL), {"source": "web", "reason": "old", "at": world.now - 8 * DAY})


def test_arrivals_are_counted_by_feed_over_the_last_day_alone(world: World) -> None:
    world.account()
    world.now += DAY + HOUR
    world.event("acme", "task created", times=3, at=world.now - 5 * DAY)
    trouble(world)

    with look(world.engine) as connection:
        found = count_arrivals(connection, world.now)
        earlier = count_arrivals(connection, world.now - 2 * HOUR)

    assert (found.events, earlier.events) == ({"product": 3}, {"product": 4})
    assert (found.waiting.total, found.waiting.most) == (4, [("account acme", 3), ("account zeta", 1)])
    assert (found.refused.total, found.refused.most) == (3, [("no time", 2), ("too big", 1)])


def test_a_feed_that_calls_its_events_otherwise_was_never_heard_and_the_names_are_shown(world: World) -> None:
    told = [EventFacts(f"t{n}", name, world.now, "product", "acme") for n, name in enumerate(("Task Created", "x"))]
    with begin(world.engine) as connection:
        record_accounts(connection, world.now, [AccountFacts("acme", {"name": "Acme", "timezone": "UTC"})])
        record_events(connection, world.now, told)
        edition = world.app.editions.current(connection)
    assert edition is not None
    out = StringIO()
    with look(world.engine) as connection:
        lines = feed_lines(connection, edition.book.program.feeds, {}, world.now)
        print_feeds(Console(file=out, width=400), lines, count_arrivals(connection, world.now), world.now)
        accounts = accounts_by_id(connection, [1])
        [standing] = gather(connection, accounts, frozenset(), world.now, edition.book.program.feeds)

    assert "product" not in standing.behavior.feeds
    assert next(line.state for line in lines if line.name == "product") == "other names"
    assert "“task created”, “task completed”, “teammate invited” and" in out.getvalue()
    assert "the product feed sends events, but none that program.yaml names under it" in out.getvalue()
    assert "but of “Task Created”, “x”, which program.yaml does not name" in out.getvalue()

    world.account("zeta")
    with look(world.engine) as connection:
        [standing] = gather(connection, accounts, frozenset(), world.now, edition.book.program.feeds)

    assert standing.behavior.feeds["product"] == world.now


def test_every_feed_is_said_to_be_what_it_is(world: World) -> None:
    world.account()
    world.now += 2 * DAY + HOUR
    with begin(world.engine) as connection:
        hear(connection, world.now, {"billing": world.now, "fax": world.now})
        edition = world.app.editions.current(connection)
    assert edition is not None
    with look(world.engine) as connection:
        lines = feed_lines(connection, edition.book.program.feeds, {"product": 7}, world.now)

    found = {line.name: line for line in lines}

    assert {name: found[name].state for name in ("product", "billing", "support", "fax")} == {
        "product": "silent", "billing": "alive", "support": "never heard", "fax": "unexpected",
    }  # fmt: skip
    assert (found["product"].silent_after, found["product"].events_last_day) == ("2 days", 7)
    assert found["support"].heard_at is None


def test_a_person_reads_what_is_wrong_what_waits_and_what_was_refused(world: World) -> None:
    world.account()
    world.now += 2 * DAY + HOUR
    trouble(world)
    paper = StringIO()
    with begin(world.engine) as connection:
        edition = world.app.editions.current(connection)
        assert edition is not None
        arrivals = count_arrivals(connection, world.now)
        lines = feed_lines(connection, edition.book.program.feeds, arrivals.events, world.now)

    print_feeds(Console(file=paper, width=160), lines, arrivals, world.now)

    for words in (
        "! the product feed has been silent since",
        "4 facts wait",
        "3  account acme",
        "2  no time",
        "2 d ago",
    ):
        assert words in paper.getvalue()


def test_the_command_says_it_to_people_and_to_programs(world: World, command: Command) -> None:
    world.account()
    heard = world.now
    world.now += 3 * DAY

    people, programs = command("feeds"), command("feeds", "--json")

    assert (people.exit_code, programs.exit_code) == (0, 0)
    assert "silent since" in people.stdout
    [product] = [feed for feed in json.loads(programs.stdout)["feeds"] if feed["name"] == "product"]
    assert (product["state"], product["told_until"]) == ("silent", heard.isoformat())


def test_what_was_refused_can_be_read_message_by_message(world: World, command: Command) -> None:
    refusal = {"at": world.now, "source": "web", "message_id": "m1", "reason": "no time", "content": '{"event": "x"}'}
    with begin(world.engine) as connection:
        connection.execute(insert(REFUSAL), [refusal | {"reason": "old"}, refusal, refusal | {"message_id": ""}])

    people, programs = command("feeds", "--refused", "2"), command("feeds", "--refused", "2", "--json")

    assert '2026-03-02 10:00:00 UTC  web  messageId m1\n  no time\n  {"event": "x"}\n' in people.stdout
    assert [(row["message_id"], row["reason"]) for row in json.loads(programs.stdout)["messages"]] == [
        ("", "no time"), ("m1", "no time"),
    ]  # fmt: skip


def test_status_fails_while_a_feed_is_silent_and_says_which(world: World, command: Command) -> None:
    world.account()
    with begin(world.engine) as connection:
        connection.execute(insert(HEARTBEAT), {"name": "clock", "at": world.now, "machine_at": machine_time()})
    well = command("status")
    world.now += 3 * DAY
    world.watch()

    answer = command("status")

    assert (well.exit_code, answer.exit_code) == (0, 1)
    assert "the product feed has been silent since" in answer.stdout.replace("\n", " ")


def test_a_feed_that_is_connected_today_tells_nothing_of_those_who_were_there_before(world: World) -> None:
    world.account("old", signed_up_at=world.now - timedelta(days=7))
    world.account("new")

    def first_project(account: str) -> object:
        known = known_of(world.engine, account, world.now)
        return values_of(known, world.now)["milestones.first_project"].get("value")

    assert (first_project("old"), first_project("new")) == (None, False)

    world.event("new", "signed in", at=world.now - timedelta(days=8))  # one of a telephone that was off for a week

    assert (first_project("old"), first_project("new")) == (None, False)

    for days in (6, 3):  # and now all of them: a history that was told later
        world.event("new", "signed in", at=world.now - timedelta(days=days))

    assert (first_project("old"), first_project("new")) == (False, False)


def test_people_and_programs_read_since_when_each_feed_tells_of_everything(world: World, command: Command) -> None:
    world.account()

    people, programs = command("feeds"), command("feeds", "--json")

    assert "product tells of nothing before 2026-03-02: import what was before, or say" in people.stdout
    assert {feed["name"]: feed["tells_since"] for feed in json.loads(programs.stdout)["feeds"]} == {
        "product": "2026-03-02", "billing": None, "support": None, "survey": None, "success": None,
    }  # fmt: skip


def test_an_old_customer_is_not_asked_for_a_first_project_because_the_product_was_connected_today(world: World) -> None:
    world.account("old", signed_up_at=world.now - timedelta(days=7))

    world.look()

    assert world.mails() == []
    assert [line.kind for line in world.rows(DECISION)][-1] == "hold"
    assert "tells of nothing before" in world.rows(DECISION)[-1].because
