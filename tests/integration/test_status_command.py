"""`tenure status`: whether mail is kept back, how the pace stands, and what the provider's door says."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update
from typer.testing import CliRunner

from console.overview import survey
from emails.outcomes import Unknown
from models.alarms import raise_alarm
from models.database import begin, look
from models.tables import ALARM, CLOSURE, HEARTBEAT
from tests.command_line import app as command_line
from tests.first_month import first_month
from tests.meanwhile import Meanwhile, deliver, planned
from tests.world import World
from workers.clocks import machine_time, write_instant
from workers.deliver import deliver_mails

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PROGRAM = "journeys/program.yaml"


def tenure(world: World, *words: str, **variables: str) -> str:
    """Answer what a command says in this world."""
    write_instant(world.home / "now", world.now)
    known = {"TENURE_HOME": str(world.home), "TENURE_CLOCK": str(world.home / "now")}
    known |= {"DATABASE_URL": world.engine.url.render_as_string(hide_password=False)}
    return CliRunner().invoke(command_line, [*words], env=known | variables).output


def told(world: World, **variables: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(tenure(world, "status", "--json", **variables))
    return found


@pytest.mark.parametrize(
    ("variables", "first", "told_json"),
    [
        ({}, "Live: mails go to whoever they are for.", ("live", None)),
        ({"TENURE_MODE": "shadow"}, "Shadow: a rehearsal.", ("shadow", None)),
        ({"TENURE_ALLOW": "@x.example"}, "Allow-list: mail goes to @x.example and", ("live", ["@x.example"])),
    ],
)  # fmt: skip
def test_it_begins_with_whether_mail_is_kept_back(
    world: World, variables: dict[str, str], first: str, told_json: tuple[str, list[str] | None]
) -> None:
    assert tenure(world, "status", **variables).startswith(first)
    assert (told(world, **variables)["mode"], told(world, **variables)["allowed"]) == told_json


def test_it_says_once_how_many_wait_for_room(world: World) -> None:
    files = dict(first_month())
    warm = "  pace: {per_day: 1000}\n  warm_up: {from: 2099-01-01, start: 5, grow: 2}\n"
    files[PROGRAM] = files[PROGRAM].replace("  gap: 20 hours", f"{warm}  gap: 20 hours", 1)
    world.publish(files)
    deliver_mails(world.app, planned(world, *(f"firm-{number}" for number in range(7))))

    assert told(world)["pace"] == "pace: 4 of 5 mails today by UTC (warming up), 3 are due and wait"


def test_a_provider_in_trouble_is_told_and_resume_opens_its_door(world: World) -> None:
    mails = planned(world, *(f"firm-{number}" for number in range(6)))
    deliver(world, mails, Meanwhile(answer=Unknown("503: out")))
    shut = tenure(world, "status")
    with begin(world.engine) as connection:
        connection.execute(update(CLOSURE).values(until=machine_time() - timedelta(seconds=1)))
    half = tenure(world, "status")
    resumed = tenure(world, "resume")

    assert "provider is left alone until" in shut
    assert "the mail provider failed 5 times in a row (503: out)" in shut
    assert "then asked by one mail at a time whether it is back" in " ".join(half.split())
    assert "Once that is mended, `tenure resume` saves the wait" in " ".join(shut.split())
    assert "open again: provider" in resumed
    assert world.rows(CLOSURE) == []
    assert world.rows(ALARM)[0].cleared_at is not None


def test_it_names_the_machine_whose_clock_is_wrong(world: World) -> None:
    because = "the clock of the machine web-1 is 300 s ahead of the database's: it does nothing until that is mended"
    with begin(world.engine) as connection:
        raise_alarm(connection, world.now, "host", "web-1", because)

    assert because in " ".join(tenure(world, "status").split())


def test_a_worker_that_is_gone_is_told_as_soon_as_something_waits_for_it(world: World) -> None:
    machine = machine_time()
    beats = [("clock", machine), ("worker", machine - timedelta(hours=3))]
    world.publish(dict(first_month()))
    with begin(world.engine) as connection:
        rows = [{"name": name, "at": world.now, "machine_at": at} for name, at in beats]
        connection.execute(insert(HEARTBEAT), rows)
    assert "is at work" not in tenure(world, "status")  # nothing to do: nobody can say that it is gone
    world.account("acme")
    world.now += timedelta(minutes=3)
    said = " ".join(tenure(world, "status").split())
    assert "! no worker is at work though 1 account is due: start one (`tenure up`, or the Procfile's worker)" in said
    with look(world.engine) as connection:
        assert survey(connection, world.now, machine).missing == "worker"
    tenure(world, "pause")
    assert "no worker" not in tenure(world, "status")  # what nobody may look at waits for nobody
