"""When what stands in a book is told: not before it was known."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from console.demo.imported.acquaintances import invent
from console.demo.imported.contents import Contents
from console.demo.imported.contracts import turns
from console.demo.script import Deed
from models.facts import AccountFacts, EventFacts, start_of

DAY = timedelta(days=1)


def tellings(contents: Contents, key: str, starts: datetime, ends: datetime) -> Iterator[Deed]:
    """Answer what is told of one account until `ends`, each at its time.

    That it signed up, and what its contracts say, on the day from which it is so; what happened, when the day is over
    on which it did: a book seldom says more than the day. What was before `starts`, or before it signed up, comes with
    the first that is told.
    """
    account, zone = contents.accounts[key], zone_of(contents.accounts[key])
    born = _moment(account.columns.get("signed_up_at"), zone) or starts
    people = contents.contacts.get(key, {}).values() or invent(account)
    yield Deed(born, (_at_first(account),), tuple(people))
    if gone := _moment(account.columns.get("churned_at"), zone):
        yield Deed(max(gone, born), (AccountFacts(key, {"churned_at": gone}),))
    since = max(born, starts).astimezone(zone).date()
    for day, columns in turns(contents.subscriptions.get(key, {}).values(), since, ends.date()):
        yield Deed(max(start_of(day, zone), born), (AccountFacts(key, columns),))
    for event in contents.events.get(key, ()):
        yield Deed(max(_known(event, zone), born), events=(event,))


def zone_of(account: AccountFacts) -> ZoneInfo:
    """Answer the time zone of an account, as the import takes it."""
    return ZoneInfo(str(account.columns.get("timezone") or "UTC"))


def _at_first(account: AccountFacts) -> AccountFacts:
    return replace(account, columns={name: told for name, told in account.columns.items() if name != "churned_at"})


def _known(event: EventFacts, zone: ZoneInfo) -> datetime:
    """The end of the day on which it happened."""
    day = event.at.astimezone(zone).date() if isinstance(event.at, datetime) else event.at
    return start_of(day + DAY, zone)


def _moment(told: object, zone: ZoneInfo) -> datetime | None:
    if isinstance(told, datetime):
        return told.astimezone(UTC)
    return start_of(told, zone) if isinstance(told, date) else None
