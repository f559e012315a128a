"""What SendGrid's Event Webhook says, read with care."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emails.sendgrid_events import KINDS, MailEvent, UnreadableError, read_events
from emails.sendgrid_signature import is_signed, public_key
from tests.sendgrid import NOON, event, public, read, signed

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=8,
)
FIELDS = ("event", "send_key", "email", "timestamp", "sg_event_id", "reason", "response", "type")


def test_an_event_is_read_whole() -> None:
    (found,) = read(event("bounce", "abc", type="bounce", reason="550 <ADA@acme.example> is nobody"))

    at = datetime.fromtimestamp(NOON, UTC)
    said = "550 <the address> is nobody"
    assert found == MailEvent("bounce-abc-1", "bounced", "abc", "ada@acme.example", at, said, "bounced")


def test_kinds_that_tell_nothing_of_a_mail_are_left_out() -> None:
    assert read(event("account_status_change"), event("OPEN"), {"event": None}) == []


@pytest.mark.parametrize("body", [b"", b"{}", b"nonsense", b"\xff", b"[" * 100_000, b"null"])
def test_a_body_that_is_no_list_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_events(body)


@given(st.lists(st.one_of(JSON, st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, JSON)), st.fixed_dictionaries(
    {"event": st.sampled_from([*KINDS])}, optional={name: JSON for name in FIELDS if name != "event"},
)), max_size=4))  # fmt: skip
def test_whatever_is_sent_is_read_or_left_out(told: list[object]) -> None:
    body = json.dumps(told).encode()
    found = read_events(body)

    assert found == read_events(body)
    assert all(len(one.id) <= 100 and len(one.email) <= 320 and len(one.detail) <= 500 for one in found)
    assert all((one.id + one.key + one.email + one.detail).isprintable() for one in found)


@given(st.binary(max_size=60), st.text(max_size=40), st.text(max_size=12))
def test_no_signature_is_made_up(body: bytes, signature: str, timestamp: str) -> None:
    assert not is_signed(body, signature, timestamp, [public_key(public())])


def test_one_of_several_keys_is_enough_and_every_byte_counts() -> None:
    headers = signed(b"[1]")
    signature, timestamp = [*headers.values()][:2]
    keys = [public_key(public())]

    assert is_signed(b"[1]", signature, timestamp, keys)
    assert not is_signed(b"[1] ", signature, timestamp, keys)
    assert not is_signed(b"1]", signature, f"{timestamp}[", [])


@pytest.mark.parametrize("text", ["", "x", "AAAA", "ä", "-----BEGIN PUBLIC KEY-----"])
def test_a_key_that_is_none_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match="verification key"):
        public_key(text)
