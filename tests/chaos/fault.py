"""What a fault is: something done to a run of the product; and what came of it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tests.chaos.course import Course
from tests.chaos.oracle import Tally


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: the tally, what was done (`injected`: how often), and what was measured.

    `faults` says in words what must not be, and was; none: it is as the issue's table asks.
    """

    tally: Tally
    injected: Mapping[str, int]
    faults: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def is_green(self) -> bool:
        """Answer whether all is as it must be."""
        return not self.faults


def verdict(
    tally: Tally, *, stuck: list[str], resolved: bool, more: Mapping[str, bool] | None = None
) -> tuple[str, ...]:
    """Answer what is wrong. `resolved`: nothing may be in doubt either. `more` names what is wrong, unless it holds."""
    counts = {
        "lost": tally.lost,
        "duplicated": tally.duplicated,
        "unexpected": tally.unexpected,
        "in doubt, and nobody was asked": tally.unasked,
        "unresolved": tally.unresolved if resolved else 0,
    }
    found = [f"{number} {what}" for what, number in counts.items() if number]
    return (*found, *stuck, *(what for what, right in (more or {}).items() if not right))


Run = Callable[[Course], Outcome]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault by its name; `engines` are those on which it makes sense."""

    name: str
    run: Run
    engines: tuple[str, ...] = ("sqlite", "postgresql")
    short: float = 0.01

    def inflict(self, course: Course) -> Outcome:
        """Run it, and answer what came of it and how long it took."""
        began = time.monotonic()
        return replace(self.run(course), seconds=time.monotonic() - began)
