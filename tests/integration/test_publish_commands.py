"""Publishing at a terminal: the effect first, a question where somebody can answer, and one command back."""

import os
import pty
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from typer.testing import CliRunner

from console.failures import explain
from models.database import begin, make_engine
from models.tables import ACCOUNT, ENROLLMENT, PUBLICATION
from tests.acceptance.test_cli import TENURE, Tenure, only_line, program, spoil
from tests.command_line import app

__all__ = ["program"]
WELCOME = "emails/templates/onboarding/welcome.md"
JOURNEY = "journeys/definitions/onboarding.yaml"

Publish = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def tenure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path) -> Tenure:
    """Run the command in a home of its own, whose database is migrated."""
    monkeypatch.setenv("TENURE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        done = CliRunner().invoke(app, arguments)
        said = f"tenure: {explain(done.exception)}\n" if done.exit_code and done.exception else ""
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr + said)

    (tmp_path / "home").mkdir()
    shutil.copy(sqlite_template, tmp_path / "home" / "tenure.db")
    return run


@pytest.fixture
def publish(tenure: Tenure, program: Path) -> Publish:
    """Publish the copy of the program, which is in force already."""
    tenure("publish", "--program", str(program))
    return lambda *arguments: tenure("publish", "--program", str(program), *arguments)


def enroll(home: Path, step: str, accounts: int) -> None:
    """Let some accounts stand on a step of onboarding."""
    now = datetime(2026, 3, 2, tzinfo=UTC)
    with begin(make_engine(f"sqlite:///{home / 'tenure.db'}")) as connection:
        mine = select(PUBLICATION.c.id).where(PUBLICATION.c.path == JOURNEY)
        publication = connection.execute(mine).scalar_one()
        for number in range(accounts):
            account = {"key": f"{step}{number}", "name": "A", "timezone": "UTC", "trial": False, "traits": {}}
            row = insert(ACCOUNT).values(**account, created_at=now).returning(ACCOUNT.c.id)
            place = {"account_id": connection.execute(row).scalar_one(), "journey": "onboarding", "step": step}
            stand = {"occurrence": "once", "publication_id": publication, "state": "open", "standing": ""}
            connection.execute(insert(ENROLLMENT).values(**place, **stand, because="", started_at=now, wake_at=now))


def test_a_changed_subject_is_shown_before_and_after(publish: Publish, program: Path) -> None:
    spoil(program / WELCOME, "preheader:", "preheader: First,")
    spoil(program / WELCOME, "subject: ", "subject: Look here. Formerly ")

    done = publish()

    told = done.stdout.splitlines()
    assert told[0] == f"changed   {WELCOME}  +2 -2"
    assert told[1].startswith("          subject: ")
    assert told[2].startswith("              now: Look here. Formerly ")
    assert told[-1].startswith("release 2: 1 changed, ")


def test_a_dry_run_shows_the_effect_and_changes_nothing(publish: Publish, program: Path, tenure: Tenure) -> None:
    spoil(program / WELCOME, "subject: ", "subject: Now ")

    done = publish("--dry-run")

    assert done.stdout.splitlines()[-1].endswith("(a dry run: nothing was published)")
    assert "release 2" not in tenure("releases").stdout


def test_who_is_under_way_is_counted(publish: Publish, program: Path, tmp_path: Path) -> None:
    enroll(tmp_path / "home", "core-workflow-tour", 2)
    enroll(tmp_path / "home", "first-project", 1)
    spoil(program / JOURNEY, "id: first-project", "id: a-project")

    told = publish("--dry-run").stdout

    assert 'onboarding: the step "a-project" is new; 2 accounts are under way towards it\n' in told
    assert 'onboarding: the step "first-project" is gone; 1 account stands on it and will go on with the next\n' in told


def test_what_withdraws_a_journey_says_whom_it_leaves_waiting_and_needs_a_yes(
    publish: Publish, program: Path, tmp_path: Path
) -> None:
    enroll(tmp_path / "home", "first-project", 3)
    (program / JOURNEY).rename(program / JOURNEY.replace("onboarding", "beginning"))
    for playbook in (program / "journeys" / "playbooks").glob("*.yaml"):  # or they would name what is not there
        playbook.write_text(re.sub(r"(?<![\w-])onboarding(?![\w-])", "beginning", playbook.read_text("utf-8")), "utf-8")

    refused = publish()
    agreed = publish("--yes")

    assert "onboarding is withdrawn: 3 accounts are in it and will stay there, told nothing, until" in refused.stdout
    assert only_line(refused).endswith("would be withdrawn: say --yes if that is meant")
    assert re.match(r"release 2: 1 added, \d+ changed, 1 withdrawn, ", agreed.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("answer", "code", "said"), [("y", 0, "release 2: 1 changed"), ("n", 1, "nothing was published")]
)
def test_on_a_terminal_it_asks(
    publish: Publish, program: Path, tmp_path: Path, answer: str, code: int, said: str
) -> None:
    spoil(program / WELCOME, "subject: ", "subject: Now ")
    assert publish("--dry-run").returncode == 0
    controller, terminal = pty.openpty()
    os.write(controller, f"{answer}\n".encode())

    done = subprocess.run(
        [str(TENURE), "publish", "--program", str(program)],
        env={**os.environ, "TENURE_HOME": str(tmp_path / "home"), "COLUMNS": "200"},
        stdin=terminal, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "Put this in force?" in done.stdout + done.stderr
    assert done.returncode == code
    assert said in done.stdout + done.stderr


def test_a_rollback_puts_the_release_before_in_force_again(publish: Publish, program: Path, tenure: Tenure) -> None:
    for word in ("Now", "Again"):
        spoil(program / WELCOME, "subject: ", f"subject: {word} ")
        publish("--because", f"say {word}")

    once, twice, thrice = tenure("rollback"), tenure("rollback", "--because", "too loud"), tenure("rollback")

    assert once.stdout.splitlines()[-1].startswith("release 4: 1 changed, ")
    assert twice.stdout.splitlines()[-1].startswith("release 5: 1 changed, ")
    assert only_line(thrice) == "tenure: there is no release 0: there is nothing to go back to"
    told = tenure("releases").stdout.splitlines()
    assert [" ".join(line.split()[5:]) for line in told[1:]] == [
        "back to release 1: too loud", "back to release 2", "say Again", "say Now", ""
    ]  # fmt: skip
    assert WELCOME in tenure("releases", "5").stdout


def test_what_is_in_force_already_is_not_put_in_force_again(publish: Publish, tenure: Tenure) -> None:
    assert "says what is in force already" in only_line(tenure("rollback", "1"))
    assert only_line(tenure("rollback", "7")) == "tenure: there is no release 7: see `tenure releases`"


def test_a_release_that_cannot_be_read_any_more_is_refused_in_plain_words(
    publish: Publish, program: Path, tenure: Tenure, tmp_path: Path
) -> None:
    with begin(make_engine(f"sqlite:///{tmp_path / 'home' / 'tenure.db'}")) as connection:
        connection.exec_driver_sql("DROP TRIGGER keep_publication_update")  # as if an older version had published it
        mine = update(PUBLICATION).where(PUBLICATION.c.path == WELCOME)
        connection.execute(
            mine.values(digest="", content="---\nsubject: Hi\npreheader: A\ntopic: onboarding\n---\n{{ old.field }}")
        )
    publish()

    line = only_line(tenure("rollback"))

    assert line == (
        "tenure: release 1 cannot be put in force, because this version of Tenure finds 1 mistake in it, first "
        f'{WELCOME}:6:4: there is no field "old.field". Mend your files and publish them instead'
    )


def test_before_anything_is_published_there_is_nothing_to_list_or_go_back_to(tenure: Tenure) -> None:
    assert tenure("releases").stdout == "nothing was ever published: run `tenure publish`\n"
    assert only_line(tenure("rollback")) == "tenure: nothing was ever published: run `tenure publish`"
