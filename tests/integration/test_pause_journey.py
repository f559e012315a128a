"""One journey is paused and all others go on; it goes on by each step's own lateness, and nobody gets two at once."""

from datetime import timedelta
from itertools import pairwise

import pytest

from models.agenda import hint_due_mails, is_anything_due, lease_due_accounts, stir_everybody
from models.calls import open_call
from models.database import begin, look
from models.doors import is_stopped, look_at_doors, shut_doors
from models.sending import claim
from models.tables import ACCOUNT, CLOSURE, DECISION, ENROLLMENT, TOUCHPOINT
from tests.meanwhile import Meanwhile, deliver
from tests.stopped import BILL, TOUR, WHY, paused, program, sent
from tests.world import World
from workers import advance
from workers.advance import advance_accounts
from workers.clocks import machine_time
from workers.considered import consider
from workers.prompts import offer
from workers.stopping import resume_everything, resume_journey

DAY, HOUR, SOON = timedelta(days=1), timedelta(hours=1), timedelta(seconds=30)


@pytest.fixture
def tour(world: World) -> World:
    """A world with two journeys, and one account."""
    world.publish(program())
    world.account("acme")
    return world


def resumed(world: World, journey: str = "tour") -> None:
    with begin(world.engine) as connection:
        resume_journey(connection, world.now, journey)


def days_pass(world: World, days: int) -> None:
    """Let days pass on which the product is heard from, with one look at each."""
    for _ in range(days):
        world.now += DAY
        world.event("acme", "signed in")
        world.look()


def test_of_a_paused_journey_nothing_leaves_and_all_others_go_on(tour: World) -> None:
    tour.look()
    paused(tour)
    days_pass(tour, 10)
    assert sent(tour) == ["first", "other"]
    assert not tour.rows(TOUCHPOINT, channel="in_app")
    assert not tour.tasks()


def test_its_runs_hold_where_they_stand_and_the_ledger_says_why_once(tour: World) -> None:
    tour.look()
    paused(tour)
    days_pass(tour, 10)
    [line] = [line for line in tour.rows(DECISION, journey="tour") if line.reason == "paused"]
    assert (line.kind, line.step, line.because) == ("hold", "shown", WHY)
    [run] = tour.rows(ENROLLMENT, journey="tour")
    assert (run.state, run.step) == ("open", "shown")


def test_nobody_enters_it_and_whoever_would_have_does_afterwards(tour: World) -> None:
    paused(tour)
    tour.look()
    assert not tour.rows(ENROLLMENT, journey="tour")
    tour.now += HOUR
    resumed(tour)
    tour.look()
    assert sent(tour) == ["first"]


def test_a_mail_that_was_planned_before_is_held_keeps_nobody_waiting_and_is_told_of_once(tour: World) -> None:
    advance_accounts(tour.app, [tour.rows(ACCOUNT)[0].id])
    paused(tour)
    paused(tour)
    tour.deliver()
    [mail] = tour.mails()
    assert (mail.state, mail.fence) == ("planned", 0)
    assert [line.because for line in tour.rows(DECISION, touchpoint_id=mail.id)] == [WHY]
    tour.now += DAY
    tour.look()
    assert sent(tour) == ["other"]


def test_a_mail_between_its_claim_and_transaction_a_is_held(tour: World) -> None:
    mails = advance_accounts(tour.app, [tour.rows(ACCOUNT)[0].id, tour.account("zenith")])
    mailer = Meanwhile(lambda: paused(tour))  # while the first one is with the provider
    deliver(tour, mails, mailer)
    assert len(mailer.mails) == 1
    assert [row.state for row in tour.mails()] == ["accepted", "planned"]
    assert tour.mails()[1].leased_until is None
    resumed(tour)
    tour.deliver()
    assert [row.state for row in tour.mails()] == ["accepted", "accepted"]


def test_a_call_of_another_system_between_its_claim_and_the_call_is_held(tour: World) -> None:
    advance_accounts(tour.app, [tour.rows(ACCOUNT)[0].id])
    with begin(tour.engine) as connection:  # as the row of a call is, but for what it says
        connection.execute(TOUCHPOINT.update().values(channel="webhook", commercial=False))
        [row] = claim(connection, [tour.rows(TOUCHPOINT)[0].id], tour.now, machine_time(), SOON, "webhook")
    paused(tour)
    with begin(tour.engine) as connection:
        assert open_call(connection, row, machine_time()) is None
        assert claim(connection, [row.id], tour.now, machine_time() + HOUR, SOON, "webhook") == []
    resumed(tour)
    with begin(tour.engine) as connection:
        assert open_call(connection, row, machine_time()) == 1


def test_a_message_that_waits_in_the_product_is_not_shown_until_it_goes_on(tour: World) -> None:
    tour.look()
    tour.now += DAY
    tour.event("acme", "signed in")
    tour.look()
    assert len(offer(tour.app, "acme", "acme-ada")) == 1
    paused(tour)
    assert offer(tour.app, "acme", "acme-ada") == []
    resumed(tour)
    assert len(offer(tour.app, "acme", "acme-ada")) == 1


def test_what_is_held_is_neither_hinted_at_nor_in_the_way_of_others(world: World) -> None:
    world.publish(program(tour=TOUR, bill=BILL))
    advance_accounts(world.app, [world.account("acme")])
    paused(world)
    later = machine_time() + timedelta(minutes=5)
    with begin(world.engine) as connection:
        hinted = hint_due_mails(connection, world.now, later, SOON, 100)
        connection.execute(TOUCHPOINT.update().where(TOUCHPOINT.c.journey == "bill").values(state="skipped"))
        connection.execute(ACCOUNT.update().values(wake_at=world.now + DAY, assess_at=world.now + DAY))
        due = is_anything_due(connection, world.now, later, SOON)
    assert [row.journey for row in world.mails() if row.id in hinted] == ["bill"]
    assert not due


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, ["first", "other", "second", "third", "fourth"]),
        (5, ["first", "other", "third", "fourth"]),
        (40, ["first", "other"]),
    ],
)
def test_it_goes_on_by_the_lateness_of_each_step_one_mail_at_a_time(
    tour: World, days: int, expected: list[str]
) -> None:
    tour.look()
    paused(tour)
    days_pass(tour, days)
    resumed(tour)
    tour.live(5 * DAY, "acme")
    assert sent(tour) == expected
    commercial = [row.settled_at for row in tour.mails() if row.state == "accepted"]
    assert all(later - sooner >= 20 * HOUR for sooner, later in pairwise(commercial))


@pytest.mark.parametrize("days", [1, 5, 40])
def test_mails_that_were_held_at_their_door_are_late_or_not_and_never_two_at_once(world: World, days: int) -> None:
    second = TOUR.replace("first", "second").replace(
        "id: second, day: 2, email: second", "id: more, day: 2, email: bill"
    )
    world.publish(program(tour=TOUR, second=second))
    world.account("acme")
    world.now -= timedelta(hours=3)  # before the window opens: nothing is planned yet
    world.look()
    world.now += timedelta(hours=3)
    for journey in ("tour", "second"):
        paused(world, journey)
    advance_accounts(world.app, [world.rows(ACCOUNT)[0].id])
    days_pass(world, days)
    for journey in ("tour", "second"):
        resumed(world, journey)
    world.live(3 * DAY, "acme")
    times = [row.settled_at for row in world.mails() if row.state == "accepted"]
    assert all(later - sooner >= 20 * HOUR for sooner, later in pairwise(times))
    assert not [row for row in world.mails() if row.state == "planned" and row.due_at <= world.now]


def test_it_is_no_pause_of_everything(tour: World) -> None:
    paused(tour)
    with look(tour.engine) as connection:
        assert not is_stopped(connection, machine_time())
        assert shut_doors(connection, machine_time()) == set()
        assert look_at_doors(connection, machine_time()).paused == {"tour": WHY}


def test_whoever_is_being_looked_at_when_it_goes_on_does_not_sleep_on_what_was(
    tour: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = tour.rows(ACCOUNT)[0].id
    paused(tour)

    def meanwhile(*seen: object) -> object:
        considered = consider(*seen)  # type: ignore[arg-type]
        resumed(tour)
        return considered

    with begin(tour.engine) as connection:  # nobody else has it in hand: it is thought about without a lock
        lease_due_accounts(connection, tour.now, machine_time(), SOON, 10)
    monkeypatch.setattr(advance, "consider", meanwhile)
    advance_accounts(tour.app, [account])
    monkeypatch.undo()
    assert tour.rows(ACCOUNT)[0].wake_at <= tour.now
    tour.look()
    assert sent(tour) == ["first"]


def test_going_on_wakes_everybody_also_those_in_hand(tour: World) -> None:
    tour.look()
    with begin(tour.engine) as connection:
        connection.execute(ACCOUNT.update().values(leased_until=machine_time() + HOUR))
        stir_everybody(connection, tour.now)
    [account] = tour.rows(ACCOUNT)
    assert (account.wake_at, account.leased_until) == (tour.now, None)


def test_going_on_with_everything_leaves_what_was_stopped_for_one_journey(tour: World) -> None:
    paused(tour)
    with begin(tour.engine) as connection:
        assert list(resume_everything(connection, tour.now).opened) == []
    assert [door.name for door in tour.rows(CLOSURE)] == ["paused tour"]
