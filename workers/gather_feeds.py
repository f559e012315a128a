"""From rows to feeds: up to when each has told us everything, and when they came back from silences."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import Connection, select

from journeys.beginning import began_on
from journeys.behavior import Return
from journeys.success import Feed
from models.hearing import silences
from models.repertoire import off_key
from models.tables import FEED
from models.told_days import days_before


def feeds_heard(connection: Connection, feeds: Collection[Feed]) -> Mapping[str, datetime]:
    """Answer by feed up to when it has told us everything.

    Old events told today make no feed fresh: it has come as far as its newest event, and no further than when we
    heard from it. One of `feeds` that sends events, but none of those that program.yaml names under it, counts as never
    heard: where what is asked for goes by another name, nobody seems to do anything.
    """
    strange = off_key(connection, {feed.name: feed.events for feed in feeds})
    rows = connection.execute(select(FEED)).all()
    return {row.name: min(row.heard_at, row.latest_at) for row in rows if row.name not in strange}


def beginnings_of(connection: Connection, feeds: Collection[Feed]) -> Mapping[str, date]:
    """Answer by feed since when it tells us of everything; one that is not among them does since ever.

    That is since what the operator says; or since it was connected, and before that as far as its history has no hole.
    """
    rows = connection.execute(select(FEED.c.name, FEED.c.connected_at).where(FEED.c.connected_at.is_not(None))).all()
    connected = {row.name: row.connected_at for row in rows}
    told = defaultdict[str, list[tuple[date, bool]]](list)
    for row in days_before(connection, sorted(connected)):
        told[row.feed].append((row.day, row.imported))
    found = {
        feed.name: began_on(feed, connected[feed.name].date(), told[feed.name]) or connected[feed.name]
        for feed in feeds
        if feed.name in connected
    }
    return found | {feed.name: feed.since for feed in feeds if feed.since}


def returns_of(connection: Connection, feeds: Collection[Feed]) -> Mapping[str, tuple[Return, ...]]:
    """Answer by feed its returns from silences that were not allowed, oldest first, as long as we remember them.

    Every night and every weekend is a pause: what is allowed stays where it is, there is too much of it.
    """
    found = defaultdict[str, list[Return]](list)
    for row in silences(connection, {feed.name: feed.silent_after for feed in feeds if feed.silent_after is not None}):
        found[row.name].append(Return(row.silent_from, row.resumed_at, row.missed_at))
    return {name: tuple(returns) for name, returns in found.items()}
