"""Past runs: what an account went through before, as admission has to know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run of a journey that is over; `started_at` is its day 0, as it was planned last.

    `lapsed_at`: when the condition it began with was first seen to hold no more. `away_on`: the step on which the
    account left it because it churned; it goes on from there if it comes back.
    """

    occurrence: str
    started_at: datetime
    ended_at: datetime
    lapsed_at: datetime | None = None
    away_on: str = ""


PastRuns = Sequence[PastRun]
