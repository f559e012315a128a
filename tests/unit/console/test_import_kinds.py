"""What the text of a cell means, and why it means nothing."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.importing import kinds
from console.importing.kinds import Manner

BERLIN = Manner(datetime(2026, 3, 2, 10, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
GERMAN = Manner(BERLIN.now, BERLIN.zone, "%d.%m.%Y")


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-07-01 12:00", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("2026-07-01T12:00:00Z", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("2026-07-01T12:00:00.5-05:00", datetime(2026, 7, 1, 17, 0, 0, 500_000, tzinfo=UTC)),
    ],
)
def test_a_time_without_a_zone_is_the_files(cell: str, meant: object) -> None:
    assert kinds.moment(cell, BERLIN) == meant


@pytest.mark.parametrize(
    "cell", ["2026-02-30", "31.01.2026", "20260131", "2026-1-31", "0001-01-01", "2026-01-31 25:00", "soon"]
)
def test_an_impossible_date_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is not a date such as 2026-03-31"):
        kinds.moment(cell, BERLIN)


def test_a_format_is_followed() -> None:
    assert kinds.day("31.01.2026", GERMAN) == date(2026, 1, 31)
    with pytest.raises(ValueError, match=r"is not a date written %d\.%m\.%Y"):
        kinds.day("2026-01-31", GERMAN)


def test_nothing_has_happened_in_the_future() -> None:
    assert kinds.past("2026-03-03", BERLIN) == date(2026, 3, 3)
    with pytest.raises(ValueError, match='"2026-03-04" has not happened yet'):
        kinds.past("2026-03-04", BERLIN)


@pytest.mark.parametrize("form", ["DD.MM.YYYY", "%d.%m", "%Y", "%q"])
def test_a_format_that_names_no_day_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="names no day"):
        kinds.check_format(form)


def test_a_format_as_people_write_it_is_translated() -> None:
    with pytest.raises(ValueError, match=r'did you mean "%d\.%m\.%Y"'):
        kinds.check_format("DD.MM.YYYY")


@pytest.mark.parametrize(("cell", "cents"), [("0", 0), ("1200", 120_000), ("12.345", 1235), ("0.005", 1)])
def test_money_is_in_cents(cell: str, cents: int) -> None:
    assert kinds.money(cell, BERLIN) == cents


@pytest.mark.parametrize("cell", ["1,200", "$12", "-1", "1e5", "NaN", "1_000", "١", "9" * 16])
def test_what_is_no_amount_of_money_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"is not a"):
        kinds.money(cell, BERLIN)


@pytest.mark.parametrize(("cell", "count"), [("7", 7), ("7.0", 7), ("+7", 7)])
def test_a_count_is_whole(cell: str, count: int) -> None:
    assert kinds.count(cell, BERLIN) == count


@pytest.mark.parametrize("cell", ["7.5", "-1", "many", "4294967296"])
def test_what_is_no_count_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"is not a"):
        kinds.count(cell, BERLIN)


def test_a_country_is_two_letters_and_uk_is_told_the_way_out() -> None:
    assert kinds.country("de", BERLIN) == "DE"
    with pytest.raises(ValueError, match=r"values: \{UK: GB\}"):
        kinds.country("UK", BERLIN)
    with pytest.raises(ValueError, match="not a country code"):
        kinds.country("Germany", BERLIN)


def test_a_zone_is_an_iana_name() -> None:
    assert kinds.zone("Europe/Berlin", BERLIN) == "Europe/Berlin"
    with pytest.raises(ValueError, match='did you mean "Europe/Berlin"'):
        kinds.zone("Europe/Berlim", BERLIN)
    with pytest.raises(ValueError, match="not an IANA time zone"):
        kinds.zone("../../etc/passwd", BERLIN)


def test_a_flag_is_yes_or_no() -> None:
    assert [kinds.flag(cell, BERLIN) for cell in ("True", "no", "1", "F")] == [True, False, True, False]
    with pytest.raises(ValueError, match="neither true nor false"):
        kinds.flag("maybe", BERLIN)


def test_a_text_is_one_line_without_control_characters() -> None:
    assert kinds.text(" Acme\r\n  Inc ", BERLIN) == "Acme Inc"
    with pytest.raises(ValueError, match=r'"a\\x1bb" holds a control character'):
        kinds.text("a\x1bb", BERLIN)
    with pytest.raises(ValueError, match="too long"):
        kinds.key("x" * 256, BERLIN)


@given(
    st.text(max_size=30),
    st.sampled_from([kinds.moment, kinds.money, kinds.country, kinds.zone, kinds.address, kinds.flag]),
)
def test_no_cell_is_too_strange(cell: str, kind: kinds.Kind) -> None:
    complaint = ""
    try:
        kind(cell, BERLIN)
    except ValueError as error:
        complaint = str(error)

    assert complaint.isprintable()
