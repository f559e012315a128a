"""Accounts as they stand, without a database: rows that are plain values, and what is known of them."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

from emails.library import Library, read_library
from journeys.behavior import Behavior
from tests.first_month import first_month
from tests.unit.journeys.stage import MONDAY, book
from workers.gather import Standing


@cache
def library() -> Library:
    """Answer the mails that ship."""

    return read_library(dict(first_month()), book().catalog.fields)


def enrollment(step: str = "welcome", state: str = "open", standing: str = "", wake_at: datetime = MONDAY) -> Any:
    """Answer an enrollment in onboarding that looks at this step next."""
    return SimpleNamespace(
        id=1, journey="onboarding", occurrence="once", publication_id=1, state=state, step=step, started_at=MONDAY,
        wake_at=wake_at, standing=standing, ended_at=None, lapsed_at=None,
    )  # fmt: skip


def mail(step: str = "welcome", contact: int = 1) -> Any:
    """Answer a mail of onboarding that is planned."""
    return SimpleNamespace(
        journey="onboarding", occurrence="once", step=step, contact_id=contact, because="", variant=""
    )


def standing(behavior: Behavior, *rows: Any) -> Standing:
    """Answer an account with these enrollments."""
    account: Any = SimpleNamespace(id=1, key="acme", wake_at=None)
    keys: Mapping[int, str] = {contact.id: f"contact-{contact.id}" for contact in behavior.contacts}
    begun = [row for row in rows if row.state != "declined"]
    runs = {name: [row for row in begun if row.journey == name] for name in {row.journey for row in begun}}
    return Standing(account, behavior, keys, {(row.journey, row.occurrence): row for row in rows}, runs)
