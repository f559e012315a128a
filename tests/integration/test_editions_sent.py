"""Which edition of a mail somebody is sent, and what is written down of it."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from console.story import print_story
from emails.eml import Letter, read
from emails.folder_mailer import FolderMailer
from models.database import begin
from models.facts import ContactFacts
from models.intake import record_contacts
from models.tables import CLOSURE
from tests.first_month import first_month
from tests.world import World
from workers.deliver import deliver_mails

WELCOME = "emails/templates/onboarding/welcome"
FRONT = "---\nsubject: Hallo\npreheader: Ein Wort\n---\n"
VARIANT = "---\nsubject: Begin with one small project\n---\n"


def program(**changes: str) -> dict[str, str]:
    """The program that ships, with these files of the welcome: `b` is welcome.b.md; empty: taken away."""
    files = dict(first_month()) | {f"{WELCOME}.{name.replace('_', '.')}.md": text for name, text in changes.items()}
    return {path: text for path, text in files.items() if text}


def outbox(world: World) -> Path:
    """Let mails leave into a folder, where they can be read."""
    folder = world.home / "outbox"
    world.app = replace(world.app, mailer=FolderMailer(folder))
    return folder


def letters(folder: Path) -> dict[str, Letter]:
    found = [read(path.read_bytes()) for path in folder.glob("*.eml")]
    return {letter.to.rpartition("<")[2].strip(">"): letter for letter in found}


def speaks(world: World, account: str, locale: str) -> None:
    with begin(world.engine) as connection:
        record_contacts(connection, world.now, [ContactFacts(f"{account}-ada", account, {"locale": locale})])


@pytest.mark.parametrize(("locale", "file", "subject"), [
    ("de-AT", "de", "Ada, Ihr Arbeitsbereich in Cadence ist bereit"),
    ("fr", "", "Ada, your Cadence workspace is ready"),
])  # fmt: skip
def test_who_reads_german_is_written_to_in_german(world: World, locale: str, file: str, subject: str) -> None:
    world.publish(program(b=""))
    folder = outbox(world)
    world.account()
    speaks(world, "acme", locale)

    world.look()

    [row] = world.mails()
    assert letters(folder)["ada@acme.example"].subject == subject
    assert (row.state, row.template, row.locale, row.variant) == ("accepted", "onboarding/welcome", file, "")


def test_accounts_get_one_of_the_variants_and_it_is_written_down(world: World) -> None:
    folder = outbox(world)
    keys = [f"acme-{number}" for number in range(12)]
    for key in keys:
        world.account(key)

    world.look()

    subjects = {letter.subject for letter in letters(folder).values()}
    assert subjects == {"Ada, your Cadence workspace is ready", "Ada, begin with one small project"}
    assert {row.variant for row in world.mails()} == {"a", "b"}
    for row in world.mails():
        sent = next(letter for letter in letters(folder).values() if row.key in str(letter))
        assert ("small project" in sent.subject) == (row.variant == "b")


def test_a_mail_that_is_tried_again_stays_what_it_was(world: World) -> None:
    world.provider.script({"answer": "429", "reset_after": 1, "times": 1})
    world.account()
    world.look()
    [tried] = world.mails()
    assert (tried.state, tried.attempts) == ("planned", 1)
    other = "c" if tried.variant == "b" else "b"

    everybody = dict.fromkeys([other], "---\nsubject: x\nshare: 98%\n---\n")
    world.publish(program(**({"b": VARIANT} | everybody)))
    with begin(world.engine) as connection:
        connection.execute(CLOSURE.delete())
    world.provider.script()
    deliver_mails(world.app, [tried.id])

    [sent] = world.mails()
    assert (sent.state, sent.variant) == ("accepted", tried.variant)


def test_an_edition_that_needs_more_than_the_original_is_gathered_for(world: World) -> None:
    german = FRONT + "Sie haben {{ metrics.teammates_invited }} Kollegen eingeladen."
    world.publish(program(de=german))
    folder = outbox(world)
    world.account()
    speaks(world, "acme", "de")
    world.event("acme", "teammate invited", 3)

    world.look()

    assert "Sie haben 3 Kollegen eingeladen." in letters(folder)["ada@acme.example"].text


def test_a_mail_waits_only_for_what_its_own_edition_names(world: World) -> None:
    world.publish(program(de=FRONT + "Tickets: {{ support.open_tickets | default(0) }}", b=""))
    for key, locale in (("acme", "de"), ("brill", "en")):
        world.account(key)
        speaks(world, key, locale)
        world.event(key, "ticket opened", at=world.now - timedelta(days=20))  # silent since: nobody knows any more

    world.look()

    held, sent = sorted(world.mails(), key=lambda row: row.id)
    assert (held.state, sent.state) == ("planned", "accepted")
    assert "the mail names support.open_tickets, which is unknown" in held.because


def test_why_says_which_edition_was_sent(world: World) -> None:
    world.publish(program(b_de="---\nsubject: Klein anfangen\n---\n"))
    world.account()
    speaks(world, "acme", "de")
    world.look()
    out = StringIO()

    print_story(Console(file=out, width=1000), world.engine, "acme", world.now)

    [row] = world.mails()
    assert row.locale == "de"
    assert f"sent as variant {row.variant}, in German" in out.getvalue()
