"""Stripe's webhook over real HTTP, with messages that are really signed, on both databases."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, date, datetime
from itertools import permutations, product
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, delete, select

from console.web import web
from journeys.behavior import Happening
from journeys.declines import decline_reason
from models.database import begin, look
from models.facts import AccountFacts
from models.migrate import downgrade
from models.reception import Told, receive
from models.tables import ACCOUNT, ALIAS, EVENT, EVENT_DAY, EVENT_TOTAL, REFUSAL, WAITING
from tests.site import served
from tests.stripe import SECRET, event, invoice, item, seconds, send, signed, subscription
from workers.boot import App, make_mailer
from workers.settings import Settings

Site = Callable[..., httpx.Client]
ACME = {"metadata": {"account": "acme"}}


@pytest.fixture
def site(engine: Engine, tmp_path: Path, now: datetime) -> Iterator[Site]:
    """Answer a client of an installation that knows these secrets of Stripe's."""
    know(engine, now)
    with ExitStack() as stack:

        def serve(secrets: str = SECRET) -> httpx.Client:
            chosen = Settings.model_validate({"TENURE_HOME": tmp_path, "STRIPE_WEBHOOK_SECRET": secrets})
            app = App(chosen, engine, lambda: now, make_mailer(chosen), "secret")
            return stack.enter_context(served(web(app)))

        yield serve


def rows(engine: Engine, table: Any, *names: str) -> list[tuple[Any, ...]]:
    with look(engine) as connection:
        query = select(*(table.c[name] for name in names)).order_by(*(table.c[name] for name in names[:1]))
        return [tuple(row) for row in connection.execute(query)]


def know(engine: Engine, now: datetime, *also: str) -> None:
    with begin(engine) as connection:
        receive(connection, now, Told([AccountFacts("acme", {"name": "Acme"}, also=also)]))


def test_a_signed_event_is_recorded_before_it_is_answered(site: Site, engine: Engine) -> None:
    answer = send(site(), event("evt_1", "customer.subscription.created", subscription(item(4900, 3), **ACME)))

    assert (answer.status_code, answer.json()) == (200, {"received": "evt_1", "events": ["new"]})
    assert rows(engine, EVENT, "message_id", "name", "at", "feed", "reserved") == [
        ("stripe:evt_1", "subscription created", datetime(2026, 3, 1, 12, tzinfo=UTC), "billing", True)
    ]
    assert rows(engine, ACCOUNT, "key", "arr_cents", "seats", "plan", "billing_frequency", "trial") == [
        ("acme", 176_400, 3, "Pro", "monthly", False)
    ]


def test_the_same_event_twice_is_recorded_once(site: Site, engine: Engine) -> None:
    client, message = site(), event("evt_1", "customer.subscription.created", subscription(item(4900), **ACME))

    assert [send(client, message).json()["events"] for _ in range(2)] == [["new"], ["known"]]
    assert len(rows(engine, EVENT, "message_id")) == 1


def test_a_customer_who_is_said_to_be_two_accounts_stays_the_firsts_and_is_written_down(
    site: Site, engine: Engine, now: datetime
) -> None:
    with begin(engine) as connection:
        receive(connection, now, Told([AccountFacts("globex", {"name": "Globex"})]))
    client = site()
    for number, account in enumerate(("acme", "globex")):
        message = event(f"evt_{number}", "invoice.paid", invoice(metadata={"account": account}))
        send(client, event(f"evt_c{number}", "customer.updated", {"id": "cus_1", "metadata": {"account": account}}))
        send(client, message)

    assert rows(engine, ALIAS, "key", "target") == [("stripe:cus_1", "acme")]
    assert any('is another name of "acme" already' in reason for (reason,) in rows(engine, REFUSAL, "reason"))


def test_what_is_forged_or_replayed_too_late_is_refused_with_the_reason(site: Site, engine: Engine) -> None:
    client, message = site(), event("evt_1", "invoice.paid", invoice(**ACME))

    forged, replayed = send(client, message, "whsec_of_somebody_else"), send(client, message, age=301)

    assert [answer.status_code for answer in (forged, replayed)] == [400, 400]
    assert "does not fit" in forged.json()["message"]
    assert "older than 300 seconds" in replayed.json()["message"]
    assert rows(engine, EVENT, "message_id") == []
    assert send(client, message, age=200).status_code == 200


def test_a_body_that_was_changed_on_its_way_does_not_fit(site: Site, engine: Engine) -> None:
    body, headers = signed(event("evt_1", "invoice.paid", invoice(**ACME)))

    answer = site().post("/webhooks/stripe", content=body.replace(b"acme", b"evil"), headers=headers)

    assert (answer.status_code, rows(engine, EVENT, "name")) == (400, [])


def test_a_header_that_is_none_is_refused(site: Site) -> None:
    client = site()
    for header in (b"", b"nonsense", b"t=1", b"t=x,v1=y", b"v1=abc", b"t=" + b"9" * 5000 + b",v1=a", b"t=1,v1=\xe9"):
        answer = client.post("/webhooks/stripe", content=b"{}", headers=[(b"Stripe-Signature", header)])
        assert answer.status_code == 400
    assert client.post("/webhooks/stripe", content=b"{}").json()["code"] == "unsigned"


def test_bytes_that_are_no_text_are_refused(site: Site) -> None:
    _, headers = signed({})

    assert site().post("/webhooks/stripe", content=b"\xff\xfe", headers=headers).status_code == 400


def test_during_a_rotation_either_secret_signs(site: Site) -> None:
    client = site("whsec_old, whsec_new")
    message = event("evt_1", "invoice.paid", invoice(**ACME))

    answers = [send(client, message, secret) for secret in ("whsec_old", "whsec_new", "whsec_other")]
    late = send(client, message, "whsec_old", age=900)

    assert [answer.status_code for answer in answers] == [200, 200, 400]
    assert "older than" in late.json()["message"]


def test_without_a_secret_nothing_is_believed_and_the_way_out_is_told(site: Site) -> None:
    answer = send(site(""), event("evt_1", "invoice.paid", invoice(**ACME)))

    assert answer.status_code == 503
    assert "STRIPE_WEBHOOK_SECRET" in answer.json()["message"]


def test_a_body_that_is_too_large_is_refused(site: Site) -> None:
    assert send(site(), " " * (512 * 1024 + 1)).status_code == 413


def test_events_of_other_kinds_are_passed_over(site: Site, engine: Engine) -> None:
    answer = send(site(), event("evt_1", "product.created", {"id": "prod_1"}))

    assert answer.json() == {"received": "evt_1", "events": []}
    assert rows(engine, REFUSAL, "reason") == []


UNUSABLE = {
    "[" * 100_000: "no JSON",
    "nonsense": "no JSON",
    '{"id": "evt_1"}': "created",
    json.dumps(event("e", "invoice.payment_failed", invoice(amount_remaining="1"))): "is not a whole number",
    json.dumps(event("e", "invoice.payment_failed", invoice(id="in_\0"))): "characters of no text",
    json.dumps(event("e", "invoice.payment_failed", invoice(id="in_\ud800"))): "characters of no text",
}


def test_what_is_signed_and_cannot_be_used_is_written_down_and_not_asked_for_again(site: Site, engine: Engine) -> None:
    client = site()
    for message, why in UNUSABLE.items():
        answer = send(client, message)
        assert answer.status_code == 200
        assert why in answer.json()["refused"]

    written = rows(engine, REFUSAL, "id", "reason", "source", "content")
    assert [why in reason for why, (_, reason, _, _) in zip(UNUSABLE.values(), written, strict=True)] == [True] * 6
    assert {(source, bool(content)) for _, _, source, content in written} == {("stripe", True)}
    assert rows(engine, EVENT, "message_id") == []


def test_while_the_database_is_away_stripe_is_asked_to_send_again(site: Site, engine: Engine) -> None:
    client, message = site(), event("evt_1", "invoice.paid", invoice(**ACME))
    downgrade(engine, "base")

    answer = send(client, message)

    assert answer.status_code == 503
    assert "tenure migrate" in answer.json()["message"]


def test_what_a_customer_did_before_anybody_said_who_it_is_waits_for_that(
    site: Site, engine: Engine, now: datetime
) -> None:
    client = site()
    first = send(client, event("evt_1", "customer.subscription.created", subscription(item(4900, 3))))
    assert (first.json()["events"], rows(engine, EVENT, "name")) == (["waiting"], [])

    know(engine, now, "stripe:cus_1")

    assert rows(engine, EVENT, "name") == [("subscription created",)]
    assert rows(engine, WAITING, "id") == []
    assert rows(engine, ACCOUNT, "key", "arr_cents") == [("acme", 176_400)]


def test_an_account_that_nobody_told_us_of_is_waited_for(site: Site, engine: Engine, now: datetime) -> None:
    about = subscription(item(4900, 3), metadata={"account": "globex"})
    answer = send(site(), event("evt_1", "customer.subscription.created", about))
    assert (answer.json()["events"], rows(engine, ACCOUNT, "key")) == (["waiting"], [("acme",)])

    with begin(engine) as connection:
        receive(connection, now, Told([AccountFacts("globex", {"name": "Globex", "timezone": "Asia/Tokyo"})]))

    assert rows(engine, ACCOUNT, "key", "name", "arr_cents") == [
        ("acme", "Acme", None), ("globex", "Globex", 176_400),
    ]  # fmt: skip
    assert rows(engine, ALIAS, "key", "target") == [("stripe:cus_1", "globex")]


def test_who_was_named_once_is_known_by_the_customer_from_then_on_and_for_what_was_before(
    site: Site, engine: Engine
) -> None:
    client = site()
    send(client, event("evt_1", "invoice.payment_failed", invoice()))
    send(client, event("evt_2", "customer.updated", {"object": "customer", "id": "cus_1", **ACME}))
    send(client, event("evt_3", "invoice.paid", invoice(amount_paid=4900)))

    assert rows(engine, EVENT, "name") == [("payment failed",), ("payment succeeded",)]
    assert rows(engine, ALIAS, "key", "target") == [("stripe:cus_1", "acme")]


STORY = [
    event("evt_1", "customer.subscription.created", subscription(item(4900, 2), status="incomplete", **ACME)),
    event("evt_2", "customer.subscription.updated", subscription(item(4900, 2, ends="2026-04-01T00:00:00"), **ACME)),
    event("evt_3", "customer.subscription.created", subscription(
        item(60_000, 1, "year", ends="2027-03-01T00:00:00", price={"nickname": "Annual"}), id="sub_2"
    ), "2026-03-01T13:00:00"),
    event("evt_4", "customer.subscription.deleted", subscription(
        item(4900, 2), status="canceled", ended_at=seconds("2026-03-02T09:00:00")
    ), "2026-03-02T09:00:00"),
]  # fmt: skip


def test_any_order_of_events_ends_in_the_same_account(site: Site, engine: Engine, now: datetime) -> None:
    client, found = site(), []
    for order in [*permutations(STORY)][::5]:
        for message in order:
            assert send(client, message).status_code == 200
        found += rows(
            engine, ACCOUNT, "key", "arr_cents", "seats", "plan", "billing_frequency", "renewal_on", "churned_at"
        )
        with begin(engine) as connection:
            for table in (EVENT, EVENT_DAY, EVENT_TOTAL, WAITING, ALIAS, ACCOUNT):
                connection.execute(delete(table))
        know(engine, now)

    assert set(found) == {("acme", 60_000, 1, "Annual", "annual", date(2027, 3, 1), None)}


def test_events_of_one_account_that_come_all_at_once_are_all_added_up(site: Site, engine: Engine) -> None:
    client = site()
    messages = [
        event(f"evt_{n}", "customer.subscription.created", subscription(item(100, 1), id=f"sub_{n}", **ACME))
        for n in range(12)
    ]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda message: send(client, message), messages * 2))

    assert {answer.status_code for answer in answers} == {200}
    assert rows(engine, ACCOUNT, "arr_cents", "seats") == [(12 * 1200, 12)]


def test_a_paid_invoice_is_one_event_whatever_comes_first_and_its_end_is_told_once(site: Site, engine: Engine) -> None:
    client, about = site(), invoice(amount_paid=4900, **ACME)
    send(client, event("evt_1", "invoice.payment_succeeded", about))
    send(client, event("evt_2", "invoice.paid", about, "2026-03-01T12:00:01"))
    send(client, event("evt_3", "invoice.voided", invoice(id="in_2", **ACME)))

    assert rows(engine, EVENT, "message_id", "name") == [
        ("stripe:evt_3", "payment waived"), ("stripe:in_1:paid", "payment succeeded"),
    ]  # fmt: skip
    assert rows(engine, REFUSAL, "reason") == []


def test_the_reason_reaches_the_failure_in_either_order_and_shape(site: Site, engine: Engine, now: datetime) -> None:
    client = site()
    know(engine, now, "stripe:cus_1")
    for number, (first, shape) in enumerate(product((0, 1), (("invoice",), ()))):
        error = {"code": "card_declined", "decline_code": f"reason_{number}"}
        amount = {"amount": 100 + number, "currency": "usd", "customer": "cus_1"}
        key = dict.fromkeys(shape, f"in_{number}")
        intent = {"id": f"pi_{number}", "object": "payment_intent", "last_payment_error": error, **amount, **key}
        messages = [
            event(
                f"evt_{number}a", "invoice.payment_failed", invoice(id=f"in_{number}", amount_remaining=100 + number)
            ),
            event(f"evt_{number}b", "payment_intent.payment_failed", intent),
        ]
        for message in (messages[first], messages[1 - first]):
            send(client, message)

    told = [Happening(name, at, None, says) for name, at, says in rows(engine, EVENT, "name", "at", "properties")]
    failed = sorted(
        (one for one in told if one.name == "payment failed"), key=lambda one: str(one.properties["invoice"])
    )
    declined = [one for one in told if one.name == "payment declined"]
    assert [decline_reason(one, declined) for one in failed] == [f"reason_{number}" for number in range(4)]
