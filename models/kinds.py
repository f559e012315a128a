"""Whether what is planned is commercial: by what its journey is by now, and not by what it was when it was planned."""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, case, or_, select, text, union_all, update

from models.among import among
from models.tables import TOUCHPOINT

T = TOUCHPOINT.c
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
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
    free = or_(T.leased_until.is_(None), T.leased_until < machine)
    mine = [free] if ids is None else [free, among(connection, T.id, ids)]
    wrong = (
        (MAILED, T.settled_at.is_(None), T.state == "planned", T.commercial, T.journey.in_(sorted(expected))),
        (URGENT, T.due_at > LONG_AGO, (T.journey + "").in_(sorted(commercial))),
    )
    # Two questions and no `or`, in which SQLite would not see what its partial indexes are for; the second is not to be
    # answered by the index of what each journey ever sent.
    query = union_all(*(select(T.id).where(*mine, *clauses) for clauses in wrong))
    found = sorted(connection.execute(query).scalars())
    if not found:
        return set()
    fence = T.fence + case((T.leased_until.is_(None), 0), else_=1)
    now_is = {"commercial": ~T.commercial, "fence": fence, "leased_until": None, "hinted_at": None}
    still = among(connection, T.id, found), free, or_(*(and_(*clauses) for clauses in wrong))
    changed = update(TOUCHPOINT).where(*still).values(now_is).returning(T.id)
    return set(connection.execute(changed).scalars())
