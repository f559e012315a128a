"""Forgetting a person: everything that says who they were is taken out, in one transaction; never to write is kept.

What was decided and done stays true, and names nobody. Tables that later come to hold words are looked through as well:
whatever is not listed in SPARED is searched for the addresses, and what belongs to an account for the names, too.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Row,
    String,
    Table,
    Text,
    TypeDecorator,
    and_,
    cast,
    delete,
    insert,
    or_,
    select,
    update,
)  # fmt: skip

from models import metadata
from models.among import among
from models.facts import CANONICAL
from models.person import Person
from models.places import fingerprint, key_place
from models.reasons import ANY
from models.redaction import Redaction
from models.tables import (
    ACCOUNT,
    ALIAS,
    CONSENT_CHANGE,
    CONTACT,
    DRAFT,
    EVENT,
    REFUSAL,
    SUPPRESSION,
    TASK,
    TOUCHPOINT,
    WAITING,
)  # fmt: skip
from models.turn import stir, take_turn
from models.upsert import insert_new

REASON = "forgotten"
# What nobody's customer is named in: published files, our own people, counts and the machine's own state.
SPARED = frozenset({
    "publication", "release", "user", "sign_in", "invitation", "guess", "heartbeat", "feed", "feed_day", "silence",
    "event_day", "event_name", "event_total", "benchmark", "membership", "suppression", "contact", "alias",
})  # fmt: skip
# Columns in which people read sentences; in the others stand keys and names of things, which stay apart.
PROSE = frozenset({"because", "title", "outcome", "detail", "subject", "text", "html", "recipient"})
PORTION = 500
DRAFTED = "The person it was written for was forgotten."

# What becomes of each table, for those who ask before and after.
FATES: Mapping[str, str] = {
    "contact": "names, address, zone, language and traits are emptied; the id, the account and the role stay",
    "alias": "other names of theirs are deleted",
    "event": "stays and counts; what says who it was is taken out of it",
    "waiting": "what waits for them, or tells of them, is deleted",
    "refusal": "the message is emptied; that one was refused, and why, stays",
    "draft": "what was written for them is emptied",
    "suppression": "one row stays: never write, under what cannot be read back to the address",
    "consent_change": "stays, under what cannot be read back to the address",
}
OTHERWISE = "stays; names and addresses are taken out"


def forget(connection: Connection, now: datetime, person: Person, source: str, because: str = "") -> Mapping[str, int]:
    """Forget this person; answer how many rows of which table were changed or deleted. Twice is once.

    Their accounts are looked at afresh. A mail that is being sent at this moment still arrives.
    """
    take_turn(connection, "alone")
    redaction = Redaction(frozenset(person.addresses), frozenset(person.names))
    done: Counter[str] = Counter()
    _waiting(connection, person, redaction, done)
    _refusals(connection, person, redaction, done)
    _drafts(connection, person, done)
    for table in metadata.sorted_tables:
        if table.name not in SPARED:
            done[table.name] += _redact(connection, table, person, redaction)
    _promise(connection, now, person, source, because, done, redaction.tells)
    _contacts(connection, person, redaction, done)
    stir(connection, now, sorted(person.accounts))
    return {name: done[name] for name in sorted(done) if done[name]}


def _contacts(connection: Connection, person: Person, redaction: Redaction, done: Counter[str]) -> None:
    emptied = {"email": None, "first_name": None, "last_name": None, "timezone": None, "locale": None}
    for row in person.contacts.values():
        key = f"forgotten-{row.id}" if redaction.tells(row.key) else row.key
        known = any((row.email, row.first_name, row.last_name, row.traits, row.told, key != row.key))
        change = update(CONTACT).where(CONTACT.c.id == row.id)
        connection.execute(change.values(key=key, traits={}, told={}, **emptied))
        done["contact"] += known
        mine = (EVENT.c.stranger == row.key) & EVENT.c.stranger.is_not(None)
        connection.execute(update(EVENT).where(mine).values(stranger=key))
    theirs = or_(*(among(connection, one, person.keys) for one in (ALIAS.c.key, ALIAS.c.target)))
    done["alias"] += connection.execute(delete(ALIAS).where(ALIAS.c.noun == "contact", theirs)).rowcount


def _waiting(connection: Connection, person: Person, redaction: Redaction, done: Counter[str]) -> None:
    """Delete what waits for them or tells of them."""
    about = among(connection, WAITING.c.waits_for, {f"contact {key}" for key in person.keys})
    rows = connection.execute(select(WAITING.c.id, WAITING.c.kind, WAITING.c.content, about.label("about"))).all()
    gone = [
        row.id
        for row in rows
        if row.about or _speaks_of(row, person) or redaction.addressed(CANONICAL.encode(row.content))
    ]
    for start in range(0, len(gone), PORTION):
        mine = among(connection, WAITING.c.id, gone[start : start + PORTION])
        done["waiting"] += connection.execute(delete(WAITING).where(mine)).rowcount


def _speaks_of(row: Row[Any], person: Person) -> bool:
    told = row.content.get("key" if row.kind == "contact" else "contact")
    return isinstance(told, str) and told in person.keys


def _refusals(connection: Connection, person: Person, redaction: Redaction, done: Counter[str]) -> None:
    """Empty the messages that tell of them, as a whole: what else stands there nobody has read yet."""
    for row in connection.execute(select(REFUSAL).where(REFUSAL.c.content != "")).all():
        if redaction.addressed(row.content) or any(f'"{key}"' in row.content for key in person.keys):
            values = {"content": "", "reason": redaction.prose(row.reason)}
            connection.execute(update(REFUSAL).where(REFUSAL.c.id == row.id).values(values))
            done["refusal"] += 1


def _drafts(connection: Connection, person: Person, done: Counter[str]) -> None:
    theirs = select(TASK.c.id).where(among(connection, TASK.c.contact_id, [*person.contacts]))
    mine = DRAFT.c.task_id.in_(theirs) & (DRAFT.c.html != "")
    emptied = update(DRAFT).where(mine).values(subject="", text="", html="", because=DRAFTED)
    done["draft"] += connection.execute(emptied).rowcount


def _redact(connection: Connection, table: Table, person: Person, redaction: Redaction) -> int:
    """Take names and addresses out of one table; answer how many rows were changed."""
    columns = [column for column in table.columns if _holds_words(column) and not column.primary_key]
    if not columns:
        return 0
    clauses = (_of_accounts(connection, table, person), _spoken_of(columns, person))
    mine = [clause for clause in clauses if clause is not None]
    if not mine:
        return 0
    keys = [*table.primary_key.columns]
    owner = [table.c.contact_id] if "contact_id" in table.c else []
    query = select(*keys, *columns, *owner).where(or_(*mine))
    changed = 0
    for row in connection.execute(query).mappings().all():
        own = bool(owner) and row["contact_id"] in person.contacts
        new = dict(_changes(table, columns, row, redaction, own=own))
        if new:
            here = and_(*(key == row[key.name] for key in keys))
            connection.execute(update(table).where(here).values(new))
            changed += 1
    return changed


def _holds_words(column: Column[Any]) -> bool:
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return isinstance(kind, String | JSON)


def _changes(
    table: Table, columns: list[Column[Any]], row: Mapping[Any, Any], redaction: Redaction, *, own: bool
) -> Iterator[tuple[str, Any]]:
    for column in columns:
        before = row[column.name]
        if before is None:
            continue
        if isinstance(column.type, JSON):
            after = redaction.value(before, own=own and table is EVENT)
        else:
            after = redaction.prose(before) if column.name in PROSE else redaction.label(before)
        if after != before:
            yield column.name, after


def _of_accounts(connection: Connection, table: Table, person: Person) -> ColumnElement[bool] | None:
    """Answer which rows belong to accounts of theirs, where they may be called by name."""
    if not person.contacts:
        return None
    if "account_id" in table.c:
        return among(connection, table.c.account_id, person.accounts)
    for name, owner in (("task_id", TASK), ("touchpoint_id", TOUCHPOINT)):
        if name in table.c:
            theirs = select(owner.c.id).where(among(connection, owner.c.account_id, person.accounts))
            return table.c[name].in_(theirs)
    return among(connection, ACCOUNT.c.id, person.accounts) if table is ACCOUNT else None


def _spoken_of(columns: list[Column[Any]], person: Person) -> ColumnElement[bool] | None:
    forms = [form for one in sorted(person.addresses) for form in (one, one.replace("@", "%40"))]
    found = [cast(column, Text).icontains(form, autoescape=True) for column in columns for form in forms]
    return or_(*found) if found else None


def _promise(
    connection: Connection,
    now: datetime,
    person: Person,
    source: str,
    because: str,
    done: Counter[str],
    tells: Callable[[str], bool],
) -> None:
    """Keep that they are never written to, by what cannot be read back to an address."""
    kept = {address: fingerprint(address) for address in person.addresses}
    kept |= {place: place for place in (f"contact {contact}" for contact in person.contacts)}
    kept |= {place: place for place in (key_place(row.key) for row in person.contacts.values() if tells(row.key))}
    for place, keep in sorted(kept.items()):
        there = SUPPRESSION.c.email == place
        gone = delete(SUPPRESSION).where(there & (SUPPRESSION.c.reason != REASON) if keep == place else there)
        done["suppression"] += connection.execute(gone).rowcount
        moved = update(CONSENT_CHANGE).where(CONSENT_CHANGE.c.email == place, CONSENT_CHANGE.c.email != keep)
        done["consent_change"] += connection.execute(moved.values(email=keep)).rowcount
        row = {"email": keep, "topic": ANY, "reason": REASON, "source": source, "at": now}
        if insert_new(connection, SUPPRESSION, [row], SUPPRESSION.c.email):
            done["suppression"] += 1
            connection.execute(insert(CONSENT_CHANGE), row | {"allowed": False, "because": because})
