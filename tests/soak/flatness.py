"""What an hour of samples says: whether a process took more and more. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import linear_regression, median

MEMORY = 10.0  # MB between the second third and the last: what counts as flat
MEMORY_SHARE = 0.05  # of what it had: an allocator keeps a little of each peak
FILES = 5  # descriptors more in the last third than ever in the second: connections come and go


@dataclass(frozen=True, slots=True)
class Sample:
    """What one process had at one moment: `at` in seconds since the start, memory in MB, open file descriptors."""

    at: float
    memory: float
    files: int


@dataclass(frozen=True, slots=True)
class Course:
    """One process over time. The first third does not count: until then it fills its caches."""

    name: str
    samples: Sequence[Sample]

    @property
    def memory(self) -> tuple[float, float]:
        """Answer the median of the second third and that of the last, in MB."""
        return median(s.memory for s in self._third(1)), median(s.memory for s in self._third(2))

    @property
    def files(self) -> tuple[int, int]:
        """Answer the most descriptors that were open in the second third, and in the last."""
        return max(s.files for s in self._third(1)), max(s.files for s in self._third(2))

    @property
    def slope(self) -> float:
        """Answer by how much memory grew after the first third, in MB an hour (least squares)."""
        later = [*self._third(1), *self._third(2)]
        return linear_regression([s.at for s in later], [s.memory for s in later]).slope * 3600

    @property
    def way(self) -> list[float]:
        """Answer the median memory of each tenth, in MB: whether what grows comes to an end."""
        size = len(self.samples) / 10
        parts = (self.samples[int(part * size) : int((part + 1) * size)] for part in range(10))
        return [median(s.memory for s in part) for part in parts if part]

    @property
    def is_flat(self) -> bool:
        """Answer whether neither grew."""
        (early, late), (few, many) = self.memory, self.files
        return late - early <= max(MEMORY, MEMORY_SHARE * early) and many - few <= FILES

    def _third(self, which: int) -> Sequence[Sample]:
        size = len(self.samples) // 3
        return self.samples[which * size : (which + 1) * size if which < 2 else None]
