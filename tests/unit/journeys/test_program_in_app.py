"""What program.yaml says of messages inside the product: whose pages may show them, and how long they wait."""

from datetime import timedelta

import pytest

from journeys.program import read_program
from tests.unit.journeys.small_program import TEXT


def mistakes(entry: str) -> list[str]:
    with pytest.raises(ExceptionGroup) as caught:
        read_program(f"{TEXT}\nin_app: {entry}\n", "program.yaml")
    return [error.msg for error in caught.value.exceptions if isinstance(error, SyntaxError)]


def test_a_program_that_says_nothing_shows_messages_nowhere() -> None:
    found = read_program(TEXT, "program.yaml").in_app

    assert (found.origins, found.keep) == ((), timedelta(days=30))


def test_the_pages_of_a_product_are_named_by_their_origins() -> None:
    entry = "{origins: [https://app.example.com, http://localhost:3000], keep: 2 weeks}"
    found = read_program(f"{TEXT}\nin_app: {entry}\n", "program.yaml").in_app

    assert found.origins == ("https://app.example.com", "http://localhost:3000")
    assert found.keep == timedelta(weeks=2)


@pytest.mark.parametrize(
    "origin", ["https://app.example.com/", "app.example.com", "http://app.example.com", "https://App.example.com"]
)
def test_what_is_no_origin_has_a_way_out(origin: str) -> None:
    (message,) = mistakes(f"{{origins: ['{origin}']}}")

    assert message.startswith(f'"{origin}" is not where pages come from: write https:// and the host')


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = mistakes("{origins: ['*'], keep: 3 hours, colour: blue}")

    assert len(found) == 3
    assert found[0].startswith("any page could ask then")
    assert found[1].startswith('in_app has no "colour"') or found[2].startswith('in_app has no "colour"')
