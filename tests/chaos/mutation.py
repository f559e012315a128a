"""The check of the harness itself: with any one guard taken out of the product, a named fault must show it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome
from tests.chaos.mutants import Mutant
from tests.chaos.statements import REACHED


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant under one fault: what came of it. `reached` says whether the run passed by what is mutated at all."""

    mutant: str
    fault: str
    outcome: Outcome
    reached: bool
    shows: str

    @property
    def is_caught(self) -> bool:
        """Answer whether the fault showed that this guard is missing, and not only that something is wrong."""
        return self.reached and re.search(self.shows, self.how) is not None

    @property
    def how(self) -> str:
        """Answer by what it was caught."""
        return "; ".join(self.outcome.faults)


def try_mutant(mutant: Mutant, faults: Sequence[Fault], courses: Iterator[Course]) -> list[Trial]:
    """Run the faults that are to catch this mutant, each on a course of its own, until one does."""
    trials: list[Trial] = []
    named = {fault.name: fault for fault in faults}
    for fault in (named[name] for name in mutant.caught_by):
        if trials and trials[-1].is_caught:
            break
        course = next(courses).with_patches(f"without:{mutant.name}")
        course = replace(course, marks=set(), scale=max(course.scale, mutant.scale), patience=mutant.patience)
        outcome = fault.inflict(course)
        trials.append(Trial(mutant.name, fault.name, outcome, REACHED in course.marks, mutant.shows))
    return trials
