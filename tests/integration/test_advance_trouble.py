"""Accounts that cannot be looked at, and looks that bring nothing new."""

from datetime import timedelta

from sqlalchemy import update

from models.database import begin, look
from models.tables import ACCOUNT, DECISION
from tests.first_month import first_month
from tests.world import World
from workers.advance import advance_accounts


def test_an_account_that_cannot_be_read_is_set_aside_and_stops_nobody_else(world: World) -> None:
    accounts = [world.account(name) for name in ("acme", "zenith", "orbit", "vertex", "summit")]
    with begin(world.engine) as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.key == "orbit").values(traits=["not", "an object"]))

    mails = advance_accounts(world.app, accounts)

    failed = world.rows(DECISION, kind="failed")
    assert len(mails) == 4
    assert [line.account_id for line in failed] == [accounts[2]]
    assert world.rows(ACCOUNT, key="orbit")[0].wake_at == world.now + timedelta(hours=1)


def test_an_account_kept_out_for_the_same_reason_every_day_is_told_once(world: World) -> None:
    account = world.account(signed_up_at=world.now - timedelta(days=200))

    for _ in range(4):
        advance_accounts(world.app, [account])
        world.now += timedelta(days=1)
        world.event("acme", "signed in")

    assert world.ledger() == ["decline"]


def test_versions_that_are_not_in_force_any_more_are_not_kept_in_memory(world: World) -> None:
    world.account()
    world.look()
    files = dict(first_month())
    path = "journeys/definitions/onboarding.yaml"

    for number in range(4):
        world.publish(files | {path: files[path] + f"# {number}\n"})
        world.event("acme", "signed in")
        world.look()

    assert len(world.app.editions._older) == 1


def test_what_cannot_be_read_is_read_once(world: World) -> None:
    world.publish(dict(first_month()) | {"journeys/program.yaml": "nonsense: ["})

    with look(world.engine) as connection:
        found = [world.app.editions.current(connection) for _ in range(2)]
    world.publish(dict(first_month()))
    with look(world.engine) as connection:
        mended = world.app.editions.current(connection)

    assert found == [None, None]
    assert mended is not None
