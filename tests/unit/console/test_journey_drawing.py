"""The drawing of a journey: everything on it, nothing over the edge, and the days in their order."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.journeys.card import card_of
from console.journeys.drawing import draw
from console.journeys.measure import lines, width
from console.journeys.pen import DESK, PHONE, Format
from console.journeys.shapes import Box, Deed, Drawing, Words
from journeys.diagram import Clause, Diagram, Stop, Way

WORDS = st.text("abcdefgh WMij-/", min_size=1, max_size=120).filter(str.strip)
CLAUSES = st.builds(Clause, st.sampled_from(["only if", "not if"]), WORDS)
CASES = st.none() | st.builds(Clause, st.just("if"), WORDS)
CHANNELS = st.sampled_from(["email", "in_app", "handoff", "webhook"])
WAYS = st.lists(st.builds(Way, CHANNELS, WORDS, CASES), max_size=4).map(tuple)


@st.composite
def diagrams(draw_from: st.DrawFn) -> Diagram:
    days = sorted(draw_from(st.lists(st.integers(-400, 3660), min_size=1, max_size=12)))
    parts = st.tuples(st.lists(CLAUSES, max_size=2).map(tuple), WAYS, st.sampled_from(["", "Never too late"]))
    stops = (Stop(f"step-{n}", day, "admins", *draw_from(parts)) for n, day in enumerate(days))
    return Diagram("name", "Title", "renewal", 50, draw_from(WORDS), (Clause("For", "every account"),), tuple(stops))


def boxes(found: Drawing, style: str) -> list[Box]:
    return [shape for shape in found.shapes if isinstance(shape, Box) and shape.style == style]


@pytest.mark.parametrize("form", [DESK, PHONE], ids=["desk", "phone"])
@given(found=diagrams())
@settings(max_examples=25)
def test_every_step_has_its_place_and_nothing_runs_over_the_edge(form: Format, found: Diagram) -> None:
    drawing = draw(found, {stop.id: 12_345 for stop in found.stops}, form)
    cards = boxes(drawing, "stop-card")
    assert len(cards) == len(found.stops) == len(boxes(drawing, "here"))
    assert all(above.y + above.high < below.y for above, below in pairwise(cards))
    assert max(shape.x + shape.wide for shape in drawing.shapes if isinstance(shape, Box | Deed)) <= form.wide
    assert max(shape.y + shape.high for shape in drawing.shapes if isinstance(shape, Box | Deed)) <= drawing.high
    for words in (shape for shape in drawing.shapes if isinstance(shape, Words) and shape.style == "clause"):
        assert words.x + width(f"{words.lead} {words.words}".strip(), 14) <= form.wide


@pytest.mark.parametrize("form", [DESK, PHONE], ids=["desk", "phone"])
@given(found=diagrams())
@settings(max_examples=25)
def test_what_is_done_lies_within_its_step_and_on_nothing_else(form: Format, found: Diagram) -> None:
    drawing = draw(found, {}, form)
    deeds = [shape for shape in drawing.shapes if isinstance(shape, Deed)]
    assert len(deeds) == sum(len(stop.ways) for stop in found.stops)
    assert all(above.y + above.high <= below.y for above, below in pairwise(deeds))
    cards = boxes(drawing, "stop-card")
    assert all(any(card.y < deed.y and deed.y + deed.high < card.y + card.high for card in cards) for deed in deeds)


@given(WORDS, st.floats(20, 300))
def test_lines_hold_all_of_the_words_and_are_no_wider_than_the_room(words: str, room: float) -> None:
    found = lines(words, 14, room)
    assert "".join(found).replace(" ", "") == words.replace(" ", "")
    assert all(width(line, 14) <= room or len(line) == 1 for line in found)


@given(diagrams())
@settings(max_examples=25)
def test_the_marks_of_a_card_stand_in_order_and_apart(found: Diagram) -> None:
    card = card_of(found, {"step-0": 2, "step-1": 3})
    assert card.inside == 5
    assert len(card.marks) == len(found.stops)
    assert all(4 < mark.x < 228 for mark in card.marks)
    assert all(right.x - left.x > 9 for left, right in pairwise(card.marks))
