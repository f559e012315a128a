"""Mistakes in what steps wait for, whom they look at, what they tell, and in rules of taste: each with its way out."""

import pytest

from journeys.mistakes import Mistakes
from journeys.program import draft_program
from tests.unit.journeys.stage import HEAD, journey, sources

PROGRAM = "journeys/program.yaml"


def mistakes(step: str, head: str = HEAD) -> list[str]:
    with pytest.raises(ExceptionGroup) as caught:
        journey(step, head)
    assert all(isinstance(error, SyntaxError) and error.lineno for error in caught.value.exceptions)
    return [getattr(error, "msg", "") for error in caught.value.exceptions]


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("wait_for: {event: project creatd, within: 2 days}", 'no feed brings an event "project creatd"; did you'),
        ("wait_for: {event: payment succeeded, within: soon}", "within must be a length of time"),
        ("wait_for: {event: payment succeeded}", 'wait_for needs "within"'),
        ("wait_for: {evnt: payment succeeded, within: 2 days}", 'wait_for has no "evnt"; did you mean "event"?'),
        ("wait_for: {within: 2 days}", "wait_for names one thing that may come"),
        ("wait_for: {event: payment succeeded, when: account.trial, within: 2 days}", "wait_for names one thing"),
        ("wait_for: {when: account.trail, within: 2 days}", 'there is no field "account.trail"; did you mean'),
        ("webhook: cmr", 'there is no webhook "cmr"; did you mean "crm"?'),
        ("when: recipient.knd == 'admin', email: a", 'there is no field "recipient.knd"; did you mean'),
        ("when: recipient.kind == 'boss', email: a", "boss"),
        ("when: said(welcome), email: a", "said needs a template in quotes and a window"),
        ("when: 'said(\"a\", 0 days)', email: a", "a window has 1 to 366 days"),
    ],
)
def test_a_mistake_in_a_step_says_the_way_out(step: str, message: str) -> None:
    assert any(message in found for found in mistakes(f"- {{id: x, day: 0, {step}}}"))


def test_the_recipient_is_known_in_steps_alone() -> None:
    [found] = mistakes("- {id: x, day: 0, email: a}", HEAD + "goal: recipient.kind == 'admin'\n")
    assert found == "recipient.kind is known in a step alone: write it into its when, unless, choose or wait_for"


def test_who_is_looked_at_must_be_named() -> None:
    found = mistakes("- {id: x, day: 0, when: known(recipient.team), webhook: crm}", HEAD.replace("to: admins\n", ""))
    assert found == ["nobody is named whom the step would speak to: give it, or the journey, `to: admins`"]


@pytest.mark.parametrize(("key", "value"), [("gap", "2 days"), ("pace", "{per_day: 5}"), ("warm_up", "{start: 5}")])
def test_what_is_the_companys_is_not_said_by_a_journey(key: str, value: str) -> None:
    [found] = mistakes("- {id: x, day: 0, email: a}", HEAD + f"send: {{{key}: {value}}}\n")
    assert found == f"the {key} is one for all journeys: say it in program.yaml, under send"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("webhooks: {crm: {url: http://crm.example}}", "a webhook's address begins with https://"),
        ("webhooks: {crm: {url: https://me:secret@crm.example}}", "no name and password in the address"),
        ("webhooks: {crm: {url: https://crm.example:99999/x}}", "the port behind the host is a number from 1 to 65535"),
        ("webhooks: {crm: {url: https://crm.example:abc/x}}", "the port behind the host is a number from 1 to 65535"),
        ("webhooks: {crm: {url: https://crm.exämple/x}}", "a browser's address line copies it: xn--"),
        ("webhooks: {crm: {url: https://crm.example/hök}}", "a browser's address line copies it: xn--"),
        ('webhooks: {crm: {url: "https://crm.example/\\x01"}}', "a browser's address line copies it: xn--"),
        ("webhooks: {crm: {ulr: https://crm.example}}", 'did you mean "url"?'),
        ("webhooks: {crm: https://crm.example}", "crm must be a list of `key: value` lines"),
    ],
)
def test_a_mistake_about_other_systems_says_the_way_out(lines: str, message: str) -> None:
    assert any(message in found for found in drafted(f"{sources()[PROGRAM]}\n{lines}\n"))


def test_a_gap_is_a_length_of_time() -> None:
    assert any(
        "gap must be a length of time" in one for one in drafted(sources()[PROGRAM].replace("20 hours", "a day"))
    )


def drafted(text: str) -> list[str]:
    found = Mistakes()
    draft_program(text, PROGRAM, found)
    return [error.msg for error in found.found]
