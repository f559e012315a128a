"""`tenure user`: who may sign in, from the command line."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from console.access.rights import Role
from tests.command_line import app
from tests.console import installed
from tests.people import PASSWORD, add_person

Run = Callable[..., Result]


@pytest.fixture
def run(engine: Engine, tmp_path: Path) -> Run:
    url = engine.url.render_as_string(hide_password=False)
    given = {"DATABASE_URL": url, "TENURE_HOME": str(tmp_path), "COLUMNS": "160"}
    return lambda *words: CliRunner().invoke(app, ["user", *words], env=given)


def people(run: Run) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run("list", "--json").stdout)
    return found


def path_in(said: str) -> str:
    return str(re.findall(r"http://127\.0\.0\.1:8000(/\S+)", said)[0])


def test_the_first_link_makes_the_first_admin(run: Run, engine: Engine, tmp_path: Path) -> None:
    link = path_in(run("first").stdout)
    with installed(engine, tmp_path) as console:
        page = console.site("cs.example")
        made = page.post(link, data={"name": "A", "email": "a@example.com", "password": PASSWORD, "again": PASSWORD})

    assert made.status_code == 303
    assert people(run)[0]["role"] == "admin"
    assert "there is somebody already" in str(run("first").exception)


def test_whoever_is_added_chooses_a_password_by_the_link(run: Run, engine: Engine, tmp_path: Path) -> None:
    said = run("add", "Dana@example.com", "--role", "marketer", "--may", "publish", "--may", "send").stdout
    before = people(run)
    with installed(engine, tmp_path) as console:
        chosen = console.site().post(path_in(said), data={"password": PASSWORD, "again": PASSWORD})

    dana = {"email": "dana@example.com", "name": "Dana", "role": "marketer", "may": ["publish", "send"]}
    assert before == [dana | {"stands": "has chosen no password"}]
    assert chosen.status_code == 303
    assert people(run) == [dana | {"stands": "has a password"}]


def test_a_new_password_comes_by_a_link_and_never_by_an_argument(run: Run, engine: Engine) -> None:
    add_person(engine, Role.CSM)

    assert path_in(run("password", "csm@example.com").stdout).startswith("/welcome/")
    assert run("password", "csm@example.com", PASSWORD).exit_code != 0


def test_a_right_that_is_not_named_stays_as_it_is(run: Run, engine: Engine) -> None:
    add_person(engine, Role.CSM, publish=True)
    said = run("role", "CSM@example.com", "operator", "--may", "send").stdout
    both = people(run)[0]["may"]
    run("role", "csm@example.com", "operator", "--may-not", "publish")

    assert said == "csm@example.com is operator, may publish, may send\n"
    assert (both, people(run)[0]["may"]) == (["publish", "send"], ["send"])


def test_who_is_disabled_stays_on_the_list(run: Run, engine: Engine) -> None:
    add_person(engine, Role.CSM)
    run("disable", "csm@example.com")
    disabled = people(run)[0]["stands"]
    refused = run("password", "csm@example.com")
    run("enable", "csm@example.com")

    assert (disabled, people(run)[0]["stands"]) == ("disabled", "has a password")
    assert "tenure user enable csm@example.com" in str(refused.exception)


@pytest.mark.parametrize(
    ("words", "way_out"),
    [
        (["add", "nothing"], "This is not a mail address"),
        (["add", "admin@example.com"], "tenure user role admin@example.com"),
        (["add", "x@example.com", "--may", "fly"], "publish and send"),
        (["role", "x@example.com", "csm"], "tenure user list"),
        (["disable", "admin@example.com"], "make somebody else one first"),
        (["role", "admin@example.com", "viewer"], "make somebody else one first"),
    ],
)
def test_what_cannot_be_is_told_with_the_way_out(run: Run, engine: Engine, words: list[str], way_out: str) -> None:
    add_person(engine)
    before = people(run)

    assert way_out in str(run(*words).exception)
    assert people(run) == before


def test_an_empty_list_says_how_to_begin(run: Run) -> None:
    assert "tenure user first" in run("list").stdout


def test_a_person_reads_a_table(run: Run, engine: Engine) -> None:
    add_person(engine, Role.MARKETER, send=True)

    assert re.search(r"marketer@example.com +Marketer Example +marketer +send +has a password", run("list").stdout)
