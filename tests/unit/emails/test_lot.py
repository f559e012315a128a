"""Which variant an account gets."""

from collections import Counter

import pytest

from emails.lot import draw

KEYS = [f"account-{number}" for number in range(4000)]
Shares = dict[str, float | None]


def drawn(shares: Shares, mail: str = "onboarding/welcome") -> dict[str, str]:
    return {key: draw(mail, key, shares) for key in KEYS}


def parts(shares: Shares) -> dict[str, float]:
    return {letter: number / len(KEYS) for letter, number in Counter(drawn(shares).values()).items()}


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({"b": None}, {"a": 0.5, "b": 0.5}),
        ({"b": None, "c": None}, {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}),
        ({"b": 0.3}, {"a": 0.7, "b": 0.3}),
        ({"b": 0.1, "c": 0.2}, {"a": 0.7, "b": 0.1, "c": 0.2}),
        ({"b": 0.2, "c": None}, {"a": 0.4, "b": 0.2, "c": 0.4}),
    ],
)
def test_every_variant_gets_its_share(shares: Shares, expected: dict[str, float]) -> None:
    assert parts(shares) == pytest.approx(expected, abs=0.03)


def test_the_lot_is_the_same_on_every_machine_and_for_ever() -> None:
    told = "".join(draw("onboarding/welcome", key, {"b": None}) for key in KEYS[:16])
    assert told == "bbbbaabbbabbabbb"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"b": None}, {"b": None, "c": None}),
        ({"b": None, "c": None}, {"b": None, "c": None, "d": None}),
        ({"b": 0.3}, {"b": 0.3, "c": 0.2}),
        ({"b": 0.3}, {"b": 0.3, "c": None}),
        ({"b": 0.3, "c": None}, {"b": 0.3, "c": None, "d": None}),
    ],
)
def test_a_further_variant_moves_only_those_whom_it_gets(before: Shares, after: Shares) -> None:
    new, old = drawn(after), drawn(before)
    moved = {key for key in KEYS if new[key] != old[key]}
    assert {new[key] for key in moved} == after.keys() - before.keys()
    assert len(moved) == sum(letter not in {*before, "a"} for letter in new.values())


def test_two_mails_are_two_lots() -> None:
    same = sum(draw("one", key, {"b": None}) == draw("two", key, {"b": None}) for key in KEYS)
    assert same / len(KEYS) == pytest.approx(0.5, abs=0.03)
