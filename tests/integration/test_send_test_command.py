"""`tenure send-test`: a mail to one of us, from the terminal."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner

from console.workshop.tryout import NO_PROVIDER
from emails.outbox import Outbox
from models.consent import suppress
from models.database import begin, look
from models.tables import TRYOUT
from tests.command_line import app as command_line
from tests.people import add_person
from tests.workshop import Workshop, opened

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # both are tried in test_workshop_tryouts
DANA = "dana@ours.example"


@pytest.fixture
def workshop(engine: Engine, tmp_path: Path, now: datetime) -> Iterator[Workshop]:
    with opened(engine, tmp_path, now) as workshop:
        yield workshop


def at_the_terminal(workshop: Workshop, *words: str, **variables: str) -> tuple[int, str]:
    """Answer how `tenure send-test` ends, and what it says."""
    known = {
        "TENURE_HOME": str(workshop.app.settings.home),
        "TENURE_PROGRAM": str(workshop.folder),
        "DATABASE_URL": workshop.app.engine.url.render_as_string(hide_password=False),
        "TENURE_SECRET": "a secret of tests",
    }
    done = CliRunner().invoke(command_line, ["send-test", *words], env=known | variables)
    return done.exit_code, done.output + str(done.exception or "")


def test_at_the_terminal_it_goes_to_one_of_us(workshop: Workshop) -> None:
    add_person(workshop.app.engine, "marketer", DANA, send=True)
    workshop.account("acme")
    code, said = at_the_terminal(workshop, "notes/hello.de", "--account", "acme", "--to", DANA)
    [listed] = Outbox(workshop.app.settings.outbox).latest()

    assert (code, said) == (0, f"Written. {NO_PROVIDER} {DANA}.\n")
    assert (listed.to, listed.subject) == (DANA, "[Test] Ein Brief für Acme")
    with look(workshop.app.engine) as connection:
        assert connection.execute(select(TRYOUT.c.by)).scalar_one().endswith(" at the terminal")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("notes/helo", "--to", DANA), 'did you mean "notes/hello"'),
        (("notes/hello", "--to", "ada@acme.example"), "is nobody who may sign in"),
        (("notes/hello", "--to", "marketer@example.com"), "may not send"),
        (("notes/hello", "--to", DANA, "--preview", "nobody"), "there are typical, terse"),
        (("notes/hello", "--to", DANA, "--account", "nowhere"), "There is no such account"),
        (("notes/tour", "--to", DANA), "inside the product"),
    ],
)
def test_at_the_terminal_what_cannot_be_is_told_in_a_line(
    workshop: Workshop, words: tuple[str, ...], told: str
) -> None:
    add_person(workshop.app.engine, "marketer", DANA, send=True)
    add_person(workshop.app.engine, "marketer")
    code, said = at_the_terminal(workshop, *words)

    assert code == 1
    assert told in said
    assert Outbox(workshop.app.settings.outbox).count() == 0


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"TENURE_MODE": "shadow"}, "Nothing leaves this installation, test mails neither"),
        ({"TENURE_ALLOW": "@other.example"}, f"{DANA} is not on the list"),
    ],
)
def test_where_mail_is_kept_back_a_test_does_not_leave_either(
    workshop: Workshop, variables: dict[str, str], told: str
) -> None:
    add_person(workshop.app.engine, "marketer", DANA, send=True)
    code, said = at_the_terminal(workshop, "notes/hello", "--to", DANA, **variables)

    assert code == 1
    assert told in said
    assert Outbox(workshop.app.settings.outbox).latest() == []
    with look(workshop.app.engine) as connection:
        assert connection.execute(select(TRYOUT)).all() == []


def test_a_test_goes_to_nobody_who_must_not_be_written_to(workshop: Workshop) -> None:
    add_person(workshop.app.engine, "marketer", DANA, send=True)
    with begin(workshop.app.engine) as connection:
        suppress(connection, workshop.app.now(), "@ours.example", "*", "bounced", "a test")
    code, said = at_the_terminal(workshop, "notes/hello", "--to", DANA)

    assert (code, "nobody may write to" in said) == (1, True)
    assert Outbox(workshop.app.settings.outbox).count() == 0
