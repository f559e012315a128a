"""What a trial says in one sentence."""

from datetime import timedelta

from console.odds import Share
from console.trials import Arm, Trial
from console.verdict import verdict
from emails.trial import Goal

GOAL = Goal("project created", timedelta(days=7))


def arm(variant: str, some: int, of: int) -> Arm:
    return Arm(variant, of, of, Share(some, of), waiting=0, untold=0, unsubscribed=Share(0, of))


def said(*arms: Arm, goal: Goal | None = GOAL) -> str:
    return verdict(Trial("welcome", goal, arms, {}, 0))


def test_a_clear_difference_is_said() -> None:
    assert said(arm("a", 40, 200), arm("b", 80, 200)) == "B did better: 40% did it in time, against 20% with A"


def test_of_three_the_best_has_to_beat_both() -> None:
    assert said(arm("a", 40, 200), arm("b", 80, 200), arm("c", 30, 200)).startswith("B did better: 40% did it")
    assert said(arm("a", 40, 200), arm("b", 80, 200), arm("c", 70, 200)).startswith("Too few to tell: B is ahead")


def test_more_variants_ask_for_more_certainty() -> None:
    two, close = (arm("a", 40, 200), arm("b", 58, 200)), arm("c", 39, 200)
    assert said(*two).startswith("B did better")
    assert said(*two, close).startswith("Too few to tell")


def test_a_few_tell_nothing_and_how_many_more_it_takes_is_said() -> None:
    found = said(arm("a", 2, 10), arm("b", 4, 10))
    assert found == "Too few to tell: B is ahead with 40% against 20%; about 138 more accounts would settle it"


def test_no_difference_is_no_verdict() -> None:
    found = said(arm("a", 20, 100), arm("b", 20, 100))
    assert found.startswith("No difference to be seen between A and B: about ")
    assert found.endswith("more accounts would show one of 5 points")
    assert said(arm("a", 4000, 20000), arm("b", 4000, 20000)).endswith("with enough accounts")


def test_before_the_time_of_anybody_is_over_it_is_too_early() -> None:
    assert said(arm("a", 0, 0), arm("b", 1, 3)) == ("Too early to tell: nobody who got A has had 7 days for it yet")


def test_without_a_goal_there_is_nothing_to_compare() -> None:
    assert "write `goal: project created`" in said(arm("a", 0, 9), arm("b", 0, 9), goal=None)


def test_a_mail_without_variants_needs_no_verdict() -> None:
    assert said(arm("", 3, 9)) == ""
