"""Drawing: a journey from top to bottom along its days."""

from collections.abc import Mapping
from math import sqrt

from console.journeys.measure import width
from console.journeys.pen import LETTER, PAD, SMALL, Format, Pen
from console.journeys.shapes import Box, Dot, Drawing, Line, Words
from console.journeys.ways import BETWEEN, WIDE, draw_fork, draw_only
from console.title import title_of
from journeys.diagram import Diagram, Stop

MINUS = "\N{MINUS SIGN}"
BESIDE = 16.0  # between the axis and what stands left of it


def draw(found: Diagram, standing: Mapping[str, int], form: Format) -> Drawing:
    """Answer the drawing of a journey; `standing` says how many accounts stand at each step."""
    pen = Pen(form)
    _end(pen, "Starts", found.starts)
    before = found.stops[0].day
    for stop in found.stops:
        _days(pen, stop.day - before)
        _stop(pen, stop, standing.get(stop.id, 0))
        before = stop.day
    _days(pen, 0)
    _end(pen, "Ends")
    axis = Line(f"M{form.axis} 21V{pen.y - 21}", "axis")
    return Drawing(form.name, form.wide, pen.y + 2, (axis, *pen.shapes))


def _end(pen: Pen, lead: str, words: str = "") -> None:
    """Draw where the journey begins, or where it ends."""
    form, top, first = pen.format, pen.y, len(pen.shapes)
    pen.y += 12
    pen.write(form.left, form.right - form.left, words, "on-end", lead)
    pen.y += 8
    wide = min(form.wide - form.card - 1, width(f"{lead} {words}", LETTER) + 2 * PAD)
    pen.shapes.insert(first, Box(form.card, top + 2, wide, pen.y - top - 2, "end", 20))
    pen.shapes.append(Dot(form.axis, top + 21, 7, "end-dot"))


def _days(pen: Pen, days: int) -> None:
    """Leave room for the days between two steps, and mark them: each day; where there are many, each week or month."""
    top, high = pen.y, 14 + (8 if pen.format.roomy else 5) * sqrt(min(days, 120))
    unit = 1 if days <= 10 else 7 if days <= 70 else 30
    for tick in range(unit, days, unit):
        pen.shapes.append(Line(f"M{pen.format.axis - 4} {top + high * tick / days:.1f}h8", "tick"))
    if days > 1 and pen.format.roomy:
        pen.shapes.append(Words(pen.format.axis - BESIDE, top + high / 2 + 4, f"{days} days", "small soft at-end"))
    pen.y += high


def _stop(pen: Pen, stop: Stop, standing: int) -> None:
    form, top, first = pen.format, pen.y, len(pen.shapes)
    forked = len(stop.ways) > 1 or any(way.case for way in stop.ways)
    pen.y += 11
    head = pen.y
    _said(pen, stop, _badge(pen, stop.day, standing), narrow=bool(stop.ways) and not forked)
    if forked:
        draw_fork(pen, stop.ways)
    elif stop.ways:
        draw_only(pen, stop.ways[0], head)
    pen.y += 4 if stop.ways else 10
    pen.shapes.insert(first, Box(form.card, top, form.wide - form.card - 1, pen.y - top, "stop-card"))
    pen.shapes.append(Line(f"M{form.axis} {top + 21}H{form.card}", "axis"))
    pen.shapes.append(Dot(form.axis, top + 21, 8 if standing else 6, "here-dot" if standing else "stop-dot"))


def _said(pen: Pen, stop: Stop, taken: float, *, narrow: bool) -> None:
    """Write the step's name, whom it speaks to and what has to hold, where `taken` is taken on the right."""
    form, name = pen.format, title_of(stop.id)
    room = form.right - form.left - (WIDE + BETWEEN if narrow and form.roomy else 0)
    day = "" if form.roomy else f"{_day(stop.day)} · "
    pen.write(form.left, room - taken, day + name, "name")
    if stop.to:
        pen.write(form.left, room - taken, f"to {stop.to}", "small soft")
    for clause in stop.clauses:
        pen.write(form.left, room, clause.words, "clause", clause.lead, clause.written)
    if stop.late:
        pen.write(form.left, room, stop.late, "small soft")


def _badge(pen: Pen, day: int, standing: int) -> float:
    """Draw the day, where it stands beside the axis, and how many accounts stand here; answer what that takes away."""
    form, here = pen.format, f"{standing:,} here"
    right, top = (form.axis - BESIDE, pen.y + 22) if form.roomy else (form.right, pen.y - 2)
    if form.roomy:
        pen.shapes.append(Words(right, pen.y + 15, _day(day), "day at-end"))
    if not standing:
        return 0
    wide = width(here, SMALL) + 18
    pen.shapes.append(Box(right - wide, top, wide, 24, "here", 12))
    pen.shapes.append(Words(right - wide / 2, top + 16.5, here, "small on-here at-middle"))
    return 0 if form.roomy else wide + 8


def _day(day: int) -> str:
    return f"Day {day}".replace("-", MINUS)
