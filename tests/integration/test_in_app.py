"""Messages inside the product: who gets them, that each is shown once, what comes of them, and how they end."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from console.in_app.door import in_app
from console.web import web
from models.consent import unsubscribe
from models.database import begin, look
from models.doors import PAUSED, shut
from models.facts import ContactFacts, LinkFacts
from models.intake import record_contacts
from models.prompts import hint_due_prompts, take_prompt
from models.reception import Told, receive
from models.tables import DECISION, EVENT, EVENT_TOTAL, TOUCHPOINT
from tests.in_app import ORIGIN, SECRET, Product, files, product_of, signed
from tests.site import served
from tests.world import World
from workers.clocks import machine_time
from workers.prompt_ends import NEVER_CAME, look_after
from workers.prompts import report, show
from workers.settings import Settings

ADA = signed("acme", "acme-ada")


@pytest.fixture
def product(world: World) -> Iterator[Product]:
    with product_of(world) as product:
        yield product


@pytest.fixture
def key(product: Product) -> str:
    """The key of the message that waits for Ada of acme."""
    product.world.account()
    product.world.look()
    (row,) = product.touchpoints()
    assert row.state == "pending"
    return str(row.key)


def attend(world: World) -> None:
    """Do what the clock and a worker do about messages, without a broker."""
    with begin(world.engine) as connection:
        due = hint_due_prompts(connection, world.now, machine_time(), timedelta(), 100)
    look_after(world.app, due)


def only(product: Product) -> tuple[str, str]:
    (row,) = product.touchpoints()
    return row.state, row.because


def told(world: World) -> list[str]:
    return [row.name for row in world.rows(EVENT) if row.feed == "tenure"]


def test_a_message_comes_as_its_contact_reads_it_in_parts_that_can_be_drawn(product: Product, key: str) -> None:
    (message,) = product.messages(ADA)

    assert (message["id"], message["title"], message["lang"], message["dir"]) == (key, "One task, Ada", "en", "ltr")
    assert message["button"] == {"label": "Start the tour", "href": "https://app.cadence.example/tasks"}
    assert message["text"].startswith("Create a task, give it an owner")
    assert message["html"].startswith("<p><strong>Create a task</strong>, give it")
    assert message["nodes"][0]["inside"][0] == {"tag": "strong", "inside": ["Create a task"]}
    assert not any("Start the tour" in str(message[part]) for part in ("text", "html", "nodes"))


def test_what_does_not_fit_any_more_is_not_shown_and_the_ledger_says_why(product: Product, key: str) -> None:
    product.world.event("acme", "task completed")

    assert product.messages(ADA) == []
    assert not product.show(ADA, key)
    state, because = only(product)
    assert (state, "milestones.core_workflow" in because) == ("skipped", True)
    assert [row.because for row in product.world.rows(DECISION, kind="skip")][-1] == because


def test_a_message_is_looked_at_once_more_as_it_is_drawn(product: Product, key: str) -> None:
    assert product.messages(ADA)
    product.world.event("acme", "task completed")

    assert not product.show(ADA, key)
    assert only(product)[0] == "skipped"


def test_of_many_tabs_at_once_exactly_one_draws_it(product: Product, key: str) -> None:
    with ThreadPoolExecutor(8) as tabs:
        answers = [*tabs.map(lambda _: product.show(ADA, key), range(8))]

    assert sorted(answers) == [False] * 7 + [True]
    assert product.messages(ADA) == []
    assert not product.show(ADA, key)


def test_two_tabs_at_once_draw_it_once_a_hundred_times(product: Product, key: str) -> None:
    world, again = product.world, update(TOUCHPOINT).values(state="pending")
    with ThreadPoolExecutor(2) as tabs:
        for _ in range(100):
            with begin(world.engine) as connection:
                connection.execute(again)
            found = [*tabs.map(lambda _: show(world.app, "acme", "acme-ada", key), range(2))]
            assert sum(prompt is not None for prompt in found) == 1


def test_what_is_seen_closed_and_followed_is_told_as_events_once_and_stands_in_the_ledger(
    product: Product, key: str
) -> None:
    assert product.show(ADA, key)
    for what in ("seen", "seen", "clicked", "dismissed", "clicked"):
        assert product.report(ADA, key, what) == 200

    assert only(product) == ("accepted", "shown inside the product")
    assert told(product.world) == ["in-app shown", "in-app clicked", "in-app dismissed"]
    event = product.world.rows(EVENT, name="in-app clicked")[0]
    assert event.properties == {"message": "tour", "journey": "tour", "step": "tour"}
    assert (event.reserved, event.contact_id) == (True, product.world.contact("acme-ada").id)
    assert [line for line in product.world.ledger() if line in {"shown", "clicked", "dismissed"}] == [
        "shown", "clicked", "dismissed",
    ]  # fmt: skip


def test_tabs_that_tell_the_same_at_once_tell_it_once(product: Product, key: str) -> None:
    world = product.world
    assert product.show(ADA, key)
    with ThreadPoolExecutor(8) as tabs:
        assert all(tabs.map(lambda _: report(world.app, "acme", "acme-ada", key, "clicked"), range(8)))

    assert sorted(told(world)) == ["in-app clicked", "in-app shown"]
    assert {row.name: row.amount for row in world.rows(EVENT_TOTAL) if row.name.startswith("in-app")} == {
        "in-app shown": 1, "in-app clicked": 1,
    }  # fmt: skip
    assert world.ledger().count("clicked") == 1


def test_a_journey_goes_on_by_what_became_of_a_message(product: Product, key: str) -> None:
    product.show(ADA, key)
    product.report(ADA, key, "clicked")
    product.world.now += timedelta(days=2)
    product.world.event("acme", "signed in")
    product.world.look()

    assert [message["title"] for message in product.messages(ADA)] == ["Well done"]


def test_what_was_not_shown_cannot_have_been_followed(product: Product, key: str) -> None:
    assert product.report(ADA, key, "clicked") == 404
    assert product.report(ADA, "x" * 32, "seen") == 404
    assert not product.show(ADA, "%00")
    assert told(product.world) == []


def test_nobody_sees_or_takes_the_message_of_somebody_else(product: Product, key: str) -> None:
    product.world.account("globex")
    with begin(product.world.engine) as connection:
        record_contacts(connection, product.world.now, [ContactFacts("acme-bo", "acme", {"role": "user"})])

    for who in (signed("globex", "globex-ada"), signed("acme", "acme-bo"), signed("globex", "acme-ada")):
        assert product.messages(who) == []
        assert not product.show(who, key)
        assert product.report(who, key, "clicked") == 404
    assert product.messages(signed("nobody", "knows")) == []
    assert only(product)[0] == "pending"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_forged_or_expired_is_refused(product: Product, key: str) -> None:
    tried = [
        ("forged", signed("acme", "acme-ada", "another secret, just as long as ours is")),
        ("forged", {**ADA, "user": "globex-ada"}),
        ("forged", {**ADA, "expires": ADA["expires"] + 1}),
        ("forged", {**ADA, "signature": "é"}),
        ("forged", {**ADA, "signature": None}),
        ("expired", signed("acme", "acme-ada", good_for=-1)),
        ("too_long", signed("acme", "acme-ada", good_for=32 * 86_400)),
    ]
    for path in ("messages", f"messages/{key}/show", f"messages/{key}/clicked"):
        answers = [product.post(path, who) for _, who in tried]
        assert {response.status_code for response in answers} == {401}
        assert [response.json()["code"] for response in answers] == [code for code, _ in tried]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_only_pages_of_the_product_may_ask(product: Product, key: str) -> None:
    ours = product.post("messages", ADA, Origin="https://app.cadence.example")
    theirs = product.post("messages", ADA, Origin="https://evil.example")
    asked = product.client.options("/in-app/messages", headers={"Origin": "https://app.cadence.example"})
    refused = product.client.options("/in-app/messages", headers={"Origin": "null"})

    assert ours.headers["Access-Control-Allow-Origin"] == "https://app.cadence.example"
    assert (ours.headers["Vary"], ours.headers["Cache-Control"]) == ("Origin", "no-store")
    assert (theirs.status_code, theirs.json()["code"]) == (403, "foreign")
    assert (asked.status_code, asked.headers["Access-Control-Allow-Headers"]) == (204, "Content-Type")
    assert refused.status_code == 403
    assert not any("Access-Control-Allow-Origin" in response.headers for response in (theirs, refused))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_page_that_asks_in_a_circle_is_told_to_wait(world: World) -> None:
    settings, site = Settings(TENURE_HOME=world.home, TENURE_IN_APP_SECRET=SECRET), FastAPI()
    site.include_router(in_app(replace(world.app, settings=settings), machine_time, most=2))
    with served(site) as client:
        *statuses, last = [client.post("/in-app/messages", json=ADA) for _ in range(3)]
        another = client.post("/in-app/messages", json=signed("acme", "acme-bo"))

    assert [response.status_code for response in (*statuses, last, another)] == [200, 200, 429, 200]
    assert last.json()["code"] == "too_often"
    assert 1 <= int(last.headers["Retry-After"]) <= 60


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_says_nothing_is_answered_in_words(product: Product) -> None:
    lone = b'{"account": "a", "user": "\\ud800", "expires": 1, "signature": "x"}'
    never = json.dumps(signed("acme", "acme-ada", good_for=-(10**14))).encode()  # before there were calendars
    for body, status in ((b"", 400), (b"[]", 400), (b"{}", 400), (lone, 400), (never, 400), (b"x" * 5000, 413)):
        response = product.client.post("/in-app/messages", content=body)
        assert (response.status_code, set(response.json())) == (status, {"code", "message"})


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_call_that_is_none_of_ours_is_told_which_there_are(product: Product) -> None:
    tried = [("GET", "messages"), ("PUT", "messages/x/show"), ("POST", "messages/x/opened"), ("GET", "nothing")]
    for method, path in tried:
        response = product.client.request(method, f"/in-app/{path}", headers={"Origin": ORIGIN})
        assert (response.status_code, response.headers["Allow"]) == (405, "OPTIONS, POST")
        assert response.json()["message"].startswith("every call is a POST, to /in-app/messages")
        assert response.headers["Access-Control-Allow-Origin"] == ORIGIN


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_a_secret_the_channel_is_closed(world: World) -> None:
    with served(web(world.app)) as client:
        response = client.post("/in-app/messages", json=ADA)

    assert (response.status_code, response.json()["code"]) == (503, "closed")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_script_is_kept_for_a_year_by_its_version_and_asked_for_every_hour_without(product: Product) -> None:
    plain = product.client.get("/in-app/tenure.js")
    mark = plain.headers["ETag"]
    named = product.client.get("/in-app/tenure.js", params={"v": mark.strip('"')})
    again = product.client.get("/in-app/tenure.js", headers={"If-None-Match": mark})

    assert len(plain.content) < 6_000
    assert plain.headers["Content-Type"].startswith("text/javascript")
    assert plain.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "max-age=3600" in plain.headers["Cache-Control"]
    assert named.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (again.status_code, again.content) == (304, b"")


def test_a_message_that_was_taken_and_never_seen_is_in_doubt_and_never_shown_again(product: Product, key: str) -> None:
    assert product.show(ADA, key)
    attend(product.world)
    assert only(product)[0] == "sending"
    product.world.now += timedelta(minutes=11)
    attend(product.world)

    assert only(product)[0] == "unknown"
    assert product.world.ledger()[-1] == "unknown"
    assert not product.show(ADA, key)
    assert product.messages(ADA) == []
    assert product.report(ADA, key, "seen") == 200  # better late than never
    assert only(product)[0] == "accepted"


def test_a_message_for_which_nobody_came_by_ends_when_its_step_is_too_late(product: Product, key: str) -> None:
    attend(product.world)
    due = product.touchpoints()[0].due_at
    product.world.now = due - timedelta(seconds=1)
    attend(product.world)
    assert only(product)[0] == "pending"
    product.world.now = due
    attend(product.world)

    state, because = only(product)
    assert due == product.touchpoints()[0].created_at + timedelta(days=4)
    assert (state, because.startswith(NEVER_CAME), "Too late" in because) == ("skipped", True, True)
    assert product.world.ledger()[-1] == "skip"


def test_a_message_that_is_never_too_late_ends_when_the_program_says(product: Product) -> None:
    world = product.world
    world.publish(files("  - {id: tour, day: 0, in_app: tour, late: {within: 1 day, otherwise: send}}\n"))
    world.account()
    world.look()
    attend(world)
    world.now += timedelta(days=29)
    world.event("acme", "signed in")
    attend(world)
    assert product.messages(ADA)
    world.now += timedelta(days=1)
    attend(world)

    assert only(product) == ("skipped", NEVER_CAME)
    assert product.messages(ADA) == []


def leaves(world: World) -> None:
    with begin(world.engine) as connection:
        record_contacts(connection, world.now, [ContactFacts("acme-ada", "acme", {"left_at": world.now})])


def pauses(world: World) -> None:
    with begin(world.engine) as connection:
        shut(connection, PAUSED, "lunch", machine_time(), None)


@pytest.mark.parametrize("happens", [leaves, pauses])
def test_who_left_gets_nothing_and_while_the_machine_is_paused_nobody_does(
    product: Product, key: str, happens: Callable[[World], None]
) -> None:
    happens(product.world)

    assert product.messages(ADA) == []
    assert not product.show(ADA, key)
    assert only(product)[0] == "pending"


def test_who_wants_no_mail_is_still_served_inside_the_product(product: Product, key: str) -> None:
    with begin(product.world.engine) as connection:
        unsubscribe(connection, product.world.now, product.world.contact("acme-ada").id, "*")

    assert [message["id"] for message in product.messages(ADA)] == [key]


def test_a_message_for_somebody_who_left_goes_to_whoever_is_there_instead(product: Product, key: str) -> None:
    leaves(product.world)
    with begin(product.world.engine) as connection:
        record_contacts(connection, product.world.now, [ContactFacts("acme-bo", "acme", {"role": "admin"})])
    attend(product.world)

    first, second = product.touchpoints()
    assert (first.state, second.state) == ("skipped", "pending")
    assert [message["id"] for message in product.messages(signed("acme", "acme-bo"))] == [second.key]


def test_a_message_goes_to_whoever_is_there_instead_as_soon_as_somebody_leaves(product: Product, key: str) -> None:
    with begin(product.world.engine) as connection:
        record_contacts(connection, product.world.now, [ContactFacts("acme-bo", "acme", {"role": "admin"})])
    attend(product.world)
    product.world.now += timedelta(days=1)
    leaves(product.world)
    attend(product.world)

    assert [row.state for row in product.touchpoints()] == ["skipped", "pending"]
    assert len(product.messages(signed("acme", "acme-bo"))) == 1


def test_a_message_is_found_by_another_name_of_the_same_person_and_told_as_theirs(product: Product, key: str) -> None:
    with begin(product.world.engine) as connection:
        receive(connection, product.world.now, Told(links=[LinkFacts("ada@old", "acme-ada", product.world.now)]))
    ada = signed("acme", "ada@old")

    assert product.show(ada, key)
    assert product.report(ada, key, "seen") == 200
    with look(product.world.engine) as connection:
        shown = connection.execute(select(EVENT.c.contact_id).where(EVENT.c.name == "in-app shown")).scalar()
    assert shown == product.world.contact("acme-ada").id


@pytest.mark.parametrize(
    ("door", "taken"),
    [
        ("paused", False), ("paused tour", False), ("fuse", False), ("importing 1", False),
        ("", True), ("paused another", True), ("commercial", True), ("journey tour", True), ("provider", True),
    ],
)  # fmt: skip
def test_what_is_stopped_in_the_very_moment_in_which_a_browser_asks_is_not_shown(
    world: World, door: str, taken: bool
) -> None:
    world.publish(files())
    world.account()
    world.look()
    [row] = world.rows(TOUCHPOINT)
    with begin(world.engine) as connection:
        if door:
            shut(connection, door, "", machine_time(), None)
        found = take_prompt(connection, row, world.now, machine_time(), timedelta(minutes=10), ("tour", "", ""))

    assert found is taken
    assert [one.state for one in world.rows(TOUCHPOINT)] == ["sending" if taken else "pending"]
