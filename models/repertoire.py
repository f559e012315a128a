"""Repertoires: the names of all events that each feed ever told of."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from sqlalchemy import ColumnElement, CompoundSelect, Connection, exists, literal, or_, select, tuple_, union_all

from models.among import among
from models.tables import EVENT_NAME
from models.upsert import insert_new

N = EVENT_NAME.c

Named = tuple[str, str]  # a feed, and the name of an event
Patterns = Mapping[
    str, Collection[str]
]  # by feed, the names it is expected to tell of; `invoice *` are all that begin so


def note_names(connection: Connection, names: Collection[Named]) -> None:
    """Note what feeds told of. Nothing is written of what is known, and that is nearly all there is."""
    if not names:
        return
    stand = select(N.feed, N.name).where(tuple_(N.feed, N.name).in_(sorted(names)))
    known = {(row.feed, row.name) for row in connection.execute(stand)}
    rows = [{"feed": feed, "name": name} for feed, name in sorted({*names} - known)]
    insert_new(connection, EVENT_NAME, rows)


def off_key(connection: Connection, patterns: Patterns) -> set[str]:
    """Answer the feeds that told of something, but never of anything that they are expected to tell of."""
    asked = tuple((feed, tuple(expected)) for feed, expected in patterns.items())
    return {*connection.execute(_off_key(asked)).scalars()} if asked else set()


def untold(connection: Connection, names: Collection[str]) -> frozenset[str]:
    """Answer those of these events that no feed ever told of, of no account at all."""
    if not names:
        return frozenset()
    query = select(N.name).where(among(connection, N.name, sorted(names)))
    return frozenset(names) - {*connection.execute(query).scalars()}


def repertoire(connection: Connection) -> Mapping[str, Collection[str]]:
    """Answer by feed all that it ever told of, in the order of the alphabet."""
    found: dict[str, list[str]] = {}
    for feed, name in connection.execute(select(N.feed, N.name).order_by(N.feed, N.name)):
        found.setdefault(feed, []).append(name)
    return found


@lru_cache(maxsize=8)
def _off_key(patterns: tuple[tuple[str, tuple[str, ...]], ...]) -> CompoundSelect[str]:
    """Answer the question, which is the same before every look: putting it takes longer than answering it."""
    return union_all(
        *(
            select(literal(feed).label("feed")).where(
                exists().where(N.feed == feed), ~exists().where(N.feed == feed, _fits(expected))
            )
            for feed, expected in patterns
        )
    )


def _fits(expected: Collection[str]) -> ColumnElement[bool]:
    beginnings = [N.name.startswith(one[:-1], autoescape=True) for one in expected if one.endswith("*")]
    return or_(N.name.in_([one for one in expected if not one.endswith("*")]), *beginnings)
