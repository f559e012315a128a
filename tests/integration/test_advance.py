"""Looking at accounts: gathered in a constant number of queries, decided, recorded once."""

from datetime import timedelta

from sqlalchemy import update

from models.database import begin
from models.tables import ACCOUNT, DECISION, ENROLLMENT, TOUCHPOINT
from tests.first_month import first_month
from tests.statements import counted
from tests.world import World
from workers.advance import advance_accounts


def test_a_new_account_enters_and_its_welcome_is_planned_before_anything_is_sent(world: World) -> None:
    account = world.account()

    mails = advance_accounts(world.app, [account])

    assert [(mail.id, mail.step, mail.state) for mail in world.mails()] == [(mails[0], "welcome", "planned")]
    assert world.ledger() == ["enter", "send", "wait"]
    assert world.provider.accepted() == []


def test_looking_twice_does_nothing_twice(world: World) -> None:
    account = world.account()

    advance_accounts(world.app, [account])
    again = advance_accounts(world.app, [account, account])

    assert again == []
    assert len(world.mails()) == 1
    assert len(world.rows(DECISION)) == 3


def test_an_account_that_is_stirred_without_news_adds_nothing_to_the_ledger(world: World) -> None:
    account = world.account()
    world.look()
    before = len(world.rows(DECISION))

    world.now += timedelta(hours=1)
    world.event("acme", "signed in")
    advance_accounts(world.app, [account])

    assert len(world.rows(DECISION)) == before


def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(world: World) -> None:
    few = [world.account(f"few{number}") for number in range(2)]
    many = [world.account(f"many{number}") for number in range(40)]

    advance_accounts(world.app, [world.account("first")])  # reads what is published, once

    with counted(world.engine) as small:
        advance_accounts(world.app, few)
    with counted(world.engine) as large:
        advance_accounts(world.app, many)

    assert len(small) == len(large)


def test_every_open_enrollment_wakes_and_so_does_its_account(world: World) -> None:
    world.account()
    world.look()

    enrollment, account = world.rows(ENROLLMENT)[0], world.rows(ACCOUNT)[0]

    assert enrollment.state == "open"
    assert account.wake_at == enrollment.wake_at
    assert account.leased_until is None


def test_a_large_customer_is_declined_with_the_reason_and_let_in_when_it_fits(world: World) -> None:
    account = world.account(arr_cents=20_000_000)
    world.look()
    declined = world.rows(ENROLLMENT)[0]

    with begin(world.engine) as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(arr_cents=500_000, wake_at=world.now))
    world.look()

    assert declined.state == "declined"
    assert "segment" in declined.because
    assert [row.state for row in world.rows(ENROLLMENT)] == ["open"]


def test_an_account_that_signed_up_long_ago_is_not_taken_through_its_first_days(world: World) -> None:
    world.account(signed_up_at=world.now - timedelta(days=200))

    world.look()

    assert world.rows(ENROLLMENT)[0].state == "declined"
    assert "200 days ago" in world.rows(ENROLLMENT)[0].because
    assert not world.rows(TOUCHPOINT)


def test_a_step_that_is_not_there_is_passed_over_and_nobody_is_forgotten(world: World) -> None:
    world.account()
    world.look()
    with begin(world.engine) as connection:
        connection.execute(update(ENROLLMENT).values(step="a step that was never there"))
        connection.execute(update(ACCOUNT).values(wake_at=world.now))

    world.look()

    enrollment = world.rows(ENROLLMENT)[0]
    assert (enrollment.state, enrollment.step) == ("open", "core-workflow-tour")
    assert len(world.mails()) == 1


def test_a_customer_who_sleeps_hears_of_a_journey_that_is_new(world: World) -> None:
    world.account(arr_cents=20_000_000)
    world.look()
    asleep = world.rows(ACCOUNT)[0].wake_at
    files = dict(first_month())
    path = "journeys/definitions/onboarding.yaml"
    small, grown = 'for: account.segment == "smb"', 'leave: account.segment != "smb"'
    new = {"journeys/definitions/large.yaml": files[path].replace(small, "").replace(grown, "")}

    world.publish(files | new)
    world.look()

    assert asleep > world.now
    assert [row.state for row in world.rows(ENROLLMENT, journey="large")] == ["open"]


def test_before_anything_is_published_nothing_happens(world: World) -> None:
    world.account()
    world.publish({})

    world.look()

    assert world.ledger() == []
