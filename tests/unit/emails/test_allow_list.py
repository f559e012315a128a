"""The allow-list: exactly those who are on it, and no slip that lets anybody else through."""

import pytest

from emails.allow_list import read_allow_list

LIST = read_allow_list("@ourcompany.example, Ada@x.example")


@pytest.mark.parametrize(
    "email", ["maya@ourcompany.example", "MAYA@OurCompany.Example", "ada@x.example", "ADA@x.example"]
)
def test_who_is_on_it_is_allowed_whatever_the_capitals(email: str) -> None:
    assert LIST.allows(email)


@pytest.mark.parametrize(
    "email",
    [
        "bo@x.example", "ada+test@x.example", "ada@sub.x.example", "maya@eu.ourcompany.example", "ada",
        "maya@notourcompany.example", "maya@ourcompany.example.evil.example", "@ourcompany.example@evil.example", "",
        "ourcompany.example",
    ],
)  # fmt: skip
def test_whoever_only_looks_like_it_is_not(email: str) -> None:
    assert not LIST.allows(email)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ourcompany.example", "write @ourcompany.example"),
        ("ada@x.example,", "a comma too many"),
        ("", "names nobody"),
        ("@", "neither"),
        ("*", "neither"),
        ("@ourcompany", "neither"),
        ("@our.example;ada@x.example", "neither"),
        ("@our.example ada@x.example", "neither"),
        ("ada@x", "neither"),
    ],
)
def test_a_slip_is_told_and_nothing_is_guessed(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_allow_list(text)
