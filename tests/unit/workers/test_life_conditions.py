"""Journeys from a condition: once for each time that it comes true, and not too often."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from journeys.behavior import Behavior
from journeys.decisions import Decline
from journeys.definition import Journey
from journeys.engine import admit
from tests.unit.journeys.stage import HEAD, MONDAY, account, journey
from tests.unit.workers.life import Life

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FROM_CONDITION = HEAD.replace("account.signed_up_at", "{when: account.seats < 10}")
STEPS = "- {id: first, day: 0, handoff: low-adoption}\n- {id: second, day: 3, handoff: low-adoption}"
PLAN = journey(STEPS, FROM_CONDITION, "low")
SOON = journey(STEPS, FROM_CONDITION + "again: {after: 10 days}\n", "low")
NEVER = journey(STEPS, FROM_CONDITION + "again: never\n", "low")


def seats(number: int | None, day: int) -> Behavior:
    return account(MONDAY + day * DAY, seats=number)


def lived(plan: Journey, *spells: tuple[int, int | None]) -> Life:
    """A life of so many days with so many seats each, looked at once a day."""
    life, day = Life(plan), 0
    for days, number in spells:
        for _ in range(days):
            life.look(MONDAY + day * DAY, seats(number, day))
            day += 1
    return life


def test_it_begins_when_the_condition_is_seen_to_hold() -> None:
    assert lived(PLAN, (3, 20), (1, 5)).entered == ["2026-01-08"]


def test_what_is_so_from_the_first_look_on_is_so() -> None:
    assert lived(PLAN, (2, 5)).entered == ["2026-01-05"]


def test_why_it_does_not_begin_is_told_once_whatever_the_figures() -> None:
    reasons = {admit(MONDAY, PLAN, seats(number, 0)).because for number in (20, 21)}
    assert reasons == {"account.seats < 10 does not hold"}


def test_what_cannot_be_told_begins_nothing_and_is_asked_again() -> None:
    admission = admit(MONDAY, PLAN, seats(None, 0))
    assert isinstance(admission, Decline)
    assert admission.because.startswith("account.seats < 10 cannot be told")


def test_as_long_as_it_holds_it_does_not_begin_again() -> None:
    assert lived(SOON, (60, 5)).entered == ["2026-01-05"]


def test_it_begins_again_when_the_condition_did_not_hold_in_between() -> None:
    assert lived(SOON, (5, 5), (1, 20), (30, 5)).entered == ["2026-01-05", "2026-01-18"]  # 10 days after it ended


def test_what_lapsed_while_the_run_went_on_has_lapsed() -> None:
    assert lived(SOON, (1, 5), (1, 20), (30, 5)).entered == ["2026-01-05", "2026-01-18"]


def test_unknown_is_no_end_of_a_spell() -> None:
    assert lived(SOON, (5, 5), (5, None), (30, 5)).entered == ["2026-01-05"]


def test_not_again_within_90_days_unless_said_otherwise() -> None:
    assert lived(PLAN, (5, 5), (1, 20), (87, 5)).entered == ["2026-01-05"]
    assert lived(PLAN, (5, 5), (1, 20), (88, 5)).entered == ["2026-01-05", "2026-04-08"]


def test_never_is_never() -> None:
    assert lived(NEVER, (5, 5), (100, 20), (100, 5)).entered == ["2026-01-05"]


def test_two_spells_on_one_day_are_one_run() -> None:
    plan = journey(STEPS.splitlines()[0], FROM_CONDITION + "again: {after: 1 hours}\n", "low")
    life = Life(plan)
    for hour, number in ((0, 5), (2, 20), (4, 5), (6, 5)):
        life.look(MONDAY + hour * HOUR, account(MONDAY + hour * HOUR, seats=number))
    assert life.entered == ["2026-01-05"]
    life.look(MONDAY + DAY, seats(5, 1))
    assert life.entered == ["2026-01-05", "2026-01-06"]


@given(
    st.sampled_from([PLAN, SOON, NEVER]),
    st.lists(st.tuples(st.integers(1, 20), st.sampled_from([5, 20, None])), min_size=1, max_size=25),
)
def test_it_begins_at_most_once_in_each_spell(plan: Journey, spells: list[tuple[int, int | None]]) -> None:
    life, moment = Life(plan), MONDAY
    of_spell: dict[int, int] = {}
    spell = 0
    for hours, number in spells:
        spell += number == 20
        moment += hours * 6 * HOUR
        before = len(life.entered)
        life.look(moment, account(moment, seats=number))
        of_spell[spell] = of_spell.get(spell, 0) + len(life.entered) - before
        assert number == 5 or len(life.entered) == before
    assert max(of_spell.values()) <= 1
    assert len(life.happened) == len({*life.happened})
