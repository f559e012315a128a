"""A chronicle: what becomes of one customer besides their days of work, gathered while it is thought out."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from console.demo.archetypes import Archetype
from console.demo.customer import Change, Happening, Person
from journeys.reserved import RESERVED

Span = tuple[int, int]  # from one day since sign-up to the day before another


@dataclass(slots=True)
class Chronicle:
    """A customer to whom things happen between `born` and `ends`; whatever would come after `ends` is left out.

    `fades`: the days in which they come less and less; `absent`: from and until when one of their people does not.
    """

    key: str
    kind: Archetype
    zone: ZoneInfo
    born: datetime
    ends: datetime
    people: tuple[Person, ...]
    seats: int
    price: int
    random: Random
    fades: Span | None = None
    happenings: list[Happening] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    absent: dict[str, Span] = field(default_factory=dict)

    def day(self, number: float) -> datetime:
        """Answer a moment of work, so many days after they signed up."""
        day = (self.born + timedelta(days=number)).astimezone(self.zone).date()
        at = datetime.combine(day, time(10), self.zone).astimezone(UTC)
        return max(at + timedelta(minutes=len(self.happenings) % 50), self.born + timedelta(hours=1))

    @property
    def recovers(self) -> bool:
        """Whether they come less and less, but not for good."""
        return self.fades is not None and self.fades[1] < self.days

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.ends - self.born).days

    def chance(self, share: float) -> bool:
        """Throw the dice: answer yes in this share of cases."""
        return self.random.random() < share

    def happens(self, number: float, name: str, by: str | None = None, **properties: object) -> None:
        """Let a reserved event happen, so many days after they signed up."""
        at = self.day(number)
        if at < self.ends:
            key = f"{self.key}:{name}:{len(self.happenings)}"
            feed = RESERVED[name].feed
            self.happenings.append(Happening(key, feed, name, at, 1, by, properties, reserved=True))

    def tells(self, number: float, **columns: object) -> None:
        """Let columns of the account become so."""
        self._change(Change(self.day(number), columns))

    def has(self, number: float, **traits: object) -> None:
        """Let traits of the account become so."""
        self._change(Change(self.day(number), traits=traits))

    def loses(self, number: int, person: Person) -> None:
        """Let a person leave the company."""
        at = self.day(number)
        self._change(Change(at, {"left_at": at}, person=person.key))
        self.absent[person.key] = (number, self.days + 1)

    def appoints(self, number: int, person: Person, role: str) -> None:
        """Let a person take over a role."""
        self._change(Change(self.day(number), {"role": role}, person=person.key))

    def who(self, *roles: str) -> str | None:
        """Answer whoever has the first of these roles that somebody has, else the first person there is."""
        order = [person for role in roles for person in self.people if person.role == role]
        return next((person.key for person in (*order, *self.people)), None)

    def _change(self, change: Change) -> None:
        if change.at < self.ends:
            self.changes.append(change)
