"""Hints in a real broker: given when there is room for them, and never more than that."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from sqlalchemy import update

from console.valkey import socket_place, socket_url, valkey_command
from models.database import begin
from models.facts import AccountFacts
from models.intake import record_accounts
from models.tables import ACCOUNT, TOUCHPOINT
from tests.in_app import files
from tests.meanwhile import planned
from tests.world import World
from workers.actors import ASSESSED, hint_mails
from workers.broker import broker, queued
from workers.clocks import machine_time, steady_time
from workers.fuse import Pace
from workers.prompt_ends import look_after
from workers.tick import ASSESSING, WAITING, tick


@pytest.fixture
def valkey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    """A broker that is there, and nobody who works."""
    with (
        socket_place(tmp_path) as socket,
        subprocess.Popen(valkey_command(tmp_path, socket)) as process,
        redis.Redis.from_url(socket_url(socket)) as client,
    ):
        while True:
            with suppress(redis.ConnectionError):
                client.ping()
                break
        monkeypatch.setattr(broker, "client", client)
        scripts = {name: client.register_script(script.script) for name, script in broker.scripts.items()}
        monkeypatch.setattr(broker, "scripts", scripts)
        yield client
        process.terminate()


def hasty(world: World) -> None:
    """Let every tick give every hint again."""
    world.app = replace(world.app, settings=world.app.settings.model_copy(update={"patience_seconds": 1e-6}))


def a_tick(world: World) -> None:
    tick(world.app, Pace(machine_time(), steady_time()))


@pytest.mark.usefixtures("valkey")
def test_hints_that_nobody_works_off_do_not_fill_the_broker(world: World) -> None:
    hasty(world)
    mails = planned(world)
    world.account("zenith")
    for _ in range(WAITING):
        hint_mails(mails)

    for _ in range(3):
        a_tick(world)

    assert queued("deliver") == WAITING


@pytest.mark.usefixtures("valkey")
def test_assessments_are_hinted_at_a_few_at_a_time(world: World) -> None:
    with begin(world.engine) as connection:
        facts = [AccountFacts(f"account-{number}") for number in range(ASSESSED * (ASSESSING + 2))]
        record_accounts(connection, world.now, facts)
        connection.execute(update(ACCOUNT).values(wake_at=world.now + timedelta(days=1)))

    for _ in range(3):
        a_tick(world)

    assert queued("assess") == ASSESSING
    assert sum(row.assessed_until is None for row in world.rows(ACCOUNT)) == 2 * ASSESSED


def test_a_broker_that_forgot_everything_is_told_again(world: World, valkey: redis.Redis) -> None:
    hasty(world)
    planned(world)
    world.account("zenith")
    a_tick(world)

    valkey.flushall()
    a_tick(world)

    assert (queued("deliver"), queued("advance")) == (1, 1)


@pytest.mark.usefixtures("valkey")
def test_a_message_in_the_product_is_hinted_at_when_somebody_has_to_look_after_it(world: World) -> None:
    world.publish(files())
    world.account()
    world.look()
    hasty(world)
    (before,) = world.rows(TOUCHPOINT)
    a_tick(world)
    (hinted,) = world.rows(TOUCHPOINT)
    look_after(world.app, [hinted.id])
    a_tick(world)
    (settled,) = world.rows(TOUCHPOINT)

    assert hinted.hinted_at > before.hinted_at
    assert (settled.hinted_at, settled.due_at) == (None, before.created_at + timedelta(days=4))
