"""A journey that wants to send far more than it ever did is held, a person is asked, and never more leaves."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import insert, select

from console.demo.generous import PROGRAM, generous
from emails.outcomes import Outcome
from journeys.document import read_document
from models.budgets import sent_by_day, wanted
from models.database import begin, look
from models.doors import shut
from models.facts import AccountFacts, ContactFacts, EventFacts
from models.intake import record_accounts, record_contacts, record_events
from models.tables import ACCOUNT, ALARM, CLOSURE, DAYBOOK, DECISION, TOUCHPOINT
from tests.meanwhile import Meanwhile
from tests.stopped import BILL, OTHER, TOUR, program
from tests.world import World
from workers.advance import advance_accounts
from workers.ceilings import ceiling
from workers.clocks import machine_time
from workers.deliver import deliver_mails
from workers.stopping import resume_everything, resume_journey
from workers.tell_operators import tell_operators

DAY = timedelta(days=1)
SMALL = TOUR.replace("priority: 60", "priority: 60\nbudget: 5")


def accounts(world: World, number: int, prefix: str = "a") -> list[int]:
    """Sign up so many accounts now; answer their ids."""
    names = [f"{prefix}{number}" for number in range(number)]
    told = {"timezone": "UTC", "signed_up_at": world.now, "seats": 10, "arr_cents": 900_000}
    person = {"first_name": "Ada", "role": "admin"}
    people = [ContactFacts(f"{name}-ada", name, person | {"email": f"ada@{name}.example"}) for name in names]
    seen = [EventFacts(f"s-{name}", "signed in", world.now, "product", name) for name in names]
    with begin(world.engine) as connection:
        record_accounts(connection, world.now, [AccountFacts(name, told | {"name": name}) for name in names])
        record_contacts(connection, world.now, people)
        record_events(connection, world.now, seen)
    return [row.id for row in world.rows(ACCOUNT) if row.key in names]


def planned(world: World, number: int, prefix: str = "a") -> list[int]:
    return advance_accounts(world.app, accounts(world, number, prefix))


def deliver_in_parts(world: World, mails: list[int], size: int = 3) -> Meanwhile:
    mailer = Meanwhile()
    app = replace(world.app, mailer=mailer)
    for start in range(0, len(mails), size):
        deliver_mails(app, mails[start : start + size])
    return mailer


def resumed(world: World, journey: str = "tour") -> int:
    with begin(world.engine) as connection:
        return resume_journey(connection, world.now, journey).allowed


def test_a_first_publication_that_is_true_for_everybody_sends_nothing_and_asks(world: World) -> None:
    world.publish(program(tour=SMALL, bill=BILL))
    mails = planned(world, 8)
    mailer = deliver_in_parts(world, mails)
    bills = {row.key for row in world.mails() if row.journey == "bill"}
    assert len(bills) == 8
    assert {*mailer.keys} == bills
    [door] = world.rows(CLOSURE)
    assert (door.name, door.until) == ("journey tour", None)
    assert door.because == "tour wants to send 8 mails today, and its file allows 5 a day"
    [alarm] = world.rows(ALARM)
    assert (alarm.kind, alarm.subject, alarm.because) == ("budget", "tour", door.because)
    assert {row.ceiling for row in world.rows(DAYBOOK)} == {5}
    held = [line for line in world.rows(DECISION) if line.reason == "budget"]
    assert len(held) == len({line.account_id for line in held}) == 8


def test_without_a_word_in_a_file_it_goes_by_the_number_of_accounts_while_a_journey_is_new(world: World) -> None:
    world.publish(program(tour=TOUR))
    deliver_in_parts(world, planned(world, 53), 20)
    [door] = world.rows(CLOSURE)
    assert door.because == (
        "tour wants to send 53 mails today, and it sent none before, and 52 a day are taken for granted while it is new"
    )
    assert not [row for row in world.mails() if row.state == "accepted"]


def test_a_person_lets_exactly_those_through_and_is_not_asked_about_them_again(world: World) -> None:
    world.publish(program(tour=SMALL))
    first = planned(world, 8)
    deliver_in_parts(world, first)
    assert resumed(world) == 8
    world.now += DAY  # the grant is for these mails, not for a day
    later = planned(world, 6, "b")
    mailer = deliver_in_parts(world, first + later)
    assert len(mailer.mails) == 8
    assert [door.because for door in world.rows(CLOSURE)] == [
        "tour wants to send 6 mails today, and its file allows 5 a day"
    ]
    assert [row.cleared_at is None for row in world.rows(ALARM)] == [False, True]


def test_going_on_with_everything_does_not_let_them_through(world: World) -> None:
    world.publish(program(tour=SMALL))
    deliver_in_parts(world, planned(world, 8))
    with begin(world.engine) as connection:
        assert list(resume_everything(connection, world.now).opened) == []
    assert not deliver_in_parts(world, [row.id for row in world.mails()]).mails


def test_what_a_journey_sent_today_counts(world: World) -> None:
    world.publish(program(tour=SMALL))
    assert len(deliver_in_parts(world, planned(world, 4)).mails) == 4
    assert not deliver_in_parts(world, planned(world, 2, "b")).mails
    assert world.rows(CLOSURE)[0].because.startswith("tour wants to send 6 mails today")
    world.now += DAY  # a new day begins with what waits
    assert resumed(world) == 2
    with look(world.engine) as connection:
        assert wanted(connection, "tour", world.now) == 0


def test_of_many_workers_at_once_none_sends_beyond_the_ceiling(world: World) -> None:
    """The property of the guard: demand counts, so whoever asks last sees what all others were allowed."""
    world.publish(program(tour=SMALL))
    sent: list[str] = []
    for wave in range(4):  # planned while others are being sent
        mails = planned(world, 2, f"w{wave}-")
        app = replace(world.app, mailer=Noting(sent))
        threads = [threading.Thread(target=deliver_mails, args=(app, [mail])) for mail in mails]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(sent) == 4  # two waves; with the third it wants six
    assert [door.name for door in world.rows(CLOSURE)] == ["journey tour"]


@pytest.mark.parametrize("seed", range(3))
def test_in_whatever_portions_it_is_planned_and_sent_no_more_leaves(world: World, seed: int) -> None:
    chance = Random(seed)
    world.publish(program(tour=SMALL))
    mails: list[int] = []
    sent = 0
    for wave in range(6):
        mails += planned(world, chance.randint(1, 3), f"w{wave}-")
        some = chance.sample(mails, chance.randint(0, len(mails)))
        sent += len(deliver_in_parts(world, some, chance.randint(1, 4)).mails)
        assert sent <= 5
    assert sent == len([row for row in world.mails() if row.state == "accepted"])
    assert [door.name for door in world.rows(CLOSURE)] == ["journey tour"]


class Noting(Meanwhile):
    """A mailer that several threads share."""

    def __init__(self, sent: list[str]) -> None:
        super().__init__()
        self.sent = sent

    def send(self, message: object) -> Outcome:
        self.sent.append(message.key)  # type: ignore[attr-defined]
        return self.answer


def history(world: World, journey: str, counts: dict[int, int]) -> None:
    """Let the journey have sent so many mails so many days ago."""
    [account, *_] = accounts(world, 1, "old")
    world.look()
    [row] = world.rows(TOUCHPOINT, account_id=account, channel="email")
    kept = dict(row._mapping)
    del kept["id"]
    mails = [
        kept | {"key": f"{ago}-{n}", "occurrence": f"{ago}-{n}", "state": "accepted", "journey": journey}
        | {"settled_at": world.now - ago * DAY}
        for ago, number in counts.items() for n in range(number)
    ]  # fmt: skip
    with begin(world.engine) as connection:
        connection.execute(insert(TOUCHPOINT), mails)


def told(world: World, journey: str = "tour") -> tuple[int, str]:
    with look(world.engine) as connection:
        edition = world.app.editions.current(connection)
        assert edition is not None
        found = ceiling(connection, edition.book.journeys[journey], edition.book.program, world.now)
    return found.mails, found.because


def test_the_ceiling_is_three_times_the_peak_of_a_hundred_days(world: World) -> None:
    world.publish(program(tour=TOUR, other=OTHER))
    history(world, "tour", {101: 50, 90: 12, 3: 4})
    assert told(world) == (36, "its peak of the last 100 days was 12")
    assert told(world, "other")[0] == 50
    with begin(world.engine) as connection:  # that day a person let most of them through
        row = {"day": (world.now - 90 * DAY).date(), "journey": "tour", "ceiling": 8}
        connection.execute(insert(DAYBOOK), row)
    assert told(world) == (24, "its peak of the last 100 days was 8")
    with look(world.engine) as connection:
        found = sent_by_day(connection, "tour", world.now - 100 * DAY, world.now)
    assert found == {date(2025, 12, 2): 8, date(2026, 2, 27): 4}


def test_of_a_small_journey_a_score_of_mails_is_no_surprise(world: World) -> None:
    world.publish(program(tour=TOUR))
    history(world, "tour", {90: 1, 20: 2})
    assert told(world) == (20, "its peak of the last 100 days was 2, and 20 a day are taken for granted")


def test_operators_are_told_once_what_is_held_and_what_to_do(world: World) -> None:
    world.publish(program(tour=SMALL))
    deliver_in_parts(world, planned(world, 8))
    [alarm] = world.rows(ALARM)
    mailer = Meanwhile()
    for _ in range(2):
        tell_operators(replace(world.app, mailer=mailer), [alarm.id])
    [mail] = mailer.mails
    assert mail.content.subject == "Tenure: tour wants to send 8 mails today, and its file allows 5 a day"
    assert "tenure resume tour, and exactly those mails are let through" in mail.content.text


@pytest.mark.parametrize("stated", ["send: {}", "send: {from: 9:00}", "send:\n  from: 9:00", "product: {name: x}"])
def test_a_time_lapse_says_in_its_program_that_nothing_surprises_it(stated: str) -> None:
    said = generous({PROGRAM: f"{stated}\n"})[PROGRAM]
    assert "budget: 1000000" in said
    read_document(said, PROGRAM)
    assert generous({PROGRAM: said})[PROGRAM] == said


def test_the_ledger_of_a_withdrawn_journey_asks_nobody(world: World) -> None:
    world.publish(program(tour=SMALL, other=OTHER))
    mails = planned(world, 8)
    files = program(other=OTHER)
    world.publish(files)
    deliver_in_parts(world, mails)
    with look(world.engine) as connection:
        assert connection.execute(select(CLOSURE.c.name)).all() == []


def test_a_mail_between_its_claim_and_transaction_a_is_held(world: World) -> None:
    world.publish(program(tour=SMALL))
    mails = planned(world, 2)

    def stop() -> None:
        with begin(world.engine) as connection:
            shut(connection, "journey tour", "it wants more", machine_time(), None)

    mailer = Meanwhile(stop)  # while the first one is with the provider
    deliver_mails(replace(world.app, mailer=mailer), mails)
    assert len(mailer.mails) == 1
    assert [row.state for row in world.mails()] == ["accepted", "planned"]
