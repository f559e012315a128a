"""The mail that everybody sends here: Tenure, the bare loop and the peers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from emails.template import Template
from journeys.behavior import Behavior, Contact
from journeys.catalog import context
from tests.benchmarks.stage import NOW, Stage
from workers.editions import ADDRESSED

MAIL = "onboarding/welcome"
NAME = "Robin"
DJANGO_NAME = "{{ user.first_name }}"


@dataclass(frozen=True, slots=True)
class Specimen:
    """A compiled mail and what it is filled with for one person."""

    template: Template
    known: Mapping[str, Any]
    sender: Mapping[str, str]

    def body(self, first_name: str, email: str, key: str) -> dict[str, object]:
        """Answer what SendGrid is told for one person: rendered anew, as Tenure says it."""
        known = dict(self.known) | {"contact": dict(self.known["contact"]) | {"first_name": first_name}}
        content = self.template.render(known)
        return {
            "personalizations": [{"to": [{"email": email, "name": f"{first_name} Doe"}]}],
            "from": self.sender,
            "reply_to": {"email": self.sender["email"]},
            "subject": content.subject,
            "content": [
                {"type": "text/plain", "value": content.text},
                {"type": "text/html", "value": content.html},
            ],
            "custom_args": {"send_key": key},
            "categories": [self.template.topic],
            "headers": {"List-Unsubscribe": f"<{self.known['links']['unsubscribe']}>"},
        }

    def django_template(self) -> str:
        """Answer the same page as a Django template."""
        html = self.template.render(self.known).html
        if any(token in html for token in ("{{", "{%", "{#")):
            raise RuntimeError("the page cannot become a Django template: it has Django's tokens")
        return html.replace(NAME, DJANGO_NAME)


def specimen(stage: Stage) -> Specimen:
    """Answer the welcome mail for somebody whose company signed up an hour ago."""
    edition, mail = stage.edition, stage.edition.library[MAIL]
    contact = Contact(1, "robin@company.example", NAME, "Doe", "admin")
    traits = {"name": "Company", "plan": "team", "seats": 9, "signed_up_at": NOW - timedelta(hours=1), "arr": 5000.0}
    feeds = {feed.name: NOW for feed in edition.book.program.feeds}
    behavior = Behavior(account=traits, contacts=(contact,), feeds=feeds)
    known: dict[str, Any] = context(NOW, edition.book.catalog, behavior, contact, mail.fields - ADDRESSED)
    sender = edition.book.program.sender
    known["links"] = known.get("links", {}) | {"unsubscribe": "https://tenure.example/unsubscribe/token"}
    known["brand"] = known.get("brand", {}) | {"postal_address": sender.postal_address}
    asked = (field.removeprefix("surveys.") for field in mail.fields if field.startswith("surveys."))
    known["surveys"] = {name: f"https://tenure.example/surveys/token/{name}" for name in asked}
    known.setdefault("contact", {"first_name": NAME})
    return Specimen(mail, known, {"email": sender.email, "name": sender.name})
