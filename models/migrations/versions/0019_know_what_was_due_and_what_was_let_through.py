"""Know what was due each day and what became of it, and which mails a person let through."""

import sqlalchemy as sa
from alembic import op

from models.columns import BIG, DOCUMENT
from models.instant import Instant

revision = "0019"
down_revision = "0018"

MAILS = sa.text("channel = 'email'")
COUNTS = ("sent", "held", "failed", "missing")


def upgrade() -> None:
    op.add_column("touchpoint", sa.Column("allowed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_touchpoint_mailed", "touchpoint", ["journey", "settled_at"], postgresql_where=MAILS, sqlite_where=MAILS
    )
    op.create_table(
        "daybook",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("journey", sa.String, nullable=False),
        sa.Column("due", sa.Integer, nullable=True),
        *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in COUNTS),
        sa.Column("skipped", DOCUMENT, nullable=False, server_default="{}"),
        sa.Column("ledger_from", BIG, nullable=False, server_default="0"),
        sa.Column("ceiling", sa.Integer, nullable=True),
        sa.Column("counted_at", Instant, nullable=True),
        sa.Column("closed_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("day", "journey", name="pk_daybook"),
    )


def downgrade() -> None:
    op.drop_table("daybook")
    op.drop_index("ix_touchpoint_mailed", "touchpoint")
    with op.batch_alter_table("touchpoint") as batch:
        batch.drop_column("allowed")
