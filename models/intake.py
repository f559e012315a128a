"""Intake for imports: accounts, contacts and events, of which everything must be known that they speak of.

Each function takes one transaction and answers an outcome for each fact, in the order given. Facts come checked
(zones, addresses, countries); what only the database knows is checked here. Whatever is told twice is recorded once.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from models.facts import AccountFacts, ContactFacts, EventFacts, Outcome
from models.reception import Told, take


def record_accounts(connection: Connection, now: datetime, facts: Sequence[AccountFacts]) -> list[Outcome]:
    """Record what is told of accounts: new, changed or known. A moved time zone rebuilds the account's roll-ups."""
    return take(connection, now, Told(accounts=facts), patient=False).accounts


def record_contacts(connection: Connection, now: datetime, facts: Sequence[ContactFacts]) -> list[Outcome]:
    """Record what is told of contacts: new, changed, known, or refused because nobody knows their account."""
    return take(connection, now, Told(contacts=facts), patient=False).contacts


def record_events(connection: Connection, now: datetime, facts: Sequence[EventFacts]) -> list[Outcome]:
    """Record events and count them: new, known already, refused because nobody knows the account or contact, or in
    conflict with another event under the same message id (`because` names the place where that one was told).
    """
    return take(connection, now, Told(events=facts), patient=False).events
