"""How values are written."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emails import filters


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (filters.number(1234567), "1,234,567"),
        (filters.number(1234.56), "1,234.6"),
        (filters.number(3.0), "3"),
        (filters.percent(0), "0%"),
        (filters.percent(0.185), "19%"),
        (filters.percent(1), "100%"),
        (filters.money(12400), "$12,400"),
        (filters.money(-3.6), "-$4"),
        (filters.money(9, "€"), "€9"),
        (filters.date(date(2027, 3, 1)), "March 1, 2027"),
        (filters.date(datetime(2027, 3, 1, 23, tzinfo=UTC)), "March 1, 2027"),
        (filters.plural(1, "task"), "1 task"),
        (filters.plural(0, "task"), "0 tasks"),
        (filters.plural(1200, "person", "people"), "1,200 people"),
        (filters.default(None, "x"), "x"),
        (filters.default("", "x"), "x"),
        (filters.default(0, 1), 0),
        (filters.meter(0.42), "████░░░░░░"),
    ],
)
def test_values_are_written_for_people(written: object, expected: object) -> None:
    assert written == expected


@given(st.floats(min_value=-10, max_value=10))
def test_a_bar_never_leaves_its_track_and_can_always_be_seen(value: float) -> None:
    assert 0 < filters.share(value) <= 100
    assert len(filters.meter(value)) == 10


@pytest.mark.parametrize("address", ["https://a.example/?b=1&c=%22", "mailto:a@b.example", "http://localhost:8000/x"])
def test_a_safe_address_is_followed(address: str) -> None:
    assert filters.href(address, "links.app") == address


@pytest.mark.parametrize(
    "address", ["http://localhost.evil.example/", "https:evil", "https://a\x00b", 'https://a"b', 3]
)
def test_any_other_is_refused_by_the_name_of_its_field(address: object) -> None:
    with pytest.raises(ValueError, match=r'^"links\.app" is not an https or mailto address$'):
        filters.href(address, "links.app")
