"""Journeys from a date: its steps before and after it, wherever the date moves."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.behavior import Behavior, Contact
from journeys.decisions import Decline, Enter, Hold, Leave, Position, Skip, Wait
from journeys.engine import admit, decide, replanned
from tests.unit.journeys.stage import ADMIN, HEAD, account, journey
from tests.unit.workers.life import Life

DAY = timedelta(days=1)
DATED = HEAD.replace("account.signed_up_at", "account.renewal_on") + "occurrence: date\nfollows: 180 days\n"
ALL = {"b120": -120, "b90": -90, "b30": -30, "d0": 0, "d7": 7}
STEPS = "\n".join(f"- {{id: {step}, day: {day}, handoff: low-adoption}}" for step, day in ALL.items())
PLAN = journey(STEPS, DATED, "renewal")
RENEWAL = date(2027, 3, 1)
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))


def renewing(on: date | None, now: datetime, zone: str = "UTC", contact: Contact = ADMIN) -> Behavior:
    return account(now, zone=zone, contacts=[contact], renewal_on=on, signed_up_at=now - 400 * DAY)


def before(days: int, renewal: date = RENEWAL) -> datetime:
    """So many days before the renewal, at ten."""
    return datetime(renewal.year, renewal.month, renewal.day, 10, tzinfo=UTC) - days * DAY


def lived(*spans: tuple[int, int, date | None]) -> Life:
    """A life looked at daily: from so many days before 1 March 2027 to so many, the renewal being that date."""
    life = Life(PLAN)
    for first, last, on in spans:
        for days in range(first, last, -1):
            life.look(before(days), renewing(on, before(days)))
    return life


def steps(life: Life) -> list[str]:
    return [step for _, step in life.happened]


def test_it_begins_with_its_first_step_and_says_until_then_when() -> None:
    admission = admit(before(130), PLAN, renewing(RENEWAL, before(130)))
    assert isinstance(admission, Decline)
    assert admission.because == "account.renewal_on is 1 Mar 2027; it begins 120 days before"
    assert admission.until == datetime(2026, 11, 1, tzinfo=UTC)
    entered = admit(before(120), PLAN, renewing(RENEWAL, before(120)))
    assert entered == Enter(
        "2027-03-01", datetime(2027, 3, 1, tzinfo=UTC), "A test is for every account",
        {"account.renewal_on": "2027-03-01"},
    )  # fmt: skip


def test_every_step_comes_on_its_day_before_and_after_the_date() -> None:
    life = lived((125, -10, RENEWAL))
    assert (steps(life), life.entered, life.state("2027-03-01")) == ([*ALL], ["2027-03-01"], "finished")


def test_the_date_is_that_of_whoever_reads_it_wherever_they_are() -> None:
    """In Auckland the 1st of December begins 21 hours before it does in Los Angeles; it is the same date for both."""
    position = Position(datetime(2027, 2, 28, 11, tzinfo=UTC), "mail")  # 1 March in Auckland
    plan = journey("- {id: mail, day: -90, email: onboarding/welcome}", DATED)
    ann = Contact(1, "ann@acme.example", "Ann", role="admin", timezone="America/Los_Angeles")
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    waits = decide(now, plan, position, renewing(RENEWAL, now, "Pacific/Auckland", ann))
    assert isinstance(waits, Wait)
    assert waits.until.astimezone(ZoneInfo("America/Los_Angeles")).isoformat() == "2026-12-01T09:00:00-08:00"


def test_a_date_moved_later_plans_what_is_to_come_anew_and_repeats_nothing() -> None:
    life = lived((125, 80, RENEWAL), (80, -80, RENEWAL + 60 * DAY))
    assert (steps(life), life.skipped(), life.entered) == ([*ALL], [], ["2027-03-01"])
    assert life.rows["renewal", "2027-03-01"].started_at.date() == RENEWAL + 60 * DAY


def test_a_date_moved_earlier_makes_steps_late_and_their_policy_decides() -> None:
    life = lived((125, 100, RENEWAL), (100, 0, RENEWAL - 50 * DAY))
    assert (steps(life), life.skipped()) == (["b120", "b30", "d0", "d7"], ["b90"])


def test_a_date_moved_twice_is_followed_twice() -> None:
    life = lived((125, 85, RENEWAL), (85, 60, RENEWAL + 100 * DAY), (60, -250, RENEWAL + 230 * DAY))
    assert (steps(life), life.entered) == ([*ALL], ["2027-03-01"])


def test_a_date_moved_by_more_is_the_next_run_and_this_one_only_ends() -> None:
    following = date(2028, 3, 1)
    life = lived((125, 60, RENEWAL), (60, -380, following))
    assert [step for run, step in life.happened if run == "2027-03-01"] == ["b120", "b90", "d0", "d7"]
    assert life.skipped() == ["b30"]
    assert [step for run, step in life.happened if run == "2028-03-01"] == [*ALL]
    skip = decide(before(31), PLAN, Position(datetime(2027, 3, 1, tzinfo=UTC), "b30"), renewing(following, before(31)))
    assert isinstance(skip, Skip)
    assert skip.because == "account.renewal_on moved from 1 Mar 2027 to 1 Mar 2028, which is another run's"


def test_a_date_moved_earlier_by_more_ends_the_run() -> None:
    life = lived((125, 100, RENEWAL), (100, 90, RENEWAL - 200 * DAY))
    assert (steps(life), life.state("2027-03-01")) == (["b120"], "left")


def test_a_date_moved_after_its_run_is_over_begins_no_other() -> None:
    life = lived((125, -10, RENEWAL), (-10, -60, RENEWAL + 50 * DAY))
    assert life.entered == ["2027-03-01"]


def test_a_date_that_nobody_knows_any_more_holds_the_run_until_it_would_be_past() -> None:
    gone = lived((125, 100, RENEWAL), (100, 60, None))
    assert (steps(gone), gone.state("2027-03-01")) == (["b120"], "open")
    held = decide(before(91), PLAN, Position(datetime(2027, 3, 1, tzinfo=UTC), "b90"), renewing(None, before(91)))
    assert isinstance(held, Hold)
    assert held.because == "account.renewal_on is not known"
    back = lived((125, 100, RENEWAL), (100, 60, None), (60, -10, RENEWAL))
    assert (steps(back), back.skipped()) == (["b120", "b30", "d0", "d7"], ["b90"])
    past = lived((125, 100, RENEWAL), (100, -15, None))
    assert past.state("2027-03-01") == "left"


def test_a_date_that_nobody_plans_by_is_none() -> None:
    for on in (date.min, date.max):
        assert isinstance(admit(before(9), PLAN, renewing(on, before(9))), Decline)


def test_a_date_told_as_text_is_a_date() -> None:
    plan = journey(STEPS, DATED.replace("renewal_on", "trial_ends_on"))
    told = account(before(120), trial_ends_on="2027-03-01")
    assert admit(before(120), plan, told).occurrence == "2027-03-01"


def test_an_account_goes_once_through_what_is_once_wherever_its_date_goes() -> None:
    once = journey(STEPS, HEAD.replace("account.signed_up_at", "account.renewal_on"), "renewal")
    life = Life(once)
    for days in range(125, -400, -1):
        on = RENEWAL if days > 60 else date(2028, 1, 1)
        life.look(before(days), renewing(on, before(days)))
    assert (steps(life), life.entered) == ([*ALL], ["once"])


def test_a_moment_stays_where_it_was_when_the_run_began() -> None:
    plan = journey("- {id: a, day: 3, handoff: low-adoption}")
    position = Position(before(0), "a")
    assert replanned(before(-1), plan, position, account(before(-1), signed_up_at=before(9))) == position


MOVES = st.lists(
    st.tuples(st.integers(1, 45), st.none() | st.integers(-250, 250) | st.integers(300, 500)), min_size=1, max_size=8
)


@given(MOVES, ZONES)
@settings(max_examples=40, deadline=None)
def test_however_often_a_date_moves_no_step_is_repeated_and_every_open_run_wakes(
    moves: list[tuple[int, int | None]], zone: str
) -> None:
    life, now = Life(PLAN), before(125)  # which asserts that every open run has a wake time later than now
    for days, shift in moves:
        on = None if shift is None else RENEWAL + shift * DAY
        for _ in range(days // 5 + 1):
            now += 5 * DAY
            life.look(now, renewing(on, now, zone))
    assert len(life.happened) == len({*life.happened})
    assert len(life.entered) == len({*life.entered})
    for _ in range(70):  # once it stops moving, every run ends
        now += 12 * DAY
        life.look(now, renewing(RENEWAL, now, zone))
    assert all(row.state != "open" for row in life.rows.values())


@given(st.dates(date(2025, 1, 1), date(2028, 1, 1)), ZONES, st.integers(-130, 20))
def test_nothing_happens_before_its_date_in_any_zone(on: date, zone: str, day: int) -> None:
    now = datetime(on.year, on.month, on.day, 12, tzinfo=UTC) + day * DAY
    life = Life(PLAN)
    life.look(now, renewing(on, now, zone))
    today = now.astimezone(ZoneInfo(zone)).date()
    assert all(on + ALL[step] * DAY <= today for step in steps(life))


def test_it_leaves_only_for_a_reason() -> None:
    """A run whose date moved within bounds is never left."""
    for shift in (-179, 0, 179):
        position = Position(datetime(2027, 3, 1, tzinfo=UTC), "d7")
        decision = decide(before(30), PLAN, position, renewing(RENEWAL + shift * DAY, before(30)))
        assert not isinstance(decision, Leave)
