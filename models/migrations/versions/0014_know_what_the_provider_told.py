"""Know what the provider told of mails that it was handed."""

import sqlalchemy as sa
from alembic import op

from models.columns import BIG
from models.instant import Instant

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "provider_event",
        sa.Column("id", BIG, nullable=False),
        sa.Column("event_id", sa.String, nullable=False),
        sa.Column("touchpoint_id", BIG, nullable=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("detail", sa.String, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_provider_event"),
        sa.UniqueConstraint("event_id", name="uq_provider_event_event_id"),
        sa.ForeignKeyConstraint(["touchpoint_id"], ["touchpoint.id"], name="fk_provider_event_touchpoint_id"),
    )
    op.create_index("ix_provider_event_touchpoint_id", "provider_event", ["touchpoint_id", "kind"])
    op.create_index("ix_provider_event_received_at", "provider_event", ["received_at"])


def downgrade() -> None:
    op.drop_table("provider_event")
