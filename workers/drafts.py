"""What a person may send themselves: a mail written for an account when a task is opened there, and sent to nobody."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import DBAPIError

from emails.by_hand import SURVEY, UNSUBSCRIBE, by_hand
from emails.lot import ORIGINAL
from emails.message import Content
from emails.template import RenderError, Template
from journeys.addressee import addressee
from journeys.behavior import Contact
from journeys.catalog import unknowns
from workers.compose import written
from workers.editions import ADDRESSED, Edition
from workers.gather import Standing, gather

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


Drafts = Mapping[str, Draft]  # by the playbook of the task


def drafts_of(
    connection: Connection, edition: Edition, opened: Mapping[int, tuple[Row[Any], Collection[str]]], now: datetime
) -> Mapping[int, Drafts]:
    """Answer, by the id of an account, the drafts of the tasks that these playbooks open there; reads only.

    What the mails speak of is looked up for these accounts alone: whoever is given no draft costs nothing.
    """
    asked = {id_: (account, plays) for id_, (account, names) in opened.items() if (plays := _drafting(edition, names))}
    if not asked:
        return {}
    try:
        found = _gathered(connection, edition, asked.values(), now)
    except DBAPIError:
        raise
    except Exception:  # the tasks matter more than their drafts
        log.exception("what drafts speak of could not be looked up")
        return {id_: {play: Draft(mail, because=FAILED) for play, mail in asked[id_][1].items()} for id_ in asked}
    return {
        one.account.id: {play: draft_of(edition, one, mail, now) for play, mail in asked[one.account.id][1].items()}
        for one in found
    }


def drafts_for(edition: Edition, standing: Standing, playbook: str, now: datetime) -> Drafts:
    """Answer the draft of a task of this playbook, for an account of which all is gathered that mails speak of."""
    plays = _drafting(edition, [playbook])
    return {play: draft_of(edition, standing, mail, now) for play, mail in plays.items()}


def draft_of(edition: Edition, standing: Standing, mail: str, now: datetime) -> Draft:
    """Answer the mail as whoever it would go to at the account would read it, or why it cannot be written."""
    try:
        return _draft(edition, standing, mail, now)
    except RenderError as problem:
        return Draft(mail, because=f"{problem}")
    except Exception:  # the task matters more than its draft
        log.exception("the draft %s for account %s could not be written", mail, standing.account.id)
        return Draft(mail, because=FAILED)


def _gathered(
    connection: Connection, edition: Edition, asked: Iterable[tuple[Row[Any], Mapping[str, str]]], now: datetime
) -> Sequence[Standing]:
    accounts, plays = zip(*asked, strict=True)
    mails = {mail for each in plays for mail in each.values()} & edition.library.names
    fields = frozenset[str]().union(*(edition.library.fields(mail) for mail in mails))
    needs = edition.book.catalog.needs(fields - ADDRESSED)
    return gather(connection, accounts, needs, now, edition.book.program.feeds)


def _drafting(edition: Edition, playbooks: Iterable[str]) -> Mapping[str, str]:
    books = edition.book.playbooks
    return {name: books[name].draft for name in playbooks if name in books and books[name].draft}


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
