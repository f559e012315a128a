"""What changes, breaks or sleeps between the plan of a mail and its end: nothing twice, nobody forgotten."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from emails.outcomes import Outcome, Postponed, Unknown
from models.agenda import hint_due_mails
from models.database import begin
from models.doors import FUSE, PAUSED, PROVIDER, shut, shut_doors
from models.facts import AccountFacts, ContactFacts
from models.intake import record_accounts, record_contacts
from models.tables import ACCOUNT, CONTACT, ENROLLMENT, SUPPRESSION
from tests.first_month import first_month
from tests.meanwhile import Meanwhile, deliver, nothing, planned, the_sender_died
from tests.world import World
from workers.clocks import machine_time
from workers.deliver import deliver_mails
from workers.manners import STOPPING

JOURNEY = "journeys/definitions/onboarding.yaml"


def told(world: World, columns: dict[str, object]) -> None:
    with begin(world.engine) as connection:
        record_accounts(connection, world.now, [AccountFacts("zenith", columns)])


def test_a_mail_whose_journey_was_withdrawn_is_held_and_stops_nobody_else(world: World) -> None:
    old = planned(world, "acme")
    files = dict(first_month())
    files[JOURNEY.replace("onboarding", "beginning")] = files.pop(JOURNEY)
    world.publish(files)
    new = planned(world, "zenith")

    deliver_mails(world.app, old + new)

    assert [mail.state for mail in world.mails()] == ["planned", "accepted"]
    assert "until that is published again" in world.mails()[0].because


def test_what_holds_a_mail_is_told_once_however_often_we_look(world: World) -> None:
    mails = planned(world)
    files = dict(first_month())
    files[JOURNEY.replace("onboarding", "beginning")] = files.pop(JOURNEY)
    world.publish(files)

    for _ in range(3):
        deliver_mails(world.app, mails)
        world.now += timedelta(hours=1)

    assert world.ledger().count("hold") == 1


def test_a_mail_that_cannot_be_judged_is_set_aside_and_stops_nobody_else(world: World) -> None:
    mails = planned(world, "acme", "zenith")
    with begin(world.engine) as connection:
        beyond = datetime(9999, 12, 31, 23, tzinfo=UTC)  # the next day in Tokyo, which no calendar of ours has
        mine = select(ENROLLMENT.c.id).order_by(ENROLLMENT.c.id).limit(1).scalar_subquery()
        connection.execute(update(ENROLLMENT).where(ENROLLMENT.c.id == mine).values(started_at=beyond))
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.key == "acme").values(timezone="Asia/Tokyo"))

    deliver_mails(world.app, mails)

    assert [mail.state for mail in world.mails()] == ["planned", "accepted"]
    assert world.mails()[0].due_at == world.now + timedelta(hours=1)
    assert "failed" in world.ledger()


def test_what_is_learned_while_the_mail_before_is_sent_counts(world: World) -> None:
    mails = planned(world, "acme", "zenith")
    churned = Meanwhile(lambda: told(world, {"churned_at": world.now}))

    deliver(world, mails, churned)
    deliver(world, mails, churned)

    assert churned.keys == [world.mails()[0].key]
    assert [mail.state for mail in world.mails()] == ["accepted", "skipped"]


@pytest.mark.parametrize("due", [False, True])
def test_an_address_that_is_corrected_while_the_mail_before_is_sent_gets_the_mail(world: World, due: bool) -> None:
    mails = planned(world, "acme", "zenith")
    if due:  # so that what is learned shows by nothing but the address
        world.event("zenith", "signed in")
    right = {"email": "right@zenith.example"}

    def correct() -> None:
        with begin(world.engine) as connection:
            record_contacts(connection, world.now, [ContactFacts("zenith-ada", None, right)])

    mailer = Meanwhile(correct)
    deliver(world, mails, mailer)
    mailer.deed = nothing
    deliver(world, mails, mailer)

    assert [mail.to.email for mail in mailer.mails] == ["ada@acme.example", "right@zenith.example"]


def test_who_unsubscribes_while_the_mail_before_is_sent_gets_nothing(world: World) -> None:
    mails = planned(world, "acme", "zenith")
    row = {"email": "ada@zenith.example", "topic": "*", "reason": "unsubscribed", "source": "", "at": world.now}

    def unsubscribe() -> None:
        with begin(world.engine) as connection:
            connection.execute(insert(SUPPRESSION), row)

    mailer = Meanwhile(unsubscribe)
    deliver(world, mails, mailer)

    assert mailer.keys == [world.mails()[0].key]
    assert world.ledger()[-1] == "suppressed"


def test_when_the_person_cannot_be_reached_any_more_the_next_one_gets_the_mail(world: World) -> None:
    mails = planned(world)
    other = ContactFacts("acme-bo", "acme", {"first_name": "Bo", "role": "admin", "email": "bo@acme.example"})
    with begin(world.engine) as connection:
        record_contacts(connection, world.now, [other])
        connection.execute(update(CONTACT).where(CONTACT.c.key == "acme-ada").values(email=None))

    deliver_mails(world.app, mails)
    world.deliver()

    assert [mail.state for mail in world.mails()] == ["skipped", "accepted"]
    assert world.mails()[1].contact_id == world.contact("acme-bo").id


@pytest.mark.parametrize("words", ["cut\x00off", "half a \ud83d"])
def test_words_that_no_database_takes_do_not_stop_the_worker(world: World, words: str) -> None:
    mails = planned(world)

    deliver(world, mails, Meanwhile(answer=Unknown(words)))

    assert world.mails()[0].state == "unknown"


def test_a_rate_limit_gives_the_whole_batch_back_to_the_clock(world: World) -> None:
    mails = planned(world, "acme", "zenith", "orbit")
    machine = machine_time()
    mailer = Meanwhile(answer=Postponed("429", machine + timedelta(minutes=1)))

    deliver(world, mails, mailer)
    with begin(world.engine) as connection:
        shut_for_now = shut_doors(connection, machine), shut_doors(connection, machine + timedelta(minutes=2))
        hinted = hint_due_mails(connection, world.now, machine_time(), timedelta(seconds=30), 10)

    assert len(mailer.keys) == 1
    assert shut_for_now == ({PROVIDER}, set())
    assert hinted == mails


def test_of_two_who_shut_the_door_the_longer_rest_holds(world: World) -> None:
    machine = machine_time()
    with begin(world.engine) as connection:
        for minutes in (5, 30, 1):
            shut(connection, PROVIDER, f"{minutes}", machine, machine + timedelta(minutes=minutes))
        later = shut_doors(connection, machine + timedelta(minutes=20))

    assert later == {PROVIDER}


@pytest.mark.parametrize("door", [FUSE, PAUSED])
def test_a_hint_from_before_the_stop_is_not_followed(world: World, door: str) -> None:
    mails = planned(world)
    world.account("zenith")
    with begin(world.engine) as connection:
        shut(connection, door, "", machine_time(), None)

    world.now += timedelta(days=90)
    deliver_mails(world.app, mails)
    world.look()

    assert [mail.state for mail in world.mails()] == ["planned"]
    assert world.ledger() == ["enter", "send", "wait"]


def test_a_sender_that_is_late_but_sure_ends_the_doubt(world: World) -> None:
    mails = planned(world)

    deliver(world, mails, Meanwhile(lambda: the_sender_died(world)))

    assert world.mails()[0].state == "accepted"
    assert world.ledger()[-2:] == ["unknown", "sent"]


@pytest.mark.parametrize("answer", [Postponed("nobody home"), Unknown("silence")])
def test_what_a_human_is_asked_about_is_not_planned_again(world: World, answer: Outcome) -> None:
    mails = planned(world)

    deliver(world, mails, Meanwhile(lambda: the_sender_died(world), answer))

    assert world.mails()[0].state == "unknown"
    assert world.ledger().count("unknown") == 1
    assert len(world.tasks()) == 1


def test_a_worker_that_is_told_to_stop_gives_the_rest_of_its_batch_back(world: World) -> None:
    mails = planned(world, "acme", "zenith")
    mailer = Meanwhile(STOPPING.set)

    try:
        deliver(world, mails, mailer)
    finally:
        STOPPING.clear()

    assert [(mail.state, mail.leased_until) for mail in world.mails()] == [("accepted", None), ("planned", None)]


def test_eight_threads_with_the_same_hint_send_once(world: World) -> None:
    mails = planned(world, "acme", "zenith", "orbit")
    threads = [threading.Thread(target=deliver_mails, args=(world.app, mails)) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(world.provider.accepted()) == sorted(mail.key for mail in world.mails())
