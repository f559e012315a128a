"""Know which edition of a mail somebody was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TRIED = sa.text("variant <> ''")


def upgrade() -> None:
    for name in ("variant", "locale"):
        op.add_column("touchpoint", sa.Column(name, sa.String(), server_default="", nullable=False))
    op.create_index("ix_touchpoint_tried", "touchpoint", ["template"], postgresql_where=TRIED, sqlite_where=TRIED)


def downgrade() -> None:
    op.drop_index("ix_touchpoint_tried", "touchpoint")
    with op.batch_alter_table("touchpoint") as table:
        table.drop_column("locale")
        table.drop_column("variant")
