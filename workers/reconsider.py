"""Touchpoints looked at once more before they are said: a batch of them, each with what the engine says of it now."""

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import DBAPIError

from journeys.definition import Journey
from journeys.journey_needs import said_by
from journeys.needs import Need
from models.echoes import Saying, find_echoes
from workers.aftermath import Desk
from workers.editions import ADDRESSED, Edition
from workers.gather import Standing, accounts_by_id, gather
from workers.gather_said import ranked
from workers.recheck import LOOK_AGAIN, Later, Never, Say, Verdict, recheck

log = logging.getLogger("tenure.deliver")

ECHO = "this person was told the same before, as a member of another account or under an earlier id"
LEFT = "the account has left the journey"
ELSEWHERE = "what the step says now is said in another way, by mail or inside the product, and this was not it"
FAILED = "Tenure failed to look at this mail, which is a fault of ours: the worker's log has the details"


def reconsider(
    connection: Connection, edition: Edition, rows: Sequence[Row[Any]], now: datetime
) -> list[tuple[Desk, Verdict]]:
    """Answer for each of these touchpoints, of which nothing was said yet, whether it still stands."""
    accounts = accounts_by_id(connection, {row.account_id for row in rows})
    needs = _needs(edition, {row.journey for row in rows})
    found = gather(connection, accounts, needs, now, edition.book.program.feeds, runs=True, rehearsed=edition.rehearsed)
    standings = {one.account.id: _ranked(one, edition.book.journeys) for one in found}
    desks = sorted((Desk(row, standings[row.account_id], edition) for row in rows), key=_rank)
    echoes = find_echoes(connection, dict(_sayings(desks)), rehearsed=edition.rehearsed)
    return [*_verdicts(desks, echoes, now)]


def _ranked(standing: Standing, journeys: Mapping[str, Journey]) -> Standing:
    said = ranked(standing.behavior.said, journeys)
    return replace(standing, behavior=replace(standing.behavior, said=said))


def _rank(desk: Desk) -> tuple[int, int]:
    """The more important journey speaks first, and of one what was planned first."""
    journey = desk.edition.book.journeys.get(desk.row.journey)
    return -journey.priority if journey else 0, desk.row.id


def _needs(edition: Edition, journeys: Collection[str]) -> frozenset[Need]:
    """Answer what must be gathered to decide by these journeys once more, and to write whatever they may say."""
    book, library = edition.book, edition.library
    known = [book.journeys[name] for name in journeys if name in book.journeys]
    mails = {action.template for journey in known for action in said_by(journey.steps)} & library.names
    fields = frozenset[str]().union(*(library.fields(name) for name in mails))
    return book.catalog.needs(fields - ADDRESSED).union(*(journey.needs for journey in known))


def _verdicts(desks: Sequence[Desk], echoes: Collection[int], now: datetime) -> Iterator[tuple[Desk, Verdict]]:
    """Judge them one after the other: what turns out not to be said now keeps none of those waiting that come after."""
    unsaid: set[int] = set()
    for desk in desks:
        verdict = Never(ECHO, reason="said") if desk.row.id in echoes else _judge(_knowing(desk, unsaid), now)
        if not isinstance(verdict, Say):
            unsaid.add(desk.row.id)
        yield desk, verdict


def _knowing(desk: Desk, unsaid: Collection[int]) -> Desk:
    behavior = desk.standing.behavior
    if all(one.touchpoint not in unsaid for one in behavior.said):
        return desk
    said = tuple(one for one in behavior.said if one.touchpoint not in unsaid)
    return replace(desk, standing=replace(desk.standing, behavior=replace(behavior, said=said)))


def _sayings(desks: Sequence[Desk]) -> Iterator[tuple[int, Saying]]:
    for desk in desks:
        row, enrollment = desk.row, desk.enrollment
        if enrollment is not None:
            yield row.id, Saying(row.contact_id, row.journey, row.step, enrollment.started_at)


def _judge(desk: Desk, now: datetime) -> Verdict:
    row, edition = desk.row, desk.edition
    if desk.enrollment is not None and desk.enrollment.state == "left":
        return Never(LEFT, reason="left")
    try:
        journey = edition.book.journeys.get(row.journey)
        found = recheck(now, row, desk.standing, journey, edition.book.catalog, edition.library)
    except DBAPIError:
        raise
    except Exception:  # one that cannot be judged must neither stop the others nor be forgotten itself
        log.exception("touchpoint %s for account %s could not be looked at", row.id, row.account_id)
        return Later(FAILED, now + LOOK_AGAIN, "failed")
    return Never(ELSEWHERE) if isinstance(found, Say) and found.template.channel != row.channel else found
