"""Habits: how much of their usual work a customer does on a day, and which of the features they know they use."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from random import Random

from console.demo.archetypes import Archetype
from console.demo.chronicle import Span

YEAR, WEEK = 365, 7
RHYTHM = 8  # days after which somebody uses what the team has made a habit of
USED = 0.3  # of the features they know, on a day of work
FADED, LESS = 0.02, 0.45  # what is left in the end of those who come less and less, and after each week
SLUMP = (0.35, 35)  # of their usual presence, for so many days
IDLE = (20, 45)  # days
RECOVERS, BACK = 0.45, (30, 50)  # of those who come less and less: who comes back, after so many days
FOR_GOOD = 10**6  # days
SETTLED = 50  # days, after which what they do is a habit


@dataclass(frozen=True, slots=True)
class Habits:
    """When a customer is weaker than usual: `slumps`, in which all do little, and the features that lie `idle`."""

    kind: Archetype
    fades: Span | None = None
    slumps: tuple[Span, ...] = ()
    idle: Mapping[int, Span] | None = None

    def level(self, number: int) -> float:
        """Answer which share of their usual presence is left on that day."""
        if self.fades and self.fades[0] <= number < self.fades[1]:
            return float(max(FADED, LESS ** (1 + (number - self.fades[0]) // WEEK)))
        return SLUMP[0] if any(first <= number < end for first, end in self.slumps) else 1.0

    def uses(self, random: Random, last: Mapping[str, int], known: Collection[str], number: int) -> list[str]:
        """Answer which of the features that they know they use on that day; `last` is when they used each."""
        settled = self.level(number) == 1
        return [
            name
            for place, name in enumerate(sorted(known))
            if not self._lies_idle(place, number)
            and (random.random() < USED or (settled and number - last.get(name, 0) >= RHYTHM))
        ]

    def _lies_idle(self, place: int, number: int) -> bool:
        first, end = (self.idle or {}).get(place, (0, 0))
        return first <= number < end


def draw_fading(random: Random, kind: Archetype) -> Span | None:
    """Answer from when and until when a customer of a kind comes less and less, if ever."""
    if not kind.fades:
        return None
    first = random.randint(*kind.fades)
    return first, first + random.randint(*BACK) if random.random() < RECOVERS else FOR_GOOD


def draw_habits(random: Random, kind: Archetype, days: int, fades: Span | None) -> Habits:
    """Answer the habits of a customer of a kind, who is there for so many days."""
    slumps, idle = [], {}
    for year in range(0, days, YEAR):
        if random.random() < kind.wavers:
            first = year + SETTLED + random.randrange(YEAR - SETTLED)
            slumps.append((first, first + SLUMP[1]))
        if random.random() < kind.wavers:
            first = year + SETTLED + random.randrange(YEAR - SETTLED)
            idle[random.randrange(max(1, kind.features))] = (first, first + random.randint(*IDLE))
    return Habits(kind, fades, tuple(slumps), idle)
