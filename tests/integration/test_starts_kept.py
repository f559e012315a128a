"""What is kept of runs, so that they begin again when they should: spells, periods, and who left and came back."""

from datetime import UTC, datetime, timedelta
from typing import Any

from models.database import begin
from models.facts import AccountFacts, ContactFacts
from models.intake import record_accounts, record_contacts
from models.tables import ACCOUNT, DECISION, ENROLLMENT, TOUCHPOINT
from tests.journeys_alone import alone
from tests.meanwhile import planned
from tests.world import World

DAY = timedelta(days=1)
REST = """\
priority: 50
to: admins
late: {within: 4 days, otherwise: skip}
steps:
  - {id: a, day: 0, email: notes/hello}
  - {id: b, day: 7, email: notes/hello}
"""
SMALL = "title: Small\nkind: service\nstarts: {when: account.seats < 5}\nagain: {after: 20 days}\n" + REST
MONTHLY = "title: Monthly\nkind: service\nstarts: {every: month}\n" + REST
ONCE = "title: Once\nkind: service\nstarts: account.signed_up_at\n" + REST.replace("service", "onboarding")
BACK = (
    "title: Win back\nkind: win-back\nchurned: only\nstarts: account.churned_at\noccurrence: date\nfollows: 7 days\n"
    + REST
)


def changes(world: World, *keys: str, **told: object) -> None:
    with begin(world.engine) as connection:
        record_accounts(connection, world.now, [AccountFacts(key, told) for key in keys or ("acme",)])


def live(world: World, days: int) -> None:
    """Let so many days pass, and look whenever somebody means to."""
    end = world.now + days * DAY
    world.look()
    while (wakes := world.rows(ACCOUNT)[0].wake_at) is not None and wakes < end:
        assert wakes > world.now
        world.now = wakes
        world.look()
    world.now = end


def runs(world: World) -> list[tuple[str, str, str]]:
    rows = world.rows(ENROLLMENT)
    return [(row.journey, row.occurrence, row.state) for row in rows if row.state != "declined"]


def said(world: World) -> list[str]:
    return [row.step for row in world.rows(TOUCHPOINT, state="accepted")]


def start(world: World, **told: Any) -> None:
    world.now = datetime(2027, 2, 1, 12, tzinfo=UTC)  # a Monday
    world.account(**told)


def test_a_condition_that_did_not_hold_in_between_begins_again(world: World) -> None:
    world.publish(alone(small=SMALL))
    start(world, seats=3)
    live(world, 3)
    changes(world, seats=20)
    live(world, 3)
    lapsed = world.rows(ENROLLMENT, journey="small", occurrence="2027-02-01")[0].lapsed_at
    changes(world, seats=3)
    live(world, 26)

    assert lapsed == datetime(2027, 2, 4, 12, tzinfo=UTC)
    assert runs(world) == [("small", "2027-02-01", "finished"), ("small", "2027-02-28", "open")]
    assert said(world) == ["a", "b", "a"]


def test_that_a_condition_does_not_hold_is_not_put_on_record_day_by_day(world: World) -> None:
    world.publish(alone(small=SMALL))
    start(world, seats=20)
    live(world, 3)

    assert (world.rows(ENROLLMENT), world.ledger()) == ([], [])
    assert world.rows(ACCOUNT)[0].wake_at == world.now
    changes(world, seats=3)
    live(world, 1)
    assert runs(world) == [("small", "2027-02-04", "open")]


def test_a_condition_that_holds_on_begins_nothing_more(world: World) -> None:
    world.publish(alone(small=SMALL))
    start(world, seats=3)
    live(world, 40)

    assert runs(world) == [("small", "2027-02-01", "finished")]
    assert world.rows(DECISION, kind="decline")[-1].because.endswith("it has to end before it can begin")


def test_every_month_has_a_run_of_its_own(world: World) -> None:
    start(world, signed_up_at=datetime(2026, 10, 31, 9, tzinfo=UTC))
    world.publish(alone(monthly=MONTHLY))
    live(world, 65)

    assert [run for _, run, _ in runs(world)] == ["2027-01", "2027-02", "2027-03"]
    assert said(world)[:4] == ["a", "b", "a", "b"]
    assert [row.started_at.date().day for row in world.rows(ENROLLMENT) if row.state != "declined"] == [31, 28, 31]


def test_many_who_signed_up_at_the_same_moment_do_not_come_on_the_same_day(world: World) -> None:
    start(world)
    keys = [f"account-{number}" for number in range(120)]
    changes(world, *keys, signed_up_at=datetime(2026, 6, 1, tzinfo=UTC))
    world.publish(alone(monthly=MONTHLY))
    world.look()

    until = [row.wake_at.date() for row in world.rows(ENROLLMENT, state="declined")]
    assert len(until) > 80  # the others have theirs in these days
    assert len({*until}) > 15
    assert max(until.count(day) for day in until) < 15


def test_whoever_churns_gets_nothing_more_of_it_and_whoever_returns_goes_on(world: World) -> None:
    world.publish(alone(once=ONCE, back=BACK))
    start(world)
    live(world, 3)
    changes(world, churned_at=world.now)
    live(world, 3)
    away = runs(world)
    changes(world, churned_at=None)
    live(world, 20)

    assert away == [("once", "once", "away"), ("back", "2027-02-04", "open")]
    assert runs(world) == [("once", "once", "finished"), ("back", "2027-02-04", "away")]
    assert said(world) == ["a", "a", "b"]
    reasons = [(line.journey, line.because) for line in world.rows(DECISION, kind="leave")]
    assert reasons == [("once", "The account has churned"), ("back", "The account is back")]


def test_whoever_is_to_leave_some_day_is_here_until_then_and_won_back_from_then_on(world: World) -> None:
    world.publish(alone(once=ONCE, back=BACK))
    start(world)
    changes(world, churned_at=world.now + 8 * DAY)
    live(world, 8)
    here = runs(world)
    live(world, 8)

    assert here == [("once", "once", "finished")]
    assert said(world) == ["a", "b", "a", "b"]
    assert runs(world)[1:] == [("back", "2027-02-09", "finished")]


def test_whoever_is_to_leave_the_account_some_day_is_written_to_until_then(world: World) -> None:
    world.publish(alone(once=ONCE))
    start(world)
    with begin(world.engine) as connection:
        leaves = {"left_at": world.now + 3 * DAY}
        record_contacts(connection, world.now, [ContactFacts("acme-ada", "acme", leaves)])
    live(world, 12)

    assert said(world) == ["a"]
    [hold, *_] = world.rows(DECISION, kind="hold")
    assert hold.because == "No reachable contact among admins (admin: left on 2027-02-04)"


def test_a_mail_that_is_on_its_way_when_the_account_churns_is_not_sent(world: World) -> None:
    world.publish(alone(once=ONCE))
    world.now = datetime(2027, 2, 1, 12, tzinfo=UTC)
    planned(world)
    changes(world, churned_at=world.now)
    world.look()

    assert [(row.state, row.because) for row in world.mails()] == [("skipped", "The account has churned")]
    assert world.provider.accepted() == []
