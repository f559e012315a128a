"""Who is asked what: found by the token of a link, and their answers kept as an event, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException
from sqlalchemy import Connection, Row

from emails.survey_link import Invitation, verify
from journeys.reserved import RESERVED
from journeys.success import Product
from journeys.survey import Survey
from models.answers import DOOR, is_answered, properties_at, who_was_asked
from models.facts import EventFacts
from models.reception import Told, receive
from workers.boot import App

INVALID = "This link is not complete. Please use the link as it stands in the mail."
CLOSED = "This survey is over, so nothing can be answered any more. Thank you for wanting to."
AWAY = "Nothing can be answered for a moment. Please follow the link again a little later."


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey, and whom it asks; nobody (`person` none), if the link is from a test mail or a preview."""

    survey: Survey
    product: Product
    key: str
    person: Row[Any, Any, Any, Any, Any] | None

    @property
    def message_id(self) -> str:
        """Answer the id of the event that the answers become: the same however often they are sent."""
        return f"survey:{self.survey.name}:{self.key}"


def find_asked(app: App, connection: Connection, token: str) -> Asked:
    """Answer who is asked what. Raises HTTPException if we did not sign the token, or the survey is not in force."""
    invitation: Invitation | None = verify(token, app.secret)
    if invitation is None:
        raise HTTPException(404, INVALID)
    edition = app.editions.current(connection)
    if edition is None:
        raise HTTPException(503, AWAY)
    program = edition.book.program
    survey = next((one for one in program.surveys if one.name == invitation.survey), None)
    if survey is None:
        raise HTTPException(410, CLOSED)
    return Asked(survey, program.product, invitation.key, who_was_asked(connection, invitation.key))


def has_answered(connection: Connection, asked: Asked) -> bool:
    """Answer whether they did."""
    return asked.person is not None and is_answered(connection, asked.message_id)


def keep(app: App, connection: Connection, asked: Asked, answers: Mapping[str, object]) -> bool:
    """Record the answers; answer whether they are the first. Whoever comes at the same moment comes second."""
    person, survey = asked.person, asked.survey
    if person is None:
        return True
    carried = properties_at(connection, person.account_id, person.started_at, survey.carries) if survey.carries else {}
    fact = EventFacts(
        asked.message_id, survey.event, app.now(), survey.feed, person.account, person.owner or person.contact,
        properties={**carried, **answers}, origin=f"{DOOR}{survey.name}", reserved=survey.event in RESERVED,
    )  # fmt: skip
    (outcome,) = receive(connection, app.now(), Told(events=[fact])).events
    return outcome.kind == "new"
