"""The renewal that ships, and a date that moves: what the account gets, on which day before the first date."""

from dataclasses import replace

from tests.unit.journeys.stage import book
from tests.unit.workers.play import Play
from tests.unit.workers.stories import RENEWS
from tests.unit.workers.story import Traits, on

USUAL = "-90 roi-summary, -60 success-review, -28 invitation, -7 final-terms, 11 renewed"


def gets(moves: dict[int, int | None], until: int = 200, down: tuple[int, int] = (999, 999)) -> str:
    """Answer what the account gets if, from those days on, it renews so many days after the first date.

    `down` are the days from which and until which the program is down.
    """
    becomes: dict[int, Traits] = {
        day: {"renewal_on": None if to is None else on(to).date()} for day, to in moves.items()
    }
    story = replace(RENEWS, becomes=becomes, plays=(-121, until))
    return Play(book().journeys["renewal"], story, on(down[0]), on(down[1])).play().fate()


def test_a_date_that_stays() -> None:
    assert gets({}) == USUAL


def test_moved_later_before_the_first_mail() -> None:
    assert gets({-100: 30}) == "-60 roi-summary, -28 success-review, 0 invitation, 23 final-terms, 42 renewed"


def test_moved_later_after_the_90_day_mail() -> None:
    assert gets({-80: 60}) == "-90 roi-summary, 0 success-review, 30 invitation, 53 final-terms, 71 renewed"


def test_moved_earlier_after_the_90_day_mail() -> None:
    assert (
        gets({-80: -40}) == "-90 roi-summary, -80 success-review too late, -70 invitation, -47 final-terms, -28 renewed"
    )


def test_moved_earlier_before_the_first_mail_so_that_several_are_late_at_once() -> None:
    assert gets({-100: -60}) == (
        "-100 roi-summary too late, -100 success-review too late, -90 invitation, -67 final-terms, -49 renewed"
    )


def test_moved_into_the_next_weeks() -> None:
    assert gets({-80: -65}) == (
        "-90 roi-summary, -80 success-review too late, -80 invitation too late, -70 final-terms, -54 renewed"
    )


def test_moved_twice_later_and_then_earlier() -> None:
    assert gets({-80: 60, -20: 30}) == "-90 roi-summary, -20 success-review, 0 invitation, 23 final-terms, 42 renewed"


def test_moved_twice_later_both_times() -> None:
    assert gets({-80: 60, -20: 150}) == (
        "-90 roi-summary, 91 success-review (task renewal-outreach), 120 invitation, 143 final-terms, 161 renewed"
    )


def test_moved_there_and_back_it_is_as_if_nothing_had_happened() -> None:
    assert gets({-80: 60, -70: 0}) == USUAL


def test_renewed_early_after_the_90_day_mail_they_are_thanked_and_left_alone_until_the_next() -> None:
    assert gets({-80: 365}) == "-90 roi-summary, 1 thanks"
    assert gets({-80: 365}, until=300).startswith("-90 roi-summary, 1 thanks, 245 review (task renewal-review), 275 ")


def test_renewed_in_time_they_are_thanked() -> None:
    assert gets({-2: 365}) == "-90 roi-summary, -60 success-review, -28 invitation, -7 final-terms, 1 thanks"


def test_renewed_late_but_within_ten_days_nobody_asks_whether_they_left() -> None:
    assert gets({5: 365}) == "-90 roi-summary, -60 success-review, -28 invitation, -7 final-terms, 7 thanks"


def test_a_date_that_nobody_knows_for_a_while_holds_it() -> None:
    assert (
        gets({-80: None, -40: 0})
        == "-90 roi-summary, -40 success-review too late, -28 invitation, -7 final-terms, 11 renewed"
    )


def test_moved_later_while_the_program_is_down_for_forty_days() -> None:
    moved = gets({-80: 60}, down=(-91, -51))
    assert moved == "-28 roi-summary, 0 success-review, 30 invitation, 53 final-terms, 71 renewed"


def test_moved_earlier_while_the_program_is_down_for_forty_days() -> None:
    assert gets({-80: -40}, down=(-91, -51)) == (
        "-51 roi-summary too late, -51 success-review too late, -51 invitation too late, -47 final-terms, -28 renewed"
    )
