"""Names that customers give themselves, in a mail to them: harmless whatever they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emails.sandbox import LONGEST_VALUE, harmless
from emails.template import Template
from tests.unit.emails.desk import FRONT, example, mail

GREETING: Template = mail(
    "# Hi {{ account.name }}\n\n[Open {{ account.name }}]({{ links.app }})",
    FRONT.replace("Hello", '"For {{ account.name }}"').replace("A word", '"{{ account.name }}"'),
)


def greeted(name: str) -> tuple[str, str, str]:
    content = GREETING.render({**example(), "account": {"name": name}})
    return content.subject, content.html, content.text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('"><img src=x>', "&#34;&gt;&lt;img src=x&gt;"),
        ("{{ 7 * 7 }}", "{{ 7 * 7 }}"),
        ("{% if x %}", "{% if x %}"),
        ("zq0qz", "zq0qz"),
        ("[[ brand ]]", "[[ brand ]]"),
        ("**bold** _soft_", "**bold** _soft_"),
        ("# Title", "# Title"),
        ("AT&T", "AT&amp;T"),
    ],
)
def test_what_looks_like_a_language_is_shown_as_it_is(name: str, shown: str) -> None:
    assert f"Hi {shown}</h1>" in greeted(name)[1]


@pytest.mark.parametrize("name", ["[evil](https://evil.example)", "https://evil.example", "www.evil.example"])
def test_a_name_is_no_link(name: str) -> None:
    _subject, html, text = greeted(name)
    assert 'href="https://evil' not in html
    assert not {"https://evil", "www.evil"} & set((html + text).split())


@pytest.mark.parametrize("name", ["A\r\nBcc: x@evil.example", "A\nB", "A\u2028B", "A\x00B", "A\x1eB", "A\x85B"])
def test_a_subject_is_one_line_whatever_the_name(name: str) -> None:
    assert greeted(name)[0].startswith("For A B")


def test_a_name_cannot_turn_the_reading_direction() -> None:
    assert "Hi txt exe" in greeted("txt\u202eexe")[2]


def test_a_name_from_right_to_left_stays() -> None:
    assert "Hi שלום" in greeted("שלום")[2]


def test_an_endless_name_is_cut() -> None:
    subject, html, _text = greeted("x" * 100_000)
    assert len(subject) < 60
    assert "x" * LONGEST_VALUE not in html


@given(st.text())
def test_any_text_becomes_one_short_line(name: str) -> None:
    shown = harmless(name)
    assert len(shown) <= LONGEST_VALUE
    assert len(shown.splitlines()) <= 1
    assert "://" not in shown


@given(st.text(min_size=1))
def test_any_name_can_be_written_to(name: str) -> None:
    subject, html, text = greeted(name)
    assert len(subject.splitlines()) == 1
    assert html.count("<a ") == 2
    assert text
