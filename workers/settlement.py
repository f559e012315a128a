"""What a provider's answer means for a mail, its ledger and the humans. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from emails.outcomes import Accepted, Locked, Outcome, Postponed, Refused, Unknown, Withheld
from journeys.decisions import Reason

PAUSES = (1, 5, 15, 60)  # minutes until the next try, the last one for every try after
PROBE = timedelta(minutes=5)  # how long a provider that refuses our key is left alone before one mail tries again
LONGEST_REST = timedelta(hours=1)  # whatever a provider asks for, we knock again after that
SHORTEST_REST = timedelta(seconds=1)  # its clock may be behind ours, and then its rest is over before it began


@dataclass(frozen=True, slots=True)
class Shut:
    """The provider's door is shut until then (machine's time)."""

    because: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of one try: `kind` is the ledger's word for it, empty if there is nothing to tell.

    `reason` says in a word why nothing was said.
    """

    state: str
    outcome: str
    because: str
    kind: str = ""
    provider_id: str | None = None
    due_at: datetime | None = None
    task: str | None = None
    shut: Shut | None = None
    reason: Reason = ""


def settlement(outcome: Outcome, attempt: int, now: datetime, machine: datetime) -> Settlement:
    """Answer what follows from the provider's answer to the `attempt`th try (counted from 1)."""
    match outcome:
        case Accepted(provider_id=provider_id, detail=detail):
            because = detail or "accepted by the provider"
            return Settlement("accepted", "accepted", because, "sent", provider_id=provider_id)
        case Postponed(detail=detail, until=None):
            due_at = now + timedelta(minutes=PAUSES[min(attempt, len(PAUSES)) - 1])
            return Settlement("planned", "postponed", detail, "postponed", due_at=due_at)
        case Postponed(detail=detail, until=until):
            rest = max(machine + SHORTEST_REST, min(until or machine, machine + LONGEST_REST))
            return Settlement("planned", "rest", detail, shut=Shut(detail, rest))
        case Locked(detail=detail):
            return Settlement("planned", "locked", detail, shut=Shut(detail, machine + PROBE))
        case Refused(detail=detail):
            return Settlement("refused", "refused", detail, "refused", task="mail-refused")
        case Unknown(detail=detail):
            return Settlement("unknown", "unknown", detail, "unknown", task="mail-unknown")
        case Withheld(detail=detail):
            return Settlement("shadowed", "withheld", detail, "shadowed")
        case never:
            assert_never(never)
