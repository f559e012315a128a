"""Addresses that the provider tells us not to write to: of several reasons the gravest stands, however they came."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, and_, delete, or_, update

from models.consent import suppress
from models.tables import SUPPRESSION

S = SUPPRESSION.c
SOURCE = "SendGrid"
SOFT = "blocked"  # turned away for the moment, again and again
GRAVITY = (SOFT, "bounced", "unsubscribed", "complained")  # the later, the graver: what a person wants outlasts all


def give_up_address(connection: Connection, email: str, reason: str, at: datetime) -> None:
    """Suppress an address for every topic since `at`; a lesser reason, or the same one later, gives way."""
    suppress(connection, at, email, "*", reason, SOURCE)
    lesser = or_(S.reason.in_(GRAVITY[: GRAVITY.index(reason)]), and_(S.reason == reason, S.at > at))
    mine = and_(S.email == email, S.topic == "*", lesser)
    connection.execute(update(SUPPRESSION).where(mine).values(reason=reason, source=SOURCE, at=at))


def judge_soft(connection: Connection, addresses: Mapping[str, datetime | None]) -> None:
    """Give up the addresses that keep turning mails away since then; take it back for those that do not (None)."""
    for email, since in sorted(addresses.items()):
        mine = and_(S.email == email, S.topic == "*", S.reason == SOFT, S.source == SOURCE)
        connection.execute(delete(SUPPRESSION).where(mine))
        if since is not None:
            give_up_address(connection, email, SOFT, since)
