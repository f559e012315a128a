"""What can be looked at about support: tickets, where their number is going, and how satisfied people were."""

from collections.abc import Callable, Iterator
from statistics import fmean

from journeys.certainty import Unknown
from journeys.field import Field
from journeys.happenings import Happenings
from journeys.outage import outage_of
from journeys.satisfaction import SCORED, scores_of
from journeys.success import Program
from journeys.tickets import EVENTS, Ticket, tickets_of
from journeys.view import Reader, View

MONTH, QUARTER = 30, 90  # days
MARKED, FEW = 0.2, 2  # a trend is a change by more than a fifth, and by two tickets: one more is chance
TREND = ("rising", "stable", "falling")
AGAINST = f"New tickets of the last {MONTH} days, today included, against the {MONTH} before"


def support_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `support`."""
    told = Happenings(program, *EVENTS)
    yield from _open_fields(told)
    yield from _recent_fields(told)
    yield from _trend_fields(told)
    answered = Happenings(program, *SCORED)
    yield answered.field(
        "support.csat", "number", _csat(answered),
        f"The mean of the satisfaction scores (1 to 5) of the last {QUARTER} days, the newest of each ticket", 4.2,
    )  # fmt: skip


def _open_fields(told: Happenings) -> Iterator[Field]:
    yield told.field(
        "support.open_tickets", "number", told.settled(lambda view: len(_open(told, view))),
        "How many tickets are open: opened or reopened, and not solved since", 2,
    )  # fmt: skip
    yield told.field(
        "support.escalated_tickets", "number",
        told.settled(lambda view: sum(ticket.escalated for ticket in _open(told, view))),
        "How many of the open tickets were escalated", 1,
    )  # fmt: skip
    yield told.field(
        "support.oldest_open_days", "number", told.settled(lambda view: _oldest(told, view)),
        "For how many days the ticket that is open longest has been, since it was last opened; 0 if none is", 6,
        unit="days",
    )  # fmt: skip


def _recent_fields(told: Happenings) -> Iterator[Field]:
    yield told.field(
        "support.new_tickets", "number", lambda view: told.told(view, _opened(told, view, MONTH)),
        f"How many tickets were opened in the last {MONTH} days, today included", 3,
    )  # fmt: skip
    yield told.field(
        "support.reopened_tickets", "number", lambda view: told.told(view, _reopened(told, view)),
        f"How many tickets were reopened in the last {QUARTER} days, today included", 1,
    )  # fmt: skip
    yield told.field(
        "support.solved_tickets", "number", told.settled(lambda view: _solved(told, view)),
        f"How many tickets were solved in the last {QUARTER} days, today included, and are not open again", 5,
    )  # fmt: skip


def _trend_fields(told: Happenings) -> Iterator[Field]:
    yield told.field(
        "support.ticket_change", "number", _compared(told, _change),
        f"{AGAINST}: 0.5 is half as many again, -0.5 half as many; none before counts as 1", 0.5, unit="share",
    )  # fmt: skip
    yield told.field(
        "support.ticket_trend", "text", _compared(told, _trend),
        f"{AGAINST}: rising or falling if they changed by more than {MARKED:.0%} and by {FEW} at least",
        "stable", choices=TREND,
    )  # fmt: skip


def _tickets(told: Happenings, view: View) -> list[Ticket]:
    found: list[Ticket] = view.once(tickets_of, lambda seen: tickets_of(told.ever(seen)))
    return found


def _open(told: Happenings, view: View) -> list[Ticket]:
    return [ticket for ticket in _tickets(told, view) if ticket.open_since]


def _oldest(told: Happenings, view: View) -> int:
    since = min((ticket.open_since for ticket in _open(told, view) if ticket.open_since), default=view.now)
    return (view.today - view.day_of(since)).days


def _opened(told: Happenings, view: View, ago: int) -> int:
    """Count the tickets opened in a month of days, the first of which is the first of the last `ago` days."""
    begins, ends = view.began(ago), view.began(ago - MONTH)
    return sum(1 for ticket in _tickets(told, view) if ticket.opened_at and begins <= ticket.opened_at < ends)


def _reopened(told: Happenings, view: View) -> int:
    began = view.began(QUARTER)
    return sum(1 for ticket in _tickets(told, view) if ticket.reopened_at and ticket.reopened_at >= began)


def _solved(told: Happenings, view: View) -> int:
    began = view.began(QUARTER)
    closed = (ticket for ticket in _tickets(told, view) if ticket.open_since is None)
    return sum(1 for ticket in closed if ticket.solved_at and ticket.solved_at >= began)


def _change(now: int, before: int) -> float:
    return (now - before) / max(before, 1)


def _trend(now: int, before: int) -> str:
    if abs(now - before) < FEW or abs(_change(now, before)) <= MARKED:
        return "stable"
    return "rising" if now > before else "falling"


def _compared(told: Happenings, compare: Callable[[int, int], object]) -> Reader:
    """Compare the tickets of the last month with those of the one before, unless the feed was out meanwhile."""
    outage = outage_of(EVENTS, told.feeds)

    def read(view: View) -> object:
        if because := outage(view, view.first_day(2 * MONTH), view.today):
            return Unknown(because)
        return compare(_opened(told, view, MONTH), _opened(told, view, 2 * MONTH))

    return told.settled(read)


def _csat(told: Happenings) -> Reader:
    missing = Unknown(f"nobody said in the last {QUARTER} days how satisfied they are", absent=True)

    def read(view: View) -> object:
        scores = scores_of(told.lately(view, QUARTER))
        return fmean(scores) if scores else told.lack(view) or missing

    return read
