"""A stage for what is read from reserved events: the shipped program, and accounts of which these were told."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from journeys.behavior import Behavior, Contact, Happening, Return
from journeys.certainty import Between, Unknown
from journeys.view import View
from tests.unit.journeys.stage import book

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def happened(name: str, days_ago: float = 0, contact: int | None = None, **properties: object) -> Happening:
    """Answer a reserved event of so many days ago."""
    return Happening(name, NOW - timedelta(days=days_ago), contact, properties)


def account(
    *told: Happening,
    silent: bool = False,
    unheard: bool = False,
    zone: str = "UTC",
    contacts: Iterable[Contact] = (),
    returns: Mapping[str, tuple[Return, ...]] | None = None,
    tasks: Iterable[str] = (),
    **traits: object,
) -> Behavior:
    """Answer an account of which this was told, by feeds that are alive, have long been silent or were never heard."""
    heard = NOW - timedelta(days=300) if silent else NOW
    by_name = groupby(sorted(told, key=attrgetter("name")), attrgetter("name"))
    return Behavior(
        traits, zone, tuple(contacts), feeds={} if unheard else {feed.name: heard for feed in book().program.feeds},
        happenings={name: tuple(each) for name, each in by_name}, returns=returns or {}, tasks=frozenset(tasks),
    )  # fmt: skip


def value(name: str, behavior: Behavior, now: datetime = NOW) -> object:
    """Answer the field's value: as it is, or in short `absent`, `cannot tell`, or the bounds it lies within."""
    found = book().catalog.fields[name].read(View(now, behavior))
    if isinstance(found, Unknown):
        return "absent" if found.absent else "cannot tell"
    return (found.low, found.high) if isinstance(found, Between) else found


def because(name: str, behavior: Behavior) -> str:
    """Answer why the field's value is not known."""
    found = book().catalog.fields[name].read(View(NOW, behavior))
    assert isinstance(found, Unknown | Between)
    return found.because
