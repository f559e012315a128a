"""A batch of accounts as they were found, and what is concluded for each: nothing of it is written yet."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row

from journeys.definition import Journey
from models.worklist import Closing
from workers.assess import Assessed
from workers.boot import App
from workers.courses import Courses
from workers.editions import Edition
from workers.finishing import without_finished
from workers.gather import Standing, gather
from workers.gather_said import not_yet, ranked
from workers.night import Night
from workers.past_runs import lapsed_runs
from workers.prepared import prepare
from workers.record import Round
from workers.rounds import Stride, decide_round

log = logging.getLogger("tenure.advance")


@dataclass(frozen=True, slots=True)
class Considered:
    """What an edition says of some accounts.

    `lapsed` are the runs, by account, whose condition is seen to hold no more; `failed` the accounts that could not be
    decided, which is a fault of ours. `assessed` are those that were to be assessed, and were on the way.
    """

    edition: Edition
    rounds: list[Round]
    closings: list[Closing]
    lapsed: dict[int, list[int]]
    failed: list[int]
    assessed: list[Assessed]

    def of(self, kept: Collection[int]) -> "Considered":
        """Answer the same for some of the accounts."""
        return Considered(
            self.edition,
            [one for one in self.rounds if one.standing.account.id in kept],
            [closing for closing in self.closings if closing.account in kept],
            {account: runs for account, runs in self.lapsed.items() if account in kept},
            [account for account in self.failed if account in kept],
            [one for one in self.assessed if one.account.id in kept],
        )


def consider(
    connection: Connection,
    app: App,
    edition: Edition,
    accounts: Sequence[Row[Any]],
    now: datetime,
    night: Night,
    paused: Mapping[str, str],
) -> Considered:
    """Look at these accounts and decide, and assess those of them whose `night` it is; reads only.

    `paused` says of some journeys why they are.
    """
    book = edition.book
    needs, feeds = book.needs | night.needs, book.program.feeds
    found = gather(connection, accounts, needs, now, feeds, runs=True, rehearsed=edition.rehearsed)
    standings, closings = without_finished(now, [_not_yet_said(one, book.journeys) for one in found], book.playbooks)
    courses = Courses(connection, app.editions, edition, standings)
    considered = Considered(edition, [], closings, {}, [], [])
    for standing in standings:
        # All three one after the other for each account: what is costly to find out about it is found once.
        considered.assessed.extend(night.assess(now, book.catalog, standing))
        lapsed = [*lapsed_runs(now, standing, book.journeys)]
        strides = _decide(edition, courses, standing, now, paused)
        if strides is None:
            considered.failed.append(standing.account.id)
        else:
            considered.rounds.append(Round(standing, strides))
            considered.lapsed[standing.account.id] = lapsed
    considered.rounds[:] = _prepared(connection, edition, considered.rounds, now)
    return considered


def _not_yet_said(standing: Standing, journeys: Mapping[str, Journey]) -> Standing:
    said = ranked(not_yet(standing.behavior.said), journeys)
    if said == standing.behavior.said:
        return standing
    return replace(standing, behavior=replace(standing.behavior, said=said))


def _prepared(connection: Connection, edition: Edition, rounds: Sequence[Round], now: datetime) -> Sequence[Round]:
    """Answer the rounds with what is prepared for the humans to whom they hand accounts."""
    handed = {one.standing.account.id: (one.standing, plays) for one in rounds if (plays := one.handed)}
    tables = prepare(connection, edition, handed, now)
    return [one._replace(table=tables.get(one.standing.account.id, one.table)) for one in rounds] if tables else rounds


def _decide(
    edition: Edition, courses: Courses, standing: Standing, now: datetime, paused: Mapping[str, str]
) -> Sequence[Stride] | None:
    try:
        course = partial(courses.of, now, standing)
        return decide_round(now, standing, edition.book.journeys, edition.numbers, course, paused)
    except Exception:  # one account that cannot be decided must not stop the others, nor be forgotten itself
        log.exception("account %s could not be decided", standing.account.id)
        return None
