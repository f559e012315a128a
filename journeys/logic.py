"""Logic with three values: True, False and Unknown, after Kleene."""

from journeys.certainty import Unknown, doubt
from journeys.part import Run, Seen
from journeys.view import View


def all_of(runs: list[Run]) -> Run:
    """`and`: one No decides, whatever is unknown."""
    return _decided_by(False, runs)


def any_of(runs: list[Run]) -> Run:
    """`or`: one Yes decides, whatever is unknown."""
    return _decided_by(True, runs)


def negation(run: Run) -> Run:
    """`not`: the opposite of the unknown is as unknown."""

    def answer(view: View, evidence: Seen) -> object:
        value = run(view, evidence)
        return value if isinstance(value, Unknown) else not value

    return answer


def _decided_by(decisive: bool, runs: list[Run]) -> Run:
    def answer(view: View, evidence: Seen) -> object:
        unknown: Unknown | None = None
        for run in runs:
            value = run(view, evidence)
            if value is decisive:
                return decisive
            if isinstance(value, Unknown):
                unknown = value if unknown is None else doubt(unknown, value)
        return (not decisive) if unknown is None else unknown

    return answer
