"""Where, how large and with which seed a fault is run."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.chaos.nursery import Nursery


@dataclass(frozen=True, slots=True)
class Course:
    """Where and how a fault is to be run. `url` is a migrated, empty database; `patches` are put into every process.

    `scale` is 1.0 for the long form; `patience` is for how long nothing may move, in seconds.
    `marks` gets "reached" when what is mutated was passed.
    """

    home: Path
    url: str
    nursery: Nursery
    seed: int
    scale: float
    patches: tuple[str, ...] = ()
    patience: float = 60.0
    say: Callable[[str], None] = lambda _words: None
    marks: set[str] = field(default_factory=set)

    @property
    def chance(self) -> random.Random:
        """Answer a source of chance that the seed alone decides."""
        return random.Random(self.seed)

    @property
    def engine(self) -> str:
        """Answer which database it is."""
        return "sqlite" if self.url.startswith("sqlite") else "postgresql"

    def size(self, whole: int, least: int) -> int:
        """Answer what is so much in the long form, at the scale of this run."""
        return max(least, round(whole * self.scale))

    def with_patches(self, *more: str) -> "Course":
        """Answer the same course with more patches."""
        return replace(self, patches=self.patches + more)
