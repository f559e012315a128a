"""Steps: what to do, in this order."""

import re

from markupsafe import Markup

from emails.body import Use
from emails.components.component import Desk, MiswrittenError, Slots
from emails.components.lines import Line, lines
from emails.markdown import html
from emails.plain import plain

_STEP = re.compile(r"(\d+)[.)]\s+(.+)")


def steps(desk: Desk, use: Use) -> Slots:
    """Answer each step with its number."""
    return {"rows": [_step(desk, line) for line in lines(desk, use)]}


def _step(desk: Desk, line: Line) -> Slots:
    found = _STEP.fullmatch(line.text)
    if found is None:
        shown = desk.tokens.show(line.text)
        raise MiswrittenError(f'every step begins with its number, 1. what to do, not "{shown}"', line.at)
    parsed = desk.markdown.parse(found[2], line.at)
    inner = html(parsed).strip().removeprefix("<p>").removesuffix("</p>")
    drawn = {"html": Markup(inner), "text": plain(parsed)}  # noqa: S704 - Markdown without HTML
    return {"number": found[1], **drawn, **line.around}
