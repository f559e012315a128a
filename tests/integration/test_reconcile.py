"""Mails that may or may not have left: whatever is told of one settles it, however many hear of it at once."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from models.agenda import is_anything_due
from models.database import begin, look
from models.doors import open_door, shut
from models.tables import ACCOUNT, ATTEMPT, DECISION, PROVIDER_EVENT, TOUCHPOINT
from tests.doubts import SILENT, doubtful, hearing, prove, reasons, states, tell, tick
from tests.meanwhile import Meanwhile, deliver, planned
from tests.world import World
from workers.clocks import machine_time, steady_time
from workers.fuse import Pace
from workers.tick import tick as clock_tick


@pytest.fixture
def told(world: World) -> World:
    """A world in which SendGrid tells what becomes of mails."""
    return hearing(world)


@pytest.mark.parametrize("name", ["processed", "deferred", "delivered", "open", "click", "bounce", "spamreport"])
def test_whatever_is_told_of_a_mail_in_doubt_says_that_it_was_taken(told: World, name: str) -> None:
    (key,) = doubtful(told)

    tell(told, name, key)

    assert states(told) == ["accepted"]
    assert told.ledger().count("sent") == 1
    assert told.tasks() == []


def test_what_was_dropped_did_not_go_out_and_a_human_is_told(told: World) -> None:
    (key,) = doubtful(told)

    tell(told, "dropped", key, reason="Spam Content")

    assert states(told) == ["refused"]
    assert reasons(told) == [("mail-refused", "open")]


def test_what_is_told_later_closes_what_a_human_was_asked(world: World) -> None:
    (key,) = doubtful(world)  # nobody tells us of mails yet, so a human is asked at once
    asked = reasons(world)

    tell(world, "delivered", key)

    assert asked == [("mail-unknown", "open")]
    assert reasons(world) == [("mail-unknown", "closed")]
    assert "told what became" in next(row.because for row in reversed(world.rows(DECISION)))


def test_if_another_mail_of_the_account_is_still_in_doubt_the_human_is_asked_about_that(world: World) -> None:
    (first,) = doubtful(world)
    with begin(world.engine) as connection:
        row = dict(world.rows(TOUCHPOINT, key=first)[0]._mapping) | {"key": "second", "step": "tour"}
        del row["id"]
        connection.execute(insert(TOUCHPOINT), row)

    tell(world, "delivered", first)
    tick(world)

    assert reasons(world) == [("mail-unknown", "closed"), ("mail-unknown", "open")]
    assert world.tasks()[1].evidence["mail 1"]["send key"] == "second"


def test_what_was_told_before_we_knew_of_a_doubt_settles_it_with_the_next_tick(told: World) -> None:
    (mail,) = planned(told)
    key = told.mails()[0].key
    with begin(told.engine) as connection:
        connection.execute(
            insert(PROVIDER_EVENT).values(
                event_id="e", touchpoint_id=mail, kind="delivered", at=told.now, received_at=machine_time()
            )
        )

    deliver(told, [mail], Meanwhile(answer=SILENT))
    tick(told)

    assert (states(told), told.ledger().count("sent"), key) == (["accepted"], 1, told.mails()[0].key)


def test_an_event_that_overtakes_the_answer_is_the_answer(told: World) -> None:
    ids = planned(told)
    key = told.mails()[0].key

    deliver(told, ids, Meanwhile(lambda: tell(told, "processed", key), SILENT))

    assert (states(told), told.ledger().count("sent"), told.ledger().count("unknown")) == (["accepted"], 1, 0)


def test_events_the_clock_and_a_late_sender_all_at_once_come_to_one_result(told: World) -> None:
    names = ("acme", "orbit", "nova")
    keys = doubtful(told, *names)
    prove(told)
    stale = told.mails()[:3]
    deeds: list[Callable[[], object]] = [lambda: tick(told, 31), told.deliver, told.deliver]
    deeds += [lambda key=key: tell(told, "delivered", key) for key in keys]  # type: ignore[misc]
    threads = [threading.Thread(target=deed) for deed in deeds * 2]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tick(told, 31)

    assert [mail.state for mail in told.mails()[:3]] == ["accepted"] * 3
    assert len(stale) == 3
    assert max(told.provider.accepted().count(key) for key in keys) <= 1
    assert told.tasks() == []


def test_the_clock_finds_a_doubt_by_itself_and_looks_at_it_no_more_than_it_must(told: World) -> None:
    doubtful(told)
    with begin(told.engine) as connection:  # nothing else is due
        connection.execute(update(ACCOUNT).values(wake_at=None, assess_at=told.now + timedelta(days=1)))

    seen = []
    for minutes in (0, 7, 8):
        with look(told.engine) as connection:
            machine = machine_time() + timedelta(minutes=minutes)
            seen.append(is_anything_due(connection, told.now, machine, timedelta(seconds=30)))
        tick(told, minutes)

    assert seen == [True, False, True]


@pytest.mark.parametrize(("door", "goes_on"), [("paused", True), ("importing 1", True), ("fuse", False)])
def test_doubts_are_looked_into_while_everything_is_paused_and_what_is_planned_afresh_waits(
    told: World, door: str, goes_on: bool
) -> None:
    (key,) = doubtful(told)
    prove(told)
    long_ago = machine_time() - timedelta(hours=1)
    with begin(told.engine) as connection:
        connection.execute(update(PROVIDER_EVENT).values(received_at=long_ago + timedelta(minutes=2)))
        connection.execute(update(ATTEMPT).values(started_at=long_ago, ended_at=long_ago))
        later = ATTEMPT.c.outcome == "accepted"
        connection.execute(update(ATTEMPT).where(later).values(started_at=long_ago + timedelta(minutes=1)))
        shut(connection, door, "", machine_time(), None)
    sent = told.provider.accepted()

    clock_tick(told.app, Pace(machine_time(), steady_time()))
    told.deliver()

    assert [mail.state for mail in told.mails() if mail.key == key] == ["planned" if goes_on else "unknown"]
    assert told.provider.accepted() == sent
    with begin(told.engine) as connection:
        open_door(connection, door, machine_time())
    told.deliver()
    assert told.provider.accepted() == ([*sent, key] if goes_on else sent)
