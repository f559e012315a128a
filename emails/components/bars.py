"""Bars: shares of a whole."""

from emails.body import Use
from emails.components.component import Desk, MiswrittenError, Slots
from emails.components.lines import Line, rows
from emails.components.measure import measure


def bars(desk: Desk, use: Use) -> Slots:
    """Answer each bar with how long it is."""
    return {"rows": [_bar(desk, *row) for row in rows(desk, use)]}


def _bar(desk: Desk, line: Line, label: str, placeholder: str) -> Slots:
    share, kind = measure(desk, placeholder)
    if kind != "share":
        shown = desk.tokens.show(placeholder)
        raise MiswrittenError(
            f"a bar shows a share of a whole, such as {{{{ usage.feature_adoption | percent }}}}, not {shown}", line.at
        )
    desk.tokens[placeholder] = f"{{{{ {share} | percent }}}}"
    drawn = {"value": placeholder, "share": f"{{{{ {share} | share }}}}", "meter": f"{{{{ {share} | meter }}}}"}
    return {"label": label, **drawn, **line.around}
