"""The front matter of a mail."""

import pytest

from emails.page import Page
from emails.source import read_source
from tests.unit.emails.desk import FRONT, IN_APP, example, mail, mistakes, rendered, told


def test_a_mail_is_known_by_its_path_topic_and_channel() -> None:
    found = mail("Hello")
    assert (found.name, found.topic, found.channel) == ("try", "onboarding", "email")


def test_an_entry_may_run_over_several_lines_and_is_one() -> None:
    source = read_source(Page("x.md", "---\nsubject: >\n  one\n  two\npreheader: p\ntopic: t\n---\nbody"))
    assert source
    assert source.entries["subject"] == "one two"


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_files_from_any_system_are_read(newline: str) -> None:
    body = "\n# Hi\n\n{% if account.trial %}\ntrial\n{% else %}\npaid\n{% endif %}\n"
    front = "\ufeff" + FRONT.replace("\n", newline)
    assert rendered(body.replace("\n", newline), front).startswith("Hi\n\npaid\n")


@pytest.mark.parametrize(
    ("front", "at", "message"),
    [
        ("Hello", (1, 1), "the first line has to be ---"),
        ("---\nsubject: x\n", (3, 1), "the second --- is missing"),
        ("---\n- x\n---\n", (2, 1), "expected entries of the form `name: value`"),
        ("---\nsubject: {{ account.name }} done\n---\n", (2, 10), "a text cannot begin with {: put the whole text in"),
        (
            FRONT.replace("Hello", "[Webinar] Hello"),
            (2, 10),
            "a text cannot begin with [: put the whole text in quotes",
        ),
        (FRONT.replace("Hello", "- Hello"), (2, 10), "a text cannot begin with -: put the whole text in quotes"),
        (FRONT.replace("Hello", "& Hello"), (2, 10), "a text cannot begin with &: put the whole text in quotes"),
        (FRONT.replace("Hello", "You are #1"), (2, 18), "nothing is read from # on: put the whole text in quotes"),
        (
            FRONT.replace("Hello", '"You" are'),
            (2, 14),
            "the text would end at this \": put all of it in other quotes, '",
        ),
        (
            FRONT.replace("Hello", "'It's time'"),
            (2, 13),
            "the text would end at this ': put all of it in other quotes, \"",
        ),
        (FRONT.replace("subject:", "subject"), (2, 8), "a colon is missing behind subject, as in `subject: …`"),
        (FRONT.replace("subject: ", "subject:"), (2, 8), "a space is missing behind the colon"),
        (FRONT.replace("Hello", ""), (2, 1), '"subject" is empty: write it behind the colon'),
        (
            "---\nsubject: a: b\n---\n",
            (2, 11),
            "a colon is not expected here: put the whole text in quotes",
        ),
        (FRONT.replace("topic: ", "topic "), (4, 1), "a colon is missing on this line"),
        (FRONT.replace("Hello", "{% if account.trial %}x"), (2, 10), "a text cannot begin with {: put the whole text"),
        (FRONT.replace("Hello", '"Hello'), (2, 10), "quotes are opened here and never closed"),
        (FRONT.replace("topic:", "topic: x\ntopic:"), (5, 1), '"topic" stands here twice: keep one'),
        (FRONT.replace("preheader", "preheder"), (1, 1), '"preheader" is missing: add `preheader: …`'),
        (FRONT.replace("topic: onboarding", "topic: onbording"), (4, 8), 'there is no topic "onbording": did you mean'),
        (FRONT.replace("Hello", "3"), (2, 1), '"subject" has to be text: put it in quotes'),
        (
            FRONT.replace("topic", "channel: emial\ntopic"),
            (4, 10),
            'there is no channel "emial": did you mean "email"?',
        ),
        (FRONT.replace("Hello", '"{{ acount.name }}"'), (2, 14), 'there is no field "acount.name": did you mean'),
    ],
)
def test_a_mistake_in_the_front_matter_is_explained(front: str, at: tuple[int, int], message: str) -> None:
    line, column, said = told(mistakes("x", front))[0]
    assert (line, column) == at
    assert said.startswith(message)


@pytest.mark.parametrize(
    ("written", "meant"),
    [('"You are #1" # said by Ada', "You are #1"), ("C#, and 10:30", "C#, and 10:30"), ("'It''s: on'", "It's: on")],
)
def test_words_in_whole_quotes_or_without_trouble_are_taken_as_they_are(written: str, meant: str) -> None:
    assert mail("x", FRONT.replace("Hello", written)).render(example()).subject == meant


def test_an_unknown_entry_is_told_with_its_line() -> None:
    assert (3, 1, 'there is no entry "preheder": did you mean "preheader"?') in told(
        mistakes("x", FRONT.replace("preheader", "preheder"))
    )


def test_a_prompt_in_the_app_needs_no_preheader() -> None:
    assert mail("x", IN_APP).channel == "in_app"
