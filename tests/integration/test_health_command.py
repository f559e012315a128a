"""`tenure health`, as a person and a program read it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.command_line import app
from tests.world import World

runner = CliRunner()


@pytest.fixture
def asked(world: World, tmp_path: Path) -> list[str]:
    """An account with a customer's half-silent story, and the arguments that ask for it."""
    world.account(seats=10)
    world.event("acme", "project created")
    world.event("acme", "nps answered", score=3)
    return ["health", "acme"]


def ask(world: World, arguments: list[str]) -> Result:
    clock = world.home / "clock"
    clock.write_text(world.now.isoformat())
    url = world.engine.url.render_as_string(hide_password=False)
    given = {"DATABASE_URL": url, "TENURE_HOME": str(world.home), "TENURE_CLOCK": str(clock), "COLUMNS": "160"}
    return runner.invoke(app, arguments, env=given)


def test_a_person_reads_the_score_its_parts_and_the_plan(world: World, asked: list[str]) -> None:
    said = ask(world, asked).stdout

    assert "Acme  acme  judged by the model Standard for smb" in said
    assert "0 of 100, at risk" in said
    assert "Without Engagement, Support, Financial: the rest is weighted up to 100" in said
    assert "1. Product usage: 40 points to win" in said
    assert "- Call whoever gave a 3, and ask what would have to be different" in said


def test_a_program_reads_the_same_as_json(world: World, asked: list[str]) -> None:
    said = json.loads(ask(world, [*asked, "--json"]).stdout)

    assert (said["account"], said["score"], said["band"], said["model"]) == ("acme", 0, "at_risk", "standard")
    assert [part["component"] for part in said["plan"]] == said["lowered_by"] == ["usage", "relationship"]
    assert (said["trend"], said["previous_band"]) == (None, None)


def test_a_score_that_would_rest_on_next_to_nothing_is_not_told_and_what_is_missing_is(world: World) -> None:
    world.account(signed_up_at=world.now - timedelta(days=400))

    said = " ".join(ask(world, ["health", "acme"]).stdout.split())

    assert "The score cannot be told: only 15 of 100 points can be judged: Product usage (" in said
    assert "Engagement (the success feed has never been heard)" in said
    assert "0 of 15" in said
    assert "The plan" not in said


def test_a_score_that_cannot_be_told_says_why(world: World, asked: list[str]) -> None:
    world.now += timedelta(days=3)

    said = " ".join(ask(world, asked).stdout.split())

    assert "The score cannot be told: the product feed has been silent since" in said
    assert "The plan" not in said


def test_an_account_that_is_none_is_told_in_one_line(world: World, asked: list[str]) -> None:
    assert str(ask(world, ["health", "nobody"]).exception).startswith("there is no account 'nobody'")
