"""`tenure import` through its own door: good rows go in, bad ones are told of, and nothing twice."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import Engine, Table, func, select

from console.cli import main
from console.importing import load
from models.database import look
from models.tables import ACCOUNT, CONTACT, EVENT, EVENT_DAY, EVENT_TOTAL

MAP = """\
files:
  accounts*.csv:
    accounts:
      key: id
      name: name
      timezone: zone
      seats: seats
      signed_up_at: signed up
      traits: [tier]
  people*.csv:
    contacts: {key: id, account: company, email: mail, role: role}
  events*.csv:
    events:
      app: {key: id, account: company, contact: person, at: at, name: what, amount: times, feed: {always: product}}
  contracts*.csv:
    subscriptions: {key: id, account: company, starts: from, ends: to, arr: arr, billing_frequency: billed}
"""
ACCOUNTS = """\
id,name,zone,seats,signed up,tier
acme,Acme,America/New_York,5,2026-01-05,gold
globex,Globex,,,,
"""
PEOPLE = "id,company,mail,role\nann,acme,Ann@Acme.test,admin\n"
EVENTS = """\
id;company;person;at;what;times
1;acme;ann;2026-02-01 03:30;login;
2;acme;;2026-02-01;export;7
3;globex;;2026-02-01T03:30:00+09:00;login;2
"""


class Said(NamedTuple):
    code: int
    out: str
    err: str


Tenure = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path, database: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a map, three files and a clock that stands still."""
    here = tmp_path / "work"
    here.mkdir()
    for name, text in {"map.yaml": MAP, "accounts.csv": ACCOUNTS, "people.csv": PEOPLE, "events.csv": EVENTS}.items():
        (here / name).write_text(text)
    (here / "clock").write_text(now.isoformat())
    for name, value in {
        "DATABASE_URL": database,
        "TENURE_HOME": str(here),
        "TENURE_CLOCK": str(here / "clock"),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def tenure(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tenure:
    """Run `tenure import … --map map.yaml` as a person would."""

    def run(*words: str) -> Said:
        monkeypatch.setattr("sys.argv", ["tenure", "import", *words, "--map", "map.yaml"])
        with pytest.raises(SystemExit) as stop:
            main()
        code = stop.value.code
        return Said(code if isinstance(code, int) else 0, *capsys.readouterr())

    return run


def count(engine: Engine, table: Table) -> int:
    with look(engine) as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def rejected(file: str) -> list[list[str]]:
    with Path(file).open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.reader(handle))[1:]


def test_files_go_in_whatever_their_order(tenure: Tenure, engine: Engine) -> None:
    said = tenure("events.csv", "people.csv", "accounts.csv")

    assert said.out.splitlines()[-1] == "6 rows: 6 new, 0 changed, 0 already known, 0 in conflict, 0 rejected"
    assert (said.code, said.err) == (0, "")
    assert [count(engine, table) for table in (ACCOUNT, CONTACT, EVENT)] == [2, 1, 3]


def test_a_second_run_adds_nothing_and_wakes_nobody(tenure: Tenure, engine: Engine) -> None:
    tenure("accounts.csv", "people.csv", "events.csv")
    with engine.begin() as connection:
        connection.execute(ACCOUNT.update().values(wake_at=None))

    said = tenure("accounts.csv", "people.csv", "events.csv")

    assert "6 rows: 0 new, 0 changed, 6 already known" in said.out
    assert count(engine, EVENT) == 3
    with look(engine) as connection:
        assert set(connection.execute(select(ACCOUNT.c.wake_at)).scalars()) == {None}
        assert connection.execute(select(func.sum(EVENT_TOTAL.c.amount))).scalar_one() == 10


def test_days_are_those_of_the_account(tenure: Tenure, engine: Engine) -> None:
    tenure("accounts.csv", "people.csv", "events.csv")

    with look(engine) as connection:
        days = connection.execute(
            select(EVENT_DAY.c.name, EVENT_DAY.c.day).order_by(EVENT_DAY.c.account_id, EVENT_DAY.c.name)
        )
        assert [tuple(row) for row in days] == [
            ("export", date(2026, 2, 1)),
            ("login", date(2026, 1, 31)),
            ("login", date(2026, 1, 31)),
        ]
        signed_up = connection.execute(select(ACCOUNT.c.signed_up_at).where(ACCOUNT.c.key == "acme")).scalar_one()
    assert signed_up == datetime(2026, 1, 5, 5, tzinfo=UTC)


def test_a_dry_run_says_everything_and_keeps_nothing(tenure: Tenure, engine: Engine) -> None:
    said = tenure("accounts.csv", "people.csv", "events.csv", "--dry-run")

    assert "Dry run, nothing was kept: 6 rows: 6 new" in said.out
    assert [count(engine, table) for table in (ACCOUNT, CONTACT, EVENT)] == [0, 0, 0]


def test_accounts_seen_again_are_changed_where_the_map_says(tenure: Tenure, folder: Path, engine: Engine) -> None:
    tenure("accounts.csv")
    (folder / "map.yaml").write_text(MAP.replace("      traits: [tier]\n", ""))
    (folder / "accounts.csv").write_text(ACCOUNTS.replace("acme,Acme,America/New_York,5", "acme,ACME,Asia/Tokyo,"))

    said = tenure("accounts.csv")

    assert "0 new, 1 changed, 1 already known" in said.out
    with look(engine) as connection:
        acme = connection.execute(select(ACCOUNT).where(ACCOUNT.c.key == "acme")).one()
    assert (acme.name, acme.timezone, acme.seats, acme.traits) == ("ACME", "Asia/Tokyo", None, {"tier": "gold"})


BAD_EVENTS = """\
id;company;person;at;what;times
1;acme;;2026-02-30;login;many
2;nobody;;2026-02-01;;1
3;acme;bob;2026-02-01;login;1
4;acme;;2026-02-01;login
5;acme;;2026-02-01;M\xfcller;1
6;acme;;2027-02-01;login;1
7;acme;;2026-02-01;"login;1
8;acme;;2026-02-01;login;1
"""


def test_every_reason_of_every_bad_row_is_told(tenure: Tenure, folder: Path, engine: Engine) -> None:
    (folder / "events.csv").write_bytes(BAD_EVENTS.encode("latin-1"))

    said = tenure("accounts.csv", "events.csv")

    assert said.code == 3
    assert "0 in conflict, 7 rejected; mend them in events.rejects.csv and import again" in said.out
    with Path("events.rejects.csv").open(encoding="utf-8-sig", newline="") as handle:
        told = {row["line"]: row["reason"] for row in csv.DictReader(handle, delimiter=";")}
    assert told["2"].startswith('at: "2026-02-30" is not a date')
    assert told["2"].endswith('; times: "many" is not a number')
    assert told["3"] == 'what is empty; unknown account "nobody"'
    assert told["4"] == 'unknown contact "bob"'
    assert told["5"] == "the row has 5 cells, the header 6"
    assert told["6"] == "byte 21 of the line (0xFC) is not UTF-8"
    assert told["7"] == 'at: "2027-02-01" has not happened yet'
    assert told["8"] == "a quote is opened and never closed"
    assert count(engine, EVENT) == 1


def test_rejects_can_be_mended_and_imported(tenure: Tenure, folder: Path, engine: Engine) -> None:
    (folder / "accounts.csv").write_text("id,name,zone,seats,signed up,tier\nacme,=SUM(A1),Europe/Berlim,5,,-1\n")
    assert tenure("accounts.csv").code == 3
    rejects = folder / "accounts.rejects.csv"
    assert "acme,'=SUM(A1),Europe/Berlim,5,,'-1" in rejects.read_text()

    rejects.write_text(rejects.read_text().replace("Berlim", "Berlin"))
    assert tenure("accounts.rejects.csv").code == 0

    with look(engine) as connection:
        acme = connection.execute(select(ACCOUNT)).one()
    assert (acme.name, acme.traits, acme.timezone) == ("=SUM(A1)", {"tier": "-1"}, "Europe/Berlin")


def test_rejects_that_nobody_mended_stay_out_and_no_file_is_overwritten(
    tenure: Tenure, folder: Path, engine: Engine
) -> None:
    (folder / "events.csv").write_bytes(BAD_EVENTS.encode("latin-1"))
    tenure("accounts.csv", "events.csv")
    before = (folder / "events.rejects.csv").read_bytes()

    said = tenure("events.rejects.csv")

    assert "7 rejected; mend them in events.rejects-2.csv" in said.out
    assert (folder / "events.rejects.csv").read_bytes() == before
    assert count(engine, EVENT) == 1


def test_rejects_go_where_they_are_told_to(tenure: Tenure, folder: Path) -> None:
    said = tenure("events.csv", "--rejects", "out/rejects")

    assert (said.code, (folder / "out" / "rejects" / "events.rejects.csv").exists()) == (3, True)


@pytest.mark.parametrize("batch", [2, 5000])
def test_a_conflict_names_both_places_within_a_file_across_batches_and_runs(
    tenure: Tenure, folder: Path, engine: Engine, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "BATCH", batch)
    (folder / "events.csv").write_text(EVENTS + "1;acme;ann;2026-02-01 03:30;login;\n2;acme;;2026-02-01;export;8\n")
    (folder / "events2.csv").write_text("id,company,person,at,what,times\n3,globex,,2026-02-02,login,2\n")

    first = tenure("accounts.csv", "people.csv", "events.csv")
    second = tenure("events2.csv")

    assert "7 new" not in first.out
    assert "8 rows: 6 new, 0 changed, 1 already known, 1 in conflict, 0 rejected" in first.out
    assert (first.code, second.code, count(engine, EVENT)) == (3, 3, 3)
    conflicts = [*rejected("events.rejects.csv"), *rejected("events2.rejects.csv")]
    assert conflicts[0][0].startswith("events.csv;6;conflict with events.csv:3:")
    assert conflicts[1][:2] == ["events2.csv", "2"]
    assert conflicts[1][2].startswith("conflict with events.csv:4:")


CONTRACTS = """\
id,company,from,to,arr,billed
c1,acme,2024-06-15,,1200.50,annual
c2,acme,2026-01-31,,100,monthly
c3,globex,2024-01-01,2025-01-01,500,annual
"""


def test_subscriptions_become_the_figures_of_their_account(tenure: Tenure, folder: Path, engine: Engine) -> None:
    (folder / "contracts.csv").write_text(CONTRACTS + CONTRACTS.splitlines()[1] + "\n")

    said = tenure("accounts.csv", "contracts.csv")

    assert said.code == 0
    columns = [ACCOUNT.c[name] for name in ("arr_cents", "billing_frequency", "renewal_on", "churned_at")]
    with look(engine) as connection:
        rows = connection.execute(select(*columns).order_by(ACCOUNT.c.key)).all()
    assert [tuple(row) for row in rows] == [
        (130_050, "annual", date(2026, 6, 15), None),
        (0, None, None, datetime(2025, 1, 1, tzinfo=UTC)),
    ]


def test_one_bad_subscription_sets_the_whole_account_aside(tenure: Tenure, folder: Path, engine: Engine) -> None:
    bad = CONTRACTS.replace("100,monthly", "a lot,monthly").replace("c3,globex", "c3,globex,too many")
    (folder / "contracts.csv").write_text(bad + "c1,globex,2024-06-15,,1,annual\n")

    said = tenure("accounts.csv", "contracts.csv")

    assert "1 in conflict, 3 rejected" in said.out
    with look(engine) as connection:
        assert set(connection.execute(select(ACCOUNT.c.arr_cents)).scalars()) == {None}
    reasons = {row[1]: row[2] for row in rejected("contracts.rejects.csv")}
    assert reasons["2"] == "set aside with contracts.csv:3, a bad row of the same account"
    assert reasons["5"] == "conflict with contracts.csv:2: it has the same key and says something else"

    mended = Path("contracts.rejects.csv").read_text().replace("a lot", "100").replace(",too many", "")
    Path("contracts.rejects.csv").write_text(mended.replace("c1,globex", "c4,globex"))
    assert tenure("contracts.rejects.csv").code == 0


def test_the_day_of_the_figures_can_be_told(tenure: Tenure, folder: Path, engine: Engine) -> None:
    (folder / "contracts.csv").write_text(CONTRACTS)

    tenure("accounts.csv", "contracts.csv", "--as-of", "2024-12-31")

    with look(engine) as connection:
        assert list(connection.execute(select(ACCOUNT.c.renewal_on).order_by(ACCOUNT.c.key)).scalars()) == [
            date(2025, 6, 15),
            None,
        ]


def test_counts_can_be_read_by_programs(tenure: Tenure) -> None:
    told = json.loads(tenure("accounts.csv", "people.csv", "events.csv", "--json").out)

    assert (told["rows"], told["rejected"], told["conflicts"], told["dry_run"]) == (6, 0, 0, False)
    assert told["files"][2] == {
        "file": "events.csv", "rows": 3, "conflicts": 0, "rejected": 0, "rejects": None,
        "became": {"app": {"new": 3, "changed": 0, "known": 0}},
    }  # fmt: skip


def test_a_map_that_does_not_fit_the_files_stops_before_the_first_row(
    tenure: Tenure, folder: Path, engine: Engine
) -> None:
    (folder / "accounts.csv").write_text("id,nmae,zone,seats,signed up,tier\nacme,Acme,,,,\n")
    (folder / "empty.csv").write_text("")

    said = tenure("accounts.csv", "empty.csv", "missing.csv")

    assert said.code == 1
    assert 'map.yaml:5:13: accounts.csv has no column "name"; did you mean "nmae"?' in said.err
    assert "empty.csv: no entry under files in map.yaml fits this file's name" in said.err
    assert count(engine, ACCOUNT) == 0
