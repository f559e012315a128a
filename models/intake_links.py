"""Intake of links: what is told about who somebody turned out to be."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from models.among import among
from models.belonging import GREENWICH, Belonging, belongings, latest_home, write_belongings
from models.consent import keep_wishes, wish_place
from models.facts import KNOWN, NEW, LinkFacts, Outcome
from models.intake_contacts import write_contacts
from models.last_told import in_moments, join
from models.moving import bring_home, hand_over, told_of
from models.naming import Claim, claim, is_known
from models.tables import CONTACT, EVENT, MEMBERSHIP
from models.turn import Turn

Rows = dict[str, dict[str, Any]]


def take_links(turn: Turn, facts: Sequence[LinkFacts]) -> list[Outcome]:
    """Take what is told of other ids of contacts: new, known, or refused (implied: in conflict) with the reason.

    Where both are known as contacts, all that is known of the one is the other's from now on.
    """
    if not facts:
        return []
    named = claim(turn, "contact", _claims(facts))
    if named.new:
        _meet_strangers(turn, named.new)
        _merge(turn, named.new)
    fresh = dict(named.new)
    return [
        Outcome("conflict" if fact.implied else "refused", refusal)
        if refusal
        else NEW
        if fresh.pop(fact.previous, None)
        else KNOWN
        for fact, refusal in zip(facts, named.refusals, strict=True)
    ]


def is_nothing_new(connection: Connection, facts: Sequence[LinkFacts]) -> bool:
    """Answer whether every link is known already."""
    return is_known(connection, "contact", _claims(facts))


def _claims(facts: Sequence[LinkFacts]) -> list[Claim]:
    return [Claim(fact.previous, fact.contact, fact.at) for fact in facts]


def _meet_strangers(turn: Turn, meant: dict[str, str]) -> None:
    """Let the events of a stranger be those of the person meant, known or not."""
    mine = told_of(turn, meant.keys())
    found = turn.connection.execute(select(EVENT.c.stranger).where(mine).distinct()).scalars().all()
    mine = EVENT.c.stranger.is_not(None) & (EVENT.c.stranger == bindparam("old"))
    change = update(EVENT).where(mine).values(stranger=bindparam("new"))
    if found:
        turn.connection.execute(change, [{"old": key, "new": meant[key]} for key in sorted(found)])


def _merge(turn: Turn, meant: dict[str, str]) -> None:
    keys = {*meant, *meant.values()}
    query = select(CONTACT).where(among(turn.connection, CONTACT.c.key, keys), CONTACT.c.merged_into.is_(None))
    rows = {row["key"]: dict(row) for row in turn.connection.execute(query).mappings()}
    turn.known |= {f"contact {target}" for target in meant.values() if target in rows}
    told = belongings(turn.connection, {row["id"] for row in rows.values()})
    changed: dict[int, dict[str, Any]] = {}
    merged: dict[int, int] = {}
    both = [(key, target) for name, target in meant.items() for key in (name, target)]
    wishes = [(wish_place(rows[key]), target) for key, target in both if key in rows]
    for name, target in meant.items():
        if name in rows:
            turn.stirred.add(rows[name]["account_id"])
            row = _join(rows, name, target, told, merged)
            changed[row["id"]] = row
    if changed:
        _write(turn, changed, merged, told)
        keep_wishes(turn.connection, [(place, wish_place(rows[key])) for place, key in wishes if key in rows])


def _join(rows: Rows, name: str, target: str, told: dict[int, Belonging], merged: dict[int, int]) -> dict[str, Any]:
    """Join one contact with the one it means, or give it the other's key while nobody is known by that."""
    mine = rows.pop(name)
    if target not in rows:
        rows[target] = mine | {"key": target}
        return rows[target]
    other = rows[target]
    belonging = told[other["id"]]
    for since, home in told.pop(mine["id"]).items():
        belonging[since] = max(home, belonging.get(since, home))
    merged[mine["id"]] = other["id"]
    rows[target] = in_moments(join(other, mine), GREENWICH)
    if belonging:
        rows[target]["account_id"] = latest_home(belonging).id
    return rows[target]


def _write(turn: Turn, changed: dict[int, dict[str, Any]], merged: dict[int, int], told: dict[int, Belonging]) -> None:
    write_contacts(turn, [*changed.values()])
    turn.known |= {f"contact {row['key']}" for row in changed.values()}
    turn.stirred |= {row["account_id"] for row in changed.values()}
    if merged:
        _leave(turn, merged)
        grown = {contact: told[contact] for contact in {*merged.values()} if told[contact]}
        write_belongings(turn.connection, grown)
        hand_over(turn, merged)
        bring_home(turn, grown)


def _leave(turn: Turn, merged: dict[int, int]) -> None:
    """Mark contacts, and those who were merged into them before, as merged: they belong nowhere any more."""
    gone = among(turn.connection, MEMBERSHIP.c.contact_id, merged.keys())
    turn.connection.execute(delete(MEMBERSHIP).where(gone))
    change = update(CONTACT).where((CONTACT.c.id == bindparam("old")) | (CONTACT.c.merged_into == bindparam("old")))
    pairs = [{"old": old, "new": new} for old, new in sorted(merged.items())]
    turn.connection.execute(change.values(merged_into=bindparam("new")), pairs)
