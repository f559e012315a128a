"""As whom a mail is looked at: a made-up person, or a contact of a real account as it stands now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from console.preferences.lost import NOBODY
from emails.library import Library
from emails.message import Content
from emails.preview import Context
from emails.template import RenderError, Template
from emails.unsubscribe import Subscription, link, sign
from journeys.behavior import Contact
from journeys.catalog import unknowns
from journeys.load import Book
from journeys.survey import Survey
from workers.boot import App
from workers.compose import compose
from workers.editions import ADDRESSED, Edition
from workers.gather import Standing
from workers.survey_links import survey_links

LOOKED_AT = "looked-at"  # no send key: what is under it was said to nobody


def harmless_link(app: App, topic: str) -> str:
    """Answer a link to unsubscribe that looks like a real one and changes nothing."""
    return link(app.settings.public_url, sign(Subscription(NOBODY, topic), app.secret))


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A made-up person of a mail's previews."""

    app: App
    name: str
    context: Context
    surveys: tuple[Survey, ...] = ()

    @property
    def who(self) -> str:
        """Answer how they are called in a sentence."""
        return f"the made-up person “{self.name}”"

    @property
    def record(self) -> str:
        """Answer how they are written down."""
        return f"preview {self.name}"

    def read(self, template: Template) -> Content:
        """Answer what they read. Raises RenderError."""
        links = self.context.get("links")
        told = (links if isinstance(links, dict) else {}) | {"unsubscribe": harmless_link(self.app, template.topic)}
        surveys = survey_links(self.app, self.surveys, LOOKED_AT, template.fields)
        known = {**self.context, "links": told, "surveys": {**self.context.get("surveys", {}), **surveys}}
        try:
            return template.render(known)
        except (ArithmeticError, AttributeError) as problem:  # a made-up person can be told to be anything
            raise RenderError(f"{template.name} cannot be rendered: {problem}") from problem

    def doubts(self, _template: Template) -> Mapping[str, str]:
        """Answer what is unknown of them: nothing is."""
        return {}


@dataclass(frozen=True, slots=True)
class Real:
    """A contact of a real account, with all that is known of it now, looked at by one program."""

    app: App
    book: Book
    standing: Standing
    contact: Contact
    now: datetime

    @property
    def account(self) -> Any:
        """Answer the account's row."""
        return self.standing.account

    @property
    def who(self) -> str:
        """Answer how they are called in a sentence."""
        return f"{named(self.contact)} of {self.account.name}"

    @property
    def record(self) -> str:
        """Answer how they are written down: by the keys, without a name."""
        return f"account {self.account.key}, contact {self.standing.contact_keys[self.contact.id]}"

    def read(self, template: Template) -> Content:
        """Answer what they would get, by the way on which it is sent. Raises RenderError."""
        edition = Edition(0, self.book, Library({}), {}, frozenset())  # nothing else than this template is asked for
        nobody = replace(self.contact, id=NOBODY)  # whoever looks must not be able to unsubscribe a customer
        return compose(self.app, edition, self.now, self.standing, nobody, template, LOOKED_AT).content

    def doubts(self, template: Template) -> Mapping[str, str]:
        """Answer what the mail names and is unknown of them, with the reasons: it would be held."""
        names = template.fields - ADDRESSED
        return unknowns(self.now, self.book.catalog, self.standing.behavior, self.contact, names)


Recipient = MadeUp | Real


def named(contact: Contact) -> str:
    """Answer what a contact is called."""
    return " ".join(filter(None, (contact.first_name, contact.last_name))) or contact.email or f"contact {contact.id}"
