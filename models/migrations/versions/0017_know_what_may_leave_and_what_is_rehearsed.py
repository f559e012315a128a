"""Know which tasks were opened in a rehearsal, whether the provider is in trouble, and how many mails may leave."""

import sqlalchemy as sa
from alembic import op

from models.instant import Instant

revision = "0017"
down_revision = "0016"

URGENT = sa.text("state = 'planned' AND NOT commercial AND channel = 'email'")


def upgrade() -> None:
    op.add_column("task", sa.Column("rehearsed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("closure", sa.Column("rests", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("closure", sa.Column("knocked_until", Instant(), nullable=True))
    op.create_table(
        "allowance",
        sa.Column("span", sa.String, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("mails", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("span", "since", name="pk_allowance"),
    )
    op.create_index(
        "ix_touchpoint_urgent", "touchpoint", ["due_at", "id"], postgresql_where=URGENT, sqlite_where=URGENT
    )


def downgrade() -> None:
    op.drop_index("ix_touchpoint_urgent", "touchpoint")
    op.drop_table("allowance")
    with op.batch_alter_table("closure") as batch:
        batch.drop_column("knocked_until")
        batch.drop_column("rests")
    with op.batch_alter_table("task") as batch:
        batch.drop_column("rehearsed")
