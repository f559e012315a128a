"""Naming: what is told about other names of accounts and contacts, each name meaning one of them for good."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from models.among import among
from models.bulk import insert_bulk
from models.directory import Noun, aliases
from models.facts import printable
from models.tables import ALIAS
from models.turn import Turn
from models.waiting_room import wait_for_another


class Claim(NamedTuple):
    """That `name` is another name of `target`."""

    name: str
    target: str
    at: datetime


class Named(NamedTuple):
    """What became of claims: why each was refused (nothing: it was not), and the names that are new, in order."""

    refusals: list[str]
    new: dict[str, str]


def claim(turn: Turn, noun: Noun, claims: Sequence[Claim], taken: Collection[str] = ()) -> Named:
    """Take claims, first come, first served; those of `taken` can be nobody's other name.

    A name of a name leads to the end of the chain at once; whatever waits for the name waits for its target.
    """
    names = aliases(turn.connection, noun, {key for one in claims for key in (one.name, one.target)})
    new: dict[str, Claim] = {}
    refusals = []
    for one in claims:
        target, stands = _end(names, one.target), _end(names, one.name)
        refusals.append(_refusal(one, target, stands, one.name in names, one.name in taken))
        if not refusals[-1] and stands != target:
            names[one.name] = target
            new[one.name] = one
    _write(turn, noun, [one._replace(target=_end(names, one.target)) for one in new.values()])
    return Named(refusals, {name: _end(names, name) for name in new})


def is_known(connection: Connection, noun: Noun, claims: Sequence[Claim]) -> bool:
    """Answer whether claims say nothing new."""
    names = aliases(connection, noun, {key for one in claims for key in (one.name, one.target)})
    return all(one.name in names and _end(names, one.name) == _end(names, one.target) for one in claims)


def _end(names: dict[str, str], key: str) -> str:
    while key in names:
        key = names[key]
    return key


def _refusal(one: Claim, target: str, stands: str, named: bool, taken: bool) -> str:
    if one.name == one.target:
        return f'"{printable(one.name)}" is its own name'
    if stands == target and not named:
        return f'"{printable(one.target)}" is another name of "{printable(one.name)}" already, not the other way round'
    if stands == target:
        return ""
    if named:
        return f'"{printable(one.name)}" is another name of "{printable(stands)}" already'
    return f'"{printable(one.name)}" is known as one of its own' if taken else ""


def _write(turn: Turn, noun: Noun, claims: Sequence[Claim]) -> None:
    if not claims:
        return
    meant = {one.name: one.target for one in claims}
    mine = (ALIAS.c.noun == noun) & among(turn.connection, ALIAS.c.target, meant.keys())
    chained = turn.connection.execute(select(ALIAS.c.target).where(mine).distinct()).scalars().all()
    here = (ALIAS.c.noun == noun) & (ALIAS.c.target == bindparam("old"))
    if chained:
        change = update(ALIAS).where(here).values(target=bindparam("new"))
        turn.connection.execute(change, [{"old": name, "new": meant[name]} for name in chained])
    rows = [{"noun": noun, "key": one.name, "target": one.target, "at": one.at} for one in claims]
    insert, parameters = insert_bulk(turn.connection, ALIAS, rows)
    turn.connection.execute(insert, parameters)
    wait_for_another(turn, {f"{noun} {name}": f"{noun} {target}" for name, target in meant.items()})
