"""Moving events to the account and the contact they turn out to belong to, with everything counted of them."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, select

from models.among import among
from models.belonging import Belonging, home_at
from models.bulk import update_bulk
from models.directory import look_up
from models.facts import start_of
from models.rollup import add_days, total_again
from models.shares import SUBSCRIPTIONS
from models.tables import CONTACT, EVENT
from models.turn import Turn

COLUMNS = tuple(
    EVENT.c[name] for name in ("id", "account_id", "contact_id", "name", "at", "day", "amount", "implied", "stranger")
)
PORTION = 5_000  # events in hand at a time


class Place(NamedTuple):
    """Where an event belongs."""

    account: int
    contact: int | None


def meet(turn: Turn, known: Collection[str]) -> None:
    """Give the events that were told of strangers to those who are known now (`contact ann`)."""
    keys = {name.removeprefix("contact ") for name in known if name.startswith("contact ")}
    strangers = turn.connection.execute(select(EVENT.c.stranger).where(told_of(turn, keys)).distinct()) if keys else ()
    met = {stranger for (stranger,) in strangers}
    if met:
        found = look_up(turn.connection, "contact", met, CONTACT.c.id).rows
        _move(turn, told_of(turn, met), lambda row: Place(row.account_id, found[row.stranger].id))


def told_of(turn: Turn, strangers: Collection[str]) -> ColumnElement[bool]:
    """Answer the condition that an event was told of one of these strangers."""
    # Said twice, so that a prepared statement can know that the partial index has them all.
    return EVENT.c.stranger.is_not(None) & among(turn.connection, EVENT.c.stranger, strangers)


def _of(turn: Turn, contacts: Collection[int]) -> ColumnElement[bool]:
    return EVENT.c.contact_id.is_not(None) & among(turn.connection, EVENT.c.contact_id, contacts)


def hand_over(turn: Turn, contacts: Mapping[int, int]) -> None:
    """Give the events of contacts to others, by their ids."""
    _move(turn, _of(turn, contacts.keys()), lambda row: Place(row.account_id, contacts[row.contact_id]))


def bring_home(turn: Turn, belongings: Mapping[int, Belonging]) -> None:
    """Let the events of contacts (by id) that named no account be where they belonged at that moment."""
    mine = _of(turn, belongings.keys()) & EVENT.c.implied
    _move(turn, mine, lambda row: Place(home_at(belongings[row.contact_id], row.day or row.at).id, row.contact_id))


def _move(turn: Turn, mine: ColumnElement[bool], place: Callable[[Row[Any]], Place]) -> None:
    found = turn.connection.execute(select(*COLUMNS).where(mine).order_by(EVENT.c.id)).all()
    moves = [(row, there) for row in found if (there := place(row)) != (row.account_id, row.contact_id)]
    for start in range(0, len(moves), PORTION):
        _settle(turn, moves[start : start + PORTION])


def _settle(turn: Turn, moves: Collection[tuple[Row[Any], Place]]) -> None:
    accounts = {account for row, there in moves for account in (row.account_id, there.account)}
    zones = turn.zones(accounts)
    days: dict[tuple[int, str, date, int], int] = {}
    rows = []
    for row, there in moves:
        for place, amount in ((Place(row.account_id, row.contact_id), -row.amount), (there, row.amount)):
            day = row.day or row.at.astimezone(zones[place.account]).date()
            key = (place.account, row.name, day, place.contact or 0)
            days[key] = days.get(key, 0) + amount
        at: datetime = start_of(row.day, zones[there.account]) if row.day else row.at
        rows.append(
            {"id": row.id, "account_id": there.account, "contact_id": there.contact, "stranger": None, "at": at}
        )
    update_bulk(turn.connection, EVENT, rows)
    add_days(turn.connection, {key: amount for key, amount in days.items() if amount})
    gone = [(row, there) for row, there in moves if row.account_id != there.account]
    if gone:
        names = {row.name for row, _ in gone}
        total_again(
            turn.connection, {account for row, there in gone for account in (row.account_id, there.account)}, names
        )
    turn.stirred |= accounts
    turn.subscribers |= accounts if any(row.name in SUBSCRIPTIONS for row, _ in moves) else set()
