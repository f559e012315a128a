"""What program.yaml says of how much is enough, and every mistake in it by its line."""

from datetime import timedelta

import pytest

from journeys.caps import NO_CAPS, USUAL, Cap, Caps
from journeys.program import read_program
from tests.unit.journeys.small_program import TEXT
from tests.unit.journeys.stage import HEAD, book, journey
from tests.unit.journeys.test_program import mistakes_of

DAY = timedelta(days=1)


def caps(said: str) -> Caps:
    return read_program(f"{TEXT}send: {said}\n", "program.yaml").caps


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("{from: 8:00}", USUAL),
        ("{caps: {}}", USUAL),
        ("{caps: off}", NO_CAPS),
        ("{caps: none}", NO_CAPS),
        ("{caps: {contact: off}}", NO_CAPS),
        ("{caps: {contact: 1 in 2 weeks}}", Caps(contact=Cap(1, 14 * DAY))),
        ("{caps: {account: 4 in 7 days}}", Caps(USUAL.contact, Cap(4, 7 * DAY))),
        ("{caps: {contact: none, account: 12 in 36 hours}}", Caps(None, Cap(12, 1.5 * DAY))),
    ],
)
def test_caps_are_read_as_they_stand(said: str, read: Caps) -> None:
    assert caps(said) == read


def test_who_says_nothing_has_two_a_week_for_a_person_and_twenty_hours_between_two() -> None:
    program = read_program(TEXT, "program.yaml")
    assert (program.caps, program.gap) == (Caps(contact=Cap(2, 7 * DAY)), timedelta(hours=20))


@pytest.mark.parametrize("said", ["off", "none", "0 hours"])
def test_a_gap_can_be_off(said: str) -> None:
    assert not read_program(f"{TEXT}send: {{gap: {said}}}\n", "program.yaml").gap


@pytest.mark.parametrize(
    ("said", "mistake"),
    [
        ("2 per week", '"2 per week" is no cap: so many in so long, such as 2 in 7 days, or off'),
        ("2 in a week", '"2 in a week" is no cap: so many in so long, such as 2 in 7 days, or off'),
        ("of", '"of" is no cap; did you mean "off"?'),
        ("0 in 7 days", '"0 in 7 days" says nothing: give a number and a time of at least 1, or off'),
        ("2 in 0 days", '"2 in 0 days" says nothing: give a number and a time of at least 1, or off'),
        ("[2]", "contact must be a text"),
        ("''", "contact says nothing: write something behind it, or remove it"),
    ],
)
def test_what_is_no_cap_is_told_by_its_line(said: str, mistake: str) -> None:
    [found] = mistakes_of(f"{TEXT}send:\n  caps:\n    contact: {said}\n")
    assert (found.msg, found.lineno) == (mistake, TEXT.count("\n") + 3)


def test_a_cap_of_nobody_is_told_with_who_was_meant() -> None:
    [found] = mistakes_of(TEXT + "send: {caps: {contacts: 2 in 7 days}}\n")
    assert found.msg == 'caps has no "contacts"; did you mean "contact"?'


def test_a_cap_without_whose_it_is_is_a_mistake() -> None:
    [found] = mistakes_of(TEXT + "send: {caps: 2 in 7 days}\n")
    assert "needs to know whose" in found.msg


def test_the_caps_are_the_companys() -> None:
    with pytest.raises(ExceptionGroup) as caught:
        journey("- {id: x, day: 0, email: a}", HEAD + "send: {caps: off}\n")
    [found] = caught.value.exceptions
    assert found.args[0] == "the caps are the same for all journeys: say it in program.yaml, under send"


def test_every_journey_that_ships_has_them_but_for_what_is_expected() -> None:
    program = book().program
    assert program.caps == Caps(Cap(2, 7 * DAY), Cap(4, 7 * DAY))
    for plan in book().journeys.values():
        assert plan.caps == (NO_CAPS if plan.kind in ("payment", "service") else program.caps)
