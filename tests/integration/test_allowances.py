"""Allowances: in no minute and on no day more mails than the limit, whoever asks, in whatever order."""

import threading
from bisect import bisect_left
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from sqlalchemy import Engine, delete

from models.allowances import GOOD_FOR, Limit, Limits, allow, give_back, room, taken_lately, taken_on_day
from models.database import begin, look
from models.tables import ALLOWANCE

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BOTH = Limits(Limit(20, 2), Limit(45, 4))
PART = some.floats(0, 1)
# When it is asked (seconds after the last), how far behind its clock is, for how many of each lane; how much of what is
# allowed is used, and when.
ASKED = some.tuples(some.floats(0, 40), some.floats(0, 2), some.integers(0, 12), some.integers(0, 20), PART, PART)


def clear(engine: Engine) -> None:
    with begin(engine) as connection:
        connection.execute(delete(ALLOWANCE))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(asked=some.lists(ASKED, min_size=5, max_size=25), late=some.booleans())
@example(asked=[(0, 0, 0, 20, 1, 1), (61, 0, 0, 20, 1, 0)], late=False)  # sent at the last moment, and at the first
def test_in_no_minute_and_on_no_day_do_more_leave_than_may(
    engine: Engine, asked: list[tuple[float, float, int, int, float, float]], late: bool
) -> None:
    clear(engine)
    real, sent = NOON.replace(hour=23, minute=57) if late else NOON, list[datetime]()
    for pause, behind, others, adverts, used, when in asked:
        real += timedelta(seconds=pause)
        at = real - timedelta(seconds=behind)
        with begin(engine) as connection:
            first, second = allow(connection, BOTH, others, adverts, at)
        assert (first <= others, second <= adverts) == (True, True)
        left = int((first + second) * used)
        with begin(engine) as connection:
            give_back(connection, at, first + second - left)
        sent += [at + GOOD_FOR * when] * left
    sent.sort()
    for number, moment in enumerate(sent):
        assert bisect_left(sent, moment + MINUTE) - number <= 20
    assert all(count <= 45 for count in Counter(moment.date() for moment in sent).values())


def test_eight_who_ask_at_once_get_what_there_is_and_no_more(engine: Engine) -> None:
    given_out: list[int] = []
    together = threading.Barrier(8)

    def ask() -> None:
        together.wait()
        for _ in range(3):
            with begin(engine) as connection:
                given_out.append(sum(allow(connection, Limits(Limit(50, 5)), 0, 7, NOON)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(given_out) == 45  # 24 asked for 7 each; five are kept for what is not commercial
    with begin(engine) as connection:
        assert allow(connection, Limits(Limit(50, 5)), 9, 9, NOON) == (5, 0)


def test_what_is_not_used_is_there_for_others(engine: Engine) -> None:
    with begin(engine) as connection:
        allow(connection, BOTH, 0, 18, NOON)
        give_back(connection, NOON, 10)
        taken = taken_lately(connection, NOON), taken_on_day(connection, NOON)
        again = allow(connection, BOTH, 0, 18, NOON)

    assert taken == (8, 8)
    assert again == (0, 10)


def test_after_a_minute_there_is_room_again_until_the_day_is_used_up(engine: Engine) -> None:
    found, at = [], NOON
    for _ in range(4):
        with begin(engine) as connection:
            found.append(allow(connection, BOTH, 0, 20, at))
        at += timedelta(seconds=67)
    with begin(engine) as connection:
        urgent, tomorrow = allow(connection, BOTH, 9, 9, at), allow(connection, BOTH, 0, 9, at + timedelta(days=1))

    assert found == [(0, 18), (0, 18), (0, 5), (0, 0)]  # 41 of 45: four are kept
    assert (urgent, tomorrow) == ((4, 0), (0, 9))


@pytest.mark.parametrize(("second", "all_", "commercial"), [(50, 20, 18), (55, 0, 0)])
def test_in_the_last_seconds_of_a_day_none_is_allowed_that_would_leave_on_the_next(
    engine: Engine, second: int, all_: int, commercial: int
) -> None:
    with look(engine) as connection:
        found = room(connection, BOTH, NOON.replace(hour=23, minute=59, second=second))

    assert found == (all_, commercial)
