"""However a file is damaged, a person hears of mistakes with a place, never of our own failure."""

from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.load import read_book
from tests.first_month import first_month

PATHS = ("journeys/definitions/onboarding.yaml", "journeys/playbooks/low-adoption.yaml")
SCRAPS = st.sampled_from(
    ["", "x", "- ", "[]", "{}", "steps:", "7", "null", "true", "{else: {}}", "choose: [[]]", "late: skip", "\t"]
)


@st.composite
def damaged(draw: st.DrawFn, path: str) -> str:
    """The shipped file with some lines lost, doubled, moved in or out, or overwritten after their first word."""
    lines = first_month()[path].splitlines()
    for _ in range(draw(st.integers(1, 4))):
        spot = draw(st.integers(0, len(lines) - 1))
        line, scrap = lines[spot], draw(SCRAPS)
        head = line.partition(":")[0]
        lines[spot : spot + 1] = draw(
            st.sampled_from(
                [[], [line, line], [f"  {line}"], [line.strip()], [f"{head}: {scrap}"], [scrap], [line, scrap]]
            )
        )
    return "\n".join(lines)


@settings(max_examples=40)  # each reads a whole program
@given(st.data(), st.sampled_from(PATHS))
def test_a_damaged_file_is_read_or_refused_with_places(data: st.DataObject, path: str) -> None:
    changed = {**first_month(), path: data.draw(damaged(path))}
    try:
        read_book(changed, None)
    except ExceptionGroup as group:
        mistakes = group.exceptions
        assert all(isinstance(one, SyntaxError) and one.filename and one.lineno and one.offset for one in mistakes)
        assert len({str(one) for one in mistakes}) == len(mistakes), "the same mistake twice"
