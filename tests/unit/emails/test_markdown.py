"""Markdown in mails: in HTML, as plain text, and where its links may lead."""

import pytest

from tests.unit.emails.desk import example, mail, mistakes, rendered, told


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("# One\n\nTwo\nthree", "One\n\nTwo three\n"),
        ("two  \nlines", "two\nlines\n"),
        ("**bold** _soft_ `code`", "bold soft code\n"),
        ("- a\n- b\n  1. c", "- a\n- b\n  1. c\n"),
        ("> wise\n>\n> words", "> wise\n> \n> words\n"),
        ("a\n\n---\n\nb", "a\n\n* * *\n\nb\n"),
        ("[words](https://a.example/x)", "words (https://a.example/x)\n"),
        ("<https://a.example/x>", "https://a.example/x\n"),
        ("[us](mailto:us@a.example)", "us (mailto:us@a.example)\n"),
        ("![A chart](https://a.example/x.png)", "A chart\n"),
        (
            "{% for a in checklist.items[:2] %}\n- {{ a.title }}\n{% endfor %}\n\nend",
            "- Create your first project\n- Add",
        ),
        ("Hi {% if account.trial %}x{% endif %}\n\nyou", "Hi \n\nyou\n"),
        ("    not code", "not code\n"),
    ],
)
def test_markdown_reads_well_as_text(body: str, text: str) -> None:
    assert rendered(body).startswith(text)


def test_a_loop_around_a_list_makes_one_list() -> None:
    html = mail("{% for a in checklist.items %}\n- {{ a.title }}\n{% endfor %}").render(example()).html
    assert (html.count("<ul"), html.count("<li")) == (1, 5)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "http://a.example", "/here", "", "data:text/html,x", "ftp://a.example", "//a.example",
     "https://a.example/{{ account.name }}", "{{ links.app }}?x=1", "https://", "JAVASCRIPT:x"],
)  # fmt: skip
def test_a_link_that_may_be_unsafe_is_a_mistake(address: str) -> None:
    (_line, _column, message), *_ = told(mistakes(f"[x]({address})"))
    assert "cannot be followed: a link leads to one field" in message


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://a.example", "", "https://a b", "https://a\n", None])
def test_an_unsafe_address_in_a_field_stops_the_mail_without_being_shown(address: object) -> None:
    with pytest.raises(Exception, match="try cannot be rendered: ") as stopped:
        rendered("[x]({{ links.app }})", links={**example()["links"], "app": address})  # type: ignore[dict-item]
    assert "javascript" not in str(stopped.value)


def test_html_is_a_mistake_with_the_way_out() -> None:
    message = "HTML such as <br> cannot be used in a mail: use Markdown, or a component"
    assert told(mistakes("one<br>two")) == [(6, 4, message)]


@pytest.mark.parametrize(
    ("image", "message"),
    [
        ("![](https://a.example/x.png)", "say what the image shows"),
        ("![x](http://a.example/x.png)", "an image has to be at an https address"),
    ],
)
def test_an_image_needs_words_and_a_safe_address(image: str, message: str) -> None:
    assert told(mistakes(image))[0][2].startswith(message)


def test_a_tag_where_it_would_get_lost_is_a_mistake() -> None:
    assert (
        told(mistakes("[a](https://a.example 'by {{ account.name }}')"))[0][2] == "{{ account.name }} cannot stand here"
    )
