"""What holds for every journey, account and instant."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from journeys.behavior import Behavior, Contact, Said
from journeys.decisions import Call, Decision, Finish, HandOver, Hold, Leave, Position, Send, Skip, Wait
from journeys.definition import Journey
from journeys.engine import after, decide, walk
from journeys.look import look_at
from journeys.manners import Manner
from journeys.schedule import zone_of
from tests.unit.journeys.stage import account, at, book, journey, walked

DAY = timedelta(days=1)
EVENTS = ("project created", "task created", "task completed", "teammate invited", "board viewed", "report viewed")
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))
STARTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
ELAPSED = st.timedeltas(timedelta(0), timedelta(days=45))

ACTIONS = st.sampled_from(
    ["email: onboarding/a", "email: onboarding/c", "in_app: onboarding/b", "handoff: low-adoption", "webhook: crm"]
)
AWAITED = st.sampled_from(
    [
        "",
        "wait_for: {event: project created, within: 30 hours}, ",
        "wait_for: {when: checklist.complete, within: 2 days}, ",
    ]
)
MANNERS = {"onboarding/a": Manner(("advanced",), timedelta(days=180)), "onboarding/b": Manner(("basics",))}
CONDITIONS = st.sampled_from(["", "when: milestones.first_project, ", "unless: checklist.complete, "])
POLICIES = st.sampled_from(["skip", "send", "{handoff: low-adoption}"])


@st.composite
def plans(draw: st.DrawFn) -> Journey:
    """Journeys of one to five steps of any kind and policy; sometimes the one that ships."""
    if draw(st.integers(0, 3)) == 0:
        return book().journeys["onboarding"]
    days = sorted(draw(st.lists(st.integers(0, 40), min_size=1, max_size=5)))
    return journey("\n".join(_step(draw, number, day) for number, day in enumerate(days)), manners=MANNERS)


def _step(draw: st.DrawFn, number: int, day: int) -> str:
    late = f"late: {{within: {draw(st.integers(1, 9))} days, otherwise: {draw(POLICIES)}}}"
    return f"- {{id: step-{number}, day: {day}, {draw(AWAITED)}{draw(CONDITIONS)}{draw(ACTIONS)}, {late}}}"


@st.composite
def accounts(draw: st.DrawFn, now: datetime, start: datetime) -> Behavior:
    """Accounts that did anything, anywhere, with anybody or nobody to write to."""
    contact = Contact(1, "ann@acme.example", role="admin", timezone=draw(st.none() | ZONES))
    return account(
        now,
        {event: draw(st.integers(1, 20)) for event in draw(st.sets(st.sampled_from(EVENTS)))},
        contacts=[contact] if draw(st.integers(0, 3)) else [],
        zone=draw(ZONES),
        tasks=["low-adoption"] if draw(st.integers(0, 4)) == 0 else [],
        silent=["product"] if draw(st.integers(0, 3)) == 0 else [],
        signed_up_at=start,
        churned=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[datetime, Journey, Position, Behavior]:
    """An instant, and an enrollment that stands anywhere."""
    plan, start = draw(plans()), draw(STARTS)
    now = start + draw(ELAPSED)
    position = at(plan, draw(st.sampled_from(plan.steps)).id, start)
    return now, plan, position, draw(accounts(now, start))


def heard(now: datetime, plan: Journey, behavior: Behavior, decisions: Sequence[Decision]) -> tuple[Said, ...]:
    """What was said to the account once these decisions are carried out."""
    for decision in decisions:
        behavior = after(now, plan.name, behavior, decision)
    return tuple(replace(one, planned=False) for one in behavior.said)


def asks_again(decision: Decision) -> datetime | None:
    return decision.until if isinstance(decision, Wait | Hold) else None


@given(situations())
def test_every_walk_ends_and_passes_no_step_twice(situation: tuple[datetime, Journey, Position, Behavior]) -> None:
    decisions = walk(*situation)
    assert isinstance(decisions[-1], Wait | Hold | Leave | Finish)
    assert not any(isinstance(decision, Wait | Hold | Leave | Finish) for decision in decisions[:-1])
    done = Counter(decision.step for decision in decisions if isinstance(decision, Send | Call | HandOver | Skip))
    assert set(done.values()) <= {1}


@given(situations())
def test_the_same_question_has_the_same_answer(situation: tuple[datetime, Journey, Position, Behavior]) -> None:
    assert decide(*situation) == decide(*situation)


@given(situations())
def test_every_decision_says_why(situation: tuple[datetime, Journey, Position, Behavior]) -> None:
    assert all(decision.because.strip() for decision in walk(*situation))


@given(situations())
def test_whatever_waits_is_asked_again_later(situation: tuple[datetime, Journey, Position, Behavior]) -> None:
    until = asks_again(walk(*situation)[-1])
    assert until is None or until > situation[0]


@given(situations())
def test_no_mail_leaves_outside_the_recipients_window(situation: tuple[datetime, Journey, Position, Behavior]) -> None:
    now, plan, _, behavior = situation
    zone = zone_of(*(contact.timezone for contact in behavior.contacts), behavior.timezone)
    mails = [one for one in walk(*situation) if isinstance(one, Send) and one.channel == "email"]
    assert not mails or plan.window.is_open(now, zone)
    assert not mails or 9 <= now.astimezone(ZoneInfo(zone.key)).hour < 17


@given(situations())
def test_nothing_is_said_before_its_day_or_after_its_deadline(
    situation: tuple[datetime, Journey, Position, Behavior],
) -> None:
    now, plan, position, behavior = situation
    for sent in (one for one in walk(*situation) if isinstance(one, Send)):
        step = plan.step(sent.step)
        assert step is not None
        look = look_at(now, plan, step, position.started_at, behavior)
        assert look.begins <= look.opens <= now
        assert not look.is_late


@given(plans(), STARTS, ZONES, st.integers(0, 2**20))
def test_an_enrollment_that_is_asked_whenever_it_wants_says_everything_once(
    plan: Journey, start: datetime, zone: str, seed: int
) -> None:
    """Played from start to end, asking exactly when it wants to be asked; what it did comes back as what happened."""
    now, position, done = start, Position(start, plan.steps[0].id), Counter[str]()
    said: tuple[Said, ...] = ()
    for _ in range(200):
        events = {event: 1 + seed % 12 for index, event in enumerate(EVENTS) if seed >> index & 1}
        behavior = replace(account(now, events, zone=zone, signed_up_at=start), said=said)
        decisions, stands = walked(now, plan, position, behavior)
        done.update(decision.step for decision in decisions if isinstance(decision, Send | Call | HandOver | Skip))
        said = heard(now, plan, behavior, decisions)
        if stands is None:
            break
        until = asks_again(decisions[-1])
        assert until is not None
        now, position = until, stands
    assert stands is None, "it never ended"
    assert set(done.values()) <= {1}
    mails = [one.at for one in said if one.commercial]
    assert all(later - earlier >= timedelta(hours=20) for earlier, later in pairwise(mails))
    assert [one.template for one in said].count("onboarding/a") <= 1


@given(STARTS, ZONES, st.integers(5, 20))
def test_an_outage_leaves_at_most_one_mail_of_onboarding(start: datetime, zone: str, outage: int) -> None:
    plan = book().journeys["onboarding"]
    for begins in (0, 3, 7, 14):
        now = start + (begins + outage) * DAY
        decisions = walk(now, plan, Position(start, plan.steps[0].id), account(now, zone=zone, signed_up_at=start))
        assert sum(isinstance(one, Send) and one.channel == "email" for one in decisions) <= 1
