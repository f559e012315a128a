"""One receiver's turn with the database: whom it may meet there, and what it leaves to be done at the end."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zlib import crc32
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, case, literal, select, text, update

from models.among import among
from models.bulk import update_bulk
from models.instant import Instant
from models.tables import ACCOUNT

LOCK = 7_236_001  # any number that nobody else takes for an advisory lock
MOST = 2**31 - 1  # of the two numbers that name one; two accounts that share a name wait for each other, and no more
QUEUE = text("SELECT pg_advisory_xact_lock(7236002, :account), pg_advisory_xact_lock(7236003, :email)")
TOLD_COLUMNS = (
    "name", "plan", "industry", "country", "timezone", "seats", "arr_cents", "billing_frequency", "trial", "owner",
    "signed_up_at", "churned_at", "renewal_on", "traits", "told",
)  # fmt: skip


@dataclass(slots=True)
class Turn:
    """What a receiver has learned so far: who was changed, who became known, whom the clock is to look at.

    `wakeful` names the events that may change a decision (none: all do).
    """

    connection: Connection
    now: datetime
    wakeful: Container[str] | None = None
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)  # changed, not yet written, by key
    known: set[str] = field(default_factory=set)  # `account acme`, `contact ann`: something may wait for them
    stirred: set[int] = field(default_factory=set)
    subscribers: set[int] = field(default_factory=set)  # something new is told of their subscriptions

    def wakes(self, name: str) -> bool:
        """Answer whether an event of this name may change a decision."""
        return self.wakeful is None or name in self.wakeful

    def zones(self, ids: Collection[int]) -> dict[int, ZoneInfo]:
        """Answer the zones of accounts, as they are from this turn on."""
        query = select(ACCOUNT.c.id, ACCOUNT.c.timezone).where(among(self.connection, ACCOUNT.c.id, ids))
        found = {row.id: row.timezone for row in self.connection.execute(query).all()} if ids else {}
        found |= {row["id"]: row["timezone"] for row in self.accounts.values()}
        return {account: ZoneInfo(zone) for account, zone in found.items()}

    def finish(self) -> None:
        """Write the changed accounts, and stir whom there is something new about.

        This comes last: accounts are what others lock as well, and nobody is to wait long for them.
        """
        rows = [{name: row[name] for name in ("id", *TOLD_COLUMNS)} for row in self.accounts.values()]
        _lock(self.connection, [row["id"] for row in rows] + [*self.stirred] if rows else [])
        update_bulk(self.connection, ACCOUNT, rows)
        stir(self.connection, self.now, self.stirred)


def take_turn(connection: Connection, kind: Literal["alone", "together"]) -> None:
    """Wait for this transaction's turn, which lasts until its end.

    Receivers of events work side by side. Who tells of accounts, contacts or links is alone, so that no event goes to
    wait for whom somebody else is just telling of, or to a person, an account or a day that is just moving.
    """
    if connection.dialect.name == "postgresql":  # SQLite lets one transaction write at a time anyway
        shared = "_shared" if kind == "together" else ""
        connection.execute(text(f"SELECT pg_advisory_xact_lock{shared}(:lock)"), {"lock": LOCK})


def queue_up(connection: Connection, account: int, email: str) -> None:
    """Wait until nobody else is about to mail this account or this address; both are ours until the transaction ends.

    Asked before anything is read that must not change until then. The account comes first, for everybody, and nobody
    asks for two of a kind: so nobody waits in a circle.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(QUEUE, {"account": account & MOST, "email": crc32(email.encode()) & MOST})


def stir(connection: Connection, now: datetime, ids: Collection[int]) -> None:
    """Let the clock look at these accounts at `now`, unless it means to sooner.

    A lease ends with it: whoever holds it may have passed over the account while we kept it locked.
    """
    if not ids:
        return
    # In a statement of its own: whoever held the rows may have moved `wake_at`, which only the next statement sees.
    _lock(connection, ids)
    theirs = update(ACCOUNT).where(among(connection, ACCOUNT.c.id, ids))
    connection.execute(theirs.values(stirred(now)))


def stirred(now: datetime) -> dict[str, Any]:
    """Answer what an account is changed to about which there is something new."""
    wake_at = ACCOUNT.c.wake_at
    sooner = case((wake_at < now, wake_at), else_=literal(now, Instant()))
    return {"wake_at": sooner, "leased_until": None, "stirs": ACCOUNT.c.stirs + 1}


def _lock(connection: Connection, ids: Iterable[int]) -> None:
    """Lock accounts in the order of their ids, as everybody does who locks several: so nobody waits in a circle."""
    wanted: Sequence[int] = sorted(set(ids))
    if wanted and connection.dialect.name == "postgresql":
        mine = select(ACCOUNT.c.id).where(among(connection, ACCOUNT.c.id, wanted)).order_by(ACCOUNT.c.id)
        connection.execute(mine.with_for_update(key_share=True)).all()


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> bool:
    """Answer whether a row says something else than before; when it was told does not count."""
    return before is None or any(after[name] != before[name] for name in after if name != "told")
