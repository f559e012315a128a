"""Stats: large figures beside each other."""

from emails.body import Use
from emails.components.component import Desk, Slots
from emails.components.lines import Line, opens, rows

_ACROSS = 3


def stats(desk: Desk, use: Use) -> Slots:
    """Answer the figures in rows of at most three; what statements keep together stays in one row.

    A line inside a `for` is a row of its own, for each item: nobody knows ahead how many there are.

    Themes of earlier releases take them as they come, in `rows`, and group them themselves.
    """
    found = rows(desk, use)
    groups: list[list[Slots]] = [[]]
    across = 2 if len(found) == _ACROSS + 1 else _ACROSS
    depth, looped = 0, False
    for line, label, value in found:
        if depth == 0 and groups[-1] and (len(groups[-1]) >= across or looped or _loops(desk, line)):
            groups.append([])
        looped = _loops(desk, line)
        depth += _change(desk, line)
        groups[-1].append({"label": label, "value": value, "looped": looped, **line.around})
    return {"groups": groups, "rows": [row for group in groups for row in group]}


def _loops(desk: Desk, line: Line) -> bool:
    return any(desk.tokens[word].strip("{%-+ ").startswith("for ") for word in line.opens)


def _change(desk: Desk, line: Line) -> int:
    closed = sum(desk.tokens[word].strip("{%-+ ").startswith("end") for word in line.closes)
    return sum(opens(word, desk.tokens) for word in (*line.opens, *line.closes)) - closed
