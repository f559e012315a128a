"""The body of a mail/send request, held against the stand-in's contract."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sendgrid.helpers import mail

from emails.message import Address
from emails.sendgrid_body import body
from emails.standin.contract import Mail
from emails.unsubscribe import headers
from tests.mails import GOOD, HTML, TEXT, a_message, with_content


def told(message: Any) -> Mail:
    return Mail.model_validate_json(json.dumps(body(message)))


def test_the_whole_message_is_told() -> None:
    assert body(GOOD) == {
        "personalizations": [{"to": [{"email": "ann@customer.example", "name": "Ann Muster"}]}],
        "from": {"email": "success@acme.example", "name": "Acme"},
        "reply_to": {"email": "csm@acme.example"},
        "subject": "Create your first project",
        "content": [{"type": "text/plain", "value": TEXT}, {"type": "text/html", "value": HTML}],
        "custom_args": {"send_key": GOOD.key},
        "categories": ["onboarding"],
        "headers": {"List-Unsubscribe": "<https://acme.example/unsubscribe/1.abc.def>"},
        "tracking_settings": {"subscription_tracking": {"enable": False}},
    }


@given(name=st.text(), subject=st.text(min_size=1), text=st.text(min_size=1))
def test_no_name_or_text_breaks_the_contract(name: str, subject: str, text: str) -> None:
    message = a_message(
        to=Address("ann@customer.example", name), content=with_content(subject=subject, text=text).content
    )
    [envelope] = told(message).personalizations
    assert envelope.to[0].name == (name or None)


def test_both_headers_to_unsubscribe_are_told_and_nothing_is_added() -> None:
    both = headers("https://acme.example/unsubscribe/1.abc.def")
    request = body(a_message(headers=both))
    assert request["headers"] == both
    assert request["tracking_settings"] == {"subscription_tracking": {"enable": False}}


def test_what_the_library_loses_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail.Mail, "add_header", lambda *_: None)
    with pytest.raises(ValueError, match="headers of the mail"):
        body(GOOD)


def test_an_address_with_a_name_in_it_is_not_taken_apart() -> None:
    address = "ann@customer.example, bob@customer.example"
    assert body(a_message(to=Address(address)))["personalizations"] == [{"to": [{"email": address}]}]


def test_a_message_without_reply_address_names_none() -> None:
    assert "reply_to" not in body(a_message(reply_to=None))


def test_an_api_key_in_a_mail_is_refused_before_it_leaves() -> None:
    with pytest.raises(ValueError, match="API key"):
        body(with_content(text="SG.abc123.def456 is our key"))
