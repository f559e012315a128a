"""The first admin, one-time links, one's own page, and what admins change about others."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, select

from console.access.links import first_link, welcome_link
from console.access.rights import Role
from models.database import begin, look
from models.tables import INVITATION, SIGN_IN, USER
from tests.console import Console, installed
from tests.people import PASSWORD, add_person, signed_in

ADA = {"name": "Ada", "email": "Ada@Example.com", "password": PASSWORD, "again": PASSWORD}
NEW = "staple battery horse correct"


@pytest.fixture
def console(engine: Engine, tmp_path: Path) -> Iterator[Console]:
    with installed(engine, tmp_path) as console:
        yield console


def users(engine: Engine, *columns: str) -> list[tuple[object, ...]]:
    with look(engine) as connection:
        return [
            tuple(row) for row in connection.execute(select(*(USER.c[name] for name in columns)).order_by(USER.c.id))
        ]


def link_for_first(console: Console) -> str:
    with begin(console.engine) as connection:
        return first_link(connection, console.now, "")


def link_for(console: Console, user_id: int) -> str:
    with begin(console.engine) as connection:
        return welcome_link(connection, console.now, "", user_id)


def choose(page: httpx.Client, link: str, password: str = NEW) -> httpx.Response:
    return page.post(link, data={"password": password, "again": password})


def test_whoever_sits_at_this_machine_is_led_to_make_the_first_admin(console: Console) -> None:
    page = console.site()
    made = page.post("/first", data=ADA)

    assert page.get("/sign-in", follow_redirects=False).headers["Location"] == "/"
    assert (made.status_code, page.get("/users").status_code) == (303, 200)
    assert users(console.engine, "email", "role", "may_publish", "may_send") == [
        ("ada@example.com", "admin", True, True)
    ]


def test_there_is_only_one_first_admin(console: Console) -> None:
    link = link_for_first(console)
    add_person(console.engine)
    page = console.site()

    for path in ("/first", link):
        assert page.get(path).headers["Location"] == "/sign-in"
        assert page.post(path, data=ADA).headers["Location"] == "/sign-in"
    assert len(users(console.engine, "id")) == 1


@pytest.mark.parametrize(
    ("host", "headers", "settings"),
    [
        ("evil.example", {}, {}),
        ("192.168.1.5:8000", {}, {}),
        (None, {"X-Forwarded-For": "10.0.0.7"}, {}),
        (None, {"Via": "1.1 proxy"}, {}),
        (None, {}, {"SENDGRID_API_KEY": "SG.x"}),
        (None, {}, {"TENURE_PUBLIC_URL": "https://cs.example.com"}),
    ],
)
def test_from_elsewhere_or_where_mails_leave_it_needs_the_link(
    console: Console, host: str | None, headers: dict[str, str], settings: dict[str, str]
) -> None:
    page = console.site(host, **settings)
    page.headers.update(headers)
    refused = [page.get("/first"), page.post("/first", data=ADA), page.post("/first/wrong", data=ADA)]
    none_yet = users(console.engine, "id")
    made = page.post(link_for_first(console), data=ADA)

    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert "tenure user first" in refused[0].text
    assert none_yet == []
    assert made.status_code == 303


@pytest.mark.parametrize("path", ["/first", "/first/wrong"])
def test_a_stranger_is_refused_before_anything_of_theirs_is_looked_at_or_hashed(console: Console, path: str) -> None:
    """Otherwise a few dozen of them at once would keep everybody else waiting."""
    refused = console.site("evil.example").post(path, data={})
    add_person(console.engine)
    too_late = console.site().post(path, data={})

    assert (refused.status_code, too_late.status_code) == (403, 303)


def test_the_first_link_is_over_after_two_days_and_when_a_newer_one_is_made(console: Console) -> None:
    old = link_for_first(console)
    new = link_for_first(console)
    page = console.site("cs.example")
    replaced, valid = page.get(old), page.get(new)
    console.wait(hours=49)

    assert [replaced.status_code, valid.status_code, page.get(new).status_code] == [403, 200, 403]


def test_mistakes_in_the_first_form_are_told_at_once_and_what_was_typed_is_kept(console: Console) -> None:
    answer = console.site().post("/first", data={"name": "", "email": "ada", "password": "tenurewelcome", "again": "x"})

    for said in ("What is the name?", "not a mail address", "easy to guess", "not the same"):
        assert said in answer.text
    assert 'value="ada"' in answer.text
    assert "tenurewelcome" not in answer.text


def test_by_a_link_one_chooses_a_password_and_is_in(console: Console) -> None:
    user_id = add_person(console.engine, Role.CSM)
    link, page = link_for(console, user_id), console.site()
    before = page.get(link)
    chosen = choose(page, link)

    assert "Csm Example" in before.text
    assert (chosen.status_code, page.get("/me").status_code) == (303, 200)
    assert choose(console.site(), link).status_code == 404
    assert console.site().post("/sign-in", data={"email": "csm@example.com", "password": NEW}).status_code == 303


def test_to_open_a_link_uses_up_nothing(console: Console) -> None:
    link, page = link_for(console, add_person(console.engine)), console.site()

    assert [page.get(link).status_code for _ in range(3)] == [200, 200, 200]


def test_a_link_is_over_after_two_days_and_when_a_newer_one_is_made(console: Console) -> None:
    user_id, page = add_person(console.engine), console.site()
    old, new = link_for(console, user_id), link_for(console, user_id)
    replaced, valid = page.get(old), page.get(new)
    console.wait(hours=49)

    assert [replaced.status_code, valid.status_code, page.get(new).status_code] == [404, 200, 404]
    assert "tenure user password" in page.get(new).text


def test_a_first_link_chooses_nobodys_password_and_a_link_makes_no_admin(console: Console) -> None:
    first = link_for_first(console).rpartition("/")[2]
    page = console.site("cs.example")

    assert choose(page, f"/welcome/{first}").status_code == 404
    add_person(console.engine)
    assert choose(page, f"/welcome/{first}").status_code == 404


def test_a_new_password_by_a_link_ends_every_sign_in(console: Console) -> None:
    user_id = add_person(console.engine, Role.CSM, "dana@example.com")
    thief, owner = console.site(), console.site()
    thief.post("/sign-in", data={"email": "dana@example.com", "password": PASSWORD})
    choose(owner, link_for(console, user_id))

    assert (thief.get("/me").status_code, owner.get("/me").status_code) == (303, 200)


def test_the_database_keeps_no_link(console: Console) -> None:
    token = link_for(console, add_person(console.engine)).rpartition("/")[2]
    with look(console.engine) as connection:
        assert token not in connection.execute(select(INVITATION.c.digest)).scalar_one()


def test_changing_ones_password_ends_ones_other_sign_ins(console: Console) -> None:
    add_person(console.engine, Role.CSM, "dana@example.com")
    here, elsewhere = console.site(), console.site()
    for page in (here, elsewhere):
        page.post("/sign-in", data={"email": "dana@example.com", "password": PASSWORD})
    csrf = token(here)
    wrong = here.post("/me/password", data={"csrf": csrf, "old": "not it", "password": NEW, "again": NEW})
    right = here.post("/me/password", data={"csrf": csrf, "old": PASSWORD, "password": NEW, "again": NEW})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "not your present password" in wrong.text
    assert (here.get("/me").status_code, elsewhere.get("/me").status_code) == (200, 303)


def test_signing_out_everywhere_is_everywhere(console: Console) -> None:
    add_person(console.engine, Role.CSM, "dana@example.com")
    here, elsewhere = console.site(), console.site()
    for page in (here, elsewhere):
        page.post("/sign-in", data={"email": "dana@example.com", "password": PASSWORD})
    here.post("/me/sign-out", data={"csrf": token(here)})

    assert (here.get("/me").status_code, elsewhere.get("/me").status_code) == (303, 303)


def test_the_token_of_another_sign_in_is_none_for_this_one(console: Console) -> None:
    admin = signed_in(console.site(), console.engine)
    viewer = signed_in(console.site(), console.engine, Role.VIEWER)
    del admin.headers["X-CSRF-Token"]
    answer = admin.post("/me/name", data={"csrf": token(viewer), "name": "Mallory"})

    assert (answer.status_code, "no longer valid" in answer.text) == (403, True)
    assert ("Mallory",) not in users(console.engine, "name")


def test_an_admin_adds_somebody_and_hands_over_the_link(console: Console) -> None:
    page = signed_in(console.site(TENURE_PUBLIC_URL="https://cs.example.com"), console.engine)
    page.cookies.set("__Host-tenure", page.cookies["tenure"])
    added = page.post("/users", data={"name": "Bo", "email": "Bo@Example.com", "role": "marketer", "publish": "yes"})
    link = re.findall(r"https://cs\.example\.com(/welcome/[\w-]+)", added.text)

    assert added.status_code == 201
    assert users(console.engine, "email", "role", "may_publish", "may_send")[1:] == [
        ("bo@example.com", "marketer", True, False)
    ]
    assert choose(console.site(), link[0]).status_code == 303


def test_an_address_is_given_once_and_mistakes_are_told_at_once(console: Console) -> None:
    page = signed_in(console.site(), console.engine)
    twice = page.post("/users", data={"name": "A", "email": "ADMIN@example.com", "role": "viewer"})
    wrong = page.post("/users", data={"name": " ", "email": "nothing", "role": "king"})
    unseen = page.post("/users", data={"name": "A", "email": "admin@example.com\u200b", "role": "viewer"})

    assert "here already" in twice.text
    for said in ("What is the name?", "not a mail address", "Choose one of viewer, csm"):
        assert said in wrong.text
    assert "not a mail address" in unseen.text
    assert len(users(console.engine, "id")) == 1


def test_who_is_disabled_is_out_at_once_and_in_again_when_enabled(console: Console) -> None:
    admin = signed_in(console.site(), console.engine)
    other = signed_in(console.site(), console.engine, Role.CSM)
    other_id = users(console.engine, "id")[1][0]
    before = other.get("/").status_code
    admin.post(f"/users/{other_id}/disable")
    during = other.get("/").status_code, sign_in(console, "csm@example.com").status_code
    admin.post(f"/users/{other_id}/enable")

    assert (before, during) == (200, (303, 422))
    assert sign_in(console, "csm@example.com").status_code == 303


def test_a_role_that_is_taken_away_counts_from_the_next_click_on(console: Console) -> None:
    admin = signed_in(console.site(), console.engine)
    other = signed_in(console.site(), console.engine, Role.ADMIN, email="other@example.com")
    before = other.get("/users").status_code
    admin.post(f"/users/{users(console.engine, 'id')[1][0]}", data={"role": "viewer"})

    assert (before, other.get("/users").status_code) == (200, 403)


@pytest.mark.parametrize("deed", ["disable", ""])
def test_the_last_admin_stays(console: Console, deed: str) -> None:
    page = signed_in(console.site(), console.engine)
    answer = page.post(f"/users/1/{deed}".rstrip("/"), data={"role": "viewer"})

    assert (answer.status_code, "make somebody else one first" in answer.text) == (422, True)
    assert users(console.engine, "role", "disabled_at") == [("admin", None)]


def test_htmx_gets_the_one_person_who_changed(console: Console) -> None:
    page = signed_in(console.site(), console.engine)
    answer = page.post("/users/1", data={"role": "admin", "send": "yes"}, headers={"HX-Request": "true"})

    assert answer.text.lstrip().startswith('<li class="sheet person')
    assert "Saved." in answer.text
    assert users(console.engine, "may_publish", "may_send") == [(False, True)]


def test_htmx_is_sent_to_sign_in_when_the_time_is_over(console: Console) -> None:
    page = console.site()
    answer = page.post("/users/1", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in")


@pytest.mark.parametrize("person", ["0", "-1", "999", "x", "99999999999999999999"])
def test_a_person_who_is_not_there_is_not_found(console: Console, person: str) -> None:
    page = signed_in(console.site(), console.engine)

    assert page.post(f"/users/{person}/disable").status_code == 404


def test_names_are_no_markup_anywhere(console: Console) -> None:
    page = signed_in(console.site(), console.engine)
    page.post("/me/name", data={"name": '<b x="'})

    for path in ("/", "/me", "/users"):
        assert "<b x" not in page.get(path).text


def test_sign_ins_that_are_over_are_forgotten(console: Console) -> None:
    add_person(console.engine, Role.CSM, "dana@example.com")
    sign_in(console, "dana@example.com")
    console.wait(days=1)
    sign_in(console, "dana@example.com")

    with look(console.engine) as connection:
        assert len(connection.execute(select(SIGN_IN)).all()) == 1


def sign_in(console: Console, email: str) -> httpx.Response:
    return console.site().post("/sign-in", data={"email": email, "password": PASSWORD})


def token(page: httpx.Client) -> str:
    return page.get("/me").text.partition('name="csrf" value="')[2].partition('"')[0]
