"""Whatever a word processor or another system makes of a file, it means what was typed."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emails.library import read_library
from emails.message import Content
from emails.page import Page
from emails.preview import read_previews
from emails.source import read_source
from emails.typography import body_meant, entries_meant, is_fence, tags_meant
from tests.unit.emails.catalog import FIELDS, ROOT, shipped
from tests.unit.emails.desk import FRONT, PATH, THEME, mail, mistakes, rendered

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
Change = Callable[[str], str]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("{{ x | default(“there”) }}", '{{ x | default("there") }}'),
        ("{{ x | default(”there”) }}", '{{ x | default("there") }}'),
        ("{{ x | default(„there“) }}", '{{ x | default("there") }}'),
        ("{{ x | default(«there») }}", '{{ x | default("there") }}'),
        ("{{ x | default(‘there’) }}", "{{ x | default('there') }}"),
        ("{{ x | default(“it’s you”) }}", '{{ x | default("it’s you") }}'),
        ("{{ x | default(‘it’s you’) }}", "{{ x | default('it’s you') }}"),
        ('{{ x | default("“there”") }}', '{{ x | default("“there”") }}'),
        ('{{ x | default("there”) }}', '{{ x | default("there") }}'),
        ('{{ x | default(“there") }}', '{{ x | default("there") }}'),
        ("{{\xa0x\u202f}}", "{{ x }}"),
        ("{% if a — 1 ≥ 2 and b ≠ 3 or c ≤ 4 %}", "{% if a - 1 >= 2 and b != 3 or c <= 4 %}"),
        ("“Words” – and ‘more’ — {{ x }}\xa0%", "“Words” – and ‘more’ — {{ x }}\xa0%"),
    ],
)
def test_in_a_tag_it_is_what_was_meant_and_in_prose_as_typed(typed: str, meant: str) -> None:
    assert tags_meant(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("subject: “Hello”", 'subject: "Hello"'),
        ("subject: „Hello“", 'subject: "Hello"'),
        ("subject: ‘Hello’", 'subject: "Hello"'),
        ('subject: "Hello”', 'subject: "Hello"'),
        ('subject: “{{ x | plural("task") }}: done”', r'subject: "{{ x | plural(\"task\") }}: done"'),
        ("subject: “{{ x | plural(“task”) }}” # remark", 'subject: "{{ x | plural(“task”) }}" # remark'),
        ("subject: “one\n  two”\ntopic: x", 'subject: "one\n  two"\ntopic: x'),
        ("subject: “Great”, they said, “really”", "subject: “Great”, they said, “really”"),
        ("subject: “Stuck on “this”?”", 'subject: "Stuck on “this”?"'),
        ("subject: “Stuck” on “this”", "subject: “Stuck” on “this”"),
        ("subject: They said “great”", "subject: They said “great”"),
        ("subject: ‘Tis the season’s end", "subject: ‘Tis the season’s end"),
        ("subject:\tHello", "subject: Hello"),
        ("subject:\xa0Hello", "subject: Hello"),
        ("\tsubject: Hello", "subject: Hello"),
        ("  \tsubject: >\n\tone\n\ttwo", "subject: >\n  one\n  two"),
        ("subject: 5\xa0000 tasks", "subject: 5\xa0000 tasks"),
    ],
)
def test_an_entry_is_what_was_meant(typed: str, meant: str) -> None:
    assert entries_meant(typed, ("subject",)) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("•\tone\n•\ttwo", "-\tone\n-\ttwo"),
        ("-\xa0one", "- one"),
        ("#\xa0Title", "# Title"),
        ("1.\xa0one", "1. one"),
        (":::button\xa0[x](y)", ":::button [x](y)"),
        ("one • two", "one • two"),
        ("5\xa0000", "5\xa0000"),
    ],
)
def test_a_line_begins_as_was_meant(typed: str, meant: str) -> None:
    assert body_meant(typed) == meant


@pytest.mark.parametrize("line", ["---", "----", "—-", "—", " --- ", "–––"])
def test_three_dashes_may_have_been_made_into_others(line: str) -> None:
    assert is_fence(line)
    assert read_source(Page(PATH, FRONT.replace("---", line) + "x"))


@pytest.mark.parametrize("line", ["", "-", "--", "- x", "— x"])
def test_what_is_not_three_dashes_ends_nothing(line: str) -> None:
    assert not is_fence(line)


def test_quotes_in_prose_stay_as_they_were_typed() -> None:
    text = rendered("“Hello” — it’s {{ contact.first_name | default(“you”) }}")
    assert text.startswith("“Hello” — it’s Ada\n")


def test_a_mistake_is_still_pointed_at_where_it_stands() -> None:
    (mistake,) = mistakes("x\n\n“Hi” {{ contact.first_nme | default(“you”) }}")
    assert (mistake.lineno, mistake.offset) == (8, 9)
    assert mistake.text == "“Hi” {{ contact.first_nme | default(“you”) }}"


def in_tags(change: Change) -> Change:
    """Answer the change made to the tags only."""
    return lambda text: TAG.sub(lambda tag: change(tag[0]), text)


def lines_beginning(mark: str, change: str) -> Change:
    """Answer the change made to the beginning of the lines that begin so."""
    return lambda text: re.sub(rf"^(?={mark})", change, text, flags=re.MULTILINE)


CHANGES: list[Change] = [
    in_tags(lambda tag: re.sub(r'"([^"]*)"', r"“\1”", tag)),
    in_tags(lambda tag: re.sub(r"'([^']*)'", r"‘\1’", tag)),
    in_tags(lambda tag: tag.replace(" ", "\xa0")),
    in_tags(lambda tag: tag.replace(" ", "\t")),
    lambda text: re.sub(r'^(\w+: )"(.*)"$', r"\1“\2”", text, flags=re.MULTILINE),
    lambda text: re.sub(r"^(topic|preheader):", r"\t\1:", text, flags=re.MULTILINE),
    lambda text: text.replace("---\n", "—-\n"),
    lines_beginning(r"\{%", "\t"),
    lines_beginning(":::", "\t"),
    lambda text: re.sub(r"^- ", "•\t", text, flags=re.MULTILINE),
    lambda text: re.sub(r"^(#+|:::\w+) ", "\\1\xa0", text, flags=re.MULTILINE),
    lambda text: "\ufeff" + text,
]
MAILS = {path: text for path, text in shipped("onboarding").items() if path.endswith(".md") and path.count(".") == 1}


def read(path: str, text: str) -> list[Content]:
    """Answer what everybody it is tried on reads."""
    name = path.removeprefix("emails/templates/").removesuffix(".md")
    previews = (ROOT / f"emails/previews/{name}.yaml").read_text(encoding="utf-8")
    template = read_library({**THEME, path: text}, FIELDS)[name]
    return [template.render(people) for people in read_previews(path, previews, FIELDS).values()]


AS_TYPED = {path: read(path, text) for path, text in MAILS.items()}


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(MAILS)), st.sets(st.sampled_from(CHANGES)), st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_mail_is_the_same_whatever_wrote_it_down(path: str, changes: set[Change], newline: str) -> None:
    text = MAILS[path]
    for change in (one for one in CHANGES if one in changes):
        text = change(text)
    assert read(path, text.replace("\n", newline)) == AS_TYPED[path]


def test_a_body_without_anything_odd_is_taken_as_it_is() -> None:
    assert mail("Hello").name == "try"
