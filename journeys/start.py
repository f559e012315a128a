"""Starts: what a journey begins with, and so what its day 0 is."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from journeys.certainty import Unknown
from journeys.needs import Counts, Need
from journeys.view import Reader, View


@dataclass(frozen=True, slots=True)
class TraitStart:
    """Day 0 is the moment that a trait of the account holds (`account.signed_up_at`)."""

    trait: str

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
    """Day 0 is when the event last happened; `happened` reads whether it ever did, or why that cannot be told."""

    event: str
    happened: Reader = field(repr=False, compare=False)

    @property
    def words(self) -> str:
        """What the ledger calls the moment."""
        return f'the last "{self.event}"'

    @property
    def needs(self) -> frozenset[Need]:
        """What must be gathered to know it."""
        return frozenset([Counts(self.event)])


Start = TraitStart | EventStart


def day_zero(start: Start, view: View) -> datetime | Unknown:
    """Answer the moment from which the journey's days are counted; an absent one: there is none so far."""
    match start:
        case TraitStart(trait):
            moment = view.account.get(trait.removeprefix("account."))
            return moment if isinstance(moment, datetime) else Unknown(f"{trait} is not known", absent=True)
        case EventStart(event, happened):
            told = happened(view)
            if isinstance(told, Unknown):
                return Unknown(f'Whether "{event}" happened cannot be told: {told.because}')
            return view.usage[event].last_at if told else Unknown(f'"{event}" has never happened', absent=True)
        case _:
            assert_never(start)
