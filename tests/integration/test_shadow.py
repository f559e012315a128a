"""Shadow: everything is decided, written and checked, and nothing reaches anybody, by whatever door."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from emails.message import Address, Content, Message
from emails.outcomes import Withheld
from models.alarms import raise_alarm
from models.database import begin, look
from models.echoes import Saying, find_echoes
from models.tables import ACCOUNT, ALARM, ATTEMPT, CONTACT, DECISION, ENROLLMENT, TOUCHPOINT
from tests.console import Console, installed, visitor
from tests.in_app import files
from tests.people import signed_in
from tests.provider import Provider
from tests.stopped import OTHER, TOUR, program
from tests.world import World, compiled_once
from workers.advance import advance_accounts
from workers.boot import assemble, make_mailer
from workers.deliver import deliver_mails
from workers.editions import Editions
from workers.gather import accounts_by_id, gather
from workers.premiere import Premiere
from workers.prompts import offer, show
from workers.settings import Settings
from workers.tell_operators import tell_operators

DAY = timedelta(days=1)
ADA, MAYA = Address("ada@zenith.example"), Address("maya@cadence.example")
MESSAGE = Message("key", ADA, MAYA, Content("Hello", "", "<p>Hello</p>", "Hello"), "onboarding")
SHADOW: dict[str, Any] = {"TENURE_MODE": "shadow"}
ALLOW: dict[str, Any] = {"TENURE_ALLOW": "@acme.example"}


def restart(world: World, *, kept_mailer: bool = False, **words: Any) -> None:
    """Start the processes anew with these variables, a key for SendGrid among them.

    `kept_mailer`: with one that would send, as if nothing held it back but the door itself.
    """
    settings = given(world, **words)
    mailer = world.mailer if kept_mailer else make_mailer(settings)
    editions = Editions(compiled_once, rehearsed=settings.shadow)
    world.app = replace(world.app, settings=settings, mailer=mailer, editions=editions)


def given(world: World, **words: Any) -> Settings:
    base: dict[str, Any] = {"TENURE_HOME": world.home, "SENDGRID_API_KEY": "SG.test", "TENURE_DEADLINE_SECONDS": 2}
    return Settings(**base | {"SENDGRID_BASE_URL": world.provider.url} | words)


def asked(provider: Provider) -> int:
    """Answer how often the provider was asked for anything, but for this."""
    return int(provider.stats()["answers"].get("202", 0))


def states(world: World) -> set[str]:
    return {row.state for row in world.mails()}


def test_a_whole_month_is_rehearsed_and_the_provider_hears_nothing(world: World) -> None:
    restart(world, **SHADOW)
    world.account()
    before = asked(world.provider)

    world.look()
    world.live(31 * DAY, "acme")

    assert world.provider.accepted() == []
    assert asked(world.provider) == before
    assert len(world.mails()) > 3
    assert states(world) <= {"shadowed", "skipped"}
    told = world.rows(DECISION, kind="shadowed")
    assert len(told) == len([row for row in world.mails() if row.state == "shadowed"])
    assert {line.because for line in told} == {
        "this installation is in shadow mode: it would have been sent, and was not"
    }
    assert [task.rehearsed for task in world.tasks()] == [True]
    assert {attempt.outcome for attempt in world.rows(ATTEMPT)} == {"withheld"}


def test_what_is_rehearsed_is_what_happens_live_to_an_account_like_it(world: World) -> None:
    rehearsed = _fortnight(world, "acme", "shadowed", **SHADOW)
    sent = _fortnight(world, "zenith", "accepted")

    assert rehearsed == sent
    assert len(sent) > 2


def _fortnight(world: World, account: str, state: str, **words: Any) -> list[tuple[str, timedelta]]:
    """Let an account live for two weeks; answer which mails came to that state, and how long after it signed up."""
    restart(world, **words)
    mine, began = world.account(account), world.now
    world.look()
    world.live(14 * DAY, account)
    return [
        (row.template, row.settled_at - began) for row in world.mails() if (row.account_id, row.state) == (mine, state)
    ]


def _mail(world: World) -> None:
    deliver_mails(world.app, advance_accounts(world.app, [world.account("bolt")]))


def _alarm(world: World) -> None:
    with begin(world.engine) as connection:
        raise_alarm(connection, world.now, "silence", "product", "the product feed has been silent")
    tell_operators(world.app, [alarm.id for alarm in world.rows(ALARM)])


@pytest.mark.parametrize("door", [_mail, _alarm], ids=["a customer's mail", "an alarm"])
@pytest.mark.parametrize("kept_mailer", [False, True], ids=["no mailer", "a mailer that would send"])
def test_each_door_is_shut_by_itself_whatever_mailer_stands_behind_it(
    world: World, door: Callable[[World], None], kept_mailer: bool
) -> None:
    restart(world, kept_mailer=kept_mailer, **SHADOW)

    door(world)

    assert world.provider.accepted() == []
    assert [alarm.told_at for alarm in world.rows(ALARM)] in ([], [None])


def test_in_the_product_nobody_is_shown_anything(world: World) -> None:
    restart(world, **SHADOW)
    world.publish(files())
    world.account()
    world.look()
    [row] = world.rows(TOUCHPOINT)

    shown = show(world.app, "acme", "acme-ada", row.key), offer(world.app, "acme", "acme-ada")

    [row] = world.rows(TOUCHPOINT)
    assert shown == (None, [])
    assert row.state == "shadowed"
    assert world.ledger()[-1] == "shadowed"


def test_what_was_rehearsed_reaches_nobody_later_and_what_follows_does(world: World) -> None:
    restart(world, **SHADOW)
    world.account()
    world.look()
    [rehearsed] = world.mails()
    restart(world)

    deliver_mails(world.app, [rehearsed.id])
    world.live(8 * DAY, "acme")

    sent = [row for row in world.mails() if row.state == "accepted"]
    assert world.provider.accepted() == [row.key for row in sent]
    assert rehearsed.key not in world.provider.accepted()
    assert rehearsed.template not in {row.template for row in sent}
    assert len(sent) > 0


def test_what_was_planned_live_and_comes_due_in_shadow_is_not_sent_either_then_or_later(world: World) -> None:
    [mail] = advance_accounts(world.app, [world.account()])
    restart(world, **SHADOW)
    deliver_mails(world.app, [mail])
    restart(world)
    deliver_mails(world.app, [mail])

    assert world.provider.accepted() == []
    assert states(world) == {"shadowed"}


def test_on_an_allow_list_who_is_on_it_gets_the_real_mail_and_nobody_else_any(world: World) -> None:
    restart(world, **ALLOW)
    for name in ("acme", "zenith"):
        world.account(name)

    world.look()

    assert {row.state: row.because for row in world.mails()} == {
        "accepted": "accepted by the provider",
        "skipped": "the address is not on TENURE_ALLOW: outside of the allow-list nobody is written to",
    }
    [acme, _] = world.mails()
    assert world.provider.accepted() == [acme.key]
    [line] = world.rows(DECISION, kind="skip")
    assert line.reason == "mode"


def test_an_address_that_changes_at_the_last_moment_does_not_slip_by_the_list(world: World) -> None:
    restart(world, **ALLOW)
    [mail] = advance_accounts(world.app, [world.account()])
    with begin(world.engine) as connection:
        connection.execute(update(CONTACT).values(email="ada@elsewhere.example"))

    deliver_mails(world.app, [mail])

    assert world.provider.accepted() == []


def test_alarms_go_to_operators_on_the_list_alone(world: World) -> None:
    restart(world, **ALLOW)
    _alarm(world)
    stayed = [alarm.told_at for alarm in world.rows(ALARM)]
    restart(world, TENURE_ALLOW="@cadence.example")
    tell_operators(world.app, [alarm.id for alarm in world.rows(ALARM)])

    assert stayed == [None]
    assert len(world.provider.accepted()) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_a_process_is_made_of_knows_the_mode_and_has_no_way_out(world: World) -> None:
    shadow, listed = (assemble(given(world, **words)) for words in (SHADOW, ALLOW))
    with look(world.engine) as connection:
        edition = shadow.editions.current(connection)

    answers = [app.mailer.send(MESSAGE) for app in (shadow, listed)]

    assert edition is not None
    assert edition.rehearsed
    assert [type(answer) for answer in answers] == [Withheld, Withheld]
    assert world.provider.accepted() == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_page_says_so_and_strangers_learn_no_address(world: World) -> None:
    with installed(world.engine, world.home) as console:
        band = _band(console, **SHADOW)
        listed = _band(console, **ALLOW)
        live = _band(console)

    assert band == ("Shadow: a rehearsal.", "Shadow: a rehearsal.")
    assert listed == ("Allow-list: mail goes to @acme.example", "Allow-list: mail goes to a few addresses")
    assert live == ("", "")


def _band(console: Console, **words: str) -> tuple[str, str]:
    """Answer what the band says to who is signed in, and to a stranger, up to its first full stop or `and`."""

    def said(text: str) -> str:
        _, _, rest = text.partition('<p class="band" role="status">')
        return rest.partition(" Everything")[0].partition(" and to nobody")[0] if rest else ""

    client = console.site(**words)
    signed_in(client, console.engine, email=f"admin{len(words)}{words.get('TENURE_MODE', '')}@example.com")
    with visitor(client) as stranger:
        return said(client.get("/").text), said(stranger.get("/sign-in").text)


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
