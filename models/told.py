"""What the doors tell: facts of every kind, of one message or many."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.facts import AccountFacts, ContactFacts, EventFacts, LinkFacts


@dataclass(frozen=True, slots=True)
class Told:
    """What one or many messages tell, in any order."""

    accounts: Sequence[AccountFacts] = ()
    contacts: Sequence[ContactFacts] = ()
    links: Sequence[LinkFacts] = ()
    events: Sequence[EventFacts] = ()
