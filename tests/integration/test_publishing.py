"""Publishing: every version kept for ever, only what changed written, all or nothing, and one at a time."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError

from console.failures import CommandError
from console.publishing import Act, Changes, Version, compare, digest_of, newest_versions, publish_files, release
from models.archive import files_of, find_release, newest_release, releases
from models.database import begin, look
from models.tables import PUBLICATION, RELEASE

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


def test_a_release_says_who_published_it_when_and_why(engine: Engine, now: datetime) -> None:
    with begin(engine) as connection:
        release(connection, now, FILES, Act("dana", "the first one"))
        release(connection, now + timedelta(hours=1), {}, Act("ben", restores=None))

    with look(engine) as connection:
        told = [(row.number, row.published_by, row.because, row.files) for row in releases(connection)]
        assert newest_release(connection) == find_release(connection, 2)
    assert told == [(2, "ben", "", 2), (1, "dana", "the first one", 2)]


def test_what_was_in_force_with_a_release_can_be_read_for_ever(engine: Engine, now: datetime) -> None:
    told = [FILES, {"a": "1"}, {"a": "2", "b": ""}, FILES]
    for files in told:
        publish(engine, now, files)

    with look(engine) as connection:
        assert [files_of(connection, number) for number in (1, 2, 3, 4)] == told
        assert files_of(connection, 0) == {}


@pytest.mark.parametrize(
    "change",
    [
        update(PUBLICATION).values(content="another"),
        update(PUBLICATION).where(PUBLICATION.c.number == 1).values(digest="another"),
        delete(PUBLICATION),
        update(RELEASE).values(published_by="somebody else"),
        delete(RELEASE),
    ],
    ids=["text", "digest", "file", "publisher", "release"],
)
def test_the_database_lets_nobody_change_what_was_published(engine: Engine, now: datetime, change: Any) -> None:
    publish(engine, now, FILES)
    with look(engine) as connection:
        before = files_of(connection, 1)

    with pytest.raises(IntegrityError, match="what was published never changes"), begin(engine) as connection:
        connection.execute(change)

    with look(engine) as connection:
        assert files_of(connection, 1) == before


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite knows no such statement
def test_nor_can_all_of_it_be_emptied(engine: Engine, now: datetime) -> None:
    publish(engine, now, FILES)

    with pytest.raises(IntegrityError, match="what was published never changes"), begin(engine) as connection:
        connection.execute(text("TRUNCATE release, publication CASCADE"))


def test_of_two_who_looked_at_the_same_release_one_wins_and_the_other_is_told(engine: Engine, now: datetime) -> None:
    publish(engine, now, FILES)
    told: dict[str, str] = {}
    together = threading.Barrier(2)

    def put_in_force(who: str) -> None:
        together.wait()
        try:
            with begin(engine) as connection:
                release(connection, now, {**FILES, "by": who}, Act(who, after=1))
            told[who] = "done"
        except CommandError as refused:
            told[who] = str(refused)

    people = [threading.Thread(target=put_in_force, args=(who,)) for who in ("ann", "ben")]
    for person in people:
        person.start()
    for person in people:
        person.join()

    winner, loser = sorted(told, key=lambda who: told[who] != "done")
    assert told[winner] == "done"
    assert told[loser] == f"{winner} has published release 2 meanwhile: look at the effect anew, then decide"
    with look(engine) as connection:
        assert files_of(connection, 2)["by"] == winner
        assert find_release(connection, 3) is None


texts = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "1", "2"]))


@given(before=texts, after=texts)
def test_every_file_is_counted_once(before: dict[str, str], after: dict[str, str]) -> None:
    versions = {path: Version(1, digest_of(text)) for path, text in before.items()}

    changes = compare(versions, after)

    told = [*changes.added, *changes.changed, *changes.withdrawn, *changes.unchanged]
    assert sorted(told) == sorted(before.keys() | after.keys())
    assert bool(changes) == (before != after)
