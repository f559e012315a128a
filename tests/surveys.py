"""Somebody who was asked something: an account, a contact, and a mail that leads to a survey."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine, insert, select

from console.program_files import read_program
from console.publishing import publish_files
from console.web import web
from emails.folder_mailer import FolderMailer
from emails.survey_link import Invitation, sign
from models.database import begin, look
from models.tables import ACCOUNT, CONTACT, ENROLLMENT, EVENT, PUBLICATION, TOUCHPOINT
from tests.site import served
from tests.world import compiled_once
from workers.boot import App
from workers.editions import Editions
from workers.settings import Settings

SECRET = "a secret of tests"
KEPT = ("journeys/program.yaml", "journeys/health/", "journeys/surveys/", "emails/themes/")
KEY = "k1"


def surveying_app(engine: Engine, home: Path, now: datetime, **changed: str | None) -> App:
    """Answer an app in whose database the surveys that ship are in force, and one person was asked."""
    settings = Settings(TENURE_HOME=home)
    publish(engine, now, changed)
    with begin(engine) as connection:
        _ask_somebody(connection, now)
    return App(settings, engine, lambda: now, FolderMailer(settings.outbox), SECRET, Editions(compiled_once))


def publish(engine: Engine, now: datetime, changed: dict[str, str | None]) -> None:
    """Put the program in force without journeys and mails, with other texts for some files; none takes one away."""
    files = {path: text for path, text in read_program().items() if path.startswith(KEPT)} | changed
    with begin(engine) as connection:
        publish_files(connection, now, {path: text for path, text in files.items() if text is not None}, "a test")


@contextmanager
def pages(app: App) -> Iterator[httpx.Client]:
    """Lend a browser that nobody is signed in with."""
    with served(web(app)) as client:
        yield client


def link(survey: str = "nps", key: str = KEY) -> str:
    """Answer the path of the link to a survey, as it stands in what was said under that key."""
    return f"/surveys/{sign(Invitation(survey, key), SECRET)}"


def answers(engine: Engine) -> list[tuple[Any, ...]]:
    """Answer the events on record, oldest first: name, contact, properties, feed."""
    e = EVENT.c
    with look(engine) as connection:
        query = select(e.name, e.contact_id, e.properties, e.feed).order_by(e.id)
        return [tuple(row) for row in connection.execute(query)]


def _ask_somebody(connection: Any, now: datetime) -> None:
    account = {"id": 1, "key": "acme", "name": "Acme", "timezone": "UTC", "trial": False, "traits": {}, "told": {}}
    contact = {"id": 7, "account_id": 1, "key": "jo", "email": "jo@acme.example", "role": "admin", "traits": {}}
    connection.execute(insert(ACCOUNT), [account | {"created_at": now}])
    connection.execute(insert(CONTACT), [contact | {"told": {}, "created_at": now}])
    publication = connection.execute(select(PUBLICATION.c.id)).scalars().first()
    run = {
        "id": 1, "account_id": 1, "journey": "nps-survey", "occurrence": "2026-Q1", "publication_id": publication,
        "state": "open", "step": "ask", "started_at": now, "wake_at": now, "standing": "", "because": "",
    }  # fmt: skip
    connection.execute(insert(ENROLLMENT), [run])
    said = {
        "id": 1, "key": KEY, "account_id": 1, "contact_id": 7, "enrollment_id": 1, "journey": "nps-survey",
        "occurrence": "2026-Q1", "step": "ask", "channel": "email", "template": "surveys/nps", "state": "accepted",
        "because": "", "due_at": now, "fence": 0, "attempts": 1, "created_at": now,
    }  # fmt: skip
    connection.execute(insert(TOUCHPOINT), [said])
