"""The one door by which a mail leaves."""

from typing import Protocol

from emails.message import Message
from emails.outcomes import Outcome


class Mailer(Protocol):
    """Hands a message to whoever delivers it. Safe to use from several threads."""

    def send(self, message: Message) -> Outcome:
        """Try once, within the deadline, and say what became of it. Raises nothing for a provider's failure."""
        ...
