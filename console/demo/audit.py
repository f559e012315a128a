"""The audit: our own record of what was said, held against the provider's ledger of what it got."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from console.demo.crowding import NO_RESTRAINT, Restraint, commercial_mails
from models.tables import ACCOUNT, TOUCHPOINT

T = TOUCHPOINT.c
ALARM = "alarm-"  # what the keys of mails to the program's own operators begin with


@dataclass(frozen=True, slots=True)
class Audit:
    """What the comparison found, as send keys; `unknown` are those we list as such ourselves.

    `held` are planned for after the end, as while a human is at work: nobody missed them. `above` says in words who got
    more than the gap and the caps allow.
    """

    mails: int
    twice: tuple[str, ...]
    missing: tuple[str, ...]
    unasked: tuple[str, ...]
    open: tuple[str, ...]
    unknown: tuple[str, ...]
    held: tuple[str, ...] = ()
    above: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Answer whether nobody got a mail twice, unasked or too soon, and nobody missed one."""
        return not (self.twice or self.missing or self.unasked or self.open or self.above)

    def line(self) -> str:
        """Answer the finding in one line; what must never be is told when it is."""
        found = [f"{_count(self.twice)} twice", f"{_count(self.missing)} missing"]
        found += [f"{len(self.unasked)} not asked for"] if self.unasked else []
        found += [f"{len(self.open)} never settled"] if self.open else []
        found += [f"{len(self.above)} above the caps"] if self.above else []
        found += [f"{len(self.held)} held for later"] if self.held else []
        found += [f"{len(self.unknown)} unknown (listed)"] if self.unknown else ["none unknown"]
        return f"the provider's ledger: {self.mails} mails, {', '.join(found)}"


def _count(keys: tuple[str, ...]) -> str:
    return str(len(keys) or "none")


def audit(connection: Connection, ledger: Iterable[str], now: datetime, restraint: Restraint = NO_RESTRAINT) -> Audit:
    """Answer how the send keys in the provider's `ledger`, one for each mail it accepted, fit to our touchpoints.

    `now` is the end of the play: what is planned and not due by then is held. What the provider got must fit into what
    the `restraint` allows, whatever we say became of it.
    """
    got = Counter(ledger)
    mails = connection.execute(select(T.key, T.state, T.due_at).where(T.channel == "email"))
    rows = mails.all()
    states: dict[str, str] = {row.key: row.state for row in rows}
    held = {row.key for row in rows if row.state == "planned" and row.due_at > now}
    accepted = {key for key, state in states.items() if state == "accepted"}
    unknown = {key for key, state in states.items() if state == "unknown"}
    waiting = {key for key, state in states.items() if state in {"planned", "sending"}} - held
    return Audit(
        mails=got.total(),
        twice=tuple(sorted(key for key, times in got.items() if times > 1)),
        missing=tuple(sorted(accepted - got.keys())),
        unasked=tuple(sorted(key for key in got.keys() - accepted - unknown if not key.startswith(ALARM))),
        open=tuple(sorted(waiting)),
        unknown=tuple(sorted(unknown)),
        held=tuple(sorted(held)),
        above=tuple(restraint.broken(mail for key, mail in commercial_mails(connection).items() if key in got)),
    )


def listed(connection: Connection) -> list[str]:
    """Answer, for each mail of which nobody knows whether it arrived, the account and the step."""
    a = ACCOUNT.c
    query = select(a.key, T.journey, T.step).join(ACCOUNT, a.id == T.account_id).where(T.state == "unknown")
    return [f"{row.key}, {row.journey} / {row.step}" for row in connection.execute(query.order_by(a.key, T.step))]
