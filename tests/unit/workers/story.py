"""The story of an account: what it is and what happens to it, day by day, counted from a Monday."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from journeys.behavior import Behavior, Contact, Happening, Said
from journeys.schedule import zone_of
from tests.unit.journeys.stage import ADMIN, book
from tests.unit.workers.history import heard, number_told

DAY = timedelta(days=1)
MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
Traits = Mapping[str, object]


def on(day: float) -> datetime:
    """Answer that moment: 0 is the first one of the Monday."""
    return MONDAY + day * DAY


def did(name: str, *days: float, by: int | None = None, **properties: Any) -> tuple[Happening, ...]:
    """Answer the same event of each of these days, at half past nine."""
    return tuple(Happening(name, on(day) + timedelta(hours=9.5), by, properties) for day in days)


def daily(name: str, first: int, until: int, *, by: int | None = 1, every: int = 1) -> tuple[Happening, ...]:
    """Answer what is done on each of these days, or every so many."""
    return did(name, *range(first, until, every), by=by)


@dataclass(frozen=True, eq=False)
class Story:
    """`signed_up` is the day of it; `becomes` are the traits that are other from a day on, in the order of days.

    It is told from one day to another: `plays`.
    """

    told: tuple[Happening, ...] = ()
    contacts: tuple[Contact, ...] = (ADMIN,)
    signed_up: int = -400
    becomes: Mapping[int, Traits] = field(default_factory=dict)
    traits: Traits = field(default_factory=dict)
    zone: str = "UTC"
    plays: tuple[int, int] = (-1, 75)

    def known(self, now: datetime, said: tuple[Said, ...] = (), tasks: frozenset[str] = frozenset()) -> Behavior:
        """Answer what is known of it at that moment, when we said this and these tasks are open."""
        feeds = {feed.name: now for feed in book().program.feeds}
        at = number_told(self._told, now), now.astimezone(zone_of(self.zone)).date()
        return replace(self._known(*at, (now - MONDAY).days), feeds=feeds, said=said, tasks=tasks)

    def after(self, now: datetime) -> Iterator[datetime]:
        """Answer the moments at which something happens later than now."""
        return (one.at for one in self._told[number_told(self._told, now) :])

    @property
    def _told(self) -> tuple[Happening, ...]:
        return _in_order(self)

    @cache  # noqa: B019 - the stories of a test live as long as it
    def _known(self, told: int, _: object, day: int) -> Behavior:
        now = self._told[told - 1].at if told else on(-1000)
        here = heard(self._told, now, zone_of(self.zone))
        traits = {"name": "Acme", "churned": False, "arr": 6000, "seats": 10, "signed_up_at": on(self.signed_up)}
        later = [one for since, one in self.becomes.items() if day >= since]
        account = {key: value for one in (traits, self.traits, *later) for key, value in one.items()}
        return Behavior(
            account, self.zone, self.contacts, here.usage, happenings=here.happenings, crowd=here.crowd, key="acme"
        )


@cache
def _in_order(story: Story) -> tuple[Happening, ...]:
    return tuple(sorted(story.told, key=lambda one: one.at))
