"""Files of themes as earlier releases shipped them: what was published with them is to be read for ever."""

import re

import pytest

from emails.library import read_library
from tests.unit.emails.catalog import FIELDS
from tests.unit.emails.desk import FRONT, PATH, THEME, example, mistakes

STATS = """\
<mj-table css-class="row" padding="4px 44px 24px">
  <tbody>
    [% for group in rows | batch(3) %]
    <tr>
      [% for row in group %]
      <td class="tint" valign="top" bgcolor="[[ brand.colors.tint ]]">
        <p style="margin:0;font-size:24px;">[[ row.value ]]</p>
        <p class="quiet" style="margin:4px 0 0;">[[ row.label ]]</p>
      </td>
      [% endfor %]
    </tr>
    [% endfor %]
  </tbody>
</mj-table>
"""
STATS_TEXT = "[% for row in rows %]\n[[ row.label ]]: [[ row.value ]]\n[% endfor %]\n"
OLD = {"emails/themes/stats.mjml": STATS, "emails/themes/stats.txt": STATS_TEXT}
BODY = ":::stats\n" + "".join(f"- Figure {number}: {number}{number}\n" for number in range(1, 5)) + ":::\n"


def test_a_theme_that_groups_the_figures_itself_still_shows_them_three_in_a_row() -> None:
    mail = read_library({**THEME, **OLD, PATH: FRONT + BODY}, FIELDS)["try"].render(example())

    rows = [
        re.findall("Figure [0-9]", row) for row in re.findall(r"<tr>\s*<td class=\"tint\".*?</tr>", mail.html, re.S)
    ]
    assert rows == [["Figure 1", "Figure 2", "Figure 3"], ["Figure 4"]]
    assert "Figure 1: 11\nFigure 2: 22" in mail.text


@pytest.mark.parametrize("argument", ["-1", "0", "10 ** 9", '"many"', "1.5", "3, label * 1000", "fill_with=3"])
def test_grouping_never_makes_anything_grow(argument: str) -> None:
    found = mistakes(BODY, stats_mjml=STATS.replace("batch(3)", f"batch({argument})"), stats_txt=STATS_TEXT)

    assert len(found) == (0 if argument in ("-1", "0") else 1)
