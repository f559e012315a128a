"""Know which mails we sent to ourselves to look at them."""

import sqlalchemy as sa
from alembic import op

from models.instant import Instant

revision = "0006"
down_revision = "0005"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "tryout",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tryout")),
        sa.UniqueConstraint("key", name=op.f("uq_tryout_key")),
    )
    op.create_index("ix_tryout_sender", "tryout", ["by", "at"])
    op.create_index("ix_tryout_mail", "tryout", ["mail", "id"])


def downgrade() -> None:
    op.drop_table("tryout")
