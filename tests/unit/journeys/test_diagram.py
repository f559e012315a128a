"""A journey as a graph in plain words."""

import pytest

from journeys.diagram import Clause, Diagram, Way, diagram, silencers
from tests.unit.journeys.stage import HEAD, book, journey

STEPS = """\
- {id: review, day: 0, when: signals.risks >= 1, unless: account.trial, handoff: low-adoption}
- id: paid
  day: 3
  wait_for: {event: payment succeeded, within: 2 days}
  email: payment/second-notice
- {id: quiet, day: 4, wait_for: {when: milestones.first_project, within: 12 hours}}
- id: lesson
  day: 14
  late: {within: 30 days, otherwise: send}
  choose:
    - {when: account.seats > 5, email: education/team}
    - else: {in_app: education/everyday}
"""


def drawn(steps: str = STEPS, head: str = HEAD) -> Diagram:
    return diagram(journey(steps, head), book())


def test_a_stop_says_what_has_to_hold_and_what_is_done() -> None:
    review = drawn().stops[0]
    assert [(clause.lead, clause.words) for clause in review.clauses] == [
        ("only if", "number of risk signals is at least 1"),
        ("not if", "it is trying the product"),
    ]
    assert review.ways == (Way("handoff", "low-adoption"),)
    assert review.to == ""


def test_a_stop_says_what_it_waits_for() -> None:
    _, paid, quiet, _ = drawn().stops
    assert paid.clauses == (Clause("unless within 2 days:", "“payment succeeded” happens"),)
    assert (paid.ways, paid.to) == ((Way("email", "payment/second-notice"),), "admins")
    assert quiet.clauses[0].lead == "unless within 12 hours:"
    assert quiet.ways == ()


def test_each_of_several_ways_says_its_case() -> None:
    lesson = drawn().stops[3]
    assert lesson.ways == (
        Way("email", "education/team", Clause("if", "seats is above 5", "account.seats > 5")),
        Way("in_app", "education/everyday", Clause("otherwise", "")),
    )
    assert lesson.late == "Never too late"


def test_the_frame_says_what_holds_for_all_of_it() -> None:
    frame = {clause.lead: clause.words for clause in drawn(head=HEAD + "for: account.seats < 50\n").frame}
    assert frame["For"] == "seats is below 50"
    assert frame["Leaves if"] == "it has left"
    assert frame["Late"] == "What is more than 4 days late is skipped"


@pytest.mark.parametrize(
    ("starts", "words", "again"),
    [
        ("account.signed_up_at", "when it signed up", ""),
        ("{event: payment failed}\noccurrence: each", "when “payment failed” happens", "for every day on which it"),
        ("{event: payment failed}", "when “payment failed” happens", "never: once for each account"),
        ("{when: signals.login_drop}", "as soon as logins fell by 40 % or more", "90 days after the last time"),
        ("{every: quarter}", "every quarter, counted from when it signed up", ""),
        ("account.renewal_on\noccurrence: date\nfollows: 180 days", "when the contract renews", "for every new date"),
    ],
)
def test_it_says_what_it_starts_with_and_when_again(starts: str, words: str, again: str) -> None:
    found = drawn(head=HEAD.replace("account.signed_up_at", starts))
    assert found.starts.startswith(words)
    assert next((one.words for one in found.frame if one.lead == "Again"), "").startswith(again)
    assert bool(again) == any(one.lead == "Again" for one in found.frame)


@pytest.mark.parametrize(
    ("playbooks", "words"),
    [
        ("", "no task"),
        ("ab", "an open task of a, b"),
        ("abcd", "an open task of 4 of the 8 playbooks"),
        ("abcdefg", "any open task but those of h"),
        ("abcdefgh", "any open task"),
    ],
)
def test_it_is_said_in_few_words_whose_tasks_silence_a_journey(playbooks: str, words: str) -> None:
    assert silencers(playbooks, "abcdefgh") == words
