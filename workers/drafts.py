"""What a person may send themselves: a mail written for an account when a task is opened there, and sent to nobody."""

import logging
from dataclasses import dataclass
from datetime import datetime

from emails.by_hand import SURVEY, UNSUBSCRIBE, by_hand
from emails.lot import ORIGINAL
from emails.message import Content
from emails.template import RenderError, Template
from journeys.addressee import addressee
from journeys.behavior import Contact
from journeys.catalog import unknowns
from workers.compose import written
from workers.editions import ADDRESSED, Edition
from workers.gather import Standing

log = logging.getLogger("tenure.drafts")

NOBODY = "nobody at the account is known to whom it could be written"
FAILED = "Tenure failed to write it, which is a fault of ours: the worker's log has the details"


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail as it was written when its task was opened, and for whom; without content, `because` says why."""

    mail: str
    contact: int | None = None
    content: Content | None = None
    because: str = ""


def draft_of(edition: Edition, standing: Standing, mail: str, now: datetime) -> Draft:
    """Answer the mail as whoever it would go to at the account would read it, or why it cannot be written.

    All that it names must have been gathered.
    """
    try:
        return _draft(edition, standing, mail, now)
    except RenderError as problem:
        return Draft(mail, because=f"{problem}")
    except Exception:  # the task matters more than its draft
        log.exception("the draft %s for account %s could not be written", mail, standing.account.id)
        return Draft(mail, because=FAILED)


def _draft(edition: Edition, standing: Standing, mail: str, now: datetime) -> Draft:
    if mail not in edition.library.names:
        return Draft(mail, because=f"the mail {mail} is not published any more")
    contact = addressee(mail, edition.book.journeys.values(), standing.behavior.contacts)
    if contact is None:
        return Draft(mail, because=NOBODY)
    template = edition.library.choose(mail, contact.locale, standing.account.key, ORIGINAL)
    doubts = unknowns(now, edition.book.catalog, standing.behavior, contact, template.fields - ADDRESSED)
    if doubts:
        name, why = next(iter(doubts.items()))
        return Draft(mail, contact.id, because=f"it names {name}, which is unknown: {why}")
    return Draft(mail, contact.id, _written(edition, now, standing, contact, template))


def _written(edition: Edition, now: datetime, standing: Standing, contact: Contact, template: Template) -> Content:
    names = [name for survey in edition.book.program.surveys for name in survey.links]
    surveys = {name: SURVEY for name in names if f"surveys.{name}" in template.fields}
    return by_hand(written(edition.book, now, standing, contact, template, UNSUBSCRIBE, surveys))
