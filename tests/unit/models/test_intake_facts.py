"""Addresses, and the fingerprint of an event."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.facts import EventFacts, clean_address, printable

LOGIN = EventFacts("m1", "login", datetime(2026, 2, 1, 12, tzinfo=UTC), "product", "acme", properties={"a": 1, "b": 2})


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Ann.Lee+x@Example.COM", "ann.lee+x@example.com"),
        (" o'neil@mail.example.co.uk ", "o'neil@mail.example.co.uk"),
        ("a@xn--mller-kva.de", "a@xn--mller-kva.de"),
    ],
)
def test_an_address_is_kept_in_lower_case(text: str, address: str) -> None:
    assert clean_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "", "ann", "ann@", "@example.com", "ann@example", "ann@@example.com", "ann@b@example.com", "an n@example.com",
        "ann@exa mple.com", "ann@example.com\r\nBcc: all@example.com", "ann@example.com\n", "Ann <ann@example.com>",
        ".ann@example.com", "ann.@example.com", "a..n@example.com", "ann@-example.com", "ann@example..com",
        "ann@127.0.0.1", "ann@[127.0.0.1]", "änn@example.com", "ann@exämple.com", "ann,bob@example.com",
        "a" * 65 + "@example.com", "a@" + "b" * 64 + ".com", "a@" + ".".join(["b" * 60] * 5) + ".com",
    ],
)  # fmt: skip
def test_what_cannot_be_an_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="address"):
        clean_address(text)


@given(st.text())
def test_an_address_that_passes_can_carry_no_header(text: str) -> None:
    address = ""
    with suppress(ValueError):
        address = clean_address(text)

    assert address.isascii()
    assert not set(address) & set(' \r\n\t<>,;:"()[]\\')


def test_the_same_event_has_the_same_digest_wherever_and_in_whatever_zone_it_was_told() -> None:
    tokyo = LOGIN.at.astimezone(timezone(timedelta(hours=9)))  # type: ignore[union-attr]
    again = replace(LOGIN, at=tokyo, origin="b.csv:7", properties={"b": 2, "a": 1})

    assert again.digest == LOGIN.digest


@pytest.mark.parametrize(
    "other",
    [
        {"amount": 2},
        {"name": "logout"},
        {"account": "globex"},
        {"at": date(2026, 2, 1)},
        {"properties": {}},
        {"contact": "ann"},
    ],
)
def test_another_content_has_another_digest(other: dict[str, object]) -> None:
    assert replace(LOGIN, **other).digest != LOGIN.digest  # type: ignore[arg-type]


def test_what_is_shown_fits_into_a_line() -> None:
    assert printable("a\r\nb") == r"a\r\nb"
    assert len(printable("x" * 100)) == 60
