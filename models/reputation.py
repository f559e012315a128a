"""What became of mails after the provider took them: how many bounced for good, how many people complained."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from models.tables import ALARM, PROVIDER_EVENT, TOUCHPOINT

T, P, A = TOUCHPOINT.c, PROVIDER_EVENT.c, ALARM.c
BOUNCED, COMPLAINED = "bounced", "complained"


@dataclass(frozen=True, slots=True)
class Figures:
    """How many mails of a journey the provider accepted, and of how many it told later that they came to grief."""

    journey: str
    accepted: int
    bounced: int
    complained: int


def newest_grief(connection: Connection, after: int) -> int:
    """Answer the id of the newest bounce or complaint that was told of after another event; that one, if none was."""
    query = select(func.max(P.id)).where(P.id > after, P.kind.in_([BOUNCED, COMPLAINED]))
    return int(connection.execute(query).scalar() or after)


def figures(connection: Connection, since: datetime, told_after: datetime | None) -> Sequence[Figures]:
    """Answer the figures of the mails accepted since then, by journey; of grief, only what was told after a moment."""
    lately = T.channel == "email", T.state == "accepted", T.settled_at >= since
    accepted = select(T.journey, func.count().label("number")).where(*lately).group_by(T.journey)
    grief = (
        select(T.journey, P.kind, func.count(T.id.distinct()).label("number"))
        .join(PROVIDER_EVENT, P.touchpoint_id == T.id)
        .where(*lately, P.kind.in_([BOUNCED, COMPLAINED]))
        .group_by(T.journey, P.kind)
    )
    if told_after is not None:
        grief = grief.where(P.received_at > told_after)
    found = {(row.journey, row.kind): row.number for row in connection.execute(grief)}
    return [
        Figures(row.journey, row.number, found.get((row.journey, BOUNCED), 0), found.get((row.journey, COMPLAINED), 0))
        for row in connection.execute(accepted)
    ]


def last_cleared(connection: Connection, kind: str) -> datetime | None:
    """Answer when an alarm of this kind was cleared last."""
    last: datetime | None = connection.execute(select(func.max(A.cleared_at)).where(A.kind == kind)).scalar()
    return last
