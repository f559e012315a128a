"""What a message inside the product consists of, once it is taken apart to be drawn by a script."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emails.drawing import TAGS, Button, Drawing, Node, direction, drawing
from emails.message import Content
from emails.template import Template
from tests.unit.emails.desk import IN_APP, example, mail


def drawn(html: str, text: str = "") -> Drawing:
    return drawing(Content("A title", "", html, text))


def tags(nodes: tuple[Node, ...]) -> set[str]:
    return {each["tag"] for each in nodes if not isinstance(each, str)}.union(
        *(tags(tuple(each.get("inside", ()))) for each in nodes if not isinstance(each, str))
    )


def test_the_button_is_taken_out_of_the_words() -> None:
    found = drawn(
        '<p>Do it.</p>\n<p><a class="button" href="https://x.example">Go</a></p>', "Do it.\n\nGo:\nhttps://x.example\n"
    )

    assert found.button == Button("Go", "https://x.example")
    assert (found.html, found.text) == ("<p>Do it.</p>", "Do it.")
    assert found.nodes == ({"tag": "p", "inside": ["Do it."]},)


def test_lists_and_links_keep_their_shape() -> None:
    found = drawn('<ul>\n<li>One <strong>two</strong></li>\n<li><a href="https://x.example">three</a></li>\n</ul>')

    one = {"tag": "li", "inside": ["One ", {"tag": "strong", "inside": ["two"]}]}
    two = {"tag": "li", "inside": [{"tag": "a", "href": "https://x.example", "inside": ["three"]}]}
    assert found.nodes == ({"tag": "ul", "inside": [one, two]},)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<p><a href="javascript:alert(1)">x</a></p>', ["x"]),
        ("<p><script>alert(1)</script></p>", ["alert(1)"]),
        ('<p><img src="https://x.example/a.png" alt="A board" onerror="alert(1)"></p>', ["A board"]),
        ("<p><!-- nothing -->words</p>", ["words"]),
        ('<p onclick="alert(1)" style="color:red">words</p>', ["words"]),
    ],
)
def test_of_what_may_not_be_drawn_only_the_words_are_kept(html: str, words: list[str]) -> None:
    assert drawn(html).nodes == ({"tag": "p", "inside": words},)


@cache
def greeting() -> Template:
    return mail('Hi {{ contact.first_name | default("there") }}.\n\n:::button [Go]({{ links.app }})', IN_APP)


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_whatever_somebody_is_called_is_words_and_nothing_else(name: str) -> None:
    found = drawing(greeting().render({**example(), "contact": {"first_name": name or "x"}}))

    assert tags(found.nodes) == {"p"}
    assert found.button == Button("Go", "https://app.cadence.example/app")
    assert tags(found.nodes) <= TAGS


@pytest.mark.parametrize(("language", "read"), [("en", "ltr"), ("pt-BR", "ltr"), ("ar", "rtl"), ("he", "rtl")])
def test_a_language_is_read_in_its_direction(language: str, read: str) -> None:
    assert direction(language) == read
