"""Mails that may or may not have left: what is told settles them, and silence may; nothing goes twice."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from emails.outcomes import Accepted, Outcome, Postponed, Unknown
from models.agenda import is_anything_due
from models.database import begin, look
from models.doors import PROVIDER, open_door, rest, shut
from models.tables import ACCOUNT, ATTEMPT, DECISION, PROVIDER_EVENT, TOUCHPOINT
from tests.first_month import first_month
from tests.meanwhile import Meanwhile, deliver, planned, the_sender_died
from tests.sendgrid import event, public, read
from tests.world import World
from workers.clocks import machine_time, steady_time
from workers.fuse import Pace
from workers.mail_events import take_events
from workers.reconcile import reconcile
from workers.tick import tick as clock_tick

JOURNEY = "journeys/definitions/onboarding.yaml"
PATIENCE = timedelta(minutes=30)
SILENT = Unknown("no answer within 20 seconds")


@pytest.fixture
def told(world: World) -> World:
    """A world in which SendGrid tells what becomes of mails."""
    world.app = replace(world.app, settings=world.app.settings.model_copy(update={"given_webhook_keys": public()}))
    return world


def tell(world: World, name: str, key: str, number: int = 1, **more: str) -> None:
    """Let the provider tell of a mail."""
    with begin(world.engine) as connection:
        edition = world.app.editions.current(connection)
        take_events(connection, edition, read(event(name, key, number, **more)), world.now, machine_time())


def doubtful(world: World, *accounts: str) -> list[str]:
    """Answer the send keys of mails that may or may not have left."""
    ids = planned(world, *accounts)
    deliver(world, ids, Meanwhile(answer=SILENT))
    return [mail.key for mail in world.mails() if mail.id in ids]


def tick(world: World, minutes: float = 0) -> None:
    """Let the clock look into doubts, that many minutes from now by the machine's own time."""
    with begin(world.engine) as connection:
        edition = world.app.editions.current(connection)
        assert edition is not None
        machine = machine_time() + timedelta(minutes=minutes)
        reconcile(connection, edition, world.now, machine, world.app.settings.event_patience)


def prove(world: World, account: str = "zenith", name: str = "processed") -> None:
    """Let another mail be taken, and told of."""
    ids = planned(world, account)
    deliver(world, ids, Meanwhile())
    tell(world, name, next(mail.key for mail in world.mails() if mail.id in ids))


def states(world: World) -> list[str]:
    return [mail.state for mail in world.mails()]


def reasons(world: World) -> list[tuple[str, str]]:
    return [(task.reason, task.state) for task in world.tasks()]


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


def with_policy(world: World, said: str) -> None:
    files = dict(first_month())
    files[JOURNEY] = files[JOURNEY].replace(
        "    email: onboarding/welcome\n", f"    email: onboarding/welcome\n    doubt: {said}\n"
    )
    world.publish(files)


def test_a_step_may_say_to_send_it_again_after_a_day(world: World) -> None:
    with_policy(world, "resend")
    (key,) = doubtful(world)

    tick(world, 60 * 23)
    waiting = states(world)
    tick(world, 60 * 24 + 1)
    world.deliver()

    assert (waiting, states(world), world.provider.accepted(), world.tasks()) == (["unknown"], ["accepted"], [key], [])


def test_a_step_may_say_to_leave_it_at_that(told: World) -> None:
    with_policy(told, "give up")
    (key,) = doubtful(told)
    tick(told, 121)
    given_up = states(told)

    tell(told, "delivered", key)

    assert (given_up, told.tasks(), states(told)) == (["given up"], [], ["accepted"])


def test_the_clock_looks_into_doubts_with_every_tick(world: World) -> None:
    with_policy(world, "give up")
    doubtful(world)

    clock_tick(world.app, Pace(machine_time(), steady_time()))

    assert states(world) == ["given up"]


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
