"""Tickets: what became of each support ticket, from the events that name it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from journeys.behavior import Happening
from journeys.happenings import text_of

# In this order at the same instant: solved on the day it was opened is solved, opened again on the day it was is open.
EVENTS = ("ticket opened", "ticket escalated", "ticket solved", "ticket reopened")


@dataclass(slots=True)
class Ticket:
    """One ticket; `opened_at` is when it was first opened, if we were told: one may be older than the connection.

    `open_since` is when it was last opened or reopened; nothing once it is solved. `solved_at` is when it last was.
    """

    opened_at: datetime | None = None
    open_since: datetime | None = None
    escalated: bool = False
    reopened_at: datetime | None = None
    solved_at: datetime | None = None


def tickets_of(happenings: Iterable[Happening]) -> list[Ticket]:
    """Answer the tickets that these events, oldest first, tell of."""
    found: dict[str, Ticket] = {}
    for one in happenings:
        if key := text_of(one, "ticket"):
            _follow(found.setdefault(key, Ticket(open_since=one.at)), one)
    return [*found.values()]


def _follow(ticket: Ticket, one: Happening) -> None:
    match one.name:
        case "ticket opened":
            ticket.opened_at = ticket.opened_at or one.at
            ticket.open_since = ticket.open_since or one.at
        case "ticket reopened":
            ticket.open_since = ticket.open_since or one.at
            ticket.reopened_at = one.at
        case "ticket escalated":
            ticket.escalated = True
        case "ticket solved":
            ticket.open_since, ticket.solved_at = None, one.at
