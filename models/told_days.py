"""Told days: of which days before it was connected each feed told something, and whether that was meant as history."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from models.among import among
from models.bulk import insert_bulk
from models.tables import FEED_DAY

D = FEED_DAY.c

Days = Mapping[str, Mapping[date, bool]]  # by feed, the days it told of; true: imported


def note_days(connection: Connection, days: Days) -> None:
    """Note the days that feeds told of. Nothing is written of what is known: all the pieces of a history tell of it."""
    told = {(feed, day): imported for feed, of_feed in days.items() for day, imported in of_feed.items()}
    if not told:
        return
    within = D.day.between(min(day for _, day in told), max(day for _, day in told))
    stand = connection.execute(select(FEED_DAY).where(among(connection, D.feed, sorted(days)), within))
    known = {(row.feed, row.day): row.imported for row in stand}
    # In the order of their key, so that two receivers of one history never wait for each other.
    news = sorted(key for key, imported in told.items() if key not in known or imported > known[key])
    if news:
        rows = [{"feed": feed, "day": day, "imported": told[feed, day]} for feed, day in news]
        insert, parameters = insert_bulk(connection, FEED_DAY, rows)
        better = {"imported": D.imported | insert.excluded.imported}
        connection.execute(insert.on_conflict_do_update(index_elements=["feed", "day"], set_=better), parameters)


def days_before(connection: Connection, feeds: Collection[str]) -> Sequence[Row[Any]]:
    """Answer of which days before they were connected these feeds told, the latest first."""
    return connection.execute(select(FEED_DAY).where(among(connection, D.feed, feeds)).order_by(D.day.desc())).all()
