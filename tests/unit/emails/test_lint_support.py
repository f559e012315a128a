"""What mail programs cannot show, by the data of caniemail.com."""

import json

import pytest
from lxml import html

from emails.lint.caniemail import DATA, features
from emails.lint.features import used
from emails.lint.support import BREAKING
from tests.unit.emails.lint_desk import TITLE, told


def names(markup: str) -> frozenset[str]:
    return used(html.document_fromstring(markup))


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ('<p style="display:flex">', "css-display-flex"),
        ('<p style="display: none">', "css-display-none"),
        ('<p style="width:calc(100% - 2rem)">', "css-unit-calc"),
        ('<p style="width:2rem">', "css-unit-rem"),
        ('<p style="width:50%">', "css-unit-percent"),
        ('<p style="color:var(--brand)">', "css-variables"),
        ('<p style="background:linear-gradient(#fff, #000)">', "css-linear-gradient"),
        ('<p style="margin-left:4px">', "css-margin"),
        ('<p style="left:4px">', "css-left-right-top-bottom"),
        (
            "<style>@media (prefers-color-scheme: dark) { a:hover > b { color: red !important } }</style>",
            "css-pseudo-class-hover",
        ),
        (
            "<style>@media (prefers-color-scheme: dark) { p { color: red } }</style>",
            "css-at-media-prefers-color-scheme",
        ),
        ("<style>@media (prefers-color-scheme: dark) { a > b { color: red } }</style>", "css-selector-child"),
        ("<style>@import url(x.css);</style>", "css-at-import"),
        ("<style>@font-face { font-family: x }</style>", "css-at-font-face"),
        ("<video></video>", "html-video"),
        ("<h3>x</h3>", "html-h1-h6"),
        ('<input type="text">', "html-input-text"),
        ('<img src="https://a.example/a.webp?x=1">', "image-webp"),
        ('<img src="data:image/png;base64,AAAA">', "image-base64"),
        ('<a href="mailto:a@b.example">x</a>', "html-mailto-links"),
        ('<a href="#below">x</a>', "html-anchor-links"),
        ('<p aria-hidden="true">', "html-aria-hidden"),
    ],
)
def test_what_a_mail_uses_is_found_under_the_name_it_was_tested_by(markup: str, name: str) -> None:
    assert name in names(f"<body>{markup}</body>") & features().keys()


def test_every_feature_without_which_a_mail_falls_apart_was_tested() -> None:
    assert features().keys() >= BREAKING


def test_only_the_newest_version_of_a_mail_program_counts() -> None:
    assert features()["css-max-width"].missing == ()  # Outlook on Windows learned it in 2019
    assert "Outlook on Windows" in features()["css-border-radius"].missing
    assert features()["css-at-media-prefers-color-scheme"].missing[0] == "Gmail"  # nowhere


def test_the_data_are_dated_and_come_with_their_license() -> None:
    assert json.loads(DATA.read_text(encoding="utf-8"))["last_update_date"] >= "2026-06-29"
    assert "MIT License" in (DATA.parent / "LICENSE").read_text(encoding="utf-8")


def test_a_feature_that_a_mail_program_lacks_is_a_warning_at_its_line_in_the_theme() -> None:
    theme = [("default.mjml", ".last p { margin: 0; }", ".last p { margin: 0; text-shadow: 1px 1px #000; }")]

    (finding,) = told("support", TITLE + ":::callout\nx\n:::", theme=theme)

    assert (finding.severity, finding.path) == ("warning", "emails/themes/default.mjml")
    assert finding.line > 0
    assert "`text-shadow`" in finding.message


def test_a_feature_without_which_the_mail_falls_apart_is_an_error() -> None:
    theme = [("default.mjml", ".last p { margin: 0; }", ".last p { display: flex; }")]

    (finding,) = told("support", TITLE + ":::callout\nx\n:::", theme=theme)

    assert finding.severity == "error"


def test_what_the_theme_accepts_with_a_reason_is_not_told_again() -> None:
    shadow = ("default.mjml", ".last p { margin: 0; }", ".last p { margin: 0; text-shadow: 1px 1px #000; }")
    reason = ("accepted.yaml", "css-at-media:", "css-text-shadow: it is only a shadow\ncss-at-media:")

    assert told("support", TITLE + ":::callout\nx\n:::", theme=[shadow, reason]) == []


def test_an_image_that_mail_programs_cannot_show_is_an_error_in_the_mail_itself() -> None:
    (finding,) = told("support", TITLE + "![A board](https://cdn.example.com/board.svg)")

    assert (finding.severity, finding.path, finding.line) == ("error", "emails/templates/try.md", 8)


def test_what_everybody_can_show_is_in_order() -> None:
    assert told("support", TITLE + "![A board](https://cdn.example.com/board.png)\n\n:::checklist") == []
