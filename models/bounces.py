"""Addresses that the provider tells us not to write to: the same ones, in whatever order it tells."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, update

from models.consent import allow, suppress_places
from models.reasons import ANY
from models.tables import SUPPRESSION

S = SUPPRESSION.c
SOURCE = "SendGrid"
SOFT = "soft-bounced"  # turned away for the moment, again and again


def give_up(connection: Connection, places: Collection[str], reason: str, at: datetime) -> None:
    """Suppress what stands at these places for every topic; of the same reason told twice, the earlier day counts."""
    suppress_places(connection, at, places, ANY, reason, SOURCE)
    mine = S.email.in_(sorted(places)) & (S.topic == ANY) & (S.reason == reason) & (S.source == SOURCE)
    connection.execute(update(SUPPRESSION).where(mine, S.at > at).values(at=at))


def judge_soft(connection: Connection, addresses: Mapping[str, datetime | None], now: datetime) -> None:
    """Give up the addresses that keep turning mails away since then; take it back for those that do not (None)."""
    for email, since in sorted(addresses.items()):
        if since is None:
            allow(connection, now, email, [(ANY, SOFT)], SOURCE, "a mail arrived again")
            continue
        suppress_places(connection, since, [email], ANY, SOFT, SOURCE)
        mine = (S.email == email) & (S.topic == ANY) & (S.reason == SOFT) & (S.source == SOURCE)
        connection.execute(update(SUPPRESSION).where(mine).values(at=since))  # what was told late may move the day
