"""Where a request comes from."""

import pytest
from starlette.requests import HTTPConnection

from console.access.origin import is_from_here, is_loopback, is_own, network_of
from console.access.signing_in import local
from workers.settings import Settings

HERE = Settings()
BEHIND_A_PROXY = Settings(TENURE_PUBLIC_URL="https://cs.example.com")


def request(
    host: str = "127.0.0.1:8000", caller: str = "127.0.0.1", version: str = "1.1", **headers: str
) -> HTTPConnection:
    told = {"host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
    return HTTPConnection({
        "type": "http", "scheme": "http", "path": "/", "query_string": b"", "client": (caller, 5),
        "http_version": version,
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
    })  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "none"},
        {"origin": "http://127.0.0.1:8000"},
        {"sec_fetch_site": "same-origin", "origin": "null"},
    ],
)
def test_what_a_page_of_ours_sends_is_our_own(headers: dict[str, str]) -> None:
    assert is_own(request(**headers), HERE)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": ""},
        {"sec_fetch_site": "cross-site", "origin": "http://127.0.0.1:8000"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "null"},
        {"origin": ""},
    ],
)
def test_what_a_foreign_page_sends_is_not(headers: dict[str, str]) -> None:
    assert not is_own(request(**headers), HERE)


def test_a_proxy_may_call_us_by_another_name_than_people_do() -> None:
    assert is_own(request("web:8000", origin="https://cs.example.com"), BEHIND_A_PROXY)


def test_whoever_sits_at_this_machine_is_from_here() -> None:
    assert is_from_here(request(), HERE)
    assert is_from_here(request("localhost:8000", "::1"), HERE)


@pytest.mark.parametrize(
    "asked",
    [
        request(caller="10.0.0.7"),
        request("evil.example"),
        request("127.0.0.1.nip.io"),
        request(x_forwarded_for="10.0.0.7"),
        request(forwarded="for=10.0.0.7"),
        request(via="1.1 proxy"),
        request(x_forwarded_proto="https"),
        request(x_real_ip="10.0.0.7"),
        request(cf_connecting_ip="10.0.0.7"),
        request(version="1.0"),  # nginx, which says nothing else of itself unless it is told to
    ],
)
def test_nobody_else_is_whatever_name_they_use(asked: HTTPConnection) -> None:
    assert not is_from_here(asked, HERE)


def test_behind_a_proxy_that_says_nothing_of_itself_nobody_is_from_here() -> None:
    assert not is_from_here(request(), BEHIND_A_PROXY)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "tenure.localhost", "[::1]", "::1", "127.8.8.8"])
def test_names_of_this_machine_are_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "evil.example", "10.0.0.1", "localhost.evil.example", "127.0.0.1.nip.io"])
def test_other_names_are_not(host: str) -> None:
    assert not is_loopback(host)


def test_all_addresses_of_one_ipv6_network_are_one_caller() -> None:
    one, other = (network_of(request(caller=f"2001:db8:0:7::{n}")) for n in (1, 2))

    assert one == other == "2001:db8:0:7::/64"
    assert network_of(request(caller="2001:db8:0:8::1")) != one
    assert network_of(request(caller="10.0.0.7")) == "10.0.0.7"


@pytest.mark.parametrize("path", ["/", "/users", "/workshop/onboarding/welcome?locale=de#top"])
def test_after_signing_in_one_goes_on_to_the_page_one_wanted(path: str) -> None:
    assert local(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "//evil.example", "https://evil.example", "/\\evil.example", "/\tevil", "javascript:alert(1)", "/é", "/a\nb"],
)
def test_but_never_to_another_site(path: str) -> None:
    assert local(path) == "/"
