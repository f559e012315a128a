"""Instants: what goes in comes back, in UTC, whatever the zone and the database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect, make_url

from models.instant import Instant

ZONES = st.integers(-24 * 60 + 1, 24 * 60 - 1).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=ZONES)
DIALECTS: list[Dialect] = [make_url(f"{kind}://").get_dialect()() for kind in ("sqlite", "postgresql+psycopg")]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@given(moment=MOMENTS)
def test_a_moment_comes_back_as_it_went_in(dialect: Dialect, moment: datetime) -> None:
    stored = Instant().process_bind_param(moment, dialect)

    found = Instant().process_result_value(stored, dialect)

    assert found == moment
    assert found.tzinfo is UTC


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_moment_without_a_zone_is_refused(dialect: Dialect) -> None:
    with pytest.raises(ValueError, match="zone"):
        Instant().process_bind_param(datetime(2026, 3, 2, 10), dialect)


def test_nothing_stays_nothing() -> None:
    assert Instant().process_bind_param(None, DIALECTS[0]) is None
    assert Instant().process_result_value(None, DIALECTS[0]) is None
