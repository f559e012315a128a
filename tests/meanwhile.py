"""A provider that lets something else happen while it is sending, and senders that die."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update

from emails.message import Message
from emails.outcomes import Accepted, Outcome
from models.database import begin
from models.tables import TOUCHPOINT
from tests.world import World
from workers.advance import advance_accounts
from workers.clocks import machine_time
from workers.deliver import deliver_mails
from workers.expiry import settle_the_dead


def nothing() -> None:
    """Happens."""


class Meanwhile:
    """A mailer that takes every mail, or answers as told, after a deed; `mails` are those it was handed."""

    def __init__(self, deed: Callable[[], object] = nothing, answer: Outcome | None = None) -> None:
        self.deed, self.answer = deed, answer or Accepted("here")
        self.mails: list[Message] = []

    @property
    def keys(self) -> list[str]:
        """Answer the send keys of those mails, in order."""
        return [mail.key for mail in self.mails]

    def send(self, message: Message) -> Outcome:
        """Do the deed and answer."""
        self.mails.append(message)
        self.deed()
        return self.answer


def planned(world: World, *accounts: str) -> list[int]:
    """Answer the ids of the welcomes of these accounts, planned and not sent."""
    return advance_accounts(world.app, [world.account(name) for name in accounts or ("acme",)])


def deliver(world: World, mails: Sequence[int], mailer: Meanwhile) -> None:
    """Deliver through this mailer."""
    deliver_mails(replace(world.app, mailer=mailer), mails)


def the_sender_died(world: World, patience: timedelta | None = None) -> None:
    """Let every lease run out, and the clock find out; `patience`: of who is told by the provider (None: nobody is)."""
    with begin(world.engine) as connection:
        connection.execute(update(TOUCHPOINT).values(leased_until=machine_time() - timedelta(minutes=1)))
        edition = world.app.editions.current(connection)
        assert edition is not None
        settle_the_dead(connection, edition, world.now, machine_time(), patience)
