"""Accounts that leave, and accounts that come back."""

from datetime import datetime, timedelta

from journeys.behavior import Behavior
from journeys.decisions import Decline, Leave
from journeys.definition import Journey
from journeys.engine import admit, decide
from tests.unit.journeys.stage import HEAD, MONDAY, account, at, journey
from tests.unit.workers.life import Life

DAY = timedelta(days=1)
PLAIN = HEAD.replace("leave: account.churned\n", "")
STEPS = "\n".join(f"- {{id: d{day}, day: {day}, handoff: low-adoption}}" for day in (0, 10, 20))
PLAN = journey(STEPS, PLAIN, "plan")


def farewell(word: str) -> Journey:
    head = PLAIN.replace("onboarding", "win-back").replace("signed_up_at", "churned_at")
    return journey(STEPS, f"{head}churned: {word}\noccurrence: date\nfollows: 7 days\n", "win-back")


def lived(plan: Journey, *spans: tuple[int, bool]) -> Life:
    """A life of so many days in each state, looked at daily: churned, or not."""
    life, now = Life(plan), MONDAY
    left_at: datetime | None = None
    for days, churned in spans:
        left_at = now if churned else left_at
        for _ in range(days):
            life.look(now, behaving(now, left_at if churned else None))
            now += DAY
    return life


def behaving(now: datetime, left_at: datetime | None) -> Behavior:
    return account(now, churned=left_at is not None, churned_at=left_at)


def steps(life: Life) -> list[str]:
    return [step for _, step in life.happened]


def test_whoever_churns_leaves_at_once_whatever_the_journey_says() -> None:
    life = lived(PLAN, (5, False), (1, True))
    assert (steps(life), life.state("once")) == (["d0"], "away")
    left = decide(MONDAY, PLAN, at(PLAN, "d10"), behaving(MONDAY, MONDAY))
    assert left == Leave("The account has churned", {"account.churned": True}, away=True)


def test_whoever_comes_back_in_time_goes_on_where_it_left() -> None:
    life = lived(PLAN, (5, False), (3, True), (30, False))
    assert (steps(life), life.entered, life.state("once")) == (["d0", "d10", "d20"], ["once", "once"], "finished")


def test_whoever_comes_back_late_is_spared_what_is_past() -> None:
    life = lived(PLAN, (5, False), (11, True), (30, False))
    assert (steps(life), life.skipped()) == (["d0", "d20"], ["d10"])


def test_whoever_comes_back_when_all_is_past_gets_nothing() -> None:
    life = lived(PLAN, (5, False), (60, True), (30, False))
    assert (steps(life), life.entered, life.state("once")) == (["d0"], ["once"], "away")


def test_whoever_comes_back_does_not_go_on_with_what_is_not_for_them_any_more() -> None:
    small = journey(STEPS, PLAIN + "for: account.seats < 50\n", "plan")
    life, now = Life(small), MONDAY
    life.look(now, behaving(now, None))
    life.look(now + DAY, behaving(now + DAY, now))
    life.look(now + 2 * DAY, account(now + 2 * DAY, seats=500))
    assert life.state("once") == "away"
    life.look(now + 10 * DAY, account(now + 10 * DAY, seats=10))
    assert steps(life) == ["d0", "d10"]


def test_what_is_for_who_has_left_is_for_nobody_else() -> None:
    admission = admit(MONDAY, farewell("only"), account(MONDAY, churned_at=MONDAY))
    assert isinstance(admission, Decline)
    assert admission.because == "The account has not churned"


def test_whoever_is_back_leaves_what_was_for_who_had_left() -> None:
    life = lived(farewell("only"), (3, False), (12, True), (9, False))
    assert (steps(life), life.state("2026-01-08")) == (["d0", "d10"], "away")


def test_whoever_leaves_again_gets_it_again() -> None:
    life = lived(farewell("only"), (3, False), (12, True), (9, False), (2, True))
    assert life.entered == ["2026-01-08", "2026-01-29"]


def test_whoever_leaves_again_soon_goes_on_with_it_by_the_day_on_which_they_left_last() -> None:
    life = lived(farewell("only"), (3, False), (2, True), (1, False), (30, True))
    assert steps(life) == ["d0", "d10", "d20"]
    assert life.entered == ["2026-01-08", "2026-01-08"]
    assert str(life.began["2026-01-08"].date()) == "2026-01-08"
    d10 = [decision for _, decision in life.decided if getattr(decision, "step", "") == "d10"]
    assert "Wednesday, 21 Jan 2026" in d10[-2].because


def test_whoever_leaves_twice_on_one_day_is_not_forgotten() -> None:
    life, now = Life(farewell("only")), MONDAY
    hours = [timedelta(hours=hour) for hour in range(5)]
    for hour, gone in zip(hours, (True, False, True, False, True), strict=True):
        life.look(now + hour, behaving(now + hour, now + hour if gone else None))
    for days in range(1, 30):
        life.look(now + days * DAY, behaving(now + days * DAY, now + hours[-1]))
    assert steps(life) == ["d0", "d10", "d20"]
    assert life.entered == ["2026-01-05"] * 3


def test_what_is_also_for_who_has_left_goes_on_when_they_leave_and_when_they_return() -> None:
    begun = journey(STEPS, PLAIN.replace("onboarding", "leaving") + "churned: also\n", "leaving")
    life = lived(begun, (3, False), (12, True), (9, False))
    assert (steps(life), life.entered) == (["d0", "d10", "d20"], ["once"])
