"""The starter: a journey may speak to whoever did what it starts from, before anybody else at the account."""

from dataclasses import replace
from datetime import timedelta

from journeys.behavior import Contact, Happening
from journeys.decisions import Send
from journeys.load import read_journey
from journeys.needs import Details
from tests.unit.journeys.stage import ADMIN, MONDAY, account, at, book, walked

BO = Contact(2, "bo@acme.example", "Bo", role="user")
CY = Contact(3, "cy@acme.example", "Cy", role="user")
TEXT = """\
title: Ask
kind: service
starts: {event: ticket solved}
occurrence: each
priority: 50
to: askers
late: {within: 4 days, otherwise: skip}
steps: [{id: ask, day: 0, email: onboarding/welcome}]
"""
ASK = read_journey(TEXT, "journeys/definitions/ask.yaml", book().program, None, book().playbooks)


def asked(*solved: Happening, people: tuple[Contact, ...] = (ADMIN, BO, CY)) -> int:
    """Answer who is asked about the ticket that was solved on Monday."""
    them = replace(account(MONDAY, contacts=people), happenings={"ticket solved": solved})
    (send, *_), _ = walked(MONDAY, ASK, at(ASK, "ask"), them)
    assert isinstance(send, Send)
    return send.contact


def test_whoever_asked_for_help_is_asked_how_it_was() -> None:
    earlier = Happening("ticket solved", MONDAY - timedelta(days=40), 2)

    assert asked(earlier, Happening("ticket solved", MONDAY, 3)) == 3
    assert Details("ticket solved") in ASK.needs


def test_where_nobody_is_named_or_they_cannot_be_reached_the_next_of_the_chain_is_asked() -> None:
    assert asked(Happening("ticket solved", MONDAY)) == ADMIN.id
    assert asked() == ADMIN.id
    gone = replace(CY, unreachable="unsubscribed")
    assert asked(Happening("ticket solved", MONDAY, 3), people=(ADMIN, gone)) == ADMIN.id


def test_other_chains_do_not_ask_for_the_starter() -> None:
    plan = read_journey(TEXT.replace("askers", "users"), "a/b.yaml", book().program, None, book().playbooks)
    assert Details("ticket solved") not in plan.needs
