"""Every journey that ships with the program down just before a step is due: outages.yaml says what an account gets."""

from collections import Counter
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from journeys.decisions import Send
from tests.unit.journeys.stage import book
from tests.unit.workers.play import HOUR, STEPS, Play
from tests.unit.workers.stories import STORIES
from tests.unit.workers.story import DAY

TABLE: dict[str, dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("outages.yaml"))
OUTAGES = {"0 days": 0, "1 day": 1, "5 days": 5, "40 days": 40}
CASES = [(name, outage) for name in TABLE for outage in OUTAGES]


@cache
def played(name: str, outage: str) -> Play:
    """The story of that name with an outage, played once for all tests."""
    plan, story = book().journeys[name.partition(" ")[0]], STORIES[name]
    if outage == "0 days":
        return Play(plan, story).play()
    stops = played(name, "0 days").when(TABLE[name]["down before"]) - HOUR
    return Play(plan, story, stops, stops + OUTAGES[outage] * DAY).play()


def test_every_journey_that_ships_is_in_the_table() -> None:
    assert {name.partition(" ")[0] for name in TABLE} == set(book().journeys)
    assert all(set(row) == {"down before", *OUTAGES} for row in TABLE.values())


@pytest.mark.parametrize(("name", "outage"), CASES)
def test_the_account_gets_what_the_table_says(name: str, outage: str) -> None:
    assert played(name, outage).fate() == TABLE[name][outage]


@pytest.mark.parametrize("name", TABLE)
def test_nobody_gets_a_step_twice_or_two_catch_up_mails_in_a_day(name: str) -> None:
    for play in (played(name, outage) for outage in OUTAGES):
        steps = Counter((run, one.step) for _, run, one in play.deeds if isinstance(one, STEPS))
        assert set(steps.values()) <= {1}
        mails = [at for at, _, one in play.deeds if isinstance(one, Send) and one.channel == "email"]
        assert all(later - earlier >= timedelta(hours=20) for earlier, later in pairwise(mails))


@pytest.mark.parametrize("name", TABLE)
def test_while_it_is_down_nothing_happens_and_afterwards_every_open_run_wakes(name: str) -> None:
    for play in (played(name, outage) for outage in OUTAGES):
        if play.stops and play.resumes:
            assert not [one for at, _, one in play.deeds if play.stops <= at < play.resumes]
        assert all(row.wake_at > play.last for row in play.life.rows.values() if row.state == "open")


@pytest.mark.parametrize("name", TABLE)
def test_of_a_run_that_is_finished_every_step_is_on_record(name: str) -> None:
    every = {step.id for step in book().journeys[name.partition(" ")[0]].steps}
    for outage in OUTAGES:
        play = played(name, outage)
        finished = [run for (_, run), row in play.life.rows.items() if row.state == "finished"]
        for run in finished:
            assert {one.step for _, of, one in play.deeds if of == run and isinstance(one, STEPS)} == every
