"""What is changed in a process of the harness before it begins, by name: points to die at, mutants, other clocks."""

from collections.abc import Callable, Mapping

from tests.chaos.clocks import skew
from tests.chaos.crash_points import lie_in_wait
from tests.chaos.leap import take_for_real
from tests.chaos.mutants import mutate
from tests.chaos.provider_trouble import be_impatient
from tests.chaos.redelivery import deliver_thrice
from tests.chaos.twins import see_double

PATCHES: Mapping[str, Callable[[str], None]] = {
    "die": lie_in_wait,
    "without": mutate,
    "skew": skew,
    "no-lapse": take_for_real,
    "thrice": deliver_thrice,
    "twins": see_double,
    "impatient": be_impatient,
}


def apply(words: str) -> None:
    """Apply the patch called by the first word; what follows the colon is told to it."""
    name, _, told = words.partition(":")
    PATCHES[name](told)
