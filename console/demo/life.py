"""A life: from when to when a customer is there, and who works there on which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.demo.archetypes import Archetype
from console.demo.chronicle import Span
from console.demo.customer import Person
from console.demo.habits import Habits


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when a customer is there, where, and who does things.

    `away` is when they had left for a while, `absent` when one of their people does not come, by key.
    """

    key: str
    kind: Archetype
    zone: ZoneInfo
    born: datetime
    ends: datetime
    people: tuple[Person, ...]
    habits: Habits
    away: tuple[datetime, datetime] | None = None
    absent: Mapping[str, Span] | None = None

    def is_there(self, at: datetime) -> bool:
        """Answer whether they are customers at that moment."""
        return at < self.ends and not (self.away and self.away[0] <= at < self.away[1])

    def staff(self, number: int) -> list[str]:
        """Answer who works there on that day, whether they come or not."""
        spans = self.absent or {}
        there = (person.key for person in self.people if not person.since or person.since < number)
        return [key for key in there if not _is_within(number, spans.get(key, (0, 0)))]


def _is_within(number: int, span: Span) -> bool:
    return span[0] <= number < span[1]
