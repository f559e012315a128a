"""The schema: up, down, and no drift from the tables."""

from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, insert, inspect, select
from sqlalchemy.exc import IntegrityError, StatementError

from models import metadata
from models.database import begin, look
from models.migrate import HERE, downgrade, is_current, upgrade
from models.tables import ACCOUNT, ENROLLMENT, FEED, PUBLICATION, RELEASE


def test_the_migrations_make_exactly_the_tables_that_the_code_declares(engine: Engine) -> None:
    with look(engine) as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)

    assert difference == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    assert upgrade(engine) == []
    assert is_current(engine)


def test_there_is_a_way_back_and_forth_again(engine: Engine) -> None:
    every = sorted(path.name.partition("_")[0] for path in (HERE / "versions").glob("0*.py"))
    downgrade(engine, "base")

    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert [line.split()[0] for line in upgrade(engine)] == every


def test_a_moment_comes_back_as_it_went_in(engine: Engine) -> None:
    paris = datetime.fromisoformat("2026-07-01T12:00:00.123456+02:00")

    with begin(engine) as connection:
        connection.execute(insert(FEED).values(name="product", heard_at=paris, latest_at=paris))
        stored = connection.execute(select(FEED.c.heard_at)).scalar_one()

    assert stored == paris
    assert stored.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(engine: Engine) -> None:
    naive = datetime(2026, 7, 1)

    with pytest.raises(StatementError, match="time zone"), begin(engine) as connection:
        connection.execute(insert(FEED).values(name="product", heard_at=naive, latest_at=naive))


def test_the_database_refuses_an_open_enrollment_that_nothing_would_ever_wake(engine: Engine, now: datetime) -> None:
    with begin(engine) as connection:
        connection.execute(insert(RELEASE).values(number=1, published_at=now, published_by="", because=""))
        account = connection.execute(
            insert(ACCOUNT)
            .values(key="a", name="A", timezone="UTC", trial=False, traits={}, created_at=now)
            .returning(ACCOUNT.c.id)
        ).scalar_one()
        publication = connection.execute(
            insert(PUBLICATION).values(path="p", number=1, digest="d", release=1).returning(PUBLICATION.c.id)
        ).scalar_one()

    row = {"account_id": account, "journey": "j", "occurrence": "once", "publication_id": publication}
    with pytest.raises(IntegrityError, match="open_means_awake"), begin(engine) as connection:
        connection.execute(
            insert(ENROLLMENT).values(**row, state="open", started_at=now, wake_at=None, standing="", because="")
        )
