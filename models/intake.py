"""Intake: recording accounts and contacts in bulk, for every door that data comes in by (`intake_events`: events).

Each function takes one transaction and answers an outcome for each fact, in the order given. Facts come checked
(zones, addresses, countries); what only the database knows is checked here. Whatever is told twice is recorded once.
Accounts about which something new was learned are stirred: the clock looks at them next.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Table, bindparam, or_, select, update

from models.facts import CHANGED, KNOWN, NEW, AccountFacts, ContactFacts, Outcome, printable, start_of
from models.rollup import rebuild
from models.tables import ACCOUNT, CONTACT
from models.upsert import insert_new

FRESH_ACCOUNT: Mapping[str, Any] = {
    "plan": None, "industry": None, "country": None, "timezone": "UTC", "seats": None, "arr_cents": None,
    "billing_frequency": None, "trial": False, "owner": None, "signed_up_at": None, "churned_at": None,
    "renewal_on": None, "traits": {},
}  # fmt: skip
FRESH_CONTACT: Mapping[str, Any] = {
    "account_id": None, "email": None, "first_name": None, "last_name": None, "role": "user", "timezone": None,
    "locale": None, "traits": {},
}  # fmt: skip
MOMENTS = ("signed_up_at", "churned_at")

Stored = dict[str, dict[str, Any]]  # rows by key


def record_accounts(connection: Connection, now: datetime, facts: Sequence[AccountFacts]) -> list[Outcome]:
    """Record what is told of accounts: new, changed or known. A moved time zone rebuilds the account's roll-ups."""
    before = _stored(connection, ACCOUNT, {fact.key for fact in facts})
    after = dict(before)
    outcomes = []
    for fact in facts:
        row = after.get(fact.key) or {"key": fact.key, "name": fact.key, **FRESH_ACCOUNT}
        told = _told(row, _in_moments(fact.columns, row), fact.traits)
        outcomes.append(_outcome(after.get(fact.key), told))
        after[fact.key] = told
    lost = _write(connection, ACCOUNT, before, after, {"created_at": now, "wake_at": now})
    stir(connection, now, [row["id"] for key, row in before.items() if row != after[key]])
    zones = {
        row["id"]: after[key]["timezone"] for key, row in before.items() if row["timezone"] != after[key]["timezone"]
    }
    rebuild(connection, {account_id: ZoneInfo(zone) for account_id, zone in zones.items()})
    return _mend(outcomes, facts, lost, lambda again: record_accounts(connection, now, again))


def record_contacts(connection: Connection, now: datetime, facts: Sequence[ContactFacts]) -> list[Outcome]:
    """Record what is told of contacts: new, changed, known, or refused because nobody knows their account."""
    homes = {row.key: row.id for row in accounts_by_key(connection, {fact.account for fact in facts if fact.account})}
    before = _stored(connection, CONTACT, {fact.key for fact in facts})
    after = dict(before)
    outcomes = []
    for fact in facts:
        row = after.get(fact.key) or {"key": fact.key, **FRESH_CONTACT}
        home = homes.get(fact.account) if fact.account else row["account_id"]
        if home is None:
            outcomes.append(Outcome("refused", unknown_account(fact.account)))
            continue
        told = _told(row, {**fact.columns, "account_id": home}, fact.traits)
        outcomes.append(_outcome(after.get(fact.key), told))
        after[fact.key] = told
    lost = _write(connection, CONTACT, before, after, {"created_at": now})
    touched = [row for key in after for row in (before.get(key, {}), after[key]) if before.get(key) != after[key]]
    stir(connection, now, {row["account_id"] for row in touched if row})
    return _mend(outcomes, facts, lost, lambda again: record_contacts(connection, now, again))


def stir(connection: Connection, now: datetime, ids: Collection[int]) -> None:
    """Let the clock look at these accounts at `now`, unless it means to sooner."""
    if not ids:
        return
    # Rows are locked in the order of their ids by everybody who locks several, so that nobody waits in a circle. In a
    # statement of its own: whoever held them may have moved `wake_at`, which only the next statement sees.
    mine = select(ACCOUNT.c.id).where(ACCOUNT.c.id.in_(ids)).order_by(ACCOUNT.c.id).with_for_update(key_share=True)
    connection.execute(mine).all()
    later = or_(ACCOUNT.c.wake_at.is_(None), ACCOUNT.c.wake_at > now)
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.id.in_(ids), later).values(wake_at=now))


def accounts_by_key(
    connection: Connection, keys: Iterable[str], ids: Iterable[int] = ()
) -> Sequence[Row[Any, Any, Any]]:
    """Answer id, key and time zone of the accounts with these keys or ids, locked against a change of their zone."""
    columns = (ACCOUNT.c.id, ACCOUNT.c.key, ACCOUNT.c.timezone)
    mine = or_(ACCOUNT.c.key.in_(list(keys)), ACCOUNT.c.id.in_(list(ids)))
    return connection.execute(select(*columns).where(mine).order_by(ACCOUNT.c.id).with_for_update(key_share=True)).all()


def unknown_account(key: str | None) -> str:
    """Answer the reason why something told of this account is refused."""
    return f'unknown account "{printable(key)}"' if key else "no account is named"


def _stored(connection: Connection, table: Table, keys: Collection[str]) -> Stored:
    query = select(table).where(table.c.key.in_(keys)).order_by(table.c.id).with_for_update(key_share=True)
    return {row["key"]: dict(row) for row in connection.execute(query).mappings()}


def _told(row: dict[str, Any], columns: Mapping[str, object], traits: Mapping[str, object]) -> dict[str, Any]:
    merged = {**row["traits"], **traits}
    return {**row, **columns, "traits": {name: value for name, value in merged.items() if value is not None}}


def _in_moments(columns: Mapping[str, object], row: Mapping[str, Any]) -> dict[str, object]:
    """Answer the columns with days turned into moments: a day begins where the account lives."""
    zone = ZoneInfo(str(columns.get("timezone") or row["timezone"]))
    days = {name: columns[name] for name in MOMENTS if name in columns}
    return {**columns, **{name: _in_moment(day, zone) for name, day in days.items()}}


def _in_moment(day: object, zone: ZoneInfo) -> object:
    return start_of(day, zone) if isinstance(day, date) and not isinstance(day, datetime) else day


def _outcome(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Outcome:
    return NEW if before is None else KNOWN if before == after else CHANGED


def _write(connection: Connection, table: Table, before: Stored, after: Stored, birth: Mapping[str, Any]) -> set[str]:
    """Write what differs; answer the keys that somebody else inserted at the same moment."""
    changed = [row for key, row in after.items() if key in before and row != before[key]]
    if changed:
        names = [column.name for column in table.columns if column.name not in {"id", "key", *birth, "leased_until"}]
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        rows = [{"the_id": row["id"]} | {f"new_{name}": row[name] for name in names} for row in changed]
        connection.execute(update(table).where(table.c.id == bindparam("the_id")).values(values), rows)
    new = [{**row, **birth} for key, row in sorted(after.items()) if key not in before]
    return {row["key"] for row in new} - {row.key for row in insert_new(connection, table, new, table.c.key)}


def _mend(outcomes: list[Outcome], facts: Sequence[Any], lost: set[str], record: Any) -> list[Outcome]:
    """Record the facts that were lost to another writer again, on top of what that one wrote."""
    places = [place for place, fact in enumerate(facts) if fact.key in lost]
    again = record([facts[place] for place in places]) if places else []
    for place, outcome in zip(places, again, strict=True):
        outcomes[place] = outcome
    return outcomes
