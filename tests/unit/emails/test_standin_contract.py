"""The stand-in refuses what SendGrid refuses."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from emails.standin.contract import Mail, mistakes

GOOD: dict[str, Any] = {
    "personalizations": [{"to": [{"email": "ann@customer.example", "name": "Ann"}]}],
    "from": {"email": "success@acme.example"},
    "subject": "Hi",
    "content": [{"type": "text/plain", "value": "Hi"}, {"type": "text/html", "value": "<p>Hi</p>"}],
}
ANN, BOB = {"email": "ann@customer.example"}, {"email": "bob@customer.example"}
PLAIN, RICH = GOOD["content"]


def wrong_fields(body: object) -> list[str | None]:
    try:
        Mail.model_validate_json(json.dumps(body))
    except ValidationError as error:
        return [mistake["field"] for mistake in mistakes(error)]
    return []


def test_a_good_mail_is_taken() -> None:
    assert wrong_fields(GOOD) == []


@pytest.mark.parametrize(
    "change",
    [
        {"attachments": [{"content": "SGk=", "filename": "a.txt", "type": "text/plain", "disposition": "attachment"}]},
        {"personalizations": [{"to": [ANN], "cc": [BOB], "custom_args": {"a": "b"}, "subject": "Hello"}]},
        {"personalizations": [{"to": [ANN]}, {"to": [ANN]}]},
        {"template_id": "d-1", "content": None, "subject": None},
        {"asm": {"group_id": 1}, "send_at": 1800000000, "batch_id": "b", "ip_pool_name": "pool"},
        {
            "mail_settings": {"sandbox_mode": {"enable": True}},
            "tracking_settings": {"open_tracking": {"enable": False}},
        },
        {"reply_to_list": [ANN, BOB], "categories": ["a" * 255, *"bcdefghij"]},
        {"custom_args": {"a": "b" * 9_999}},
    ],
)
def test_everything_the_contract_offers_is_taken(change: dict[str, Any]) -> None:
    assert wrong_fields({name: value for name, value in (GOOD | change).items() if value is not None}) == []


@pytest.mark.parametrize("name", ["personalizations", "from"])
def test_what_is_required_cannot_be_missing(name: str) -> None:
    assert wrong_fields({key: value for key, value in GOOD.items() if key != name}) == [name]


@pytest.mark.parametrize("name", ["subject", "content"])
def test_without_a_template_subject_and_content_are_required(name: str) -> None:
    assert wrong_fields({key: value for key, value in GOOD.items() if key != name}) == [None]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"nonsense": 1}, "nonsense"),
        ({"personalizations": []}, "personalizations"),
        ({"personalizations": [{"to": [ANN]}] * 1001}, "personalizations"),
        ({"personalizations": [{"to": []}]}, "personalizations.0.to"),
        ({"personalizations": [{"to": [ANN], "cc": [ANN]}]}, "personalizations.0"),
        ({"personalizations": [{"to": [ANN | {"email": "ANN@customer.example"}, ANN]}]}, "personalizations.0"),
        ({"personalizations": [{"to": [{"email": "ann"}]}]}, "personalizations.0.to.0.email"),
        ({"personalizations": [{"to": [ANN | {"phone": "1"}]}]}, "personalizations.0.to.0.phone"),
        ({"from": {"name": "Acme"}}, "from.email"),
        ({"subject": ""}, "subject"),
        ({"content": []}, "content"),
        ({"content": [RICH, PLAIN]}, "content"),
        ({"content": [PLAIN, PLAIN]}, "content"),
        ({"content": [{"type": "text/plain", "value": ""}]}, "content.0.value"),
        ({"content": [{"value": "Hi"}]}, "content.0.type"),
        ({"headers": {"X-Number": 1}}, "headers.X-Number"),
        ({"headers": {"Reply-To": "ann@customer.example"}}, "headers"),
        ({"categories": ["a", "a"]}, "categories"),
        ({"categories": [*"abcdefghijk"]}, "categories"),
        ({"categories": ["a" * 256]}, "categories.0"),
        ({"custom_args": {"a": 1}}, "custom_args.a"),
        ({"custom_args": {"a": "ü" * 5_000}}, "custom_args"),
        ({"attachments": [{"content": "no base64!", "filename": "a"}]}, "attachments.0.content"),
        ({"attachments": [{"content": "SGk="}]}, "attachments.0.filename"),
        ({"attachments": [{"content": "SGk=", "filename": "a", "disposition": "x"}]}, "attachments.0.disposition"),
        ({"asm": {}}, "asm.group_id"),
        ({"tracking_settings": {"subscription_tracking": False}}, "tracking_settings.subscription_tracking"),
        ({"reply_to": ANN, "reply_to_list": [BOB]}, None),
    ],
)
def test_each_breach_is_named_by_its_field(change: dict[str, Any], field: str | None) -> None:
    assert wrong_fields(GOOD | change) == [field]


def test_one_request_has_at_most_a_thousand_recipients() -> None:
    crowd = [{"email": f"p{number}@customer.example"} for number in range(501)]
    assert wrong_fields(GOOD | {"personalizations": [{"to": crowd}] * 2}) == [None]


@pytest.mark.parametrize("body", [None, [], "mail", 1])
def test_a_body_that_is_no_object_is_refused(body: object) -> None:
    assert wrong_fields(body) == [None]
