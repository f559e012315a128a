"""Know when each mail left, in the customers' time: the gap and the caps count from then."""

import sqlalchemy as sa
from alembic import op

from models.instant import Instant

revision = "0018"
down_revision = "0017"

LEFT = "channel = 'email' AND state IN ('sending', 'unknown', 'accepted')"


def upgrade() -> None:
    op.add_column("touchpoint", sa.Column("opened_at", Instant, nullable=True))
    op.execute(f"UPDATE touchpoint SET opened_at = COALESCE(settled_at, due_at) WHERE {LEFT}")  # noqa: S608


def downgrade() -> None:
    with op.batch_alter_table("touchpoint") as batch:
        batch.drop_column("opened_at")
