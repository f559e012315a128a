"""What is published and cannot be read by this version of Tenure: people are told that, and the way out."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from console.failures import CommandError
from console.laptop import prepare
from console.transcript import Transcript
from console.web import web
from models.database import look
from tests.command_line import app
from tests.first_month import first_month
from tests.people import signed_in
from tests.site import served
from tests.world import World
from workers.clocks import write_instant
from workers.settings import Settings

UNREADABLE = "what is published cannot be read by this version of Tenure (journeys/program.yaml, line "

Command = Callable[..., Result]


@pytest.fixture
def command(world: World, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command on a world whose program says what no version of Tenure reads any more."""
    file = tmp_path / "now"
    for name, value in (("DATABASE_URL", database), ("TENURE_CLOCK", f"{file}"), ("TENURE_HOME", f"{tmp_path}")):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMNS", "400")
    world.account()
    world.publish(broken())

    def run(*arguments: str) -> Result:
        write_instant(file, world.now)
        return CliRunner().invoke(app, arguments)

    return run


def broken() -> dict[str, str]:
    files = dict(first_month())
    return files | {"journeys/program.yaml": files["journeys/program.yaml"].replace("silent_after", "quiet_after")}


@pytest.mark.parametrize(
    "arguments", [["feeds"], ["results"], ["health", "acme"], ["catalog", "--account", "acme"], ["status"]]
)
def test_commands_say_that_it_cannot_be_read_and_what_to_do(command: Command, arguments: list[str]) -> None:
    answer = command(*arguments)

    assert answer.exit_code == 1
    told = answer.output + str(answer.exception)
    assert isinstance(answer.exception, CommandError | SystemExit)
    assert UNREADABLE in told
    assert "run `tenure publish`" in told
    assert "nothing is published" not in told


def test_programs_read_it_too(command: Command) -> None:
    assert UNREADABLE in json.loads(command("status", "--json").stdout)["unreadable"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the command lets its connections end with its process
def test_publishing_is_the_way_out(command: Command) -> None:
    published = command("publish", "--yes")

    assert published.exit_code == 0, published.output
    assert command("feeds").exit_code == 0
    assert json.loads(command("status", "--json").stdout)["unreadable"] == ""


def test_tenure_up_says_it_when_it_starts(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    prepare(Settings.read(), Transcript())

    assert UNREADABLE in capsys.readouterr().out


def test_the_first_page_says_it_and_the_log_has_no_traceback(
    world: World, command: Command, caplog: pytest.LogCaptureFixture
) -> None:
    with served(web(world.app)) as client:
        page = signed_in(client, world.engine)
        before = page.get("/").text
        world.publish(dict(first_month()))
        after = page.get("/").text

    assert UNREADABLE in before
    assert "cannot be read" not in after
    assert [record.exc_info for record in caplog.records if "cannot be read" in record.message] == [None]


def test_what_is_unreadable_is_told_apart_from_what_is_not_there(world: World) -> None:
    world.publish(broken())
    with look(world.engine) as connection:
        assert world.app.editions.current(connection) is None
    assert world.app.editions.unreadable.startswith(UNREADABLE)
