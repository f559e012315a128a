"""Intake of accounts: what is told of companies, the later told standing, and the other names they go by."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from models.bulk import insert_bulk
from models.directory import Directory, look_up
from models.facts import CHANGED, KNOWN, NEW, AccountFacts, Outcome
from models.last_told import in_moments, tell
from models.naming import Claim, claim
from models.rollup import rebuild
from models.tables import ACCOUNT
from models.turn import TOLD_COLUMNS, Turn, changes
from models.waiting_room import wait

FRESH: dict[str, Any] = {
    "plan": None, "industry": None, "country": None, "timezone": "UTC", "seats": None, "arr_cents": None,
    "billing_frequency": None, "trial": False, "owner": None, "signed_up_at": None, "churned_at": None,
    "renewal_on": None, "traits": {}, "told": {},
}  # fmt: skip
Rows = dict[str, dict[str, Any]]


def take_accounts(turn: Turn, facts: Sequence[AccountFacts]) -> list[Outcome]:
    """Take what is told of accounts: new, changed, known, waiting, or in conflict over another name.

    A moved time zone rebuilds the account's roll-ups.
    """
    if not facts:
        return []
    refusals = _name(turn, facts)
    accounts = look_up(turn.connection, "account", {fact.key for fact in facts}, *ACCOUNT.c)
    before = {key: turn.accounts.get(key) or dict(row._mapping) for key, row in accounts.rows.items()}
    after = dict(before)
    outcomes = [_take(turn, accounts, after, fact) for fact in facts]
    _insert(turn, [row for key, row in sorted(after.items()) if key not in before])
    _change(turn, before, after)
    waiters = [place for place, outcome in enumerate(outcomes) if outcome.kind == "waiting"]
    waits = wait(turn, [(accounts.absent(facts[place].key), facts[place]) for place in waiters])
    for place, outcome in zip(waiters, waits, strict=True):
        outcomes[place] = outcome
    told = zip(refusals, outcomes, strict=True)
    return [Outcome("conflict", refusal) if refusal else outcome for refusal, outcome in told]


def _take(turn: Turn, accounts: Directory, after: Rows, fact: AccountFacts) -> Outcome:
    key = accounts.key(fact.key)
    stands = after.get(key)
    if stands is None and fact.waits:
        return Outcome("waiting")
    row = tell(stands or {"key": key, "name": key, **FRESH}, fact.columns, fact.traits, fact.at, turn.now)
    after[key] = in_moments(row, ZoneInfo(row["timezone"]))
    return NEW if stands is None else CHANGED if changes(stands, after[key]) else KNOWN


def _name(turn: Turn, facts: Sequence[AccountFacts]) -> list[str]:
    """Claim the other names; answer for each fact why one of its was refused, if one was."""
    claims = [Claim(name, fact.key, fact.at or turn.now) for fact in facts for name in fact.also if name != fact.key]
    taken = look_up(turn.connection, "account", {one.name for one in claims}).rows.keys()
    named = claim(turn, "account", claims, taken) if claims else None
    known = look_up(turn.connection, "account", named.new.values()).rows.keys() if named else ()
    turn.known |= {f"account {key}" for key in known}
    refused = iter(named.refusals if named else ())
    return ["; ".join(filter(None, [next(refused) for name in fact.also if name != fact.key])) for fact in facts]


def _insert(turn: Turn, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        born = [row | {"created_at": turn.now, "wake_at": turn.now} for row in rows]
        insert, parameters = insert_bulk(turn.connection, ACCOUNT, born)
        turn.connection.execute(insert, parameters)
        turn.known |= {f"account {row['key']}" for row in rows}


def _change(turn: Turn, before: Rows, after: Rows) -> None:
    moved = {}
    for key, row in before.items():
        if any(row[name] != after[key][name] for name in TOLD_COLUMNS):
            turn.accounts[key] = after[key]
        if changes(row, after[key]):
            turn.stirred.add(row["id"])
        if row["timezone"] != after[key]["timezone"]:
            moved[row["id"]] = ZoneInfo(after[key]["timezone"])
    rebuild(turn.connection, moved)
