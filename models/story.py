"""What is on record about one account, in the order in which it happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from models.answers import answers_of
from models.provider_events import told_of
from models.tables import ACCOUNT, CLOSURE, CONTACT, DECISION, DRAFT, ENROLLMENT, TASK, TOUCHPOINT
from models.worklist import DRAFTED

AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Story:
    """An account, its contacts, every line of its ledger, where it stands, what was done or is to be done, what its
    people answered, the doors that wait for a human to open them, and what the provider told of its mails.
    """

    account: AnyRow
    contacts: Sequence[AnyRow]
    ledger: Sequence[AnyRow]
    enrollments: Sequence[AnyRow]
    touchpoints: Sequence[AnyRow]
    tasks: Sequence[AnyRow]
    answers: Sequence[AnyRow] = ()
    doors: Sequence[AnyRow] = ()
    told: Sequence[AnyRow] = ()


def find_accounts(connection: Connection, said: str) -> Sequence[AnyRow]:
    """Answer the accounts that a person means: by key, else by name or a contact's address, else by a part of it."""
    exact = connection.execute(select(ACCOUNT).where(ACCOUNT.c.key == said)).all()
    if exact:
        return exact
    low = said.lower()
    of_contact = select(CONTACT.c.account_id).where(CONTACT.c.email == low)
    named = or_(func.lower(ACCOUNT.c.name) == low, ACCOUNT.c.id.in_(of_contact))
    order = ACCOUNT.c.name
    full = connection.execute(select(ACCOUNT).where(named).order_by(order)).all()
    if full:
        return full
    part = func.lower(ACCOUNT.c.name).contains(low, autoescape=True)
    return connection.execute(select(ACCOUNT).where(part).order_by(order).limit(20)).all()


def tell_story(connection: Connection, account: AnyRow) -> Story:
    """Answer everything on record about the account."""
    return Story(
        account=account,
        contacts=_of(connection, CONTACT, account.id),
        ledger=_of(connection, DECISION, account.id),
        enrollments=_of(connection, ENROLLMENT, account.id),
        touchpoints=_of(connection, TOUCHPOINT, account.id),
        tasks=_tasks(connection, account.id),
        answers=answers_of(connection, account.id),
        doors=connection.execute(select(CLOSURE).where(CLOSURE.c.until.is_(None)).order_by(CLOSURE.c.name)).all(),
        told=told_of(connection, account.id),
    )


def _tasks(connection: Connection, account_id: int) -> Sequence[AnyRow]:
    query = select(TASK, *DRAFTED).outerjoin(DRAFT, DRAFT.c.task_id == TASK.c.id)
    return connection.execute(query.where(TASK.c.account_id == account_id).order_by(TASK.c.id)).all()


def _of(connection: Connection, table: Any, account_id: int) -> Sequence[AnyRow]:
    return connection.execute(select(table).where(table.c.account_id == account_id).order_by(table.c.id)).all()
