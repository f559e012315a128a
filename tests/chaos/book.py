"""Who takes part in a run, and the planner: what each of them has to get, known before anything happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, update

from models.database import begin
from models.facts import AccountFacts, ContactFacts
from models.hearing import hear
from models.intake import record_accounts, record_contacts
from models.tables import ACCOUNT
from tests.chaos.program import EVERYBODY, JOURNEY, steps_of
from workers.send_key import send_key

NEVER = timedelta(days=36_500)  # nobody is assessed here: it is mails that are counted
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Person:
    """An account with one person, and when it signed up."""

    name: str
    signed_up: datetime

    @property
    def contact(self) -> str:
        """Answer the person's key."""
        return f"{self.name}-ada"

    @property
    def email(self) -> str:
        """Answer the person's address."""
        return f"ada@{self.name}.example"

    def key(self, step: str) -> str:
        """Answer the send key of one mail to them: what the provider's ledger must show, once."""
        return send_key(self.name, JOURNEY, "once", step, self.contact)


def people(number: int, starts: datetime, prefix: str = "acc") -> list[Person]:
    """Answer so many people, of accounts that all sign up at once."""
    return [Person(f"{prefix}{place:05}", starts) for place in range(number)]


def expected(book: Sequence[Person], days: int) -> set[str]:
    """Answer the send keys of everything that has to arrive: each step to each person, once."""
    return {person.key(step) for person in book for step in steps_of(days)}


def sign_up(engine: Engine, now: datetime, book: Sequence[Person], seats: int = EVERYBODY) -> None:
    """Tell of these accounts and people, as the product would. `seats` says which journey they are in."""
    for start in range(0, len(book), AT_ONCE):
        part = book[start : start + AT_ONCE]
        with begin(engine) as connection:
            told = {"timezone": "UTC", "seats": seats, "arr_cents": 900_000}
            accounts = [AccountFacts(one.name, told | {"signed_up_at": one.signed_up}) for one in part]
            record_accounts(connection, now, accounts)
            facts = [
                ContactFacts(one.contact, one.name, {"first_name": "Ada", "role": "admin", "email": one.email})
                for one in part
            ]
            record_contacts(connection, now, facts)
            hear(connection, now, dict.fromkeys(("product", "billing", "support"), now))
            names = ACCOUNT.c.key.in_([one.name for one in part])
            connection.execute(update(ACCOUNT).where(names).values(assess_at=now + NEVER))
