"""Journeys and playbooks read from their files: what they become, and every mistake in them."""

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from pathlib import PurePosixPath

import pytest

from journeys.definition import Choice, Email, Handoff, InApp, Late, Step
from journeys.load import read_book, read_journey
from journeys.needs import Counts, Elsewhere, Said
from journeys.playbook import read_playbook
from tests.unit.journeys.stage import HEAD, book, journey, sources

PATH = "journeys/definitions/test.yaml"
WAIT = Late(timedelta(days=4), "skip")


def mistakes(text: str, templates: Sequence[str] | None = ("a", "b")) -> list[tuple[int, str]]:
    """The lines and messages of all that is wrong in a journey's file."""
    with pytest.raises(ExceptionGroup) as caught:
        read_journey(text, PATH, book().program, templates, book().playbooks)
    return [(one.lineno or 0, one.msg) for one in caught.value.exceptions if isinstance(one, SyntaxError)]


def mistake(steps: str) -> str:
    """The only thing wrong with these steps."""
    ((_, message),) = mistakes(f"{HEAD}steps:\n  {steps}\n")
    return message


def test_a_step_that_does_one_thing_is_one_choice() -> None:
    (step,) = journey("- {id: mail, day: 2, email: onboarding/welcome}").steps
    assert step == Step("mail", 2, (Choice(None, Email("onboarding/welcome", "admins")),), WAIT, "admins")


def test_a_step_may_speak_to_others_and_be_later_than_the_rest() -> None:
    late = "late: {within: 1 week, otherwise: {handoff: low-adoption}}"
    (step,) = journey(f"- {{id: prompt, day: 0, to: users, in_app: onboarding/a, {late}}}").steps
    assert step.choices == (Choice(None, InApp("onboarding/a", "users")),)
    assert step.late == Late(timedelta(weeks=1), "handoff", "low-adoption")


@pytest.mark.parametrize(
    ("said", "doubt"), [("", "hold"), (", doubt: resend", "resend"), (", doubt: give up", "give up")]
)
def test_a_step_may_say_what_becomes_of_a_mail_in_doubt(said: str, doubt: str) -> None:
    (step,) = journey(f"- {{id: mail, day: 2, email: onboarding/welcome{said}}}").steps
    assert step.doubt == doubt


def test_a_doubt_about_nothing_and_one_that_is_none_are_mistakes() -> None:
    assert "it is one of: hold, resend, give up" in mistake("- {id: mail, day: 2, email: a, doubt: reseend}")
    assert "this step sends none" in mistake("- {id: x, day: 2, handoff: low-adoption, doubt: resend}")


def test_choices_keep_their_order_and_else_has_no_condition() -> None:
    (step,) = journey(
        "- {id: x, day: 0, choose: [{when: account.trial, email: a}, {else: {handoff: low-adoption}}]}"
    ).steps
    assert [choice.when.text if choice.when else None for choice in step.choices] == ["account.trial", None]
    assert step.choices[1].action == Handoff("low-adoption")


def test_a_journey_knows_all_it_needs_and_all_it_says() -> None:
    plan = journey(
        "- {id: x, day: 0, when: milestones.first_project, email: a}\n"
        "- {id: y, day: 0, choose: ["
        "{when: 'usage.count(\"task created\", 7 days) > 1', in_app: b}, {else: {email: c}}]}",
        HEAD + "goal: milestones.core_workflow\n",
    )
    counted = {Counts("project created"), Counts("task created", 7), Counts("task completed")}
    assert plan.needs == counted | {Said("", 8), Elsewhere(8)}  # the longest of the caps
    assert plan.templates == {"a", "b", "c"}


def test_a_journey_has_the_companys_window_or_its_own_with_the_companys_holidays() -> None:
    own = "send: {from: '8:00', until: '20:00', weekdays: [saturday]}\n"
    assert journey("- {id: x, day: 0, email: a}").window == book().program.window
    window = journey("- {id: x, day: 0, email: a}", HEAD + own).window
    assert (window.opens, window.closes, window.weekdays) == (time(8), time(20), frozenset({5}))
    assert date(2026, 12, 25) in window.holidays
    assert window.public


def test_a_journey_is_silenced_by_the_playbooks_that_name_it() -> None:
    path, play = "journeys/playbooks/low-adoption.yaml", sources()["journeys/playbooks/low-adoption.yaml"]
    play = re.sub("(?m)^spares: .*\n", "", play)
    named = read_book({**sources(), path: play.replace("silences: all", "silences: [onboarding]")}, None)
    others = read_book({**sources(), path: play.replace("silences: all", "silences: [renewal]")}, None)
    assert "low-adoption" in named.journeys["onboarding"].silenced_by
    assert "low-adoption" not in others.journeys["onboarding"].silenced_by


SEVEN = """\
title: Seven mistakes
for: account.segmet == "smb"
kind: onboarding
starts: account.signed_up_at
priority: high
to: admins
late: {within: 2 days, otherwise: skip}
steps:
  - id: welcome
    day: 0
    emial: a
  - id: tour
    day: 7
    email: aa
  - id: tour
    day: 3
    handoff: low-adoptoin
"""


def test_seven_mistakes_are_seven_messages_on_their_lines() -> None:
    assert mistakes(SEVEN) == [
        (2, 'there is no field "account.segmet"; did you mean "account.segment"?'),
        (5, "priority must be a whole number"),
        (11, 'step "welcome" has no "emial"; did you mean "email"?'),
        (14, 'there is no template "aa"; did you mean "a"?'),
        (15, 'there is a step "tour" already, on line 12'),
        (16, "day 3 stands after day 7: put the steps in order"),
        (17, 'there is no playbook "low-adoptoin"; did you mean "low-adoption"?'),
    ]


def test_a_mistake_has_its_column_and_its_line_of_source() -> None:
    with pytest.raises(ExceptionGroup) as caught:
        read_journey(SEVEN, PATH, book().program, None, book().playbooks)
    first = caught.value.exceptions[0]
    assert isinstance(first, SyntaxError)
    assert (first.filename, first.lineno, first.offset, first.text) == (PATH, 2, 6, 'for: account.segmet == "smb"')


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ("- {id: x, day: 0}", 'step "x" does nothing: give it email, in_app, handoff, webhook or choose'),
        ("- {id: x, day: 0, email: }", 'step "x" does nothing: give it email, in_app, handoff, webhook or choose'),
        ('- {id: x, day: 0, email: ""}', 'step "x" needs "email"'),
        ("- {id: x, day: 0, wait_for: {event: health fell, within: 2 days}, email: }", 'step "x" does nothing'),
        ("- {id: x, day: 0, wait_for: {event: , within: 2 days}, email: a}", "wait_for names one thing that may come"),
        ("- {id: x, day: 0, choose: [{else: {handoff: }}]}", "else does nothing: give it email, in_app"),
        ("- {id: x, day: 0, email: a, handoff: low-adoption}", "email or handoff; to have both, make two steps of it"),
        ("- {id: x, day: 0, choose: [{email: a}]}", "a choice says `when`, or `else` for every other case"),
        (
            "- {id: x, day: 0, choose: [{when: account.trial}]}",
            "a choice does nothing: give it email, in_app, handoff or webhook",
        ),
        ("- {id: x, day: 0, choose: [{when: account.trial, else: {email: a}}]}", "`when` or `else`, not both"),
        (
            "- {id: x, day: 0, choose: [{else: {email: a}}, {when: account.trial, email: b}]}",
            "nothing gets here: the `else` on line 9 takes every other case",
        ),
        ("- {id: x, day: 0, choose: [{else: {email: a, day: 3}}]}", 'else has no "day"'),
        ("- {id: X y, day: 0, email: a}", '"X y" cannot be an id: small letters, digits and dashes, and not "end"'),
        ("- {id: end, day: 0, email: a}", '"end" cannot be an id'),
        ("- {day: 0, email: a}", 'an entry of steps needs "id"'),
        ("- {id: x, email: a}", 'step "x" needs "day"'),
        ("- {id: x, day: -1, email: a}", "day -1 would be before the journey begins"),
        ("- {id: x, day: 99999, email: a}", "day 99999 is not between 0"),
        ("- {id: x, day: soon, email: a}", "day must be a whole number"),
        ("- {id: x, day: 0, email: a, to: admns}", 'there is no recipient "admns"; did you mean "admins"?'),
        ("- {id: x, day: 0, email: a, when: [account.trial]}", "when must be a condition on one line"),
        ("- {id: x, day: 0, email: a, late: {within: soon, otherwise: skip}}", "within must be a length of time"),
        ("- {id: x, day: 0, email: a, late: {within: 0 days, otherwise: skip}}", "give it an hour at least"),
        ("- {id: x, day: 0, email: a, late: {within: 2 days, otherwise: maybe}}", 'otherwise cannot be "maybe"'),
        ("- {id: x, day: 0, email: a, late: {within: 2 days}}", 'late needs "otherwise"'),
        ("- {id: x, day: 0, email: a, late: {within: 2 days, otherwise: {handoff: y}}}", 'there is no playbook "y"'),
        ("[]", "a journey needs at least one step"),
        ("{}", "steps must be a list: every entry starts with a dash"),
    ],
)
def test_a_mistake_in_a_step_says_the_way_out(steps: str, message: str) -> None:
    assert message in mistake(steps)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (HEAD.replace("late: {within: 4 days, otherwise: skip}\n", ""), "does not say how late it may be"),
        (HEAD.replace("to: admins\n", ""), "nobody is named to receive it"),
        (HEAD.replace("title: A test\n", ""), 'the journey needs "title"'),
        (HEAD.replace("signed_up_at", "signed_up"), 'there is no moment or date "account.signed_up"; did you mean'),
        (HEAD.replace("account.signed_up_at", "{every: }"), "starts names a trait, or says {event"),
        (HEAD.replace("50", "500"), "priority is a whole number from 1 to 100"),
        (HEAD + "occurrence: twice\n", 'occurrence cannot be "twice"'),
        (HEAD + "gaol: account.trial\n", 'the journey has no "gaol"; did you mean "goal"?'),
        (HEAD + "goal: account.name\n", ""),
    ],
)
def test_a_mistake_in_the_head_says_the_way_out(wrong: str, message: str) -> None:
    ((_, said),) = mistakes(wrong + "steps: [{id: x, day: 0, email: a}]\n")
    assert message in said


def test_templates_that_are_not_known_yet_are_not_judged() -> None:
    read_journey(f"{HEAD}steps: [{{id: x, day: 0, email: anything}}]", PATH, book().program, None, ())


def test_a_file_that_is_no_journey_is_one_mistake() -> None:
    assert len(mistakes("just some text")) == 1


PLAY = """\
title: A play
reason: Because.
owner: csm
segments: smb
priority: high
due: 2 business days
message: Hello
review: [the figures]
steps: [call, write]
escalation: To the lead.
success: They use it.
follow_up: In a week.
"""


def test_a_playbook_says_all_that_a_human_needs() -> None:
    play = read_playbook(PLAY, "journeys/playbooks/play.yaml")
    assert (play.name, play.priority, play.due_days, play.steps) == ("play", "high", 2, ("call", "write"))
    assert play.silences_journey("onboarding")


def test_a_task_may_be_due_today_and_spare_a_journey_that_must_not_stop() -> None:
    text = PLAY.replace("2 business days", "today") + "silences: all\nspares: [onboarding]\n"
    play = read_playbook(text, "journeys/playbooks/play.yaml", ["onboarding", "renewal"])
    assert (play.due_days, play.silences_journey("onboarding"), play.silences_journey("renewal")) == (0, False, True)


def test_a_playbook_may_show_fields_and_say_when_its_task_is_done_by_itself() -> None:
    text = PLAY + "shows: [health.score]\ndone_when: milestones.first_value\n"
    play = read_playbook(text, "journeys/playbooks/play.yaml", ["onboarding"], book().catalog)
    assert (play.shows, play.done_when and play.done_when.text) == (("health.score",), "milestones.first_value")
    with pytest.raises(ExceptionGroup) as caught:
        read_playbook(
            text.replace("s.first_value", "s.first_valu").replace("h.score", "h.scor"), PATH, (), book().catalog
        )
    said = sorted(one.msg for one in caught.value.exceptions if isinstance(one, SyntaxError))
    assert [one.partition(';')[0] for one in said] == [
        'there is no field "health.scor"', 'there is no field "milestones.first_valu"',
    ]  # fmt: skip


def test_a_playbook_is_for_segments_that_there_are() -> None:
    with pytest.raises(ExceptionGroup) as caught:
        read_playbook(PLAY.replace("segments: smb", "segments: [smb, enterprize]"), PATH, (), book().catalog)
    (mistake,) = caught.value.exceptions
    assert isinstance(mistake, SyntaxError)
    assert (mistake.msg, mistake.lineno) == ('there is no segment "enterprize"; did you mean "enterprise"?', 4)


def test_a_playbook_may_name_a_mail_that_is_written_for_the_human() -> None:
    assert read_playbook(PLAY + "draft: qbr/review\n", PATH, templates={"qbr/review": "email"}).draft == "qbr/review"
    assert read_playbook(PLAY, PATH, templates={}).draft == ""


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        ("qbr/reviw", 'there is no mail "qbr/reviw"; did you mean "qbr/review"?'),
        ("qbr/prompt", '"qbr/prompt" is shown inside the product: a draft is a mail, which a person can send'),
    ],
)
def test_a_draft_is_a_mail_that_there_is(draft: str, message: str) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        read_playbook(PLAY + f"draft: {draft}\n", PATH, templates={"qbr/review": "email", "qbr/prompt": "in_app"})
    (mistake,) = caught.value.exceptions
    assert isinstance(mistake, SyntaxError)
    assert (mistake.msg, mistake.lineno) == (message, PLAY.count("\n") + 1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            PLAY.replace("2 business days", "soon"),
            'due is a number of business days up to 60, such as "2 business days"',
        ),
        (PLAY.replace("2 business", "99 business"), "due is a number of business days up to 60"),
        (PLAY.replace("high", "urgent"), 'priority cannot be "urgent"; it is one of: low, medium, high, critical'),
        (PLAY.replace("follow_up", "followup"), 'the playbook has no "followup"; did you mean "follow_up"?'),
        (PLAY + "done_when:\n", "done_when says nothing: write a condition behind it, or remove it"),
        (PLAY + "silences: [onbording]\n", 'there is no journey "onbording"; did you mean "onboarding"?'),
        (PLAY + "spares: [onbording]\n", 'there is no journey "onbording"; did you mean "onboarding"?'),
        (PLAY + "silences: [onboarding]\nspares: [onboarding]\n", "spares goes with `silences: all`"),
    ],
)
def test_a_mistake_in_a_playbook_says_the_way_out(wrong: str, message: str) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        read_playbook(wrong, "journeys/playbooks/play.yaml", ["onboarding"])
    assert any(isinstance(one, SyntaxError) and message in one.msg for one in caught.value.exceptions)


def book_mistakes(changed: dict[str, str]) -> list[tuple[str | None, str]]:
    with pytest.raises(ExceptionGroup) as caught:
        read_book({**sources(), **changed}, None)
    return [(one.filename, one.msg) for one in caught.value.exceptions if isinstance(one, SyntaxError)]


def test_every_mistake_of_every_file_is_told_at_once() -> None:
    broken = {
        "journeys/program.yaml": sources()["journeys/program.yaml"].replace("currency: USD", "currency: dollars"),
        "journeys/definitions/onboarding.yaml": sources()["journeys/definitions/onboarding.yaml"].replace(
            "day: 14", "day: x"
        ),
        "journeys/playbooks/play.yaml": PLAY.replace("high", "urgent"),
    }
    assert [path for path, _ in book_mistakes(broken)] == [
        "journeys/definitions/onboarding.yaml",
        "journeys/playbooks/play.yaml",
        "journeys/program.yaml",
    ]


def test_two_journeys_of_one_name_are_a_mistake() -> None:
    path = "journeys/definitions/old/onboarding.yaml"
    ((where, message),) = book_mistakes({path: sources()["journeys/definitions/onboarding.yaml"]})
    assert where == path
    assert message.startswith('there is a journey "onboarding" already, in journeys/definitions/onboarding.yaml')


def test_a_program_is_needed() -> None:
    with pytest.raises(ExceptionGroup) as caught:
        read_book({}, None)
    assert "there is no such file" in str(caught.value.exceptions[0])


def test_a_book_needs_what_its_journeys_need_and_leaves_other_files_alone() -> None:
    read = read_book({**sources(), "emails/templates/onboarding/welcome.md": "---"}, None)
    assert read.needs >= frozenset().union(*(journey.needs for journey in read.journeys.values()))
    assert read.needs >= frozenset().union(
        *(play.done_when.needs for play in read.playbooks.values() if play.done_when)
    )
    assert read.playbooks.keys() == {PurePosixPath(path).stem for path in sources() if "/playbooks/" in path}


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (
            "- id: x\n    day: 0\n    choose:\n      - else {email: a}",
            "a colon is missing behind else: write else: {…}",
        ),
        ("- {id: x, day: 0, email:a}", "a space is missing behind the colon: write email: a"),
    ],
)
def test_a_key_that_swallowed_its_value_is_told_what_is_missing(step: str, message: str) -> None:
    assert message in [said for _, said in mistakes(f"{HEAD}steps:\n  {step}\n")]
