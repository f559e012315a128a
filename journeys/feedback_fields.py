"""What can be looked at about feedback: how likely they would recommend us, and whether anybody was unhappy lately."""

from collections.abc import Callable, Iterator
from math import inf

from journeys.behavior import Happening
from journeys.certainty import Unknown
from journeys.field import Field
from journeys.happenings import Happenings, number_of, text_of
from journeys.satisfaction import SCORED, scores_of
from journeys.success import Program
from journeys.view import Reader, View

MONTH, HALF_YEAR = 30, 180  # days
DETRACTOR, UNHAPPY = 6, 2  # the highest scores of those who would not recommend us, and of those not satisfied
NOBODY = Unknown(f"nobody said in the last {HALF_YEAR} days how likely they would recommend us", absent=True)


def feedback_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `feedback`."""
    nps, csat = Happenings(program, "nps answered"), Happenings(program, *SCORED)
    yield from _nps_fields(nps)
    yield csat.field(
        "feedback.low_csat", "number", lambda view: csat.told(view, _unhappy(csat, view)),
        f"How many satisfaction scores of {UNHAPPY} or less there were in the last {MONTH} days", 1, unit="times",
    )  # fmt: skip
    yield csat.field(
        "feedback.csat_days_ago", "number", _days_since_scored(csat),
        "How many days ago the newest satisfaction score came: 0 is today; longer than any number if none ever did", 3,
        unit="days",
    )  # fmt: skip
    both = Happenings(program, "nps answered", *SCORED)
    yield both.field(
        "feedback.negative", "flag", _negative(nps, csat, both),
        f"Whether somebody's newest NPS of the last {MONTH} days is {DETRACTOR} or less, or a satisfaction score of "
        f"those days {UNHAPPY} or less", True,
    )  # fmt: skip


def _nps_fields(told: Happenings) -> Iterator[Field]:
    lately = f"of the last {HALF_YEAR} days"
    yield told.field(
        "feedback.nps", "number", _of_answers(told, lambda answers: _nps(answers[-1])),
        f"The newest answer {lately} to “would you recommend us?”: 0 to 10, whoever it came from", 9,
    )  # fmt: skip
    yield told.field(
        "feedback.nps_lowest", "number", _of_answers(told, lambda answers: min(_nps(one) for one in answers)),
        f"The lowest NPS among everybody's newest answer {lately}", 7,
    )  # fmt: skip
    yield told.field(
        "feedback.nps_comment", "text", _of_answers(told, lambda answers: text_of(answers[-1], "comment")),
        "What was said with the newest NPS answer", "It saves us a day a week",
    )  # fmt: skip
    yield told.field(
        "feedback.nps_days_ago", "number", told.days_since(),
        "How many days ago the newest NPS answer came: 0 is today; longer than any number if none ever did", 12,
        unit="days",
    )  # fmt: skip


def _of_answers(told: Happenings, read: Callable[[list[Happening]], object]) -> Reader:
    """Read from everybody's newest answers, oldest first."""

    def answer(view: View) -> object:
        answers = _newest_of_each(told, view, HALF_YEAR)
        if not answers:
            return told.lack(view) or NOBODY
        found = read(answers)
        return Unknown("nothing was said with the newest NPS answer", absent=True) if found == "" else found

    return answer


def _newest_of_each(told: Happenings, view: View, days: int) -> list[Happening]:
    """Answer everybody's newest answer, oldest first; those that name nobody may each be somebody else's."""
    answers = told.lately(view, days)
    last = {one.contact: number for number, one in enumerate(answers)}
    return [one for number, one in enumerate(answers) if one.contact is None or last[one.contact] == number]


def _nps(one: Happening) -> float:
    return number_of(one, "score") or 0


def _unhappy(csat: Happenings, view: View) -> int:
    return sum(score <= UNHAPPY for score in scores_of(csat.lately(view, MONTH)))


def _days_since_scored(csat: Happenings) -> Reader:
    def read(view: View) -> object:
        scored = [one for one in csat.ever(view) if scores_of([one])]
        return (view.today - view.day_of(scored[-1].at)).days if scored else csat.lack(view) or inf

    return read


def _negative(nps: Happenings, csat: Happenings, both: Happenings) -> Reader:
    def read(view: View) -> object:
        detractors = [one for one in _newest_of_each(nps, view, MONTH) if _nps(one) <= DETRACTOR]
        return True if detractors or _unhappy(csat, view) else both.lack(view) or False

    return read
