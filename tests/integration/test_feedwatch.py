"""The watch over the feeds: one alarm for a silence, somebody told once, and an end when it is over."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from emails.outcomes import Outcome, Postponed, Refused, Unknown
from models.alarms import clear_alarm, raise_alarm
from models.database import begin
from models.doors import FUSE, PROVIDER, shut
from models.tables import ALARM, SILENCE
from tests.first_month import first_month
from tests.meanwhile import Meanwhile
from tests.notes import NOTES
from tests.world import AnyRow, World
from workers.clocks import machine_time
from workers.feedwatch import Feedwatch
from workers.tell_operators import tell_operators

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PROGRAM = "journeys/program.yaml"
OPERATORS = "operators: [operations@cadence.example]"


def silent(world: World) -> None:
    """Let the product be heard once, and then not for a little longer than it may be silent."""
    world.account()
    world.now += 2 * DAY + HOUR


def alarms(world: World) -> Sequence[AnyRow]:
    return world.rows(ALARM)


def publish(world: World, old: str, new: str) -> None:
    files = dict(first_month())
    assert old in files[PROGRAM]
    world.publish({**files, PROGRAM: files[PROGRAM].replace(old, new, 1)})


def test_a_feed_that_keeps_its_rhythm_is_no_alarm(world: World) -> None:
    world.account()
    world.now += 2 * DAY

    world.watch()

    assert alarms(world) == []
    assert world.provider.accepted() == []


def test_a_silence_is_one_alarm_and_somebody_is_told_once_however_many_clocks_watch(world: World) -> None:
    silent(world)
    for _ in range(3):
        for feedwatch in (world.feedwatch, Feedwatch(), Feedwatch()):
            tell_operators(world.app, feedwatch.watch(world.app))
        world.now += DAY

    [alarm] = alarms(world)

    assert (alarm.kind, alarm.subject, alarm.cleared_at) == ("silence", "product", None)
    assert alarm.because == "the product feed has been silent since 2026-03-02 10:00 UTC (allowed: 2 days)"
    assert world.provider.accepted() == [f"alarm-{alarm.id}"]
    assert alarm.told_at is not None


def test_what_is_told_says_what_holds_and_what_to_do(world: World) -> None:
    silent(world)
    world.watch()

    [line] = world.provider.file.read_text().splitlines()
    told = json.loads(line)

    assert told["to"] == "operations@cadence.example"
    assert told["subject"] == "Tenure: the product feed has been silent since 2026-03-02 10:00 UTC"


def test_the_mail_names_the_steps_that_rest_on_the_feed_and_no_others(world: World) -> None:
    world.publish({**first_month(), **NOTES})
    silent(world)
    mailer = Meanwhile()
    tell_operators(replace(world.app, mailer=mailer), world.feedwatch.watch(world.app))

    text = mailer.mails[0].content.text

    assert "onboarding / first-project" in text
    assert "onboarding / welcome" in text, "it names how far the checklist has come"
    assert "notes" not in text
    assert "tenure feeds" in text
    assert "silent_after" in text


def test_the_alarm_is_over_when_the_feed_is_back_and_a_new_silence_is_a_new_alarm(world: World) -> None:
    silent(world)
    world.watch()
    world.event("acme", "signed in")
    world.now += HOUR
    world.event("acme", "signed in")
    world.watch()
    first = alarms(world)[0].cleared_at
    world.now += 2 * DAY + HOUR
    world.watch()

    assert first is not None
    assert [alarm.cleared_at is None for alarm in alarms(world)] == [False, True]
    assert world.provider.accepted() == [f"alarm-{alarm.id}" for alarm in alarms(world)]


def test_the_alarm_lasts_while_what_was_missed_may_still_come(world: World) -> None:
    silent(world)
    world.watch()
    world.event("acme", "signed in")
    world.now += HOUR / 2

    world.watch()

    assert alarms(world)[0].cleared_at is None


def test_old_events_told_today_do_not_end_a_silence(world: World) -> None:
    silent(world)
    world.watch()
    world.event("acme", "task created", at=world.now - 30 * DAY)
    world.now += 2 * HOUR

    world.watch()

    assert alarms(world)[0].cleared_at is None


def test_a_feed_that_was_never_heard_is_an_alarm_only_once_it_should_have_been(world: World) -> None:
    world.now += 2 * DAY
    world.watch()
    early = alarms(world)
    world.now += HOUR
    world.watch()

    assert early == []
    assert [alarm.because for alarm in alarms(world)] == ["the product feed has never been heard"]


@pytest.mark.parametrize("rhythm", ["silent_after: never", "silent_after: 3 weeks"])
def test_an_alarm_is_over_when_the_program_allows_the_silence(world: World, rhythm: str) -> None:
    silent(world)
    world.watch()
    publish(world, "silent_after: 2 days", rhythm)
    world.now += HOUR

    world.watch()

    assert alarms(world)[0].cleared_at == world.now


def test_silences_of_long_ago_are_forgotten_once_a_day(world: World) -> None:
    ended = [world.now - 400 * DAY - HOUR, world.now - 400 * DAY + HOUR]
    with begin(world.engine) as connection:
        rows = [{"name": "product", "silent_from": at - 3 * DAY, "resumed_at": at} for at in ended]
        connection.execute(insert(SILENCE), rows)
    left = []
    for hours in (0, 2, 23):
        world.now += hours * HOUR
        world.watch()
        left.append(len(world.rows(SILENCE)))

    assert left == [1, 1, 0]


def test_without_operators_an_alarm_is_raised_and_nobody_is_written_to(world: World) -> None:
    publish(world, OPERATORS, "")
    silent(world)

    world.watch()

    assert [alarm.told_at for alarm in alarms(world)] == [None]
    assert world.provider.accepted() == []


def test_every_operator_gets_a_mail_of_their_own(world: World) -> None:
    publish(world, OPERATORS, "operators: [ann@cadence.example, bob@cadence.example]")
    silent(world)

    world.watch()

    assert world.provider.accepted() == [f"alarm-{alarms(world)[0].id}", f"alarm-{alarms(world)[0].id}-2"]


@pytest.mark.parametrize("answer", [Postponed("nobody home"), Refused("400")])
def test_who_could_not_be_told_is_told_later_with_patience(world: World, answer: Outcome) -> None:
    silent(world)
    mailer = Meanwhile(answer=answer)
    app = replace(world.app, mailer=mailer)
    times = []
    for _ in range(200):
        tell_operators(app, world.feedwatch.watch(app))
        times.append(len(mailer.mails))
        world.now += timedelta(minutes=1)
    not_told = alarms(world)[0].told_at
    world.now += HOUR
    world.watch()

    assert [times[minute] for minute in (0, 1, 5, 6, 20, 21, 80, 81, 140, 141)] == [1, 2, 2, 3, 3, 4, 4, 5, 5, 6]
    assert not_told is None
    assert len(world.provider.accepted()) == 1


def test_who_may_have_been_told_is_not_told_again(world: World) -> None:
    silent(world)
    mailer = Meanwhile(answer=Unknown("silence"))
    app = replace(world.app, mailer=mailer)
    for _ in range(3):
        tell_operators(app, Feedwatch().watch(app))

    assert len(mailer.mails) == 1


def test_nobody_is_told_while_the_providers_door_is_shut_but_the_alarm_is_there(world: World) -> None:
    silent(world)
    with begin(world.engine) as connection:
        shut(connection, PROVIDER, "429", machine_time(), machine_time() + HOUR)

    world.watch()

    assert len(alarms(world)) == 1
    assert world.provider.accepted() == []


def test_no_silence_is_measured_by_a_time_that_cannot_be_trusted(world: World) -> None:
    silent(world)
    with begin(world.engine) as connection:
        shut(connection, FUSE, "time jumped", machine_time(), None)

    world.watch()

    assert alarms(world) == []


def test_alarms_of_other_kinds_are_told_too_and_cleared_by_whoever_raised_them(world: World) -> None:
    with begin(world.engine) as connection:
        raised = [raise_alarm(connection, world.now, "drill", "everything", "this is <only> a drill") for _ in range(2)]
    mailer = Meanwhile()
    tell_operators(replace(world.app, mailer=mailer), world.feedwatch.watch(world.app))
    world.now += HOUR
    world.watch()
    standing = alarms(world)[0].cleared_at
    with begin(world.engine) as connection:
        cleared = [clear_alarm(connection, world.now, "drill", "everything") for _ in range(2)]

    assert (raised, standing, cleared) == ([True, False], None, [True, False])
    assert mailer.mails[0].content.subject == "Tenure: this is <only> a drill"
    assert "This is &lt;only&gt; a drill." in mailer.mails[0].content.html


def test_an_alarm_that_is_over_is_told_to_nobody(world: World) -> None:
    with begin(world.engine) as connection:
        connection.execute(insert(ALARM), {"kind": "drill", "subject": "x", "because": "y", "raised_at": world.now})
        clear_alarm(connection, world.now, "drill", "x")

    tell_operators(world.app, [alarms(world)[0].id])

    assert world.provider.accepted() == []
