"""What is heard of an account by a moment, from everything that will have happened to it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from journeys.behavior import Crowd, Happening, Usage
from journeys.reserved import RESERVED


class Heard(NamedTuple):
    """The reserved events one by one, how often what was done, and who was there."""

    happenings: Mapping[str, tuple[Happening, ...]]
    usage: Mapping[str, Usage]
    crowd: Crowd


class History:
    """Everything that will have happened to an account, in its order; what is heard of it is worked out once."""

    def __init__(self, told: tuple[Happening, ...]) -> None:
        self.source = told
        self.told = sorted(told, key=lambda one: one.at)

    def number(self, now: datetime) -> int:
        """Answer how much of it had happened by now."""
        return bisect_right(self.told, now, key=lambda one: one.at)

    def after(self, now: datetime) -> Iterator[datetime]:
        """Answer the moments at which something happens later than now."""
        return (one.at for one in self.told[self.number(now) :])

    @cache  # noqa: B019 - it lives as long as the tests
    def heard(self, number: int, zone: ZoneInfo) -> "Heard":
        """Answer what is heard when so much of it has happened."""
        return heard(self.told[:number], zone)


def heard(told: Sequence[Happening], zone: ZoneInfo) -> Heard:
    """Answer what is heard of an account of which this was told, in the order in which it happened."""
    by_name: dict[str, list[Happening]] = defaultdict(list)
    daily: dict[date, set[int]] = defaultdict(set)
    for one in told:
        by_name[one.name].append(one)
        if one.name == "signed in" and one.contact:
            daily[one.at.astimezone(zone).date()].add(one.contact)
    seen = {contact: day for day, people in sorted(daily.items()) for contact in people}
    happenings = {name: tuple(each) for name, each in by_name.items() if name in RESERVED}
    usage = {name: _used(each, zone) for name, each in by_name.items()}
    return Heard(happenings, usage, Crowd(tuple((day, len(people)) for day, people in sorted(daily.items())), seen))


def _used(each: Sequence[Happening], zone: ZoneInfo) -> Usage:
    days: dict[date, int] = defaultdict(int)
    users: dict[int, date] = {}
    for one in each:
        day = one.at.astimezone(zone).date()
        days[day] += 1
        users[one.contact or 0] = day
    return Usage(len(each), each[0].at, each[-1].at, tuple(sorted(days.items())), users)
