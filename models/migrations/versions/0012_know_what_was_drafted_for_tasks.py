"""Know what was drafted for tasks."""

import sqlalchemy as sa
from alembic import op

from models.columns import BIG

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("task_id", BIG, autoincrement=False),
        sa.Column("mail", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("html", sa.String, nullable=False),
        sa.Column("because", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("task_id", name="pk_draft"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_draft_task_id"),
    )


def downgrade() -> None:
    op.drop_table("draft")
