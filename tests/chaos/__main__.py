"""`make chaos`: every fault on either engine, then the product with its guards taken out; a report at the end."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.chaos.course import Course
from tests.chaos.faults import FAULTS
from tests.chaos.grounds import Databases, grounds
from tests.chaos.mutants import MUTANTS
from tests.chaos.mutation import Trial, try_mutant
from tests.chaos.nursery import Nursery, nursery
from tests.chaos.report import Line, report

ENGINES = ("sqlite", "postgresql")
MUTANTS_SIZE = 0.005
ALL = "all"


def main() -> int:
    """Run what was asked for; answer 0 if all of it is as it must be."""
    asked = _arguments()
    lines: list[Line] = []
    trials: list[tuple[str, Trial]] = []
    facts = f"seed {asked.seed}, size {asked.size:g}, faults {' '.join(asked.faults)}, engine {' '.join(asked.engine)}"
    with grounds() as (home, database), nursery() as births:
        for engine in asked.engine:
            for fault in FAULTS:
                if engine in fault.engines and (ALL in asked.faults or fault.name in asked.faults):
                    _say(f"{fault.name} on {engine} …")
                    course = Course(home, database(engine), births, asked.seed, asked.size, say=_say)
                    lines.append(Line(fault.name, engine, fault.inflict(course)))
                    _say(f"  {lines[-1].details()}\n  {lines[-1].verdict}")
            if {ALL, "mutants"} & {*asked.faults}:
                trials += [
                    (engine, trial) for trial in _mutants(engine, home, database, births, asked.seed, asked.mutant)
                ]
    text = report(lines, trials, facts)
    asked.report.parent.mkdir(parents=True, exist_ok=True)
    asked.report.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{text}\nWritten to {asked.report}.\n")
    caught = {(engine, trial.mutant) for engine, trial in trials if trial.is_caught}
    survived = {(engine, trial.mutant) for engine, trial in trials} - caught
    return 0 if all(line.outcome.is_green for line in lines) and not survived else 1


def _mutants(
    engine: str, home: Path, database: Databases, births: Nursery, seed: int, only: Sequence[str]
) -> Iterator[Trial]:
    def courses() -> Iterator[Course]:
        while True:
            yield Course(home, database(engine), births, seed, MUTANTS_SIZE)

    ways = courses()
    for mutant in MUTANTS:
        if engine not in mutant.engines or (only and mutant.name not in only):
            continue
        for trial in try_mutant(mutant, FAULTS, ways):
            fate = "caught" if trial.is_caught else "SURVIVED" if trial.reached else "NOT REACHED"
            _say(f"without {trial.mutant}, {trial.fault} on {engine}: {fate}: {trial.how}")
            yield trial


def _arguments() -> argparse.Namespace:
    names = [fault.name for fault in FAULTS]
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument(
        "faults", nargs="*", default=[ALL], choices=[ALL, "mutants", *names], help="which, default: all"
    )
    parser.add_argument("--engine", action="append", choices=ENGINES, help="may be given twice; default: both")
    parser.add_argument("--size", type=float, default=1.0, help="1: the long form; 0.01: a hundredth of it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutant", action="append", default=[], help="only this one; may be given again")
    parser.add_argument("--report", type=Path, default=Path("var/chaos.txt"))
    asked = parser.parse_args()
    asked.engine = asked.engine or list(ENGINES)
    return asked


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
