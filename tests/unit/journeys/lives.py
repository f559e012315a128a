"""Lives: accounts of more than a year, of which reserved events, people and use are told, seen on a Wednesday."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from journeys.behavior import Behavior, Contact, Crowd, Happening, Usage
from tests.unit.journeys.stage import account

NOW = datetime(2026, 6, 17, 15, tzinfo=UTC)  # a Wednesday
TODAY = NOW.date()
OLD = {"signed_up_at": NOW - timedelta(days=400)}
ADMIN = Contact(1, "ann@acme.example", "Ann", role="admin")
CHAMPION = Contact(2, "cy@acme.example", "Cy", role="champion")
ALL_CORE = ("project created", "task created", "board viewed", "automation ran", "report viewed", "integration synced")


def ago(days: float) -> datetime:
    """So many days before now."""
    return NOW - timedelta(days=days)


def having(*, crowd: Mapping[int, int] | None = None, told: tuple[Happening, ...] = (), **more: Any) -> Behavior:
    """An old account; `crowd` says how many days ago each contact was active last, `told` are reserved events."""
    teams = {number: f"team {number}" for number in crowd or {}}
    contacts = more.pop("contacts", tuple(Contact(one, f"{one}@acme.example", team=teams[one]) for one in teams))
    seen = {one: TODAY - timedelta(days=days) for one, days in (crowd or {}).items()}
    behavior = account(NOW, more.pop("did", {}), contacts=contacts or (ADMIN,), **OLD | more)
    happenings: dict[str, tuple[Happening, ...]] = {}
    for one in sorted(told, key=lambda one: one.at):
        happenings[one.name] = (*happenings.get(one.name, ()), one)
    daily = tuple((TODAY - timedelta(days=days), len(seen)) for days in range(30, 0, -1)) if seen else ()
    usage = {name: Usage(len(each), each[0].at, each[-1].at) for name, each in happenings.items()}
    return replace(behavior, crowd=Crowd(daily, seen), happenings=happenings, usage={**behavior.usage, **usage})


def weekly(*times: int, event: str = "signed in", of: int = 7) -> Behavior:
    """An old account that did this so often in each of the last whole weeks (or windows of `of` days), newest first."""
    days = [(TODAY - timedelta(days=1 + of * back), count) for back, count in enumerate(times) if count]
    return used(event, days)


def used(event: str, days: list[tuple[date, int]], behavior: Behavior | None = None) -> Behavior:
    """The account, an old one, where the event happened so often on these days."""
    moments = [datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day, _ in days]
    usage = Usage(sum(times for _, times in days), min(moments), max(moments), tuple(sorted(days)))
    found = behavior or having()
    return replace(found, usage={**found.usage, event: usage})


def did(name: str, days: float = 1, contact: int | None = None, **properties: object) -> Happening:
    """A reserved event of so many days ago."""
    return Happening(name, ago(days), contact, properties)


def tickets(*days: float) -> tuple[Happening, ...]:
    """A ticket opened on each of these days ago."""
    return tuple(did("ticket opened", one, ticket=f"T{one}", severity="normal") for one in days)


def flourishing(*told: Happening, **traits: Any) -> Behavior:
    """An old account in the best of health, with all of its three seats in use, of which this was told besides."""
    people = (ADMIN, CHAMPION, Contact(3, "sue@acme.example", role="sponsor"))
    always = (
        did("payment succeeded", 5, invoice="in_1"), did("training completed", 50), did("qbr attended", 20),
        did("reply received", 9), did("nps answered", 9, contact=2, score=10), did("csat answered", 4, score=5),
        did("subscription created", 300, subscription="s", status="active", arr=5000),
        did("subscription updated", 20, subscription="s", status="active", arr=6000),
    )  # fmt: skip
    behavior = having(crowd={1: 0, 2: 0, 3: 0}, contacts=people, told=(*always, *told), **{"seats": 3} | traits)
    for event in (*ALL_CORE, "signed in", "task completed", "teammate invited"):
        behavior = used(event, [(TODAY - timedelta(days=back), 5) for back in range(70)], behavior)
    return behavior
