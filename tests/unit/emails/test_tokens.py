"""Jinja tags out of the way, and back again."""

from hypothesis import given
from hypothesis import strategies as st

from emails.tokens import Tokens, expression

PIECES = st.sampled_from(
    [
        "{{ a }}",
        "{% if a < 2 %}",
        "{% endif %}",
        '{{ "}}" }}',
        "{{ a | default('<b>') }}",
        "text",
        "\n",
        "<p>",
        "{",
        "%}",
    ]
)


@given(st.lists(PIECES).map("".join))
def test_what_is_hidden_comes_back_as_it_was(text: str) -> None:
    tokens = Tokens()
    assert tokens.show(tokens.hide(text)) == text
    assert tokens.show(tokens.hide(text, markup=True)) == text


def test_comments_vanish_but_their_lines_stay() -> None:
    assert Tokens().hide("a{# one\ntwo #}b") == "a\nb"


def test_statements_become_comments_where_an_html_parser_would_move_words() -> None:
    assert Tokens().hide("<tr>{% if a %}{{ b }}", markup=True) == "<tr><!--zq0qz-->zq1qz"


def test_a_brace_in_quotes_does_not_end_a_tag() -> None:
    assert Tokens().hide("{{ '}}' }}") == "zq0qz"


def test_a_tag_that_got_lost_is_named() -> None:
    tokens = Tokens()
    hidden = tokens.hide("{{ a }} and {{ b }}")
    assert tokens.lost(hidden, "zq1qz") == ["{{ a }}"]


def test_only_a_placeholder_stands_for_a_tag() -> None:
    tokens = Tokens()
    assert tokens[tokens.add("{{ a }}")] == "{{ a }}"
    assert tokens["zq0qz and more"] == ""


def test_an_expression_is_what_stands_between_the_braces() -> None:
    assert expression("{{- a | b -}}") == "a | b"
    assert expression("{% if a %}") == ""
