"""Keep roll-ups where their key is: on SQLite, a row is then found in one place, and not in two."""

from alembic import op

revision = "0013"
down_revision = "0012"

ROLL_UPS = ("event_day", "event_total")


def upgrade() -> None:
    _build_again(with_rowid=False)


def downgrade() -> None:
    _build_again(with_rowid=True)


def _build_again(*, with_rowid: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in ROLL_UPS:
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_with_rowid": with_rowid}):
            pass
