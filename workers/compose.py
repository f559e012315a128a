"""From a decision to a message: the template filled with what is known, signed and addressed."""

from datetime import datetime

from emails.message import Address, Message
from emails.sandbox import harmless
from emails.template import Template
from emails.unsubscribe import Subscription, headers, link, sign
from journeys.behavior import Contact
from journeys.catalog import context
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
    known = context(now, edition.book.catalog, standing.behavior, contact, mail.fields - ADDRESSED)
    links = known.get("links")
    known["links"] = (links if isinstance(links, dict) else {}) | {"unsubscribe": url}
    known["surveys"] = survey_links(app, program.surveys, key, mail.fields)
    known["brand"] = {"postal_address": program.sender.postal_address}
    return Message(
        key=key,
        to=Address(contact.email or "", harmless(" ".join(filter(None, (contact.first_name, contact.last_name))))),
        sender=Address(program.sender.email, program.sender.name),
        reply_to=Address(program.sender.reply_to),
        content=mail.render(known),
        topic=mail.topic,
        headers=headers(url),
    )
