"""MJML: what does not exist, or does not belong where it stands, is told; its parser would pass it over."""

import pytest

from emails.mjml import check_mjml
from emails.mjml_tags import TAGS
from emails.page import Page
from tests.unit.emails.desk import THEME

COMPONENTS = [path for path in THEME if path.endswith(".mjml") and "/default." not in path]


def told(text: str, within: str = "mj-column") -> list[str]:
    """Answer what is said about this MJML."""
    page = Page("x.mjml", text)
    check_mjml(page, within)
    return [mistake.msg for mistake in page.mistakes]


@pytest.mark.parametrize(
    "text",
    [
        '<mj-text align="left" color="#fff" css-class="x">words <b>and</b> <br> more</mj-text>',
        '<mj-button href="{{ links.app }}" inner-padding="1px" name="x">Go</mj-button>',
        '<mj-image src="https://a.example/x.png" alt="words" width="[[ brand.logo.width ]]px" />',
        '<mj-table width="100%"><tbody><tr><td width="{{ x | share }}%">x</td></tr></tbody></mj-table>',
        "<mj-raw>{% if x %}</mj-raw><mj-divider /><mj-raw>{% endif %}</mj-raw>",
        '[% if note %]<mj-spacer height="4px" />[% endif %][# a remark #]',
        '<mj-social><mj-social-element name="x" href="https://x.example">X</mj-social-element></mj-social>',
        "<!-- a remark --><mj-text>x</mj-text>",
    ],
)
def test_what_mjml_knows_is_in_order(text: str) -> None:
    assert told(text) == []


def test_a_whole_mail_is_in_order() -> None:
    head = (
        "<mj-head><mj-title>x</mj-title><mj-preview>x</mj-preview><mj-breakpoint width='480px' />"
        "<mj-font name='x' href='https://x.example' /><mj-style inline='inline'>p {}</mj-style><mj-attributes>"
        "<mj-all color='#fff' /><mj-class name='x' padding='1px' /><mj-text color='#fff' /></mj-attributes>"
        "<mj-html-attributes><mj-selector path='.x'><mj-html-attribute name='role'>x</mj-html-attribute></mj-selector>"
        "</mj-html-attributes></mj-head>"
    )
    section = (
        "<mj-section full-width='full-width'><mj-group><mj-column>[[ content ]]</mj-column></mj-group></mj-section>"
    )
    body = f"<mj-body width='600px'><mj-wrapper>{section}</mj-wrapper><mj-hero><mj-text>x</mj-text></mj-hero></mj-body>"
    assert told(f"<mjml lang='en'>{head}{body}</mjml>", "") == []


@pytest.mark.parametrize("path", COMPONENTS)
def test_the_components_that_ship_are_in_order(path: str) -> None:
    assert told(THEME[path]) == []


@pytest.mark.parametrize(
    ("text", "within", "message"),
    [
        ("<mj-txt>x</mj-txt>", "mj-column", 'MJML has no <mj-txt>: did you mean "mj-text"?'),
        ("<mj-blink>x</mj-blink>", "mj-column", "MJML has no <mj-blink>"),
        (
            '<mj-text colour="#fff">x</mj-text>',
            "mj-column",
            '<mj-text> has no attribute "colour": did you mean "color"?',
        ),
        ('<mj-text href="https://x.example">x</mj-text>', "mj-column", '<mj-text> has no attribute "href"'),
        ('<mj-divider color="#fff" />', "mj-column", '<mj-divider> has no attribute "color"'),
        ('<mj-spacer width="1px" />', "mj-column", '<mj-spacer> has no attribute "width"'),
        ('<mj-image background-color="#fff" />', "mj-column", '<mj-image> has no attribute "background-color"'),
        ('<mj-section width="600px" />', "mj-body", '<mj-section> has no attribute "width"'),
        (
            "<mj-text>x</mj-text>",
            "mj-body",
            "<mj-text> cannot stand in <mj-body>: it stands in <mj-column> or <mj-hero>",
        ),
        ("<mj-text>x</mj-text>", "mj-section", "<mj-text> cannot stand in <mj-section>: it stands in <mj-column>"),
        ("<mj-button>x</mj-button>", "mj-group", "<mj-button> cannot stand in <mj-group>"),
        ("<mj-column></mj-column>", "mj-body", "<mj-column> cannot stand in <mj-body>: it stands in <mj-group> or"),
        ("<mj-column></mj-column>", "mj-column", "<mj-column> cannot stand in <mj-column>"),
        ("<mj-section></mj-section>", "mj-column", "<mj-section> cannot stand in <mj-column>"),
        ("<mj-section></mj-section>", "mj-head", "<mj-section> cannot stand in <mj-head>"),
        ("<mj-style>p {}</mj-style>", "mj-body", "<mj-style> cannot stand in <mj-body>: it stands in <mj-head>"),
        ("<mj-title>x</mj-title>", "mj-column", "<mj-title> cannot stand in <mj-column>: it stands in <mj-head>"),
        ("<mj-preview>x</mj-preview>", "mj-body", "<mj-preview> cannot stand in <mj-body>"),
        (
            "<mj-navbar-link>x</mj-navbar-link>",
            "mj-column",
            "<mj-navbar-link> cannot stand in <mj-column>: it stands in",
        ),
        ("<mj-all />", "mj-column", "MJML has no <mj-all>"),
        (
            '<mj-attributes><mj-txt color="x" /></mj-attributes>',
            "mj-head",
            'MJML has no <mj-txt>: did you mean "mj-text"?',
        ),
        (
            '<mj-attributes><mj-all colr="x" /></mj-attributes>',
            "mj-head",
            '<mj-all> has no attribute "colr": did you mean',
        ),
        (
            '<mj-attributes><mj-text href="https://x.example" /></mj-attributes>',
            "mj-head",
            '<mj-text> has no attribute "href"',
        ),
        ("<mj-body></mj-body>", "", "<mj-body> cannot stand alone: it stands in <mjml>"),
        ("<p>x</p>", "mj-column", "<p> cannot stand in <mj-column>: put it in <mj-text> or <mj-raw>"),
        ("<mj-section><table></table></mj-section>", "mj-body", "<table> cannot stand in <mj-section>: put it in"),
        ("words", "mj-column", "words cannot stand in <mj-column>: put them in <mj-text>"),
        ("<mj-section>words</mj-section>", "mj-body", "words cannot stand in <mj-section>"),
        (
            "<mj-text><mj-button>x</mj-button></mj-text>",
            "mj-column",
            "<mj-button> cannot stand in <mj-text>, which holds",
        ),
        ("<mj-table><tr><td><mj-image /></td></tr></mj-table>", "mj-column", "<mj-image> cannot stand in <mj-table>"),
        ("<mj-text>x", "mj-column", "<mj-text> is never closed"),
        ("<mj-text><b>x</mj-text>", "mj-column", "<b> is not closed before </mj-text>"),
        ("x</mj-text>", "mj-body", "words cannot stand in <mj-body>"),
        ("</mj-text>", "mj-column", "</mj-text> closes nothing"),
        (
            '<mj-image width="{{ x }}px" />',
            "mj-column",
            'MJML drops {{ x }} in "width": a size is a number, not a field',
        ),
        ('<mj-text padding-left="{{ x }}px">x</mj-text>', "mj-column", 'MJML drops {{ x }} in "padding-left"'),
        ('<mj-spacer height="{% if x %}1px{% endif %}" />', "mj-column", 'MJML drops {% if x %} in "height"'),
    ],
)
def test_what_does_not_belong_there_is_told(text: str, within: str, message: str) -> None:
    assert told(text, within)[0].startswith(message)


def test_every_mistake_is_told_once_with_its_line() -> None:
    page = Page(
        "x.mjml", '<mj-text>\n  x\n</mj-text>\n<mj-txt />\n<mj-spacer hight="1px" />\n<mj-spacer hight="1px" />'
    )
    check_mjml(page, "mj-column")
    assert [(mistake.lineno, mistake.offset) for mistake in page.mistakes] == [(4, 2), (5, 12), (6, 12)]


def test_every_tag_stands_in_one_that_exists() -> None:
    assert {parent for tag in TAGS.values() for parent in tag.parents} <= TAGS.keys()
    assert [name for name, tag in TAGS.items() if not tag.parents] == ["mjml"]
