"""Starts: what a journey begins with, and so what its day 0 is."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from journeys.conditions import Condition
from journeys.needs import Counts, Need, Shared
from journeys.view import Reader

# What a run is named by: nothing (there is one ever), the day of an event, the date of a trait, the day on which a
# condition came true, or the period of a calendar.
Occurrence = Literal["once", "each", "date", "spell", "period"]
Period = Literal["month", "quarter"]


@dataclass(frozen=True, slots=True)
class TraitStart:
    """Day 0 is the moment that a trait of the account holds, or the beginning of its date there (`dated`).

    `follows`: a date moved by less is the same run; None: there is one run ever, and it follows wherever the date goes.
    """

    trait: str
    read: Reader = field(repr=False, compare=False)
    dated: bool = False
    follows: timedelta | None = None

    @property
    def words(self) -> str:
        """What the ledger calls the moment."""
        return self.trait

    @property
    def needs(self) -> frozenset[Need]:
        """What must be gathered to know it: traits always are."""
        return frozenset()


@dataclass(frozen=True, slots=True)
class EventStart:
    """Day 0 is when the event last happened; `happened` reads whether it ever did, or why that cannot be told.

    `again`: how long after a run ended the next may begin.
    """

    event: str
    happened: Reader = field(repr=False, compare=False)
    again: timedelta = timedelta()

    @property
    def dated(self) -> bool:
        """Whether day 0 is a whole date rather than a moment."""
        return False

    @property
    def words(self) -> str:
        """What the ledger calls the moment."""
        return f'the last "{self.event}"'

    @property
    def needs(self) -> frozenset[Need]:
        """What must be gathered to know it."""
        return frozenset([Counts(self.event)])


@dataclass(frozen=True, slots=True)
class ConditionStart:
    """Day 0 is when the condition is first seen to hold, or to hold again.

    `again`: how long after a run ended the next may begin, if the condition did not hold in between; None: never.
    """

    when: Condition
    again: timedelta | None

    @property
    def dated(self) -> bool:
        """Whether day 0 is a whole date rather than a moment."""
        return False

    @property
    def words(self) -> str:
        """What the ledger calls the moment."""
        return self.when.text

    @property
    def needs(self) -> frozenset[Need]:
        """What must be gathered to know it."""
        return self.when.needs


@dataclass(frozen=True, slots=True)
class CalendarStart:
    """Day 0 is one date in every month or quarter, counted from the one that a trait of the account holds."""

    every: Period
    trait: str
    read: Reader = field(repr=False, compare=False)

    @property
    def dated(self) -> bool:
        """Whether day 0 is a whole date rather than a moment."""
        return True

    @property
    def words(self) -> str:
        """What the ledger calls the moment."""
        return f"the {self.every} counted from {self.trait}"

    @property
    def needs(self) -> frozenset[Need]:
        """What must be gathered to know it: traits always are, but not who else has the same."""
        return frozenset([Shared(self.trait)])


Start = TraitStart | EventStart | ConditionStart | CalendarStart
