"""Conditions that several people read at once, as the console does."""

import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from journeys.sentence import Sentence

LONG = " and ".join(f'(usage.count("event {number}") > {number} or account.seats < {number})' for number in range(15))


class Cycle:
    """Something that the collector has to find, and that takes its time to go: that lets others in between."""

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        for number in range(50):
            str(number)


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads that take turns, and a collector that comes, as often as can be."""
    interval, threshold = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-6)
    gc.set_threshold(50)
    yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*threshold)


@pytest.mark.usefixtures("restless")
def test_conditions_are_read_by_several_threads_at_once() -> None:
    def read(_: int) -> bool:
        Cycle()
        return Sentence(LONG, lambda _offset, _message: None).tree is not None

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(read, range(300)))
