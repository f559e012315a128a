"""A small world to try the workers in: a real database, a real provider over HTTP, and a clock that the test moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, Table, select

from console.publishing import publish_files
from emails.library import Library
from emails.mailer import Mailer
from journeys.load import Book
from journeys.reserved import RESERVED
from models.agenda import lease_due_accounts
from models.database import begin, look
from models.facts import AccountFacts, ContactFacts, EventFacts
from models.intake import record_accounts, record_contacts, record_events
from models.tables import ACCOUNT, CONTACT, DECISION, TASK, TOUCHPOINT
from tests.first_month import first_month
from tests.provider import Provider
from workers.advance import advance_accounts
from workers.assess import assess_accounts
from workers.boot import App
from workers.calls import deliver_calls
from workers.clocks import machine_time
from workers.deliver import deliver_mails
from workers.editions import Editions, compiled
from workers.feedwatch import Feedwatch
from workers.settings import Settings
from workers.tell_operators import tell_operators

AnyRow = Row[*tuple[Any, ...]]


def compiled_once(sources: Mapping[str, str]) -> tuple[Book, Library]:
    """Answer what these files say; hundreds of worlds publish the same ones, and reading them is half of a test."""
    return _compiled(frozenset(sources.items()))


@lru_cache(maxsize=4)
def _compiled(sources: frozenset[tuple[str, str]]) -> tuple[Book, Library]:
    return compiled(dict(sources))


@dataclass
class World:
    """Everything real but the passing of time."""

    engine: Engine
    mailer: Mailer
    provider: Provider
    home: Path
    now: datetime
    app: App = field(init=False)
    feedwatch: Feedwatch = field(default_factory=Feedwatch)
    events: int = 0

    def __post_init__(self) -> None:
        """Publish the first month of the program that ships, and assemble the app."""
        settings = Settings(TENURE_HOME=self.home, SENDGRID_API_KEY="SG.test", TENURE_DEADLINE_SECONDS=2)
        self.app = App(settings, self.engine, lambda: self.now, self.mailer, "a secret", Editions(compiled_once))
        self.publish(dict(first_month()))

    def publish(self, files: dict[str, str]) -> None:
        """Put these files in force."""
        with begin(self.engine) as connection:
            publish_files(connection, self.now, files, "a test")

    def account(self, key: str = "acme", *, role: str = "admin", email: str | None = "", **columns: Any) -> int:
        """Sign an account up now, with one contact, reachable unless `email` says otherwise; answer its id."""
        told = {
            "name": key.title(),
            "timezone": "UTC",
            "signed_up_at": self.now,
            "seats": 10,
            "arr_cents": 900_000,
        } | columns
        person = {"first_name": "Ada", "role": role, "email": f"ada@{key}.example" if email == "" else email}
        with begin(self.engine) as connection:
            record_accounts(connection, self.now, [AccountFacts(key, told)])
            record_contacts(connection, self.now, [ContactFacts(f"{key}-ada", key, person)])
        self.event(key, "signed in")
        return int(self.rows(ACCOUNT, key=key)[0].id)

    def event(self, account: str, name: str, times: int = 1, at: datetime | None = None, **properties: Any) -> None:
        """Let something happen at an account; a reserved event comes by its own feed, with its properties."""
        reserved, at, facts = RESERVED.get(name), at or self.now, []
        feed = reserved.feed if reserved else "product"
        for _ in range(times):
            self.events += 1
            told = EventFacts(
                f"m{self.events}", name, at, feed, account, properties=properties, reserved=bool(reserved)
            )
            facts.append(told)
        with begin(self.engine) as connection:
            record_events(connection, self.now, facts)

    def assess(self) -> None:
        """Do what a worker does every night, without a broker: assess the accounts whose time has come."""
        everybody = [row.id for row in self.rows(ACCOUNT)]
        if everybody:
            assess_accounts(self.app, everybody)

    def look(self) -> None:
        """Do what the clock and the workers do, without a broker: advance what is due, deliver what that plans."""
        with begin(self.engine) as connection:
            due = lease_due_accounts(connection, self.now, machine_time(), timedelta(), 1000)
        if due:
            advance_accounts(self.app, due)
        self.deliver()

    def deliver(self) -> None:
        """Deliver every mail that is planned and due, and tell other systems."""
        query = select(TOUCHPOINT.c.id).where(TOUCHPOINT.c.state == "planned", TOUCHPOINT.c.due_at <= self.now)
        with look(self.engine) as connection:
            planned = connection.execute(query).scalars().all()
        if planned:
            deliver_mails(self.app, planned)
            deliver_calls(self.app, planned)

    def watch(self) -> None:
        """Do what the clock and a worker do about the feeds, without a broker: raise, clear and tell alarms."""
        tell_operators(self.app, self.feedwatch.watch(self.app))

    def live(self, until: timedelta, account: str) -> None:
        """Let time pass from one look to the next; the product is heard from every day, and nothing else happens."""
        end = self.now + until
        while self.now < end:
            self.now = min(self.now + timedelta(hours=6), end)
            self.event(account, "signed in")
            self.assess()
            self.look()

    def rows(self, table: Table, **where: Any) -> Sequence[AnyRow]:
        """Answer the rows of a table that fit, oldest first."""
        with look(self.engine) as connection:
            query = select(table).where(*(table.c[name] == value for name, value in where.items()))
            return connection.execute(query.order_by(*table.primary_key.columns)).all()

    def ledger(self) -> list[str]:
        """Answer the kinds of decision on record, oldest first."""
        return [line.kind for line in self.rows(DECISION)]

    def mails(self) -> Sequence[AnyRow]:
        """Answer the touchpoints that are mails, oldest first."""
        return self.rows(TOUCHPOINT, channel="email")

    def tasks(self) -> Sequence[AnyRow]:
        """Answer the tasks, oldest first."""
        return self.rows(TASK)

    def contact(self, key: str) -> AnyRow:
        """Answer a contact."""
        return self.rows(CONTACT, key=key)[0]
