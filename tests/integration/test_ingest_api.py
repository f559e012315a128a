"""The ingest API over real HTTP: what is taken, what is refused with its reason, and what is recorded."""

import gzip
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import Engine, text

from console.program_files import read_program
from console.web import web
from models.database import begin, make_engine
from models.tables import ACCOUNT, CONTACT, EVENT, REFUSAL
from tests.ingest import KEY, KEYS, ingesting_app, publish, rows
from tests.site import served
from workers.boot import App
from workers.settings import Settings

AMY: dict[str, Any] = {"userId": "amy", "timestamp": "2026-03-01T09:00:00Z"}
NINE = datetime(2026, 3, 1, 9, tzinfo=UTC)
OK = (200, {"success": True})


@pytest.fixture
def app(engine: Engine, tmp_path: Path, now: datetime) -> App:
    return ingesting_app(engine, tmp_path, lambda: now)


@pytest.fixture
def api(app: App) -> Iterator[httpx.Client]:
    with served(web(app)) as client:
        client.auth = httpx.BasicAuth(KEY, "")
        yield client


@pytest.fixture
def acme(api: httpx.Client) -> None:
    """An account that is known, and Amy who is there."""
    assert said(api.post("/v1/group", json={**AMY, "groupId": "acme", "traits": {"name": "Acme"}})) == OK


def said(answer: httpx.Response) -> tuple[int, Any]:
    return answer.status_code, answer.json()


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def track(event: object = "project created", **more: object) -> dict[str, Any]:
    """Answer a message of the kind that there is most of."""
    return {**AMY, "type": "track", "event": event, "messageId": f"m-{event}", **more}


def events(engine: Engine) -> list[str]:
    return sorted(name for (name,) in rows(engine, EVENT, "name"))


def reasons(engine: Engine) -> list[str]:
    return [reason for (reason,) in rows(engine, REFUSAL, "reason")]


def test_every_kind_of_call_is_recorded(engine: Engine, api: httpx.Client) -> None:
    company = {"name": "Acme", "plan": "pro", "seats": 25, "arr": 1200.5, "address": {"country": "us"}, "tier": "gold"}
    person = {"email": "Amy@Acme.example", "firstName": "Amy", "team": "ops"}
    calls = [
        ("group", {**AMY, "groupId": "acme", "traits": {**company, "createdAt": "2026-01-05T10:00:00Z"}}),
        ("identify", {**AMY, "traits": person}),
        ("track", track(messageId="m1", properties={"name": "Moon"})),
        ("page", {**AMY, "name": "Pricing", "category": "shop", "messageId": "m2"}),
        ("screen", {**AMY, "name": "Home", "messageId": "m3"}),
        ("alias", {**AMY, "previousId": "visitor-1"}),
        ("t", track("project shared", messageId="m4")),
        ("import", {"batch": [track("task created", messageId="m5")]}),
    ]

    answers = [said(api.post(f"/v1/{path}", json=message)) for path, message in calls]

    assert answers == [OK] * len(calls)
    columns = ("key", "name", "plan", "seats", "arr_cents", "country", "signed_up_at", "traits")
    signed_up = datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert rows(engine, ACCOUNT, *columns) == [
        ("acme", "Acme", "pro", 25, 120_050, "US", signed_up, {"tier": "gold"})
    ]  # fmt: skip
    people = rows(engine, CONTACT, "key", "email", "first_name", "traits")
    assert ("amy", "amy@acme.example", "Amy", {"team": "ops"}) in people
    assert rows(engine, EVENT, "message_id", "name", "feed", "at", "properties") == [
        ("m1", "project created", "product", NINE, {"name": "Moon"}),
        ("m2", "page viewed", "product", NINE, {"name": "Pricing", "category": "shop"}),
        ("m3", "screen viewed", "product", NINE, {"name": "Home"}),
        ("m4", "project shared", "product", NINE, {}),
        ("m5", "task created", "product", NINE, {}),
    ]
    assert reasons(engine) == []


@pytest.mark.usefixtures("acme")
def test_a_good_message_is_not_lost_beside_bad_ones(engine: Engine, api: httpx.Client) -> None:
    bad = [
        {"type": "track"}, [], "text", 7, None, {**AMY, "type": "jump"}, {**AMY, "type": ["track"]}, track(event=""),
        track(event={}), track(properties=[1]), track(userId={"a": 1}), track(userId=True), track(timestamp=12),
        track(context=[1]), track(context={"amount": -1}), track(context={"amount": 1.5}), track(messageId="x" * 201),
        track(timestamp="2027-01-01T00:00:00Z"), track(timestamp="1999-12-31"), track(timestamp="soon"),
        track(event="e" * 256), track(padding="p" * 33_000), track(userId="anonymous:7"),
        track(userId="", messageId="x"),
    ]  # fmt: skip

    answer = api.post("/v1/batch", json={"batch": [track("first"), *bad, track("last")]})

    assert answer.status_code == 200
    refused = answer.json()["refused"]
    assert [one["index"] for one in refused] == list(range(1, len(bad) + 1))
    assert all(one["reason"] for one in refused)
    assert refused[-1]["messageId"] == "x"
    assert events(engine) == ["first", "last"]
    assert reasons(engine) == [reason for one in refused for reason in one["reason"].split("; ")]
    assert {source for (source,) in rows(engine, REFUSAL, "source")} == {"product"}


DEEP = '{"type": "track", "userId": "amy", "event": "deep", "properties": {"a": %s}}'
NASTY = {
    b'{"type": "track", "userId": "amy", "event": "e", "properties": {"a": NaN}}': "NaN",
    b'{"type": "track", "userId": "amy", "event": "e", "properties": {"a": -Infinity}}': "NaN",
    b'{"type": "track", "userId": "amy", "event": "e", "properties": {"a": 1e999}}': "NaN",
    b'{"type": "track", "userId": "amy", "event": "e", "properties": {"a": %s}}' % (b"9" * 5000): "NaN",
    b'{"type": "track", "userId": "amy", "event": "e", "properties": {"a": "\\ud800"}}': "Unicode",
    b'{"type": "track", "userId": "amy", "event": "e", "properties": {"\\udfff": 1}}': "Unicode",
    b'{"type": "track", "userId": "amy", "event": "e", "properties": {"a": "\xff"}}': "Unicode",
    b'{"type": "track", "userId": "amy", "event": "e", "properties": {"a": "b\\u0000c"}}': "NUL",
    (DEEP % ("[" * 30 + "]" * 30)).encode(): "nested deeper than 20",
    (DEEP % ("[" * 900 + "]" * 900)).encode(): "nested deeper than 20",
    (DEEP % ('{"a":' * 30_000 + "1" + "}" * 30_000)).encode(): "nested deeper than 20",
}


@pytest.mark.usefixtures("acme")
def test_what_cannot_be_stored_spoils_only_itself(engine: Engine, api: httpx.Client) -> None:
    first, last = (json.dumps(track(name)).encode() for name in ("first", "last"))

    answer = api.post("/v1/batch", content=b'{"batch": [' + b", ".join([first, *NASTY, last]) + b"]}")

    assert answer.status_code == 200
    told = [(one["index"], one["reason"]) for one in answer.json()["refused"]]
    assert [index for index, _ in told] == list(range(1, len(NASTY) + 1))
    assert [why for (_, reason), why in zip(told, NASTY.values(), strict=True) if why not in reason] == []
    assert events(engine) == ["first", "last"]
    assert len(reasons(engine)) == len(NASTY)


@pytest.mark.usefixtures("acme")
def test_what_only_a_quick_parser_takes_spoils_only_itself(engine: Engine, api: httpx.Client) -> None:
    batch = [track("first"), track(properties={"a": "b\0c"}), track(properties={"a": [[[[[{}] * 9]]]]}), track("last")]

    answer = api.post("/v1/batch", content=orjson.dumps({"batch": batch}))

    assert [(one["index"], "NUL" in one["reason"]) for one in answer.json()["refused"]] == [(1, True)]
    assert events(engine) == ["first", "last", "project created"]


def test_a_request_of_nothing_but_bad_messages_is_refused_with_every_reason(engine: Engine, api: httpx.Client) -> None:
    answer = api.post("/v1/batch", json={"batch": [track(event=""), {"type": "group", "userId": "amy"}]})
    single = api.post("/v1/track", json={"event": "project created", "timestamp": "never"})

    assert code(answer) == code(single) == (400, "invalid_message")
    assert len(answer.json()["refused"]) == 2
    assert "timestamp" in single.json()["message"]
    assert "nobody" in single.json()["message"]
    assert len(reasons(engine)) == 4
    assert said(api.post("/v1/batch", json={"batch": []})) == OK


@pytest.mark.usefixtures("acme")
def test_a_bad_trait_is_left_out_and_the_rest_is_taken(engine: Engine, api: httpx.Client) -> None:
    person = {"email": "n/a", "firstName": "Amy", "timezone": "Mars/Olympus", "orders": [1], "title": "CTO"}
    company = {"seats": "many", "plan": "pro", "arr": -1, "timezone": "Europe/Berlin", "country": "Germany"}

    answers = [
        said(api.post("/v1/identify", json={**AMY, "traits": person})),
        said(api.post("/v1/group", json={**AMY, "groupId": "acme", "traits": company})),
    ]

    assert answers == [OK, OK]
    assert rows(engine, CONTACT, "email", "first_name", "timezone", "traits") == [(None, "Amy", None, {"title": "CTO"})]
    assert rows(engine, ACCOUNT, "seats", "plan", "arr_cents", "timezone") == [(None, "pro", None, "Europe/Berlin")]
    told = [reason.partition(" left out: ")[0] for reason in reasons(engine)]
    assert told == [f"trait {name}" for name in ("orders", "email", "timezone", "seats", "arr", "country")]


@pytest.mark.usefixtures("acme")
def test_a_reserved_event_needs_its_properties(engine: Engine, api: httpx.Client) -> None:
    good = {"ticket": "T1", "severity": "high"}
    batch = [track("ticket opened", properties=good), track("nps answered", properties={"score": 11})]

    answer = api.post("/v1/batch", json={"batch": batch})

    assert answer.json()["refused"] == [
        {
            "index": 1,
            "messageId": "m-nps answered",
            "reason": 'the property score of "nps answered" must be a number from 0 to 10',
        }
    ]
    assert rows(engine, EVENT, "name", "reserved", "properties") == [("ticket opened", True, good)]


@pytest.mark.usefixtures("acme")
def test_an_event_comes_by_the_feed_that_brings_it(app: App, api: httpx.Client, now: datetime) -> None:
    names = ("project created", "ticket solved", "referral made", "coffee brewed")
    batch = [track(name, properties={"ticket": "T1"}) for name in names]
    publish(app.engine, now)
    api.post("/v1/batch", json={"batch": batch}, auth=(KEYS["billing"], ""))
    changed = read_program()["journeys/program.yaml"].replace("  billing:\n", BREWING, 1)
    publish(app.engine, now, **{"journeys/program.yaml": changed})

    api.post("/v1/track", json=track("coffee brewed", messageId="m-later"), auth=(KEYS["billing"], ""))

    told = dict(rows(app.engine, EVENT, "message_id", "feed"))
    assert told["m-project created"] == "product"
    assert told["m-ticket solved"] == "support"
    assert told["m-coffee brewed"] == "billing"
    assert told["m-later"] == "kitchen"


BREWING = """\
  kitchen:
    silent_after: 2 days
    events: [coffee *]
  billing:
"""


@pytest.mark.usefixtures("acme")
def test_a_write_key_comes_in_the_header_or_the_body(api: httpx.Client) -> None:
    api.auth = httpx.Auth()  # none
    basic = {"Authorization": "Basic cHJvZHVjdC1rZXktMDEyMzQ1Njc4OTo="}
    in_body: dict[str, str] = {"writeKey": KEY}

    for headers, body in [({}, in_body), ({"Authorization": "Bearer something"}, in_body), (basic, {})]:
        assert said(api.post("/v1/track", json={**track(), **body}, headers=headers)) == OK
        assert said(api.post("/v1/batch", json={"batch": [track("again")], **body}, headers=headers)) == OK


def test_without_a_known_write_key_nothing_is_taken(engine: Engine, api: httpx.Client) -> None:
    api.auth = httpx.Auth()  # none

    for key in ("", "product-key-0123456788", "product", "Ä" * 20, 7):
        answers = [
            api.post("/v1/track", json={**track(), "writeKey": key}),
            api.post("/v1/batch", json={"batch": [track()]}, auth=(str(key), "")),
            api.post("/v1/batch", json={"batch": [track()], "writeKey": key}),
        ]
        assert [code(answer) for answer in answers] == [(401, "invalid_write_key")] * 3
        assert all("Basic" in answer.headers["WWW-Authenticate"] for answer in answers)
    assert (events(engine), reasons(engine)) == ([], [])


def test_an_installation_without_write_keys_says_how_to_make_one(app: App, tmp_path: Path) -> None:
    with served(web(replace(app, settings=Settings(TENURE_HOME=tmp_path)))) as api:
        answer = api.post("/v1/track", json=track(), auth=(KEY, ""))

    assert code(answer) == (401, "invalid_write_key")
    assert "set TENURE_WRITE_KEYS=product:KEY" in answer.json()["message"]


def test_a_write_key_is_kept_nowhere(engine: Engine, api: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    api.post("/v1/track", json={"event": "", "writeKey": KEY})
    api.post("/v1/batch", json={"batch": [{"event": "", "writeKey": KEY}], "writeKey": KEY})
    api.post("/v1/batch", content=b'{"writeKey": "%s", ' % KEY.encode())

    kept = rows(engine, REFUSAL, "reason", "content", "message_id")

    assert len(kept) >= 3
    assert KEY not in str(kept)
    assert KEY not in caplog.text


@pytest.mark.usefixtures("acme")
def test_a_body_may_be_packed(engine: Engine, api: httpx.Client) -> None:
    body = json.dumps({"batch": [track()]}).encode()

    assert said(api.post("/v1/batch", content=gzip.compress(body), headers={"Content-Encoding": "gzip"})) == OK
    assert events(engine) == ["project created"]


BODIES = {
    "no json": ({}, b"{", (400, "invalid_json")),
    "nothing": ({}, b"", (400, "invalid_json")),
    "a list": ({}, b"[]", (400, "invalid_json")),
    "no batch": ({}, b"{}", (400, "invalid_json")),
    "a batch that is none": ({}, b'{"batch": {}}', (400, "invalid_json")),
    "too deep to be read": ({}, b"[" * 400_000, (400, "invalid_json")),
    "too large": ({}, b'{"batch": [' + b" " * 512_000, (413, "too_large")),
    "far too large": ({}, b" " * 3_000_000, (413, "too_large")),
    "too many": ({}, b'{"batch": [' + b"1," * 2500 + b"1]}", (413, "too_large")),
    "a bomb": ({"Content-Encoding": "gzip"}, gzip.compress(bytes(200_000_000), 9), (413, "too_large")),
    "no gzip": ({"Content-Encoding": "gzip"}, b"{}", (400, "invalid_gzip")),
    "half of a gzip": ({"Content-Encoding": "gzip"}, gzip.compress(b'{"batch": []}')[:-9], (400, "invalid_gzip")),
    "more than a gzip": ({"Content-Encoding": "gzip"}, gzip.compress(b'{"batch": []}') + b"x", (400, "invalid_gzip")),
    "brotli": ({"Content-Encoding": "br"}, b"{}", (415, "unsupported_encoding")),
}


def test_a_body_that_cannot_be_read_is_refused_as_a_whole(engine: Engine, api: httpx.Client) -> None:
    for name, (headers, body, answer) in BODIES.items():
        refused = api.post("/v1/batch", content=body, headers=headers)
        assert (name, code(refused)) == (name, answer)
        assert reasons(engine)[-1] == refused.json()["message"]
    assert len(reasons(engine)) == len(BODIES)
    assert said(api.post("/v1/batch", json={"batch": []})) == OK


def test_a_single_message_has_its_own_limit(api: httpx.Client) -> None:
    assert code(api.post("/v1/track", json=track(padding="p" * 33_000))) == (413, "too_large")


@pytest.mark.usefixtures("acme")
def test_what_breaks_a_transaction_is_found_and_set_aside(engine: Engine, api: httpx.Client) -> None:
    names = [f"event {number}" for number in range(20)]
    with begin(engine) as connection:
        connection.execute(text(POISONED[engine.dialect.name]))

    answer = api.post("/v1/batch", json={"batch": [track(name) for name in names]})

    assert [one["index"] for one in answer.json()["refused"]] == [7, 13]
    assert events(engine) == sorted(set(names) - {"event 7", "event 13"})
    assert len(reasons(engine)) == 2
    assert code(api.post("/v1/track", json=track("event 7", messageId="again"))) == (400, "invalid_message")


POISONED = {
    "sqlite": "CREATE TRIGGER poison BEFORE INSERT ON event WHEN NEW.name IN ('event 7', 'event 13') "
    "BEGIN SELECT RAISE(FAIL, 'poison'); END",
    "postgresql": "ALTER TABLE event ADD CONSTRAINT poison CHECK (name NOT IN ('event 7', 'event 13'))",
}


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/nothing", "sqlite:///{home}/empty.db"])
def test_without_a_database_clients_are_asked_to_come_again(tmp_path: Path, now: datetime, url: str) -> None:
    settings = Settings(TENURE_HOME=tmp_path, TENURE_WRITE_KEYS=f"product:{KEY}")
    away = make_engine(url.format(home=tmp_path))
    app = App(settings, away, lambda: now, None, "a secret")  # type: ignore[arg-type] # nothing is mailed here
    with served(web(app)) as api:
        answer = api.post("/v1/batch", json={"batch": [track()]}, auth=(KEY, ""))
    away.dispose()

    assert code(answer) == (503, "database_away")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.usefixtures("acme")
def test_a_database_that_goes_away_is_waited_for(engine: Engine, api: httpx.Client) -> None:
    with begin(engine) as connection:
        connection.execute(text("ALTER TABLE event RENAME TO away"))
    lost = api.post("/v1/track", json=track())
    with begin(engine) as connection:
        connection.execute(text("ALTER TABLE away RENAME TO event"))

    assert code(lost) == (503, "database_away")
    assert said(api.post("/v1/track", json=track())) == OK
    assert events(engine) == ["project created"]


@pytest.mark.usefixtures("acme")
def test_the_same_message_told_twice_is_recorded_once(engine: Engine, api: httpx.Client, now: datetime) -> None:
    slow = {"sentAt": (now - timedelta(hours=1)).isoformat()}
    slower = {"sentAt": (now - timedelta(hours=1, seconds=2)).isoformat()}

    answers = [said(api.post("/v1/batch", json={"batch": [track()] * 2, **sent})) for sent in (slow, slower)]

    assert answers == [OK, OK]
    assert rows(engine, EVENT, "at") == [(NINE + timedelta(hours=1),)]


@pytest.mark.usefixtures("acme")
def test_another_event_under_a_message_id_that_is_taken_is_not_lost_silently(engine: Engine, api: httpx.Client) -> None:
    first, reason = track(messageId="T-1"), "its messageId stands for another event already (API, product)"
    others = [track("task created", messageId="T-1"), track(messageId="T-1", properties={"name": "Moon"})]
    assert said(api.post("/v1/track", json=first)) == OK

    alone = api.post("/v1/track", json=others[0], auth=(KEYS["support"], ""))
    status, told = said(api.post("/v1/batch", json={"batch": [first, *others, track("task completed")]}))

    assert code(alone) == (400, "invalid_message")
    assert (status, [one["index"] for one in told["refused"]]) == (200, [1, 2])
    assert all(one["reason"].startswith(reason) for one in told["refused"])
    assert events(engine) == ["project created", "task completed"]
    assert len(reasons(engine)) == 3


@pytest.mark.usefixtures("acme")
def test_a_customer_of_stripes_who_is_another_accounts_is_left_out_and_said(engine: Engine, api: httpx.Client) -> None:
    for account in ("acme", "globex"):
        traits = {"name": account, "stripe_customer_id": "cus_1"}
        assert said(api.post("/v1/group", json={"groupId": account, "traits": traits})) == OK

    assert reasons(engine) == ['trait stripe_customer_id left out: "stripe:cus_1" is another name of "acme" already']
    assert rows(engine, ACCOUNT, "name") == [("acme",), ("globex",)]


def test_the_document_names_exactly_the_calls(api: httpx.Client) -> None:
    told = api.get("/v1/openapi.json").json()

    assert told["servers"] == [{"url": "/v1"}]
    calls = ("batch", "import", "identify", "track", "page", "screen", "group", "alias")
    assert told["paths"].keys() == {f"/{call}" for call in calls}
    assert all(path.keys() == {"post"} for path in told["paths"].values())
    assert code(api.get("/v1/track")) == (405, "no_such_call")
    assert code(api.post("/v1/tracks", json={})) == (404, "no_such_call")
    assert code(api.post("/v1/track/", json=track())) == (404, "no_such_call"), "nobody is redirected"


def test_the_example_of_the_readme_is_taken(engine: Engine, api: httpx.Client) -> None:
    manual = (Path(__file__).parents[2] / "console" / "README.md").read_text()
    example = manual.split("/v1/batch -d '")[1].split("'")[0]

    assert said(api.post("/v1/batch", content=example)) == OK
    assert rows(engine, CONTACT, "key", "email", "role") == [("amy", "amy@acme.example", "admin")]
    assert (events(engine), reasons(engine)) == (["project created"], [])
