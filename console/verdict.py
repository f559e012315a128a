"""What a trial says in one plain sentence: which variant did better, or how many more it takes to tell."""

from collections.abc import Sequence

from console.odds import SURE, Share, difference, enough
from console.trials import Arm, Trial
from journeys.durations import in_words

SMALLEST = 0.01  # differences below are none that anybody would act on
SOUGHT = 0.05  # what is looked for while none can be seen


def verdict(trial: Trial) -> str:
    """Answer the sentence; empty for a mail of which there are no variants."""
    if len(trial.arms) < 2:
        return ""
    if trial.goal is None:
        return "Nobody said what the mail is for: write `goal: project created` into its front matter"
    early = [arm for arm in trial.arms if not arm.did.all]
    if early:
        names = " and ".join(_named(arm) for arm in early)
        return f"Too early to tell: nobody who got {names} has had {in_words(trial.goal.within)} for it yet"
    best, *others = sorted(trial.arms, key=lambda arm: arm.did.value, reverse=True)
    sure = 1 - (1 - SURE) / len(others)  # whoever compares more often is wrong more often
    if all(difference(best.did, other.did, sure)[0] > 0 for other in others):
        return _better(best, others)
    return _open(best, others[0])


def _better(best: Arm, others: Sequence[Arm]) -> str:
    rest = ", ".join(f"{_percent(other.did)} with {_named(other)}" for other in others)
    return f"{_named(best)} did better: {_percent(best.did)} did it in time, against {rest}"


def _open(best: Arm, next_best: Arm) -> str:
    one, other = best.did.value, next_best.did.value
    near = one - other < SMALLEST
    if near:
        one = min(other + SOUGHT, 1.0)
        other = one - SOUGHT
    more = sum(max(enough(one, other) - arm.did.all, 0) for arm in (best, next_best))
    if near:
        said = f"No difference to be seen between {_named(best)} and {_named(next_best)}"
        return (
            f"{said}: about {more:,} more accounts would show one of 5 points"
            if more
            else f"{said}, with enough accounts"
        )
    ahead = f"{_named(best)} is ahead with {_percent(best.did)} against {_percent(next_best.did)}"
    return f"Too few to tell: {ahead}; about {more or 1:,} more accounts would settle it"


def _named(arm: Arm) -> str:
    return arm.variant.upper()


def _percent(share: Share) -> str:
    return f"{share.value:.0%}"
