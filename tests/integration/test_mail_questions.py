"""What a human is asked about mails: one task for an account and a kind of question, and it names every such mail."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import update

from emails.outcomes import Outcome, Refused, Unknown
from journeys.window import Window
from models.database import begin
from models.erasure import forget
from models.mail_tasks import settle_in_tasks
from models.person import find_person
from models.tables import TASK
from tests.meanwhile import Meanwhile, deliver
from tests.sendgrid import event, read
from tests.stopped import BILL, program
from tests.world import AnyRow, World
from workers.advance import advance_accounts
from workers.clocks import machine_time
from workers.gather import accounts_by_id
from workers.mail_events import take_events
from workers.questions import ask
from workers.reconcile import reconcile

SILENT, NEVER = Unknown("no answer within 20 seconds"), Refused("400: no such address")
BILLS = ("first", "second", "third")


@pytest.fixture
def billed(world: World) -> World:
    """A world in which an account gets three mails at once, none of which waits for the others."""
    bills = {f"bill-{name}": BILL.replace("email: bill", f"email: {name}") for name in BILLS}
    world.publish(program(**bills))
    return world


def answered(world: World, outcome: Outcome) -> Sequence[AnyRow]:
    """Answer the three mails after the provider's answer."""
    deliver(world, advance_accounts(world.app, [world.account()]), Meanwhile(answer=outcome))
    return world.mails()


def tell(world: World, name: str, mail: AnyRow, number: int = 1) -> None:
    with begin(world.engine) as connection:
        edition = world.app.editions.current(connection)
        take_events(connection, edition, read(event(name, mail.key, number)), world.now, machine_time())


@pytest.mark.parametrize(
    ("outcome", "reason", "title"),
    [(SILENT, "mail-unknown", "Did these mails arrive?"), (NEVER, "mail-refused", "Mails were refused")],
)
def test_one_task_names_every_mail_with_whom_it_was_for_when_and_why(
    billed: World, outcome: Outcome, reason: str, title: str
) -> None:
    mails = answered(billed, outcome)

    [task] = billed.tasks()
    assert (task.reason, task.state, task.title) == (reason, "open", title)
    assert task.evidence == {
        f"mail {number}": {
            "mail": mail.template, "to": "ada@acme.example", "at": billed.now.isoformat(), "why": mail.because,
            "step": f"{mail.journey} / bill", "send key": mail.key,
        }
        for number, mail in enumerate(mails, 1)
    }  # fmt: skip


def test_what_is_settled_is_noted_and_the_task_ends_with_the_last_of_them(billed: World) -> None:
    mails, seen = answered(billed, SILENT), []
    [before] = billed.tasks()

    for number, mail in enumerate(mails):
        tell(billed, "delivered", mail, number)
        [task] = billed.tasks()
        seen.append((task.state, sum("settled" in one for one in task.evidence.values())))

    assert seen == [("open", 1), ("open", 2), ("closed", 2)]
    assert (task.id, task.opened_at, task.due_at) == (before.id, before.opened_at, before.due_at)
    assert billed.ledger().count("done") == 1


def test_a_mail_that_was_dropped_and_arrived_after_all_leaves_the_others_with_the_human(billed: World) -> None:
    mails = answered(billed, NEVER)

    tell(billed, "delivered", mails[1])

    [task] = billed.tasks()
    assert task.state == "open"
    assert [one["send key"] for one in task.evidence.values() if "settled" not in one] == [mails[0].key, mails[2].key]


def test_a_task_from_before_there_could_be_several_takes_another_mail(billed: World) -> None:
    first, second, third = answered(billed, SILENT)
    old = {"mail": first.template, "send key": first.key, "step": "bill-first / bill"}
    with begin(billed.engine) as connection:
        connection.execute(update(TASK).values(evidence=old))
    _ask(billed, second, "again")

    tell(billed, "delivered", first)
    open_ = billed.tasks()
    tell(billed, "delivered", second, 2)
    closed = billed.tasks()
    with begin(billed.engine) as connection:  # the third is in doubt, and in no task: the clock asks about it
        edition = billed.app.editions.current(connection)
        assert edition is not None
        reconcile(connection, edition, billed.now, machine_time(), None)

    assert [task.state for task in open_] == ["open"]
    assert [task.state for task in closed] == ["closed"]
    assert billed.tasks()[-1].evidence["mail 1"]["send key"] == third.key


def test_a_mail_that_is_planned_afresh_after_all_is_no_question_any_more(billed: World) -> None:
    first, second, _ = answered(billed, SILENT)
    with begin(billed.engine) as connection:
        settle_in_tasks(connection, billed.now, [second], "mail-unknown", "seen to")
    _ask(billed, second, "it is in doubt again")

    [task] = billed.tasks()
    assert list(task.evidence) == ["mail 1", "mail 2", "mail 3"]
    assert task.evidence["mail 2"]["why"] == "it is in doubt again"
    assert not any("settled" in one for one in task.evidence.values())
    assert first.key in {one["send key"] for one in task.evidence.values()}


def test_two_who_ask_and_one_who_settles_at_the_same_instant_lose_none(billed: World) -> None:
    mails = answered(billed, SILENT)
    for _ in range(20):
        with begin(billed.engine) as connection:
            connection.execute(update(TASK).values(state="closed"))
        _ask(billed, mails[0], "first")
        start = Barrier(3)

        def settle(start: Barrier = start) -> None:
            start.wait()
            with begin(billed.engine) as connection:
                settle_in_tasks(connection, billed.now, [mails[0]], "mail-unknown", "seen to")

        def another(mail: Any, start: Barrier = start) -> None:
            start.wait()
            _ask(billed, mail, "at once")

        with ThreadPoolExecutor(3) as pool:
            for done in [pool.submit(settle), pool.submit(another, mails[1]), pool.submit(another, mails[2])]:
                done.result()

        [task] = billed.rows(TASK, state="open")
        left = [one["send key"] for one in task.evidence.values() if "settled" not in one]
        assert sorted(left) == sorted(mail.key for mail in mails[1:])


def _ask(world: World, mail: AnyRow, because: str) -> None:
    with begin(world.engine) as connection:
        [account] = accounts_by_id(connection, {mail.account_id})
        ask(connection, world.now, mail, "mail-unknown", because, account, Window())


def test_whoever_is_forgotten_stands_in_no_task(billed: World) -> None:
    answered(billed, SILENT)
    with begin(billed.engine) as connection:
        person = find_person(connection, "ada@acme.example")
        forget(connection, billed.now, person, "a test")

    [task] = billed.tasks()
    assert "ada" not in f"{task.evidence}"
