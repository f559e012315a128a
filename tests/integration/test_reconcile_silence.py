"""Mails that may or may not have left, and of which nothing is told: what that proves, and when a human is asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from models.database import begin
from models.doors import PROVIDER, open_door, rest
from models.tables import ACCOUNT, ATTEMPT, PROVIDER_EVENT, TOUCHPOINT
from tests.doubts import PATIENCE, SILENT, doubtful, hearing, prove, reasons, states, tell, tick
from tests.meanwhile import Meanwhile, deliver, planned, the_sender_died
from tests.world import World
from workers.clocks import machine_time


@pytest.fixture
def told(world: World) -> World:
    """A world in which SendGrid tells what becomes of mails."""
    return hearing(world)


def test_a_human_is_asked_once_it_is_clear_that_nobody_else_will_say(told: World) -> None:
    doubtful(told)
    seen = []
    for minutes in (0, 119, 121):
        tick(told, minutes)
        seen.append(reasons(told))

    assert seen == [[], [], [("mail-unknown", "open")]]


def test_nobody_is_asked_as_long_as_the_provider_is_in_trouble_since_what_it_takes_later_may_still_say(
    told: World,
) -> None:
    (key,) = doubtful(told)
    with begin(told.engine) as connection:
        rest(connection, "it refuses our key", machine_time(), machine_time() + timedelta(minutes=5), 1)
    tick(told, 121)
    asked = reasons(told)
    with begin(told.engine) as connection:
        open_door(connection, PROVIDER, machine_time())
    prove(told)
    tick(told, 130)
    told.deliver()

    assert (asked, told.tasks(), states(told)[0]) == ([], [], "accepted")
    assert told.provider.accepted() == [key]


def test_once_the_provider_is_back_and_still_nothing_is_told_a_human_is_asked(told: World) -> None:
    doubtful(told)
    with begin(told.engine) as connection:
        rest(connection, "it refuses our key", machine_time(), machine_time() + timedelta(minutes=5), 1)
    tick(told, 121)
    with begin(told.engine) as connection:
        open_door(connection, PROVIDER, machine_time())
    tick(told, 128)
    early = reasons(told)
    tick(told, 129)

    assert (early, reasons(told)) == ([], [("mail-unknown", "open")])


def test_a_sender_that_died_is_not_asked_about_either_as_long_as_events_may_come(told: World) -> None:
    def die() -> None:
        the_sender_died(told, PATIENCE)

    deliver(told, planned(told), Meanwhile(die, SILENT))
    seen = []
    for minutes in (0, 119, 121):
        tick(told, minutes)
        seen.append(reasons(told))

    assert seen == [[], [], [("mail-unknown", "open")]]


def test_silence_about_a_mail_while_later_ones_are_told_of_proves_that_it_was_not_taken(told: World) -> None:
    (key,) = doubtful(told)
    prove(told)

    tick(told, 29)
    waiting = states(told)
    tick(told, 31)
    afresh = states(told)
    told.deliver()

    assert (waiting[0], afresh[0], states(told)[0]) == ("unknown", "planned", "accepted")
    assert told.provider.accepted() == [key]
    assert [(row.number, row.outcome) for row in told.rows(ATTEMPT, touchpoint_id=told.mails()[0].id)] == [
        (1, "unknown"), (2, "accepted"),
    ]  # fmt: skip
    assert told.tasks() == []


def test_a_proof_is_waited_on_as_long_as_the_mail_itself_would_have_been(told: World) -> None:
    doubtful(told)
    prove(told)
    with begin(told.engine) as connection:  # the other mail was told of late
        connection.execute(update(PROVIDER_EVENT).values(received_at=machine_time() + timedelta(minutes=20)))

    tick(told, 40)
    waiting = states(told)[0]
    tick(told, 51)

    assert (waiting, states(told)[0]) == ("unknown", "planned")


def test_who_mails_little_is_not_asked_before_the_next_mail_may_have_shown_it(told: World) -> None:
    (key,) = doubtful(told)
    tick(told, 60)
    prove(told)
    tick(told, 68)
    told.deliver()

    assert (states(told)[0], told.tasks(), told.provider.accepted()[-1]) == ("accepted", [], key)


def late_proof(world: World) -> None:
    prove(world, name="delivered")


def early_proof(world: World) -> None:
    prove(world)
    with begin(world.engine) as connection:  # taken before the mail in doubt was tried
        connection.execute(update(ATTEMPT).where(ATTEMPT.c.outcome == "accepted").values(started_at=world.now))


def own_proof(world: World) -> None:
    tell(world, "processed", "somebody-elses")


@pytest.mark.parametrize("proof", [late_proof, early_proof, own_proof])
def test_what_proves_nothing_leaves_it_to_a_human(told: World, proof: Callable[[World], None]) -> None:
    doubtful(told)
    proof(told)

    tick(told, 121)

    assert states(told)[0] == "unknown"
    assert reasons(told) == [("mail-unknown", "open")]


def test_an_event_that_comes_a_day_late_keeps_the_mail_from_going_twice(told: World) -> None:
    (key,) = doubtful(told)
    prove(told)
    tick(told, 31)

    tell(told, "delivered", key)
    told.deliver()

    assert states(told)[0] == "accepted"
    assert key not in told.provider.accepted()


def test_a_mail_that_turns_out_to_have_gone_is_not_called_skipped_because_it_would_not_go_now(told: World) -> None:
    doubtful(told)
    prove(told)
    tick(told, 31)
    with begin(told.engine) as connection:
        row = {"event_id": "e", "touchpoint_id": told.mails()[0].id, "kind": "delivered", "at": told.now}
        connection.execute(insert(PROVIDER_EVENT), row | {"received_at": machine_time()})
        connection.execute(update(ACCOUNT).values(churned_at=told.now))

    told.deliver()

    assert states(told)[0] == "accepted"


def test_an_event_between_the_claim_and_the_opening_keeps_the_mail_from_going_twice(told: World) -> None:
    (key,) = doubtful(told, "acme")
    prove(told)
    tick(told, 31)
    first = planned(told, "orbit")
    again = next(mail.id for mail in told.mails() if mail.key == key)
    with begin(told.engine) as connection:  # so that the other one is sent before it
        connection.execute(update(TOUCHPOINT).where(TOUCHPOINT.c.id == first[0]).values(id=0))

    def tell_only() -> None:
        with begin(told.engine) as connection:
            row = {"event_id": "late", "touchpoint_id": again, "kind": "delivered", "at": told.now}
            connection.execute(insert(PROVIDER_EVENT), row | {"received_at": machine_time()})

    mailer = Meanwhile(tell_only)
    deliver(told, [0, again], mailer)

    assert key not in mailer.keys
    assert next(mail.state for mail in told.mails() if mail.key == key) == "accepted"
