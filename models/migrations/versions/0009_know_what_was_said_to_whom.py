"""Know what was said to whom: after which mails an account is left alone, what was left unsaid, and other systems."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TOLD = "(SELECT id FROM touchpoint WHERE contact_id IS NULL)"  # what other systems were told, not people


def upgrade() -> None:
    op.add_column("touchpoint", sa.Column("commercial", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE touchpoint SET commercial = (channel = 'email')")
    with op.batch_alter_table("touchpoint") as batch:
        batch.alter_column("contact_id", existing_type=BIG, nullable=True)
    op.add_column("decision", sa.Column("reason", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("decision") as batch:
        batch.drop_column("reason")
    op.execute(f"DELETE FROM attempt WHERE touchpoint_id IN {TOLD}")  # noqa: S608
    op.execute(f"UPDATE decision SET touchpoint_id = NULL WHERE touchpoint_id IN {TOLD}")  # noqa: S608
    op.execute("DELETE FROM touchpoint WHERE contact_id IS NULL")
    with op.batch_alter_table("touchpoint") as batch:
        batch.alter_column("contact_id", existing_type=BIG, nullable=False)
        batch.drop_column("commercial")
