"""Machines whose clocks disagree with the database's: they stand still, are named, and come back by themselves."""

import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import dramatiq
import pytest
from dramatiq.middleware import SkipMessage

from console.importing.door import shut_meanwhile
from models.database import begin, look
from models.doors import IMPORTING, shut_doors
from models.tables import ACCOUNT, ALARM, CLOSURE, HEARTBEAT, TOUCHPOINT
from models.upsert import insert_or_update
from tests.dump import dump
from tests.meanwhile import Meanwhile
from tests.world import World
from workers import agreement, clocks, fuse, watches
from workers import clock as clock_process
from workers import standstill as standing_still
from workers.advance import advance_accounts
from workers.calls import deliver_calls
from workers.clocks import machine_time, steady_time
from workers.deliver import deliver_mails
from workers.fuse import Pace
from workers.manners import STOPPING
from workers.operator_mail import operator_mails
from workers.standstill import Standstill
from workers.stopping import resume_everything
from workers.tick import tick

FAR = [timedelta(seconds=300), timedelta(seconds=-300)]
SetClock = Callable[..., None]
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite has no clock of its own
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Set the clock of the machine on which all that follows happens, and say what the machine is called."""
    monkeypatch.setattr(fuse, "PACE", Pace())

    def change(ahead: timedelta, name: str = "web-1") -> None:
        modules = [module for key, module in sys.modules.items() if key.startswith(("workers.", "console."))]
        modules.remove(clocks)
        for module in modules:
            if hasattr(module, "machine_time"):
                monkeypatch.setattr(module, "machine_time", lambda: machine_time() + ahead)
        monkeypatch.setattr(agreement, "host", lambda: name)

    return change


def alarms(world: World) -> Sequence[tuple[str, str, bool]]:
    """Answer the alarms: kind, subject, and whether they are open."""
    return [(row.kind, row.subject, row.cleared_at is None) for row in world.rows(ALARM)]


@on_postgresql
@pytest.mark.parametrize("ahead", FAR)
def test_a_machine_that_is_far_off_touches_nothing_and_an_alarm_names_it_once(
    world: World, set_clock: SetClock, ahead: timedelta
) -> None:
    account = world.account()
    mails = advance_accounts(world.app, [account])
    world.event("acme", "project created")
    before, pace, mailer = dump(world.engine), Pace(), Meanwhile()
    app = replace(world.app, mailer=mailer)

    set_clock(ahead)
    ticked = [tick(app, pace), tick(app, pace)]
    advance_accounts(app, [account])
    deliver_mails(app, mails)
    deliver_calls(app, mails)

    assert ticked == [None, None]
    assert not mailer.mails
    [alarm] = world.rows(ALARM)
    assert (alarm.kind, alarm.subject, alarm.cleared_at) == ("host", "web-1", None)
    side = "ahead of" if ahead > timedelta() else "behind"
    assert (
        alarm.because
        == f"the clock of the machine web-1 is 300 s {side} the database's: it does nothing until that is mended"
    )
    assert abs(alarm.raised_at - machine_time()) < timedelta(seconds=60)
    with begin(world.engine) as connection:
        connection.execute(ALARM.delete())
    assert dump(world.engine) == before


@on_postgresql
def test_everybody_else_goes_on_while_one_machine_is_wrong(world: World, set_clock: SetClock) -> None:
    world.account()
    set_clock(FAR[0])
    tick(world.app, Pace())

    set_clock(timedelta(), "web-2")
    fuse.PACE.lose()
    assert tick(world.app, Pace())
    world.look()

    assert [mail.state for mail in world.mails()] == ["accepted"]
    assert world.rows(CLOSURE) == []
    assert alarms(world) == [("host", "web-1", True)]


@on_postgresql
@pytest.mark.parametrize("ahead", FAR)
def test_once_its_clock_is_right_a_machine_goes_on_by_itself_and_its_return_is_no_jump(
    world: World, set_clock: SetClock, ahead: timedelta
) -> None:
    account, pace = world.account(), Pace()
    for by in (timedelta(), ahead):
        set_clock(by)
        tick(world.app, pace)
        assert fuse.is_trusted(world.app) == (not by)

    set_clock(timedelta())

    assert tick(world.app, pace)
    assert fuse.is_trusted(world.app)
    assert len(advance_accounts(world.app, [account])) == 1
    assert world.rows(CLOSURE) == []
    assert alarms(world) == [("host", "web-1", False)]


@on_postgresql
def test_a_worker_that_nobody_asked_while_its_machine_was_wrong_takes_the_return_for_no_jump(
    world: World, set_clock: SetClock
) -> None:
    assert fuse.is_trusted(world.app)
    set_clock(timedelta(seconds=-55))
    fuse.PACE.steady -= 10  # a while ago
    fuse.PACE.seen = machine_time() - timedelta(seconds=10)
    assert fuse.is_trusted(world.app)
    set_clock(timedelta(seconds=55))

    assert fuse.is_trusted(world.app)
    assert world.rows(CLOSURE) == []


@on_postgresql
def test_a_database_whose_own_clock_is_wrong_stops_all_machines_and_each_is_named(
    world: World, set_clock: SetClock
) -> None:
    world.account()
    for name in ("web-1", "web-2", "web-3"):
        set_clock(FAR[1], name)
        assert not tick(world.app, Pace())

    assert alarms(world) == [("host", f"web-{number}", True) for number in (1, 2, 3)]
    assert world.rows(ACCOUNT)[0].leased_until is None


@on_postgresql
def test_when_hosts_and_database_jump_together_it_is_the_fuse(world: World, set_clock: SetClock) -> None:
    pace = Pace(machine_time() - timedelta(days=90), steady_time())
    tick(world.app, pace)

    assert [door.name for door in world.rows(CLOSURE)] == ["fuse"]
    assert alarms(world) == [("fuse", "fuse", True)]


@on_sqlite
def test_where_the_machine_is_the_databases_own_a_leap_is_the_fuse(world: World, set_clock: SetClock) -> None:
    pace = Pace()
    tick(world.app, pace)
    set_clock(timedelta(days=90))
    tick(world.app, pace)

    assert [door.name for door in world.rows(CLOSURE)] == ["fuse"]
    assert alarms(world) == [("fuse", "fuse", True)]


@pytest.mark.parametrize("fresh", [True, False])
def test_a_worker_that_learns_of_a_jump_after_a_person_has_seen_to_it_does_not_stop_everything_again(
    world: World, monkeypatch: pytest.MonkeyPatch, fresh: bool
) -> None:
    with begin(world.engine) as connection:
        judged = machine_time() - timedelta(days=0 if fresh else 90)
        insert_or_update(
            connection, HEARTBEAT, [{"name": "clock", "at": world.now, "machine_at": judged}], key=("name",)
        )
    monkeypatch.setattr(fuse, "PACE", Pace(machine_time() - timedelta(days=90), steady_time()))

    assert fuse.is_trusted(world.app) == fresh
    assert [door.name for door in world.rows(CLOSURE)] == ([] if fresh else ["fuse"])


@on_postgresql
@pytest.mark.parametrize("ahead", [timedelta(seconds=59), timedelta(seconds=-59)])
def test_a_clock_at_the_edge_of_what_is_tolerated_breaks_no_lease_of_a_sender_at_the_other(
    world: World, set_clock: SetClock, ahead: timedelta
) -> None:
    advance_accounts(world.app, [world.account()])
    lease, deadline = (
        timedelta(seconds=seconds) for seconds in (120, 30)
    )  # the shortest of one, the longest of the other
    until = machine_time() - ahead + lease - deadline
    with begin(world.engine) as connection:
        connection.execute(TOUCHPOINT.update().values(state="sending", attempts=1, leased_until=until))

    set_clock(ahead)
    assert tick(world.app, Pace())

    assert world.mails()[0].state == "sending"


@on_postgresql
def test_a_batch_ends_when_its_machine_is_set_in_the_middle_of_it(world: World, set_clock: SetClock) -> None:
    mails = advance_accounts(world.app, [world.account("a"), world.account("b"), world.account("c")])
    mailer = Meanwhile(lambda: set_clock(FAR[1]))
    deliver_mails(replace(world.app, mailer=mailer), mails)

    assert len(mailer.mails) == 1
    assert sorted(mail.state for mail in world.mails()) == ["accepted", "planned", "planned"]


@on_postgresql
def test_a_clock_on_a_wrong_machine_does_not_say_that_it_is_at_work_and_has_the_operators_told(
    world: World, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, stop = [], threading.Event()

    def note(ids: list[int]) -> int:
        told.extend(ids)
        stop.set()
        return 1

    monkeypatch.setattr(watches, "hint_alarms", note)
    set_clock(FAR[0])
    clock_process.run(world.app, stop)

    assert told == [alarm.id for alarm in world.rows(ALARM)]
    assert world.rows(HEARTBEAT) == []


@on_postgresql
def test_a_worker_on_a_wrong_machine_lets_hints_go_slowly_but_tells_of_alarms(
    world: World, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.boot.app", lambda: world.app)
    monkeypatch.setattr(standing_still, "SECONDS", 0.0)
    asked = Standstill()
    set_clock(FAR[0])

    for name in ("advance", "deliver", "deliver_first", "assess", "await_viewers", "compare"):
        with pytest.raises(SkipMessage):
            asked.before_process_message(None, _message(name))
    asked.before_process_message(None, _message("tell"))
    assert not STOPPING.is_set()

    set_clock(timedelta())
    asked.before_process_message(None, _message("advance"))


@on_postgresql
def test_a_worker_with_nothing_to_do_names_its_wrong_machine_and_takes_that_back(
    world: World, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Twice:
        """Lets two looks be taken."""

        def __init__(self) -> None:
            self.seen = list[list[tuple[str, str, bool]]]()

        def wait(self, _seconds: float) -> bool:
            self.seen.append(list(alarms(world)))
            set_clock(FAR[0] if len(self.seen) == 1 else timedelta())
            return len(self.seen) == 3

    asked = Twice()
    monkeypatch.setattr("workers.boot.app", lambda: world.app)
    monkeypatch.setattr(standing_still, "STOPPING", asked)
    standing_still.watch()

    assert asked.seen == [[], [("host", "web-1", True)], [("host", "web-1", False)]]


def _message(name: str) -> "dramatiq.Message[None]":
    return dramatiq.Message(queue_name="q", actor_name=name, args=([1],), kwargs={}, options={})


@on_postgresql
def test_an_import_on_a_wrong_machine_keeps_its_own_door_shut_and_opens_nobody_elses(
    world: World, set_clock: SetClock
) -> None:
    def doors() -> int:
        return len(world.rows(CLOSURE)) if IMPORTING in shut_now() else 0

    def shut_now() -> set[str]:
        with look(world.engine) as connection:
            return shut_doors(connection, machine_time())

    with shut_meanwhile(world.engine) as right, right():
        set_clock(FAR[0])
        with shut_meanwhile(world.engine) as ahead, ahead():
            assert doors() == 2
        assert doors() == 1
    set_clock(FAR[1])
    with shut_meanwhile(world.engine) as behind, behind():
        assert doors() == 1
    assert doors() == 0


@on_postgresql
def test_a_machine_that_is_gone_for_good_is_forgotten_when_a_person_resumes(world: World, set_clock: SetClock) -> None:
    set_clock(FAR[0])
    tick(world.app, Pace())
    with begin(world.engine) as connection:
        resume_everything(connection, world.now)

    assert alarms(world) == [("host", "web-1", False)]


@on_postgresql
def test_the_operators_mail_names_the_machine_and_says_what_to_do(world: World, set_clock: SetClock) -> None:
    set_clock(FAR[0], "mail-7")
    tick(world.app, Pace())
    with begin(world.engine) as connection:
        edition = world.app.editions.current(connection)
    assert edition is not None
    [mail, *_] = operator_mails(world.app, edition, world.rows(ALARM)[0])

    assert mail.content.subject.startswith("Tenure: the clock of the machine mail-7 is 300 s ahead of the database's")
    assert "timedatectl" in mail.content.text
