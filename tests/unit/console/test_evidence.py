"""Evidence in words."""

from zoneinfo import ZoneInfo

import pytest

from console.evidence import in_words, is_share, unsaid
from tests.unit.journeys.small_program import CATALOG

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("name", "found", "words"),
    [
        ("usage.feature_adoption", 1 / 6, "16.7%"),
        ("usage.feature_adoption", 0, "0%"),
        ("usage.feature_adoption", None, "unknown"),
        ("usage.feature_adoption", "at least 0.5", "at least 0.5"),
        ("usage.feature_adoption < 20%", True, "yes"),
        ("usage.change('task completed', 7 days)", -0.4, "-40%"),
        ("account.seats", 1200, "1,200"),
        ("account.score", 0.125, "0.12"),
        ("account.signed_up_at", "2026-10-05T17:56:00+00:00", "Mon 5 Oct 2026 12:56"),
        ("account.renewal_on", "2027-01-05", "5 Jan 2027"),
        ("account.plan", "team", "team"),
        ("open tasks", ["low-adoption", None], "low-adoption, unknown"),
        ("open tasks", [], "none"),
        ("answer", {"status": 400}, "status: 400"),
    ],
)
def test_a_value_is_told_in_words(name: str, found: object, words: str) -> None:
    assert in_words(name, found, CHICAGO) == words


def test_every_share_of_the_catalog_is_told_as_one() -> None:
    shares = {name for name, field in CATALOG.fields.items() if field.unit == "share"}

    assert {name for name in CATALOG.fields if is_share(name)} == shares


def test_what_the_reason_tells_is_not_told_again() -> None:
    because = "usage.feature_adoption is 0%, so usage.feature_adoption < 20%; milestones.first_project is false"
    evidence = {
        "usage.feature_adoption": 0.0,
        "usage.feature_adoption < 20%": True,
        "not milestones.first_project": True,
        "account.plan": "team",
    }

    assert list(unsaid(because, evidence)) == [("account.plan", "team")]
