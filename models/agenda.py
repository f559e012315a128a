"""What is due: accounts to look at and mails to send, found by partial indexes and taken by conditional updates."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, and_, bindparam, exists, func, or_, select, text, update
from sqlalchemy.sql.dml import ReturningUpdate

from models.among import among
from models.doors import HELD
from models.prompts import AWAITED
from models.tables import ACCOUNT, ENROLLMENT, TOUCHPOINT
from models.turn import stir, stirred

A = ACCOUNT
T = TOUCHPOINT
E = ENROLLMENT.c

# What is asked at every tick is put together once. `now` is the customers' time, `machine` that of leases and hints.
NOW, MACHINE, BEFORE, UNTIL = (
    bindparam(name, type_=A.c.wake_at.type) for name in ("now", "machine", "before", "until")
)
LIMIT = bindparam("limit", type_=Integer)

# Whether a mail that somebody has in hand leaves is known in a moment, and decides what else may be said.
IN_HAND = select(T.c.account_id).where(
    T.c.channel == "email",
    or_(
        and_(T.c.state == "planned", T.c.due_at <= NOW, or_(T.c.hinted_at >= BEFORE, T.c.leased_until >= MACHINE)),
        and_(T.c.state == "sending", T.c.leased_until >= MACHINE),
    ),
)
LOOKS = (
    A.c.wake_at <= NOW,
    or_(A.c.leased_until.is_(None), A.c.leased_until < MACHINE),
    A.c.id.not_in(IN_HAND),
)
# Who is due for a look is assessed by that.
UNASSESSED = (
    A.c.churned_at.is_(None),
    or_(A.c.wake_at.is_(None), A.c.wake_at > NOW),
    or_(A.c.assessed_until.is_(None), A.c.assessed_until < MACHINE),
)
NEVER, NIGHTS = A.c.assess_at.is_(None), A.c.assess_at <= NOW
MAILS = (
    T.c.state == "planned",
    T.c.due_at <= NOW,
    ~HELD,
    or_(T.c.leased_until.is_(None), T.c.leased_until < MACHINE),
    or_(T.c.hinted_at.is_(None), T.c.hinted_at < BEFORE),
)

TAKE_LOOKS = (
    update(A)
    .where(
        A.c.id.in_(
            select(A.c.id)
            .where(*LOOKS)
            .order_by(A.c.wake_at, A.c.id)
            .limit(LIMIT)
            .with_for_update(skip_locked=True, key_share=True)
        )
    )
    .values(leased_until=UNTIL)
    .returning(A.c.id)
)
TAKE_NEVER, TAKE_NIGHTS = (
    update(A)
    .where(
        A.c.id.in_(
            select(A.c.id)
            .where(due, *UNASSESSED)
            .order_by(A.c.assess_at, A.c.id)
            .limit(LIMIT)
            .with_for_update(key_share=True, skip_locked=True)
        )
    )
    .values(assessed_until=UNTIL)
    .returning(A.c.id)
    for due in (NEVER, NIGHTS)
)
TAKE_MAILS, TAKE_CALLS = (
    update(T)
    .where(
        T.c.id.in_(
            select(T.c.id)
            .where(*MAILS, *only)
            .order_by(T.c.due_at, T.c.id)
            .limit(LIMIT)
            .with_for_update(skip_locked=True)
        )
    )
    .values(hinted_at=MACHINE)
    .returning(T.c.id)
    for only in ([], [T.c.channel == "webhook"])
)
URGENT = text("touchpoint.state = 'planned' AND NOT touchpoint.commercial AND touchpoint.channel = 'email'")
TAKE_URGENT = (
    update(T)
    .where(
        T.c.id.in_(
            select(T.c.id)
            .where(URGENT, *MAILS)
            .order_by(T.c.due_at, T.c.id)
            .limit(LIMIT)
            .with_for_update(skip_locked=True)
        )
    )
    .values(hinted_at=MACHINE)
    .returning(T.c.id)
)
TAKE_KNOCK = (
    update(T)
    .where(
        T.c.id.in_(
            select(T.c.id)
            .where(*MAILS, T.c.channel == "email")
            .order_by(T.c.commercial.desc(), T.c.due_at, T.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
    )
    .values(hinted_at=MACHINE)
    .returning(T.c.id)
)
IS_DUE = select(
    or_(
        exists().where(*LOOKS),
        exists().where(NEVER, *UNASSESSED),
        exists().where(NIGHTS, *UNASSESSED),
        exists().where(*MAILS),
        exists().where(T.c.state == "sending", T.c.leased_until < MACHINE),
        exists().where(T.c.doubted_until <= MACHINE),
        exists().where(AWAITED, ~HELD, T.c.due_at <= NOW, or_(T.c.hinted_at.is_(None), T.c.hinted_at < BEFORE)),
    )
)

PORTION = 5_000  # ids that one statement names: databases take so many parameters and no more


def lease_due_accounts(
    connection: Connection, now: datetime, machine: datetime, lease: timedelta, limit: int
) -> list[int]:
    """Take up to `limit` accounts whose next look has come and that nobody has in hand, the longest due first.

    Nobody is looked at while a mail to them is about to leave, as long as whoever was told of it may still be at it.
    """
    known = {"now": now, "machine": machine, "before": machine - lease, "until": machine + lease}
    return _take(connection, TAKE_LOOKS, **known, limit=limit)


def hint_due_mails(
    connection: Connection, now: datetime, machine: datetime, patience: timedelta, limit: int, *, mails: bool = True
) -> list[int]:
    """Take up to `limit` planned mails that are due, in nobody's hand, and not hinted at for a while.

    Calls of other systems are among them; without `mails`, nothing else is.
    """
    take = TAKE_MAILS if mails else TAKE_CALLS
    return _take(connection, take, now=now, machine=machine, before=machine - patience, limit=limit)


def hint_urgent_mails(
    connection: Connection, now: datetime, machine: datetime, patience: timedelta, limit: int
) -> list[int]:
    """Take up to `limit` mails as above of those that are not commercial: they leave before all others."""
    return _take(connection, TAKE_URGENT, now=now, machine=machine, before=machine - patience, limit=limit)


def urgent_among(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Answer which of these mails are not commercial."""
    mine = among(connection, T.c.id, ids), T.c.channel == "email", ~T.c.commercial
    return set(connection.execute(select(T.c.id).where(*mine)).scalars())


def leave_to_the_clock(connection: Connection, ids: Sequence[int]) -> None:
    """Let the clock hint at these mails when their turn has come: others may have waited for longer."""
    connection.execute(update(T).where(among(connection, T.c.id, ids)).values(hinted_at=None))


def waiting_mails(connection: Connection, now: datetime) -> int:
    """Answer how many mails are due and have not left."""
    due = T.c.channel == "email", T.c.state == "planned", T.c.due_at <= now
    return int(connection.execute(select(func.count()).select_from(T).where(*due)).scalar_one())


def hint_knock(connection: Connection, now: datetime, machine: datetime, patience: timedelta) -> list[int]:
    """Take the one mail that asks whether the provider is back: one that matters less, since it may end in doubt."""
    return _take(connection, TAKE_KNOCK, now=now, machine=machine, before=machine - patience)


def lease_unassessed(
    connection: Connection, now: datetime, machine: datetime, lease: timedelta, limit: int
) -> list[int]:
    """Take up to `limit` accounts whose health is to be looked at and that nobody has in hand for that.

    Those of which nobody ever knew it come first. Who is due for a look is assessed by that: not here.
    """
    known = {"now": now, "machine": machine, "until": machine + lease}
    ids = _take(connection, TAKE_NEVER, **known, limit=limit)
    if len(ids) < limit:
        ids += _take(connection, TAKE_NIGHTS, **known, limit=limit - len(ids))
    return sorted(ids)


def is_anything_due(connection: Connection, now: datetime, machine: datetime, patience: timedelta) -> bool:
    """Answer whether an account, a mail, its sender's death, a doubt or a message in the product waits, untold.

    Costs seven index probes, and a step for each that is in hand.
    """
    return bool(connection.execute(IS_DUE, {"now": now, "machine": machine, "before": machine - patience}).scalar())


def _take(connection: Connection, take: ReturningUpdate[Any], **known: Any) -> list[int]:
    return sorted(connection.execute(take, known).scalars())


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


def stir_everybody(connection: Connection, now: datetime) -> None:
    """Let every account be looked at afresh, and whoever is just looking at one look again.

    What is asked about them has changed, or a door has opened. Those that somebody has in hand are written as they
    were found before, and must not sleep on it.
    """
    # Locked in the order of their ids, as by everybody who locks several, so that nobody waits in a circle; and in a
    # statement of its own: whoever held the rows may have moved `wake_at`, which only the next statement sees.
    connection.execute(select(A.c.id).order_by(A.c.id).with_for_update(key_share=True)).all()
    connection.execute(update(A).values(stirred(now)))


def find_sleepers(connection: Connection) -> list[int]:
    """Answer the accounts that would sleep through a step of an open enrollment: there must be none."""
    opens = select(E.account_id).join(A, A.c.id == E.account_id).where(E.state == "open")
    late = opens.where(or_(A.c.wake_at.is_(None), A.c.wake_at > E.wake_at))
    return sorted(connection.execute(late.distinct()).scalars())
