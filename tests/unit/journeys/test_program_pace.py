"""The pace of mails, as program.yaml says it: so many a minute and a day, and fewer while a domain is new."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from journeys.program import read_program
from journeys.send_pace import SendPace, WarmUp, kept
from tests.unit.journeys.small_program import TEXT

FIRST = date(2026, 12, 1)
WARM = "warm_up: {from: 2026-12-01, start: 200, grow: 1.5}"
PACE = "pace: {per_minute: 600, per_day: 50000}"


def read(*entries: str) -> SendPace:
    return read_program(f"{TEXT}\nsend:\n  from: 9:00\n" + "".join(f"  {one}\n" for one in entries), "p.yaml").pace


def mistakes(*entries: str) -> list[tuple[str, int | None]]:
    with pytest.raises(ExceptionGroup) as caught:
        read(*entries)
    return [(error.msg, error.lineno) for error in caught.value.exceptions if isinstance(error, SyntaxError)]


def test_without_a_word_there_is_no_limit() -> None:
    assert read() == SendPace()
    assert not read().is_limited
    assert read().on(FIRST) is None


def test_the_pace_is_so_many_a_minute_and_a_day() -> None:
    assert read(PACE) == SendPace(600, 50_000)
    assert read("pace: {per_day: 10}").on(FIRST) == 10
    assert read("pace: {per_minute: 10}").is_limited


def test_a_new_domain_begins_with_few_and_grows_until_the_pace_is_reached() -> None:
    pace = read(PACE, WARM)
    days = [pace.on(FIRST + timedelta(days=day)) for day in (-30, 0, 1, 2, 13, 14, 5_000)]

    assert days == [200, 200, 300, 450, 38_923, 50_000, 50_000]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (
            "pace: {per_minute: 0}",
            "per_minute is a number of mails, from 1 to 10,000,000; or leave it out",
        ),
        ("pace: {per_day: many}", "per_day must be a whole number"),
        ("pace: {per_hour: 5}", 'pace has no "per_hour"; it can have: per_minute, per_day'),
        ("pace: 600", "pace must be a list of `key: value` lines"),
        (WARM, "a warm-up grows until per_day is reached: say it under pace"),
    ],
)
def test_a_mistake_is_told_with_its_line(entry: str, told: str) -> None:
    [(said, line)] = mistakes(entry)

    assert (said, line) == (told, len(f"{TEXT}\nsend:\n  from: 9:00\n".splitlines()) + 1)


@pytest.mark.parametrize(
    ("warm_up", "told"),
    [
        ("{from: tomorrow, start: 200, grow: 1.5}", "a day is written like 2026-12-01"),
        ("{from: 2026-12-01, start: 0, grow: 1.5}", "start is the number of mails on the first day, 1 at least"),
        ("{from: 2026-12-01, start: 200, grow: 1}", "grow is how many times as many"),
        ("{from: 2026-12-01, start: 200, grow: 15}", "grow is how many times as many"),
        (
            "{from: 2026-12-01, start: 60000, grow: 2}",
            "the first day has more mails than per_day",
        ),
        ("{from: 2026-12-01, start: 200}", 'warm_up needs "grow"'),
    ],
)
def test_a_mistake_in_the_warm_up_is_told(warm_up: str, told: str) -> None:
    assert mistakes(PACE, f"warm_up: {warm_up}")[0][0].startswith(told)


@given(some.integers(1, 10**7), some.integers(1, 10**7), some.floats(1.001, 3), some.integers(-400, 40_000))
def test_a_warm_up_never_shrinks_and_never_passes_the_pace(start: int, more: int, grow: float, day: int) -> None:
    most, warm_up, today = start + more, WarmUp(FIRST, start, grow), FIRST + timedelta(days=day)
    now, then = warm_up.on(today, most), warm_up.on(today + timedelta(days=1), most)

    assert start <= now <= then <= most


@given(some.integers(1, 10**7))
def test_a_tenth_is_kept_for_what_is_not_commercial_and_never_all(limit: int) -> None:
    assert 0 <= kept(limit) < limit
    assert kept(limit) >= (1 if limit > 1 else 0)
    assert abs(kept(limit) - limit / 10) <= 1
