"""From a decision to a message: the template filled with what is known, signed and addressed."""

from collections.abc import Mapping
from datetime import datetime

from emails.message import Address, Content, Message
from emails.sandbox import harmless
from emails.template import Template
from emails.unsubscribe import Subscription, headers, link, sign
from journeys.behavior import Contact
from journeys.catalog import context
from journeys.load import Book
from workers.boot import App
from workers.editions import ADDRESSED, Edition
from workers.gather import Standing
from workers.survey_links import survey_links


def compose(
    app: App, edition: Edition, now: datetime, standing: Standing, contact: Contact, mail: Template, key: str
) -> Message:
    """Answer the message for this contact. Raises whatever a template raises that cannot be rendered for them."""
    program = edition.book.program
    url = link(app.settings.public_url, sign(Subscription(contact.id, mail.topic), app.secret))
    surveys = survey_links(app, program.surveys, key, mail.fields)
    return Message(
        key=key,
        to=Address(contact.email or "", harmless(" ".join(filter(None, (contact.first_name, contact.last_name))))),
        sender=Address(program.sender.email, program.sender.name),
        reply_to=Address(program.sender.reply_to),
        content=written(edition.book, now, standing, contact, mail, url, surveys),
        topic=mail.topic,
        headers=headers(url),
    )


def written(
    book: Book, now: datetime, standing: Standing, contact: Contact, mail: Template, unsubscribe: str,
    surveys: Mapping[str, str],
) -> Content:  # fmt: skip
    """Answer what this contact reads, with these links, which are made for them. Raises as `compose` does."""
    known = context(now, book.catalog, standing.behavior, contact, mail.fields - ADDRESSED)
    links = known.get("links")
    known["links"] = (links if isinstance(links, dict) else {}) | {"unsubscribe": unsubscribe}
    known["surveys"] = surveys
    known["brand"] = {"postal_address": book.program.sender.postal_address}
    return mail.render(known)
