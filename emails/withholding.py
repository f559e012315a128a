"""Mailers that hold mail back: all of it, or whatever is not for an address on a list."""

from dataclasses import dataclass

from emails.allow_list import AllowList
from emails.mailer import Mailer
from emails.message import Message
from emails.outcomes import Outcome, Withheld

SHADOW = "this installation is in shadow mode: it would have been sent, and was not"
NOT_ALLOWED = "the address is not on TENURE_ALLOW: outside of the allow-list nobody is written to"


class ShadowMailer:
    """A `Mailer` that has no way out: no key, no folder, no connection."""

    def send(self, _message: Message) -> Outcome:
        """Send nothing, and say so."""
        return Withheld(SHADOW)


@dataclass(frozen=True, slots=True)
class AllowingMailer:
    """A `Mailer` that hands on what is for an address on the list, and nothing else."""

    mailer: Mailer
    allowed: AllowList

    def send(self, message: Message) -> Outcome:
        """Try once if the address is on the list."""
        return self.mailer.send(message) if self.allowed.allows(message.to.email) else Withheld(NOT_ALLOWED)
