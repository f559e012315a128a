"""Hearing: when each feed was last heard, how far its own time has come, and from when to when it was silent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, delete, extract, false, or_, select, update

from models.among import among
from models.bulk import insert_bulk
from models.tables import FEED, SILENCE
from models.told_days import Days, note_days

SHORTEST = timedelta(hours=1)  # no pause that is shorter is a silence
FRESH = timedelta(seconds=10)
CATCHING_UP = timedelta(days=1)  # no feed takes longer to tell what it missed
KEPT = timedelta(days=400)

F, S = FEED.c, SILENCE.c

Span = tuple[datetime, datetime]
Spans = Mapping[str, Collection[Span]]

NO_DAYS: Days = {}


def hear(
    connection: Connection,
    now: datetime,
    latest: Mapping[str, datetime],
    spans: Spans | None = None,
    days: Days = NO_DAYS,
) -> None:
    """Note that feeds were heard from at `now`, and how far their own time has come (never beyond now).

    One that breaks a silence leaves behind from when to when it lasted. `spans` are the times that were told of
    (without: only the latest), `days` their days, of which those before the feed was connected are kept. Nothing is
    written of a feed that was only just heard: everybody writes these few rows.
    """
    query = select(FEED).where(among(connection, F.name, latest.keys()))
    stand = {row.name: row for row in connection.execute(query)} if latest else {}
    reached = {name: min(latest[name], now) for name in sorted(latest)}
    news = {name: at for name, at in reached.items() if not _is_fresh(stand.get(name), now, at)}
    rows = [{"name": name, "heard_at": now, "latest_at": at, "connected_at": now} for name, at in news.items()]
    _write(connection, FEED, rows)
    broken = {
        name: silence
        for name, at in news.items()
        if (silence := _silence(stand.get(name), now, (spans or {}).get(name, [(at, at)])))
    }
    gone = [{"name": name, "silent_from": since, "resumed_at": until} for name, (since, until) in broken.items()]
    _write(connection, SILENCE, gone)
    _note_missed(connection, now, spans or {})
    connected = {name: stand[name].connected_at if name in stand else now for name in latest}
    note_days(connection, {name: _before(at, days.get(name, {})) for name, at in connected.items() if at})


def silences(connection: Connection, allowed: Mapping[str, timedelta]) -> Sequence[Row[Any]]:
    """Answer the silences of these feeds that lasted longer than allowed, in the order in which they ended.

    Counted in whole seconds: one that was just as long as allowed may be among them.
    """
    return connection.execute(_long(tuple(sorted(allowed.items())))).all()


@lru_cache(maxsize=8)
def _long(allowed: tuple[tuple[str, timedelta], ...]) -> Select[Any]:
    lasted = extract("epoch", S.resumed_at) - extract("epoch", S.silent_from)
    long = [and_(S.name == name, lasted >= span.total_seconds() - 1) for name, span in allowed]
    return select(SILENCE).where(or_(false(), *long)).order_by(S.resumed_at, S.silent_from)


def forget_silences(connection: Connection, now: datetime) -> None:
    """Forget the silences of which nobody asks any more."""
    connection.execute(delete(SILENCE).where(S.resumed_at < now - KEPT))


def _note_missed(connection: Connection, now: datetime, spans: Spans) -> None:
    """Note that what feeds missed while they were silent is coming in, so that nobody believes that this was all."""
    late = {name for name, told in spans.items() if any(now - begins > FRESH for begins, _ in told)}
    if not late:
        return
    query = select(SILENCE).where(among(connection, S.name, sorted(late)), S.resumed_at > now - CATCHING_UP)
    for row in connection.execute(query).all():
        missed = any(begins < row.resumed_at and ends > row.silent_from for begins, ends in spans[row.name])
        if missed and now - (row.missed_at or row.resumed_at) > FRESH:
            mine = (S.name == row.name) & (S.silent_from == row.silent_from)
            connection.execute(update(SILENCE).where(mine).values(missed_at=now))


def _before(connected: datetime, days: Mapping[date, bool]) -> Mapping[date, bool]:
    first = connected.astimezone(UTC).date()
    return {day: imported for day, imported in days.items() if day < first}


def _is_fresh(stands: Row[Any] | None, now: datetime, latest: datetime) -> bool:
    return stands is not None and bool(now - stands.heard_at < FRESH and latest - stands.latest_at < FRESH)


def _silence(stands: Row[Any] | None, now: datetime, spans: Iterable[Span]) -> Span | None:
    """Answer from when to when a silence lasted that is broken now, if there was one.

    Either nothing was heard, or what was heard leaves a gap in the feed's own time: that is found also if old events
    were told meanwhile. A history that is told piece by piece leaves none but the gaps that are in it.
    """
    if stands is None:
        return None
    since, until = _gap(stands.latest_at, spans)
    if until > stands.heard_at:  # the same silence, as the feed and as we saw it
        since, until = min(since, stands.heard_at), now
    elif now - stands.heard_at > until - since:
        since, until = stands.heard_at, now
    return (since, until) if until - since >= SHORTEST else None


def _gap(reached: datetime, spans: Iterable[Span]) -> Span:
    """Answer the widest gap in what was told of the time after `reached`."""
    widest = reached, reached
    for begins, ends in sorted(span for span in spans if span[1] > reached):
        if begins - reached > widest[1] - widest[0]:
            widest = reached, begins
        reached = max(reached, ends)
    return widest


def _write(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows; where one stands already, what is later stands, and when it was connected."""
    if not rows:
        return
    insert, parameters = insert_bulk(connection, table, rows)
    keys = [column.name for column in table.primary_key]
    told = insert.excluded
    changes = {
        name: case((told[name] > table.c[name], told[name]), else_=table.c[name])
        for name in rows[0]
        if name not in (*keys, "connected_at")
    }
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changes), parameters)
