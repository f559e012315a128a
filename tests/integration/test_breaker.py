"""The breaker: an outage of the provider costs a few mails in doubt, however many are due and whoever sends them."""

import threading
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from emails.outcomes import Accepted, Outcome, Postponed, Refused, Unknown
from emails.sendgrid_mailer import SendGridMailer
from models.agenda import hint_knock
from models.database import begin, look
from models.doors import may_knock, shut_doors
from models.tables import ALARM, ATTEMPT, CLOSURE
from tests.meanwhile import Meanwhile, deliver, planned, the_sender_died
from tests.world import World
from workers.clocks import machine_time
from workers.deliver import deliver_mails

IN_A_ROW = 5
DEAD = Unknown("503: answered 503 as the script wants")


def accounts(count: int) -> list[str]:
    return [f"firm-{number}" for number in range(count)]


def states(world: World) -> dict[str, int]:
    return dict(Counter(row.state for row in world.mails()))


def rested(world: World) -> None:
    """Let the rest of the provider be over."""
    with begin(world.engine) as connection:
        connection.execute(update(CLOSURE).values(until=machine_time() - timedelta(seconds=1)))


def rests(world: World) -> list[float]:
    """Answer for how many minutes the doors are shut from now on."""
    return [round((door.until - machine_time()) / timedelta(minutes=1)) for door in world.rows(CLOSURE)]


@pytest.mark.parametrize("answer", ["503", "garbage", "accept-then-5xx"])
def test_a_provider_in_trouble_is_left_alone_after_five_mails_and_not_after_forty(world: World, answer: str) -> None:
    mails = planned(world, *accounts(40))
    world.provider.script({"answer": answer})

    for part in (mails[:20], mails[20:]):
        deliver_mails(world.app, part)

    assert states(world) == {"unknown": IN_A_ROW, "planned": 35}
    assert len(world.rows(ATTEMPT)) == IN_A_ROW
    assert rests(world) == [1]
    [alarm] = world.rows(ALARM, kind="provider")
    assert alarm.because.startswith("the mail provider failed 5 times in a row (")


def test_a_provider_that_says_nothing_is_left_alone_too(world: World) -> None:
    mails = planned(world, *accounts(12))
    world.provider.script({"answer": "hang"})
    impatient = SendGridMailer("SG.test", world.provider.url, deadline=0.2)

    deliver_mails(replace(world.app, mailer=impatient), mails)
    impatient.close()

    assert states(world) == {"unknown": IN_A_ROW, "planned": 7}


def test_without_the_breaker_all_of_them_would_be_in_doubt(world: World) -> None:
    mails = planned(world, *accounts(40))
    world.provider.script({"answer": "503"})
    world.app = replace(world.app, settings=world.app.settings.model_copy(update={"breaker": 1_000}))

    deliver_mails(world.app, mails)

    assert states(world) == {"unknown": 40}


def test_nobody_home_is_trouble_too_though_no_mail_is_in_doubt(world: World) -> None:
    mails = planned(world, *accounts(8))

    deliver(world, mails, Meanwhile(answer=Postponed("nobody home")))

    assert states(world) == {"planned": 8}
    assert len(world.rows(ATTEMPT)) == IN_A_ROW
    assert rests(world) == [1]


def test_eight_threads_burn_as_many_mails_as_were_in_their_hands_and_no_more(world: World) -> None:
    mails = planned(world, *accounts(48))
    together = threading.Barrier(8)
    mailer = Meanwhile(lambda: together.wait(10) if len(mailer.mails) <= 8 else None, DEAD)
    parts = [mails[start : start + 6] for start in range(0, 48, 6)]
    threads = [threading.Thread(target=deliver, args=(world, part, mailer)) for part in parts]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert IN_A_ROW <= states(world)["unknown"] <= 8 + IN_A_ROW - 1
    assert len(world.rows(ALARM)) == 1
    assert [door.rests for door in world.rows(CLOSURE)] == [1]


def test_what_comes_between_two_failures_begins_the_count_anew(world: World) -> None:
    mails = planned(world, *accounts(9))
    answers: list[Outcome] = [DEAD, DEAD, DEAD, DEAD, Accepted("id"), DEAD, DEAD, DEAD, DEAD]
    for mail, answer in zip(mails, answers, strict=True):
        deliver(world, [mail], Meanwhile(answer=answer))

    assert world.rows(CLOSURE) == []


@pytest.mark.parametrize("answer", [Refused("400: no such address"), Accepted("id")])
def test_after_its_rest_one_mail_knocks_and_whatever_the_provider_says_to_it_opens_the_door(
    world: World, answer: Outcome
) -> None:
    mails = planned(world, *accounts(10))
    deliver(world, mails, Meanwhile(answer=DEAD))
    rested(world)

    back = Meanwhile(answer=answer)
    deliver(world, mails[5:6], back)
    with look(world.engine) as connection:
        doors = shut_doors(connection, machine_time())
    deliver(world, mails[6:], Meanwhile())

    assert len(back.keys) == 1
    assert doors == set()
    assert states(world)["unknown"] == IN_A_ROW
    assert world.rows(ALARM)[0].cleared_at == world.now


def test_while_one_knocks_nobody_else_does_and_a_knock_that_dies_is_followed_by_another(world: World) -> None:
    mails = planned(world, *accounts(9))
    deliver(world, mails, Meanwhile(answer=DEAD))
    rested(world)
    others = Meanwhile()

    first = Meanwhile(lambda: deliver(world, mails[6:], others), DEAD)
    with look(world.engine) as connection:
        before = may_knock(connection, machine_time())
    deliver(world, mails[5:6], first)
    with begin(world.engine) as connection:
        gone = machine_time() - timedelta(seconds=1)
        connection.execute(update(CLOSURE).values(until=gone, knocked_until=gone))
    deliver(world, mails[6:7], others)

    assert before
    assert len(first.keys) == 1
    assert len(others.keys) == 1


def test_each_knock_in_vain_makes_the_rest_longer_and_costs_one_mail(world: World) -> None:
    mails = planned(world, *accounts(30))
    deliver(world, mails, Meanwhile(answer=DEAD))
    found = [rests(world)]
    for _ in range(6):
        rested(world)
        deliver(world, mails, Meanwhile(answer=DEAD))
        found += [rests(world)]

    assert found == [[1], [2], [5], [15], [30], [30], [30]]
    assert states(world) == {"unknown": IN_A_ROW + 6, "planned": 19}
    assert len(world.rows(ALARM)) == 1


def test_the_clock_hints_at_one_mail_once_the_provider_has_rested_and_at_none_before(world: World) -> None:
    mails = planned(world, *accounts(9))
    deliver(world, mails, Meanwhile(answer=DEAD))
    with begin(world.engine) as connection:
        early = may_knock(connection, machine_time())
    rested(world)
    with begin(world.engine) as connection:
        late = may_knock(connection, machine_time())
        hinted = hint_knock(connection, world.now, machine_time(), timedelta(seconds=30))
        still = shut_doors(connection, machine_time())

    assert (early, late, still) == (False, True, {"provider"})
    assert hinted == [mails[5]]


def test_a_refused_key_raises_an_alarm_once_burns_nothing_and_is_tried_by_one_mail_at_a_time(world: World) -> None:
    mails = planned(world, *accounts(8))
    world.provider.script({"answer": "401"})
    tried = []
    for _ in range(3):
        deliver_mails(world.app, mails)
        rested(world)
        tried.append(len(world.rows(ATTEMPT)))
    world.provider.script()
    deliver_mails(world.app, mails)

    assert tried == [1, 2, 3]
    [alarm] = world.rows(ALARM)
    assert alarm.because.startswith("the mail provider refuses our key (401: ")
    assert alarm.cleared_at == world.now
    assert states(world) == {"accepted": 8}


def test_our_own_deaths_are_no_trouble_of_the_provider(world: World) -> None:
    mails = planned(world, *accounts(6))
    for mail in mails[:IN_A_ROW]:
        with suppress(KeyboardInterrupt):
            deliver(world, [mail], Meanwhile(_die))
    the_sender_died(world)
    deliver(world, mails[IN_A_ROW:], Meanwhile(answer=DEAD))

    assert states(world) == {"unknown": 6}
    assert world.rows(CLOSURE) == []


def test_a_death_between_two_failures_does_not_hide_that_the_provider_is_in_trouble(world: World) -> None:
    mails = planned(world, *accounts(6))
    deliver(world, mails[:4], Meanwhile(answer=DEAD))
    with suppress(KeyboardInterrupt):
        deliver(world, mails[4:5], Meanwhile(_die))
    the_sender_died(world)
    deliver(world, mails[5:], Meanwhile(answer=DEAD))

    assert rests(world) == [1]


def _die() -> None:
    raise KeyboardInterrupt


def test_a_rate_limit_is_no_trouble_and_opens_by_itself_to_everybody(world: World) -> None:
    mails = planned(world, *accounts(8))
    for mail in mails[:IN_A_ROW]:
        deliver(world, [mail], Meanwhile(answer=Postponed("429", machine_time() + timedelta(minutes=1))))
        rested(world)
    deliver(world, mails[IN_A_ROW:], Meanwhile())

    assert states(world) == {"planned": 5, "accepted": 3}
    assert world.rows(ALARM) == []


def test_what_was_under_way_when_it_broke_makes_no_rest_longer(world: World) -> None:
    mails = planned(world, *accounts(7))
    straggler = Meanwhile(lambda: deliver(world, mails[:6], Meanwhile(answer=DEAD)), DEAD)

    deliver(world, mails[6:], straggler)

    assert rests(world) == [1]
    assert [door.rests for door in world.rows(CLOSURE)] == [1]
