"""Taking somebody out of a text: they are gone from it, and nobody else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.places import fingerprint
from models.redaction import GONE, Redaction

ADA = Redaction(frozenset({"ada@acme.example"}), frozenset({"Ada", "Lovelace", "Ada Lovelace", "Zoë"}))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ada Lovelace <ada@acme.example>", f"{GONE} <{GONE}>"),
        ("write to ADA@ACME.EXAMPLE.", f"write to {GONE}."),
        (
            "mailto:ada@acme.example?x=ada%40acme.example&y=%3Cada@acme.example%3E",
            f"mailto:{GONE}?x={GONE}&y=%3C{GONE}%3E",
        ),
        ("(ada@acme.example)", f"({GONE})"),
        ("nada@acme.example, x.ada@acme.example, ada@acme.example.org", None),
        ("Canada, Adam, Lovelaces", None),
        ("LOVELACE and Zoë's", f"{GONE} and {GONE}'s"),
        ("", None),
    ],
)
def test_who_is_gone_is_gone_and_others_stay(text: str, left: str | None) -> None:
    assert ADA.prose(text) == (text if left is None else left)


def test_keys_stay_unlike_each_other() -> None:
    assert ADA.label("signup-ada@acme.example") == f"signup-{fingerprint('ada@acme.example')}"
    assert ADA.label("signup-ADA@acme.example") == ADA.label("signup-ada@acme.example")
    assert ADA.label("ada lovelace") == "ada lovelace"


@pytest.mark.parametrize(("key", "told"), [("ada-17", True), ("u-17", False), ("adapter", False), ("x_LOVELACE", True)])
def test_a_key_may_tell_who_it_is(key: str, told: bool) -> None:
    assert ADA.tells(key) is told


def test_what_is_their_own_goes_whatever_it_says() -> None:
    told = {"email": "a@b.example", "userName": "lady", "phone": 331, "n": 3, "ok": True, "deep": [{"who": "Ada"}]}
    gone = {"email": GONE, "userName": GONE, "phone": GONE, "n": 3, "ok": True, "deep": [{"who": GONE}]}
    assert ADA.value(told, own=True) == gone
    assert ADA.value(told) == told | {"deep": [{"who": GONE}]}


@given(before=st.text(), after=st.text())
def test_with_spaces_around_it_an_address_is_always_found(before: str, after: str) -> None:
    assert "ada@acme.example" not in ADA.prose(f"{before} ada@acme.example {after}".lower())


@given(text=st.text())
def test_without_anybody_to_forget_nothing_changes(text: str) -> None:
    assert Redaction(frozenset(), frozenset()).prose(text) == text
