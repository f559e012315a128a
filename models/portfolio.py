"""Portfolios: an account's columns follow from all of its subscription events, in whatever order those arrive.

Of each subscription the latest event is the whole truth: its time decides, then its kind (within one second Stripe
tells of a subscription that begins, and changes), then its message id. What they say together: models/shares.py; to
which seats (their sum), plan (of the largest) and trial (all that run are on trial) are added here. A column of which
no event ever tells anything is left to others, and what others tell later than the latest event stays.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from models.among import among
from models.facts import AccountFacts, start_of
from models.intake_accounts import take_accounts
from models.shares import SUBSCRIPTIONS, Share, taken_together
from models.tables import ACCOUNT, EVENT
from models.turn import Turn

NEVER_BEGAN = frozenset({"incomplete", "incomplete_expired"})
RESTS = frozenset({"paused"})
OVER = frozenset({"canceled", "cancelled", "ended", "expired"})
TRIAL = "trialing"
# Which columns follow from which properties: only those that some event tells are told.
FOLLOWS = {
    "arr_cents": "arr", "billing_frequency": "frequency", "renewal_on": "renews_on", "seats": "seats", "plan": "plan",
    "trial": "status", "churned_at": "subscription",
}  # fmt: skip

LARGEST = 2**31 - 1  # what the column of seats holds

Told = Row[*tuple[Any, ...]]


def settle(turn: Turn) -> None:
    """Take what the subscription events of the turn's subscribers say of them, as of the latest of those events."""
    zones = turn.zones(turn.subscribers) if turn.subscribers else {}
    told = groupby(_told(turn, turn.subscribers), attrgetter("account_id"))
    take_accounts(turn, [_facts(list(events), zones[account], turn.now) for account, events in told])


def _told(turn: Turn, accounts: Collection[int]) -> Sequence[Told]:
    if not accounts:
        return ()
    columns = (EVENT.c.account_id, EVENT.c.message_id, EVENT.c.name, EVENT.c.at, EVENT.c.properties, ACCOUNT.c.key)
    ours = EVENT.c.reserved & EVENT.c.name.in_(SUBSCRIPTIONS) & among(turn.connection, EVENT.c.account_id, accounts)
    query = select(*columns).join(ACCOUNT, ACCOUNT.c.id == EVENT.c.account_id).where(ours)
    return turn.connection.execute(query.order_by(EVENT.c.account_id)).all()


def _facts(events: Sequence[Told], zone: ZoneInfo, now: datetime) -> AccountFacts:
    latest = {told.properties.get("subscription"): told for told in sorted(events, key=_order)}
    begun = [told for told in latest.values() if told.properties.get("status") not in NEVER_BEGAN]
    shares = [_share(told, zone, now) for told in begun]
    running = [told for told, share in zip(begun, shares, strict=True) if share.runs]
    columns = {**taken_together(shares), **_besides(running)}
    known = {name for told in events for name, value in told.properties.items() if value is not None}
    says = {column: value for column, value in columns.items() if FOLLOWS[column] in known}
    # A microsecond for every event: what was concluded from fewer of them gives way.
    return AccountFacts(events[0].key, says, at=max(told.at for told in events) + timedelta(microseconds=len(events)))


def _order(told: Told) -> tuple[datetime, int, str]:
    return told.at, SUBSCRIPTIONS[told.name], told.message_id


def _share(told: Told, zone: ZoneInfo, now: datetime) -> Share:
    says = told.properties
    ends, renews, ended = _moment(says.get("ends_on"), zone), _moment(says.get("renews_on"), zone), None
    if told.name == "subscription deleted" or says.get("status") in OVER:
        ended = min(ends or told.at, told.at)
    elif ends and ends <= now:
        ended = ends
    return Share(
        runs=ended is None and says.get("status") not in RESTS,
        arr_cents=round(says["arr"] * 100) if says.get("arr") is not None else None,
        billing_frequency=says.get("frequency"),
        renews_on=renews.astimezone(zone).date() if renews and not ends else None,
        ended=ended,
        currency=says.get("currency"),
    )


def _besides(running: Sequence[Told]) -> Mapping[str, object]:
    seats = [told.properties["seats"] for told in running if told.properties.get("seats") is not None]
    largest = max(running, key=_size, default=None)
    return {
        "seats": min(round(sum(seats)), LARGEST) if seats else None,
        "plan": largest.properties.get("plan") if largest else None,
        "trial": bool(running) and all(told.properties.get("status") == TRIAL for told in running),
    }


def _size(told: Told) -> tuple[float, str]:
    arr = told.properties.get("arr")
    return (-1.0 if arr is None else arr), told.properties["subscription"]


def _moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    """Answer the moment that a date or time means, a day as its beginning; none for what no calendar has."""
    if not text:
        return None
    try:
        return start_of(date.fromisoformat(text), zone)
    except (ValueError, OverflowError):
        pass
    try:
        told = datetime.fromisoformat(text)
        return (told if told.tzinfo else told.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
