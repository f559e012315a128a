"""Satisfaction: what people said of the help they got, from 1 to 5."""

from collections.abc import Iterable

from journeys.behavior import Happening
from journeys.happenings import number_of, text_of

SCORED = ("ticket solved", "csat answered")  # a ticket's solution may bring the score along


def scores_of(happenings: Iterable[Happening]) -> list[float]:
    """Answer the scores that these events, oldest first, tell: of each ticket the newest, and each that names none."""
    scores: dict[object, float] = {}
    for number, one in enumerate(happenings):
        score = number_of(one, "csat" if one.name == "ticket solved" else "score")
        if score is not None:
            scores[text_of(one, "ticket") or number] = score
    return [*scores.values()]
