"""What somebody changed about their mails, told to their account as an event, so that journeys can go on by it."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from journeys.reserved import TENURE
from models.database import begin
from models.facts import EventFacts
from models.reception import Told, receive
from models.tables import ACCOUNT, CONSENT_CHANGE, CONTACT
from workers.boot import App

C = CONSENT_CHANGE.c
DOOR = "preference page"


def tell_changes(app: App, contact: int, changes: Collection[int]) -> None:
    """Tell these changes; a topic that was changed at several addresses of a person is told once. Twice is once."""
    if not changes:
        return
    with begin(app.engine) as connection:
        keys = _keys(connection, contact)
        query = select(C.id, C.topic, C.allowed, C.at).where(C.id.in_(changes)).order_by(C.id.desc())
        first = {(row.topic, row.allowed): row for row in connection.execute(query)}
        if keys is None:
            return
        events = [
            EventFacts(
                f"consent:{row.id}", "subscribed again" if row.allowed else "unsubscribed", row.at, TENURE, *keys,
                properties={"topic": row.topic}, origin=DOOR, reserved=True,
            )
            for row in first.values()
        ]  # fmt: skip
        receive(connection, app.now(), Told(events=events))


def _keys(connection: Connection, contact: int) -> tuple[str, str] | None:
    """Answer the keys of the account and of the person, who may have turned out to be another one."""
    owner = select(CONTACT.c.merged_into).where(CONTACT.c.id == contact).scalar_subquery()
    query = select(ACCOUNT.c.key, CONTACT.c.key).join(CONTACT, CONTACT.c.account_id == ACCOUNT.c.id)
    mine = (CONTACT.c.id == owner) | ((CONTACT.c.id == contact) & CONTACT.c.merged_into.is_(None))
    found = connection.execute(query.where(mine)).first()
    return (found[0], found[1]) if found else None
