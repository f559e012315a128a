"""What marketers break most often: each slip told in one sentence, with its line and the way out, and nothing else."""

from collections.abc import Mapping

import pytest

from console.mistakes import find_mistakes
from console.program_check import check_program
from tests.first_month import first_month

MAIL = "emails/templates/onboarding/usage-milestone.md"
LINK = "cannot be followed: a link leads to one field, like {{ links.app }}, or to an address that begins with https://"
MISSING = (
    '"contact.first_name" can be missing: write {{ contact.first_name | default("…") }} '
    "or put it inside {% if contact.first_name %}"
)
# What it is, what stood there, what stands there now, the line on which to mend it, and what is told.
SLIPS = [
    (
        "an if that is never closed",
        "{% else %}Congratulations.{% endif %}",
        "{% else %}Congratulations.",
        8,
        "{% if %} is never closed: add {% endif %}",
    ),
    (
        "a loop that is never closed",
        ":::signature",
        "{% for item in checklist.items %}\n- {{ item.title }}\n\n:::signature",
        30,
        "{% for %} is never closed: add {% endfor %}",
    ),
    (
        "a misspelled field",
        "{{ usage.active_days }}",
        "{{ usage.actve_days }}",
        12,
        'there is no field "usage.actve_days": did you mean "usage.active_days"?',
    ),
    (
        "a quote that is never closed",
        "what's next\"",
        "what's next",
        2,
        "quotes are opened here and never closed",
    ),
    (
        "no --- after the front matter",
        "topic: onboarding\n---",
        "topic: onboarding",
        6,
        "the second --- is missing: put it on a line of its own, below subject, preheader and topic",
    ),
    (
        "no --- before the front matter",
        "---\nsubject",
        "subject",
        1,
        "the first line has to be ---: between it and another one stand subject, preheader and topic",
    ),
    (
        "single braces",
        "{{ account.name }}",
        "{ account.name }",
        8,
        'people would read "{ account.name }" as it stands: fields are written {{ … }}, statements {% … %}',
    ),
    (
        "a misspelled component",
        ":::button [Invite",
        ":::buton [Invite",
        27,
        'there is no component "buton": did you mean "button"?',
    ),
    (
        "a component that is never closed",
        "{{ usage.features_total }}\n:::",
        "{{ usage.features_total }}",
        10,
        ":::stats is never closed: end it with a line that says ::: and no more",
    ),
    (
        "a link that is not https",
        "{{ links.invite_team }}",
        "http://app.cadence.example/team",
        27,
        f'"http://app.cadence.example/team" {LINK}',
    ),
    (
        "a link without anything before it",
        "{{ links.invite_team }}",
        "www.cadence.example",
        27,
        f'"www.cadence.example" {LINK}',
    ),
    (
        "a filter that does not fit",
        "{{ usage.active_days }}",
        "{{ usage.active_days | percent }}",
        12,
        '"percent" is for a share; usage.active_days is a number: leave the filter out',
    ),
    (
        "a field that can be missing",
        "{% if contact.first_name %}Congratulations, {{ contact.first_name }}.{% else %}Congratulations.{% endif %}",
        "Congratulations, {{ contact.first_name }}.",
        8,
        MISSING,
    ),
    ("no topic", "topic: onboarding\n", "", 1, '"topic" is missing: add `topic: …` to the front matter'),
    (
        "a topic that is none",
        "topic: onboarding",
        "topic: onbording",
        4,
        'there is no topic "onbording": did you mean "onboarding"?',
    ),
    (
        "HTML out of a word processor",
        ":::signature",
        '<p class="MsoNormal"><b><span style="font-size:11.0pt">Hello<o:p></o:p></span></b></p>\n\n:::signature',
        30,
        'HTML such as <p class="MsoNormal"> cannot be used in a mail: use Markdown, or a component',
    ),
]


def told(files: Mapping[str, str]) -> list[tuple[str | None, int | None, str]]:
    """Answer file, line and message of every mistake in a program."""
    try:
        check_program(files)
    except ExceptionGroup as group:
        found = find_mistakes(group) or []
        return [(mistake.filename, mistake.lineno, mistake.msg) for mistake in found]
    return []


@pytest.mark.parametrize(
    ("before", "after", "line", "message"), [slip[1:] for slip in SLIPS], ids=[s[0] for s in SLIPS]
)
def test_a_slip_is_told_in_one_sentence_where_it_is_with_the_way_out(
    before: str, after: str, line: int, message: str
) -> None:
    files = dict(first_month())
    assert before in files[MAIL]

    assert told(files | {MAIL: files[MAIL].replace(before, after, 1)}) == [(MAIL, line, message)]


def test_a_topic_that_is_taken_away_is_missed_by_every_mail_that_has_it() -> None:
    files = dict(first_month())
    brand = "emails/themes/brand.yaml"
    found = told(files | {brand: files[brand].replace("  onboarding:", "  setup:")})

    assert {path for path, _, _ in found if path} >= {MAIL}
    ((line, message),) = {(line, message) for path, line, message in found if path == MAIL}
    assert line == 4
    assert message.startswith('there is no topic "onboarding": there are setup, reviews')
