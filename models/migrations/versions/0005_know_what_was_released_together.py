"""Know which files were put in force together, and keep what was published for ever."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.instant import Instant

revision = "0005"
down_revision = "0004"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = ("publication", "release")
REFUSAL = "what was published never changes: publish anew"
RELEASE = sa.table(
    "release",
    sa.column("number", BIG), sa.column("published_at", Instant()), sa.column("published_by"),
    sa.column("because"), sa.column("restores", BIG),
)  # fmt: skip
PUBLICATION = sa.table(
    "publication",
    sa.column("id", BIG), sa.column("path"), sa.column("release", BIG),
    sa.column("published_at", Instant()), sa.column("published_by"),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("number", BIG, autoincrement=False, nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("restores", BIG, nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_release")),
    )
    op.add_column("publication", sa.Column("release", BIG, nullable=True))
    _gather()
    with op.batch_alter_table("publication") as batch:
        batch.alter_column("release", existing_type=BIG, nullable=False)
        batch.create_foreign_key(op.f("fk_publication_release"), "release", ["release"], ["number"])
        batch.drop_column("published_at")
        batch.drop_column("published_by")
    op.create_index(op.f("ix_publication_release"), "publication", ["release"])
    _keep()


def downgrade() -> None:
    _let_go()
    op.drop_index(op.f("ix_publication_release"), "publication")
    op.add_column("publication", sa.Column("published_at", Instant(), nullable=True))
    op.add_column("publication", sa.Column("published_by", sa.String(), nullable=True))
    for told in ("published_at", "published_by"):
        mine = sa.select(RELEASE.c[told]).where(RELEASE.c.number == PUBLICATION.c.release).scalar_subquery()
        op.execute(sa.update(PUBLICATION).values({told: mine}))
    with op.batch_alter_table("publication") as batch:
        batch.alter_column("published_at", existing_type=Instant(), nullable=False)
        batch.alter_column("published_by", existing_type=sa.String(), nullable=False)
        batch.drop_constraint(op.f("fk_publication_release"), type_="foreignkey")
        batch.drop_column("release")
    op.drop_table("release")


def _gather() -> None:
    """Make a release of the files that were published at the same moment."""
    connection = op.get_bind()
    p = PUBLICATION.c
    rows = connection.execute(sa.select(p.id, p.path, p.published_at, p.published_by).order_by(p.id)).all()
    for number, together in enumerate(_together(rows), start=1):
        told = {"published_at": together[0].published_at, "published_by": together[0].published_by}
        connection.execute(sa.insert(RELEASE).values(number=number, because="", restores=None, **told))
        mine = p.id.between(together[0].id, together[-1].id)
        connection.execute(sa.update(PUBLICATION).where(mine).values(release=number))


def _together(rows: Sequence[Any]) -> Iterator[list[Any]]:
    found: list[Any] = []
    for row in rows:
        apart = found and (row.published_at, row.published_by) != (found[0].published_at, found[0].published_by)
        if apart or any(row.path == other.path for other in found):
            yield found
            found = []
        found.append(row)
    if found:
        yield found


def _keep() -> None:
    """Refuse whatever would change or remove what was published."""
    if op.get_context().dialect.name == "sqlite":
        for table in KEPT:
            for change in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER keep_{table}_{change.lower()} BEFORE {change} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION keep_published() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER keep_{table} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION keep_published()"
        )


def _let_go() -> None:
    if op.get_context().dialect.name == "sqlite":
        for table in KEPT:
            for change in ("update", "delete"):
                op.execute(f"DROP TRIGGER keep_{table}_{change}")
        return
    for table in KEPT:
        op.execute(f"DROP TRIGGER keep_{table} ON {table}")
    op.execute("DROP FUNCTION keep_published()")
