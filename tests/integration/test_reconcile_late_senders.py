"""Senders that wake long after their mail was given up: what they know counts, and nothing goes twice."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import update

from emails.outcomes import Accepted, Outcome, Postponed
from models.database import begin
from models.tables import TOUCHPOINT
from tests.doubts import SILENT, hearing, prove, reasons, states, tick
from tests.meanwhile import Meanwhile, deliver, planned, the_sender_died
from tests.world import World


@pytest.fixture
def told(world: World) -> World:
    """A world in which SendGrid tells what becomes of mails."""
    return hearing(world)


def zombie(world: World, meanwhile: Callable[[], None], answer: Outcome) -> None:
    """Let a sender sleep while its mail is given up, and wake with this answer."""
    ids = planned(world)

    def sleep() -> None:
        the_sender_died(world)
        with begin(world.engine) as connection:
            connection.execute(
                update(TOUCHPOINT).where(TOUCHPOINT.c.state == "unknown").values(doubted_until=world.now)
            )
        meanwhile()

    deliver(world, ids, Meanwhile(sleep, answer))


def afresh(world: World) -> Callable[[], None]:
    def plan() -> None:
        prove(world)
        tick(world, 31)
        assert states(world)[0] == "planned"

    return plan


def test_a_sender_that_wakes_and_was_sure_keeps_the_mail_from_going_twice(told: World) -> None:
    zombie(told, afresh(told), Accepted("late"))
    woken = states(told)[0]
    told.deliver()

    assert (woken, states(told)[0]) == ("accepted", "accepted")
    assert told.provider.accepted() == []


@pytest.mark.parametrize("answer", [Postponed("nobody home"), SILENT])
def test_a_sender_that_wakes_and_knows_nothing_writes_nothing(told: World, answer: Outcome) -> None:
    zombie(told, afresh(told), answer)

    assert states(told)[0] == "planned"
    assert told.ledger().count("unknown") == 1


def test_a_sender_that_wakes_while_the_mail_is_sent_again_settles_what_that_leaves_open(told: World) -> None:
    def send_again() -> None:
        afresh(told)()
        (mail, *_) = told.mails()
        deliver(told, [mail.id], Meanwhile(wake, SILENT))

    woken = threading.Event()

    def wake() -> None:
        woken.set()
        late.join()

    def sleep() -> None:
        the_sender_died(told)
        with begin(told.engine) as connection:
            connection.execute(update(TOUCHPOINT).where(TOUCHPOINT.c.state == "unknown").values(doubted_until=told.now))
        ready.set()
        woken.wait(30)

    ids, ready = planned(told), threading.Event()
    late = threading.Thread(target=deliver, args=(told, ids, Meanwhile(sleep, Accepted("late"))))
    late.start()
    ready.wait(30)
    send_again()
    tick(told)

    assert states(told)[0] == "accepted"


def test_a_late_answer_closes_what_a_human_was_asked(world: World) -> None:
    zombie(world, lambda: tick(world), Accepted("late"))
    asked = [task.state for task in world.tasks()]
    tick(world)

    assert (asked, states(world), reasons(world)) == (["open"], ["accepted"], [("mail-unknown", "closed")])
