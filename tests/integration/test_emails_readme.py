"""A new marketer follows the README of the mails, word by word."""

import re
import shutil
import subprocess
from pathlib import Path
from textwrap import dedent, indent

import pytest
from typer.testing import CliRunner

from console.mistakes import find_mistakes
from console.program_files import REHEARSED, SHIPPED, gather
from tests.acceptance.test_cli import program
from tests.command_line import app
from tests.first_month import lay_out, rehearsed_month

__all__ = ["program"]
README = (SHIPPED / "emails/README.md").read_text(encoding="utf-8")
FIRST = README.partition("## Your first mail")[2].partition("\n## ")[0]
JOURNEY = "journeys/definitions/onboarding.yaml"


def block(kind: str, place: int = 0, text: str = FIRST) -> str:
    """Answer one of the texts that the README gives to be copied."""
    found = re.findall(rf"^( *)```{kind}\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    return dedent(found[place][1])


def said(*words: str) -> str:
    """Answer what the command says, and what it finds wrong."""
    done = CliRunner().invoke(app, words)
    found = find_mistakes(done.exception) if isinstance(done.exception, ExceptionGroup) else None
    return done.stdout + done.stderr + "\n".join(one.msg for one in found or ())


@pytest.fixture
def folder(program: Path, tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One's own program, which is in force."""
    lay_out(rehearsed_month(), program)
    (tmp_path / "home").mkdir()
    shutil.copy(sqlite_template, tmp_path / "home" / "tenure.db")
    for name, value in (("TENURE_HOME", tmp_path / "home"), ("TENURE_PROGRAM", program), ("COLUMNS", 200)):
        monkeypatch.setenv(name, str(value))
    assert "release 1: " in said("publish")
    return program


def test_the_program_is_copied_as_it_ships(tmp_path: Path) -> None:
    copied = block("console").replace("$ ", "")
    here = f"cd '{SHIPPED}'\n{copied}".replace("my-program", f"'{tmp_path}'/my-program").replace("$PWD/", "")

    subprocess.run(["bash", "-euc", here], check=True)

    assert gather(tmp_path / "my-program", REHEARSED) == gather(kinds=REHEARSED)
    assert copied in (SHIPPED / "README.md").read_text(encoding="utf-8").replace("$ ", "")


def test_the_first_mail_is_written_broken_mended_looked_at_published_and_taken_back(folder: Path) -> None:
    assert all(
        name in FIRST for name in ("emails/templates/onboarding/hello.md", "emails/previews/onboarding/hello.yaml")
    )
    file = folder / "emails/templates/onboarding/hello.md"
    mail = block("markdown")

    file.write_text(mail.replace("contact.first_name", "contact.first_nme"))
    broken = said("check")
    unpublished = said("publish")
    file.write_text(mail)
    (folder / "emails/previews/onboarding/hello.yaml").write_text(block("yaml", 0))
    journey = (folder / JOURNEY).read_text()
    step = indent(block("yaml", 1), "  ") + "\n"
    (folder / JOURNEY).write_text(journey.replace("  - id: first-project", f"{step}  - id: first-project"))

    assert 'did you mean "contact.first_name"?' in broken
    assert 'did you mean "contact.first_name"?' in unpublished
    assert "no mistakes" in said("check")
    assert "Acme Ltd, one question" in said("preview", "onboarding/hello")
    published = said("publish", "--because", "ask what they want")
    assert 'onboarding: the step "hello" is new' in published
    assert "release 2: 1 added, 1 changed" in published
    assert "release 3: 1 changed, 1 withdrawn" in said("rollback")
    assert "ask what they want" in said("releases")


@pytest.mark.parametrize(
    ("heading", "file"), [("Other languages", "welcome.de.md"), ("Trying two versions", "welcome.b.md")]
)
def test_another_language_and_another_version_are_put_beside_the_mail(folder: Path, heading: str, file: str) -> None:
    section = README.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    (folder / "emails/templates/onboarding" / file).write_text(block("markdown", 0, section))

    assert "no mistakes" in said("check")
    assert f"changed   emails/templates/onboarding/{file}" in said("publish", "--dry-run")
