"""Whether words stand out from what is behind them, computed from the mail as it is sent."""

import pytest
from lxml import html

from emails.lint.color import Color, color_in, ratio
from emails.lint.ink import Ink, inks
from tests.unit.emails.lint_desk import TITLE, told

FOOTER = "quiet"


def read(markup: str, *, dark: bool = False) -> list[Ink]:
    return list(inks(html.document_fromstring(markup), dark=dark))


def color(text: str) -> Color:
    found = color_in(text)
    assert found
    return found


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000", "#fff", 21.0), ("#fff", "#fff", 1.0), ("#777777", "white", 4.48), ("#767676", "#ffffff", 4.54)],
)
def test_the_ratio_is_the_one_of_wcag(one: str, other: str, expected: float) -> None:
    assert ratio(color(one), color(other)) == pytest.approx(expected, abs=0.005)
    assert ratio(color(other), color(one)) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("#12664f url(x.png) no-repeat", "#12664f"),
        ("rgb(18, 102, 79)", "#12664f"),
        ("none", "None"),
        ("inherit", "None"),
    ],
)
def test_a_color_is_found_in_whatever_is_written(value: str, found: str) -> None:
    assert str(color_in(value)) == found


def test_half_of_black_on_white_is_gray() -> None:
    assert str(color("rgba(0, 0, 0, 0.5)").over(color("#fff"))) == "#808080"


def test_color_and_size_come_from_around_and_the_ground_from_the_nearest_that_has_one() -> None:
    cell = '<table><tr><td bgcolor="#ffffff"><b style="font-size:2em">A</b></td></tr></table>'

    (ink,) = read(f'<body style="background:#eeeeee;color:#222222">{cell}</body>')

    assert (str(ink.color), str(ink.ground), ink.size, ink.bold) == ("#222222", "#ffffff", 32, True)
    assert ink.is_large


def test_what_stands_after_an_element_belongs_to_what_is_around_it() -> None:
    inner, after = read('<body><p style="color:#111111"><span style="color:#999999">in</span> out</p></body>')

    assert (inner.text, str(inner.color), after.text, str(after.color)) == ("in", "#999999", "out", "#111111")


@pytest.mark.parametrize("style", ["display:none", "visibility:hidden", "font-size:1px", "opacity:0"])
def test_what_nobody_sees_is_not_looked_at(style: str) -> None:
    assert read(f'<body><p style="{style}">hidden</p><p aria-hidden="true">▶</p><p>&nbsp;&zwnj;</p></body>') == []


DARK = """<style>@media (prefers-color-scheme: dark) {
  .sheet, .sheet > td { background: #111111 !important; }
  .ink p { color: #eeeeee !important; }
  .ink p.late { color: #dddddd !important; }
  p { color: #ff0000; }
  p:hover { color: #00ff00 !important; }
}
@media (max-width: 400px) { p { color: #0000ff !important; } }</style>"""
CELL = '<table class="sheet"><tr><td><p style="color:#222222">A</p></td></tr></table>'
MAIL = f'<head>{DARK}</head><body class="ink">{CELL}</body>'


def test_in_light_mode_the_rules_for_dark_mode_do_not_count() -> None:
    (ink,) = read(MAIL)

    assert (str(ink.color), str(ink.ground)) == ("#222222", "#ffffff")


def test_in_dark_mode_what_is_important_wins_over_what_is_inline_and_nothing_else_does() -> None:
    (ink,) = read(MAIL, dark=True)

    assert (str(ink.color), str(ink.ground)) == ("#eeeeee", "#111111")


def test_the_more_specific_rule_wins() -> None:
    (ink,) = read(MAIL.replace("<p style", '<p class="late" style'), dark=True)

    assert str(ink.color) == "#dddddd"


def test_text_that_can_hardly_be_read_is_an_error_at_its_color() -> None:
    (finding,) = told("contrast", TITLE, theme=[("brand.yaml", 'quiet: "#5b6963"', 'quiet: "#c0c8c4"')])

    assert (finding.path, finding.severity) == ("emails/themes/brand.yaml", "error")
    assert "in light mode, text in #c0c8c4 on #f4f2ec" in finding.message


def test_text_that_many_cannot_read_is_a_warning() -> None:
    (finding,) = told("contrast", TITLE, theme=[("brand.yaml", 'quiet: "#5b6963"', 'quiet: "#7a857f"')])

    assert finding.severity == "warning"


def test_dark_mode_is_looked_at_as_well() -> None:
    found = told("contrast", TITLE, theme=[("brand.yaml", 'ink: "#e9eeeb"', 'ink: "#3a423e"')])

    assert {finding.severity for finding in found} == {"error"}
    assert all("in dark mode" in finding.message for finding in found)


def test_the_shipped_theme_can_be_read_in_both() -> None:
    parts = (
        ":::checklist",
        ":::button [Go]({{ links.app }})",
        ":::video [See]({{ links.video }}) 3 minutes",
        ":::signature",
    )

    assert told("contrast", TITLE + "\n\n".join(parts)) == []
