"""What an account hears from several journeys: one commercial mail a day, nothing twice, and always a reason."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import update

from console.program_files import read_program
from emails.outcomes import Refused
from models.database import begin
from models.tables import ACCOUNT, DECISION, ENROLLMENT
from tests.meanwhile import Meanwhile, deliver
from tests.uncapped import uncapped
from tests.world import AnyRow, World
from workers.advance import advance_accounts

ABOUT_OTHERS = ("journeys/definitions/", "journeys/playbooks/", "emails/templates/")
DAY = timedelta(days=1)
JOURNEY = """\
title: {name}
kind: {kind}
starts: account.signed_up_at
priority: {priority}
to: admins
late: {{within: 9 days, otherwise: skip}}
steps:
  - {{id: speak, day: {day}, email: {mail}}}
"""
MAIL = "---\nsubject: A board\npreheader: Two minutes\ntopic: onboarding\n{}---\n# Hello\n\nA board is waiting.\n"


def journey(name: str, priority: int, mail: str, *, kind: str = "adoption", day: int = 0) -> str:
    return JOURNEY.format(name=name.title(), kind=kind, priority=priority, mail=mail, day=day)


def program() -> dict[str, str]:
    """A program that says what these tests need, and no more: here only the gap keeps mails apart."""
    files = {path: text for path, text in read_program().items() if not path.startswith(ABOUT_OTHERS)}
    files = uncapped(files)
    files |= {f"emails/templates/{name}.md": MAIL.format("") for name in ("spotlight", "renewal", "payment")}
    files |= {"emails/templates/once.md": MAIL.format("once_in: 180 days\n")}
    definitions = {
        "spotlight": journey("spotlight", 20, "spotlight"),
        "renewal": journey("renewal", 80, "renewal"),
        "payment": journey("payment", 90, "payment", kind="payment"),
        "first": journey("first", 10, "once", day=2),
        "second": journey("second", 9, "once", day=6),
    }
    return files | {f"journeys/definitions/{name}.yaml": text for name, text in definitions.items()}


@pytest.fixture
def heard(world: World) -> World:
    """A world with that program and one account."""
    world.publish(program())
    world.account("acme")
    return world


def sent(world: World) -> list[str]:
    return [row.template for row in world.mails() if row.state == "accepted"]


def lines(world: World, journey: str, kind: str) -> Sequence[AnyRow]:
    return world.rows(DECISION, journey=journey, kind=kind)


def test_of_two_that_want_to_speak_the_more_important_one_does_and_the_other_says_who_it_was(heard: World) -> None:
    heard.look()
    assert sent(heard) == ["payment", "renewal"]
    [hold] = lines(heard, "spotlight", "hold")
    assert (hold.reason, hold.until) == ("outranked", heard.now + timedelta(hours=20, minutes=1))
    assert hold.because == (
        "Outranked by renewal / speak, priority 80: after a mail the account is left alone for 20 hours"
    )


def test_over_the_days_everybody_is_heard_a_day_apart_and_nothing_twice(heard: World) -> None:
    heard.look()
    heard.live(8 * DAY, "acme")
    assert sent(heard) == ["payment", "renewal", "spotlight", "once"]
    commercial = [row.settled_at for row in heard.mails() if row.commercial]
    apart = [later - earlier for earlier, later in pairwise(commercial)]
    assert all(gap >= timedelta(hours=20) for gap in apart)
    [skip] = lines(heard, "second", "skip")
    assert skip.reason == "said"
    assert skip.because.startswith("once was said on 4 Mar 2026: once in 180 days")


def test_of_two_mails_that_were_planned_before_there_was_a_gap_the_first_goes_at_once_and_the_other_a_day_later(
    heard: World,
) -> None:
    hasty = {path: text.replace("gap: 20 hours", "gap: 0 hours") for path, text in program().items()}
    heard.publish(hasty)
    advance_accounts(heard.app, [row.id for row in heard.rows(ACCOUNT)])
    heard.publish(program())
    heard.deliver()
    assert sent(heard) == ["payment", "renewal"]
    heard.now += DAY
    heard.deliver()
    assert sent(heard) == ["payment", "renewal", "spotlight"]


def test_a_mail_that_was_held_up_for_days_keeps_others_away_from_when_it_leaves(heard: World) -> None:
    later = {"journeys/definitions/spotlight.yaml": journey("spotlight", 20, "spotlight", day=2)}
    heard.publish({path: text for path, text in (program() | later).items() if "payment" not in path})
    advance_accounts(heard.app, [row.id for row in heard.rows(ACCOUNT)])
    heard.now += 2 * DAY  # nobody was there to deliver it

    heard.look()

    assert sent(heard) == ["renewal"]
    [hold] = lines(heard, "spotlight", "hold")
    assert hold.reason == "outranked"
    heard.now += DAY
    heard.look()
    assert sent(heard) == ["renewal", "spotlight"]


def test_a_mail_that_turns_out_not_to_leave_keeps_nobody_waiting(heard: World) -> None:
    heard.publish({path: text.replace("gap: 20 hours", "gap: 0 hours") for path, text in program().items()})
    advance_accounts(heard.app, [row.id for row in heard.rows(ACCOUNT)])
    heard.publish({path: text for path, text in program().items() if not path.endswith("definitions/renewal.yaml")})

    heard.deliver()

    assert sent(heard) == ["payment", "spotlight"]


def test_a_mail_that_the_provider_refuses_keeps_nobody_waiting(heard: World) -> None:
    heard.publish({path: text for path, text in program().items() if not path.endswith("definitions/payment.yaml")})
    renewal = advance_accounts(heard.app, [row.id for row in heard.rows(ACCOUNT)])
    [hold] = lines(heard, "spotlight", "hold")
    assert hold.reason == "outranked"

    deliver(heard, renewal, Meanwhile(answer=Refused("400: no such address")))
    heard.look()

    assert sent(heard) == ["spotlight"]


def test_a_mail_that_cannot_be_said_for_days_keeps_others_waiting_for_one_day(heard: World) -> None:
    asks = {"emails/templates/renewal.md": MAIL.format("") + "\nYou use {{ usage.feature_adoption | percent }}.\n"}
    heard.publish({path: text for path, text in (program() | asks).items() if not path.endswith("payment.yaml")})
    heard.now += 4 * DAY - timedelta(hours=1)  # of which the product told nothing: it is Friday, 9 o'clock
    for hour in range(5 * 24 + 1):
        if hour > 4 * 24:
            heard.event("acme", "signed in")
        heard.look()
        heard.now += timedelta(hours=1)

    days = [(row.template, row.settled_at.isoformat(" ", "hours")[:13]) for row in heard.mails() if row.settled_at]
    assert sorted(days) == [("once", "2026-03-10 09"), ("renewal", "2026-03-11 09"), ("spotlight", "2026-03-09 09")]


def test_why_nothing_was_said_is_written_down_in_a_word(heard: World) -> None:
    heard.account("bolt", email=None)
    heard.look()
    bolt = {row.reason for row in lines(heard, "renewal", "hold")}
    assert bolt == {"nobody"}


def waiting(world: World) -> tuple[list[int], list[int]]:
    """Plan a more important mail and a lesser one that was told to wait for it; answer their ids."""
    hasty = {path: text.replace("gap: 20 hours", "gap: 0 hours") for path, text in program().items()}
    world.publish({path: text for path, text in hasty.items() if "payment" not in path})
    advance_accounts(world.app, [row.id for row in world.rows(ACCOUNT)])
    world.publish({path: text for path, text in program().items() if not path.endswith("definitions/payment.yaml")})
    renewal, spotlight = (
        [row.id for row in world.mails() if row.template == name] for name in ("renewal", "spotlight")
    )
    deliver(world, spotlight, Meanwhile())
    [line] = [line for line in lines(world, "spotlight", "hold") if line.touchpoint_id == spotlight[0]]
    assert line.reason == "outranked"
    assert line.because.startswith("Outranked by renewal / speak, priority 80")
    return renewal, spotlight


def _left(world: World) -> None:
    with begin(world.engine) as connection:
        connection.execute(update(ENROLLMENT).where(ENROLLMENT.c.journey == "renewal").values(state="left"))


def test_whoever_waits_for_a_mail_that_its_provider_refuses_is_heard_at_once(heard: World) -> None:
    renewal, spotlight = waiting(heard)

    deliver(heard, renewal, Meanwhile(answer=Refused("400: no such address")))

    _heard_at_once(heard, spotlight)


def test_whoever_waits_for_a_mail_that_is_skipped_is_heard_at_once(heard: World) -> None:
    renewal, spotlight = waiting(heard)
    _left(heard)

    deliver(heard, renewal, Meanwhile())

    _heard_at_once(heard, spotlight)


def _heard_at_once(world: World, spotlight: list[int]) -> None:
    [row] = [row for row in world.mails() if row.id in spotlight]
    assert (row.state, row.due_at <= world.now) == ("planned", True)
    deliver(world, spotlight, Meanwhile())
    assert sent(world) == ["spotlight"]
