"""What the soak calls flat: a process that takes more and more must show, one that fills its caches must not."""

from collections.abc import Callable

from tests.soak.flatness import Course, Sample


def course(memory: Callable[[int], float], files: Callable[[int], int] = lambda _: 12) -> Course:
    return Course("worker", [Sample(15.0 * place, memory(place), files(place)) for place in range(240)])


def test_a_process_that_stays_as_it_is_is_flat() -> None:
    found = course(lambda _: 130.0)
    assert found.is_flat
    assert found.memory == (130.0, 130.0)
    assert abs(found.slope) < 1e-6


def test_filling_caches_in_the_first_third_is_no_growth() -> None:
    assert course(lambda place: min(130.0, 60.0 + place)).is_flat


def test_a_leak_of_a_megabyte_a_minute_shows() -> None:
    found = course(lambda place: 130.0 + place / 4)
    assert not found.is_flat
    assert round(found.slope) == 60


def test_descriptors_that_are_never_closed_show() -> None:
    assert not course(lambda _: 130.0, lambda place: 12 + place // 10).is_flat


def test_connections_that_come_and_go_are_flat() -> None:
    assert course(lambda _: 130.0, lambda place: 12 + place % 4).is_flat


def test_the_way_to_where_it_is_is_told_tenth_by_tenth_however_few_samples_there_are() -> None:
    assert Course("web", [Sample(float(at), float(at // 4), 9) for at in range(40)]).way == [*map(float, range(10))]
    assert Course("web", [Sample(0.0, 7.0, 9), Sample(1.0, 8.0, 9)]).way == [7.0, 8.0]
