"""What follows for a mail that may or may not have left. Pure."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from journeys.definition import Doubt

WAITS = 4  # times as long as events may take; whoever mails little has nothing sooner by which it could show
RESEND_AFTER = timedelta(hours=24)  # of silence; SendGrid tells of an event for so long, again and again

REACHED = {"delivered", "bounced", "blocked", "opened", "clicked", "complained", "unsubscribed", "resubscribed"}
TAKEN = {"processed", "deferred"}


def came_of(kinds: Set[str]) -> Literal["accepted", "refused", ""]:
    """Answer what became of a mail of which these kinds of events were told, in whatever order; nothing: nobody knows.

    What reached the other side was accepted, whatever else was told; what was dropped did not go out.
    """
    if kinds & REACHED:
        return "accepted"
    if "dropped" in kinds:
        return "refused"
    return "accepted" if kinds & TAKEN else ""


@dataclass(frozen=True, slots=True)
class Silence:
    """A mail in doubt `since` then, of which nothing was told; `proof`: when it showed that something would have been.

    All in the machine's time. `patience`: how long events may take; None: nobody tells us of any. `mute`: the provider
    is in trouble, so nothing that it takes later can show anything yet.
    """

    since: datetime
    proof: datetime | None
    patience: timedelta | None
    policy: Doubt
    mute: bool = False


@dataclass(frozen=True, slots=True)
class Until:
    """Nobody can say yet: look again then."""

    moment: datetime


Conclusion = Until | Literal["absent", "hold", "resend", "give up"]


def conclude(silence: Silence, machine: datetime) -> Conclusion:
    """Answer what follows: it was certainly not accepted (`absent`), or what the step says (`doubt`)."""
    since, proof, patience = silence.since, silence.proof, silence.patience
    if patience is not None:
        if proof is not None:
            return Until(proof + patience) if machine < proof + patience else "absent"
        soon, last = machine + patience / WAITS, since + WAITS * patience  # a proof may come meanwhile
        if machine < last:
            return Until(min(soon, last))
        if silence.mute and silence.policy == "hold":
            return Until(soon)
    if silence.policy == "resend" and machine < since + RESEND_AFTER:
        return Until(since + RESEND_AFTER)
    return silence.policy
