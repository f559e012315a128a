"""Know when a mail that may or may not have left is looked at again, and find quickly what addresses do not take."""

import sqlalchemy as sa
from alembic import op

from models.instant import Instant

revision = "0016"
down_revision = "0015"

DOUBTED = sa.text("doubted_until IS NOT NULL")
ARRIVAL = sa.text("kind IN ('blocked', 'delivered')")


def upgrade() -> None:
    op.add_column("touchpoint", sa.Column("doubted_until", Instant, nullable=True))
    op.create_index(
        "ix_touchpoint_doubted", "touchpoint", ["doubted_until"], postgresql_where=DOUBTED, sqlite_where=DOUBTED
    )
    op.create_index(
        "ix_provider_event_arrival", "provider_event", ["email", "kind"], postgresql_where=ARRIVAL, sqlite_where=ARRIVAL
    )


def downgrade() -> None:
    op.drop_index("ix_provider_event_arrival", "provider_event")
    op.drop_index("ix_touchpoint_doubted", "touchpoint")
    op.drop_column("touchpoint", "doubted_until")
    op.execute("UPDATE touchpoint SET state = 'unknown' WHERE state = 'given up'")
