"""Publishing: every version kept, only what changed written, all or nothing."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from console.publishing import Changes, Version, compare, digest_of, newest_versions, publish_files
from models.database import begin, look
from models.tables import PUBLICATION

FILES = {"journeys/program.yaml": "a: 1\n", "emails/templates/x.md": "Hi"}


def publish(engine: Engine, now: datetime, files: dict[str, str]) -> Changes:
    with begin(engine) as connection:
        return publish_files(connection, now, files, by="a test")


def rows(engine: Engine) -> int:
    with look(engine) as connection:
        return connection.execute(select(func.count()).select_from(PUBLICATION)).scalar_one()


def test_what_was_never_published_is_added(engine: Engine, now: datetime) -> None:
    assert publish(engine, now, FILES) == Changes(added=tuple(sorted(FILES)))


def test_publishing_the_same_again_writes_nothing(engine: Engine, now: datetime) -> None:
    publish(engine, now, FILES)

    changes = publish(engine, now + timedelta(days=1), FILES)

    assert not changes
    assert changes.unchanged == tuple(sorted(FILES))
    assert rows(engine) == 2


def test_a_changed_file_gets_the_next_version_and_keeps_the_last(engine: Engine, now: datetime) -> None:
    publish(engine, now, FILES)

    changes = publish(engine, now, FILES | {"emails/templates/x.md": "Hello"})

    assert changes.changed == ("emails/templates/x.md",)
    with look(engine) as connection:
        assert newest_versions(connection)["emails/templates/x.md"] == Version(2, digest_of("Hello"))
    assert rows(engine) == 3


def test_a_file_that_is_gone_is_withdrawn_once(engine: Engine, now: datetime) -> None:
    publish(engine, now, FILES)
    rest = {"journeys/program.yaml": FILES["journeys/program.yaml"]}

    first, second = publish(engine, now, rest), publish(engine, now, rest)

    assert first.withdrawn == ("emails/templates/x.md",)
    assert not second


def test_a_withdrawn_file_can_come_back_with_a_new_number(engine: Engine, now: datetime) -> None:
    for files in (FILES, {}, FILES):
        changes = publish(engine, now, files)

    assert changes.added == tuple(sorted(FILES))
    with look(engine) as connection:
        assert {version.number for version in newest_versions(connection).values()} == {3}


def test_a_failure_on_the_way_publishes_nothing(engine: Engine, now: datetime) -> None:
    def interrupted() -> None:
        with begin(engine) as connection:
            publish_files(connection, now, FILES, by="a test")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()

    assert rows(engine) == 0


texts = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "1", "2"]))


@given(before=texts, after=texts)
def test_every_file_is_counted_once(before: dict[str, str], after: dict[str, str]) -> None:
    versions = {path: Version(1, digest_of(text)) for path, text in before.items()}

    changes = compare(versions, after)

    told = [*changes.added, *changes.changed, *changes.withdrawn, *changes.unchanged]
    assert sorted(told) == sorted(before.keys() | after.keys())
    assert bool(changes) == (before != after)
