"""Last told wins: by the teller's time, in any order, and joined from two sides as if told to one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from models.last_told import Row, in_moments, join, tell

START = datetime(2026, 1, 1, tzinfo=UTC)
NOW = START + timedelta(days=9)
FRESH: Row = {"id": 1, "key": "acme", "seats": None, "signed_up_at": None, "traits": {}, "told": {}}


class Fact(NamedTuple):
    columns: dict[str, Any]
    traits: dict[str, Any]
    at: datetime


moments = st.integers(0, 3).map(lambda hours: START + timedelta(hours=hours))
columns = st.fixed_dictionaries({}, optional={"seats": st.sampled_from([None, 1, 2, 10]), "signed_up_at": moments})
traits = st.dictionaries(st.sampled_from("ab"), st.sampled_from([None, True, 1.5, "x", [1], {"y": 2}]), max_size=2)
facts = st.lists(st.builds(Fact, columns, traits, moments), max_size=6)


def told(facts: list[Fact], row: Row = FRESH) -> Row:
    for fact in facts:
        row = tell(row, *fact, NOW)
    return row


@given(st.data(), facts)
def test_the_order_and_repetitions_do_not_matter(data: st.DataObject, facts: list[Fact]) -> None:
    again = data.draw(st.permutations(facts + facts[:2]))

    assert told(again) == told(facts)


@given(facts, facts)
def test_two_rows_join_as_if_everything_had_been_told_of_one(mine: list[Fact], others: list[Fact]) -> None:
    assert join(told(mine), told(others)) == told(mine + others) == join(told(others), told(mine))


def test_of_two_values_told_of_one_moment_the_greater_text_stands() -> None:
    assert told([Fact({"seats": 2}, {}, START), Fact({"seats": 10}, {}, START)])["seats"] == 2


def test_what_is_told_as_of_now_stands_whatever_was_told_before() -> None:
    later = tell(FRESH, {"seats": 1}, {}, NOW + timedelta(days=1), NOW)

    row = tell(later, {"seats": 2}, {}, None, NOW)

    assert (row["seats"], row["told"]) == (2, later["told"])


def test_a_day_is_kept_as_a_day_until_a_moment_is_told() -> None:
    day = in_moments(tell(FRESH, {"signed_up_at": date(2026, 1, 5)}, {}, START, NOW), ZoneInfo("Asia/Tokyo"))
    assert day["signed_up_at"] == datetime(2026, 1, 4, 15, tzinfo=UTC)
    assert in_moments(day, ZoneInfo("UTC"))["signed_up_at"] == datetime(2026, 1, 5, tzinfo=UTC)

    moment = in_moments(tell(day, {"signed_up_at": START}, {}, NOW, NOW), ZoneInfo("UTC"))
    assert moment["signed_up_at"] == START


def test_a_row_from_before_anybody_noted_when_gives_what_the_other_lacks() -> None:
    old = FRESH | {"seats": 4, "traits": {"a": 1}}

    assert join(FRESH, old) | {"told": {}} == old
    assert join(tell(FRESH, {"seats": 9}, {"a": None}, START, NOW), old)["seats"] == 9
