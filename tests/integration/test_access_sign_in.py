"""Signing in: who is let in, for how long, and how often one may guess."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, select, update

from console.access.guessing import PER_ADDRESS, PER_PERSON
from console.access.rights import Role
from models.database import begin, look
from models.tables import GUESS, SIGN_IN, USER
from tests.console import Console, installed
from tests.people import PASSWORD, add_person

DANA = "dana@example.com"


@pytest.fixture
def console(engine: Engine, tmp_path: Path) -> Iterator[Console]:
    """An installation in which Dana may sign in."""
    add_person(engine, Role.CSM, DANA)
    with installed(engine, tmp_path) as console:
        yield console


def tell(page: httpx.Client, password: str = PASSWORD, email: str = DANA, **more: str) -> httpx.Response:
    return page.post("/sign-in", data={"email": email, "password": password, **more})


def is_in(page: httpx.Client) -> bool:
    return page.get("/me").status_code == 200


def test_the_right_password_lets_in_to_the_page_one_wanted(console: Console) -> None:
    page = console.site()
    asked = page.get("/mails/k1?x=1").headers["Location"]
    answer = tell(page, then="/mails/k1?x=1")

    assert asked == "/sign-in?then=%2Fmails%2Fk1%3Fx%3D1"
    assert (answer.status_code, answer.headers["Location"]) == (303, "/mails/k1?x=1")
    assert is_in(page)


def test_an_address_may_be_written_in_any_case(console: Console) -> None:
    assert tell(console.site(), email="  Dana@Example.COM ").status_code == 303


def test_nobody_is_led_to_another_site(console: Console) -> None:
    assert tell(console.site(), then="https://evil.example/").headers["Location"] == "/"


def test_it_is_not_told_whether_there_is_such_a_person(console: Console) -> None:
    page = console.site()
    wrong, nobody = tell(page, "not it"), tell(page, "not it", "nobody@example.com")

    assert wrong.status_code == nobody.status_code == 422
    assert wrong.text.replace(DANA, "") == nobody.text.replace("nobody@example.com", "")
    assert "do not belong together" in wrong.text
    assert wrong.headers.keys() == nobody.headers.keys()


@pytest.mark.parametrize("columns", [{"password_hash": None}, {"disabled": True}])
def test_who_has_no_password_or_is_disabled_reads_the_same(console: Console, columns: dict[str, object]) -> None:
    values = {"disabled_at": console.now} if "disabled" in columns else columns
    with begin(console.engine) as connection:
        connection.execute(update(USER).values(values))

    assert "do not belong together" in tell(console.site()).text


def test_every_mistake_is_told_at_once_and_the_password_never_repeated(console: Console) -> None:
    page = console.site()
    empty, wrong = page.post("/sign-in", data={"email": " "}), tell(page, "my secret try")

    assert "Which address do you sign in with?" in empty.text
    assert "Your password is missing." in empty.text
    assert DANA in wrong.text
    assert "my secret try" not in wrong.text


def test_the_database_keeps_no_token_and_no_password(console: Console) -> None:
    page = console.site()
    tell(page)
    with look(console.engine) as connection:
        kept = [*connection.execute(select(SIGN_IN)).one(), *connection.execute(select(USER)).one()]

    assert page.cookies["tenure"] not in map(str, kept)
    assert PASSWORD not in map(str, kept)


def test_the_cookie_is_for_no_script_and_no_other_site(console: Console) -> None:
    told = tell(console.site()).headers.get_list("Set-Cookie")[0]

    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(told.split("; "))
    assert "Domain" not in told


def test_where_people_come_by_https_it_is_for_https_and_this_host_alone(console: Console) -> None:
    told = tell(console.site(TENURE_PUBLIC_URL="https://cs.example.com")).headers.get_list("Set-Cookie")

    assert all(cookie.startswith("__Host-tenure") and "; Secure" in cookie for cookie in told)


def test_a_token_of_somebody_elses_making_opens_nothing(console: Console) -> None:
    page = console.site()
    for token in ("x", "a" * 43, "\x7f"):
        page.cookies.set("tenure", token)
        assert not is_in(page)


def test_twelve_hours_without_a_click_and_one_is_out(console: Console) -> None:
    page = console.site()
    tell(page)
    console.wait(hours=11)
    within = is_in(page)
    console.wait(hours=11)
    after_a_click = is_in(page)
    console.wait(hours=13)

    assert (within, after_a_click, is_in(page)) == (True, True, False)


def test_thirty_days_and_one_is_out_however_busy(console: Console) -> None:
    page = console.site()
    tell(page)
    for _ in range(2 * 30):
        console.wait(hours=12)
        last = is_in(page)
    console.wait(minutes=1)

    assert (last, is_in(page)) == (True, False)


def test_who_signs_out_is_out_and_other_browsers_are_not(console: Console) -> None:
    one, other = console.site(), console.site()
    tell(one)
    tell(other)
    token = one.cookies["tenure"]
    csrf = one.get("/me").text.partition('name="csrf" value="')[2].partition('"')[0]
    one.post("/sign-out", data={"csrf": csrf})
    one.cookies.set("tenure", token)

    assert (is_in(one), is_in(other)) == (False, True)


def test_each_sign_in_has_another_token(console: Console) -> None:
    one, other = console.site(), console.site()
    tell(one)
    other.cookies.set("tenure", "planted")
    tell(other)

    assert len({one.cookies["tenure"], other.cookies.get("tenure", domain="127.0.0.1"), "planted"}) == 3


def test_an_outdated_hash_is_made_anew_when_one_signs_in(console: Console) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with begin(console.engine) as connection:
        connection.execute(update(USER).values(password_hash=old))
    page = console.site()
    tell(page)
    with look(console.engine) as connection:
        kept = connection.execute(select(USER.c.password_hash)).scalar_one()

    assert "$m=8," in old
    assert "$m=8," not in kept
    assert tell(page).status_code == 303


def tried(console: Console, times: int) -> None:
    """Let somebody have tried so often already; each true try takes a tenth of a second."""
    with begin(console.engine) as connection:
        connection.execute(update(GUESS).values(times=times))


def test_after_too_many_tries_even_the_right_password_waits_a_quarter_of_an_hour(console: Console) -> None:
    page = console.site()
    tell(page, "not it")
    tried(console, PER_PERSON - 1)
    last, waits, right = tell(page, "not it"), tell(page, "not it"), tell(page)
    console.wait(minutes=15)

    assert [answer.status_code for answer in (last, waits, right)] == [422, 429, 429]
    assert "Wait 15 minutes" in waits.text or "Wait 16 minutes" in waits.text
    assert tell(page).status_code == 303


def test_who_tries_on_meanwhile_waits_no_longer(console: Console) -> None:
    page = console.site()
    tell(page, "not it")
    tried(console, PER_PERSON)
    for _ in range(5):
        console.wait(minutes=3)
        answer = tell(page)

    assert answer.status_code == 303


def test_a_restart_forgives_nobody(console: Console) -> None:
    tell(console.site(), "not it")
    tried(console, PER_PERSON)

    assert tell(console.site()).status_code == 429


def test_people_who_are_not_there_are_counted_alike(console: Console) -> None:
    page = console.site()
    tell(page, email="nobody@example.com")
    tried(console, PER_PERSON)

    assert tell(page, email="nobody@example.com").status_code == 429
    assert tell(page).status_code == 303  # a person at the same address is another person


def test_one_address_may_not_try_everybody(console: Console) -> None:
    page = console.site()
    tell(page, email="nobody@example.com")
    tried(console, PER_ADDRESS)

    assert tell(page).status_code == 429


def test_a_known_browser_is_let_in_while_others_guess_at_its_person(console: Console) -> None:
    known, stranger = console.site(), console.site()
    tell(known)
    tell(stranger, "not it")
    with begin(console.engine) as connection:  # many addresses guessed at Dana
        connection.execute(update(GUESS).where(GUESS.c.times > 0).values(times=PER_PERSON))

    assert tell(stranger).status_code == 429
    assert tell(known).status_code == 303


def test_a_known_browser_is_let_in_while_others_guess_at_the_address_it_shares(console: Console) -> None:
    known, stranger = console.site(), console.site()
    tell(known)
    tell(stranger, email="nobody@example.com")
    tried(console, PER_ADDRESS)

    assert tell(stranger).status_code == 429
    assert tell(known).status_code == 303


def test_a_mark_of_another_person_makes_no_browser_known(console: Console) -> None:
    add_person(console.engine, Role.VIEWER, "eve@example.com")
    eve = console.site()
    tell(eve, email="eve@example.com")
    tell(eve, "not it")
    with begin(console.engine) as connection:
        connection.execute(update(GUESS).where(GUESS.c.times > 0).values(times=PER_PERSON))

    assert tell(eve).status_code == 429


def test_fifty_people_behind_one_address_may_all_sign_in(console: Console) -> None:
    page = console.site()
    tell(page, "not it")
    with begin(console.engine) as connection:
        connection.execute(update(GUESS).values(times=PER_PERSON - 1))
    for _ in range(3):
        assert tell(page).status_code == 303
    with look(console.engine) as connection:
        assert connection.execute(select(GUESS.c.times)).scalars().all() == [PER_PERSON - 1]


def test_no_form_is_read_for_ever(console: Console) -> None:
    page = console.site()

    assert page.post("/sign-in", data={"email": "x" * 70_000, "password": "x"}).status_code == 413
    assert page.post("/sign-in", data={f"f{n}": "x" for n in range(200)}).status_code == 400
    assert page.post("/sign-in", content=b"\xff\x00", headers={"Content-Type": "text/plain"}).status_code == 422
