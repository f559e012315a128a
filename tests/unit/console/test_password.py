"""The password of the pages."""

import base64

import pytest

from console.guard import is_loopback
from console.password import is_right


def basic(words: str) -> str:
    return "Basic " + base64.b64encode(words.encode()).decode()


@pytest.mark.parametrize(
    "header", [basic("me:s3:cret"), basic(":s3:cret"), basic("me:s3:cret").replace("Basic", "basic")]
)
def test_the_right_password_lets_in_whatever_the_name(header: str) -> None:
    assert is_right(header, "s3:cret")


@pytest.mark.parametrize(
    "header", [None, "", "Basic", "Basic !!", "Bearer s3:cret", basic("s3:cret"), basic("me:"), basic("me:x")]
)
def test_anything_else_does_not(header: str | None) -> None:
    assert not is_right(header, "s3:cret")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "tenure.localhost", "[::1]", "::1", "127.8.8.8"])
def test_names_of_this_machine_are_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "evil.example", "10.0.0.1", "localhost.evil.example", "127.0.0.1.nip.io"])
def test_other_names_are_not(host: str) -> None:
    assert not is_loopback(host)
