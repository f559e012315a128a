"""Know every reason not to write to somebody by itself, and every change of it.

Whoever ended every mail was told that none would come: that is kept by the reason `asked`, which also stops what
belongs to a contract. From now on the page says itself what still comes.
"""

import sqlalchemy as sa
from alembic import op

from models.columns import BIG
from models.instant import Instant

revision = "0015"
down_revision = "0014"

COLUMNS = "email, topic, reason, source, at"
BESIDE = (
    "DELETE FROM suppression WHERE EXISTS "
    "(SELECT 1 FROM suppression o WHERE o.email = suppression.email AND o.topic = suppression.topic AND {})"
)
ENDED = "UPDATE suppression SET reason = '{}' WHERE topic = '*' AND reason = '{}'"


def upgrade() -> None:
    op.create_table(
        "consent_change",
        sa.Column("id", BIG, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("allowed", sa.Boolean, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("because", sa.String, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consent_change"),
    )
    op.create_index("ix_consent_change_email", "consent_change", ["email"])
    _with_key("email", "topic", "reason")
    op.execute(
        "INSERT INTO consent_change (email, topic, reason, allowed, source, because, at) "
        "SELECT email, topic, reason, false, source, '', at FROM suppression ORDER BY at, email, topic"
    )
    op.execute(ENDED.format("asked", "unsubscribed"))


def downgrade() -> None:
    # One reason for each: that the person ended it, if they did.
    op.execute(BESIDE.format("suppression.reason = 'asked' AND o.reason = 'unsubscribed'"))
    op.execute(ENDED.format("unsubscribed", "asked"))
    op.execute(BESIDE.format("o.reason > suppression.reason"))
    _with_key("email", "topic")
    op.drop_table("consent_change")


def _with_key(*names: str) -> None:
    """Lay the table anew: SQLite cannot change a key."""
    op.rename_table("suppression", "suppression_before")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_suppression", "suppression_before")
    op.create_table(
        "suppression",
        sa.Column("email", sa.String, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint(*names, name="pk_suppression"),
    )
    op.execute(f"INSERT INTO suppression ({COLUMNS}) SELECT {COLUMNS} FROM suppression_before")  # noqa: S608
    op.drop_table("suppression_before")
