"""A template is broken in every way there is, beside a running worker: nothing of it is published, and mails go on."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.demo.stage import Stage, set_stage
from models.archive import newest_release
from models.database import begin, look
from models.facts import AccountFacts, ContactFacts, EventFacts
from models.intake import record_accounts, record_contacts, record_events
from tests.acceptance.test_cli import program
from tests.command_line import app
from tests.first_month import first_month
from tests.unit.console.test_ten_slips import MAIL, SLIPS

__all__ = ["program"]
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
WELCOME = "emails/templates/onboarding/welcome.md"
PUBLISHED = {"Ada, your Cadence workspace is ready", "Ada, begin with one small project"}  # the mail and its variant
PATIENCE = 120.0


def sign_up(stage: Stage, key: str) -> None:
    """Let an account come in, with somebody to be welcomed."""
    told = {"name": key.title(), "timezone": "UTC", "signed_up_at": MONDAY, "seats": 10, "arr_cents": 900_000}
    person = {"first_name": "Ada", "role": "admin", "email": f"ada@{key}.example"}
    with begin(stage.engine) as connection:
        record_accounts(connection, MONDAY, [AccountFacts(key, told)])
        record_contacts(connection, MONDAY, [ContactFacts(f"{key}-ada", key, person)])
        record_events(connection, MONDAY, [EventFacts(f"{key}-1", "signed in", MONDAY, "product", key)])


def subjects(stage: Stage, wanted: int) -> list[str]:
    """Answer the subjects of the mails the provider took, when there are as many as that."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        lines = stage.bodies.read_text().splitlines() if stage.bodies.exists() else []
        if len(lines) >= wanted:
            return [json.loads(line)["subject"] for line in lines]
        stage.processes.check()
        time.sleep(0.1)
    raise AssertionError(f"the provider did not get {wanted} mails")


def test_the_running_program_goes_on_with_what_is_published(
    tmp_path: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("TENURE_HOME", str(tmp_path / "home"))
    sound = (program / MAIL).read_text()
    changed = (program / WELCOME).read_text().replace("workspace is ready", "workspace is BROKEN")
    (program / WELCOME).write_text(changed)
    with set_stage(tmp_path / "home", first_month(), MONDAY, troubles=()) as stage:
        sign_up(stage, "acme")
        before = subjects(stage, 1)
        for what, old, new, *_ in SLIPS:
            (program / MAIL).write_text(sound.replace(old, new, 1))
            done = CliRunner().invoke(app, ["publish", "--program", str(program), "--yes"])
            assert isinstance(done.exception, ExceptionGroup), what
        sign_up(stage, "zenith")
        after = subjects(stage, 2)

        with look(stage.engine) as connection:
            newest = newest_release(connection)
    assert newest is not None
    assert newest.number == 1
    assert len(before) == 1
    assert len(after) == 2
    assert {*before, *after} <= PUBLISHED
