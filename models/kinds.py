"""Whether what is planned is commercial: by what its journey is by now, and not by what it was when it was planned."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, or_, select, text, update

from models.among import among
from models.tables import TOUCHPOINT

T = TOUCHPOINT.c
# As the partial indexes have it, so that whoever asks all day reads few rows: those of journeys that are expected, and
# those of the lane for them.
MAILED = text("touchpoint.channel = 'email'")
URGENT = text("touchpoint.state = 'planned' AND NOT touchpoint.commercial AND touchpoint.channel = 'email'")


def judge_afresh(
    connection: Connection,
    machine: datetime,
    expected: Collection[str],
    commercial: Collection[str],
    ids: Collection[int] | None = None,
) -> set[int]:
    """Write of planned mails of these journeys that are not what their journey is by now what they are; answer which.

    Of these `ids`, or of all. Nobody has them in hand, and whoever had one has lost it; each is left to the clock,
    which knows the lane of every mail.
    """
    was_commercial = and_(MAILED, T.settled_at.is_(None), T.state == "planned", T.commercial)
    wrong: ColumnElement[bool] = or_(
        and_(was_commercial, T.journey.in_(sorted(expected))), and_(URGENT, T.journey.in_(sorted(commercial)))
    )
    free = or_(T.leased_until.is_(None), T.leased_until < machine)
    mine = [] if ids is None else [among(connection, T.id, ids)]
    found = sorted(connection.execute(select(T.id).where(*mine, wrong, free)).scalars())
    if not found:
        return set()
    fence = T.fence + case((T.leased_until.is_(None), 0), else_=1)
    now_is = {"commercial": ~T.commercial, "fence": fence, "leased_until": None, "hinted_at": None}
    changed = update(TOUCHPOINT).where(among(connection, T.id, found), wrong, free).values(now_is).returning(T.id)
    return set(connection.execute(changed).scalars())
