"""Whatever journeys want to say to whomever, whenever somebody comes by: never too much, and always a reason."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeys.caps import Cap
from journeys.decisions import Skip
from journeys.look import look_at
from tests.unit.journeys.stage import MONDAY, account
from tests.unit.workers.town import PEOPLE, Town, held_back
from workers.recheck import Never

CROWDED = {"gap", "cap", "outranked"}


@given(st.integers(0, 100_000))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nobody_is_mailed_too_often_and_whoever_loses_is_told_and_ends_by_their_own_lateness(seed: int) -> None:
    """That no mail leaves before one that outranks it, and every hold ends later, is asserted at every delivery.

    That nobody waits for ever for whoever waits for them: a town that does not end within 200 days fails.
    """
    town = Town(seed).play()

    left = [mail for mail in town.mails if mail.state != "skipped"]
    commercial = [mail for mail in left if mail.commercial]
    for mine in _by(commercial, "account"):
        assert all(later - earlier >= (town.gap or timedelta(0)) for earlier, later in pairwise(mine))
        _within(mine, town.caps.account)
    for mine in _by(commercial, "email"):
        _within(mine, town.caps.contact)
    _every_step_ends_as_its_lateness_says(town)
    _everybody_is_told(town)
    again = Town(seed).play()
    assert again.log == town.log
    assert again.mails == town.mails


def _by(mails: Iterable[Any], key: str) -> Iterable[Sequence[datetime]]:
    found: dict[str, list[datetime]] = defaultdict(list)
    for mail in sorted(mails, key=lambda one: one.opened_at):
        found[getattr(mail, key)].append(mail.opened_at)
    return found.values()


def _within(moments: Sequence[datetime], cap: Cap | None) -> None:
    if cap:
        windows = zip(moments, moments[cap.most :], strict=False)
        assert all(later - earlier >= cap.within for earlier, later in windows)


def _every_step_ends_as_its_lateness_says(town: Town) -> None:
    """What was never said was too late; what may be late for ever was said."""
    said = {(mail.account, mail.journey, mail.step) for mail in town.mails if mail.state != "skipped"}
    for name in PEOPLE:
        for plan in town.journeys.values():
            for step in plan.steps:
                declined = town.rows[name, plan.name].state == "declined"
                assert declined or step.late.otherwise == "skip" or (name, plan.name, step.id) in said
    for at, name, journey, one in town.log:
        if isinstance(one, Skip | Never):
            assert "Too late" in one.because
            plan = town.journeys[journey]
            if isinstance(one, Skip):
                [step] = (step for step in plan.steps if step.id == one.step)
                behavior = account(at, {"signed in": 1}, contacts=PEOPLE[name])
                assert look_at(at, plan, step, MONDAY, behavior).is_late


def _everybody_is_told(town: Town) -> None:
    """Whatever did not leave on the spot, or never, has a line that says who or what was in the way."""
    told = held_back(town)
    for mail in town.mails:
        if mail.state == "skipped":
            assert told[mail.account, mail.journey][-1] is not None
    assert CROWDED.isdisjoint(
        reason for (_, name), why in told.items() for reason in why if town.journeys[name].kind == "payment"
    )


def test_these_towns_are_crowded() -> None:
    reasons = {reason for seed in range(12) for why in held_back(Town(seed).play()).values() for reason in why}

    assert reasons >= CROWDED


def test_whoever_yields_at_the_last_moment_is_heard_or_told_in_the_end() -> None:
    towns = [Town(seed).play() for seed in (17, 25, 39)]

    assert any(town.yielded for town in towns)
    for town in towns:
        _every_step_ends_as_its_lateness_says(town)
        _everybody_is_told(town)
