"""An import in the middle of everything: nobody is judged by half of it, and afterwards all goes on."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import update
from typer.testing import CliRunner, Result

from console.commands import import_ as command
from console.commands import pause, status
from console.importing import load as loading
from console.importing.door import LASTS, Begin, shut_meanwhile
from console.importing.load import Setting, load
from console.importing.plan import Plan, make_plan
from console.importing.read_map import read_map
from models.database import begin, look
from models.doors import IMPORTING, shut, shut_doors
from models.tables import ACCOUNT, CLOSURE, TOUCHPOINT
from tests.command_line import app
from tests.world import World
from workers.advance import advance_accounts
from workers.clocks import machine_time, steady_time, write_instant
from workers.fuse import Pace
from workers.tick import tick

DAY = timedelta(days=1)
MAP = """\
files:
  accounts.csv: {accounts: {key: id, name: id, signed_up_at: since, seats: seats, arr: arr}}
  people.csv: {contacts: {key: mail, account: company, email: mail, role: {always: admin}}}
  events.csv:
    events:
      app: {key: id, account: company, at: at, name: what, feed: {always: product}}
"""
TOO_EARLY = "onboarding/create-your-first-project"


@pytest.fixture
def plan(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """An account of seven days: the feed is fresh with the first event, its project comes with the second.

    Somebody else is there already, of whom the feed has told for a month.
    """
    world.account("acme")
    for days in range(1, 30):
        world.event("acme", "signed in", at=world.now - days * DAY)
    monkeypatch.setattr(loading, "BATCH", 1)
    at, since = f"{world.now:%Y-%m-%d %H:%M}", f"{world.now - 7 * DAY:%Y-%m-%d}"
    files = {
        "accounts.csv": f"id,since,seats,arr\norbit,{since},10,9000\n",
        "people.csv": "mail,company\nann@orbit.example,orbit\n",
        "events.csv": f"id,company,at,what\n1,orbit,{at},signed in\n2,orbit,{since} 12:00,project created\n",
        "map.yaml": MAP,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return make_plan(read_map(tmp_path / "map.yaml"), [tmp_path / name for name in files if name != "map.yaml"])


def bring_in(world: World, plan: Plan, begins: Begin, between: Callable[[], object]) -> None:
    """Import, and do something between any two batches."""
    load(plan, Setting(begins, world.now, world.now.date(), world.home, lambda _: between()))


def doors(world: World, later: timedelta = timedelta(0)) -> set[str]:
    with look(world.engine) as connection:
        return shut_doors(connection, machine_time() + later)


def work(world: World) -> None:
    """Do whatever the clock and the workers do."""
    tick(world.app, Pace(machine_time(), steady_time()))
    world.assess()
    world.look()


def mails(world: World) -> list[str]:
    return [mail.template for mail in world.mails()]


def test_without_the_door_somebody_is_judged_by_half_of_a_file(world: World, plan: Plan) -> None:
    bring_in(world, plan, partial(begin, world.engine), partial(work, world))

    assert TOO_EARLY in mails(world)


def test_while_an_import_runs_nothing_happens_and_afterwards_everything_goes_on(world: World, plan: Plan) -> None:
    world.account("zenith")
    planned = advance_accounts(world.app, [account.id for account in world.rows(ACCOUNT)])
    with begin(world.engine) as connection:  # somebody died over this one, which only a tick finds
        ago = machine_time() - timedelta(minutes=1)
        dead = update(TOUCHPOINT).where(TOUCHPOINT.c.id == planned[0])
        connection.execute(dead.values(state="sending", attempts=1, leased_until=ago))
    before, seen = world.ledger(), []

    def between() -> None:
        work(world)
        seen.append((doors(world), world.ledger(), [mail.state for mail in world.mails()]))

    with shut_meanwhile(world.engine) as begins:
        bring_in(world, plan, begins, between)
    work(world)

    told = [*before, "unknown"]  # to settle what is in doubt sends nothing
    assert seen == [({IMPORTING}, told, ["unknown", "planned"])] * len(seen)
    assert len(seen) > 3
    assert doors(world) == set()
    assert [mail.state for mail in world.mails()][:2] == ["unknown", "accepted"]
    assert TOO_EARLY not in mails(world)
    assert len(mails(world)) > 2, "the account that came in is looked at"
    assert world.provider.accepted()


def test_of_two_imports_side_by_side_the_last_to_end_opens(world: World) -> None:
    found = []
    with ExitStack() as first:
        one = first.enter_context(shut_meanwhile(world.engine))
        with shut_meanwhile(world.engine) as two:
            for begins in (one, two):
                with begins():
                    found.append(doors(world))
        found.append(doors(world))
    found.append(doors(world))

    assert found == [{IMPORTING}, {IMPORTING}, {IMPORTING}, set()]


def test_the_door_is_shut_a_few_minutes_ahead_with_every_batch_anew(world: World) -> None:
    with shut_meanwhile(world.engine) as begins:
        with begins():
            pass
        [first] = world.rows(CLOSURE)
        with begin(world.engine) as connection:  # as `tenure resume` does
            connection.execute(CLOSURE.delete())
        opened = doors(world)
        with begins():
            [second] = world.rows(CLOSURE)
        lapsed = doors(world, LASTS)

    assert (opened, lapsed) == (set(), set())
    assert second.until > first.until
    assert second.since == first.since, "since it began, and not since the last batch"


def test_what_killed_imports_left_behind_is_cleared_away(world: World) -> None:
    machine = machine_time()
    with begin(world.engine) as connection:
        shut(connection, f"{IMPORTING} killed", "", machine - 2 * LASTS, machine - LASTS)
        shut(connection, f"{IMPORTING} running", "", machine, machine + LASTS)

    with shut_meanwhile(world.engine) as begins, begins():
        pass

    assert [row.name for row in world.rows(CLOSURE)] == [f"{IMPORTING} running"]


Tenure = Callable[..., Result]


@pytest.fixture
def tenure(world: World, plan: Plan, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tenure:
    """Run `tenure` on the world, at its time, in the folder of the plan's files."""
    write_instant(tmp_path / "now", world.now)
    settings = {"DATABASE_URL": database, "TENURE_CLOCK": f"{tmp_path / 'now'}", "TENURE_HOME": f"{tmp_path}"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    for module in (status, pause):  # these are processes of their own, and leave it to their end to close it
        monkeypatch.setattr(module, "open_database", lambda _: world.engine)
    return lambda *words: CliRunner().invoke(app, words)


FILES = ("import", "accounts.csv", "people.csv", "events.csv", "--map", "map.yaml")


def meddle(monkeypatch: pytest.MonkeyPatch, between: Callable[[], object]) -> None:
    """Let the command's own import do something between any two batches."""
    told = lambda plan, setting: load(plan, replace(setting, advance=lambda _: between()))  # noqa: E731
    monkeypatch.setattr(command, "load", told)


def test_status_says_since_when_an_import_is_running(
    world: World, tenure: Tenure, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    meddle(monkeypatch, lambda: said.append(" ".join(tenure("status").output.split())))

    ended = tenure(*FILES)

    assert ended.exit_code == 0
    assert len(said) > 3
    assert all("! an import is running since 20" in line for line in said)
    assert all("UTC: nobody is looked at or written to until it ends" in line for line in said)
    assert "import is running" not in tenure("status").output


@pytest.mark.parametrize(("error", "code"), [(RuntimeError("out of disk"), 1), (KeyboardInterrupt(), 130)])
def test_an_import_that_fails_or_is_interrupted_opens_the_door(
    world: World, tenure: Tenure, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    found = []

    def fail() -> None:
        found.append(doors(world))
        if len(found) == 3:
            raise error

    meddle(monkeypatch, fail)

    assert tenure(*FILES).exit_code == code
    assert found[-1] == {IMPORTING}
    assert world.rows(CLOSURE) == []


def test_a_dry_run_shuts_nothing(world: World, tenure: Tenure, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[set[str]] = []
    meddle(monkeypatch, lambda: found.append(doors(world)))

    assert tenure(*FILES, "--dry-run").exit_code == 0
    assert len(found) > 3
    assert set().union(*found) == set()


def test_a_person_who_resumes_is_told_in_one_word_what_was_shut(world: World, tenure: Tenure) -> None:
    with shut_meanwhile(world.engine) as one, shut_meanwhile(world.engine) as two:
        for begins in (one, two):
            with begins():
                pass
        said = tenure("resume").output

    assert said.splitlines()[0] == "open again: importing"
