"""One more look before we speak: does the engine still say that this mail should go, to this contact, now?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, assert_never

from sqlalchemy import Row

from emails.library import Library
from emails.template import Template
from journeys.behavior import Behavior, Contact, Said
from journeys.catalog import Catalog, unknowns
from journeys.decisions import Call, Finish, HandOver, Hold, Leave, Position, Reason, Send, Skip, Wait
from journeys.definition import Journey
from journeys.engine import decide
from workers.editions import ADDRESSED
from workers.gather import Standing

LOOK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Say:
    """Yes: this mail, in this edition, to this contact."""

    template: Template
    contact: Contact


@dataclass(frozen=True, slots=True)
class Later:
    """Not now; ask again then. `kind` is the ledger's word for it."""

    because: str
    until: datetime
    kind: str = "hold"
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class Never:
    """No longer; with `instead`, a human takes over, or the same mail goes to somebody else."""

    because: str
    instead: HandOver | Send | None = None
    reason: Reason = ""


Verdict = Say | Later | Never


def recheck(
    now: datetime, row: Row[Any], standing: Standing, journey: Journey | None, catalog: Catalog, library: Library
) -> Verdict:
    """Answer whether the mail planned in `row` still stands, by the same function that planned it."""
    enrollment = standing.enrollments.get((row.journey, row.occurrence))
    if journey is None or enrollment is None:
        return Later("its journey is withdrawn: it waits until that is published again", now + LOOK_AGAIN)
    behavior = _before(row, journey.priority, standing.behavior)
    decision = decide(now, journey, Position(enrollment.started_at, row.step), behavior)
    match decision:
        case Send():
            return _say(now, row, standing, decision, catalog, library)
        case Wait(until=until, because=because):
            return Later(because, until)
        case Hold(until=until, because=because, reason=reason):
            return Later(because, until, reason=reason)
        case HandOver(because=because):
            return Never(because, decision)
        case Call() | Skip() | Leave() | Finish():
            return Never(decision.because, reason=decision.reason if isinstance(decision, Skip) else "left")
        case never:
            assert_never(never)


def _say(now: datetime, row: Row[Any], standing: Standing, send: Send, catalog: Catalog, library: Library) -> Verdict:
    """Answer the mail, if it goes to the same person, is still published and names nothing that is unknown."""
    contact = next(contact for contact in standing.behavior.contacts if contact.id == send.contact)
    if contact.id != row.contact_id:
        return Never(f"it goes to {contact.first_name or contact.email} instead", send)
    if send.template not in library.names:
        return Later(f"the mail {send.template} is not published any more", now + LOOK_AGAIN)
    mail = library.choose(send.template, contact.locale, standing.account.key, row.variant)
    doubts = unknowns(now, catalog, standing.behavior, contact, mail.fields - ADDRESSED)
    return _wait_to_know(now, doubts) if doubts else Say(mail, contact)


def _before(row: Row[Any], priority: int, behavior: Behavior) -> Behavior:
    """Answer what is known but for this mail itself, and those planned after it: they wait for it, not it for them.

    It waits for one of a journey of higher priority, whenever that was planned.
    """
    said = (one for one in behavior.said if one.touchpoint != row.id and not _comes_later(row, priority, one))
    return replace(behavior, said=tuple(said))


def _comes_later(row: Row[Any], priority: int, one: Said) -> bool:
    return one.planned and one.touchpoint > row.id and not (one.commercial and one.priority > priority)


def _wait_to_know(now: datetime, doubts: Mapping[str, str]) -> Later:
    name, why = next(iter(doubts.items()))
    return Later(f"the mail names {name}, which is unknown: {why}", now + LOOK_AGAIN, reason="unknown")
