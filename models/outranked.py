"""Outranked mails, which wait for a more important one: looked at once more as soon as that one is not said."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, case, literal, select, update

from models.among import among
from models.instant import Instant
from models.tables import TOUCHPOINT
from models.turn import stir

T = TOUCHPOINT.c


def let_others_speak(
    connection: Connection, accounts: Collection[int], now: datetime, *, patient: bool = False
) -> None:
    """Let commercial mails of these accounts that are planned, and the accounts themselves, be looked at now.

    Mails that somebody is just writing are passed over; whoever is `patient` waits for them, and must have nothing
    locked that others may wait for.
    """
    if not accounts:
        return
    waiting = among(connection, T.account_id, accounts), T.state == "planned", T.commercial, T.channel == "email"
    theirs = select(T.id).where(*waiting).order_by(T.id).with_for_update(skip_locked=not patient)
    mails = connection.execute(theirs).scalars().all()
    sooner = case((T.due_at > now, literal(now, Instant())), else_=T.due_at)
    mine = among(connection, T.id, mails), T.state == "planned", T.leased_until.is_(None)
    connection.execute(update(TOUCHPOINT).where(*mine).values(due_at=sooner, hinted_at=None))
    stir(connection, now, accounts)
