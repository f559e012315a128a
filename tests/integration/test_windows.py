"""Windows are exact: whatever is told, in whatever order, the catalog says what counting raw events by hand says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import inf
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, select, update

from journeys.catalog import Catalog
from journeys.certainty import Unknown
from journeys.program import read_program
from journeys.view import View
from models.facts import AccountFacts, ContactFacts, EventFacts
from models.reception import Told, take
from models.tables import ACCOUNT, FEED
from tests.unit.journeys.small_program import TEXT
from workers.gather import gather

CATALOG = Catalog(
    read_program(TEXT.replace("activity: [signed in]", "activity: [signed in, task completed]"), "p.yaml")
)
ACTIVITY = ("signed in", "task completed")
NAMES = (*ACTIVITY, "board viewed")
PEOPLE = (None, "ada", "bob", "cyd")
WINDOWS = (1, 7, 30, 90)
ZONES = (
    "UTC", "Pacific/Tongatapu", "Pacific/Kiritimati", "Etc/GMT+12", "Pacific/Pago_Pago", "Asia/Kolkata",
    "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe", "America/New_York", "Europe/London",
    "America/Santiago",
)  # fmt: skip
CHANGES = ("2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01")  # of clocks
DAY = timedelta(days=1)
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Story:
    """What happened at an account until `now`; `told` are the batches in which we hear of it, some of it twice.

    After `known` of them we hear of the account and its people, and after `moved` of them where it lives.
    """

    zone: str
    now: datetime
    signed_up: datetime | None
    events: tuple[EventFacts, ...]
    told: tuple[tuple[EventFacts, ...], ...]
    known: int
    moved: int


@st.composite
def stories(draw: st.DrawFn) -> Story:
    zone = draw(st.sampled_from(ZONES))
    start = datetime.fromisoformat(draw(st.sampled_from(CHANGES))).replace(tzinfo=UTC)
    now = start + timedelta(minutes=draw(st.integers(-2 * 1440, 100 * 1440)))
    events = tuple(
        EventFacts(
            f"m{number}", draw(st.sampled_from(NAMES)), draw(moments(now, ZoneInfo(zone))), "product", "acme",
            draw(st.sampled_from(PEOPLE)), draw(st.sampled_from((1, 1, 3))),
        )
        for number in range(draw(st.integers(0, 25)))
    )  # fmt: skip
    twice = draw(st.lists(st.sampled_from(events), max_size=5)) if events else []
    arriving = draw(st.permutations((*events, *twice)))
    size = draw(st.integers(1, 30))
    age = draw(st.none() | st.integers(0, 120 * 24))
    return Story(
        zone, now, None if age is None else now - timedelta(hours=age), events,
        tuple(tuple(arriving[at : at + size]) for at in range(0, len(arriving), size)),
        draw(st.integers(0, 4)), draw(st.integers(0, 4)),
    )  # fmt: skip


def moments(now: datetime, zone: ZoneInfo) -> st.SearchStrategy[datetime | date]:
    """Any time of the last hundred days, or close to a midnight at which a window begins, or only a day is told."""
    today = now.astimezone(zone).date()
    edges = st.sampled_from((-1, 0, 1, 6, 7, 8, 14, 29, 30, 31, 89, 90, 91, 119, 120, 121)).map(
        lambda back: today - back * DAY
    )
    midnights = edges.map(lambda day: datetime.combine(day, time(), zone).astimezone(UTC))
    anywhen = st.integers(-600, 100 * 1440).map(lambda minutes: now - timedelta(minutes=minutes))
    return anywhen | edges | st.builds(lambda at, by: at + timedelta(seconds=by), midnights, st.integers(-7200, 7200))


def test_every_figure_is_what_counting_the_raw_events_comes_to(engine: Engine) -> None:
    @settings(
        max_examples=150 if engine.dialect.name == "sqlite" else 40, deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    @given(stories())
    def prove(story: Story) -> None:
        with engine.connect() as connection, connection.begin() as transaction:
            record(connection, story)
            assert figures(connection, story) == by_hand(story)
            transaction.rollback()

    prove()


def record(connection: Connection, story: Story) -> None:
    """Tell it at the door, after another account has shown that every feed is alive, as they were since ever."""
    heard = (("product", "signed in"), ("billing", "invoice paid"))
    alive = [EventFacts(f"alive {feed}", name, story.now, feed, "other") for feed, name in heard]
    take(connection, story.now, Told(accounts=[AccountFacts("other")], events=alive))
    connection.execute(update(FEED).values(connected_at=None))
    for number in range(max(len(story.told), 5)):
        accounts = [AccountFacts("acme", {"signed_up_at": story.signed_up, "seats": 2})] * (number == story.known)
        homes = [AccountFacts("acme", {"timezone": story.zone})] * (number == story.moved)
        people = [ContactFacts(key, "acme", {"role": "admin"}) for key in PEOPLE if key and number == story.known]
        events = story.told[number] if number < len(story.told) else ()
        take(connection, story.now, Told(accounts=[*accounts, *homes], contacts=people, events=events))


QUESTIONS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    *((f"usage.{kind}", (name, days)) for kind in ("count", "users", "change") for name in NAMES for days in WINDOWS),
    *((f"usage.{kind}", (name,)) for kind in ("count", "days_since") for name in NAMES),
    *(("usage.falls", (name, days, 0.4)) for name in NAMES for days in (1, 7)),
)
FIELDS = (
    "usage.daily_users", "usage.weekly_users", "usage.monthly_users", "usage.active_days", "usage.days_since_active",
    "usage.average_daily_users", "usage.stickiness", "usage.seat_utilization", "usage.login_falls",
    "people.admin_days_away",
)  # fmt: skip


def figures(connection: Connection, story: Story) -> dict[object, object]:
    """Answer every figure as the catalog reads it from what is gathered."""
    functions = {(name, *args): CATALOG.functions[name] for name, args in QUESTIONS}
    needs = CATALOG.needs(FIELDS).union(*(function.needs(*args) for (_, *args), function in functions.items()))
    accounts = connection.execute(select(ACCOUNT).where(ACCOUNT.c.key == "acme")).all()
    (standing,) = gather(connection, accounts, needs, story.now, CATALOG.program.feeds)
    view = View(story.now, standing.behavior)
    asked: dict[object, object] = {name: CATALOG.fields[name].read(view) for name in FIELDS}
    asked |= {question: function.build(*question[1:])(view) for question, function in functions.items()}
    return {name: UNKNOWN if isinstance(value, Unknown) else value for name, value in asked.items()}


def by_hand(story: Story) -> dict[object, object]:
    """Answer the same by looking at the raw events alone."""
    answer: dict[object, object] = {}
    for name, args in QUESTIONS:
        answer[name, *args] = globals()[f"hand_{name.removeprefix('usage.')}"](story, *args)
    monthly, average = hand_users(story, ACTIVITY, 30), hand_average(story)
    anybody = monthly != UNKNOWN
    answer |= {
        "usage.daily_users": hand_people(story, ACTIVITY, 1) if anybody else UNKNOWN,
        "usage.weekly_users": hand_people(story, ACTIVITY, 7) if anybody else UNKNOWN,
        "usage.monthly_users": monthly,
        "usage.active_days": len({day for day, _, _ in happened(story, ACTIVITY) if 0 <= ago(story, day) < 30}),
        "usage.days_since_active": hand_days_since(story, ACTIVITY),
        "usage.average_daily_users": average,
        "usage.stickiness": average if average == UNKNOWN else average / monthly if monthly else 0,
        "usage.seat_utilization": monthly / 2 if anybody else UNKNOWN,
        "usage.login_falls": hand_falls(story, ACTIVITY, 7, 0.4),
        "people.admin_days_away": hand_away(story),
    }
    return answer


def day_of(story: Story, at: datetime | date) -> date:
    return at.astimezone(ZoneInfo(story.zone)).date() if isinstance(at, datetime) else at


def ago(story: Story, day: date) -> int:
    return (day_of(story, story.now) - day).days


def happened(story: Story, names: str | Sequence[str]) -> list[tuple[date, str | None, int]]:
    wanted = [names] if isinstance(names, str) else names
    return [(day_of(story, one.at), one.contact, one.amount) for one in story.events if one.name in wanted]


def times(story: Story, names: str | Sequence[str], first: int, last: int) -> int:
    """How often it happened from `first` to `last` days ago."""
    return sum(amount for day, _, amount in happened(story, names) if last <= ago(story, day) <= first)


def hand_count(story: Story, name: str, days: int | None = None) -> int:
    ever = sum(one.amount for one in story.events if one.name == name)
    return ever if days is None else times(story, name, days - 1, 0)


def hand_days_since(story: Story, names: str | Sequence[str]) -> float:
    return min((max(ago(story, day), 0) for day, _, _ in happened(story, names)), default=inf)


def hand_people(story: Story, names: str | Sequence[str], days: int) -> int:
    return len({who for day, who, _ in happened(story, names) if who and 0 <= ago(story, day) < days})


def hand_users(story: Story, names: str | Sequence[str], days: int) -> Any:
    unnamed = any(who is None and 0 <= ago(story, day) < days for day, who, _ in happened(story, names))
    return hand_people(story, names, days) or (UNKNOWN if unnamed else 0)


def hand_average(story: Story) -> Any:
    age = ago(story, day_of(story, story.signed_up)) if story.signed_up else inf
    working = [back for back in range(1, 30) if back <= age and (day_of(story, story.now) - back * DAY).weekday() < 5]
    if not working or hand_users(story, ACTIVITY, 30) == UNKNOWN:
        return UNKNOWN
    acts = [(ago(story, day), who) for day, who, _ in happened(story, ACTIVITY) if who]
    return sum(len({who for back, who in acts if back == day}) for day in working) / len(working)


def hand_change(story: Story, names: str | Sequence[str], days: int, skip: int = 0) -> Any:
    first = skip * days + 2 * days
    before = times(story, names, first, first - days + 1)
    since = times(story, names, first - days, first - 2 * days + 1)
    too_young = story.signed_up is not None and ago(story, day_of(story, story.signed_up)) < first
    if too_young or (before == 0 and since > 0):
        return UNKNOWN
    return round((since - before) / before, 9) if before else 0


def hand_falls(story: Story, names: str | Sequence[str], days: int, share: float) -> int:
    changes = [hand_change(story, names, days, skip) for skip in range(6)]
    falls = [change != UNKNOWN and change <= -share for change in changes]
    return falls.index(False) if False in falls else 6


def hand_away(story: Story) -> Any:
    if hand_users(story, ACTIVITY, 120) == UNKNOWN:
        return UNKNOWN
    acts = [(ago(story, day), who) for day, who, _ in happened(story, ACTIVITY) if who and 0 <= ago(story, day) < 120]
    back = [day for day, _ in acts]
    if story.signed_up and len({who for _, who in acts}) < 3:
        back.append(ago(story, day_of(story, story.signed_up)))
    return min((one for one in back if one < 120), default=inf)
