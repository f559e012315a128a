"""Clocks: the machine's own, and the virtual one that a file holds."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workers.clocks import clock, machine_time, read_instant, steady_time, write_instant
from workers.settings import SettingsError

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=ZONES)


def test_without_a_file_the_customers_time_is_the_machines() -> None:
    assert clock(None) is machine_time
    assert machine_time().tzinfo is UTC


@given(moment=MOMENTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_in_utc(tmp_path: Path, moment: datetime) -> None:
    file = tmp_path / "clock"

    write_instant(file, moment)

    assert read_instant(file) == moment
    assert read_instant(file).tzinfo is UTC


def test_a_clock_that_is_moved_answers_the_new_moment(tmp_path: Path) -> None:
    file, noon = tmp_path / "clock", datetime(2026, 3, 2, 12, tzinfo=UTC)
    now = clock(file)

    answers = []
    for hours in range(5):
        write_instant(file, noon + timedelta(hours=hours))
        answers.append(now())

    assert answers == [noon + timedelta(hours=hours) for hours in range(5)]


@pytest.mark.parametrize("said", ["", "soon", "2026-13-01T00:00:00+00:00", "2026-03-02T10:00:00", "\x00"])
def test_a_file_that_holds_no_moment_names_the_variable(tmp_path: Path, said: str) -> None:
    file = tmp_path / "clock"
    file.write_text(said)

    with pytest.raises(SettingsError, match="TENURE_CLOCK"):
        clock(file)()


def test_a_file_that_is_gone_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TENURE_CLOCK"):
        clock(tmp_path / "nothing")()


def test_steady_time_goes_on() -> None:
    assert steady_time() <= steady_time()
