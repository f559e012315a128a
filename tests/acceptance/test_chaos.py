"""The fault harness in its short form: every fault, most of them on one of the databases; `make chaos` has all.

In CI at a twentieth of the long form; on a laptop, which has no hours to spare, at what shows that it works.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.chaos.course import Course
from tests.chaos.faults import BY_NAME, FAULTS
from tests.chaos.mutants import BY_NAME as MUTANTS
from tests.chaos.mutation import try_mutant
from tests.chaos.nursery import Nursery, nursery
from tests.ci import CI

SEED, SMALL, SHORT = 7, 0.002, 0.05
# These take minutes at a twentieth. At 0.02 somebody dies at every point; the others are none of the long form's table.
SHORTER = {
    "provider": 0.01, "provider-silent": 0.01, "deaths": 0.02,
    "reordered": SMALL, "twins": SMALL, "crowd": SMALL, "deploys": SMALL,
}  # fmt: skip
ON_SQLITE = ("storm", "deaths", "redelivery", "freezing", "database-cuts", "deploys", "week-away", "news", "leap")
ON_POSTGRESQL = (
    "storm", "lost-hints", "provider", "provider-silent", "clocks", "unsubscribing", "database-cuts", "reordered",
    "twins", "crowd", "events",
)  # fmt: skip
# Some of the guards that can be taken out; `make chaos` takes out all of them.
WITHOUT = ("unique key", "consent looked at once more")


@pytest.fixture(scope="module")
def births() -> Iterator[Nursery]:
    """Where the processes of all runs come from."""
    with nursery() as found:
        yield found


@pytest.fixture
def course(database: str, births: Nursery, tmp_path: Path) -> Course:
    """A short course on a database of its own."""
    return Course(tmp_path, database, births, SEED, SMALL)


def inflict(course: Course, name: str) -> None:
    """Inflict this fault; nothing may be lost nor sent twice."""
    outcome = BY_NAME[name].inflict(replace(course, scale=SHORTER.get(name, SHORT) if CI else SMALL))
    assert outcome.faults == (), outcome


def test_every_fault_has_its_short_form() -> None:
    assert {fault.name for fault in FAULTS} == {*ON_SQLITE, *ON_POSTGRESQL}


# Of two classes, each on a processor of its own: together they are the longest of all tests.
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
class TestOnSqlite:
    """The faults there."""

    @pytest.mark.parametrize("name", ON_SQLITE)
    def test_nothing_is_lost_nor_sent_twice(self, course: Course, name: str) -> None:
        inflict(course, name)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
class TestOnPostgresql:
    """The faults there."""

    @pytest.mark.parametrize("name", ON_POSTGRESQL)
    def test_nothing_is_lost_nor_sent_twice(self, course: Course, name: str) -> None:
        inflict(course, name)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", WITHOUT)
def test_without_a_guard_it_shows(course: Course, name: str) -> None:
    trials = try_mutant(MUTANTS[name], FAULTS, iter([course, course]))
    assert trials[0].is_caught, trials
