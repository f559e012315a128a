"""The story of an account: what it is and what happens to it, day by day, counted from a Monday."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from journeys.behavior import Behavior, Contact, Happening, Said
from journeys.schedule import zone_of
from tests.unit.journeys.stage import ADMIN, book
from tests.unit.workers.history import History

DAY = timedelta(days=1)
MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
Traits = Mapping[str, object]
_HISTORIES: dict[int, History] = {}  # by the identity of what they tell


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

    @property
    def history(self) -> History:
        """Answer everything that happens to it; stories that tell the same share it."""
        found = _HISTORIES.get(id(self.told)) or History(self.told)
        return _HISTORIES.setdefault(id(found.source), found)

    def known(self, now: datetime, said: tuple[Said, ...] = (), tasks: frozenset[str] = frozenset()) -> Behavior:
        """Answer what is known of it at that moment, when we said this and these tasks are open."""
        feeds = {feed.name: now for feed in book().program.feeds}
        here = self.history.heard(self.history.number(now), zone_of(self.zone))
        known = {"name": "Acme", "churned": False, "arr": 6000, "seats": 10, "signed_up_at": on(self.signed_up)}
        later = [one for since, one in self.becomes.items() if (now - MONDAY).days >= since]
        traits = {key: value for one in (known, self.traits, *later) for key, value in one.items()}
        return Behavior(
            traits, self.zone, self.contacts, here.usage, feeds, tasks,
            happenings=here.happenings, crowd=here.crowd, said=said, key="acme",
        )  # fmt: skip
