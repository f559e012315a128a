"""Reception: the one entry for everything that is told of accounts, contacts and events, whatever door it came by."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from models.facts import AccountFacts, ContactFacts, EventFacts, LinkFacts, Outcome
from models.intake import record_accounts, record_contacts
from models.intake_events import record_events


@dataclass(frozen=True, slots=True)
class Told:
    """What one or many messages tell, in any order."""

    accounts: Sequence[AccountFacts] = ()
    contacts: Sequence[ContactFacts] = ()
    links: Sequence[LinkFacts] = ()
    events: Sequence[EventFacts] = ()


@dataclass(slots=True)
class Receipt:
    """What became of each fact told, in the order given."""

    accounts: list[Outcome] = field(default_factory=list)
    contacts: list[Outcome] = field(default_factory=list)
    links: list[Outcome] = field(default_factory=list)
    events: list[Outcome] = field(default_factory=list)


def receive(connection: Connection, now: datetime, told: Told, *, wakeful: Container[str] | None = None) -> Receipt:
    """Record what is told, in one transaction; answer what became of it.

    `wakeful` names the events that may change a decision: only accounts with a new one of these, or a reserved one,
    are stirred (none: every new event stirs).
    """
    return Receipt(
        record_accounts(connection, now, told.accounts),
        record_contacts(connection, now, told.contacts),
        [Outcome("refused", "links are not taken yet") for _ in told.links],
        record_events(connection, now, told.events),
    )
