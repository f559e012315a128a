"""The breaker: a provider in trouble is left alone, and one mail at a time asks whether it is back.

Every mail that is answered by 5xx or by nothing may have left, and costs a human a look: an outage must make a few of
them, and not as many as there are mails.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from emails.outcomes import Locked, Outcome, Postponed, Unknown
from models.alarms import clear_alarm, raise_alarm
from models.doors import rest, rests_of, stop_resting
from models.sending import fails_in_a_row
from workers.aftermath import plain
from workers.settlement import PROBE

log = logging.getLogger("tenure.deliver")

ALARM, SUBJECT = "provider", "sending"
RESTS = (1, 2, 5, 15, 30)  # minutes until somebody knocks, the last one for every time after
TROUBLE = "the mail provider failed {} times in a row ({}): mails wait, and one at a time asks whether it is back"
KEY = "the mail provider refuses our key ({}): mails wait until it is mended, and one at a time asks whether it is"


@dataclass(frozen=True, slots=True)
class Breaker:
    """Shuts the provider's door after so many failures in a row, whichever workers met them."""

    in_a_row: int

    def note(self, connection: Connection, outcome: Outcome, now: datetime, machine: datetime, *, knocks: bool) -> None:
        """Take in what became of a try that is written down; `knocks`: it asked whether the provider is back.

        A try that succeeds costs nothing.
        """
        match outcome:
            case Locked(detail=detail):
                self._rest(connection, KEY.format(plain(detail)), now, machine, PROBE)
            case Unknown(detail=detail) | Postponed(detail=detail, until=None):
                if knocks or self._breaks(connection):
                    length = timedelta(minutes=RESTS[min(rests_of(connection), len(RESTS) - 1)])
                    self._rest(connection, TROUBLE.format(self.in_a_row, plain(detail)), now, machine, length)
            case _ if knocks:
                stop_resting(connection)
                if clear_alarm(connection, now, ALARM, SUBJECT):
                    log.warning("the mail provider is back: mails leave again")

    def _breaks(self, connection: Connection) -> bool:
        """Answer whether this failure is the one too many; those that were under way when it broke are not."""
        return fails_in_a_row(connection, self.in_a_row) and not rests_of(connection)

    def _rest(self, connection: Connection, because: str, now: datetime, machine: datetime, length: timedelta) -> None:
        rest(connection, because, machine, machine + length, rests_of(connection) + 1)
        if raise_alarm(connection, now, ALARM, SUBJECT, because):
            log.error("%s", because)
