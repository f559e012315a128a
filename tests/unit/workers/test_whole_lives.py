"""What holds for every account in all journeys that ship together, and what it gets when the program was down."""

from collections import Counter
from datetime import timedelta
from functools import cache
from itertools import pairwise

import pytest

from journeys.decisions import Send
from journeys.schedule import zone_of
from tests.unit.journeys.stage import book
from tests.unit.workers.whole_life import BORN, DAY, WholeLife

# Clocks change at different times, by half an hour (Lord Howe), around midnight, or never; some are far from UTC.
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia", "Asia/Kolkata")
LIVES = tuple(enumerate(ZONES))
OUTAGES = (1, 5, 40)
DOWN = (3, 55, 115)  # on which days it stops: apart by more than the longest outage


@cache
def life(seed: int, zone: str, outage: int = 0) -> WholeLife:
    """A life, with the program down for so many days several times; played once for all tests."""
    away = [(BORN + day * DAY, BORN + (day + outage) * DAY) for day in DOWN] if outage else []
    return WholeLife(seed, zone, away=away).play()


def steps_taken(played: WholeLife) -> Counter[tuple[str, str, str]]:
    return Counter(deed.step for deed in played.deeds)


@pytest.mark.parametrize(("seed", "zone"), LIVES)
def test_no_step_comes_twice_and_nothing_after_a_journey_was_left(seed: int, zone: str) -> None:
    played = life(seed, zone)

    assert set(steps_taken(played).values()) == {1}
    for deed in played.deeds:
        assert deed.at <= played.left.get(deed.step[:2], deed.at)


@pytest.mark.parametrize(("seed", "zone"), LIVES)
def test_no_mail_leaves_outside_the_window_nor_two_within_the_gap(seed: int, zone: str) -> None:
    played = life(seed, zone)
    mails = [deed for deed in played.deeds if isinstance(deed.decision, Send) and deed.decision.channel == "email"]

    for deed in mails:
        assert book().journeys[deed.step[0]].window.is_open(deed.at, zone_of(zone))
    patient = [deed.at for deed in mails if book().journeys[deed.step[0]].gap]
    assert all(later - earlier >= timedelta(hours=20) for earlier, later in pairwise(patient))


def test_the_same_life_has_the_same_decisions() -> None:
    assert WholeLife(*LIVES[0]).play().deeds == life(*LIVES[0]).deeds


def test_these_lives_lead_through_most_journeys_that_ship() -> None:
    """What needs an account in the best of health, and the largest, has tests of its own."""
    entered = {name for lived in LIVES for (name, _), row in life(*lived).rows.items() if row.state != "declined"}

    assert len(entered) >= 25, sorted(set(book().journeys) - entered)


@pytest.mark.parametrize("outage", OUTAGES)
@pytest.mark.parametrize(("seed", "zone"), LIVES[:3])
def test_after_an_outage_nothing_comes_twice_and_no_two_mails_catch_up_on_a_day(
    seed: int, zone: str, outage: int
) -> None:
    played = life(seed, zone, outage)

    assert set(steps_taken(played).values()) == {1}
    said = [one.at for one in played.said if one.commercial]
    patient = [
        deed.at
        for deed in played.deeds
        if isinstance(deed.decision, Send) and deed.decision.commercial and book().journeys[deed.step[0]].gap
    ]
    assert said
    assert all(later - earlier >= timedelta(hours=20) for earlier, later in pairwise(patient))
    for begins, until in played.away:
        assert not any(begins <= deed.at < until for deed in played.deeds)


@pytest.mark.parametrize("outage", OUTAGES)
def test_every_open_run_goes_on_after_an_outage(outage: int) -> None:
    played = life(*LIVES[0], outage)

    assert all(row.wake_at > BORN for row in played.rows.values() if row.state == "open")
    assert not [row for row in played.rows.values() if row.state == "open" and row.wake_at < played.ends - DAY]
