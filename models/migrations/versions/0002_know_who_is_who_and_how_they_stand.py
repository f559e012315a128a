"""Know who is who, what waits, what was refused, how accounts stand, and what somebody must be told."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from models.instant import Instant

revision = "0002"
down_revision = "0001"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
EMPTY = sa.text("'{}'")
RESERVED = sa.text("reserved")
OPEN = sa.text("cleared_at IS NULL")
MERGED = sa.text("merged_into IS NOT NULL")
STAYING = sa.text("churned_at IS NULL")

# What a row holds without anybody having told it.
UNTOLD = {"timezone": "UTC", "trial": False, "role": "user"}
NOT_TOLD = {"id", "key", "account_id", "traits", "told", "created_at"}
ACCOUNT = sa.table(
    "account",
    sa.column("id", BIG), sa.column("key"), sa.column("name"), sa.column("plan"), sa.column("industry"),
    sa.column("country"), sa.column("timezone"), sa.column("seats"), sa.column("arr_cents"),
    sa.column("billing_frequency"), sa.column("trial", sa.Boolean()), sa.column("owner"),
    sa.column("signed_up_at"), sa.column("churned_at"), sa.column("renewal_on"),
    sa.column("traits", DOCUMENT), sa.column("told", DOCUMENT), sa.column("created_at", Instant()),
)  # fmt: skip
CONTACT = sa.table(
    "contact",
    sa.column("id", BIG), sa.column("key"), sa.column("email"), sa.column("first_name"), sa.column("last_name"),
    sa.column("role"), sa.column("timezone"), sa.column("locale"),
    sa.column("traits", DOCUMENT), sa.column("told", DOCUMENT), sa.column("created_at", Instant()),
)  # fmt: skip

# Until now these were events like any other, whose properties nobody understood: as if they had never been told.
NOT_UNDERSTOOD = (
    "ticket opened", "ticket escalated", "ticket reopened", "ticket solved", "csat answered", "nps answered",
    "training completed", "qbr attended", "qbr read", "outreach made", "reply received", "referral made",
    "community contributed", "cancellation requested", "payment failed", "payment declined", "payment succeeded",
    "payment waived", "subscription created", "subscription updated", "subscription deleted", "trial will end",
    "health fell", "health rose",
)  # fmt: skip


def upgrade() -> None:
    _widen()
    _date(ACCOUNT)
    _date(CONTACT)
    _identify()
    _assess()


def downgrade() -> None:
    for table in ("alarm", "benchmark", "assessment", "silence", "event_name"):
        op.drop_table(table)
    for table in ("refusal", "waiting", "alias", "membership"):
        op.drop_table(table)
    for index in ("ix_event_reserved", "ix_event_contact", "ix_event_stranger"):
        op.drop_index(index, "event")
    op.drop_index("ix_account_assess", "account", postgresql_where=STAYING, sqlite_where=STAYING)
    op.drop_index("ix_contact_merged", "contact", postgresql_where=MERGED, sqlite_where=MERGED)
    with op.batch_alter_table("contact") as batch:
        batch.drop_constraint(op.f("fk_contact_merged_into"), type_="foreignkey")
    for table, columns in (
        ("feed", ("first_at",)),
        ("event", ("reserved", "implied", "stranger")),
        ("contact", ("left_at", "merged_into", "told")),
        ("account", ("told", "assess_at", "assessed_until")),
    ):
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)


def _widen() -> None:
    op.add_column("account", sa.Column("told", DOCUMENT, nullable=False, server_default=EMPTY))
    op.add_column("account", sa.Column("assess_at", Instant(), nullable=True))
    op.add_column("account", sa.Column("assessed_until", Instant(), nullable=True))
    op.create_index("ix_account_assess", "account", ["assess_at", "id"], postgresql_where=STAYING, sqlite_where=STAYING)
    with op.batch_alter_table("contact") as batch:
        batch.add_column(sa.Column("left_at", Instant(), nullable=True))
        batch.add_column(sa.Column("merged_into", BIG, nullable=True))
        batch.add_column(sa.Column("told", DOCUMENT, nullable=False, server_default=EMPTY))
        batch.create_foreign_key(op.f("fk_contact_merged_into"), "contact", ["merged_into"], ["id"])
    op.create_index("ix_contact_merged", "contact", ["merged_into"], postgresql_where=MERGED, sqlite_where=MERGED)
    op.add_column("event", sa.Column("reserved", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("event", sa.Column("implied", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_event_reserved", "event", ["account_id", "name", "at"], postgresql_where=RESERVED, sqlite_where=RESERVED
    )
    op.add_column("event", sa.Column("stranger", sa.String(), nullable=True))
    for column in ("contact_id", "stranger"):
        named = sa.text(f"{column} IS NOT NULL")
        index = f"ix_event_{column.removesuffix('_id')}"
        op.create_index(index, "event", [column], postgresql_where=named, sqlite_where=named)
    op.add_column("feed", sa.Column("first_at", Instant(), nullable=True))


def _date(table: sa.TableClause) -> None:
    """Say of all that is known that it was so when its row was made, or what is older would replace it."""
    connection = op.get_bind()
    rows = [
        {"row": row.id, "told": dict.fromkeys(_known(row._mapping), _instant(row.created_at))}
        for row in connection.execute(sa.select(table))
    ]
    if rows:
        change = sa.update(table).where(table.c.id == sa.bindparam("row"))
        connection.execute(change.values(told=sa.bindparam("told", type_=DOCUMENT)), rows)


def _known(row: sa.RowMapping) -> list[str]:
    columns = [name for name in row if name not in NOT_TOLD and row[name] not in (None, UNTOLD.get(name))]
    if row.get("name") == row["key"]:
        columns.remove("name")
    return [*columns, *(f"traits.{name}" for name in row["traits"])]


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _identify() -> None:
    op.create_table(
        "membership",
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_membership_contact_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id")),
        sa.PrimaryKeyConstraint("contact_id", "since", name=op.f("pk_membership")),
    )
    op.execute("INSERT INTO membership (contact_id, since, account_id) SELECT id, created_at, account_id FROM contact")
    op.create_table(
        "alias",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", "noun", name=op.f("pk_alias")),
    )
    op.create_index("ix_alias_target", "alias", ["target"])
    op.create_table(
        "waiting",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("waits_for", sa.String(), nullable=False),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
        sa.UniqueConstraint("key", name=op.f("uq_waiting_key")),
    )
    op.create_index(op.f("ix_waiting_waits_for"), "waiting", ["waits_for"])
    op.create_table(
        "refusal",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
    )
    op.create_index("ix_refusal_source", "refusal", ["source", "id"])
    op.create_table(
        "event_name",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "name", name=op.f("pk_event_name")),
    )
    op.create_index(op.f("ix_event_name_name"), "event_name", ["name"])
    named = sa.table("event_name", sa.column("feed"), sa.column("name"))
    event = sa.table("event", sa.column("feed"), sa.column("name")).c
    told = sa.select(event.feed, event.name).where(event.name.not_in(NOT_UNDERSTOOD)).distinct()
    op.execute(sa.insert(named).from_select(["feed", "name"], told))
    op.create_table(
        "silence",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("silent_from", Instant(), nullable=False),
        sa.Column("resumed_at", Instant(), nullable=False),
        sa.Column("missed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("name", "silent_from", name=op.f("pk_silence")),
    )


def _assess() -> None:
    op.create_table(
        "assessment",
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("band", sa.String(), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("components", DOCUMENT, nullable=False),
        sa.Column("figures", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_assessment_account_id")),
        sa.PrimaryKeyConstraint("account_id", "day", name=op.f("pk_assessment")),
    )
    op.create_table(
        "benchmark",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("points", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("day", "segment", "metric", name=op.f("pk_benchmark")),
    )
    op.create_table(
        "alarm",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("cleared_at", Instant(), nullable=True),
        sa.Column("told_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    op.create_index(
        "ux_alarm_open", "alarm", ["kind", "subject"], unique=True, postgresql_where=OPEN, sqlite_where=OPEN
    )
