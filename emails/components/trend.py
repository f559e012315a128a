"""Trends: how figures changed."""

import re

from markupsafe import Markup

from emails.body import Use
from emails.components.component import Desk, MiswrittenError, Slots
from emails.components.lines import Line, rows
from emails.components.measure import measure
from emails.filters import NUMERIC

_PAIR = re.compile(r"(zq\d+qz),?\s+(?:against|before|from|was|vs\.?|versus|than)\s+(zq\d+qz)", re.IGNORECASE)


def trend(desk: Desk, use: Use) -> Slots:
    """Answer each figure with its change: now against before, or the share by which it changed."""
    return {"rows": [_row(desk, *row) for row in rows(desk, use)]}


def _row(desk: Desk, line: Line, label: str, value: str) -> Slots:
    pair = _PAIR.fullmatch(value)
    row = _compared(desk, line, pair[1], pair[2]) if pair else _changed(desk, line, value)
    return {"label": label, **row, **line.around}


def _changed(desk: Desk, line: Line, placeholder: str) -> Slots:
    share, kind = measure(desk, placeholder)
    if kind != "share":
        raise MiswrittenError(_wrong(desk, placeholder), line.at)
    # The sign is told in words, and what stands there in place of the tag is made of it.
    desk.tokens[placeholder] = f"{{{{ {share} | size | percent }}}}"
    return {"change": Markup(share), "size": placeholder, "now": "", "before": ""}  # noqa: S704 - an expression


def _compared(desk: Desk, line: Line, now: str, before: str) -> Slots:
    figures = [measure(desk, placeholder) for placeholder in (now, before)]
    (later, kind), (earlier, other) = figures
    if {kind, other} - NUMERIC or kind != other:
        raise MiswrittenError(_wrong(desk, f"{now} against {before}"), line.at)
    return {
        "change": Markup(f"({later}) | change({earlier})"),  # noqa: S704 - expressions
        "size": f"{{{{ ({later}) | change({earlier}) | size | percent }}}}",
        "now": now,
        "before": before,
        "now_long": f"{{{{ ({later}) | long({earlier}) }}}}",
        "before_long": f"{{{{ ({earlier}) | long({later}) }}}}",
    }


def _wrong(desk: Desk, value: str) -> str:
    ways = "{{ now }} against {{ before }}, or a share by which it changed"
    return f"a trend shows how a figure changed, {ways}, not {desk.tokens.show(value)}"
