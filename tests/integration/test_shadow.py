"""Shadow: everything is decided, written and checked, and nothing reaches anybody, by whatever door."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from emails.message import Address, Content, Message
from emails.outcomes import Withheld
from models.alarms import raise_alarm
from models.database import begin, look
from models.tables import ALARM, ATTEMPT, CONTACT, DECISION, TOUCHPOINT
from tests.console import Console, installed, visitor
from tests.in_app import files
from tests.people import signed_in
from tests.provider import Provider
from tests.rehearsal import SHADOW, given, restart
from tests.world import World
from workers.advance import advance_accounts
from workers.boot import assemble
from workers.deliver import deliver_mails
from workers.prompts import offer, show
from workers.tell_operators import tell_operators

DAY = timedelta(days=1)
ADA, MAYA = Address("ada@zenith.example"), Address("maya@cadence.example")
MESSAGE = Message("key", ADA, MAYA, Content("Hello", "", "<p>Hello</p>", "Hello"), "onboarding")
ALLOW: dict[str, Any] = {"TENURE_ALLOW": "@acme.example"}


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
