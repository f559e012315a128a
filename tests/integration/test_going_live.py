"""Going live after a rehearsal in shadow: nothing of it silences, holds or counts for anything real."""

from datetime import timedelta

from models.database import look
from models.echoes import Saying, find_echoes
from models.tables import ACCOUNT, DECISION, ENROLLMENT
from tests.rehearsal import SHADOW, restart
from tests.stopped import OTHER, TOUR, program
from tests.world import World
from workers.advance import advance_accounts
from workers.deliver import deliver_mails
from workers.gather import accounts_by_id, gather
from workers.premiere import Premiere

CALL = """\
title: A call
kind: adoption
starts: account.signed_up_at
priority: 10
to: admins
late: {within: 9 days, otherwise: skip}
steps:
  - {id: call, day: 0, handoff: low-adoption}
"""
SOON = timedelta(hours=1)


def rehearsed(world: World) -> None:
    """Rehearse a mail of a tour in shadow, for which something else waits, and go live within the hour."""
    world.publish(program(tour=TOUR, other=OTHER.replace("day: 1", "day: 0")))
    restart(world, **SHADOW)
    world.account()
    world.look()
    assert [(row.journey, row.state) for row in world.mails()] == [("tour", "shadowed")]
    restart(world)
    world.now += SOON


def test_what_was_rehearsed_keeps_no_mail_from_leaving_once_it_is_live(world: World) -> None:
    rehearsed(world)

    woken = Premiere().watch(world.app)
    world.look()

    assert woken
    assert [(row.journey, row.state) for row in world.mails()] == [("tour", "shadowed"), ("other", "accepted")]
    assert [line.kind for line in world.rows(DECISION, journey="tour")].count("shadowed") == 1


def test_everybody_is_woken_once_by_each_clock_and_by_none_in_shadow_or_where_nothing_was_rehearsed(
    world: World,
) -> None:
    never = Premiere().watch(world.app)
    rehearsed(world)
    premiere = Premiere()
    live = [premiere.watch(world.app) for _ in range(2)]
    restart(world, **SHADOW)

    assert (never, live, Premiere().watch(world.app)) == (False, [True, False], False)


def _handed(world: World) -> None:
    """Hand the account over by a journey, now."""
    world.publish(program(tour=TOUR, call=CALL))
    world.account()
    world.look()


def test_a_task_of_the_rehearsal_silences_the_rehearsal_and_nothing_that_is_live(world: World) -> None:
    restart(world, **SHADOW)
    _handed(world)
    in_shadow = _open_tasks(world)
    restart(world)
    live = _open_tasks(world)

    assert [task.rehearsed for task in world.tasks()] == [True]
    assert (in_shadow, live) == ({"low-adoption"}, set())


def test_a_real_task_takes_the_place_of_a_rehearsed_one(world: World) -> None:
    restart(world, **SHADOW)
    _handed(world)
    restart(world)
    world.publish(program(tour=TOUR, call=CALL, again=CALL))
    world.look()

    assert [(task.journey, task.state, task.rehearsed, task.outcome) for task in world.tasks()] == [
        ("call", "closed", True, "rehearsed"),
        ("again", "open", False, None),
    ]


def _open_tasks(world: World) -> set[str]:
    with look(world.engine) as connection:
        edition = world.app.editions.current(connection)
        assert edition is not None
        accounts = accounts_by_id(connection, [row.id for row in world.rows(ACCOUNT)])
        feeds = edition.book.program.feeds
        [standing] = gather(connection, accounts, edition.needs, world.now, feeds, rehearsed=edition.rehearsed)
    return set(standing.behavior.tasks)


def test_who_moved_hears_live_what_was_only_rehearsed_before(world: World) -> None:
    restart(world, **SHADOW)
    [mail] = advance_accounts(world.app, [world.account()])
    deliver_mails(world.app, [mail])
    [row] = world.mails()
    [run] = world.rows(ENROLLMENT, id=row.enrollment_id)
    saying = {mail + 1: Saying(row.contact_id, row.journey, row.step, run.started_at)}
    with look(world.engine) as connection:
        found = find_echoes(connection, saying), find_echoes(connection, saying, rehearsed=True)

    assert found == (set(), {mail + 1})
