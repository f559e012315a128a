"""`tenure check`, as a marketer and a build server use it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.database import begin, make_engine
from models.facts import AccountFacts, ContactFacts, EventFacts
from models.intake import record_accounts, record_contacts, record_events
from models.migrate import upgrade
from tests.first_month import lay_out, rehearsed_month

TENURE = Path(sys.executable).parent / "tenure"
MAIL = "emails/templates/onboarding/keep-going.md"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)

Tenure = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def tenure(tmp_path: Path) -> Tenure:
    """Run `tenure check` with the program of the test, on a Monday in March 2026."""
    moment = tmp_path / "now"
    moment.write_text(NOW.isoformat())
    given = {**os.environ, "TENURE_HOME": str(tmp_path / "home"), "COLUMNS": "300", "TENURE_CLOCK": str(moment)}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        told = [str(TENURE), "check", str(tmp_path / "program"), *words]
        return subprocess.run(told, env=given, capture_output=True, text=True, check=False, cwd=tmp_path)

    return run


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """A mail of a program of one's own, to make mistakes in."""
    return lay_out(rehearsed_month(), tmp_path / "program") / MAIL


def add(mail: Path, words: str) -> None:
    mail.write_text(f"{mail.read_text()}\n{words}\n")


def test_warnings_are_told_with_their_line_and_fail_nothing(tenure: Tenure, mail: Path) -> None:
    add(mail, "Just checking in!!")
    line = len(mail.read_text().splitlines())

    done = tenure()

    assert (done.returncode, done.stderr) == (0, "")
    assert f'{MAIL}:{line}: "Just checking in" gives nobody a reason to read on' in done.stdout
    assert "no mistakes" in done.stdout.splitlines()[-1]
    assert "Just checking in" not in tenure("--no-warnings").stdout


def test_what_readers_would_stumble_over_is_told_with_a_caret_and_fails(tenure: Tenure, mail: Path) -> None:
    add(mail, "[See it](https://boards)")

    done = tenure()

    assert done.returncode == 1
    assert 'the link to "https://boards" is no address that a browser can open' in done.stderr
    assert done.stderr.splitlines()[2] == "      |          ^"
    assert done.stderr.splitlines()[-1] == "1 mistake in 1 file"


def test_a_program_reads_errors_and_warnings_apart(tenure: Tenure, mail: Path) -> None:
    add(mail, "[See it](https://boards) in 2019")

    done = tenure("--json")
    told = json.loads(done.stdout)

    assert done.returncode == 1
    assert [(one["path"], one["rule"]) for one in told["errors"]] == [(MAIL, "link")]
    assert (MAIL, "year") in [(one["path"], one["rule"]) for one in told["warnings"]]


def test_the_accounts_that_would_read_something_odd_are_named(tenure: Tenure, mail: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    engine = make_engine(f"sqlite:///{tmp_path}/home/tenure.db")
    upgrade(engine)
    with begin(engine) as connection:
        told = {"name": "Acme", "timezone": "UTC", "signed_up_at": NOW, "seats": 10, "arr_cents": 900_000}
        record_accounts(connection, NOW, [AccountFacts("acme", told)])
        person = {"first_name": "N/A", "role": "admin", "email": "ada@acme.example"}
        record_contacts(connection, NOW, [ContactFacts("acme-ada", "acme", person)])
        record_events(connection, NOW, [EventFacts("m1", "signed in", NOW, "product", "acme")])
    engine.dispose()

    done = tenure("--audience", "--mail", "onboarding/keep-going")

    assert done.returncode == 0, done.stderr
    assert "onboarding/keep-going: 1 person could get it" in done.stdout
    assert '1 × a name that nobody has\n      Acme [acme] (N/A): contact.first_name is "N/A"' in done.stdout
    assert "1 account looked at; of 1 mail that people there could get, 1 would be odd" in done.stdout


def test_a_mail_that_is_not_there_is_told_in_one_line(tenure: Tenure, mail: Path) -> None:
    done = tenure("--mail", "onboarding/keepgoing")

    assert done.returncode == 1
    assert "it is one of onboarding/" in done.stderr
    assert "Traceback" not in done.stderr
