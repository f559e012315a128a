"""`tenure pause JOURNEY` and `tenure resume JOURNEY`: what they say, and what still stops a journey."""

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from console.commands import pause, status, why
from models.tables import CLOSURE
from tests.command_line import app
from tests.stopped import OTHER, TOUR, Tenure, paused, program, sent
from tests.world import World
from workers.clocks import write_instant

HOUR = timedelta(hours=1)


@pytest.fixture
def tour(world: World) -> World:
    """A world with two journeys, and one account."""
    world.publish(program())
    world.account("acme")
    return world


@pytest.fixture
def tenure(world: World, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tenure:
    """Run `tenure` on the world, at its time."""

    def run(*words: str) -> Result:
        write_instant(tmp_path / "now", world.now)
        return CliRunner().invoke(app, words)

    settings = {"DATABASE_URL": database, "TENURE_CLOCK": f"{tmp_path / 'now'}", "TENURE_HOME": f"{tmp_path}"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    for module in (status, pause):  # these are processes of their own, and leave it to their end to close it
        monkeypatch.setattr(module, "open_database", lambda _: world.engine)
    return run


def test_the_command_pauses_says_what_is_and_goes_on(tour: World, tenure: Tenure) -> None:
    tour.look()
    assert "paused tour;" in tenure("pause", "tour", "--because", "the boards are down").output
    said = " ".join(tenure("status").output.split())
    assert "! tour is paused until `tenure resume tour`, since 20" in said
    assert ": the boards are down" in said
    assert tenure("resume").output.splitlines() == [
        "open again: nothing was shut",
        "tour (pause) is still shut: `tenure resume tour` opens it",
    ]
    assert tenure("resume", "tour").output == "open again: tour (pause)\n"
    assert tour.rows(CLOSURE) == []


@pytest.mark.parametrize("word", ["pause", "resume"])
def test_a_journey_that_does_not_exist_is_refused(tour: World, tenure: Tenure, word: str) -> None:
    found = tenure(word, "tuor")
    assert found.exit_code == 1
    assert 'there is no journey "tuor"; did you mean "tour"?' in f"{found.output}{found.exception}"


def test_the_story_says_that_its_journey_is_paused(
    tour: World, tenure: Tenure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(why, "open_database", lambda _: tour.engine)
    tour.look()
    tenure("pause", "tour", "--because", "the boards are down")
    said = " ".join(tenure("why", "acme").output.split())
    assert "! tour is paused until `tenure resume tour`, since 20" in said
    assert "the boards are down" in said


def test_both_stops_of_one_journey_are_told_apart_from_another_of_a_longer_name(world: World) -> None:
    world.publish(program(tour=TOUR, **{"tour-again": OTHER.replace("day: 1", "day: 0")}))
    world.account("acme")
    paused(world, "tour-again")
    world.look()
    assert sent(world) == ["first"]


def test_whoever_pauses_what_is_paused_adds_a_reason_and_takes_none_away(tour: World, tenure: Tenure) -> None:
    tenure("pause", "tour", "--because", "the boards are down")
    tour.now += HOUR
    [before] = tour.rows(CLOSURE)
    said = tenure("pause", "tour", "--because", "legal has to look").output
    [after] = tour.rows(CLOSURE)
    assert after.since == before.since
    assert said.startswith("it was already: tour is paused until `tenure resume tour`, since 20")
    for reason in ("the boards are down", "legal has to look"):
        assert reason in said
    assert tenure("pause").output.startswith("paused; `tenure resume` goes on")
    assert tenure("pause").output.startswith("it was already: paused is shut until `tenure resume`")


def test_what_still_stops_a_journey_is_told_when_it_is_let_go_on(tour: World, tenure: Tenure) -> None:
    tenure("pause")
    tenure("pause", "tour")
    tenure("pause", "other")
    assert tenure("resume", "tour").output.splitlines() == [
        "open again: tour (pause)",
        "paused is still shut: `tenure resume` opens it",
    ]


def test_who_takes_back_a_pause_lets_nothing_through_that_its_budget_held_meanwhile(
    world: World, tenure: Tenure
) -> None:
    world.publish(program(tour=f"budget: 1\n{TOUR}"))
    for name in ("acme", "globex", "initech"):
        world.account(name)
    world.look()
    paused(world)
    assert [door.name for door in world.rows(CLOSURE)] == ["journey tour", "paused tour"]
    assert tenure("resume", "tour").output.splitlines() == [
        "open again: tour (pause)",
        "tour (budget) is still shut: `tenure resume tour` opens it",
    ]
    world.look()
    assert sent(world) == []
    assert tenure("resume", "tour").output.startswith("open again: tour (budget)\n3 mails that waited are let through")
    world.deliver()
    assert sent(world) == ["first", "first", "first"]
