"""Who wants no mail races the send: what was committed before transaction A began stops it. By real threads."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection, Row, delete, update

from models.consent import suppress, unsubscribe
from models.database import begin
from models.sending import Ready, claim, open_attempt
from models.tables import ACCOUNT, ATTEMPT, SUPPRESSION, TOUCHPOINT
from tests.meanwhile import planned
from tests.world import World
from workers.clocks import machine_time

RACES = 60  # of each way in, on each database
LEASE = timedelta(minutes=2)
ADA, TOPIC = "ada@acme.example", "onboarding"


class Race:
    """A mail that is about to be opened, and somebody who wants none; both note when they came, by one count."""

    def __init__(self, world: World, number: int, end: Callable[[Connection, datetime, int], object]) -> None:
        """Race for this touchpoint against `end`."""
        self.world, self.number, self.end = world, number, end
        self.ada = world.contact("acme-ada").id
        self.learned = world.rows(ACCOUNT)[0].stirs
        self.ticks: Iterator[int] = count()
        self.line = Barrier(2)

    def begin_again(self) -> Row[Any]:
        """Answer the mail, planned as before and claimed; nothing stands against it."""
        machine = machine_time()
        with begin(self.world.engine) as connection:
            connection.execute(delete(SUPPRESSION))
            connection.execute(delete(ATTEMPT))
            fresh = update(TOUCHPOINT).where(TOUCHPOINT.c.id == self.number)
            connection.execute(fresh.values(state="planned", leased_until=None, attempts=0))
            [row] = claim(connection, [self.number], self.world.now, machine, LEASE)
        return row

    def send(self, row: Row[Any], late: bool) -> tuple[int, bool]:
        """Run transaction A; answer when it began, and whether the mail may leave."""
        if not late:
            self.line.wait()
        began = next(self.ticks)
        with begin(self.world.engine) as connection:
            ready = Ready("onboarding/welcome", ADA, TOPIC, self.learned)
            number = open_attempt(connection, row, ready, self.world.now, machine_time(), LEASE)
        return began, number is not None

    def stop(self, late: bool) -> int:
        """Commit that somebody wants none; answer when that was over."""
        if not late:
            self.line.wait()
        with begin(self.world.engine) as connection:
            self.end(connection, self.world.now, self.ada)
        return next(self.ticks)


WAYS = {
    "the person": lambda connection, now, ada: unsubscribe(connection, now, ada, TOPIC),
    "everything": lambda connection, now, _: suppress(connection, now, ADA, "*", "unsubscribed", "page"),
    "a complaint": lambda connection, now, _: suppress(connection, now, ADA, "*", "complained", "sendgrid"),
    "a domain": lambda connection, now, _: suppress(connection, now, "@acme.example", "*", "manual", "us"),
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_sent_once_it_was_committed_before_transaction_a(world: World, way: str) -> None:
    [number] = planned(world)
    race, chance, sent = Race(world, number, WAYS[way]), random.Random(9), 0
    with ThreadPoolExecutor(2) as both:
        for _ in range(RACES):
            row, apart = race.begin_again(), chance.random() < 0.3
            stopping = both.submit(race.stop, apart)
            if apart:
                stopping.result()
            began, left = both.submit(race.send, row, apart).result()
            sent += left
            assert not (left and stopping.result() < began), "it was committed, and the mail left all the same"
            stopping.result()

    assert 0 < sent < RACES
