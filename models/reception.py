"""Reception: the one entry for everything that is told of accounts, contacts and events, whatever door it came by."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from models.facts import Outcome
from models.intake_accounts import take_accounts
from models.intake_contacts import take_contacts
from models.intake_events import take_events
from models.intake_links import is_nothing_new, take_links
from models.moving import meet
from models.portfolio import settle
from models.shares import SUBSCRIPTIONS
from models.told import Told
from models.turn import Turn, take_turn
from models.waiting_room import release

__all__ = ["Receipt", "Told", "receive", "take"]


@dataclass(slots=True)
class Receipt:
    """What became of each fact told, in the order given."""

    accounts: list[Outcome] = field(default_factory=list)
    contacts: list[Outcome] = field(default_factory=list)
    links: list[Outcome] = field(default_factory=list)
    events: list[Outcome] = field(default_factory=list)


def receive(connection: Connection, now: datetime, told: Told, *, wakeful: Container[str] | None = None) -> Receipt:
    """Record what is told, in one transaction; answer what became of it.

    What is true afterwards depends on what was told, not on the order or the batches in which it came. What is about
    somebody nobody told us of waits until somebody does. `wakeful` names the events that may change a decision: only
    accounts with a new one of these, or a reserved one, are stirred (none: every new event stirs).
    """
    return take(connection, now, told, wakeful=wakeful)


def take(
    connection: Connection,
    now: datetime,
    told: Told,
    *,
    wakeful: Container[str] | None = None,
    patient: bool = True,
) -> Receipt:
    """As `receive`; without patience, what is about somebody nobody told us of is refused."""
    take_turn(connection, "alone" if _changes_accounts(connection, told) else "together")
    turn = Turn(connection, now, wakeful)
    receipt = _take(turn, told, patient=patient)
    while turn.known:
        known, turn.known = turn.known, set()
        meet(turn, known)
        _take(turn, release(turn, known), patient=True)
    settle(turn)
    turn.finish()
    return receipt


def _changes_accounts(connection: Connection, told: Told) -> bool:
    if told.accounts or told.contacts or not is_nothing_new(connection, told.links):
        return True
    return any(event.reserved and event.name in SUBSCRIPTIONS for event in told.events)


def _take(turn: Turn, told: Told, *, patient: bool) -> Receipt:
    return Receipt(
        take_accounts(turn, told.accounts),
        links=take_links(turn, told.links),
        contacts=take_contacts(turn, told.contacts, patient=patient),
        events=take_events(turn, told.events, patient=patient),
    )
