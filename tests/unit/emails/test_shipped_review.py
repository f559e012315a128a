"""The quarterly review as it ships: everything that the playbook asks of it is there, and nothing that is not known."""

from functools import cache

import pytest

from emails.library import read_library
from emails.preview import read_previews
from tests.unit.journeys.stage import ROOM, book

EMAILS = ROOM.parent / "emails"
REVIEW = "qbr/quarterly-review"


@cache
def texts() -> dict[str, str]:
    """The review as text, by made-up person."""
    fields = book().catalog.fields
    files = [EMAILS / f"templates/{REVIEW}.md", *(path for path in EMAILS.glob("themes/*") if ".de." not in path.name)]
    sources = {f"emails/{path.relative_to(EMAILS).as_posix()}": path.read_text("utf-8") for path in files}
    mail = read_library(sources, fields).editions[REVIEW]
    people = read_previews("p.yaml", (EMAILS / f"previews/{REVIEW}.yaml").read_text("utf-8"), fields)
    return {name: mail.render(known).text for name, known in people.items()}


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("the goals they stated", "Finish projects on time: reached"),
        ("the target", "You would know it by this: Nine of ten projects on time"),
        ("what changed since last quarter", "Hours saved: up 29% (now 62, before 48)"),
        ("the usage trend", "Work done with the core features: up 24%"),
        ("adoption by team", "89%  Design, 8 of 9"),
        ("quantified value", "saved your team about 62 hours"),
        ("peer benchmarks", "Of 100 teams like yours, 72 finish fewer tasks"),
        ("health in plain words", "Going well, with more in it"),
        (
            "what was resolved and is open",
            "9 requests of yours were solved in the last three months. One is still open",
        ),
        ("recommendations from what they do not use", "Automations: Let Cadence move the cards"),
        ("the next goal", "Set the next goal"),
    ],
)
def test_the_review_carries(what: str, words: str) -> None:
    assert words in texts()["typical"], what


def test_three_recommendations_are_the_most() -> None:
    assert "Automations: Let Cadence" in texts()["declining"]
    assert "What happens in chat" not in texts()["declining"]


def test_the_next_milestone_of_the_plan_is_named_where_there_is_one() -> None:
    assert "The next milestone: Every team has its own board" in texts()["declining"]
    assert [name for name, text in texts().items() if "milestone" in text] == ["declining", "extreme"]


def test_expansion_is_for_the_healthy_alone() -> None:
    assert [name for name, text in texts().items() if "Room for more people" in text] == ["thriving", "extreme"]


def test_what_nobody_knows_is_left_out() -> None:
    for words in ("teams like yours", "What changed", "What you set out", "What you asked", "What got done", "Health"):
        assert words not in texts()["empty"]
