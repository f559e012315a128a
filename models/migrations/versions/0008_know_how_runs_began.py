"""Know how runs began: whether the condition one began with still holds, and how many share the day they count from."""

import sqlalchemy as sa
from alembic import op

from models.instant import Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("enrollment", sa.Column("lapsed_at", Instant(), nullable=True))
    op.create_index("ix_account_signed_up_at", "account", ["signed_up_at"])
    op.create_index("ix_account_renewal_on", "account", ["renewal_on"])


def downgrade() -> None:
    op.drop_index("ix_account_renewal_on", "account")
    op.drop_index("ix_account_signed_up_at", "account")
    with op.batch_alter_table("enrollment") as batch:
        batch.drop_column("lapsed_at")
    op.execute("UPDATE enrollment SET state = 'left' WHERE state = 'away'")
