"""From rows to feeds: up to when each has told us everything, and which of them came back from a silence."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from journeys.behavior import Return
from models.tables import FEED


def feeds_heard(connection: Connection) -> tuple[Mapping[str, datetime], Mapping[str, Return]]:
    """Answer by feed up to when it has told us everything, and its last return.

    Old events told today make no feed fresh: it has come as far as its newest event, and no further than when we
    heard from it.
    """
    rows = connection.execute(select(FEED)).all()
    told = {row.name: min(row.heard_at, row.latest_at) for row in rows}
    back = {row.name: Return(row.silent_from, row.resumed_at) for row in rows if row.silent_from and row.resumed_at}
    return told, back
