"""The waiting room: facts about an account or contact that nobody told us of yet, and how they come back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from models.among import among
from models.bulk import insert_bulk
from models.facts import CANONICAL, KNOWN, AccountFacts, ContactFacts, EventFacts, Outcome, printable
from models.tables import EVENT, WAITING
from models.told import Told
from models.turn import Turn

Fact = AccountFacts | ContactFacts | EventFacts
KINDS: Mapping[str, type[Fact]] = {"account": AccountFacts, "contact": ContactFacts, "event": EventFacts}


def wait(turn: Turn, waiters: Sequence[tuple[str, Fact]]) -> list[Outcome]:
    """Let facts wait, each for whom it says; answer an outcome for each: it waits, or does so already."""
    if not waiters:
        return []
    rows = {(row := _row(turn, *waiter))["key"]: row for waiter in reversed(waiters)}
    new = _insert(turn, [rows[key] for key in sorted(rows.keys() - _recorded(turn, rows.keys()))])
    outcomes = []
    for waits_for, fact in waiters:
        key = _key(fact)
        outcomes.append(Outcome("waiting", because(waits_for)) if key in new else KNOWN)
        new.discard(key)
    return outcomes


def release(turn: Turn, known: Collection[str]) -> Told:
    """Take everything out that waits for these, in the order in which it came in."""
    mine = among(turn.connection, WAITING.c.waits_for, known)
    query = select(WAITING.c.kind, WAITING.c.content).where(mine).order_by(WAITING.c.id)
    facts = [_fact(row.kind, row.content) for row in turn.connection.execute(query)]
    if facts:
        turn.connection.execute(delete(WAITING).where(mine))
    return Told(
        accounts=[fact for fact in facts if isinstance(fact, AccountFacts)],
        contacts=[fact for fact in facts if isinstance(fact, ContactFacts)],
        events=[fact for fact in facts if isinstance(fact, EventFacts)],
    )


def wait_for_another(turn: Turn, meant: Mapping[str, str]) -> None:
    """Let whatever waits for the ones wait for the others, whom they turned out to mean."""
    waits = among(turn.connection, WAITING.c.waits_for, meant.keys())
    found = turn.connection.execute(select(WAITING.c.waits_for).where(waits).distinct()).scalars().all()
    change = update(WAITING).where(WAITING.c.waits_for == bindparam("old")).values(waits_for=bindparam("new"))
    if found:
        turn.connection.execute(change, [{"old": name, "new": meant[name]} for name in sorted(found)])


def because(waits_for: str) -> str:
    """Answer in words for whom a fact waits."""
    noun, _, key = waits_for.partition(" ")
    return f'it waits until somebody tells of the {noun} "{printable(key)}"'


def _row(turn: Turn, waits_for: str, fact: Fact) -> dict[str, Any]:
    told = fact if fact.at else replace(fact, at=turn.now)
    kind = next(kind for kind, made in KINDS.items() if isinstance(fact, made))
    content = {name: getattr(told, name) for name in type(told).__slots__}
    content["at"] = _plain(content["at"])
    if "columns" in content:
        content["columns"] = {name: _plain(value) for name, value in content["columns"].items()}
    return {
        "kind": kind, "key": _key(fact), "waits_for": waits_for, "content": content, "received_at": turn.now,
    }  # fmt: skip


def _key(fact: Fact) -> str:
    if isinstance(fact, EventFacts):
        return fact.message_id
    told = [repr(getattr(fact, name)) for name in type(fact).__slots__]
    return f"{type(fact).__name__} {blake2b(CANONICAL.encode(told).encode(), digest_size=16).hexdigest()}"


def _plain(value: object) -> list[object]:
    """Answer a value with its kind, as JSON can keep it."""
    if isinstance(value, datetime):
        return ["moment", value.isoformat()]
    return ["day", value.isoformat()] if isinstance(value, date) else ["value", value]


def _value(plain: Sequence[Any]) -> Any:
    kind, value = plain
    return datetime.fromisoformat(value) if kind == "moment" else date.fromisoformat(value) if kind == "day" else value


def _fact(kind: str, content: Mapping[str, Any]) -> Fact:
    told = dict(content) | {"at": _value(content["at"])}
    if "columns" in told:
        told["columns"] = {name: _value(plain) for name, plain in told["columns"].items()}
    if "also" in told:
        told["also"] = tuple(told["also"])
    return KINDS[kind](**told)


def _recorded(turn: Turn, keys: Collection[str]) -> set[str]:
    query = select(EVENT.c.message_id).where(among(turn.connection, EVENT.c.message_id, keys))
    return {*turn.connection.execute(query).scalars()}


def _insert(turn: Turn, rows: Sequence[Mapping[str, Any]]) -> set[str]:
    if not rows:
        return set()
    insert, parameters = insert_bulk(turn.connection, WAITING, rows)
    statement = insert.on_conflict_do_nothing().returning(WAITING.c.key)
    return {row.key for row in turn.connection.execute(statement, parameters)}
