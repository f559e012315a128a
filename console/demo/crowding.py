"""Who was mailed too often: commercial mails nearer than the gap, or more of them than the caps allow."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import Connection, func, select

from journeys.caps import Cap, Caps
from journeys.durations import in_words
from models.mail_changes import left_at
from models.tables import ACCOUNT, CONTACT, TOUCHPOINT

A, P, T = ACCOUNT.c, CONTACT.c, TOUCHPOINT.c


@dataclass(frozen=True, slots=True)
class Mail:
    """A commercial mail: the account and the person it was for (whoever has their address), who sent it, and when."""

    account: str
    person: str | int
    said_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Restraint:
    """What a program asks for: the gap after a mail, to an account and to a person, and the caps."""

    gap: timedelta
    caps: Caps

    def words(self) -> str:
        """Answer it in words."""
        caps = ((self.caps.contact, "a person"), (self.caps.account, "an account"))
        told = [f"{self.gap / timedelta(hours=1):.0f} hours between two commercial mails"]
        return "; ".join(told + [f"{cap} for {whom}" for cap, whom in caps if cap])

    def broken(self, mails: Iterable[Mail]) -> Iterator[str]:
        """Answer every place where mails that left are nearer or more than that."""
        by_account, by_person = _groups(mails)
        for name, theirs in by_account.items():
            yield from _near(name, theirs, self.gap)
            yield from _many(name, theirs, self.caps.account)
        for theirs in by_person.values():
            yield from _near_elsewhere(theirs, self.gap)
            yield from _many(f"a person at {theirs[0].account}", theirs, self.caps.contact)


NO_RESTRAINT = Restraint(timedelta(0), Caps())


def commercial_mails(connection: Connection, *states: str) -> Mapping[str, Mail]:
    """Answer the commercial mails by their send keys; with `states`, only those that have one of them."""
    owned = CONTACT.alias("owner")
    owner = owned.c
    query = (
        select(T.key, A.key.label("account"), P.id, owner.id.label("owner"), T.journey, T.step, left_at(T).label("at"))
        .add_columns(func.coalesce(owner.email, P.email).label("email"))
        .join(ACCOUNT, A.id == T.account_id)
        .join(CONTACT, P.id == T.contact_id)
        .outerjoin(owned, owner.id == P.merged_into)
        .where(T.commercial, *([T.state.in_(states)] if states else []))
    )
    rows = connection.execute(query)
    return {
        row.key: Mail(row.account, row.email or row.owner or row.id, f"{row.journey} / {row.step}", row.at)
        for row in rows
    }


def _groups(mails: Iterable[Mail]) -> tuple[Mapping[str, Sequence[Mail]], Mapping[str | int, Sequence[Mail]]]:
    by_account: dict[str, list[Mail]] = defaultdict(list)
    by_person: dict[str | int, list[Mail]] = defaultdict(list)
    for mail in sorted(mails, key=lambda one: (one.at, one.account, one.said_by)):
        by_account[mail.account].append(mail)
        by_person[mail.person].append(mail)
    return dict(sorted(by_account.items())), by_person


def _near(name: str, mails: Sequence[Mail], gap: timedelta) -> Iterator[str]:
    for one, other in pairwise(mails):
        if other.at - one.at < gap:
            yield f"{name}: {one.said_by} and {other.said_by} within the gap"


def _near_elsewhere(mails: Sequence[Mail], gap: timedelta) -> Iterator[str]:
    """What one account did to a person who had just been mailed as a member of another."""
    for one, other in pairwise(mails):
        if one.account != other.account and other.at - one.at < gap:
            both = f"{one.said_by} and {other.said_by}"
            yield f"a person at {one.account} and {other.account}: {both} within the gap"


def _many(name: str, mails: Sequence[Mail], cap: Cap | None) -> Iterator[str]:
    if cap is None:
        return
    for first in range(len(mails) - cap.most):
        some = mails[first : first + cap.most + 1]
        if some[-1].at - some[0].at < cap.within:
            told = ", ".join(mail.said_by for mail in some)
            yield f"{name}: {len(some)} mails within {in_words(cap.within)}: {told}"
