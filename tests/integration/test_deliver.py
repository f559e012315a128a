"""Sending: once, only what still stands, and every answer of the provider taken for what it means."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from emails.sendgrid_mailer import SendGridMailer
from models.database import begin
from models.sending import settle
from models.tables import ACCOUNT, ATTEMPT, CLOSURE, CONTACT, DECISION, ENROLLMENT, SUPPRESSION, TASK, TOUCHPOINT
from tests.world import World
from workers.advance import advance_accounts
from workers.clocks import machine_time
from workers.deliver import deliver_mails
from workers.expiry import settle_the_dead


def planned(world: World) -> int:
    """Answer the id of a welcome that is planned and not sent."""
    return advance_accounts(world.app, [world.account()])[0]


def test_a_planned_mail_is_sent_and_recorded(world: World) -> None:
    mail = planned(world)

    deliver_mails(world.app, [mail])

    row = world.mails()[0]
    assert (row.state, row.attempts) == ("accepted", 1)
    assert world.provider.accepted() == [row.key]
    assert [attempt.outcome for attempt in world.rows(ATTEMPT)] == ["accepted"]
    assert world.ledger()[-1] == "sent"


def test_a_hint_that_comes_three_times_sends_once(world: World) -> None:
    mail = planned(world)

    for _ in range(3):
        deliver_mails(world.app, [mail, mail])

    assert len(world.provider.accepted()) == 1


@pytest.mark.parametrize(("topic", "sent"), [("*", 0), ("onboarding", 0), ("newsletter", 1)])
def test_who_unsubscribes_between_plan_and_send_gets_nothing(world: World, topic: str, sent: int) -> None:
    mail = planned(world)
    row = {"email": "ada@acme.example", "topic": topic, "reason": "unsubscribed", "source": "", "at": world.now}
    with begin(world.engine) as connection:
        connection.execute(insert(SUPPRESSION), row)

    deliver_mails(world.app, [mail])

    assert len(world.provider.accepted()) == sent
    assert world.mails()[0].state == ("accepted" if sent else "planned" if topic == "*" else "skipped")


def test_an_account_that_churned_meanwhile_gets_nothing(world: World) -> None:
    mail = planned(world)
    with begin(world.engine) as connection:
        connection.execute(update(ACCOUNT).values(churned_at=world.now))

    deliver_mails(world.app, [mail])

    assert world.mails()[0].state == "skipped"
    assert "churned" in world.mails()[0].because


def test_a_mail_whose_day_has_passed_is_not_sent_late(world: World) -> None:
    mail = planned(world)
    world.now += timedelta(days=9)
    world.event("acme", "signed in")

    deliver_mails(world.app, [mail])

    assert world.mails()[0].state == "skipped"
    assert world.provider.accepted() == []


def test_a_mail_that_missed_its_window_waits_for_the_next(world: World) -> None:
    mail = planned(world)
    world.now = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)

    deliver_mails(world.app, [mail])

    row = world.mails()[0]
    assert (row.state, row.due_at) == ("planned", datetime(2026, 3, 3, 9, 0, tzinfo=UTC))


def test_a_refused_mail_is_not_tried_again_and_a_human_is_told_why(world: World) -> None:
    mail = planned(world)
    world.provider.script({"answer": "400"})

    deliver_mails(world.app, [mail])
    world.provider.script()
    deliver_mails(world.app, [mail])

    assert world.mails()[0].state == "refused"
    assert world.provider.accepted() == []
    assert [task.reason for task in world.tasks()] == ["mail-refused"]


def test_a_rate_limit_rests_the_whole_provider_and_nothing_is_lost(world: World) -> None:
    first = planned(world)
    second = advance_accounts(world.app, [world.account("zenith")])[0]
    world.provider.script({"answer": "429", "reset_after": 60, "times": 1})

    deliver_mails(world.app, [first, second])
    resting = [mail.state for mail in world.mails()]
    with begin(world.engine) as connection:
        connection.execute(CLOSURE.delete())
    world.provider.script()
    deliver_mails(world.app, [first, second])

    assert resting == ["planned", "planned"]
    assert world.provider.stats()["answers"].get("429", 0) >= 1
    assert sorted(world.provider.accepted()) == sorted(mail.key for mail in world.mails())


def test_a_refused_key_shuts_the_door_and_burns_no_mail(world: World) -> None:
    mail = planned(world)
    world.provider.script({"answer": "401"})

    deliver_mails(world.app, [mail])

    assert world.mails()[0].state == "planned"
    assert [door.name for door in world.rows(CLOSURE)] == ["provider"]
    assert world.tasks() == []


@pytest.mark.parametrize(
    ("answer", "arrived"), [("500", 0), ("503", 0), ("accept-then-cut", 1), ("accept-then-5xx", 1), ("hang", 0)]
)
def test_what_may_have_left_is_never_sent_again_and_a_human_is_asked(world: World, answer: str, arrived: int) -> None:
    mail = planned(world)
    world.provider.script({"answer": answer})

    deliver_mails(world.app, [mail])
    world.provider.script()
    deliver_mails(world.app, [mail])

    assert world.mails()[0].state == "unknown"
    assert len(world.provider.accepted()) == arrived
    assert [task.reason for task in world.tasks()] == ["mail-unknown"]
    assert world.ledger()[-1] == "unknown"


def test_nobody_home_is_tried_again_later(world: World) -> None:
    mail = planned(world)
    nobody = SendGridMailer("SG.test", "http://127.0.0.1:9", deadline=1.0)

    deliver_mails(replace(world.app, mailer=nobody), [mail])

    row = world.mails()[0]
    assert (row.state, row.due_at) == ("planned", world.now + timedelta(minutes=1))
    assert world.rows(ATTEMPT)[0].outcome == "postponed"


def test_a_sender_that_died_leaves_an_unknown_mail_and_a_question(world: World) -> None:
    mail = planned(world)
    ago = machine_time() - timedelta(minutes=5)
    with begin(world.engine) as connection:
        connection.execute(update(TOUCHPOINT).values(state="sending", attempts=1, fence=1, leased_until=ago))
        edition = world.app.editions.current(connection)
        assert edition is not None
        buried = settle_the_dead(connection, edition, world.now, machine_time())
    deliver_mails(world.app, [mail])

    assert buried == 1
    assert world.mails()[0].state == "unknown"
    assert world.provider.accepted() == []
    assert [task.reason for task in world.tasks()] == ["mail-unknown"]


def test_who_lost_the_fence_writes_nothing(world: World) -> None:
    planned(world)
    stale = world.mails()[0]
    with begin(world.engine) as connection:
        connection.execute(update(TOUCHPOINT).values(fence=7))

    with begin(world.engine) as connection:
        written = settle(connection, stale, {"state": "accepted", "because": ""}, world.now)

    assert not written
    assert world.mails()[0].state == "planned"


def test_a_mail_in_somebody_elses_hand_is_left_to_them(world: World) -> None:
    mail = planned(world)
    soon = machine_time() + timedelta(minutes=1)
    with begin(world.engine) as connection:
        connection.execute(update(TOUCHPOINT).values(leased_until=soon))

    deliver_mails(world.app, [mail])

    assert world.provider.accepted() == []


def test_an_account_without_an_address_is_held_with_the_reason_and_mailed_when_there_is_one(world: World) -> None:
    world.account(email=None)
    world.look()
    held = world.rows(ENROLLMENT)[0]

    with begin(world.engine) as connection:
        connection.execute(update(CONTACT).values(email="ada@acme.example"))
        connection.execute(update(ACCOUNT).values(wake_at=world.now))
    world.look()

    assert "no address" in held.because or "reach" in held.because
    assert len(world.provider.accepted()) == 1


def test_day_thirty_hands_over_with_the_adoption_and_the_threshold(world: World) -> None:
    world.account()
    world.look()

    world.live(timedelta(days=31), "acme")

    task = world.tasks()[0]
    assert task.reason == "low-adoption"
    assert "usage.feature_adoption" in f"{task.evidence}"
    assert "20" in task.because
    assert world.rows(DECISION, kind="hand over")[0].evidence.items() <= task.evidence.items()
    assert task.evidence["usage.days_since_active"] == 0  # what the playbook shows besides


def test_a_task_whose_aim_is_reached_is_closed_by_itself_and_silences_nothing_any_more(world: World) -> None:
    account = world.account()
    task = {"account_id": account, "reason": "low-adoption", "title": "Rescue it", "because": "Little is used"}
    with begin(world.engine) as connection:
        connection.execute(insert(TASK).values(**task, opened_at=world.now, due_at=world.now))
    for event in ("project created", "task created"):
        world.event("acme", event)
    advance_accounts(world.app, [account])

    assert len(world.mails()) == 1  # the welcome was not held back
    (closed,) = world.tasks()
    assert (closed.state, closed.closed_at, closed.outcome) == ("closed", world.now, "reached")
    (told,) = world.rows(DECISION, kind="done")
    assert told.because == "low-adoption: usage.feature_adoption is 33.3%, so usage.feature_adoption >= 30%"
