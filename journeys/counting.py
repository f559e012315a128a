"""Counting: how often, how long ago and by how many an event was done; a silent feed takes nothing away from that."""

from collections.abc import Collection
from datetime import date
from math import inf

from journeys.beginning import beginning_of
from journeys.behavior import Usage
from journeys.certainty import Between, Unknown, at_least
from journeys.silence import silence_of
from journeys.success import Feed
from journeys.view import Reader, View


def count(event: str, days: int | None, feeds: tuple[Feed, ...]) -> Reader:
    """How often `event` happened: ever, or on the last `days` days, today included."""
    silence, beginning = silence_of([event], feeds), beginning_of([event], feeds)

    def read(view: View) -> object:
        usage, first = view.usage.get(event), None if days is None else view.first_day(days)
        because = silence(view) or beginning(view, first)
        if usage is None:
            return at_least(0, because)
        return at_least(usage.total if first is None else times_within(usage, first, view.today), because)

    return read


def users(event: str, days: int, feeds: tuple[Feed, ...]) -> Reader:
    """How many people did `event` on the last `days` days, today included; unknown if nobody says who did it."""
    silence, beginning = silence_of([event], feeds), beginning_of([event], feeds)

    def read(view: View) -> object:
        usage, first = view.usage.get(event), view.first_day(days)
        because = silence(view) or beginning(view, first)
        if usage is None:
            return at_least(0, because)
        people = sum(day >= first for day in usage.users.values())
        if not people and usage.unnamed and usage.unnamed >= first:
            return Unknown(f"of “{event}” nobody says who did it", absent=True)
        return at_least(people, because)

    return read


def happened(event: str, feeds: tuple[Feed, ...], times: int = 1) -> Reader:
    """Whether `event` has happened, at least `times` times."""
    silence, beginning = silence_of([event], feeds), beginning_of([event], feeds)

    def read(view: View) -> object:
        usage = view.usage.get(event)
        if usage is not None and usage.total >= times:
            return True
        because = silence(view) or beginning(view, None)
        return Unknown(because) if because else False

    return read


def days_since(events: Collection[str], feeds: tuple[Feed, ...]) -> Reader:
    """How many days of the account's calendar ago any of `events` last happened: 0 is today, infinity never."""
    silence, beginning = silence_of(events, feeds), beginning_of(events, feeds)

    def read(view: View) -> object:
        found = [view.usage[event] for event in events if event in view.usage]
        last = max((usage.last_at for usage in found if usage.total > 0), default=None)
        days = inf if last is None else max((view.today - view.day_of(last)).days, 0)
        because = silence(view) or (beginning(view, None) if last is None else "")
        return Between(0, days, because) if because and days else days

    return read


def times_within(usage: Usage, first: date, last: date) -> int:
    """Answer how often it happened from the day `first` to the day `last`."""
    return sum([times for day, times in usage.days if first <= day <= last])
