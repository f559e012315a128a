"""The fault harness in its short form: every fault, most of them on one of the databases; `make chaos` has all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.course import Course
from tests.chaos.faults import BY_NAME, FAULTS
from tests.chaos.mutants import BY_NAME as MUTANTS
from tests.chaos.mutation import try_mutant
from tests.chaos.nursery import Nursery, nursery

SEED, SIZE = 7, 0.002
ON_SQLITE = ("storm", "deaths", "redelivery", "freezing", "database-cuts", "deploys", "week-away", "news", "leap")
ON_POSTGRESQL = (
    "storm", "lost-hints", "provider", "provider-silent", "clocks", "unsubscribing", "database-cuts", "reordered",
    "twins", "crowd", "events",
)  # fmt: skip
# Some of the guards that can be taken out; `make chaos` takes out all of them.
WITHOUT = ("unique key", "consent looked at once more")
CASES = [("sqlite", name) for name in ON_SQLITE] + [("postgresql", name) for name in ON_POSTGRESQL]


@pytest.fixture(scope="module")
def births() -> Iterator[Nursery]:
    """Where the processes of all runs come from."""
    with nursery() as found:
        yield found


@pytest.fixture
def course(database: str, births: Nursery, tmp_path: Path) -> Course:
    """A short course on a database of its own."""
    return Course(tmp_path, database, births, SEED, SIZE)


def test_every_fault_has_its_short_form() -> None:
    assert {fault.name for fault in FAULTS} == {name for _, name in CASES}


@pytest.mark.parametrize(("database", "name"), CASES, indirect=["database"])
def test_nothing_is_lost_nor_sent_twice(course: Course, name: str) -> None:
    outcome = BY_NAME[name].inflict(course)
    assert outcome.faults == (), outcome


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", WITHOUT)
def test_without_a_guard_it_shows(course: Course, name: str) -> None:
    trials = try_mutant(MUTANTS[name], FAULTS, iter([course, course]))
    assert trials[0].is_caught, trials
