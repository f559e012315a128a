"""Know when a feed was connected, and of which days before that it told: one old event proves no history."""

from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

from models.instant import Instant

revision = "0007"
down_revision = "0006"

FEED = sa.table("feed", sa.column("name"), sa.column("first_at", Instant()), sa.column("connected_at", Instant()))
FEED_DAY = sa.table("feed_day", sa.column("feed"), sa.column("day", sa.Date()), sa.column("imported", sa.Boolean()))
EVENT = sa.table(
    "event",
    sa.column("feed"), sa.column("at", Instant()), sa.column("day", sa.Date()), sa.column("received_at", Instant()),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "feed_day",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "day", name=op.f("pk_feed_day")),
    )
    op.add_column("feed", sa.Column("connected_at", Instant(), nullable=True))
    _move("connected_at", EVENT.c.received_at, "first_at")
    _remember()
    with op.batch_alter_table("feed") as batch:
        batch.drop_column("first_at")


def downgrade() -> None:
    op.add_column("feed", sa.Column("first_at", Instant(), nullable=True))
    _move("first_at", EVENT.c.at, "connected_at")
    with op.batch_alter_table("feed") as batch:
        batch.drop_column("connected_at")
    op.drop_table("feed_day")


def _move(name: str, earliest: "sa.ColumnElement[datetime]", known: str) -> None:
    """Give each feed that has one of them the other: the earliest of its events, or the same if it has none."""
    first = sa.select(sa.func.min(earliest)).where(EVENT.c.feed == FEED.c.name).scalar_subquery()
    dated = sa.update(FEED).where(FEED.c[known].is_not(None))
    op.execute(dated.values({name: sa.func.coalesce(first, FEED.c[known])}))


def _remember() -> None:
    """Take whatever was told of the time before for a history: nobody knows better."""
    told = sa.func.coalesce(EVENT.c.day, _day(EVENT.c.at))
    query = sa.select(EVENT.c.feed, told, sa.true()).distinct().join_from(EVENT, FEED, EVENT.c.feed == FEED.c.name)
    earlier = query.where(told < _day(FEED.c.connected_at))
    op.execute(sa.insert(FEED_DAY).from_select(["feed", "day", "imported"], earlier))


def _day(moment: "sa.ColumnElement[datetime]") -> "sa.ColumnElement[date]":
    if op.get_context().dialect.name == "sqlite":
        return sa.func.date(moment)
    return sa.cast(sa.func.timezone("UTC", moment), sa.Date())
