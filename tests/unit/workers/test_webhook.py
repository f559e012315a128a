"""Where another system may be: never inside our own network, whatever way its address is written."""

import pytest

from emails.outcomes import Refused
from workers.clocks import machine_time
from workers.webhook import Caller, is_public, letter_of


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1%eth0", "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:1::1",
    ],
)  # fmt: skip
def test_an_address_that_leads_inside_is_none_that_the_world_can_reach(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_world_may_be_told(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url", ["https://crm.example:99999/", "https://crm.example:abc/", "https://crm.exämple/", "https://crm.example/hök",
            "https://crm.example/\x01"],
)  # fmt: skip
def test_an_address_that_nobody_can_call_is_refused_and_disturbs_no_other_call(url: str) -> None:
    outcome = Caller("a secret", 1.0).call(letter_of(url, "a key", {}), machine_time())
    assert isinstance(outcome, Refused)
    assert outcome.detail.startswith("nobody can call this address")
