"""SendGrid's Event Webhook over real HTTP, really signed, on both databases."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from sqlalchemy import update

from console.web import web
from models.database import begin
from models.migrate import downgrade
from models.tables import CONTACT, EVENT, PROVIDER_EVENT, REFUSAL, SUPPRESSION
from tests.meanwhile import planned
from tests.sendgrid import KEY, NOON, PLACE, event, post, public, signed
from tests.site import served
from tests.world import World
from workers.deliver import deliver_mails

Site = Callable[..., httpx.Client]


@pytest.fixture
def site(world: World) -> Iterator[Site]:
    """Answer a client of an installation that knows these keys of SendGrid's."""
    with ExitStack() as stack:

        def serve(keys: str = public()) -> httpx.Client:
            settings = world.app.settings.model_copy(update={"given_webhook_keys": keys})
            return stack.enter_context(served(web(replace(world.app, settings=settings))))

        yield serve


def sent(world: World, *accounts: str) -> list[str]:
    """Answer the send keys of mails that the provider took."""
    deliver_mails(world.app, planned(world, *accounts))
    return [mail.key for mail in world.mails()]


def told(world: World) -> list[str]:
    return sorted(row.kind for row in world.rows(PROVIDER_EVENT))


def suppressed(world: World) -> list[tuple[str, str, str]]:
    return sorted((row.email, row.topic, row.reason) for row in world.rows(SUPPRESSION))


def test_what_is_told_is_written_down_once_however_often_it_comes(site: Site, world: World) -> None:
    client, (key,) = site(), sent(world)
    batch = [event("processed", key), event("delivered", key), event("delivered", key)]

    first, again = post(client, batch), post(client, list(reversed(batch)))

    assert (first.status_code, first.json()) == (200, {"recorded": 2, "known": 0, "ignored": 0})
    assert again.json() == {"recorded": 0, "known": 2, "ignored": 0}
    assert told(world) == ["delivered", "processed"]
    assert world.mails()[0].state == "accepted"
    assert world.ledger().count("sent") == 1


def test_what_is_forged_unsigned_or_changed_on_its_way_is_refused(site: Site, world: World) -> None:
    client, (key,) = site(), sent(world)
    other = generate_private_key(SECP256R1())
    body = json.dumps([event("spamreport", key)]).encode()

    forged = post(client, [event("spamreport", key)], other)
    unsigned = client.post(PLACE, content=body)
    changed = client.post(PLACE, content=body.replace(b"acme", b"evil"), headers=signed(body))
    moved = client.post(PLACE, content=body, headers=signed(body) | {"X-Twilio-Email-Event-Webhook-Timestamp": "1"})

    assert [answer.status_code for answer in (forged, unsigned, changed, moved)] == [403, 401, 403, 403]
    assert "SENDGRID_WEBHOOK_KEY" in forged.json()["message"]
    assert (told(world), suppressed(world)) == ([], [])


def test_a_signature_that_is_none_is_refused(site: Site) -> None:
    client = site()
    for signature in (b"x", b"====", b"AAAA", b"\xe9", b"MEUC" * 5000, b"MEUCIQ=="):
        headers = [(b"X-Twilio-Email-Event-Webhook-Signature", signature)]
        headers.append((b"X-Twilio-Email-Event-Webhook-Timestamp", b"\xe9" if signature == b"AAAA" else b"1"))
        assert client.post(PLACE, content=b"[]", headers=headers).status_code in (401, 403)


def test_during_a_rotation_either_key_signs(site: Site) -> None:
    new = generate_private_key(SECP256R1())
    client = site(f"{public()}, {public(new)}")

    answers = [post(client, [], key).status_code for key in (KEY, new, generate_private_key(SECP256R1()))]

    assert answers == [200, 200, 403]


def test_without_a_key_nothing_is_believed_and_the_way_out_is_told(site: Site) -> None:
    answer = post(site(""), [])

    assert answer.status_code == 503
    assert "SENDGRID_WEBHOOK_KEY" in answer.json()["message"]


def test_a_body_that_is_too_large_is_refused(site: Site) -> None:
    assert post(site(), " " * (4 * 1024 * 1024 + 1)).status_code == 413


def test_while_the_database_is_away_sendgrid_is_asked_to_tell_it_again(site: Site, world: World) -> None:
    client = site()
    downgrade(world.engine, "base")

    assert post(client, [event("delivered", "abc")]).status_code == 503


UNUSABLE = {"[" * 100_000: "no JSON", "nonsense": "no JSON", '{"event": "open"}': "no list", "\ud800": "no JSON"}


def test_what_is_signed_and_cannot_be_read_is_written_down_and_not_asked_for_again(site: Site, world: World) -> None:
    client = site()
    for body, why in UNUSABLE.items():
        answer = post(client, body)
        assert answer.status_code == 200
        assert why in answer.json()["refused"]

    assert {row.source for row in world.rows(REFUSAL)} == {"sendgrid"}


def test_events_that_are_odd_do_not_keep_the_others_from_being_recorded(site: Site, world: World) -> None:
    client, (key,) = site(), sent(world)
    odd: list[Any] = [
        None, [], {}, {"event": []}, event("sneezed", key), event("open", key, send_key=7),
        event("open", "", send_key=None),
        event("click", key, number="nul", reason="\0\ud800", email="\0"), event("open", key, number=2, timestamp="x"),
        event("open", key, number=3, timestamp=1e300), event("open", key, number=4, timestamp=True),
    ]  # fmt: skip

    answer = post(client, [*odd, event("delivered", key)])

    assert answer.json() == {"recorded": 5, "known": 0, "ignored": 2}
    assert told(world) == ["clicked", "delivered", "opened", "opened", "opened"]


def test_mails_of_other_systems_on_the_same_account_are_passed_over_and_counted(site: Site, world: World) -> None:
    sent(world)
    batch = [event("bounce", "somebody-elses"), event("spamreport", ""), event("delivered", "x" * 5000)]

    assert post(site(), batch).json() == {"recorded": 0, "known": 0, "ignored": 3}
    assert (told(world), suppressed(world)) == ([], [])


def test_an_event_without_an_id_or_with_one_that_is_too_long_is_known_again(site: Site, world: World) -> None:
    client, (key,) = site(), sent(world)
    nameless, endless = event("delivered", key), event("open", key, sg_event_id="x" * 101)
    del nameless["sg_event_id"]

    answers = [post(client, [nameless, endless]).json() for _ in range(2)]

    assert [answer["recorded"] for answer in answers] == [2, 0]
    assert max(len(row.event_id) for row in world.rows(PROVIDER_EVENT)) <= 100


def test_a_hard_bounce_suppresses_the_address_the_mail_went_to_and_is_told_of_the_person(
    site: Site, world: World
) -> None:
    client, (key,) = site(), sent(world)
    with begin(world.engine) as connection:
        connection.execute(update(CONTACT).values(email="new@acme.example"))

    post(client, [event("bounce", key, type="bounce", reason="550 5.1.1 <Ada@Acme.example>: no such user")])

    assert suppressed(world) == [("ada@acme.example", "*", "bounced")]
    found = world.rows(EVENT, name="mail bounced")[0]
    assert (found.feed, found.reserved, found.contact_id) == ("tenure", True, world.contact("acme-ada").id)
    assert found.properties["journey"] == world.mails()[0].journey
    assert world.ledger()[-1] == "bounced"
    assert [row.detail for row in world.rows(PROVIDER_EVENT)] == ["550 5.1.1 <the address>: no such user"]


@pytest.mark.parametrize(
    ("name", "told_of", "reason"),
    [
        ("spamreport", {}, "complained"),
        ("unsubscribe", {}, "unsubscribed"),
        ("group_unsubscribe", {}, "unsubscribed"),
        ("dropped", {"reason": "Spam Reporting Address"}, "complained"),
        ("dropped", {"reason": "Unsubscribed Address"}, "unsubscribed"),
        ("dropped", {"reason": "Bounced Address"}, "bounced"),
        ("dropped", {"reason": "Invalid"}, "bounced"),
        ("dropped", {"reason": "Invalid SMTPAPI header"}, ""),
        ("dropped", {"reason": "Recipient List over Package Quota"}, ""),
        ("bounce", {"type": "blocked"}, ""),
        ("group_resubscribe", {}, ""),
        ("deferred", {}, ""),
    ],
)
def test_what_says_something_of_the_address_for_good_suppresses_it(
    site: Site, world: World, name: str, told_of: dict[str, str], reason: str
) -> None:
    client, (key,) = site(), sent(world)

    post(client, [event(name, key, **told_of)])

    assert [found for _, _, found in suppressed(world)] == ([reason] if reason else [])


def test_a_complaint_holds_for_the_present_address_too_and_a_bounce_does_not(site: Site, world: World) -> None:
    client, (key,) = site(), sent(world)
    with begin(world.engine) as connection:
        connection.execute(update(CONTACT).values(email="new@acme.example"))

    post(client, [event("bounce", key)])
    post(client, [event("spamreport", key)])

    assert suppressed(world) == [
        ("ada@acme.example", "*", "bounced"),
        ("ada@acme.example", "*", "complained"),
        ("new@acme.example", "*", "complained"),
    ]


def test_an_address_that_turns_three_mails_away_gets_no_more_until_one_is_delivered(site: Site, world: World) -> None:
    client, keys = site(), sent(world, "acme", "zenith", "orbit", "nova")
    turned_away = [
        event("bounce", key, type="blocked", timestamp=NOON + 60 * n, email="box@firm.example")
        for n, key in enumerate(keys[:3])
    ]
    twice = event("bounce", keys[0], number=2, type="blocked", email="box@firm.example")

    seen = []
    for batch in ([turned_away[0], twice], [turned_away[2]], [turned_away[1]]):
        post(client, batch)
        seen.append([reason for _, _, reason in suppressed(world)])
    post(client, [event("delivered", keys[3], timestamp=NOON + 999, email="box@firm.example")])

    assert seen == [[], [], ["soft-bounced"]]
    assert suppressed(world) == []


def test_a_mail_that_is_opened_or_clicked_tells_no_more_than_that(site: Site, world: World) -> None:
    client, (key,) = site(), sent(world)
    before = world.ledger()

    post(client, [event("open", key, n) for n in range(5)] + [event("click", key), event("delivered", key)])

    assert world.ledger() == before
    assert [row.name for row in world.rows(EVENT, feed="tenure")] == ["mail clicked"]


def test_the_same_events_posted_all_at_once_are_each_recorded_once(site: Site, world: World) -> None:
    client, keys = site(), sent(world, "acme", "zenith", "orbit")
    batch = [event(name, key) for key in keys for name in ("processed", "delivered", "open", "click", "bounce")]
    posts = [batch[n:] + batch[:n] for n in range(0, 15, 3)] * 2

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda batch: post(client, batch), posts))

    assert {answer.status_code for answer in answers} == {200}
    assert sum(answer.json()["recorded"] for answer in answers) == len(batch)
    assert len(told(world)) == len(batch)
    assert len(world.rows(EVENT, name="mail bounced")) == len(keys)
