"""A book that lies in files as a script: everything is told at its time, and nothing that was still to come."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from console.demo.imported.acquaintances import invent
from console.demo.imported.contents import read_contents
from console.demo.imported.contracts import turns
from console.demo.imported.script import Extract, import_script
from console.demo.script import Deed, Script
from console.demo.words import Words
from console.failures import CommandError
from console.importing.subscriptions import Subscription, figures
from models.facts import AccountFacts
from tests.command_line import app

MAP = """
files:
  accounts.csv:
    accounts: {key: id, name: name, country: country, signed_up_at: since, churned_at: gone}
  people.csv:
    contacts: {key: mail, account: id, email: mail}
  contracts.csv:
    subscriptions:
      {key: id, account: account, starts: starts, ends: ends, arr: arr, billing_frequency: {always: annual}}
  events.csv:
    events:
      product: {key: [id, what, at], account: id, at: at, name: what, feed: {always: product}}
"""
FILES = {
    "accounts.csv": "id,name,country,since,gone\nacme,Acme,DE,2024-02-01,2024-03-05\nbolt,Bolt,US,2023-05-01,\n",
    "people.csv": "mail,id\nada@acme.example,acme\n",
    "contracts.csv": "id,account,starts,ends,arr\nc1,bolt,2023-05-01,2024-02-10,1000\nc2,bolt,2024-02-20,,2000\n",
    "events.csv": "id,what,at\nacme,signed in,2024-01-20\nacme,signed in,2024-02-03\nbolt,paid,2023-06-01\n",
}
WORDS = Words("signed in", "task", "value", (), ())
FIRST, LAST = date(2024, 1, 31), date(2024, 3, 10)
LOOK = datetime(2024, 1, 31, 14, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small book, and its map beside it."""
    for name, text in {**FILES, "map.yaml": MAP}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def played(folder: Path, accounts: int | None = None) -> Script:
    return import_script(Extract(folder, folder / "map.yaml", FIRST, LAST, accounts), WORDS)


def of(script: Script, key: str) -> list[Deed]:
    return [deed for deed in script.deeds if key in {*(fact.key for fact in deed.accounts), *_homes(deed)}]


def _homes(deed: Deed) -> set[str | None]:
    return {event.account for event in deed.events}


def test_an_account_is_told_of_on_the_day_it_signed_up_with_what_happened_before(folder: Path) -> None:
    first, before, *_ = of(played(folder), "acme")

    assert first.at == before.at == datetime(2024, 2, 1, tzinfo=UTC)
    assert [event.at for event in before.events] == [date(2024, 1, 20)]


def test_what_happened_on_a_day_is_told_when_the_day_is_over(folder: Path) -> None:
    told = {event.at: deed.at for deed in of(played(folder), "acme") for event in deed.events}

    assert told[date(2024, 2, 3)] == datetime(2024, 2, 4, tzinfo=UTC)


def test_that_an_account_will_leave_is_not_known_before_it_does(folder: Path) -> None:
    told = [(deed.at.date(), fact.columns) for deed in of(played(folder), "acme") for fact in deed.accounts]

    assert "churned_at" not in told[0][1]
    assert [(day, set(columns)) for day, columns in told[1:]] == [(date(2024, 3, 5), {"churned_at"})]


def test_contracts_end_and_begin_on_their_days(folder: Path) -> None:
    told = [(deed.at.date(), fact.columns) for deed in of(played(folder), "bolt") for fact in deed.accounts[:1]]

    assert [(day, columns["arr_cents"], columns["renewal_on"], columns["churned_at"]) for day, columns in told[1:]] == [
        (date(2024, 1, 31), 100_000, date(2024, 5, 1), None),
        (date(2024, 2, 10), 0, None, date(2024, 2, 10)),
        (date(2024, 2, 20), 200_000, date(2025, 2, 20), None),
    ]


@given(
    st.lists(
        st.tuples(st.dates(date(2023, 1, 1), date(2024, 6, 1)), st.none() | st.integers(0, 400), st.integers(1, 9)),
        min_size=1,
        max_size=5,
    )
)
def test_on_every_day_the_columns_are_those_of_what_had_begun_and_ended_by_then(
    told: list[tuple[date, int | None, int]],
) -> None:
    contracts = [
        Subscription(starts, starts + timedelta(days=lasts) if lasts else None, arr, ("monthly", "annual")[arr % 2])
        for starts, lasts, arr in told
    ]
    news = dict(turns(contracts, FIRST, LAST))
    stands: Mapping[str, object] = {}
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        stands = news.get(day, stands)
        known = [
            Subscription(c.starts, c.ends if c.ends and c.ends <= day else None, c.arr_cents, c.billing_frequency)
            for c in contracts
            if c.starts <= day
        ]
        assert stands == (figures(known, day) if known else {})


def test_people_are_invented_only_where_the_book_names_nobody(folder: Path) -> None:
    script = played(folder)

    assert [contact.key for deed in of(script, "acme") for contact in deed.contacts] == ["ada@acme.example"]
    assert len([contact for deed in of(script, "bolt") for contact in deed.contacts]) > 1
    assert "names no contacts of 1 of them" in script.title


def test_invented_people_are_the_same_every_time_and_no_mail_reaches_them() -> None:
    account = AccountFacts("Ünï 7", {"country": "FR"})

    assert [*invent(account)] == [*invent(account)]
    assert all(str(person.columns["email"]).endswith("@uni-7.example") for person in invent(account))


def test_the_provider_makes_no_troubles_and_the_first_accounts_are_played_if_so_many_are_asked_for(
    folder: Path,
) -> None:
    script = played(folder, 1)

    assert script.troubles == ()
    assert (script.starts, script.grid) == (LOOK, timedelta(days=1))
    assert not of(script, "bolt")


def test_a_book_of_customers_far_away_is_looked_at_more_often(folder: Path) -> None:
    (folder / "map.yaml").write_text(MAP.replace("name: name", "name: name, timezone: {always: Australia/Perth}"))

    assert played(folder).grid == timedelta(hours=6)


def test_rows_that_cannot_be_used_are_counted_and_the_first_is_named(folder: Path) -> None:
    (folder / "events.csv").write_text("id,what,at\nacme,signed in,soon\nnobody,signed in,2024-02-03\n")

    with pytest.raises(CommandError, match=r"^2 faults .* events.csv:2: at: \"soon\" is not a date"):
        read_contents(folder, folder / "map.yaml")


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no CSV file in"):
        read_contents(tmp_path, tmp_path / "map.yaml")


@pytest.mark.parametrize("days", [["--from", "2024-01-31"], ["--from", "2024-01-31", "--to", "2024-01-31"]])
def test_the_command_says_what_a_book_needs(folder: Path, days: list[str]) -> None:
    arguments = ["demo", "--book", f"{folder}", "--map", f"{folder / 'map.yaml'}", *days]

    answer = CliRunner().invoke(app, arguments, standalone_mode=False)

    assert "it needs --map MAP.yaml, --from DAY and --to DAY, a later one" in str(answer.exception)
