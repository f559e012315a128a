"""Ways: what a step does, drawn in boxes; several hang on a line like the branches of a tree."""

from console.journeys.measure import lines, width
from console.journeys.pen import BOLD, LEADING, LETTER, Pen, broken
from console.journeys.shapes import Deed, Line
from console.workshop.choice import Choice
from journeys.diagram import Clause, Way

WIDE, BETWEEN, ROW, INDENT = 390.0, 36.0, 10.0, 22.0
TARGET = 46.0  # high enough for a finger
LABELS = {"email": "Mail", "in_app": "In the product", "handoff": "Task for a human", "webhook": "Other system"}


def draw_only(pen: Pen, way: Way, top: float) -> None:
    """Draw what is done in every case: beside what was written since `top`, or below it."""
    form = pen.format
    if not form.roomy:
        pen.y += 4
        pen.y += _deed(pen, way, form.left, form.right - form.left) + ROW
        return
    below, pen.y = pen.y, top + 2
    pen.y = max(below + 6, pen.y + _deed(pen, way, form.right - WIDE, WIDE) + ROW)


def draw_fork(pen: Pen, ways: tuple[Way, ...]) -> None:
    """Draw what is done in which case, the one that is asked about first on top."""
    trunk, above = pen.format.left + 4, pen.y + 3
    pen.y += 6
    for way in ways:
        middle = _beside(pen, way) if pen.format.roomy else _below(pen, way)
        pen.shapes.append(Line(f"M{trunk} {above}V{middle}h12", "branch"))
        above = middle


def _beside(pen: Pen, way: Way) -> float:
    """Draw a case with what is done beside it; answer the height at which it hangs."""
    case, top, x = way.case or Clause("always", ""), pen.y, pen.format.left + INDENT
    written = broken(case.lead, case.words, pen.format.right - WIDE - BETWEEN - x)
    middle = top + max(height(way, WIDE), len(written) * LEADING) / 2
    pen.y = middle - len(written) * LEADING / 2
    pen.write(x, pen.format.right - WIDE - BETWEEN - x, case.words, "clause", case.lead, case.written)
    end = x + max(width(line, LETTER) for line in written)
    pen.shapes.append(Line(f"M{end + 8:.0f} {middle}H{pen.format.right - WIDE - 6}", "arrow"))
    pen.y = middle - height(way, WIDE) / 2
    _deed(pen, way, pen.format.right - WIDE, WIDE)
    pen.y = 2 * middle - top + ROW
    return middle


def _below(pen: Pen, way: Way) -> float:
    """Draw a case with what is done below it; answer the height at which it hangs."""
    case, middle, x = way.case or Clause("always", ""), pen.y + 9, pen.format.left + INDENT
    pen.write(x, pen.format.right - x, case.words, "clause", case.lead, case.written)
    pen.y += 4
    pen.y += _deed(pen, way, x, pen.format.right - x) + ROW
    return middle


def _deed(pen: Pen, way: Way, x: float, wide: float) -> float:
    """Draw the box of what is done; answer how high it is."""
    high, names = height(way, wide), tuple(lines(way.name, BOLD, wide - 56))
    url = Choice(way.name).url if way.channel in ("email", "in_app") else ""
    pen.shapes.append(Deed(x, pen.y, wide, high, way.channel, names, LABELS[way.channel], url))
    return high


def height(way: Way, wide: float) -> float:
    """Answer how high the box of what is done has to be."""
    return max(TARGET, 28 + 18.0 * len(lines(way.name, BOLD, wide - 56)))
