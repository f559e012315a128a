"""The small parts of the workshop: what marks a test, a source line by line, and what is in an address."""

from dataclasses import asdict
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.title import title_of
from console.workshop.choice import Choice, sent
from console.workshop.marking import marked
from console.workshop.source import lines
from emails.finding import Finding
from emails.message import Content

CONTENT = Content("Hi <b>", "Before", '<html><body class="a">\n<p>Hi</p></body></html>', "Hi in text")
WORDS = st.text(max_size=20)


def test_a_test_is_marked_in_subject_html_and_text() -> None:
    found = marked(CONTENT, "Sent by <Dana>.")

    assert found.subject == "[Test] Hi <b>"
    assert found.html.startswith('<html><body class="a"><div role="note"')
    assert "This is a test mail. Sent by &lt;Dana&gt;.</div>\n<p>Hi</p>" in found.html
    assert found.text == "*** This is a test mail. Sent by <Dana>. ***\n\nHi in text"


def test_a_mail_without_a_body_of_its_own_is_marked_above_all() -> None:
    found = marked(Content("", "", "<p>Hi</p>", ""), "Mine.")

    assert found.html.startswith('<div role="note"')
    assert found.html.endswith("<p>Hi</p>")


@given(
    st.lists(
        st.sampled_from(["# {{ a.b }} x", "{% if a %}", ":::button [x](y)", "subject: <b>", "", "{{ open"]), min_size=1
    )
)
def test_the_pieces_of_a_line_are_the_line(written: list[str]) -> None:
    text = "\n".join(written)

    assert "\n".join("".join(piece.text for piece in line.pieces) for line in lines(text, ())) == text.removesuffix(
        "\n"
    )


@pytest.mark.parametrize("sign", ["{{ a }}", "{% if a %}", "{# a #}"])
def test_what_begins_and_never_ends_is_no_sign_and_is_not_looked_through_again_and_again(sign: str) -> None:
    [line] = lines(sign[:3] * 20_000 + sign, ())

    assert [piece.text for piece in line.pieces] == [sign[:3] * 20_000, sign]


def test_what_is_told_of_a_line_stands_at_it_the_worst_first() -> None:
    warning = Finding("a.md", 2, "warning", "tone", "careful")
    error = Finding("a.md", 2, "error", "syntax", "wrong")
    first, second = lines("one\ntwo\n", [warning, error])

    assert (first.severity, second.severity) == ("", "error")
    assert second.findings == (warning, error)


@given(WORDS, WORDS, WORDS, st.sampled_from(["", "de", "pt-BR"]), st.sampled_from(["", "b"]))
def test_everything_that_is_chosen_is_in_the_address(who: str, key: str, mail: str, locale: str, variant: str) -> None:
    choice = Choice(f"notes/{mail}", account=who, contact=key, locale=locale, variant=variant)
    told = dict(parse_qsl(urlsplit(choice.url).query, keep_blank_values=True))

    assert sent({"mail": choice.mail, **told}) == choice


def test_who_chooses_another_recipient_leaves_the_one_before() -> None:
    choice = Choice("notes/hello", account="acme", contact="acme-ada", locale="de")

    assert asdict(choice.but(preview="typical")) == asdict(Choice("notes/hello", preview="typical", locale="de"))
    assert choice.but(locale="").account == "acme"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("qbr", "QBR"),
        ("qbr/quarterly-review", "Quarterly review"),
        ("nps-survey", "NPS survey"),
        ("onboarding/your_first_api_call", "Your first API call"),
        ("", ""),
    ],
)
def test_a_title_is_written_as_people_write_it(name: str, title: str) -> None:
    assert title_of(name) == title
