"""Know what the product showed: which messages inside it wait to be, found without looking at all the others."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

AWAITED = sa.text("channel = 'in_app' AND settled_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_touchpoint_awaited", "touchpoint", ["due_at"], postgresql_where=AWAITED, sqlite_where=AWAITED)


def downgrade() -> None:
    op.drop_index("ix_touchpoint_awaited", "touchpoint")
