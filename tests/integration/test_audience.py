"""Every mail, written for every real account that could get it: who would read something odd, by name."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from console.assembling import Program
from console.audience.outcome import Survey
from console.audience.survey import survey
from models.consent import unsubscribe
from models.database import begin
from models.facts import ContactFacts
from models.intake import record_contacts
from tests.first_month import first_month
from tests.statements import counted
from tests.world import World, compiled_once

WELCOME = "onboarding/welcome"
FILE = f"emails/templates/{WELCOME}.md"


def program(**more: str) -> Program:
    """Answer the program that ships, with some words more in its welcome."""
    files: Mapping[str, str] = {
        path: text for path, text in first_month().items() if "welcome." not in path or path == FILE
    }
    files = {**files, FILE: files[FILE] + "\n" + more.get("words", "")}
    return Program(files, *compiled_once(files))


def people(world: World, key: str, first_name: str | None, **columns: Any) -> None:
    """Sign an account up whose one contact is called so."""
    world.account(key, **columns)
    told = {"first_name": first_name, "role": "admin", "email": f"ada@{key}.example"}
    with begin(world.engine) as connection:
        record_contacts(connection, world.now, [ContactFacts(f"{key}-ada", key, told)])


def asked(world: World, words: str = "", only: str = WELCOME) -> Survey:
    return survey(world.engine, program(words=words), world.now, only)


def kinds(found: Survey, mail: str = WELCOME) -> dict[str, list[tuple[str, str]]]:
    return {group.kind: [(case.account, case.what) for case in group.cases] for group in found.of(mail)}


def test_whoever_is_in_order_is_counted_and_not_named(world: World) -> None:
    people(world, "acme", "Ada")
    people(world, "nameless", None)

    found = asked(world)

    assert (found.accounts, found.reach, kinds(found)) == (2, {WELCOME: 2}, {})


@pytest.mark.parametrize(
    ("first_name", "kind", "what"),
    [
        (" ", "blank", "contact.first_name is blank"),
        ("N/A", "placeholder", 'contact.first_name is "N/A"'),
        ("test", "placeholder", 'contact.first_name is "test"'),
        ("undefined", "placeholder", 'contact.first_name is "undefined"'),
        ("ADA", "capitals", 'contact.first_name is "ADA"'),
        ("ada@odd.example", "address", 'contact.first_name is "ada@odd.example"'),
        ("Odd", "company", 'contact.first_name is "Odd"'),
        ("Oddities Ltd", "company", 'contact.first_name is "Oddities Ltd"'),
    ],
)
def test_a_name_that_is_none_is_told_with_the_account(world: World, first_name: str, kind: str, what: str) -> None:
    people(world, "acme", "Ada")
    people(world, "odd", first_name)

    assert kinds(asked(world)) == {kind: [("odd", what)]}


def test_a_long_name_is_told_where_it_is_cut_and_where_the_subject_is(world: World) -> None:
    people(world, "odd", "Wilhelmina Hieronyma Friederike Charlotte Antoinette von")

    found = kinds(asked(world))

    assert found["cut"] == [("odd", "contact.first_name has 56 characters, and the first lines show 48")]
    assert found["subject"][0][1].startswith("the subject has ")


@pytest.mark.parametrize(
    ("words", "columns", "kind", "what"),
    [
        ("{{ account.seats | default(0) }} seats", {"seats": -5}, "number", "account.seats is -5"),
        (
            "{% if account.renewal_on %}Until {{ account.renewal_on | date }}{% endif %}",
            {"renewal_on": date(2099, 1, 1)},
            "date",
            "account.renewal_on is January 1, 2099",
        ),
        ("{{ metrics.tasks_completed }} of {{ metrics.tasks_completed }} tasks", {}, "nothing", 'it says "0 of 0"'),
        (
            '[Write]({{ account.owner | default("mailto:help@acme.example") }})',
            {"owner": "Sam"},
            "unwritable",
            '"account.owner" is not an https or mailto address',
        ),
    ],
)
def test_a_value_that_cannot_be_is_told_with_the_account(
    world: World, words: str, columns: dict[str, Any], kind: str, what: str
) -> None:
    people(world, "odd", "Ada", **columns)

    assert kinds(asked(world, words)) == {kind: [("odd", what)]}


def test_what_is_not_known_is_held_and_not_sent(world: World) -> None:
    people(world, "acme", "Ada")
    world.now += timedelta(days=9)  # nobody has told us anything for days

    found = asked(world)

    assert list(kinds(found)) == ["held"]


@pytest.mark.parametrize(
    "columns", [{"email": None}, {"churned_at": datetime(2026, 3, 1, tzinfo=UTC)}, {"seats": 50_000}]
)
def test_nobody_is_asked_whom_the_journey_would_not_write_to(world: World, columns: dict[str, Any]) -> None:
    world.account("odd", **columns)

    assert asked(world).reach == {WELCOME: 0}


def test_nobody_is_asked_who_wants_no_mails_on_its_topic(world: World) -> None:
    people(world, "acme", "Ada")
    people(world, "odd", "N/A")
    with begin(world.engine) as connection:
        unsubscribe(connection, world.now, world.contact("odd-ada").id, "onboarding")

    found = asked(world)

    assert (found.reach, kinds(found)) == ({WELCOME: 1}, {})


def test_every_mail_is_asked_about_unless_one_is_named(world: World) -> None:
    people(world, "acme", "N/A")

    found = asked(world, only="")

    assert found.reach.keys() >= {WELCOME, "onboarding/keep-going", "onboarding/first-month-recap"}
    assert "placeholder" in kinds(found, "onboarding/keep-going")


def test_a_mail_that_is_odd_to_somebody_counts_once_whatever_is_odd_in_it(world: World) -> None:
    people(world, "acme", "Ada")
    people(world, "odd", "\u202eN/A")

    found = asked(world)

    assert (found.accounts, found.reach, found.odd) == (2, {WELCOME: 2}, 1)
    assert kinds(found).keys() == {"placeholder", "unseen"}


def test_only_the_first_are_named_and_all_are_counted(world: World) -> None:
    for number in range(7):
        people(world, f"odd{number}", "test")

    (group,) = asked(world).of(WELCOME)

    assert (group.count, [case.account for case in group.cases]) == (7, [f"odd{number}" for number in range(5)])


def test_many_accounts_cost_as_many_queries_as_one_and_a_further_batch_as_many_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def statements() -> int:
        with counted(world.engine) as sent:
            asked(world)
        return len(sent)

    people(world, "acme", "Ada")
    alone = statements()
    for number in range(6):
        people(world, f"more{number}", "Ada")
    together = statements()
    monkeypatch.setattr("console.audience.survey.BATCH", 4)

    assert together == alone
    assert alone < statements() < 2 * alone
