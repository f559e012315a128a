"""The send key: one mail to one person has one name, for ever and for nobody else."""

from hypothesis import given
from hypothesis import strategies as st

from workers.send_key import send_key

WORDS = st.text(st.characters(exclude_characters="\x1f", exclude_categories=["Cs"]), max_size=20)
NAMES = st.tuples(WORDS, WORDS, WORDS, WORDS, WORDS)


def test_the_key_of_a_mail_never_changes() -> None:
    assert send_key("acme", "onboarding", "once", "welcome", "ada") == "gb363djn7qvofan4fvck7rtncr55nzbe"


@given(NAMES)
def test_a_key_is_32_letters_and_digits_that_say_nothing(name: tuple[str, str, str, str, str]) -> None:
    key = send_key(*name)

    assert len(key) == 32
    assert key.isascii()
    assert key.isalnum()
    assert key == key.lower()


@given(NAMES, NAMES)
def test_two_mails_share_a_key_only_if_they_are_the_same(
    one: tuple[str, str, str, str, str], other: tuple[str, str, str, str, str]
) -> None:
    assert (send_key(*one) == send_key(*other)) == (one == other)


def test_what_stands_in_one_part_cannot_be_taken_for_the_next() -> None:
    assert send_key("ab", "c", "once", "s", "p") != send_key("a", "bc", "once", "s", "p")
