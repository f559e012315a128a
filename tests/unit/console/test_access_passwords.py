"""Passwords: what is kept of them, and which will do."""

from typing import Literal

import pytest
from argon2 import PasswordHasher

from console.access.new_password import objections
from console.access.passwords import Passwords

GOOD = "correct horse battery staple"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords(CHEAP)


def test_what_is_kept_is_argon2id_by_the_recommendation_of_its_rfc() -> None:
    assert Passwords().hashed(GOOD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_right_password_is_right_and_no_other(passwords: Passwords) -> None:
    kept = passwords.hashed(GOOD)

    assert passwords.is_right(kept, GOOD)
    assert not passwords.is_right(kept, GOOD + " ")
    assert not passwords.is_right(kept, "")


def test_the_same_password_is_kept_differently_each_time(passwords: Passwords) -> None:
    assert passwords.hashed(GOOD) != passwords.hashed(GOOD)


def test_a_password_typed_on_another_keyboard_is_the_same(passwords: Passwords) -> None:
    assert passwords.is_right(passwords.hashed("caf\u00e9 au lait, s'il te plait"), "cafe\u0301 au lait, s'il te plait")


def test_of_nobody_no_password_is_right_and_as_much_is_computed() -> None:
    counting = CountingHasher()
    passwords = Passwords(counting)
    kept = passwords.hashed(GOOD)
    passwords.is_right(kept, GOOD)

    before = counting.verified
    assert not passwords.is_right(None, "of nobody")
    assert counting.verified == before + 1


@pytest.mark.parametrize("kept", ["", "x", "$argon2id$broken"])
def test_a_broken_hash_lets_nobody_in(passwords: Passwords, kept: str) -> None:
    assert not passwords.is_right(kept, GOOD)


def test_a_hash_of_other_parameters_is_outdated() -> None:
    assert Passwords().is_outdated(CHEAP.hash(GOOD))
    assert not Passwords(CHEAP).is_outdated(CHEAP.hash(GOOD))


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "at least 12"),
        ("eleven char", "at least 12"),
        ("a" * 12, "easy to guess"),
        ("abababababab", "easy to guess"),
        ("password1234", "easy to guess"),
        ("Passwort123456", "easy to guess"),
        ("dana.example1", "easy to guess"),
        ("x" + "longer " * 40, "at most 200"),
    ],
)
def test_a_poor_password_is_refused_with_the_way_out(password: str, said: str) -> None:
    assert said in objections(password, password, "dana@example.com")["password"]


@pytest.mark.parametrize("password", [GOOD, "Tr0ub4dor&3xyz", "пароль из слов", "my cat likes qwerty"])
def test_a_good_one_will_do(password: str) -> None:
    assert objections(password, password, "dana@example.com") == {}


def test_both_mistakes_are_told_at_once() -> None:
    assert set(objections("short", "other", "dana@example.com")) == {"password", "again"}


class CountingHasher(PasswordHasher):
    """A cheap one that counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - its name in argon2
        self.verified += 1
        return super().verify(hash, password)
