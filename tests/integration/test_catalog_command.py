"""`tenure catalog`: what can be looked at, and what it comes to for an account, with the reason where it is unknown."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from typer.testing import CliRunner, Result

from tests.command_line import app
from tests.world import World

Ask = Callable[..., Result]


@pytest.fixture
def ask(world: World) -> Ask:
    """A way to give the command in a world where Acme created a project and answered an NPS survey with 9."""
    world.account(seats=10)
    world.event("acme", "project created")
    world.event("acme", "nps answered", score=9)

    def give(*arguments: str) -> Result:
        clock = world.home / "clock"
        clock.write_text(world.now.isoformat())
        url = world.engine.url.render_as_string(hide_password=False)
        given = {"DATABASE_URL": url, "TENURE_HOME": str(world.home), "TENURE_CLOCK": str(clock), "COLUMNS": "160"}
        return CliRunner().invoke(app, ["catalog", *arguments], env=given)

    return give


def lines(result: Result) -> dict[str, str]:
    return {line.split()[0]: " ".join(line.split()[1:]) for line in result.stdout.splitlines() if line.strip()}


def test_without_an_account_it_says_what_each_field_is(ask: Ask) -> None:
    said = ask("support.open_tickets").stdout

    assert said.startswith("support.open_tickets  number  support\n    ")


def test_with_an_account_it_says_what_each_field_comes_to(ask: Ask) -> None:
    said = lines(ask("--account", "acme"))

    assert said["milestones.first_project"] == "yes"
    assert said["usage.feature_adoption"] == "16.7%"
    assert said["feedback.nps"] == "9"
    assert said["signals.advocacy_nps"] == "yes"
    assert said["usage.unused_features"].startswith("Tasks, Boards")
    assert said["account.renewal_on"] == "unknown: account.renewal_on is not known"
    assert not [name for name in said if name.startswith(("contact.", "links."))]


def test_what_a_silent_feed_would_have_to_tell_is_told_as_far_as_it_is_certain(ask: Ask, world: World) -> None:
    world.now += timedelta(days=3)
    said = lines(ask("metrics.projects_created", "checklist.complete", "--account", "acme"))

    assert said["metrics.projects_created"].startswith("at least 1; the product feed has been silent since")
    assert said["checklist.complete"].startswith("unknown: the product feed has been silent since")


def test_a_program_gets_it_as_json(ask: Ask) -> None:
    [found] = json.loads(ask("feedback.nps", "--account", "acme", "--json").stdout)

    assert (found["name"], found["type"], found["feed"], found["value"]) == ("feedback.nps", "number", "survey", 9)


@pytest.mark.parametrize(("name", "hint"), [("usage.feature_adopton", "usage.feature_adoption"), ("xyz", "groups are")])
def test_a_name_that_is_none_is_told_in_one_line_with_the_way_out(ask: Ask, name: str, hint: str) -> None:
    assert hint in str(ask(name).exception)


def test_an_account_that_is_none_is_told_in_one_line(ask: Ask) -> None:
    assert str(ask("usage", "--account", "nobody").exception).startswith("there is no account 'nobody'")


def test_the_reference_page_tells_every_field_question_and_reserved_event(ask: Ask) -> None:
    said = ask("--markdown").stdout

    assert "| `usage.stickiness` | number, share |" in said
    assert '| `usage.count("project created", 7 days) == 0` |' in said
    assert "| `ticket opened` | support | A support ticket was opened | **ticket** (text)" in said
