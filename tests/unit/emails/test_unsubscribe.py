"""Unsubscribe links: nobody but us can make one, and an old one still works."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emails.unsubscribe import Subscription, headers, link, sign, verify

SECRET = "a secret of this installation"
SUBSCRIPTION = Subscription(4711, "onboarding")


@given(st.integers(0, 2**63 - 1), st.text(min_size=1), st.text(min_size=1, alphabet=st.characters(codec="utf-8")))
def test_a_token_gives_back_what_was_signed(contact_id: int, topic: str, secret: str) -> None:
    subscription = Subscription(contact_id, topic)
    assert verify(sign(subscription, secret), secret) == subscription


def test_a_token_made_by_the_first_version_works_for_ever() -> None:
    assert verify("1.WzQ3MTEsIm9uYm9hcmRpbmciXQ.cd0nV4orDpEeP5Kc3O8VUX8nO9T0PCt39v2YgtCGQ78", SECRET) == SUBSCRIPTION


def test_a_token_is_safe_in_a_url() -> None:
    token = sign(Subscription(1, "new features & more/ü"), SECRET)
    assert all(letter.isascii() and (letter.isalnum() or letter in "-_.") for letter in token)


@given(st.data())
def test_a_token_with_any_letter_changed_is_nobodys(data: st.DataObject) -> None:
    token = sign(SUBSCRIPTION, SECRET)
    place = data.draw(st.integers(0, len(token) - 1))
    forged = token[:place] + data.draw(st.characters().filter(lambda c: c != token[place])) + token[place + 1 :]
    assert verify(forged, SECRET) is None


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert verify(text, SECRET) is None


def test_another_secret_signs_another_token() -> None:
    assert verify(sign(SUBSCRIPTION, "another"), SECRET) is None


def test_signing_needs_a_secret() -> None:
    with pytest.raises(ValueError, match="secret"):
        sign(SUBSCRIPTION, "")


def test_the_headers_offer_one_click() -> None:
    address = link("https://acme.example/", "1.abc.def")
    assert headers(address) == {
        "List-Unsubscribe": "<https://acme.example/unsubscribe/1.abc.def>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
