"""What happens to an account while it is being thought about: that is done without any lock."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from models.agenda import lease_due_accounts
from models.database import begin
from models.doors import PAUSED, shut
from models.tables import ACCOUNT, ENROLLMENT
from tests.first_month import first_month
from tests.world import World
from workers import advance
from workers.advance import advance_accounts
from workers.clocks import machine_time
from workers.considered import Considered, consider


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Let something happen once, after the next look and before what it concluded is written."""

    def arrange(deed: Callable[[], object]) -> None:
        def considered(*seen: object) -> Considered:
            monkeypatch.setattr(advance, "consider", consider)
            found = consider(*seen)  # type: ignore[arg-type]
            deed()
            return found

        monkeypatch.setattr(advance, "consider", considered)

    return arrange


def leased(world: World) -> list[int]:
    """Lease what is due, as the clock does."""
    with begin(world.engine) as connection:
        return lease_due_accounts(connection, world.now, machine_time(), timedelta(), 100)


def on_the_seventh_day(world: World) -> None:
    world.account()
    for _ in range(7):
        world.look()
        world.now += timedelta(days=1)
        world.event("acme", "signed in")


def test_news_that_come_meanwhile_count(world: World, meanwhile: Callable[[Callable[[], object]], None]) -> None:
    on_the_seventh_day(world)
    meanwhile(lambda: world.event("acme", "project created"))

    mails = advance_accounts(world.app, leased(world))

    assert len(mails) == 1
    assert world.mails()[-1].template == "onboarding/next-checklist-item"


def test_without_news_it_is_looked_at_once(world: World, meanwhile: Callable[[Callable[[], object]], None]) -> None:
    on_the_seventh_day(world)
    meanwhile(lambda: None)

    assert len(advance_accounts(world.app, leased(world))) == 1
    assert world.rows(ACCOUNT)[0].leased_until is None


def test_of_two_who_look_at_the_same_accounts_one_writes(
    world: World, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    on_the_seventh_day(world)
    world.account("zenith")
    ids, theirs = leased(world), list[int]()
    meanwhile(lambda: theirs.extend(advance_accounts(world.app, ids)))

    ours = advance_accounts(world.app, ids)

    assert (len(theirs), ours) == (2, [])
    assert len(world.mails()) == 3
    assert len(world.rows(ENROLLMENT)) == 2


def test_who_is_disturbed_takes_nobody_along(world: World, meanwhile: Callable[[Callable[[], object]], None]) -> None:
    on_the_seventh_day(world)
    world.account("zenith")
    meanwhile(lambda: world.event("acme", "project created"))

    mails = advance_accounts(world.app, leased(world))

    assert len(mails) == 2
    assert {(row.state, row.wake_at > world.now) for row in world.rows(ENROLLMENT)} == {("open", True)}


def test_what_is_published_meanwhile_is_what_counts(
    world: World, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    on_the_seventh_day(world)
    files = dict(first_month())
    path = "journeys/definitions/onboarding.yaml"
    meanwhile(lambda: world.publish(files | {path: files[path] + "# another\n"}))
    ids = leased(world)

    first = advance_accounts(world.app, ids)
    due = world.rows(ACCOUNT)[0].wake_at <= world.now
    world.look()

    assert (first, due) == ([], True)
    assert world.mails()[-1].template == "onboarding/create-your-first-project"


def test_who_is_told_to_stop_meanwhile_writes_nothing(
    world: World, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    on_the_seventh_day(world)

    def stop() -> None:
        with begin(world.engine) as connection:
            shut(connection, PAUSED, "a test", machine_time(), None)

    meanwhile(stop)

    assert advance_accounts(world.app, leased(world)) == []
    assert len(world.mails()) == 1


def test_an_account_that_goes_meanwhile_is_gone(
    world: World, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    on_the_seventh_day(world)

    def churn() -> None:
        with begin(world.engine) as connection:
            values = {"churned_at": world.now, "leased_until": None}  # news end a lease
            connection.execute(update(ACCOUNT).values(**values))

    meanwhile(churn)
    advance_accounts(world.app, leased(world))

    assert [row.state for row in world.rows(ENROLLMENT)] == ["away"]
    assert len(world.mails()) == 1
