"""Counting: how often, and how long ago, an event happened; a silent feed takes nothing away from what did happen."""

from datetime import date
from math import inf

from journeys.behavior import Usage
from journeys.certainty import Between, Unknown, at_least
from journeys.silence import silence_of
from journeys.success import Feed
from journeys.view import Reader, View


def count(event: str, days: int | None, feeds: tuple[Feed, ...]) -> Reader:
    """How often `event` happened: ever, or on the last `days` days, today included."""
    silence = silence_of([event], feeds)

    def read(view: View) -> object:
        usage = view.usage.get(event)
        times = (
            0 if usage is None else usage.total if days is None else _within(usage, view.first_day(days), view.today)
        )
        return at_least(times, silence(view))

    return read


def happened(event: str, feeds: tuple[Feed, ...], times: int = 1) -> Reader:
    """Whether `event` has happened, at least `times` times."""
    silence = silence_of([event], feeds)

    def read(view: View) -> object:
        usage = view.usage.get(event)
        if usage is not None and usage.total >= times:
            return True
        because = silence(view)
        return Unknown(because) if because else False

    return read


def days_since(event: str, feeds: tuple[Feed, ...]) -> Reader:
    """How many days of the account's calendar ago `event` last happened: 0 is today, infinity never."""
    silence = silence_of([event], feeds)

    def read(view: View) -> object:
        usage = view.usage.get(event)
        days = inf if usage is None or usage.total <= 0 else max((view.today - view.day_of(usage.last_at)).days, 0)
        because = silence(view)
        return Between(0, days, because) if because and days else days

    return read


def _within(usage: Usage, first: date, last: date) -> int:
    return sum(times for day, times in usage.days if first <= day <= last)
