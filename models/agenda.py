"""What is due: accounts to look at and mails to send, found by partial indexes and taken by conditional updates."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, exists, or_, select, update

from models.prompts import AWAITED
from models.tables import ACCOUNT, ENROLLMENT, TOUCHPOINT
from models.turn import stir

A = ACCOUNT
T = TOUCHPOINT
E = ENROLLMENT.c

PORTION = 5_000  # ids that one statement names: databases take so many parameters and no more


def lease_due_accounts(
    connection: Connection, now: datetime, machine: datetime, lease: timedelta, limit: int
) -> list[int]:
    """Take up to `limit` accounts whose next look has come and that nobody has in hand, the longest due first."""
    due = (
        select(A.c.id)
        .where(A.c.wake_at <= now, or_(A.c.leased_until.is_(None), A.c.leased_until < machine))
        .order_by(A.c.wake_at, A.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    taken = update(A).where(A.c.id.in_(due)).values(leased_until=machine + lease).returning(A.c.id)
    return sorted(connection.execute(taken).scalars())


def hint_due_mails(
    connection: Connection, now: datetime, machine: datetime, patience: timedelta, limit: int, *, mails: bool = True
) -> list[int]:
    """Take up to `limit` planned mails that are due, in nobody's hand, and not hinted at for a while.

    Calls of other systems are among them; without `mails`, nothing else is.
    """
    due = (
        select(T.c.id)
        .where(T.c.state == "planned", T.c.due_at <= now, *([] if mails else [T.c.channel == "webhook"]))
        .where(or_(T.c.leased_until.is_(None), T.c.leased_until < machine))
        .where(or_(T.c.hinted_at.is_(None), T.c.hinted_at < machine - patience))
        .order_by(T.c.due_at, T.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    hinted = update(T).where(T.c.id.in_(due)).values(hinted_at=machine).returning(T.c.id)
    return sorted(connection.execute(hinted).scalars())


def lease_unassessed(
    connection: Connection, now: datetime, machine: datetime, lease: timedelta, limit: int
) -> list[int]:
    """Take up to `limit` accounts whose health is to be looked at and that nobody has in hand for that.

    Those of which nobody ever knew it come first. Who is due for a look is assessed by that: not here.
    """
    until = machine + lease
    ids = _lease_unassessed(connection, now, A.c.assess_at.is_(None), machine, until, limit)
    if len(ids) < limit:
        ids += _lease_unassessed(connection, now, A.c.assess_at <= now, machine, until, limit - len(ids))
    return sorted(ids)


def _lease_unassessed(
    connection: Connection, now: datetime, due: ColumnElement[bool], machine: datetime, until: datetime, limit: int
) -> list[int]:
    mine = (
        select(A.c.id)
        .where(A.c.churned_at.is_(None), due, or_(A.c.wake_at.is_(None), A.c.wake_at > now))
        .where(or_(A.c.assessed_until.is_(None), A.c.assessed_until < machine))
        .order_by(A.c.assess_at, A.c.id)
        .limit(limit)
        .with_for_update(key_share=True, skip_locked=True)
    )
    taken = update(A).where(A.c.id.in_(mine)).values(assessed_until=until).returning(A.c.id)
    return list(connection.execute(taken).scalars())


def is_anything_due(connection: Connection, now: datetime, machine: datetime) -> bool:
    """Answer whether an account, a mail, its sender's death or a message in the product waits for somebody.

    Costs six index probes.
    """
    due = select(
        or_(
            exists().where(A.c.wake_at <= now),
            exists().where(A.c.churned_at.is_(None), A.c.assess_at.is_(None)),
            exists().where(A.c.churned_at.is_(None), A.c.assess_at <= now),
            exists().where(T.c.state == "planned", T.c.due_at <= now),
            exists().where(T.c.state == "sending", T.c.leased_until < machine),
            exists().where(AWAITED, T.c.due_at <= now),
        )
    )
    return bool(connection.execute(due).scalar())


def release_accounts(connection: Connection, ids: Sequence[int]) -> None:
    """Give these accounts back: the hint about them could not be given."""
    for start in range(0, len(ids), PORTION):
        mine = A.c.id.in_(ids[start : start + PORTION])
        connection.execute(update(A).where(mine).values(leased_until=None))


def wake_sleepers(connection: Connection, now: datetime) -> int:
    """Wake every account that would sleep through a step of an open enrollment; answer how many there were."""
    ids = find_sleepers(connection)
    for start in range(0, len(ids), PORTION):
        stir(connection, now, ids[start : start + PORTION])
    return len(ids)


def wake_everybody(connection: Connection, now: datetime) -> None:
    """Let every account be looked at afresh: what is asked about them has changed."""
    # Locked in the order of their ids, as by everybody who locks several, so that nobody waits in a circle.
    asleep = select(A.c.id).where(or_(A.c.wake_at.is_(None), A.c.wake_at > now)).order_by(A.c.id)
    mine = A.c.id.in_(asleep.with_for_update(key_share=True))
    connection.execute(update(A).where(mine).values(wake_at=now))


def find_sleepers(connection: Connection) -> list[int]:
    """Answer the accounts that would sleep through a step of an open enrollment: there must be none."""
    opens = select(E.account_id).join(A, A.c.id == E.account_id).where(E.state == "open")
    late = opens.where(or_(A.c.wake_at.is_(None), A.c.wake_at > E.wake_at))
    return sorted(connection.execute(late.distinct()).scalars())
