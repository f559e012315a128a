"""A small program in a folder that a test edits, an account or two, and the workshop that shows both."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine

from console.access.tokens import csrf_of
from console.program_files import read_program
from console.publishing import publish_files
from console.web import web
from emails.folder_mailer import FolderMailer
from emails.mailer import Mailer
from models.database import begin
from models.facts import AccountFacts, ContactFacts, EventFacts
from models.intake import record_accounts, record_contacts, record_events
from tests.people import add_person, token_of
from tests.site import served
from workers.boot import App
from workers.clocks import Clock, machine_time
from workers.settings import Settings

HELLO = "emails/templates/notes/hello.md"
JOURNEY = """\
title: First notes
kind: onboarding
starts: account.signed_up_at
leave: account.churned
priority: 10
to: admins
late: {within: 4 days, otherwise: skip}
steps:
  - {id: hello, day: 0, email: notes/hello}
  - {id: tour, day: 1, in_app: notes/tour}
"""
MAIL = """\
---
subject: A note for {{ account.name }}
preheader: It says hello to you, and names the one thing to do
topic: onboarding
---
# Hello {{ contact.first_name | default("there") }}

This note is for {{ account.name }}, with one thing to do.

:::button [Open the product]({{ links.app }})
"""
GERMAN = """\
---
subject: Ein Brief für {{ account.name }}
preheader: Er sagt Guten Tag, und nennt, was zu tun ist
---
# Guten Tag

Das ist er.

:::button [Zum Produkt]({{ links.app }})
"""
PEOPLE = """\
typical:
  account: {name: Brightwater}
terse:
  contact: {first_name: null}
"""
TOUR = """\
---
subject: A tour
topic: onboarding
channel: in_app
---
Take the tour.
"""
OURS: Mapping[str, str] = {
    "journeys/definitions/notes.yaml": JOURNEY,
    HELLO: MAIL,
    "emails/templates/notes/hello.de.md": GERMAN,
    "emails/templates/notes/tour.md": TOUR,
    "emails/previews/notes/hello.yaml": PEOPLE,
}


@dataclass(frozen=True)
class Workshop:
    """The folder, the app that shows it, and where it is served."""

    app: App
    folder: Path
    url: str

    def write(self, path: str, text: str) -> None:
        """Save a file of the program as careful editors do: beside the old one, and then in its place."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.draft")
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)

    def publish(self) -> None:
        """Put what is in the folder in force."""
        with begin(self.app.engine) as connection:
            publish_files(connection, self.app.now(), read_program(self.folder), "Maya")

    def token(self, role: str = "marketer", *, send: bool = False, email: str = "") -> str:
        """Answer the token of somebody with this role who has just signed in."""
        return token_of(self.app.engine, add_person(self.app.engine, role, email, send=send))

    @contextmanager
    def visit(self, role: str = "marketer", *, send: bool = False, email: str = "") -> Iterator[httpx.Client]:
        """Lend the browser of somebody with this role."""
        token = self.token(role, send=send, email=email)
        headers = {"X-CSRF-Token": csrf_of(token)}
        with httpx.Client(
            base_url=self.url, cookies={"tenure": token}, headers=headers, trust_env=False, timeout=60
        ) as client:
            yield client

    def account(self, key: str, **told: Any) -> None:
        """Let an account sign up now, with a contact named Ada."""
        now = self.app.now()
        contact = {"first_name": "Ada", "role": "admin", "email": f"ada@{key}.example"}
        with begin(self.app.engine) as connection:
            record_accounts(connection, now, [AccountFacts(key, {"name": key.title(), "signed_up_at": now} | told)])
            record_contacts(connection, now, [ContactFacts(f"{key}-ada", key, contact)])
            record_events(connection, now, [EventFacts(f"{key}-1", "signed in", now, "product", key)])


def written(folder: Path) -> None:
    """Write the small program, with the look of the one that ships."""
    kept = ("journeys/program.yaml", "journeys/health/", "journeys/playbooks/low-adoption", "emails/themes/")
    spared = re.compile(r"^spares: .*\n", re.MULTILINE)  # journeys that the small program does not have
    shipped = {path: spared.sub("", text) for path, text in read_program().items() if path.startswith(kept)}
    for path, text in {**shipped, **OURS}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@contextmanager
def opened(
    engine: Engine, home: Path, now: datetime, mailer: Mailer | None = None, machine: Clock = machine_time
) -> Iterator[Workshop]:
    """Serve a workshop over the small program; its mails go into a folder unless there is a mailer."""
    folder = home / "program"
    written(folder)
    settings = Settings(TENURE_HOME=home, TENURE_PROGRAM=folder)
    app = App(settings, engine, lambda: now, mailer or FolderMailer(settings.outbox), "a secret of tests")
    with served(web(app, machine)) as client:
        yield Workshop(app, folder, str(client.base_url).rstrip("/"))


def frame_of(page: str) -> str:
    """Answer the address of the first frame on a page."""
    found = re.search(r'src="(/workshop/frames/[^"]+)"', page)
    assert found is not None, "there is no frame"
    return found[1].replace("&amp;", "&")
