"""What is measured, and what is made of it."""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.benchmarks.progress import tell

Measurement = Callable[[int], float]  # takes the run's number, counted from 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured several times, in one unit."""

    name: str
    unit: str
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """Answer the run in the middle."""
        return statistics.median(self.values)


@dataclass(frozen=True, slots=True)
class Aim:
    """What we wanted of a figure, what it is, and whether that is enough; `met` is unknown where a part is missing."""

    what: str
    wanted: str
    found: str
    met: bool | None


@dataclass(slots=True)
class Section:
    """One question, with its figures, aims, and what has to be known to read them."""

    title: str
    method: str
    figures: list[Figure] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def figure(self, name: str) -> Figure | None:
        """Answer the figure of that name, if it could be measured."""
        return next((figure for figure in self.figures if figure.name == name), None)


def interleave(runs: int, unit: str, measurements: Mapping[str, Measurement]) -> list[Figure]:
    """Measure everything once, then everything again: what else the machine does falls on all alike."""
    values: dict[str, list[float]] = {name: [] for name in measurements}
    for run in range(runs):
        for name, measure in measurements.items():
            values[name].append(measure(run))
            tell(f"    {name}: {values[name][-1]:,.1f} {unit}")
    return [Figure(name, unit, tuple(found)) for name, found in values.items()]


def at_least(what: str, figure: Figure | None, wanted: float) -> Aim:
    """Answer whether a figure's median reaches `wanted`."""
    if figure is None:
        return Aim(what, f"≥ {wanted:,.0f}", "not measured", None)
    return Aim(what, f"≥ {wanted:,.0f} {figure.unit}", f"{figure.median:,.0f} {figure.unit}", figure.median >= wanted)


def share_of(what: str, figure: Figure | None, whole: Figure | None, wanted: float) -> Aim:
    """Answer whether a figure's median is at least that share (0.5: half) of another's."""
    if figure is None or whole is None:
        return Aim(what, f"≥ {wanted:.0%}", "not measured", None)
    share = figure.median / whole.median
    return Aim(what, f"≥ {wanted:.0%}", f"{share:.0%}", share >= wanted)


def ahead_of(what: str, figure: Figure | None, other: Figure | None) -> Aim:
    """Answer whether a figure's median is above another's."""
    if figure is None or other is None:
        return Aim(what, "ahead", "not measured", None)
    times = figure.median / other.median
    return Aim(what, f"> {other.median:,.0f} {other.unit}", f"{times:.1f} times as many", times > 1)
