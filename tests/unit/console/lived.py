"""Lived: what the demonstration's book tells of a customer until a moment, as the conditions of journeys look at it."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from console.demo.customer import Customer, Person
from console.demo.customer import Happening as Told
from journeys.behavior import Behavior, Contact, Crowd, Happening, Usage
from journeys.success import Program

COLUMNS = ("name", "country", "industry", "plan", "seats", "signed_up_at")


def behavior_of(customer: Customer, now: datetime, program: Program) -> Behavior:
    """The customer at `now`, with all feeds alive and no word of ours said."""
    told = [one for one in customer.happenings if one.at <= now]
    ids = {person.key: number for number, person in enumerate(customer.people, start=1)}
    zone = ZoneInfo(customer.timezone)
    return Behavior(
        account=_traits(customer, now),
        timezone=customer.timezone,
        contacts=tuple(_contact(customer, person, ids[person.key], now) for person in customer.people),
        usage=_usage(told, zone),
        feeds={feed.name: now for feed in program.feeds},
        happenings=_happenings(told, ids),
        crowd=_crowd([one for one in told if one.name in program.activity], ids, zone),
        key=customer.key,
    )


def _traits(customer: Customer, now: datetime) -> dict[str, object]:
    known: dict[str, Any] = {name: getattr(customer, name) for name in COLUMNS}
    known |= {"arr_cents": customer.arr_cents, "trial": False} | dict(customer.terms)
    for change in customer.changes:
        if change.at <= now and not change.person:
            known |= {**change.columns, **change.traits}
    known["arr"] = known.pop("arr_cents") / 100
    known["churned"] = known.get("churned_at") is not None
    return {name: value for name, value in known.items() if value is not None}


def _contact(customer: Customer, person: Person, number: int, now: datetime) -> Contact:
    told = {"role": person.role, "left_at": None}
    for change in customer.changes:
        if change.at <= now and change.person == person.key:
            told |= dict(change.columns)  # type: ignore[arg-type]
    return Contact(number, person.email, person.first_name, team=person.team, **told)  # type: ignore[arg-type]


def _usage(told: list[Told], zone: ZoneInfo) -> dict[str, Usage]:
    days: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    moments: dict[str, list[datetime]] = defaultdict(list)
    for one in told:
        days[one.name][one.at.astimezone(zone).date()] += one.amount
        moments[one.name].append(one.at)
    return {
        name: Usage(sum(counts.values()), moments[name][0], moments[name][-1], tuple(sorted(counts.items())))
        for name, counts in days.items()
    }


def _happenings(told: list[Told], ids: dict[str, int]) -> dict[str, tuple[Happening, ...]]:
    found: dict[str, list[Happening]] = defaultdict(list)
    for one in told:
        if one.reserved:
            found[one.name].append(Happening(one.name, one.at, ids.get(one.by or ""), one.properties))
    return {name: tuple(happenings) for name, happenings in found.items()}


def _crowd(active: list[Told], ids: dict[str, int], zone: ZoneInfo) -> Crowd:
    people: dict[date, set[str]] = defaultdict(set)
    for one in active:
        if one.by:
            people[one.at.astimezone(zone).date()].add(one.by)
    seen = {ids[key]: day for day, keys in sorted(people.items()) for key in keys}
    return Crowd(tuple((day, len(keys)) for day, keys in sorted(people.items())), seen)
