"""The page on which people choose their mails: opening it changes nothing, a POST does, once, and all of it is kept."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from emails.unsubscribe import Subscription, sign
from models.consent import suppress
from models.database import begin
from models.facts import ContactFacts, LinkFacts
from models.reception import receive
from models.tables import CONSENT_CHANGE, EVENT, SUPPRESSION, TASK
from models.told import Told
from tests.choosing import link, program, stopped, visiting
from tests.dump import dump
from tests.world import World

SCANNERS = (
    "",
    "?everything=true",
    "?choose=none",
    "?List-Unsubscribe=One-Click",
    "?choose=some&get:news=yes",
    "?x=%00",
)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def page(world: World) -> Iterator[httpx.Client]:
    world.publish(program())
    world.account("acme")
    with visiting(world) as client:
        yield client


def choose(page: httpx.Client, address: str, *topics: str) -> httpx.Response:
    return page.post(address, data={"choose": "some"} | {f"get:{topic}": "yes" for topic in topics})


def sent(world: World) -> list[str]:
    return [mail.template for mail in world.mails() if mail.state == "accepted"]


def test_to_open_a_link_changes_nothing_however_it_is_opened(page: httpx.Client, world: World) -> None:
    before = dump(world.engine)
    for query in SCANNERS:
        for method in ("GET", "HEAD"):
            opened = page.request(method, link(world) + query, headers={"X-Purpose": "preview"})
            assert (opened.status_code, opened.headers.get("Set-Cookie")) == (200, None)
    for method in ("OPTIONS", "PUT", "DELETE", "PATCH"):
        assert page.request(method, link(world)).status_code == 405

    assert dump(world.engine) == before


def test_one_click_ends_the_topic_at_once_whatever_is_sent(page: httpx.Client, world: World) -> None:
    bodies: list[dict[str, Any]] = [
        {"data": {"List-Unsubscribe": "One-Click"}},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {},
        {"content": b"List-Unsubscribe=One-Click"},
        {"json": {"a": 1}},
        {"content": b"&".join(b"a=1" for _ in range(200)), "headers": FORM},
        {"content": b"\xff\x00\xfe", "headers": FORM},
        {"content": b"x" * 70_000, "headers": FORM},
        {"data": {"choose": "whatever"}},
    ]
    for body in bodies:
        answer = page.post(link(world), **body)

        assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)
        assert stopped(world) == {("onboarding", "unsubscribed")}
        with begin(world.engine) as connection:
            connection.execute(SUPPRESSION.delete())


def test_a_hundred_times_is_once(page: httpx.Client, world: World) -> None:
    page.post(link(world))
    once = dump(world.engine)
    for _ in range(99):
        assert page.post(link(world), data={"List-Unsubscribe": "One-Click"}).status_code == 200

    assert dump(world.engine) == once


def test_what_is_chosen_comes_and_the_rest_does_not(page: httpx.Client, world: World) -> None:
    shown = choose(page, link(world), "news", "payment").text

    assert 'name="get:news" value="yes" checked' in shown
    assert 'name="get:onboarding" value="yes">' in shown
    assert ("onboarding", "unsubscribed") in stopped(world)
    assert not {("news", "unsubscribed"), ("payment", "unsubscribed"), ("*", "unsubscribed")} & stopped(world)


def test_there_is_a_way_back_in(page: httpx.Client, world: World) -> None:
    page.post(f"{link(world)}?everything=true")
    assert stopped(world) == {("*", "unsubscribed")}
    back = page.post(link(world), data={"choose": "all"})

    assert stopped(world) == set()
    assert "Welcome back" in back.text
    world.look()
    assert sent(world) == ["payment", "onboarding"]


def test_who_ends_everything_keeps_what_belongs_to_the_contract_until_they_end_that_too(
    page: httpx.Client, world: World
) -> None:
    kept = page.post(link(world), data={"choose": "none"}).text
    assert "from everything but Payments" in kept
    assert "You are unsubscribed from everything." in choose(page, link(world)).text

    world.look()
    assert sent(world) == []


def test_nobody_revives_there_what_is_not_theirs_to_take_back(page: httpx.Client, world: World) -> None:
    for reason in ("complained", "bounced", "manual", "forgotten"):
        with begin(world.engine) as connection:
            connection.execute(SUPPRESSION.delete())
            suppress(connection, world.now, "ada@acme.example", "*", reason, "a test")
        choose(page, link(world), "news", "onboarding", "payment")
        shown = page.post(link(world), data={"choose": "all"}).text

        assert stopped(world) == {("*", reason)}
        assert "You get no mails from us" in shown
        assert "checkbox" not in shown


def test_a_domain_that_we_stopped_is_not_for_the_page_to_open(page: httpx.Client, world: World) -> None:
    with begin(world.engine) as connection:
        suppress(connection, world.now, "@acme.example", "*", "manual", "a test")

    assert "You get no mails from us" in page.post(link(world), data={"choose": "all"}).text


def test_a_topic_that_we_stopped_ourselves_is_shown_and_stays(page: httpx.Client, world: World) -> None:
    with begin(world.engine) as connection:
        suppress(connection, world.now, "ada@acme.example", "news", "manual", "a test")
    shown = choose(page, link(world), "news", "onboarding").text

    assert 'name="get:news" value="yes" disabled' in shown
    assert ("news", "manual") in stopped(world)


def test_who_asked_by_other_ways_may_come_back_by_the_page(page: httpx.Client, world: World) -> None:
    with begin(world.engine) as connection:
        suppress(connection, world.now, "ada@acme.example", "*", "asked", "a call")
    choose(page, link(world), "payment")

    assert ("*", "asked") not in stopped(world)
    assert ("*", "unsubscribed") in stopped(world)
    world.look()
    assert sent(world) == ["payment"]


def test_a_link_of_years_ago_works_for_a_topic_that_is_over(page: httpx.Client, world: World) -> None:
    assert "There are no mails about this any more" in page.get(link(world, "spring_sale")).text
    assert page.post(link(world, "spring_sale")).status_code == 200
    assert stopped(world) == {("spring_sale", "unsubscribed")}


def test_a_link_works_for_who_has_left_and_for_who_turned_out_to_be_another(page: httpx.Client, world: World) -> None:
    address = link(world)
    with begin(world.engine) as connection:
        told = Told(
            contacts=[ContactFacts("u-2", "acme", {"email": "ada@new.example", "role": "admin", "left_at": world.now})],
            links=[LinkFacts("acme-ada", "u-2", world.now)],
        )
        receive(connection, world.now, told)

    assert "a…@new.example" in page.post(address, data={"choose": "none"}).text
    assert {(row.email, row.topic) for row in world.rows(CONSENT_CHANGE)} >= {("ada@new.example", "*")}


def test_what_was_ended_meanwhile_stays_ended_when_an_older_page_is_saved(page: httpx.Client, world: World) -> None:
    asked = page.get(link(world)).text
    assert '<form method="post" autocomplete="off">' in asked  # or a browser that goes back ticks again what was ticked
    shown = re.search('name="shown" value="([^"]+)"', asked)[1]  # type: ignore[index]
    older = {"choose": "some", "shown": shown} | {f"get:{one}": "yes" for one in shown.split() if one != "news"}
    page.post(link(world))

    page.post(link(world), data=older)
    assert {topic for topic, _ in stopped(world)} == {"onboarding", "news"}
    page.post(link(world), data=older | {"shown": "payment"})
    assert {topic for topic, _ in stopped(world)} == {"news"}


def test_who_presses_twice_reads_what_is_so(page: httpx.Client, world: World) -> None:
    for _ in range(2):
        assert "<strong>You are unsubscribed</strong> from Getting started." in page.post(link(world)).text
    for _ in range(2):
        said = page.post(link(world), data={"choose": "none"}).text
        assert "<strong>You are unsubscribed</strong> from everything but Payments." in said


@pytest.mark.parametrize("tail", [".", "%3E", ")", "%20", "=", "%C2%A0", ",", "?utm_source=x"])
def test_a_link_works_with_what_a_mail_program_puts_behind_it(page: httpx.Client, world: World, tail: str) -> None:
    assert page.get(link(world) + tail).status_code == 200
    assert page.post(link(world) + tail).status_code == 200
    assert stopped(world) == {("onboarding", "unsubscribed")}


def test_a_link_that_was_cut_names_somebody_who_helps_and_changes_nothing(page: httpx.Client, world: World) -> None:
    before = dump(world.engine)
    whole = link(world)
    for broken in (whole[:-1], whole[:20], whole.upper().replace("/UNSUBSCRIBE", "/unsubscribe"), f"{whole}xy"):
        for method in ("GET", "POST"):
            said = page.request(method, broken)
            assert (said.status_code, "mailto:success@cadence.example" in said.text) == (404, True)
            assert 'href="/"' not in said.text
    test = page.post(f"/unsubscribe/{sign(Subscription(0, 'onboarding'), world.app.secret)}")
    assert (test.status_code, "This mail was a test" in test.text) == (410, True)
    assert dump(world.engine) == before


def test_topics_that_nobody_offers_cannot_be_chosen(page: httpx.Client, world: World) -> None:
    choose(page, link(world), "news", "onboarding", "payment", "made up", "*")
    assert {topic for topic, _ in stopped(world)}.isdisjoint({"made up", "*", "news"})


def test_every_change_is_kept_with_when_and_how(page: httpx.Client, world: World) -> None:
    page.post(link(world), data={"List-Unsubscribe": "One-Click"})
    page.post(link(world), data={"choose": "all"})
    page.post(link(world))

    kept = [(row.email, row.topic, row.reason, row.allowed, row.source) for row in world.rows(CONSENT_CHANGE)]
    assert kept == [
        ("ada@acme.example", "onboarding", "unsubscribed", False, "one click"),
        ("ada@acme.example", "onboarding", "unsubscribed", True, "preference page"),
        ("ada@acme.example", "onboarding", "unsubscribed", False, "unsubscribe link"),
    ]
    assert {row.at for row in world.rows(CONSENT_CHANGE)} == {world.now}


def test_a_change_is_an_event_of_that_persons_account(page: httpx.Client, world: World) -> None:
    page.post(link(world))
    page.post(link(world))
    page.post(link(world), data={"choose": "all"})

    events = [(row.name, row.contact_id, row.properties) for row in world.rows(EVENT, feed="tenure")]
    ada = world.contact("acme-ada").id
    assert events == [
        ("unsubscribed", ada, {"topic": "onboarding"}),
        ("subscribed again", ada, {"topic": "onboarding"}),
    ]
    assert world.rows(TASK) == []


def test_without_a_program_the_link_works_all_the_same(world: World) -> None:
    world.account("acme")
    world.publish({})
    with visiting(world) as page:
        assert page.get(link(world)).status_code == 200
        assert page.post(link(world)).status_code == 200
    assert stopped(world) == {("onboarding", "unsubscribed")}
